//! The languages, and which of them a reader asked for.

use crate::words::words;

/// A language that every page and every sentence exists in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Language {
    /// `en`; also what is used where nothing else was asked for.
    #[default]
    En,
    /// `uk`.
    Uk,
    /// `ru`.
    Ru,
}

impl Language {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::En, Self::Uk, Self::Ru];

    /// The code of BCP 47, as in an address, a cookie or the `lang` attribute of a page.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Uk => "uk",
            Self::Ru => "ru",
        }
    }

    /// The language with this code, in any case; a region or script after it does not matter (`uk-UA`).
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let primary = code.split(['-', '_']).next()?;
        Self::ALL
            .into_iter()
            .find(|language| language.code().eq_ignore_ascii_case(primary))
    }

    /// The direction of its writing, as the `dir` attribute of a page takes it: `ltr`, or `rtl` once there is one.
    #[must_use]
    pub const fn direction(self) -> &'static str {
        match self {
            Self::En | Self::Uk | Self::Ru => "ltr",
        }
    }

    /// Its name in itself, as it is offered to readers.
    #[must_use]
    pub fn own_name(self) -> String {
        words(self).say("language-name")
    }

    pub(crate) const fn index(self) -> usize {
        self as usize
    }
}

/// The language of those we have that an `Accept-Language` header likes best; English if it likes none of them.
///
/// What is liked equally counts in the order of the header, as browsers mean it. A weight that cannot be read counts as
/// 0: nobody asked for it in a way that can be understood.
#[must_use]
pub fn negotiate(accept_language_header: &str) -> Language {
    let mut best: Option<(Language, f32)> = None;
    for wish in accept_language_header.split(',') {
        let mut parts = wish.split(';').map(str::trim);
        let Some(language) = parts.next().and_then(Language::from_code) else {
            continue;
        };
        let weight = match parts.find_map(|part| part.strip_prefix("q=")) {
            Some(q) => q
                .parse()
                .ok()
                .filter(|q| (0.0..=1.0).contains(q))
                .unwrap_or(0.0),
            None => 1.0,
        };
        if weight > best.map_or(0.0, |(_, weight)| weight) {
            best = Some((language, weight));
        }
    }
    best.map_or(Language::default(), |(language, _)| language)
}

#[cfg(test)]
mod tests {
    use super::{Language, negotiate};

    #[test]
    fn a_code_finds_its_language_with_or_without_a_region() {
        for language in Language::ALL {
            assert_eq!(Language::from_code(language.code()), Some(language));
        }
        assert_eq!(Language::from_code("UK-ua"), Some(Language::Uk));
        assert_eq!(Language::from_code("ru_RU.UTF-8"), Some(Language::Ru));
        assert_eq!(Language::from_code("ukr"), None);
        assert_eq!(Language::from_code(""), None);
    }

    #[test]
    fn the_language_with_the_greatest_weight_is_taken() {
        for (header, language) in [
            ("uk-UA,uk;q=0.9,en;q=0.8", Language::Uk),
            ("de-AT, ru;q=0.4, en;q=0.7", Language::En),
            ("fr, ru;q=0.3", Language::Ru),
            ("en;q=0.5, uk;q=0.5", Language::En),
            ("uk;q=0, fr", Language::En),
            ("uk;q=2, ru;q=x, *", Language::En),
            ("", Language::En),
        ] {
            assert_eq!(negotiate(header), language, "{header}");
        }
    }

    #[test]
    fn every_language_names_itself() {
        let names: std::collections::BTreeSet<_> =
            Language::ALL.iter().map(|l| l.own_name()).collect();
        assert_eq!(names.len(), Language::ALL.len());
    }
}
