//! A log and many proofs made by our code, for verifiers that are not ours (`scripts/outside-verifiers.sh`).
//!
//! Every proof is first put to our own verifier, the bad ones too: it must say the same as the outside ones will.
//! The same arguments give the same bytes.

mod list;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use holdfire_seal::checkpoint::{self, Checkpoint};
use holdfire_seal::note::{CosignerKey, LogKey};
use holdfire_seal::policy::Policy;
use holdfire_seal::tiles::Tiler;
use holdfire_seal::tlog_proof::TlogProof;
use holdfire_seal::{Hash, Tree};

use crate::random::Random;

const ORIGIN: &str = "holdfire.example/harness";
/// When the first cosigner signs, in POSIX seconds; each other one a minute later. Any time would do.
const COSIGNED_AT: u64 = 1_800_000_000;
const COSIGNERS: u64 = 2;
const OLDER_CHECKPOINTS: u64 = 3;
const SINGLE_PROOFS: u64 = 3;
/// The most bytes of an entry made here, but for the one that is as long as an entry can be.
const MOST_ENTRY_BYTES: u64 = 400;
/// The tiler is asked for what changed after so many entries, as a log does that grows.
const BATCH: u64 = 10_007;

/// What to write, and where.
#[derive(clap::Args)]
pub struct Args {
    /// The folder to write; it is emptied first, and must be one that this command wrote, or new.
    #[arg(long)]
    out: PathBuf,
    /// Entries of the log.
    #[arg(long, default_value_t = 70_003, value_parser = clap::value_parser!(u64).range(10..))]
    entries: u64,
    /// Good inclusion proofs; bad ones come on top.
    #[arg(long, default_value_t = 100_000)]
    proofs: u64,
    /// Good consistency proofs; bad ones come on top.
    #[arg(long, default_value_t = 1_000)]
    consistency: u64,
    /// Chooses keys, entries and proofs.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Writes the log, checkpoints and proofs, and prints what an outside verifier should print.
pub fn run(args: &Args) -> Result<()> {
    let mut random = Random::new(args.seed);
    let out = Out::prepare(&args.out)?;
    let key = LogKey::from_seed(ORIGIN, &random.bytes32())?;
    out.write("vkey", key.vkey() + "\n")?;

    let tree = write_log(&out, args.entries, args.seed)?;
    let head = sign(&tree, args.entries, &key)?;
    let cosigners: Vec<CosignerKey> = (1..=COSIGNERS)
        .map(|i| CosignerKey::from_seed(&format!("witness-{i}.example"), &random.bytes32()))
        .collect::<Result<_, _>>()?;
    let head = cosign(&out, &head, &key, &cosigners)?;
    out.write("log/checkpoint", &head)?;

    for i in 1..=OLDER_CHECKPOINTS {
        let size = 1 + random.below(args.entries - 1);
        out.write(&format!("older-checkpoint-{i}"), sign(&tree, size, &key)?)?;
    }
    // Signed by the log and not true: the start of another history.
    let size = args.entries / 2;
    let forked = Checkpoint::new(ORIGIN, size, Hash::of(b"another history"))?.sign(&key);
    out.write("forked-checkpoint", forked)?;

    for i in 1..=SINGLE_PROOFS {
        let index = random.below(args.entries);
        write_single_proof(&out, i, index, args, &tree, &head, &key)?;
    }

    let file = fs::File::create(out.path("proofs.txt")).context("cannot create proofs.txt")?;
    let counts = list::write(file, &tree, args.proofs, args.consistency, &mut random)?;
    writeln!(std::io::stdout(), "OK {counts}")?;
    Ok(())
}

/// The folder that is written.
struct Out(PathBuf);

impl Out {
    /// Empties a folder of an earlier run. A folder that holds anything else is left alone.
    fn prepare(folder: &Path) -> Result<Self> {
        let mark = folder.join("written-by-holdfire-harness");
        if mark.is_file() {
            fs::remove_dir_all(folder)
                .with_context(|| format!("cannot empty {}", folder.display()))?;
        } else if fs::read_dir(folder).is_ok_and(|mut found| found.next().is_some()) {
            bail!(
                "{} is not empty and no earlier run of this command wrote it\nhint: name a new folder",
                folder.display()
            );
        }
        fs::create_dir_all(folder.join("log"))
            .with_context(|| format!("cannot create {}", folder.display()))?;
        fs::write(mark, "")?;
        Ok(Self(folder.to_owned()))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn remove(&self, name: &str) -> Result<()> {
        let path = self.path(name);
        fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> Result<()> {
        let path = self.path(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)
                .with_context(|| format!("cannot create {}", folder.display()))?;
        }
        fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))
    }
}

