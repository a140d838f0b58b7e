//! `holdfire evidence add` and `derive`.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use holdfire_model::{IncidentId, ReportId};
use holdfire_record::Kind;
use holdfire_store::mission::{Before, Draft, Intake, TakenFile};
use holdfire_wire::evidence::custody::{About, Act, Collected};
use holdfire_wire::evidence::entry::{Derived, EvidenceEntry, FileKeyText, PageEntry, Received};
use holdfire_wire::evidence::plan::{
    Looked, Plan, PlannedFile, READ_WHOLE_BYTES, look, look_at_head, plan,
};

use super::{Desk, at, kept, log_of, of, of_entry};
use crate::cli::{AddArgs, Which, Who};
use crate::commands::done;
use crate::output::{Failure, Outcome, note, print, safe, with_causes};

/// The beginning of a file that is too large to be held: enough for what it is.
const HEAD_BYTES: u64 = 64 << 10;

pub fn add(args: &AddArgs) -> Outcome {
    let desk = Desk::open(&args.dir, &args.who)?;
    let log = log_of(&desk.view, args.circle.as_deref())?;
    let received = Received {
        collected: Collected {
            by: args.collected_by.clone(),
            when: args.collected_at.clone(),
            how: args.note.clone(),
            from: args.from.clone(),
        },
        handed_over_by: args
            .handed_over_by
            .clone()
            .unwrap_or_else(|| desk.name.clone()),
        received_by: desk.name.clone(),
        received_at: desk.now(),
        about: args
            .about
            .iter()
            .map(|text| about(&desk, text))
            .collect::<Result<_, _>>()?,
    };
    let mut intake = desk.mission.begin_intake(log)?;
    let mut taken = Vec::new();
    let mut looked = Vec::new();
    for path in &args.files {
        let (file, found) = take(&mut intake, path)?;
        say_before(path, &file.before);
        taken.push(file);
        looked.push(found);
    }
    let Plan {
        files,
        pages,
        notes,
    } = plan(looked);
    for text in &notes {
        note(text);
    }
    let mut drafts = Vec::new();
    let mut lines = Vec::new();
    for (file, taken) in files.iter().zip(&taken) {
        let entry = file_entry(file, taken, received.clone(), None)?;
        lines.push((drafts.len() as u64, line_of(&entry)));
        drafts.extend(of_file(&entry)?);
    }
    for page in &pages {
        lines.push((drafts.len() as u64, format!("page  {}", safe(&page.url))));
        drafts.push(of_page(page)?);
    }
    let entered = intake.enter(&desk.author, drafts)?;
    desk.mission.publish()?;
    let line =
        |(offset, text): (u64, String)| format!("entry {}  {text}\n", entered.first.index + offset);
    print(&lines.into_iter().map(line).collect::<String>())?;
    done()
}

pub fn derive(dir: &Path, which: &Which, path: &Path, how: &str, who: &Who) -> Outcome {
    let desk = Desk::open(dir, who)?;
    let (seen, original) = kept(&desk.view, which)?;
    let of_original = EvidenceEntry::from_fields(seen.fields()).map_err(of_entry)?;
    let mut intake = desk.mission.begin_intake(seen.place.log)?;
    let (taken, looked) = take(&mut intake, path)?;
    if taken.file == original.file {
        return Err(Failure::Input(format!(
            "{}: these are the bytes of entry {} itself, not a copy that was made from it; nothing was entered",
            path.display(),
            which.entry
        )));
    }
    say_before(path, &taken.before);
    let received = Received {
        collected: Collected::default(),
        handed_over_by: desk.name.clone(),
        received_by: desk.name.clone(),
        received_at: desk.now(),
        about: of_original.intake.about,
    };
    let derived = Derived {
        from: original.file.sha256,
        how: how.to_owned(),
    };
    // A file and nothing else: pages of an archive came in with the file that it was made from.
    let Plan { files, notes, .. } = plan(vec![looked]);
    for text in &notes {
        note(text);
    }
    let file = files.first().expect("one file is planned for one");
    let entry = file_entry(file, &taken, received, Some(derived))?;
    let mut drafts = of_file(&entry)?;
    let step = desk.step(
        original.file.sha256,
        Act::WorkingCopy {
            sha256: taken.file.sha256,
            size_bytes: taken.file.size_bytes,
            derivation: how.to_owned(),
        },
    );
    drafts.push(of(&step)?);
    let entered = intake.enter(&desk.author, drafts)?;
    desk.mission.publish()?;
    print(&format!(
        "entry {}  {}, working copy of entry {}\n",
        entered.first.index,
        line_of(&entry),
        seen.place.index
    ))?;
    done()
}

