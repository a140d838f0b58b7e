//! Entering to whom a version, or some of its sites, was handed or notified.

use holdfire_model::{Moment, StatedMoment, parse_moment};
use holdfire_record::Kind;
use holdfire_register::{
    MOST_RECEIVER_BYTES, NoticeEntry, Receipt, Receiver, RecordedNotice, Step,
};

use super::{held, now};
use crate::cli::{NoticeStep, NotifyArgs};
use crate::commands::open::writing;
use crate::commands::register::{input, receipt};
use crate::commands::{done, key};
use crate::output::{Failure, Outcome, note};

/// `register notify`
pub fn notify(args: &NotifyArgs) -> Outcome {
    let by = key::verifiers(&args.by)?;
    let to = Receiver::new(&args.receiver).ok_or_else(|| {
        Failure::Input(format!(
            "`--receiver` must be a name in one line of 1 to {MOST_RECEIVER_BYTES} bytes, without blanks around it"
        ))
    })?;
    let step = match args.step {
        NoticeStep::Handed => Step::Handover,
        NoticeStep::Notified => Step::Notice,
    };
    let at = args.at.as_deref().map(moment).transpose()?;
    let (mission, author) = writing(&args.dir, &args.who)?;
    let held = held::find(&mission.now()?, &args.list)?;
    let version = held.version(args.version)?;
    let covered = receipt::covered(&args.leaves, version.handover())?;
    let notice = match &args.receipt {
        Some(path) => {
            let (said, _, note) =
                receipt::read(path, &by, version.handover(), covered, "--site-leaf")?;
            if said.step != step || said.to != to {
                return Err(Failure::No(format!(
                    "{}: {}; asked to enter that it {} {to}\nhint: enter what was signed",
                    path.display(),
                    receipt::words(&said),
                    if step == Step::Notice {
                        "was notified to"
                    } else {
                        "was handed to"
                    }
                )));
            }
            NoticeEntry::new(said).map_err(input)?.with_receipt(&note)
        }
        None => NoticeEntry::new(Receipt {
            step,
            of: version.handover().signed().state().into(),
            covered,
            to,
            at: at.unwrap_or_else(|| now(&mission)),
        })
        .map_err(input)?,
    };
    if notice.said().at > now(&mission) {
        return Err(Failure::Input(format!(
            "it is said to have been received at {}, and the clock of this machine says {}\n\
             hint: what has not happened yet cannot be entered; or one of the clocks is wrong",
            notice.said().at,
            now(&mission)
        )));
    }
    let notice = RecordedNotice::new(notice, &by).map_err(input)?;
    // What does not go with the versions is refused here, and not by every reader later.
    held.timeline(Some(&notice))?;
    let draft = held::draft_note(Kind::RegisterNotice, held.list, notice.to_fields());
    let entered = mission.submit_one(&author, held.log, draft)?;
    mission.publish()?;
    let signed = match notice.checked().receipt_by() {
        [] => "without a receipt".to_owned(),
        by => format!("receipt signed by {}", receipt::signers(by)),
    };
    note(&format!(
        "entered as entry {}: {}, {signed}",
        entered.first.index,
        receipt::words(notice.checked().said())
    ));
    done()
}

fn moment(text: &str) -> Result<Moment, Failure> {
    match parse_moment(text) {
        Ok(StatedMoment::Absolute(moment)) => Ok(moment),
        _ => Err(Failure::Input(format!(
            "`{text}` is no moment; write it with its zone, such as 2030-03-01T09:00:00Z"
        ))),
    }
}
