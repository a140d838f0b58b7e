//! What kinds of acts there are.

use std::fmt;

/// What kind of act an entry records. Public: it stands in the envelope.
///
/// Kept coarse on purpose: a report, a reply and a corrected row are all an [`Kind::Item`], so that the public log does not
/// say what monitors were busy with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Kind {
    /// The first entry of a log: its settings.
    Genesis = 0,
    /// The roots of the compartment logs, at a fixed cadence.
    Tick = 1,
    /// A file or a row of a case.
    Item = 2,
    /// A person and their public keys.
    Person = 3,
    /// A circle of readers.
    Circle = 4,
    /// A key was rotated, lost or handed over.
    Key = 5,
    /// A version of a sealed register was taken in.
    RegisterVersion = 6,
    /// A version or a site was handed over or notified.
    RegisterNotice = 7,
    /// Something of a sealed register was opened.
    RegisterOpening = 8,
    /// What a matching under a sealed register discloses.
    Match = 9,
    /// A file was taken in as evidence.
    Evidence = 10,
    /// A step in the chain of custody of a file.
    Custody = 11,
    /// Contents were erased.
    Erasure = 12,
    /// A legal hold was set or lifted.
    Hold = 13,
    /// A copy left the store: backup, export, evacuation.
    Copy = 14,
    /// The clock of the machine was found wrong.
    Clock = 15,
    /// Something was disclosed to named readers.
    Disclosure = 16,
    /// A setting was changed.
    Setting = 17,
    /// A step of the workflow: a task was opened, something was asked, found or decided.
    Work = 18,
    /// Who may see or do what: a role was given, something was released or published.
    Access = 19,
}

impl Kind {
    /// Every kind, in the order of the codes.
    pub const ALL: [Self; 20] = [
        Self::Genesis,
        Self::Tick,
        Self::Item,
        Self::Person,
        Self::Circle,
        Self::Key,
        Self::RegisterVersion,
        Self::RegisterNotice,
        Self::RegisterOpening,
        Self::Match,
        Self::Evidence,
        Self::Custody,
        Self::Erasure,
        Self::Hold,
        Self::Copy,
        Self::Clock,
        Self::Disclosure,
        Self::Setting,
        Self::Work,
        Self::Access,
    ];

    /// The number that stands in the envelope.
    #[must_use]
    pub fn code(self) -> u8 {
        self as u8
    }

    /// The kind of a number, if there is one.
    #[must_use]
    pub fn from_code(code: u64) -> Option<Self> {
        let index = usize::try_from(code).ok()?;
        Self::ALL.get(index).copied()
    }

    /// Its name in files and lists.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Genesis => "genesis",
            Self::Tick => "tick",
            Self::Item => "item",
            Self::Person => "person",
            Self::Circle => "circle",
            Self::Key => "key",
            Self::RegisterVersion => "register-version",
            Self::RegisterNotice => "register-notice",
            Self::RegisterOpening => "register-opening",
            Self::Match => "match",
            Self::Evidence => "evidence",
            Self::Custody => "custody",
            Self::Erasure => "erasure",
            Self::Hold => "hold",
            Self::Copy => "copy",
            Self::Clock => "clock",
            Self::Disclosure => "disclosure",
            Self::Setting => "setting",
            Self::Work => "work",
            Self::Access => "access",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_the_places_in_the_list() {
        for (index, kind) in Kind::ALL.into_iter().enumerate() {
            assert_eq!(usize::from(kind.code()), index, "{kind}");
            assert_eq!(Kind::from_code(index as u64), Some(kind));
        }
        assert_eq!(Kind::from_code(Kind::ALL.len() as u64), None);
    }
}
