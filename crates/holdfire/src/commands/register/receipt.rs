//! Receipts: signed by who received a version, checked by anybody.

use std::path::Path;

use holdfire_register::{
    Covered, Handover, MOST_RECEIVER_BYTES, Receipt, ReceiptError, Receiver, Step,
};
use holdfire_seal::Hash;
use holdfire_seal::note::{MOST_NOTE_BYTES, SignedBy, VerifierKey};

use super::{Kind, files, input, now};
use crate::cli::{ReceiptArgs, ReceiptStep};
use crate::commands::{done, key};
use crate::output::{Failure, Outcome, note, print, safe, with_causes};

/// `register receipt`
pub fn run(args: &ReceiptArgs) -> Outcome {
    let keys = key::verifiers(&args.vkeys)?;
    let handover = files::handover(&args.handover, &keys)?;
    let covered = covered(&args.leaves, &handover)?;
    if let Some(receipt) = &args.check {
        return check(receipt, &key::verifiers(&args.by)?, &handover, covered);
    }
    // The command line asks for all four at once.
    let (Some(key), Some(step), Some(receiver), Some(out)) =
        (&args.key, args.step, &args.receiver, &args.out)
    else {
        return Err(Failure::Input(
            "to sign, give `--key`, `--step`, `--receiver` and `--out`".to_owned(),
        ));
    };
    sign(key, step, receiver, out, &handover, covered)
}

fn sign(
    key: &Path,
    step: ReceiptStep,
    receiver: &str,
    out: &Path,
    handover: &Handover,
    covered: Covered,
) -> Outcome {
    let keys = key::load(key)?;
    let to = Receiver::new(receiver).ok_or_else(|| {
        Failure::Input(format!(
            "`--receiver` must be a name in one line of 1 to {MOST_RECEIVER_BYTES} bytes, without blanks around it"
        ))
    })?;
    let state = handover.signed().state();
    let at = now();
    if at < state.sealed_at {
        return Err(Failure::Surroundings(anyhow::anyhow!(
            "the clock of this machine says {at}, and given is {state}: a receipt would be older than what it is for\n\
             hint: set the clock; or the party's clock was ahead, and the receipt has to wait"
        )));
    }
    let receipt = Receipt {
        step: match step {
            ReceiptStep::Declared => Step::Deposit,
            ReceiptStep::Handed => Step::Handover,
            ReceiptStep::Notified => Step::Notice,
        },
        of: state.into(),
        covered,
        to,
        at,
    };
    let signed = receipt.sign(keys.signing()).map_err(input)?;
    files::write_new(out, signed.as_bytes())?;
    note(&format!(
        "wrote {}: {}, signed by {}",
        out.display(),
        words(&receipt),
        keys.name()
    ));
    done()
}

fn check(path: &Path, by: &[VerifierKey], handover: &Handover, covered: Covered) -> Outcome {
    let (receipt, by, _) = read(path, by, handover, covered, "--leaf")?;
    let line = format!(
        "Signed by {}: {} by the signer's clock.",
        signers(&by),
        words(&receipt)
    );
    print(&format!("{}\n", safe(&line)))?;
    done()
}

/// Keys that signed, in words.
pub fn signers(by: &[SignedBy]) -> String {
    let by: Vec<String> = by
        .iter()
        .map(|by| format!("{} (key {:08x})", by.name, by.key_id))
        .collect();
    by.join(", ")
}

/// A receipt for a version and some of its leaves, who signed it, and the signed note itself.
pub fn read(
    path: &Path,
    by: &[VerifierKey],
    handover: &Handover,
    covered: Covered,
    leaf_option: &str,
) -> Result<(Receipt, Vec<SignedBy>, String), Failure> {
    let text = files::text(path, MOST_NOTE_BYTES)?;
    let of = handover.signed().state().into();
    let (receipt, by) = Receipt::read(&text, by, of, covered).map_err(|error| {
        let text = format!("{}: {}", path.display(), with_causes(&error));
        match &error {
            ReceiptError::Note(error) => Kind::of_note(error).failure(text, by),
            ReceiptError::Other { line: 6, .. } => Failure::No(format!(
                "{text}\nhint: give the leaves that it is for with `{leaf_option}`, all of them"
            )),
            ReceiptError::Other { .. } => Failure::No(text),
            ReceiptError::Line { .. } => Failure::Input(text),
        }
    })?;
    Ok((receipt, by, text.as_str().to_owned()))
}

/// What a receipt says, in a sentence without its stop.
pub fn words(receipt: &Receipt) -> String {
    let Receipt {
        step,
        of,
        covered,
        to,
        at,
    } = receipt;
    let done = match step {
        Step::Deposit => "was taken in by",
        Step::Handover => "was handed to",
        Step::Notice => "was notified to",
    };
    let what = match covered.as_leaves() {
        None => format!("{of}"),
        Some(leaves) => format!("{} of the leaves of {of}", leaves.len()),
    };
    format!("{what} {done} {to} at {at}")
}

pub fn covered(leaves: &[String], handover: &Handover) -> Result<Covered, Failure> {
    let mut found = Vec::new();
    for text in leaves {
        let leaf = Hash::from_hex(text).ok_or_else(|| {
            Failure::Input(format!(
                "`{text}` is no leaf: 64 hexadecimal digits, small letters"
            ))
        })?;
        if !handover.has_leaf(&leaf) {
            return Err(Failure::Input(format!(
                "leaf {leaf} is not in {}",
                handover.signed().state()
            )));
        }
        found.push(leaf);
    }
    Ok(Covered::leaves(found).unwrap_or(Covered::ALL))
}
