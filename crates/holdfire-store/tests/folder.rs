//! The verifier of a log folder against every kind of damage that a mirror, a carrier or an operator can do.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use holdfire_record::{Envelope, Kind};
use holdfire_seal::policy::Policy;
use holdfire_seal::tiles::{decode_bundle, encode_bundle};
use holdfire_store::disk::RealDisk;
use holdfire_store::folder::sample::Sample;
use holdfire_store::folder::{
    Finding, FindingKind, Findings, FolderError, LogFolder, Report, Trust, VerifyOptions, verify,
};

const ORIGIN: &str = "log.example/m1";
const SIZE: u64 = 700;

/// The folder of a log, removed at the end.
struct Log {
    dir: PathBuf,
    sample: Sample,
}

impl Log {
    fn new(name: &str) -> Self {
        Self::of_sizes(name, &[300, SIZE])
    }

    fn of_sizes(name: &str, sizes: &[u64]) -> Self {
        let log = Self::empty(name);
        let written = log.sample.write(&RealDisk, &log.dir, sizes);
        written.expect("the folder can be written");
        log
    }

    /// A log of leaves of one's own.
    fn of_envelopes(name: &str, envelopes: &[Envelope]) -> Self {
        let log = Self::empty(name);
        let leaves = envelopes.iter().map(Envelope::to_bytes);
        let sizes = [envelopes.len() as u64];
        let written = log.sample.write_leaves(&RealDisk, &log.dir, leaves, &sizes);
        written.expect("the folder can be written");
        log
    }

    fn empty(name: &str) -> Self {
        let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("folder-{name}"));
        let _ = fs::remove_dir_all(&dir);
        Self {
            dir,
            sample: Sample::new(ORIGIN, 1),
        }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.file(name)).expect("the file is there")
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.file(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
        fs::write(path, bytes).expect("the file can be written");
    }

    fn options(&self) -> VerifyOptions {
        VerifyOptions {
            keys: vec![self.sample.log_key.verifier().clone()],
            ..VerifyOptions::default()
        }
    }

    fn verify(&self) -> Result<Report, FolderError> {
        verify(&self.dir, &self.options())
    }

    fn findings(&self) -> Findings {
        found(self.verify())
    }

    /// The one finding.
    fn finding(&self) -> Finding {
        let findings = self.findings();
        assert_eq!(findings.count(), 1, "{findings}");
        findings.kept()[0].clone()
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.dir);
    }
}

fn found(result: Result<Report, FolderError>) -> Findings {
    match result {
        Err(FolderError::Changed(findings)) => findings,
        other => panic!("something should have been found: {other:?}"),
    }
}

fn check(finding: &Finding, kind: FindingKind, file: &str, entries: Option<Range<u64>>) {
    let of = (finding.kind, finding.file.as_str(), finding.entries.clone());
    assert_eq!(of, (kind, file, entries), "{finding}");
}

#[test]
fn a_good_log_is_reported_with_what_was_counted() {
    let log = Log::new("good");
    let report = log.verify().expect("nothing is wrong");
    assert_eq!((report.size, report.trust), (SIZE, Trust::Given));
    // 699 entries after the settings: 140 points of five, of which every 50th is followed by a gap.
    assert_eq!(
        (report.sequence.ticks, report.sequence.missing_ticks),
        (140, 2)
    );
    assert_eq!(report.kinds[usize::from(Kind::Genesis.code())], 1);
    assert_eq!(report.kinds.iter().sum::<u64>(), SIZE);
    assert_eq!(report.unknown_signatures, 3);
    // 3 bundles, 3 tiles of level 0, 1 of level 1; of size 300, a bundle and a tile of 44 and a tile of 1.
    assert_eq!((report.pieces, report.older_pieces), (7, 3));
    assert_eq!(report.settings.origin(), ORIGIN);
}

#[test]
fn without_a_key_the_report_says_that_the_folder_vouches_for_itself() {
    let log = Log::new("own-key");
    let report = verify(&log.dir, &VerifyOptions::default()).expect("nothing is wrong");
    assert_eq!(report.trust, Trust::Own);
}

