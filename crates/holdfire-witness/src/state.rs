//! A witness at work: what it remembers, and that it remembers before it answers.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use holdfire_seal::note::{CosignerKey, VerifierKey};
use holdfire_store::disk::{Disk, RealDisk};

use crate::decision::{Cosigned, Decision, Refusal, TEXT_TYPE, decide};
use crate::folder::{Files, TrustChange, WitnessError, lock, origin_hash};
use crate::request::Request;

/// What is known of one log.
struct LogState {
    keys: Vec<VerifierKey>,
    latest: Latest,
}

enum Latest {
    /// As on the disk.
    Known(Option<Cosigned>),
    /// A write failed half-way: the disk may hold the old or the new state. It is read again before the next decision.
    Unsure,
}

/// A witness at work on its folder, which no other process can use meanwhile.
///
/// Comparing with what was cosigned last and keeping the new checkpoint happen under one lock, and the new checkpoint is
/// durable before its cosignature leaves [`Self::add_checkpoint`]. Otherwise two requests at once, or a power cut, could
/// roll the log back (C2SP tlog-witness describes the race).
pub struct Witness {
    folder: PathBuf,
    disk: Arc<dyn Disk>,
    key: CosignerKey,
    logs: Mutex<BTreeMap<String, LogState>>,
    _lock: Option<File>,
}

/// The answer to a request.
#[derive(Debug)]
pub enum Answer {
    /// Cosigned, and remembered.
    Cosigned {
        /// The line of the cosignature.
        line: String,
        /// What is remembered now.
        cosigned: Cosigned,
    },
    /// Not cosigned.
    Refused {
        /// Why.
        refusal: Refusal,
        /// Where the evidence lies, if the checkpoint contradicts what was cosigned.
        evidence: Option<PathBuf>,
    },
    /// The witness cannot work; nothing was cosigned. Can be tried again.
    Failed(WitnessError),
}

impl Answer {
    /// The status of HTTP.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::Cosigned { .. } => 200,
            Self::Refused { refusal, .. } => refusal.status(),
            Self::Failed(_) => 503,
        }
    }

    /// The media type of the body.
    #[must_use]
    pub const fn content_type(&self) -> &'static str {
        match self {
            Self::Refused { refusal, .. } => refusal.content_type(),
            Self::Cosigned { .. } | Self::Failed(_) => TEXT_TYPE,
        }
    }

    /// The body. Paths of the witness are not told to others.
    #[must_use]
    pub fn body(&self) -> String {
        match self {
            Self::Cosigned { line, .. } => line.clone(),
            Self::Refused { refusal, .. } => refusal.body(),
            Self::Failed(_) => "the witness cannot keep its state; try again later\n".to_owned(),
        }
    }
}

impl From<Refusal> for Answer {
    fn from(refusal: Refusal) -> Self {
        Self::Refused {
            refusal,
            evidence: None,
        }
    }
}

impl Witness {
    /// Opens the witness in a folder and holds the folder until dropped.
    ///
    /// # Errors
    /// [`WitnessError`]: in use, no witness, or a file that cannot be read or believed.
    pub fn open(folder: &Path) -> Result<Self, WitnessError> {
        let lock = lock(folder)?;
        let mut witness = Self::open_on(Arc::new(RealDisk), folder)?;
        witness._lock = Some(lock);
        Ok(witness)
    }

    /// Opens a witness on any disk, without holding it against other processes: for simulations.
    ///
    /// # Errors
    /// [`WitnessError`]: no witness, or a file that cannot be read or believed.
    pub fn open_on(disk: Arc<dyn Disk>, folder: &Path) -> Result<Self, WitnessError> {
        let files = Files {
            disk: &*disk,
            folder,
        };
        let key = files.key()?;
        let mut logs = BTreeMap::new();
        for log in files.logs(key.verifier())? {
            let state = LogState {
                keys: log.keys,
                latest: Latest::Known(log.latest),
            };
            logs.insert(log.origin, state);
        }
        Ok(Self {
            folder: folder.to_owned(),
            key,
            logs: Mutex::new(logs),
            _lock: None,
            disk,
        })
    }