/// The bytes of an entry: of any length, all different. Entry 1 is empty, entry 2 as long as an entry can be.
fn entry(index: u64, seed: u64) -> Vec<u8> {
    let mut random = Random::new(seed ^ (index << 20));
    let length = match index {
        1 => return Vec::new(),
        2 => usize::from(u16::MAX),
        _ => 8 + random.below(MOST_ENTRY_BYTES - 7) as usize,
    };
    let mut bytes = index.to_be_bytes().to_vec();
    while bytes.len() < length {
        bytes.extend(random.next().to_le_bytes());
    }
    bytes.truncate(length);
    bytes
}

/// Appends the entries, writes tiles and bundles as they change, and returns the tree of all.
fn write_log(out: &Out, entries: u64, seed: u64) -> Result<Tree> {
    let mut tiler = Tiler::new();
    let mut tree = Tree::new();
    // Partial pieces by the path that they will have once full.
    let mut partial: BTreeMap<String, String> = BTreeMap::new();
    for index in 0..entries {
        let bytes = entry(index, seed);
        let leaf = tiler.append(&bytes)?;
        ensure!(
            leaf == Hash::leaf(&bytes),
            "entry {index}: the tiler hashes it differently"
        );
        tree.push(leaf);
        if (index + 1) % BATCH == 0 || index + 1 == entries {
            for piece in tiler.take_changed() {
                let path = format!("log/{}", piece.path);
                let full = path.split(".p/").next().unwrap_or_default().to_owned();
                // A narrower one would not be read any more, so a damage there would not be seen.
                if let Some(narrower) = partial.remove(&full) {
                    out.remove(&narrower)?;
                }
                out.write(&path, &piece.bytes)?;
                if !piece.full {
                    partial.insert(full, path);
                }
            }
        }
    }
    ensure!(
        tiler.size() == entries,
        "the tiler counts {} entries",
        tiler.size()
    );
    ensure!(
        tiler.root() == tree.root(),
        "tiler and tree have different roots"
    );
    Ok(tree)
}

fn sign(tree: &Tree, size: u64, key: &LogKey) -> Result<String> {
    Ok(Checkpoint::new(ORIGIN, size, tree.root_at(size)?)?.sign(key))
}

/// Adds the cosignatures and writes the keys of the cosigners, `cosigner-1` and so on.
fn cosign(out: &Out, head: &str, key: &LogKey, cosigners: &[CosignerKey]) -> Result<String> {
    let signed = checkpoint::open(head.as_bytes(), ORIGIN, &[key.verifier().clone()])?;
    let mut note = head.to_owned();
    for (number, cosigner) in (1..).zip(cosigners) {
        out.write(&format!("cosigner-{number}"), cosigner.vkey() + "\n")?;
        let line = checkpoint::cosign(&signed, cosigner, COSIGNED_AT + 60 * number)?;
        note = checkpoint::add_signature_line(&note, &line)?;
    }
    Ok(note)
}

/// Writes `entry-<i>.bin` and `proof-<i>.tlog-proof`; the second one carries extra data.
fn write_single_proof(
    out: &Out,
    number: u64,
    index: u64,
    args: &Args,
    tree: &Tree,
    head: &str,
    key: &LogKey,
) -> Result<()> {
    let bytes = entry(index, args.seed);
    let proof = TlogProof {
        extra: (number == 2).then(|| b"extra data".to_vec()),
        index,
        path: tree.inclusion(index, args.entries)?,
        checkpoint: head.to_owned(),
    };
    let text = proof.to_text();
    ensure!(
        TlogProof::parse(text.as_bytes())? == proof,
        "proof of entry {index}: reads differently"
    );
    let policy = Policy::parse(b"quorum none\n")?;
    proof.verify(&bytes, &[key.verifier().clone()], &policy)?;
    out.write(&format!("entry-{number}.bin"), bytes)?;
    out.write(&format!("proof-{number}.tlog-proof"), text)
}
