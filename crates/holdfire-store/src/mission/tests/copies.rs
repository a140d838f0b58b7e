use super::super::copies::folder_of;
use super::*;

fn reader(name: &str) -> (age::x25519::Identity, CopyReader) {
    let identity = age::x25519::Identity::generate();
    let key = identity.to_public();
    let name = name.to_owned();
    (identity, CopyReader { name, key })
}

fn open_at(place: &Room, dir: &Path) -> Result<Mission, MissionError> {
    Mission::open(dir, place.surroundings(), Vec::new())
}

#[test]
fn a_backup_becomes_the_same_mission_again() {
    let place = Room::new("backup");
    let mission = place.create();
    enter(&mission, vec![item("a", "1")]);
    let (identity, to) = reader("vault");
    let file = place.root.join("backup.age");
    let copied = mission
        .copy(&by(&mission), CopyKind::Backup, &file, &[to])
        .expect("a copy");
    let dump = mission.dump().expect("a dump");
    drop(mission);
    let dir = place.root.join("again");
    let tried = restore(&file, &dir, &identity, None, DryRun::Yes).expect("it opens");
    assert!(!dir.exists() && !place.root.join("again.part").exists());
    let opened = restore(&file, &dir, &identity, None, DryRun::No).expect("it opens");
    assert_eq!(opened, tried);
    assert_eq!((opened.size, opened.root), (copied.size, copied.root));
    assert_eq!(opened.findings, Vec::<String>::new());
    let again = open_at(&place, &dir).expect("it opens");
    assert_eq!(again.dump().expect("a dump"), dump);
    enter(&again, vec![item("b", "2")]);
    again.publish().expect("it goes on");
    // The copy is itself an entry.
    let copies = again
        .now()
        .expect("a view")
        .copies_since(0)
        .expect("it reads");
    assert_eq!(copies.len(), 1);
    assert!(
        copies[0].starts_with("backup of 2025-03-25") && copies[0].ends_with("for vault"),
        "{copies:?}"
    );
}

#[test]
fn an_export_opens_elsewhere_for_its_reader_alone_and_signs_nothing() {
    let place = Room::new("export");
    let (mission, circle_reader, circle) = with_circle(&place);
    enter(&mission, vec![item("a", "1")]);
    mission
        .submit(submission(&mission, circle.log, vec![item("secret", "s")]))
        .expect("entered");
    let (identity, to) = reader("auditor");
    let file = place.root.join("export.age");
    mission
        .copy(&by(&mission), CopyKind::Export, &file, &[to])
        .expect("a copy");
    drop(mission);
    let dir = place.root.join("laptop");
    restore(&file, &dir, &identity, None, DryRun::No).expect("it opens");
    let reads = |identities: Vec<age::x25519::Identity>| {
        let reader = Reader::open(&dir, place.surroundings(), identities).expect("it opens");
        items(&reader.now().expect("a view"))
    };
    assert_eq!(reads(vec![identity.clone()]), pairs(&[("a", "1")]));
    assert_eq!(reads(Vec::new()), []);
    assert_eq!(reads(vec![circle_reader]), pairs(&[("secret", "s")]));
    assert!(!dir.join("keys/log.key").exists() && !dir.join("keys/mission.age").exists());
    let refused = open_at(&place, &dir);
    assert!(
        matches!(refused, Err(MissionError::ForReading)),
        "{refused:?}"
    );
}

#[test]
fn a_copy_that_was_changed_cut_off_or_is_for_others_does_not_open() {
    let place = Room::new("badcopy");
    let mission = place.create();
    enter(&mission, vec![item("a", "1")]);
    let (identity, to) = reader("vault");
    let file = place.root.join("backup.age");
    mission
        .copy(&by(&mission), CopyKind::Backup, &file, &[to])
        .expect("a copy");
    let good = std::fs::read(&file).expect("it is there");
    let dir = place.root.join("again");
    let try_bytes = |bytes: &[u8], identity: &age::x25519::Identity| {
        let path = place.root.join("changed.age");
        std::fs::write(&path, bytes).expect("written");
        let opened = restore(&path, &dir, identity, None, DryRun::No);
        assert!(!dir.exists() && !place.root.join("again.part").exists());
        opened.expect_err("it must not open").to_string()
    };
    let (other, _) = reader("other");
    assert!(try_bytes(&good, &other).contains("does not open"));
    for at in (0..good.len()).step_by(good.len() / 40 + 1) {
        let mut bytes = good.clone();
        bytes[at] ^= 1;
        try_bytes(&bytes, &identity);
    }
    for length in [0, 10, 200, good.len() / 2, good.len() - 1] {
        try_bytes(&good[..length], &identity);
    }
    let mut longer = good.clone();
    longer.push(0);
    try_bytes(&longer, &identity);
    assert!(!good.windows(6).any(|window| window == b"SQLite"));
}