    /// Makes a witness on any disk, from a key that is given, with the logs that it trusts: for simulations.
    ///
    /// # Errors
    /// [`WitnessError`] if there is one, or a file cannot be written.
    pub fn create_on(
        disk: Arc<dyn Disk>,
        folder: &Path,
        key: &CosignerKey,
        logs: &[VerifierKey],
    ) -> Result<Self, WitnessError> {
        let files = Files {
            disk: &*disk,
            folder,
        };
        files.create(key)?;
        for log in logs {
            let _: TrustChange = files.trust(log)?;
        }
        Self::open_on(disk, folder)
    }

    /// The public key, to hand out.
    #[must_use]
    pub const fn verifier(&self) -> &VerifierKey {
        self.key.verifier()
    }

    /// Answers `add-checkpoint`.
    ///
    /// # Units and shape
    /// - `now`: POSIX seconds.
    #[must_use]
    pub fn add_checkpoint(&self, body: &[u8], now: u64) -> Answer {
        match Request::parse(body) {
            Ok(request) => self.answer(&request, now),
            Err(error) => Refusal::from(error).into(),
        }
    }

    /// Answers a request that was read.
    ///
    /// # Units and shape
    /// - `now`: POSIX seconds.
    #[must_use]
    pub fn answer(&self, request: &Request, now: u64) -> Answer {
        let origin = request.checkpoint_unverified().origin();
        // A panic elsewhere leaves the state as it was: it is changed in one place, after the disk.
        let mut logs = self.logs.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(log) = logs.get_mut(origin) else {
            let origin = origin.to_owned();
            return Refusal::UnknownLog { origin }.into();
        };
        match self.decide_and_keep(log, origin, request, now) {
            Ok(answer) => answer,
            Err(error) => Answer::Failed(error),
        }
    }

    fn decide_and_keep(
        &self,
        log: &mut LogState,
        origin: &str,
        request: &Request,
        now: u64,
    ) -> Result<Answer, WitnessError> {
        let files = self.files();
        let latest = self.settle(log, origin)?;
        match decide(&log.keys, latest.as_ref(), request, now) {
            Decision::Cosign(signed) => {
                let (cosigned, line) = Cosigned::new(&signed, &log.keys, &self.key, now)
                    .map_err(WitnessError::Clock)?;
                log.latest = Latest::Unsure;
                files.write_latest(origin, &cosigned)?;
                log.latest = Latest::Known(Some(cosigned.clone()));
                Ok(Answer::Cosigned { line, cosigned })
            }
            Decision::Refuse(refusal, conflict) => {
                let evidence = match conflict {
                    Some(conflict) => files.keep_conflict(&conflict)?,
                    None => None,
                };
                Ok(Answer::Refused { refusal, evidence })
            }
        }
    }

    /// The last checkpoint that was cosigned for the log of this origin hash, with the cosignature; none if there is none.
    ///
    /// # Errors
    /// [`WitnessError`] if a write failed before, and the state cannot be read again.
    pub fn checkpoint(&self, hash: &str) -> Result<Option<String>, WitnessError> {
        let mut logs = self.logs.lock().unwrap_or_else(PoisonError::into_inner);
        let mut logs = logs.iter_mut();
        let Some((origin, log)) = logs.find(|(origin, _)| origin_hash(origin) == hash) else {
            return Ok(None);
        };
        let latest = self.settle(log, origin)?;
        Ok(latest.map(|latest| latest.note().to_owned()))
    }

    /// What was cosigned last, read again and made durable if a write failed half-way.
    fn settle(&self, log: &mut LogState, origin: &str) -> Result<Option<Cosigned>, WitnessError> {
        if let Latest::Known(latest) = &log.latest {
            return Ok(latest.clone());
        }
        let latest = self.files().latest(origin, self.verifier())?;
        if let Some(latest) = &latest {
            self.files().write_latest(origin, latest)?;
        }
        log.latest = Latest::Known(latest.clone());
        Ok(latest)
    }

    fn files(&self) -> Files<'_> {
        Files {
            disk: &*self.disk,
            folder: &self.folder,
        }
    }
}
