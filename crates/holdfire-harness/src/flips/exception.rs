//! Which flips may go unseen, with the proof that each does no harm.

use holdfire_seal::note::{SignatureLine, VerifierKey, parse_unverified};
use holdfire_store::folder::Report;

use super::View;

/// In a line that vouches for nothing.
pub const UNKNOWN_LINE: &str = "checkpoint, a signature line of a key that nobody named";
/// In a line that then vouches for nothing.
pub const LOST_LINE: &str =
    "checkpoint, a cosignature that the policy can spare: the report no longer counts it";

/// The name of the exception, if the flip is harmless: nothing that the log states has changed, and nobody vouches for it
/// who did not before.
pub fn exception(
    file: &str,
    good: &[u8],
    flipped: &[u8],
    view: &View,
    report: &Report,
) -> Option<&'static str> {
    if file != "checkpoint" {
        return None;
    }
    let (before, after) = (
        parse_unverified(good).ok()?,
        parse_unverified(flipped).ok()?,
    );
    if before.text != after.text || before.signatures.len() != after.signatures.len() {
        return None;
    }
    // One bit lies in one line.
    let lines = before.signatures.iter().zip(&after.signatures);
    let mut changed = lines.filter(|(before, after)| before != after);
    let ((before, after), None) = (changed.next()?, changed.next()) else {
        return None;
    };
    // What is not under a known name and key id was never verified, and counts for nothing.
    if is_known(after, view) {
        return None;
    }
    if !is_known(before, view) {
        return (*report == view.report).then_some(UNKNOWN_LINE);
    }
    let mut expected = view.report.clone();
    expected.unknown_signatures += 1;
    expected.cosigned_by.clone_from(&report.cosigned_by);
    let fewer = report.cosigned_by.len() + 1 == view.report.cosigned_by.len();
    let of_those = |one| view.report.cosigned_by.contains(one);
    let harmless = fewer && report.cosigned_by.iter().all(of_those) && *report == expected;
    harmless.then_some(LOST_LINE)
}

/// Whether the verifier was told of the key that a line names.
fn is_known(line: &SignatureLine, view: &View) -> bool {
    let policy = view.options.policy.as_ref();
    let witnesses = policy.into_iter().flat_map(|policy| policy.witnesses());
    let mut keys = witnesses
        .map(|witness| &witness.key)
        .chain([view.report.settings.log_key()]);
    keys.any(|key: &VerifierKey| key.name() == line.name && key.key_id() == line.key_id)
}
