//! What was made of a world for somebody and may be asked for again: it goes with the world.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// So many bytes are kept of one world; when there are more, all go.
const MOST_BYTES: usize = 4 << 20;

/// Answers by what was asked.
#[derive(Default)]
pub struct Kept(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    bytes: usize,
    answers: HashMap<String, Arc<[u8]>>,
}

impl Kept {
    /// The same for text.
    #[must_use]
    pub fn text(&self, asked: &str, make: impl FnOnce() -> String) -> String {
        let bytes = self.get(asked, || make().into_bytes());
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// What was answered before, or what `make` gives.
    #[must_use]
    pub fn get(&self, asked: &str, make: impl FnOnce() -> Vec<u8>) -> Arc<[u8]> {
        {
            let inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(answer) = inner.answers.get(asked) {
                return Arc::clone(answer);
            }
        }
        // Two who ask at once both make it; nobody waits for another.
        let answer: Arc<[u8]> = make().into();
        let mut inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let size = answer.len() + asked.len() + 64;
        if inner.bytes + size > MOST_BYTES {
            inner.answers.clear();
            inner.bytes = 0;
        }
        if size <= MOST_BYTES
            && inner
                .answers
                .insert(asked.to_owned(), Arc::clone(&answer))
                .is_none()
        {
            inner.bytes += size;
        }
        answer
    }
}
