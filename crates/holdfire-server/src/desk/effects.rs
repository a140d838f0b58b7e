//! What an act brings with it: the entries that make true what was decided, in the same step.

use holdfire_monitor::workflow::{About, Act, Deed, Matter, Outward, Release, Task};
use holdfire_record::Kind;
use holdfire_seal::fields::Field;
use holdfire_store::mission::Draft;

use crate::publication::Publication;
use crate::snapshot::Snapshot;
use crate::web::Fault;

/// The entries that belong to an act beside itself.
///
/// # Errors
/// [`Fault`] if they cannot be made: then the act is not made either.
pub fn effects(task: &Task, act: &Act, snapshot: &Snapshot) -> Result<Vec<Draft>, Fault> {
    match (task.matter(), &act.deed) {
        (Matter::Decision(decision), Deed::Execute { proposal }) => {
            let found = decision
                .proposals
                .iter()
                .find(|one| one.made.act == *proposal);
            let release = &found.ok_or(Fault::NotFound)?.made.what;
            match decision.leaving.how {
                Outward::Publication => Ok(vec![publication(release, snapshot)?]),
                Outward::Disclosure => Ok(share(task, release)),
            }
        }
        _ => Ok(Vec::new()),
    }
}

/// The reports that a decision names are shared with its readers; without any, all reports are.
fn share(task: &Task, release: &Release) -> Vec<Draft> {
    let with = release.readers.join("\n");
    let fields = || vec![Field::new("with", with.as_str())];
    let reports: Vec<Draft> = task
        .about()
        .iter()
        .filter_map(|about| match about {
            About::Report(id) => Some(format!("share/reports.csv#{id}")),
            About::Incident(_) | About::Site(_) | About::Task(_) => None,
        })
        .map(|subject| Draft::set(Kind::Access, &subject, fields()))
        .collect();
    if reports.is_empty() {
        vec![Draft::set(Kind::Access, "share/all", fields())]
    } else {
        reports
    }
}

fn publication(release: &Release, snapshot: &Snapshot) -> Result<Draft, Fault> {
    let proposed = Publication::of_contents(&release.contents).ok_or_else(|| {
        Fault::Refused("the proposal does not say which state is to be published".to_owned())
    })?;
    let number = snapshot.publications.len() as u64 + 1;
    Ok(Publication { number, ..proposed }.draft())
}
