//! Asking a witness over HTTP for a cosignature.

use std::error::Error;
use std::thread::sleep;
use std::time::Duration;

use holdfire_seal::Hash;
use holdfire_seal::checkpoint::{
    Checkpoint, CheckpointError, parse_decimal, parse_note_unverified,
};
use holdfire_seal::note::{NoteError, VerifierKey, open_note, parse_signature_lines};
use thiserror::Error;
use ureq::Agent;

use crate::decision::SIZE_TYPE;
use crate::folder::origin_hash;
use crate::request::{Request, RequestError};

/// How long one request may take.
const REQUEST_TIME: Duration = Duration::from_secs(20);
/// The longest answer that is read, in bytes.
const MOST_ANSWER_BYTES: u64 = 1024 * 1024;
/// How often the old size that a witness names is followed: it can grow meanwhile, but not for ever.
const MOST_SIZES: usize = 3;
/// How often a request is tried that the witness did not answer.
const MOST_TRIES: u32 = 3;
/// The rest before the second try; twice as long before the third.
const FIRST_REST: Duration = Duration::from_millis(200);
/// The most characters of a witness's own words that are passed on.
const MOST_WORDS: usize = 500;

/// Why there is no cosignature.
#[derive(Debug, Error)]
pub enum ClientError {
    /// The address is none.
    #[error("`{url}` is not the address of a witness: expected `https://...` or `http://...`")]
    Url {
        /// The address.
        url: String,
    },
    /// What is to be cosigned is no checkpoint.
    #[error(transparent)]
    Request(#[from] RequestError),
    /// No path from the size that the witness knows.
    #[error("no consistency proof from size {old_size}: {source}")]
    Path {
        /// The size that the witness knows.
        old_size: u64,
        /// Why.
        source: Box<dyn Error + Send + Sync>,
    },
    /// No answer.
    #[error("{url}: no answer: {source}")]
    NoAnswer {
        /// The address.
        url: String,
        /// What went wrong.
        source: Box<ureq::Error>,
    },
    /// The witness refuses.
    #[error("{url}: the witness refused ({status}): {words}")]
    Refused {
        /// The address.
        url: String,
        /// The status of HTTP.
        status: u16,
        /// The words of the witness, made safe for a terminal.
        words: String,
    },
    /// The witness knows a larger tree of this log.
    #[error(
        "{url}: the witness cosigned {latest} entries of this log, the checkpoint has {size}\n\
         hint: the log was restored from an old copy, or another copy of it is running: compare with the witness's checkpoint"
    )]
    Ahead {
        /// The address.
        url: String,
        /// The size that the witness cosigned.
        latest: u64,
        /// The size of the checkpoint.
        size: u64,
    },
    /// The witness keeps naming other sizes.
    #[error("{url}: the witness named another size {MOST_SIZES} times; try again later")]
    Moving {
        /// The address.
        url: String,
    },
    /// An answer that is none.
    #[error("{url}: the witness answered what is no cosignature: {why}")]
    Nonsense {
        /// The address.
        url: String,
        /// What is wrong with it.
        why: String,
    },
}

/// A verified cosignature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The line to add to the note of the checkpoint.
    pub line: String,
    /// When the witness cosigned, in POSIX seconds, by its own clock.
    pub timestamp: u64,
}

/// A client of one witness.
#[derive(Clone, Debug)]
pub struct WitnessClient {
    agent: Agent,
    prefix: String,
    key: VerifierKey,
}

struct Reply {
    status: u16,
    content_type: String,
    body: String,
}

impl WitnessClient {
    /// A client of the witness at an address, whose key is known. Redirects are not followed.
    ///
    /// # Errors
    /// [`ClientError::Url`] for an address that is neither `https` nor `http`.
    pub fn new(prefix: &str, key: VerifierKey) -> Result<Self, ClientError> {
        let trimmed = prefix.trim_end_matches('/');
        let host = trimmed
            .strip_prefix("https://")
            .or_else(|| trimmed.strip_prefix("http://"));
        if host.is_none_or(str::is_empty) {
            return Err(ClientError::Url {
                url: prefix.to_owned(),
            });
        }
        let config = Agent::config_builder()
            .timeout_global(Some(REQUEST_TIME))
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .build();
        Ok(Self {
            agent: config.into(),
            prefix: trimmed.to_owned(),
            key,
        })
    }

