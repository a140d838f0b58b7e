//! Numbers of acts as a reader counts them. A party does not see what the mission writes down for itself, so it counts without
//! it: a gap in the numbers would tell that something was written, and how often.

use holdfire_monitor::workflow::{Author, Refusal, Task};

/// The acts of a task as one reader counts them.
#[derive(Default)]
pub struct Numbers {
    /// The numbers in the record of the acts that the reader sees, in order.
    seen: Vec<u64>,
    count: u64,
}

impl Numbers {
    /// As this reader counts.
    #[must_use]
    pub fn of(task: &Task, reader: &Author) -> Self {
        Self {
            seen: task.acts_for(reader).map(|(number, _)| number).collect(),
            count: task.count(),
        }
    }

    /// How many acts the reader sees.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.seen.len() as u64
    }

    /// The reader's number of an act of the record.
    #[must_use]
    pub fn shown(&self, number: u64) -> u64 {
        self.seen.partition_point(|seen| *seen < number) as u64
    }

    /// The number in the record of what the reader calls by a number; of what there is not, a number that there is not.
    #[must_use]
    pub fn in_record(&self, shown: u64) -> u64 {
        let at = usize::try_from(shown).unwrap_or(usize::MAX);
        let beyond = || {
            self.count
                .saturating_add(shown.saturating_sub(self.count()))
        };
        self.seen.get(at).copied().unwrap_or_else(beyond)
    }

    /// A refusal that names numbers of acts as the reader counts them.
    #[must_use]
    pub fn refusal(&self, mut refusal: Refusal) -> Refusal {
        if let Refusal::Stale { on, count, .. } | Refusal::Ahead { on, count } = &mut refusal {
            let beyond = on.saturating_sub(self.count);
            *on = self.shown(*on).saturating_add(beyond);
            *count = self.count();
        }
        refusal
    }
}
