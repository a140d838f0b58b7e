//! Words in the lines of a world. The text lies in memory, like the world itself, and goes with it.

/// The text of all lines, in small letters, one after the other.
#[derive(Default)]
pub(super) struct Haystack {
    text: String,
    /// Where the text of each line ends.
    ends: Vec<usize>,
}

impl Haystack {
    /// Adds the text of the next line.
    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(&text.to_lowercase());
        // No search has this character, so nothing is found across two lines.
        self.text.push('\0');
        self.ends.push(self.text.len());
    }

    /// The numbers of the lines that hold every word, in order; `None` without words.
    pub(super) fn find(&self, words: &str) -> Option<Vec<usize>> {
        let words = words.to_lowercase().replace('\0', " ");
        // The longest word first: it is in the fewest lines.
        let mut words: Vec<&str> = words.split_whitespace().collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        let (first, rest) = words.split_first()?;
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(at) = self.text.get(from..).and_then(|rest| rest.find(first)) {
            let line = self.ends.partition_point(|end| *end <= from + at);
            let start = if line == 0 { 0 } else { self.ends[line - 1] };
            let end = self.ends[line];
            let text = &self.text[start..end];
            if rest.iter().all(|word| text.contains(word)) {
                found.push(line);
            }
            from = end;
        }
        Some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: &str, expected: Option<&[usize]>) {
        let mut hay = Haystack::default();
        for line in [
            "Power plant, North",
            "a SUBSTATION in the north",
            "Їжак, підстанція",
            "",
        ] {
            hay.push(line);
        }
        assert_eq!(hay.find(words), expected.map(<[usize]>::to_vec), "{words}");
    }

    #[test]
    fn every_word_has_to_be_there_in_any_case_and_order() {
        check("north", Some(&[0, 1]));
        check("NORTH plant", Some(&[0]));
        check("їЖак", Some(&[2]));
        check("plant substation", Some(&[]));
        check("  ", None);
    }

    #[test]
    fn nothing_is_found_across_two_lines() {
        check("north a", Some(&[0, 1]));
        check("north\0a", Some(&[0, 1]));
        check("n\n", Some(&[0, 1]));
    }
}
