use super::*;
use crate::evidence::Stored;

const PHOTO: &[u8] = b"the bytes of a photograph";

/// What an entry about a file must say for the store.
fn about(file: &TakenFile) -> Draft {
    let Stored { name, key } = &file.stored;
    let fields = vec![
        Field::new("sha256", file.file.sha256.to_string()),
        Field::new("size_bytes", file.file.size_bytes.to_string()),
        Field::new("stored_as", name.as_str()),
        Field::new("key", key.to_text().as_bytes()),
    ];
    Draft::note(
        Kind::Evidence,
        &format!("evidence/{}", file.file.sha256),
        fields,
    )
}

fn add(mission: &Mission, log: u32, mut bytes: &[u8]) -> (TakenFile, Place) {
    let mut intake = mission.begin_intake(log).expect("begun");
    let file = intake.take(&mut bytes).expect("taken in");
    let entered = intake.enter(&by(mission), vec![about(&file)]);
    (file, entered.expect("entered").first)
}

fn stored_files(place: &Room) -> Vec<String> {
    let files = files(&place.dir());
    let mut names: Vec<String> = files
        .into_keys()
        .filter(|name| name.starts_with("evidence/"))
        .collect();
    names.sort();
    names
}

fn checked(reader: &Reader) -> EvidenceCheck {
    let record = reader.check().expect("it can be checked");
    assert_eq!(record.findings, Vec::<String>::new());
    reader.check_evidence().expect("it can be checked")
}

#[test]
fn a_file_comes_in_with_its_entry_and_is_found_the_same() {
    let place = Room::new("evidence");
    let mission = place.create();
    let (file, first) = add(&mission, PUBLIC, PHOTO);
    assert!(matches!(file.before, Before::No));
    let (again, _) = add(&mission, PUBLIC, PHOTO);
    assert!(matches!(again.before, Before::Same(Some(index)) if index == first.index));
    assert_eq!(
        stored_files(&place).len(),
        1,
        "the same bytes are stored once"
    );
    let report = checked(&mission);
    assert_eq!((report.files, report.bytes), (1, PHOTO.len() as u64));
    assert_eq!(report.into_findings(), Vec::<String>::new());
    let kept = mission
        .now()
        .and_then(|view| view.kept())
        .expect("it reads");
    let out = place.root.join("out");
    mission.copy_out(&kept[0], &out).expect("handed out");
    assert_eq!(std::fs::read(&out).expect("it is there"), PHOTO);
}

#[test]
fn what_is_not_entered_does_not_stay() {
    let place = Room::new("evidence-dropped");
    let mission = place.create();
    let mut intake = mission.begin_intake(PUBLIC).expect("begun");
    intake.take(&mut &PHOTO[..]).expect("taken in");
    assert_eq!(stored_files(&place).len(), 1);
    drop(intake);
    assert_eq!(stored_files(&place), Vec::<String>::new());
    // An entry that is refused takes its file with it.
    let mut intake = mission.begin_intake(PUBLIC).expect("begun");
    let file = intake.take(&mut &PHOTO[..]).expect("taken in");
    place.clock.0.store(START - 7200, Ordering::Relaxed);
    let refused = intake.enter(&by(&mission), vec![about(&file)]);
    assert!(matches!(refused, Err(MissionError::Clock { .. })));
    assert_eq!(stored_files(&place), Vec::<String>::new());
}

#[test]
fn a_file_that_a_crash_left_is_named_and_swept_and_no_other() {
    let place = Room::new("evidence-crash");
    let mission = place.create();
    add(&mission, PUBLIC, PHOTO);
    let mut intake = mission.begin_intake(PUBLIC).expect("begun");
    intake.take(&mut &b"another"[..]).expect("taken in");
    // The process ends here: nothing is cleaned up.
    std::mem::forget(intake);
    drop(mission);
    std::fs::write(place.dir().join("evidence/incoming/00"), "half").expect("written");
    std::fs::write(place.dir().join("evidence/notes.txt"), "mine").expect("written");
    let mission = place.open().expect("it opens");
    let findings = checked(&mission).into_findings();
    assert_eq!(findings.len(), 2, "{findings:?}");
    assert!(findings[0].contains("no entry uses it"), "{findings:?}");
    assert!(
        findings[1].starts_with("evidence/notes.txt: "),
        "{findings:?}"
    );
    let swept = mission.sweep_evidence().expect("swept");
    assert_eq!((swept.half_written, swept.unused.len()), (1, 1));
    assert!(findings[0].starts_with(&swept.unused[0]));
    let left = stored_files(&place);
    assert_eq!(
        left.len(),
        2,
        "the file of the entry, and what is not the record's: {left:?}"
    );
    let swept = mission.sweep_evidence().expect("swept");
    assert_eq!(swept, SweptEvidence::default());
}

#[test]
fn who_reads_no_circle_calls_none_of_its_files_a_stray() {
    let place = Room::new("evidence-circle");
    let mission = place.create();
    let keys = KeyFile::generate("one.example/a", &mut SystemRandom).expect("keys");
    let reader = keys.public().reads.to_string();
    let circle = mission
        .new_circle(&by(&mission), "talks", vec![("a".to_owned(), reader)])
        .expect("a circle");
    drop(mission);
    let identity = keys.reading().clone();
    let open = |identities| Mission::open(&place.dir(), place.surroundings(), identities);
    let mission = open(vec![identity.clone()]).expect("it opens");
    let (in_circle, _) = add(&mission, circle.log, PHOTO);
    let (in_public, _) = add(&mission, PUBLIC, PHOTO);
    assert!(
        matches!(in_public.before, Before::No),
        "circles do not learn of each other"
    );
    assert_ne!(in_circle.stored.name, in_public.stored.name);
    drop(mission);
    let mission = place.open().expect("it opens");
    let report = checked(&mission);
    assert_eq!((report.files, report.unopened), (1, 1));
    assert_eq!(report.into_findings(), Vec::<String>::new());
    assert_eq!(
        mission.sweep_evidence().expect("swept").unused,
        Vec::<String>::new()
    );
    // Gone, it is missed also by who does not read the circle.
    let name = in_circle.stored.name.as_str();
    let path = place
        .dir()
        .join(format!("evidence/{}/{name}.age", &name[..2]));
    std::fs::remove_file(path).expect("removed");
    let findings = checked(&mission).into_findings();
    assert!(
        findings[0].contains(name) && findings[0].contains("not there"),
        "{findings:?}"
    );
    drop(mission);
    let mission = open(vec![identity]).expect("it opens");
    let findings = checked(&mission).into_findings();
    assert!(findings[0].contains("no such stored file"), "{findings:?}");
}