#[test]
fn a_policy_counts_its_witnesses_and_refuses_too_few() {
    let log = Log::new("policy");
    let text = log.sample.policy();
    let with = |text: &str| VerifyOptions {
        policy: Some(Policy::parse(text.as_bytes()).expect("a policy")),
        ..VerifyOptions::default()
    };
    let report = verify(&log.dir, &with(&text)).expect("nothing is wrong");
    assert_eq!((report.trust, report.cosigned_by.len()), (Trust::Policy, 2));
    assert_eq!(report.unknown_signatures, 1);

    // Only the log's own line is left.
    let note = String::from_utf8(log.read("checkpoint")).expect("text");
    let kept: Vec<&str> = note.lines().take(5).collect();
    log.write("checkpoint", kept.join("\n") + "\n");
    let findings = found(verify(&log.dir, &with(&text)));
    check(&findings.kept()[0], FindingKind::Policy, "checkpoint", None);
    assert_eq!(findings.count(), 1);
}

#[test]
fn a_changed_entry_is_found_by_its_index() {
    let log = Log::new("entry");
    let mut bundle = log.read("tile/entries/001");
    // The fields of entry 256 + 10: each entry has 59 bytes after two of length.
    bundle[10 * 61 + 40] ^= 1;
    log.write("tile/entries/001", &bundle);
    let findings = log.findings();
    let kinds: Vec<FindingKind> = findings.kept().iter().map(|finding| finding.kind).collect();
    assert!(kinds.contains(&FindingKind::Root), "{findings}");
    let tiles = findings.kept().iter();
    let tile = tiles.clone().find(|found| found.file == "tile/0/001");
    check(
        tile.expect("the tile differs"),
        FindingKind::Tile,
        "tile/0/001",
        Some(266..267),
    );
}

#[test]
fn a_changed_tile_is_told_from_a_changed_entry() {
    let log = Log::new("tile");
    let mut tile = log.read("tile/0/001");
    tile[10 * 32] ^= 1;
    log.write("tile/0/001", &tile);
    let findings = log.findings();
    let finding = &findings.kept()[0];
    check(finding, FindingKind::Tile, "tile/0/001", Some(266..267));
    assert!(
        finding.found.contains("the entries are as signed"),
        "{finding}"
    );
    assert_ne!(finding.stated, finding.found);
    assert!(!findings.has(FindingKind::Root), "{findings}");
}

#[test]
fn a_changed_upper_tile_names_the_entries_below_it() {
    let log = Log::new("upper");
    let mut tile = log.read("tile/1/000.p/2");
    tile[40] ^= 1;
    log.write("tile/1/000.p/2", &tile);
    let finding = log.finding();
    check(
        &finding,
        FindingKind::Tile,
        "tile/1/000.p/2",
        Some(256..512),
    );
}

#[test]
fn entries_deleted_inserted_or_swapped_are_found() {
    let log = Log::new("moved");
    let name = "tile/entries/000";
    let good = log.read(name);
    let entries = decode_bundle(&good, 256).expect("a full bundle");
    let put = |entries: &[&[u8]]| {
        log.write(name, encode_bundle(entries.iter().copied()).expect("short"));
        log.findings()
    };

    let mut fewer = entries.clone();
    fewer.remove(100);
    let findings = put(&fewer);
    check(&findings.kept()[0], FindingKind::Bundle, name, Some(0..256));
    let mut more = entries.clone();
    more.insert(100, entries[4]);
    let findings = put(&more);
    check(&findings.kept()[0], FindingKind::Bundle, name, Some(0..256));

    // One left out and another put in: the number is right.
    let mut other = entries.clone();
    other.remove(100);
    other.push(entries[4]);
    assert!(put(&other).has(FindingKind::Root));

    let mut swapped = entries.clone();
    swapped.swap(2, 3);
    let findings = put(&swapped);
    assert!(findings.has(FindingKind::Root), "{findings}");
    let tile = findings
        .kept()
        .iter()
        .find(|found| found.file == "tile/0/000");
    check(
        tile.expect("the tile differs"),
        FindingKind::Tile,
        "tile/0/000",
        Some(2..3),
    );
}

#[test]
fn files_that_changed_places_are_found() {
    let log = Log::new("swapped");
    let swap = |one: &str, other: &str| {
        let (first, second) = (log.read(one), log.read(other));
        log.write(one, second);
        log.write(other, first);
    };
    let bundles = ["tile/entries/000", "tile/entries/001"];
    let tiles = ["tile/0/000", "tile/0/001"];
    swap(tiles[0], tiles[1]);
    let findings = log.findings();
    assert!(!findings.has(FindingKind::Root), "{findings}");
    let named = |name: &str| findings.kept().iter().any(|found| found.file == name);
    assert!(named(tiles[0]) && named(tiles[1]), "{findings}");
    // Bundles and their tiles together: each tile fits its bundle, and the tile above them tells.
    swap(bundles[0], bundles[1]);
    let findings = log.findings();
    let named = |name: &str| findings.kept().iter().any(|found| found.file == name);
    assert!(
        findings.has(FindingKind::Root) && named("tile/1/000.p/2"),
        "{findings}"
    );
    assert!(!named(tiles[0]) && !named(tiles[1]), "{findings}");
    swap(tiles[0], tiles[1]);
    swap(bundles[0], bundles[1]);
    log.verify().expect("everything was put back");
}

