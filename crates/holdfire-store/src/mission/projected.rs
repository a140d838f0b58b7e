//! The projection as the entries give it, computed without the tables.

use holdfire_record::{Effect, Kind};

use crate::database::Version;
use crate::object::Place;

/// What entries do to their subjects, gathered in any order: 56 bytes for each.
#[derive(Default)]
pub(super) struct Projected {
    steps: Vec<Step>,
}

struct Step {
    version: Version,
    effect: Effect,
}

impl Projected {
    /// Takes an entry in.
    pub fn take(&mut self, place: Place, kind: Kind, tag: [u8; 16], effect: Effect) {
        let version = Version {
            place,
            kind: kind.code(),
            tag,
            until: None,
        };
        self.steps.push(Step { version, effect });
    }

    /// The rows of the projection, in the order of its key.
    pub fn rows(mut self) -> impl Iterator<Item = Version> {
        self.steps.sort_unstable_by_key(|step| key(&step.version));
        // From the last to the first: which entry of the subject is the next that ends what stands before it.
        let mut next: Option<Version> = None;
        for step in self.steps.iter_mut().rev() {
            next = next.filter(|next| subject(next) == subject(&step.version));
            step.version.until = next.map(|next| next.place.index);
            if step.effect != Effect::Note {
                next = Some(step.version);
            }
        }
        self.steps
            .into_iter()
            .filter(|step| step.effect != Effect::Remove)
            .map(|step| step.version)
    }
}

fn subject(version: &Version) -> (u32, u8, [u8; 16]) {
    (version.place.log, version.kind, version.tag)
}

/// What orders the rows of the projection, and tells each from all others.
pub(super) fn key(version: &Version) -> (u32, u8, [u8; 16], u64) {
    let (log, kind, tag) = subject(version);
    (log, kind, tag, version.place.index)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(steps: &[(u8, u64, Effect)]) -> Vec<(u8, u64, Option<u64>)> {
        let mut projected = Projected::default();
        for &(tag, index, effect) in steps {
            projected.take(Place { log: 1, index }, Kind::Item, [tag; 16], effect);
        }
        projected
            .rows()
            .map(|row| (row.tag[0], row.place.index, row.until))
            .collect()
    }

    #[test]
    fn a_set_ends_what_stands_of_its_subject_and_of_no_other() {
        let steps = [
            (1, 0, Effect::Set),
            (2, 1, Effect::Set),
            (1, 2, Effect::Set),
        ];
        assert_eq!(rows(&steps), [(1, 0, Some(2)), (1, 2, None), (2, 1, None)]);
    }

    #[test]
    fn a_note_ends_nothing_and_a_removal_ends_all_and_stands_nowhere() {
        let steps = [
            (1, 0, Effect::Set),
            (1, 3, Effect::Note),
            (1, 5, Effect::Note),
            (1, 8, Effect::Remove),
            (1, 9, Effect::Note),
        ];
        let all = [
            (1, 0, Some(8)),
            (1, 3, Some(8)),
            (1, 5, Some(8)),
            (1, 9, None),
        ];
        assert_eq!(rows(&steps), all);
    }
}