fn erase(mission: &Mission, places: &[Place], keys: &[KeyFile; 2]) -> Erased {
    let request = mission
        .erasure_request(places, "withdrawn")
        .expect("a request");
    let note = request.sign(&keys[0]).expect("signed");
    let (note, _) = countersign(&note, &keys[1]).expect("countersigned");
    mission.erase(&by(mission), &note).expect("erased")
}

#[test]
fn erasing_removes_a_file_with_the_last_entry_that_holds_its_key() {
    let place = Room::new("evidence-erase");
    let (mission, keys) = with_two_persons(&place);
    let (file, first) = add(&mission, PUBLIC, PHOTO);
    let (_, second) = add(&mission, PUBLIC, PHOTO);
    let erased = erase(&mission, &[first], &keys);
    assert_eq!((erased.files, erased.removed), (vec![], vec![]));
    assert!(erased.kept[0].contains(&format!("entry {} of", second.index)));
    assert_eq!(stored_files(&place).len(), 1);
    let erased = erase(&mission, &[second], &keys);
    assert_eq!(erased.files, [file.stored.name.to_string()]);
    assert_eq!(erased.removed[0].failed, None);
    assert_eq!(stored_files(&place), Vec::<String>::new());
    assert_eq!(checked(&mission), EvidenceCheck::default());
    // Taken in once more, it has a key of its own.
    let (again, _) = add(&mission, PUBLIC, PHOTO);
    assert!(matches!(again.before, Before::No));
    assert_ne!(*again.stored.key.to_text(), *file.stored.key.to_text());
}

#[test]
fn an_entry_that_names_the_file_of_another_has_no_power_over_it() {
    let place = Room::new("evidence-foreign");
    let (mission, keys) = with_two_persons(&place);
    let (file, _) = add(&mission, PUBLIC, PHOTO);
    let (mut other, _) = add(&mission, PUBLIC, b"another");
    other.stored.name = file.stored.name.clone();
    let claimed = enter(&mission, vec![about(&other)]).first;
    let findings = checked(&mission).into_findings();
    assert!(
        findings[0].contains("is not that of this file"),
        "{findings:?}"
    );
    let erased = erase(&mission, &[claimed], &keys);
    assert_eq!((erased.files, erased.removed), (vec![], vec![]));
    let report = checked(&mission);
    assert_eq!(report.files, 2);
    assert_eq!(report.into_findings(), Vec::<String>::new());
}

#[test]
fn a_backup_holds_the_files_and_says_which_were_damaged() {
    let place = Room::new("evidence-backup");
    let mission = place.create();
    let (file, _) = add(&mission, PUBLIC, PHOTO);
    let identity = age::x25519::Identity::generate();
    let reader = CopyReader {
        name: "vault".to_owned(),
        key: identity.to_public(),
    };
    for (number, kind) in [CopyKind::Backup, CopyKind::Export].into_iter().enumerate() {
        let to = place.root.join(format!("{number}.age"));
        let copied = mission.copy(&by(&mission), kind, &to, std::slice::from_ref(&reader));
        copied.expect("copied");
        let dir = place.root.join(format!("restored-{number}"));
        let opened = restore(&to, &dir, &identity, None, DryRun::No).expect("it opens");
        assert_eq!(opened.evidence.files, 1);
        assert_eq!(opened.evidence.into_findings(), Vec::<String>::new());
        let reader = Reader::open(&dir, place.surroundings(), vec![identity.clone()]);
        let reader = reader.expect("it opens");
        let kept = reader.now().and_then(|view| view.kept()).expect("it reads");
        let out = place.root.join(format!("out-{number}"));
        reader.copy_out(&kept[0], &out).expect("handed out");
        assert_eq!(std::fs::read(&out).expect("it is there"), PHOTO);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let name = file.stored.name.as_str();
            let path = dir.join(format!("evidence/{}/{name}.age", &name[..2]));
            let found = std::fs::metadata(path).expect("it is there");
            assert_eq!(found.permissions().mode() & 0o777, 0o400);
        }
    }
    let name = file.stored.name.as_str();
    let path = place
        .dir()
        .join(format!("evidence/{}/{name}.age", &name[..2]));
    let mut bytes = std::fs::read(&path).expect("it is there");
    bytes[100] ^= 1;
    std::fs::remove_file(&path).expect("removed");
    std::fs::write(&path, bytes).expect("written");
    let to = place.root.join("damaged.age");
    mission
        .copy(&by(&mission), CopyKind::Backup, &to, &[reader])
        .expect("copied");
    let dir = place.root.join("damaged");
    let opened = restore(&to, &dir, &identity, None, DryRun::No).expect("it opens");
    assert_eq!(opened.findings, Vec::<String>::new());
    assert!(opened.evidence.findings[0].contains(name));
    assert!(
        is_mission(&dir),
        "one damaged file does not keep the rest from coming back"
    );
}