#[test]
fn a_backup_older_than_a_checkpoint_that_somebody_holds_is_refused() {
    let place = Room::new("older");
    let mission = place.create();
    let (identity, to) = reader("vault");
    let file = place.root.join("backup.age");
    mission
        .copy(&by(&mission), CopyKind::Backup, &file, &[to])
        .expect("a copy");
    let at_copy = std::fs::read(place.dir().join("log/checkpoint")).expect("it is there");
    enter(&mission, vec![item("a", "1")]);
    mission.publish().expect("signed");
    let newer = std::fs::read(place.dir().join("log/checkpoint")).expect("it is there");
    let dir = place.root.join("again");
    let refused = restore(&file, &dir, &identity, Some(&newer), DryRun::No).expect("it opens");
    assert!(
        refused.findings[0].contains("second history"),
        "{refused:?}"
    );
    assert!(!dir.exists());
    let opened = restore(&file, &dir, &identity, Some(&at_copy), DryRun::No).expect("it opens");
    assert_eq!(opened.findings, Vec::<String>::new());
}

#[test]
fn an_evacuation_leaves_nothing_but_the_copy_and_names_what_may_be_left() {
    let place = Room::new("evacuate");
    let mission = place.create();
    enter(&mission, vec![item("a", "1")]);
    let (identity, to) = reader("vault");
    let first = place.root.join("first.age");
    mission
        .copy(
            &by(&mission),
            CopyKind::Backup,
            &first,
            std::slice::from_ref(&to),
        )
        .expect("a copy");
    let author = by(&mission);
    let within = place.dir().join("evidence.age");
    let within = Mission::open(&place.dir(), place.surroundings(), Vec::new())
        .err()
        .map(|_| within);
    let mission = match within {
        Some(path) => {
            let refused = mission.evacuate(&author, &path, std::slice::from_ref(&to));
            assert!(
                matches!(refused, Err(MissionError::Refused(_))),
                "{refused:?}"
            );
            place.open().expect("nothing was destroyed")
        }
        None => panic!("two processes write"),
    };
    let file = place.root.join("evacuated.age");
    let (_, remains) = mission.evacuate(&author, &file, &[to]).expect("evacuated");
    assert!(!place.dir().exists());
    assert!(
        remains.iter().any(|line| line.contains("backup of")),
        "{remains:?}"
    );
    let dir = place.root.join("again");
    restore(&file, &dir, &identity, None, DryRun::No).expect("it opens");
    let again = open_at(&place, &dir).expect("it opens");
    assert_eq!(items(&again.now().expect("a view")), pairs(&[("a", "1")]));
}

#[test]
fn what_a_crash_left_beside_the_keys_or_of_a_copy_goes_into_no_copy() {
    let place = Room::new("copy-leftovers");
    drop(place.create());
    let left = [
        "keys/mission.age.part",
        "keys/log.key.part",
        "log/checkpoint.part",
    ];
    for name in left {
        std::fs::write(place.dir().join(name), "a secret").expect("written");
    }
    for name in ["copy.part", "copy.part-wal"] {
        std::fs::write(place.dir().join(name), "what was erased since").expect("written");
    }
    let mission = place.open().expect("it opens");
    assert!(!place.dir().join("copy.part").exists());
    assert!(!place.dir().join("copy.part-wal").exists());
    let (identity, to) = reader("auditor");
    for kind in [CopyKind::Export, CopyKind::Backup] {
        let file = place.root.join(format!("{}.age", kind.word()));
        let to = std::slice::from_ref(&to);
        mission
            .copy(&by(&mission), kind, &file, to)
            .expect("a copy");
        let dir = place.root.join(kind.word());
        restore(&file, &dir, &identity, None, DryRun::No).expect("it opens");
        assert!(left.iter().all(|name| !dir.join(name).exists()));
        assert!(dir.join("keys/last-signed").exists());
    }
    assert!(!place.dir().join("copy.part").exists());
}