#[test]
fn every_file_that_is_missing_cut_or_longer_is_found() {
    let log = Log::new("files");
    for name in files(&log.dir) {
        let good = log.read(&name);
        let older = name.contains("001.p/44") || name == "tile/1/000.p/1";

        fs::remove_file(log.file(&name)).expect("it can be removed");
        match (name.as_str(), older) {
            // Partial pieces of older sizes may be removed.
            (_, true) => drop(log.verify().expect("they may be removed")),
            ("checkpoint", _) => assert!(matches!(log.verify(), Err(FolderError::NotALog { .. }))),
            _ => assert!(
                log.findings().kept().iter().any(|f| f.file == name),
                "{name}"
            ),
        }
        for bytes in [
            good[..good.len() - 1].to_vec(),
            Vec::new(),
            [good.as_slice(), b"x"].concat(),
            [good.as_slice(), good.as_slice()].concat(),
        ] {
            log.write(&name, bytes);
            let findings = log.findings();
            let named = findings.kept().iter().any(|finding| finding.file == name);
            assert!(named, "{name}: {findings}");
        }
        log.write(&name, good);
    }
    log.verify().expect("everything was put back");
}

/// All files of a folder, with `/`.
fn files(dir: &Path) -> Vec<String> {
    let mut names = Vec::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry of it").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(dir).expect("below it");
                names.push(name.to_str().expect("plain names").to_owned());
            }
        }
    }
    names.sort();
    names
}

#[test]
fn files_among_the_pieces_are_found_and_files_beside_the_log_are_named() {
    let log = Log::new("strangers");
    log.write("README", "a word of the mirror");
    log.write("more/file", "x");
    let report = log.verify().expect("files beside the log are no damage");
    assert_eq!(
        (report.strangers, report.stranger_count),
        (vec!["README".into(), "more/".into()], 2)
    );

    for name in [
        "tile/0/000.part",
        "tile/0/0",
        "tile/notes",
        "tile/entries/000.p/0",
        "tile/deep/er/file",
        "tile/0/x000/001",
    ] {
        log.write(name, "x");
        let finding = log.finding();
        assert_eq!(finding.kind, FindingKind::Stranger, "{finding}");
        assert!(
            name.starts_with(finding.file.trim_end_matches('/')),
            "{name}: {finding}"
        );
        let top: PathBuf = Path::new(name).iter().take(2).collect();
        fs::remove_file(log.file(name)).expect("it was written");
        if finding.file.ends_with('/') {
            fs::remove_dir_all(log.dir.join(top)).expect("a folder of its own");
        }
    }
}

#[test]
fn an_older_partial_piece_must_be_the_beginning_of_what_is_there_now() {
    let log = Log::new("older");
    let tile = log.read("tile/0/000");
    log.write("tile/0/000.p/9", &tile[..9 * 32]);
    assert_eq!(log.verify().expect("it is").older_pieces, 4);
    for (name, bytes) in [
        ("tile/0/000.p/9", &tile[32..10 * 32]),
        ("tile/0/000.p/9", &tile[..8 * 32]),
        ("tile/entries/000.p/9", &tile[..9 * 32]),
    ] {
        log.write(name, bytes);
        let findings = log.findings();
        assert!(
            findings
                .kept()
                .iter()
                .all(|found| found.kind == FindingKind::OlderPiece),
            "{findings}"
        );
    }
}

#[test]
fn an_older_checkpoint_with_newer_tiles_and_the_other_way_round_are_found() {
    let log = Log::new("newer");
    let older = Log::of_sizes("older-half", &[300]);
    let (new, old) = (log.read("checkpoint"), older.read("checkpoint"));

    log.write("checkpoint", &old);
    let findings = log.findings();
    let newer = findings
        .kept()
        .iter()
        .find(|found| found.kind == FindingKind::NewerPiece);
    let newer = newer.expect("pieces of a larger log");
    assert_eq!(newer.stated, "a log of 300 entries");

    older.write("checkpoint", &new);
    let findings = older.findings();
    check(
        &findings.kept()[0],
        FindingKind::Missing,
        "tile/entries/001",
        Some(256..512),
    );
}