    /// Asks for a cosignature on the note of a checkpoint.
    ///
    /// `path_from` gives the consistency path from an old size to the checkpoint, and is not asked for size 0. Where the
    /// witness names another size than `old_size`, that one is followed. Repeating is safe: the witness then cosigns again.
    ///
    /// # Errors
    /// [`ClientError`]; no cosignature was believed that does not verify.
    pub fn submit(
        &self,
        note: &str,
        old_size: u64,
        mut path_from: impl FnMut(u64) -> Result<Vec<Hash>, Box<dyn Error + Send + Sync>>,
    ) -> Result<Receipt, ClientError> {
        let url = format!("{}/add-checkpoint", self.prefix);
        let checkpoint = parse_note_unverified(note.as_bytes()).map_err(RequestError::from)?;
        let mut old_size = old_size.min(checkpoint.size());
        for _ in 0..MOST_SIZES {
            let path = match old_size {
                0 => Vec::new(),
                same if same == checkpoint.size() => Vec::new(),
                old_size => {
                    path_from(old_size).map_err(|source| ClientError::Path { old_size, source })?
                }
            };
            let body = Request::new(old_size, path, note)?.to_text();
            let reply = self.tried(&url, || self.agent.post(&url).send(body.as_bytes()))?;
            if reply.status == 200 {
                return self.receipt(&url, &checkpoint, &reply.body);
            }
            if reply.status != 409 || reply.content_type != SIZE_TYPE {
                return Err(refused(url, &reply));
            }
            old_size = named_size(&url, &reply.body)?;
            if old_size > checkpoint.size() {
                return Err(ClientError::Ahead {
                    url,
                    latest: old_size,
                    size: checkpoint.size(),
                });
            }
        }
        Err(ClientError::Moving { url })
    }

    /// The last checkpoint of a log that the witness cosigned, with its verified cosignature; none if it never did.
    ///
    /// The signature of the log itself is not checked here: see [`holdfire_seal::checkpoint::open`].
    ///
    /// # Errors
    /// [`ClientError`]
    pub fn latest(&self, origin: &str) -> Result<Option<String>, ClientError> {
        let url = format!("{}/{}/checkpoint", self.prefix, origin_hash(origin));
        let reply = self.tried(&url, || self.agent.get(&url).call())?;
        match reply.status {
            200 => {}
            404 => return Ok(None),
            _ => return Err(refused(url, &reply)),
        }
        let opened = open_note(reply.body.as_bytes(), std::slice::from_ref(&self.key))
            .map_err(CheckpointError::from)
            .and_then(|opened| Checkpoint::parse_text(&opened.text))
            .map_err(|error| nonsense(&url, &error))?;
        if opened.origin() != origin {
            return Err(nonsense(&url, &"a checkpoint of another log"));
        }
        Ok(Some(reply.body))
    }

    /// Tries a few times while there is no answer, or the witness says that it cannot work now.
    fn tried(
        &self,
        url: &str,
        send: impl Fn() -> Result<ureq::http::Response<ureq::Body>, ureq::Error>,
    ) -> Result<Reply, ClientError> {
        let mut last = None;
        for attempt in 0..MOST_TRIES {
            if attempt > 0 {
                sleep(FIRST_REST * 2_u32.pow(attempt - 1));
            }
            match send().and_then(read) {
                Ok(reply) if reply.status >= 500 => last = Some(Ok(reply)),
                Ok(reply) => return Ok(reply),
                Err(error) => last = Some(Err(error)),
            }
        }
        last.expect("it was tried at least once")
            .map_err(|source| ClientError::NoAnswer {
                url: url.to_owned(),
                source: Box::new(source),
            })
    }

    /// Only lines of the witness's own key count; all of them must verify over the checkpoint that was sent.
    fn receipt(
        &self,
        url: &str,
        checkpoint: &Checkpoint,
        body: &str,
    ) -> Result<Receipt, ClientError> {
        let note = format!("{}\n{body}", checkpoint.to_text());
        let opened = open_note(note.as_bytes(), std::slice::from_ref(&self.key))
            .map_err(|error| nonsense(url, &error))?;
        let timestamp = opened.by.first().and_then(|by| by.timestamp).unwrap_or(0);
        if timestamp == 0 {
            return Err(nonsense(url, &"it states no time"));
        }
        let lines =
            parse_signature_lines(body.as_bytes()).map_err(|error| nonsense(url, &error))?;
        let own = |line: &&holdfire_seal::note::SignatureLine| {
            line.key_id == self.key.key_id() && line.name == self.key.name()
        };
        let line = lines
            .iter()
            .find(own)
            .ok_or_else(|| nonsense(url, &NoteError::NotSigned))?;
        Ok(Receipt {
            line: line.line.clone(),
            timestamp,
        })
    }
}

fn read(response: ureq::http::Response<ureq::Body>) -> Result<Reply, ureq::Error> {
    let status = response.status().as_u16();
    let content_type = response
        .headers()
        .get("content-type")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    let body = response
        .into_body()
        .into_with_config()
        .limit(MOST_ANSWER_BYTES)
        .lossy_utf8(true)
        .read_to_string()?;
    Ok(Reply {
        status,
        content_type,
        body,
    })
}

fn named_size(url: &str, body: &str) -> Result<u64, ClientError> {
    body.strip_suffix('\n')
        .and_then(parse_decimal)
        .ok_or_else(|| nonsense(url, &"the size in it is no number"))
}

fn nonsense(url: &str, why: &dyn std::fmt::Display) -> ClientError {
    ClientError::Nonsense {
        url: url.to_owned(),
        why: why.to_string(),
    }
}

fn refused(url: String, reply: &Reply) -> ClientError {
    let words = reply.body.trim().replace('\n', "; ");
    ClientError::Refused {
        url,
        status: reply.status,
        words: words
            .chars()
            .filter(|c| !c.is_control())
            .take(MOST_WORDS)
            .collect(),
    }
}
