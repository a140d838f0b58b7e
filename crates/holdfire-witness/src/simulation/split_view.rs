//! An operator shows two histories to three witnesses and to two readers.

use std::path::Path;
use std::sync::Arc;

use holdfire_seal::checkpoint::{Checkpoint, CheckpointError, add_signature_line};
use holdfire_seal::fraud::{Fraud, FraudProof, FraudProofError};
use holdfire_seal::note::{CosignerKey, KeyError, LogKey, NoteError, VerifierKey};
use holdfire_seal::policy::{Policy, PolicyError};
use holdfire_seal::proof::whole_consistency_path;
use holdfire_seal::{Hash, SizeError, Tree};
use thiserror::Error;

use crate::decision::Refusal;
use crate::evidence::{Compared, compare_notes};
use crate::folder::WitnessError;
use crate::request::{Request, RequestError};
use crate::simulation::MemoryDisk;
use crate::state::{Answer, Witness};

const ORIGIN: &str = "log.example/split";
const WITNESSES: usize = 3;
const ROUNDS: u64 = 60;

/// What happened in a run in which everything held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SplitViewRun {
    /// Requests that were answered with a cosignature.
    pub cosigned: usize,
    /// Requests that were refused.
    pub refused: usize,
    /// Requests that found no power or a clock set back.
    pub failed: usize,
    /// Power cuts, each followed by a restart.
    pub restarts: usize,
    /// Fraud proofs that the witnesses wrote by themselves; each was verified.
    pub proofs_of_witnesses: usize,
    /// The fraud proof that two readers made of the two checkpoints that they were shown, in its text form.
    pub proof: String,
    /// What it proves.
    pub fraud: Fraud,
}

