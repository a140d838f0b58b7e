//! Text from outside made safe for the page: markup is shown as text, and characters that turn, hide or reorder text
//! are shown by their number.

use std::fmt::{self, Display, Write};

/// Text that is written escaped, for element content and for attribute values in double quotes alike.
pub struct Escaped<'a>(&'a str);

/// Escapes text for the page.
#[must_use]
pub fn esc(text: &str) -> Escaped<'_> {
    Escaped(text)
}

/// Escapes text and shows what stands between backticks as code.
pub struct Prose<'a>(&'a str);

/// Text of ours or of the engine, in which backticks mark names of the case.
#[must_use]
pub fn prose(text: &str) -> Prose<'_> {
    Prose(text)
}

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            match character {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                _ if deceives(character) => {
                    write!(f, "\u{27e8}U+{:04X}\u{27e9}", u32::from(character))?;
                }
                _ => f.write_char(character)?,
            }
        }
        Ok(())
    }
}

impl Display for Prose<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<&str> = self.0.split('`').collect();
        // An odd number of parts means that every backtick has its partner.
        if parts.len().is_multiple_of(2) {
            return esc(self.0).fmt(f);
        }
        for (i, part) in parts.iter().enumerate() {
            if i.is_multiple_of(2) {
                write!(f, "{}", esc(part))?;
            } else {
                write!(f, "<code>{}</code>", esc(part))?;
            }
        }
        Ok(())
    }
}

/// True for characters that a reader does not see, or that change the order of what is seen.
fn deceives(character: char) -> bool {
    let kept = matches!(character, '\t' | '\n' | '\r');
    let invisible = matches!(
        u32::from(character),
        0xAD | 0x61C
            | 0x180E
            | 0x200B
            | 0x200E..=0x200F
            | 0x2028..=0x202E
            | 0x2060..=0x206F
            | 0xFEFF
            | 0xFFF9..=0xFFFB
            | 0xE0000..=0xE007F
    );
    (character.is_control() && !kept) || invisible
}

/// The address if it can be a plain link: `http` or `https`, one word.
#[must_use]
pub fn link_target(url: &str) -> Option<&str> {
    let plain = url.starts_with("https://") || url.starts_with("http://");
    let one_word = !url
        .chars()
        .any(|c| c.is_whitespace() || c.is_control() || deceives(c));
    (plain && one_word).then_some(url)
}

/// Text as part of an `id` or of a reference to one: letters, digits, `-`, `_` and `.` stay, all else becomes its number.
#[must_use]
pub fn anchor(prefix: &str, text: &str) -> String {
    let mut id = prefix.to_owned();
    for character in text.chars() {
        if character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '.') {
            id.push(character);
        } else {
            let _ = write!(id, ":{:x}", u32::from(character));
        }
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &str, expected: &str) {
        assert_eq!(esc(input).to_string(), expected);
    }

    #[test]
    fn markup_is_shown_and_not_obeyed() {
        check(
            "<script>alert(\"a\" & 'b')</script>",
            "&lt;script&gt;alert(&quot;a&quot; &amp; &#39;b&#39;)&lt;/script&gt;",
        );
        check("\" onload=\"x", "&quot; onload=&quot;x");
        check("</title><img src=x>", "&lt;/title&gt;&lt;img src=x&gt;");
    }

    #[test]
    fn characters_that_turn_or_hide_text_are_shown_by_number() {
        check("a\u{202e}b", "a\u{27e8}U+202E\u{27e9}b");
        check(
            "a\u{2066}b\u{2069}",
            "a\u{27e8}U+2066\u{27e9}b\u{27e8}U+2069\u{27e9}",
        );
        check(
            "\u{0}\u{1b}[31m",
            "\u{27e8}U+0000\u{27e9}\u{27e8}U+001B\u{27e9}[31m",
        );
        check("zero\u{200b}width", "zero\u{27e8}U+200B\u{27e9}width");
        check("tag\u{e0041}", "tag\u{27e8}U+E0041\u{27e9}");
        check("one\ntwo\tthree", "one\ntwo\tthree");
    }

    #[test]
    fn letters_of_every_script_stay() {
        check("Їжак, möve, مدينة, 110 кВ", "Їжак, möve, مدينة, 110 кВ");
    }

    #[test]
    fn only_web_addresses_become_links() {
        assert_eq!(
            link_target("https://example.org/a"),
            Some("https://example.org/a")
        );
        for refused in [
            "javascript:alert(1)",
            "data:text/html,x",
            "example.org",
            "",
            "https://a b",
            "https://a\u{202e}b",
        ] {
            assert_eq!(link_target(refused), None, "{refused}");
        }
    }

    #[test]
    fn backticks_become_code_and_a_lonely_one_stays() {
        assert_eq!(
            prose("`a<b`: covered").to_string(),
            "<code>a&lt;b</code>: covered"
        );
        assert_eq!(prose("it`s").to_string(), "it`s");
    }

    #[test]
    fn two_ids_never_become_one_anchor() {
        assert_eq!(anchor("i-", "AV25-001"), "i-AV25-001");
        assert_ne!(anchor("t-", "a#b"), anchor("t-", "a/b"));
        assert_ne!(anchor("t-", "a#b"), anchor("t-", "a-b"));
    }
}
