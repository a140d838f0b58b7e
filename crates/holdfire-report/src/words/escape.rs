//! Text from feeds made safe for a terminal.

use std::fmt::Write;

/// Makes text of a source safe for a terminal: what would move the cursor, change colours, turn the direction of
/// writing or hide itself is shown as `<U+001B>` and does nothing. Line ends and tabs become a blank.
///
/// Letters of every script, accents and emoji stay as they are.
#[must_use]
pub fn escape_terminal(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => safe.push(' '),
            c if is_unsafe(c) => {
                let _ = write!(safe, "<U+{:04X}>", u32::from(c));
            }
            c => safe.push(c),
        }
    }
    safe
}

fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            // Line and paragraph separators; marks, embeddings, overrides and isolates of direction.
            '\u{2028}' | '\u{2029}' | '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            // What has no width and can hide in a word; the two joiners that scripts need (200C, 200D) stay.
            | '\u{00ad}' | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{206a}'..='\u{206f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escape_sequence_is_shown_and_does_nothing() {
        assert_eq!(
            escape_terminal("a\u{1b}[31mred\u{1b}]0;title\u{7}"),
            "a<U+001B>[31mred<U+001B>]0;title<U+0007>"
        );
        assert_eq!(
            escape_terminal("\u{9b}2J\u{7f}\0"),
            "<U+009B>2J<U+007F><U+0000>"
        );
    }

    #[test]
    fn overrides_of_direction_are_shown() {
        for code in (0x202a..=0x202e).chain(0x2066..=0x2069) {
            let c = char::from_u32(code).unwrap();
            assert_eq!(
                escape_terminal(&format!("x{c}y")),
                format!("x<U+{code:04X}>y")
            );
        }
    }

    #[test]
    fn line_ends_become_a_blank_and_letters_stay() {
        assert_eq!(
            escape_terminal("Їжак\r\nmöve\tعربي 🙂"),
            "Їжак  möve عربي 🙂"
        );
    }

    #[test]
    fn what_is_safe_is_safe_when_made_safe_again() {
        let once = escape_terminal("\u{1b}[0m\u{202e}x");
        assert_eq!(escape_terminal(&once), once);
    }
}