#[test]
fn a_file_named_without_a_folder_lies_in_the_one_that_one_is_in() {
    // An evacuation asks this of where its copy goes: a wrong answer destroys the copy with the rest.
    assert_eq!(folder_of(Path::new("away.age")), Path::new("."));
    assert_eq!(folder_of(Path::new("a/away.age")), Path::new("a"));
}

#[cfg(unix)]
#[test]
fn an_evacuation_follows_no_link_out_of_the_mission() {
    let place = Room::new("evacuate-link");
    let mission = place.create();
    let outside = place.root.join("outside");
    std::fs::create_dir(&outside).expect("made");
    std::fs::write(outside.join("mine"), "mine").expect("written");
    std::os::unix::fs::symlink(&outside, place.dir().join("evidence")).expect("linked");
    let (_, to) = reader("vault");
    let author = by(&mission);
    let refused = mission.evacuate(&author, &place.root.join("away.age"), &[to]);
    let text = refused.expect_err("it is refused").to_string();
    assert!(text.contains("link"), "{text}");
    assert_eq!(
        std::fs::read(outside.join("mine")).expect("it is there"),
        b"mine"
    );
    assert!(database_path(&place.dir()).exists());
}

/// A copy that somebody else made, with members of any type.
fn foreign_copy(path: &Path, to: &CopyReader, members: &[(&str, tar::EntryType)]) {
    let recipients = std::iter::once(&to.key as &dyn age::Recipient);
    let encryptor = age::Encryptor::with_recipients(recipients).expect("a reader");
    let file = File::create(path).expect("made");
    let out = encryptor.wrap_output(file).expect("it encrypts");
    let mut archive = tar::Builder::new(out);
    for (name, kind) in members {
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(*kind);
        header.set_size(4);
        header.set_mode(0o777);
        if kind.is_symlink() {
            header.set_link_name("/etc").expect("short");
        }
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        archive.append(&header, &b"text"[..]).expect("written");
    }
    let out = archive.into_inner().expect("written");
    out.finish().expect("written");
}

#[test]
fn a_copy_with_links_long_names_holes_or_a_member_twice_is_refused() {
    use tar::EntryType;
    let place = Room::new("foreign-copy");
    let (identity, to) = reader("vault");
    let (file, dir) = (place.root.join("foreign.age"), place.root.join("again"));
    let plain = EntryType::Regular;
    let many: [&[(&str, EntryType)]; 8] = [
        &[("keys", EntryType::Symlink), ("keys/log.key", plain)],
        &[("evidence/ab", EntryType::Link)],
        &[("record.sqlite", EntryType::GNUSparse)],
        &[("record.sqlite", EntryType::GNULongName)],
        &[("log", EntryType::Directory)],
        &[("record.sqlite", plain), ("record.sqlite", plain)],
        &[("keys/../../out", plain)],
        &[("/etc/out", plain)],
    ];
    for members in many {
        foreign_copy(&file, &to, members);
        let refused = restore(&file, &dir, &identity, None, DryRun::No);
        let text = refused.expect_err("it must be refused").to_string();
        let why = ["no plain file", "is in it twice", "belongs to no mission"];
        assert!(
            why.iter().any(|why| text.contains(why)),
            "{members:?}: {text}"
        );
        assert!(!dir.exists() && !place.root.join("out").exists());
    }
}

#[test]
fn a_copy_made_while_others_write_opens() {
    let place = Room::new("copy-busy");
    let mission = place.create();
    let (identity, to) = reader("vault");
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for round in 0.. {
                if done.load(Ordering::Relaxed) {
                    break;
                }
                enter(&mission, vec![item("a", &format!("{round}"))]);
                mission.publish().expect("signed");
            }
        });
        for round in 0..3 {
            let file = place.root.join(format!("{round}.age"));
            let to = std::slice::from_ref(&to);
            let copied = mission.copy(&by(&mission), CopyKind::Backup, &file, to);
            let dir = place.root.join(format!("again-{round}"));
            let opened = restore(&file, &dir, &identity, None, DryRun::No).expect("it opens");
            assert_eq!(opened.findings, Vec::<String>::new());
            assert_eq!(copied.expect("a copy").size, opened.size);
        }
        done.store(true, Ordering::Relaxed);
    });
}
