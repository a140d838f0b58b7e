//! Enums whose values have one name each: in files, in ids of messages, in addresses.

/// An enum of plain values with `ALL`, `name` and `of_name`.
macro_rules! named {
    ($(#[$doc:meta])* $vis:vis enum $enum:ident { $($(#[$vdoc:meta])* $variant:ident = $name:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $enum {
            $($(#[$vdoc])* $variant,)+
        }

        impl $enum {
            /// All of them, in the order in which they are listed.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// Its name in files, in ids of messages and in addresses.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }

            /// The one of this name.
            #[must_use]
            pub fn of_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.name() == name)
            }
        }
    };
}

pub(super) use named;