#[test]
fn a_log_must_have_grown_from_an_older_checkpoint() {
    let log = Log::new("since");
    let since = |note: Vec<u8>| {
        let options = VerifyOptions {
            since: Some(note),
            ..log.options()
        };
        verify(&log.dir, &options)
    };
    for size in [1, 255, 256, 300, 699, SIZE] {
        let older = Log::of_sizes("since-older", &[size]);
        let report = since(older.read("checkpoint")).expect("it grew from it");
        assert_eq!(report.since.map(|since| since.size), Some(size));
    }
    let larger = Log::of_sizes("since-larger", &[SIZE + 1]);
    let findings = found(since(larger.read("checkpoint")));
    check(
        &findings.kept()[0],
        FindingKind::Since,
        "checkpoint",
        Some(700..701),
    );

    // Signed by the same key, another history.
    let mut envelopes: Vec<Envelope> = log.sample.envelopes().take(300).collect();
    envelopes[7].fields.0[0] ^= 1;
    let forked = Log::of_envelopes("since-forked", &envelopes);
    let findings = found(since(forked.read("checkpoint")));
    check(
        &findings.kept()[0],
        FindingKind::Since,
        "checkpoint",
        Some(0..300),
    );

    // Of another log, or of nobody: that is not the fault of this log.
    let other = Sample::new("log.example/m2", 1);
    let dir = log.dir.with_file_name("folder-since-other");
    other.write(&RealDisk, &dir, &[300]).expect("a folder");
    let note = fs::read(dir.join("checkpoint")).expect("it was written");
    assert!(matches!(since(note), Err(FolderError::Since(_))));
    assert!(matches!(since(b"x".to_vec()), Err(FolderError::Since(_))));
    fs::remove_dir_all(dir).expect("it was made here");
}

#[test]
fn wrong_keys_and_wrong_origins_are_found() {
    let log = Log::new("keys");
    // The same origin, another key.
    let other = Sample::new(ORIGIN, 2);
    let options = |sample: &Sample| VerifyOptions {
        keys: vec![sample.log_key.verifier().clone()],
        ..VerifyOptions::default()
    };
    let findings = found(verify(&log.dir, &options(&other)));
    check(
        &findings.kept()[0],
        FindingKind::Checkpoint,
        "checkpoint",
        None,
    );
    assert!(findings.kept()[0].stated.contains(&other.log_key.vkey()));

    // Another origin.
    let elsewhere = Sample::new("log.example/m2", 1);
    let findings = found(verify(&log.dir, &options(&elsewhere)));
    check(
        &findings.kept()[0],
        FindingKind::Checkpoint,
        "checkpoint",
        None,
    );

    // A trusted key of this name signed a log whose settings name another key.
    let dir = log.dir.with_file_name("folder-keys-two");
    let leaves = log.sample.envelopes().map(|envelope| envelope.to_bytes());
    let written = other.write_leaves(&RealDisk, &dir, leaves, &[20]);
    written.expect("a folder");
    for name in ["settings", "key"] {
        fs::copy(log.file(name), dir.join(name)).expect("a copy");
    }
    let findings = found(verify(&dir, &options(&other)));
    check(
        &findings.kept()[0],
        FindingKind::Key,
        "checkpoint",
        Some(0..1),
    );
    assert_eq!(findings.count(), 1, "{findings}");
    fs::remove_dir_all(dir).expect("it was made here");

    // The folder names another key than its settings.
    let good = log.read("key");
    log.write("key", other.log_key.vkey() + "\n");
    let finding = log.finding();
    check(&finding, FindingKind::Key, "key", Some(0..1));
    log.write("key", good);

    // Somebody else's log signs these very entries as its own.
    let leaves = log.sample.envelopes().map(|envelope| envelope.to_bytes());
    let dir = log.dir.with_file_name("folder-keys-elsewhere");
    elsewhere
        .write_leaves(&RealDisk, &dir, leaves, &[20])
        .expect("a folder");
    fs::copy(log.file("settings"), dir.join("settings")).expect("a copy");
    let findings = found(verify(&dir, &VerifyOptions::default()));
    assert!(
        findings.has(FindingKind::Origin) && findings.has(FindingKind::Key),
        "{findings}"
    );
    fs::remove_dir_all(dir).expect("it was made here");
}