/// What did not hold. Each of these is a defect.
#[derive(Debug, Error)]
pub enum SplitViewFailure {
    /// One witness cosigned two histories.
    #[error("seed {seed}: witness {witness} cosigned two histories, at sizes {sizes:?}")]
    BothSigned {
        /// The seed of the run.
        seed: u64,
        /// The witness, from 0.
        witness: usize,
        /// The sizes that it cosigned.
        sizes: Vec<u64>,
    },
    /// Two of three witnesses cosigned each history.
    #[error("seed {seed}: both histories have a checkpoint that the policy accepts")]
    BothAccepted {
        /// The seed of the run.
        seed: u64,
    },
    /// The two checkpoints were not found to contradict each other.
    #[error("seed {seed}: no fraud proof could be made: {found:?}")]
    NoProof {
        /// The seed of the run.
        seed: u64,
        /// What the comparison said instead.
        found: Box<Compared>,
    },
    /// A fraud proof does not verify.
    #[error("seed {seed}: a fraud proof does not verify: {source}")]
    BadProof {
        /// The seed of the run.
        seed: u64,
        /// What is wrong with it.
        source: FraudProofError,
    },
    /// The run itself could not be set up.
    #[error("seed {seed}: the simulation is broken: {source}")]
    Broken {
        /// The seed of the run.
        seed: u64,
        /// What went wrong.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// A cosignature that left a witness.
struct Left {
    witness: usize,
    checkpoint: Checkpoint,
    line: String,
}

struct Run {
    numbers: Numbers,
    log_key: LogKey,
    /// Two histories with the same first `fork` entries.
    histories: [Tree; 2],
    fork: u64,
    disks: Vec<Arc<MemoryDisk>>,
    witnesses: Vec<Witness>,
    witness_keys: Vec<VerifierKey>,
    /// The size that the operator believes each witness to have cosigned last.
    stands_at: [u64; WITNESSES],
    now: u64,
    left: Vec<Left>,
    counts: Counts,
}

#[derive(Default)]
struct Counts {
    refused: usize,
    failed: usize,
    restarts: usize,
}

#[derive(Debug, Error)]
enum Broken {
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Note(#[from] NoteError),
    #[error(transparent)]
    Size(#[from] SizeError),
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    #[error(transparent)]
    Request(#[from] RequestError),
    #[error(transparent)]
    Witness(#[from] WitnessError),
    #[error(transparent)]
    Policy(#[from] PolicyError),
    #[error(transparent)]
    Compare(#[from] FraudProofError),
    #[error("the file `{0}` of a witness cannot be read")]
    File(String),
}

/// An operator signs two histories, shows them to three witnesses in some order, with good and bad paths, power cuts and
/// clocks set back, and shows each history to a reader. Checks that no witness cosigned both, that a policy of two in
/// three accepts one history at most, that all fraud proofs of the witnesses verify, and that the two readers can make
/// one from what they were shown.
///
/// The same seed gives the same run.
///
/// # Errors
/// [`SplitViewFailure`]: what did not hold.
pub fn split_view_run(seed: u64) -> Result<SplitViewRun, SplitViewFailure> {
    let broken = |error: Broken| SplitViewFailure::Broken {
        seed,
        source: Box::new(error),
    };
    let mut run = Run::new(seed).map_err(broken)?;
    for _ in 0..ROUNDS {
        run.round().map_err(broken)?;
    }
    for witness in 0..WITNESSES {
        if !run.is_of_one_history(witness).map_err(broken)? {
            let of_witness = run.left.iter().filter(|left| left.witness == witness);
            return Err(SplitViewFailure::BothSigned {
                seed,
                witness,
                sizes: of_witness.map(|left| left.checkpoint.size()).collect(),
            });
        }
    }
    if run.accepted(0).map_err(broken)? && run.accepted(1).map_err(broken)? {
        return Err(SplitViewFailure::BothAccepted { seed });
    }
    let keys = [run.log_key.verifier().clone()];
    let proofs = run.proofs_of_witnesses().map_err(broken)?;
    for proof in &proofs {
        FraudProof::parse(proof)
            .and_then(|proof| proof.verify(&keys))
            .map_err(|source| SplitViewFailure::BadProof { seed, source })?;
    }
    let (proof, fraud) = match run.compare_readers().map_err(broken)? {
        Compared::Fraud { proof, fraud } => (proof, fraud),
        found => {
            let found = Box::new(found);
            return Err(SplitViewFailure::NoProof { seed, found });
        }
    };
    let read = FraudProof::parse(proof.as_bytes()).and_then(|proof| proof.verify(&keys));
    let bad = |source| SplitViewFailure::BadProof { seed, source };
    if read.map_err(bad)? != fraud {
        return Err(bad(FraudProofError::Shape));
    }
    Ok(SplitViewRun {
        cosigned: run.left.len(),
        refused: run.counts.refused,
        failed: run.counts.failed,
        restarts: run.counts.restarts,
        proofs_of_witnesses: proofs.len(),
        proof,
        fraud,
    })
}

impl Run {
    fn new(seed: u64) -> Result<Self, Broken> {
        let mut numbers = Numbers(seed);
        let log_key = LogKey::from_seed(ORIGIN, &numbers.bytes())?;
        let size = 2 + numbers.below(120);
        let fork = numbers.below(size - 1);
        let mut histories = [Tree::new(), Tree::new()];
        for index in 0..size {
            let (one, other) = (Hash(numbers.bytes()), Hash(numbers.bytes()));
            histories[0].push(one);
            histories[1].push(if index < fork { one } else { other });
        }
        let mut run = Self {
            log_key,
            histories,
            fork,
            disks: Vec::new(),
            witnesses: Vec::new(),
            witness_keys: Vec::new(),
            stands_at: [0; WITNESSES],
            now: 1_700_000_000,
            left: Vec::new(),
            counts: Counts::default(),
            numbers,
        };
        for number in 0..WITNESSES {
            let disk = Arc::new(MemoryDisk::new());
            let name = format!("witness.example/{number}");
            let key = CosignerKey::from_seed(&name, &run.numbers.bytes())?;
            let logs = [run.log_key.verifier().clone()];
            let witness = Witness::create_on(disk.clone(), Path::new("w"), &key, &logs)?;
            run.disks.push(disk);
            run.witnesses.push(witness);
            run.witness_keys.push(key.verifier().clone());
        }
        Ok(run)
    }

    fn checkpoint(&self, history: usize, size: u64) -> Result<Checkpoint, Broken> {
        let root = self.histories[history].root_at(size)?;
        Ok(Checkpoint::new(ORIGIN, size, root)?)
    }

    /// The operator asks one witness to cosign a checkpoint of one of the histories.
    fn round(&mut self) -> Result<(), Broken> {
        let witness = self.index(WITNESSES);
        let history = self.index(2);
        self.now += self.numbers.below(100);
        let whole = self.histories[history].len();
        // Mostly from where the witness stands, now and then from anywhere.
        let old = match self.numbers.below(8) {
            0 => self.numbers.below(whole + 1),
            _ => self.stands_at[witness].min(whole),
        };
        let new = old + self.numbers.below((whole - old).min(20) + 1);
        let mut path = match old {
            0 => Vec::new(),
            old => self.histories[history].consistency(old, new)?,
        };
        if self.numbers.below(10) == 0 {
            path.push(Hash(self.numbers.bytes()));
        }
        let note = self.checkpoint(history, new)?.sign(&self.log_key);
        let request = Request::new(old, path, &note)?;
        let now = match self.numbers.below(12) {
            0 => self.now - 1_000_000,
            _ => self.now,
        };
        let power_ends = self.numbers.below(6) == 0;
        if power_ends {
            self.disks[witness].end_power_after(self.numbers.below(8));
        }
        match self.witnesses[witness].add_checkpoint(request.to_text().as_bytes(), now) {
            Answer::Cosigned { line, cosigned } => {
                self.stands_at[witness] = cosigned.checkpoint().size();
                self.left.push(Left {
                    witness,
                    checkpoint: cosigned.checkpoint().clone(),
                    line,
                });
            }
            // A witness that forgot something would say so here, and be asked for the other history from there.
            Answer::Refused {
                refusal: Refusal::OtherSize { latest, .. },
                ..
            } => {
                self.stands_at[witness] = latest;
                self.counts.refused += 1;
            }
            Answer::Refused { refusal, .. } if refusal.status() < 500 => self.counts.refused += 1,
            Answer::Refused { .. } | Answer::Failed(_) => self.counts.failed += 1,
        }
        if power_ends {
            self.disks[witness].cut_power();
            self.witnesses[witness] =
                Witness::open_on(self.disks[witness].clone(), Path::new("w"))?;
            self.counts.restarts += 1;
        }
        Ok(())
    }

    /// Whether all that a witness cosigned lies in one of the two histories.
    fn is_of_one_history(&self, witness: usize) -> Result<bool, Broken> {
        let mut fits = [true, true];
        for left in self.left.iter().filter(|left| left.witness == witness) {
            for (fits, history) in fits.iter_mut().zip(&self.histories) {
                *fits &= history.root_at(left.checkpoint.size())? == *left.checkpoint.root();
            }
        }
        Ok(fits.contains(&true))
    }

    /// Whether a reader with a policy of two in three accepts some checkpoint of this history beyond the fork.
    fn accepted(&self, history: usize) -> Result<bool, Broken> {
        let mut text = format!("log {}\n", self.log_key.vkey());
        for (number, key) in self.witness_keys.iter().enumerate() {
            text += &format!("witness w{number} {key}\n");
        }
        text += "group most 2 w0 w1 w2\nquorum most\n";
        let policy = Policy::parse(text.as_bytes())?;
        for size in self.fork + 1..=self.histories[history].len() {
            let checkpoint = self.checkpoint(history, size)?;
            let mut note = checkpoint.sign(&self.log_key);
            for left in self
                .left
                .iter()
                .filter(|left| left.checkpoint == checkpoint)
            {
                note = add_signature_line(&note, &left.line)?;
            }
            if policy.check(note.as_bytes()).is_ok() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Two readers put side by side what each was shown, and ask for a path, which the larger history's log must serve.
    fn compare_readers(&mut self) -> Result<Compared, Broken> {
        let mut shown = || {
            let above = self.histories[0].len() - self.fork;
            self.fork + 1 + self.numbers.below(above)
        };
        let sizes = [shown(), shown()];
        let notes = [
            self.checkpoint(0, sizes[0])?.sign(&self.log_key),
            self.checkpoint(1, sizes[1])?.sign(&self.log_key),
        ];
        let (old, new, larger) = if sizes[0] < sizes[1] {
            (sizes[0], sizes[1], &self.histories[1])
        } else {
            (sizes[1], sizes[0], &self.histories[0])
        };
        let path = larger.consistency(old, new)?;
        let path = whole_consistency_path(old, new, &path, &larger.root_at(old)?);
        let keys = [self.log_key.verifier().clone()];
        Ok(compare_notes(
            notes[0].as_bytes(),
            notes[1].as_bytes(),
            &path,
            &keys,
        )?)
    }

    fn proofs_of_witnesses(&self) -> Result<Vec<Vec<u8>>, Broken> {
        use holdfire_store::disk::Disk as _;
        let mut proofs = Vec::new();
        for disk in &self.disks {
            let conflicts = Path::new("w").join("conflicts");
            let unreadable = |path: &Path| Broken::File(path.display().to_string());
            for name in disk.list(&conflicts).map_err(|_| unreadable(&conflicts))? {
                let path = conflicts.join(name).join("fraud-proof");
                if disk.exists(&path) {
                    proofs.push(disk.read(&path).map_err(|_| unreadable(&path))?);
                }
            }
        }
        Ok(proofs)
    }

    fn index(&mut self, below: usize) -> usize {
        usize::try_from(self.numbers.below(below as u64)).expect("below a usize")
    }
}

/// Numbers that look random and follow from a seed (SplitMix64, Steele and others 2014). Not for keys of real logs.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn bytes(&mut self) -> [u8; 32] {
        let mut bytes = [0; 32];
        for eight in bytes.chunks_exact_mut(8) {
            eight.copy_from_slice(&self.next().to_le_bytes());
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_witness_signs_both_histories_and_every_run_yields_a_fraud_proof() {
        let runs: Vec<SplitViewRun> = (0..100)
            .map(|seed| split_view_run(seed).unwrap_or_else(|failure| panic!("{failure}")))
            .collect();
        let sum = |count: fn(&SplitViewRun) -> usize| runs.iter().map(count).sum::<usize>();
        // The runs meet what they are for.
        assert!(sum(|run| run.cosigned) > 1_000);
        assert!(sum(|run| run.refused) > 1_000);
        assert!(sum(|run| run.failed) > 100);
        assert!(sum(|run| run.restarts) > 500);
        assert!(sum(|run| run.proofs_of_witnesses) > 100);
    }

    #[test]
    fn the_same_seed_gives_the_same_run() {
        assert_eq!(split_view_run(7).unwrap(), split_view_run(7).unwrap());
    }
}