fn about(desk: &Desk, text: &str) -> Result<About, Failure> {
    let bad = |error: &dyn std::error::Error| {
        Failure::Input(format!("--about `{text}`: {}", with_causes(error)))
    };
    let (about, id) = if let Some(id) = text.strip_prefix("reports.csv#") {
        (
            ReportId::new(id).map(About::Report).map_err(|e| bad(&e))?,
            id,
        )
    } else if let Some(id) = text.strip_prefix("incident/") {
        (
            IncidentId::new(id)
                .map(About::Incident)
                .map_err(|e| bad(&e))?,
            id,
        )
    } else {
        return Err(Failure::Input(format!(
            "--about `{text}`: it is neither a report nor an incident\n\
             hint: such as `reports.csv#R-7` or `incident/R-7`"
        )));
    };
    // An incident is named by the id of a report. The report may come later than the file.
    if desk
        .view
        .get(Kind::Item, &format!("reports.csv#{id}"))?
        .is_none()
    {
        note(&format!(
            "nothing is known here of a report `{id}` yet; the file is taken in as being about it"
        ));
    }
    Ok(about)
}

/// Takes in one file, and looks at what it says of itself: at the same bytes, read once.
fn take(intake: &mut Intake<'_>, path: &Path) -> Result<(TakenFile, Looked), Failure> {
    let failed = |error: io::Error| {
        if error.kind() == io::ErrorKind::NotFound {
            return Failure::Input(format!("there is no file {}", path.display()));
        }
        let text = format!("cannot read {}", path.display());
        Failure::Surroundings(anyhow::Error::new(error).context(text))
    };
    let mut file = File::open(path).map_err(failed)?;
    let found = file.metadata().map_err(failed)?;
    if found.is_dir() {
        return Err(Failure::Input(format!(
            "{} is a folder\nhint: name the files in it, those of one archive together",
            path.display()
        )));
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let hold = if found.len() > READ_WHOLE_BYTES {
        HEAD_BYTES
    } else {
        READ_WHOLE_BYTES
    };
    let mut bytes = Vec::new();
    io::Read::by_ref(&mut file)
        .take(hold)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    let taken = intake
        .take(&mut bytes.as_slice().chain(file))
        .map_err(|error| at(path, error))?;
    // The file may have grown meanwhile: what counts is what was taken in.
    let looked = if taken.file.size_bytes == bytes.len() as u64 {
        look(&name, &bytes)
    } else {
        look_at_head(&name, taken.file.sha256, taken.file.size_bytes, &bytes)
    };
    Ok((taken, looked))
}

fn say_before(path: &Path, before: &Before) {
    let path = path.display();
    match before {
        Before::No => {}
        Before::Same(Some(index)) => note(&format!(
            "{path}: the same bytes were taken in before, see entry {index}; they are stored once, and this intake is \
             entered too"
        )),
        Before::Same(None) => note(&format!(
            "{path}: the same bytes are among these files already; they are stored once, and each is entered"
        )),
        Before::Damaged(error) => note(&format!(
            "{path}: the same bytes were taken in before, and what was stored then is not usable any more: {}\n\
             they are stored again\nhint: `holdfire evidence check` names all such files",
            with_causes(error)
        )),
    }
}

fn file_entry(
    file: &PlannedFile,
    taken: &TakenFile,
    received: Received,
    derived: Option<Derived>,
) -> Result<EvidenceEntry, Failure> {
    let key = taken.stored.key.to_text();
    let key = FileKeyText::new(&key).expect("a new key is written as keys are");
    let entry = file.entry(received, taken.stored.name.as_str(), key, derived);
    Ok(entry)
}

fn line_of(entry: &EvidenceEntry) -> String {
    let intake = &entry.intake;
    format!(
        "file  sha256:{}  {} bytes  {}  {}",
        intake.sha256,
        intake.size_bytes,
        intake.media_type,
        safe(intake.file_name.as_deref().unwrap_or("(no name)"))
    )
}

/// The entry about a file, and the first step of its custody, which stays when the former is erased.
fn of_file(entry: &EvidenceEntry) -> Result<Vec<Draft>, Failure> {
    let subject = format!("evidence/{}", entry.intake.sha256);
    let fields = entry.to_fields().map_err(of_entry)?;
    Ok(vec![
        Draft::note(Kind::Evidence, &subject, fields),
        of(&entry.custody())?,
    ])
}

fn of_page(page: &PageEntry) -> Result<Draft, Failure> {
    let fields = page.to_fields().map_err(of_entry)?;
    Ok(Draft::note(
        Kind::Evidence,
        &format!("page/{}", page.url),
        fields,
    ))
}