#[test]
fn a_signed_log_that_breaks_the_rules_is_found() {
    let good: Vec<Envelope> = Sample::new(ORIGIN, 1).envelopes().take(40).collect();
    let broken = |name: &str, change: &dyn Fn(&mut Vec<Envelope>)| {
        let mut envelopes = good.clone();
        change(&mut envelopes);
        Log::of_envelopes(name, &envelopes).finding()
    };
    let file = "tile/entries/000.p/40";
    let finding = broken("rule-back", &|all| all[30].at -= 9_000);
    check(&finding, FindingKind::Rule, file, Some(30..31));
    let finding = broken("rule-fine", &|all| all[30].at += 1);
    check(&finding, FindingKind::Rule, file, Some(30..31));
    let finding = broken("rule-genesis", &|all| all[9].kind = Kind::Genesis);
    check(&finding, FindingKind::Rule, file, Some(9..10));
    let finding = broken("rule-tick", &|all| all[2] = all[1]);
    check(&finding, FindingKind::Rule, file, Some(2..3));

    let log = Log::empty("rule-envelope");
    let leaves = good.iter().map(Envelope::to_bytes).take(39);
    let leaves = leaves.chain([b"no envelope".to_vec()]);
    log.sample
        .write_leaves(&RealDisk, &log.dir, leaves, &[40])
        .expect("a folder");
    check(&log.finding(), FindingKind::Envelope, file, Some(39..40));
}

#[test]
fn an_empty_log_is_no_log() {
    let log = Log::of_sizes("empty", &[0]);
    let findings = log.findings();
    check(&findings.kept()[0], FindingKind::Empty, "checkpoint", None);
}

#[test]
fn oversized_files_are_not_read() {
    let log = Log::new("large");
    for name in [
        "checkpoint",
        "key",
        "settings",
        "tile/0/000",
        "tile/0/001.p/44",
        "tile/entries/000",
    ] {
        let good = log.read(name);
        let file = fs::File::create(log.file(name)).expect("it can be written");
        // A hole: a file of a terabyte that takes no room.
        file.set_len(1 << 40).expect("the file system has holes");
        let findings = log.findings();
        let finding = findings.kept().iter().find(|finding| finding.file == name);
        assert_eq!(
            finding.map(|finding| finding.kind),
            Some(FindingKind::TooLarge),
            "{findings}"
        );
        log.write(name, good);
    }
    log.verify().expect("everything was put back");
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    let log = Log::new("links");
    for name in [
        "tile",
        "tile/entries",
        "key",
        "settings",
        "tile/0/000",
        "tile/entries/000",
        "tile/0/001.p/44",
        "checkpoint",
    ] {
        let aside = log.dir.with_extension("aside");
        // Of a run that was stopped in between.
        let _ = fs::remove_dir_all(&aside);
        fs::rename(log.file(name), &aside).expect("it can be moved");
        std::os::unix::fs::symlink(&aside, log.file(name)).expect("a link");
        let findings = log.findings();
        let finding = findings.kept().iter().find(|finding| finding.file == name);
        assert_eq!(
            finding.map(|finding| finding.kind),
            Some(FindingKind::NotPlain),
            "{findings}"
        );
        fs::remove_file(log.file(name)).expect("the link can be removed");
        fs::rename(&aside, log.file(name)).expect("it can be moved back");
    }
}

#[test]
fn single_entries_are_proven_from_tiles_and_not_if_they_were_changed() {
    let log = Log::new("prove");
    let folder = LogFolder::new(&log.dir).expect("a folder");
    let envelopes: Vec<Envelope> = log.sample.envelopes().take(700).collect();
    for index in [0, 1, 255, 256, 699] {
        let (entry, proof) = folder.prove(index, &[]).expect("it is there");
        assert_eq!(entry, envelopes[index as usize].to_bytes());
        assert_eq!(proof.index, index);
    }
    assert_eq!(folder.settings(&[]).expect("settings").origin(), ORIGIN);
    assert!(matches!(
        folder.prove(700, &[]),
        Err(FolderError::Index {
            index: 700,
            size: 700
        })
    ));
    let mut bundle = log.read("tile/entries/000");
    bundle[40] ^= 1;
    log.write("tile/entries/000", bundle);
    let changed = folder.prove(0, &[]);
    assert!(matches!(
        changed,
        Err(FolderError::NotIncluded { index: 0, .. })
    ));
}

#[test]
fn what_is_no_folder_of_a_log_is_said() {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("folder-nothing");
    let options = VerifyOptions::default();
    assert!(matches!(
        verify(&dir, &options),
        Err(FolderError::NotALog { .. })
    ));
    fs::create_dir_all(&dir).expect("a folder can be made");
    assert!(matches!(
        verify(&dir, &options),
        Err(FolderError::NotALog { .. })
    ));
    fs::remove_dir_all(&dir).expect("it was made here");
}
