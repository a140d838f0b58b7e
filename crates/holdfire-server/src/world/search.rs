//! Words in the lines of a world. The text lies in memory, like the world itself, and goes with it.
//!
//! A word is looked for anywhere in the text of a line, so the index goes from each different word of the text (whatever
//! stands between blanks) to the lines that have it: what is asked for lies within words, never across two.

use std::collections::HashMap;

/// Words in more than one of so many lines are kept as a bit for each line.
const DENSE: usize = 64;

/// Which lines have which words.
#[derive(Default, PartialEq)]
pub(super) struct WordIndex {
    lines: usize,
    /// Every different word, in small letters, one after the other, with a mark behind each.
    text: String,
    /// Where each word ends in the text, its mark included.
    ends: Vec<u32>,
    /// Where the lines of each word end in `sparse`; of a dense word, the number of its bits.
    kept: Vec<Kept>,
    /// Numbers of lines as differences, 7 bits to the byte.
    sparse: Vec<u8>,
    dense: Vec<Bits>,
}

#[derive(Clone, Copy, PartialEq)]
enum Kept {
    Sparse { from: u32, until: u32 },
    Dense(u32),
}

/// A set of lines.
#[derive(Clone, PartialEq)]
pub struct Bits(Vec<u64>);

impl Bits {
    fn none(lines: usize) -> Self {
        Self(vec![0; lines.div_ceil(64)])
    }

    /// True if a line is in it.
    #[must_use]
    pub fn has(&self, line: usize) -> bool {
        self.0
            .get(line / 64)
            .is_some_and(|bits| bits >> (line % 64) & 1 == 1)
    }

    fn put(&mut self, line: usize) {
        self.0[line / 64] |= 1 << (line % 64);
    }
}

/// The index while it is made.
#[derive(Default)]
pub(super) struct WordIndexMaker {
    lines: usize,
    words: HashMap<Box<str>, Lines>,
}

/// The lines of a word while the index is made.
#[derive(Default)]
struct Lines {
    count: usize,
    last: usize,
    differences: Vec<u8>,
}

impl WordIndexMaker {
    /// Adds the text of the next line.
    pub fn push(&mut self, text: &str) {
        let text = text.to_lowercase();
        for word in words_of(&text) {
            let lines = match self.words.get_mut(word) {
                Some(lines) if lines.last == self.lines && lines.count > 0 => continue,
                Some(lines) => lines,
                None => self.words.entry(word.into()).or_default(),
            };
            let mut step = self.lines - lines.last;
            while step >= 0x80 {
                lines.differences.push((step & 0x7f) as u8 | 0x80);
                step >>= 7;
            }
            lines.differences.push((step & 0x7f) as u8);
            lines.last = self.lines;
            lines.count += 1;
        }
        self.lines += 1;
    }

    /// The index over all lines.
    pub fn finish(self) -> WordIndex {
        let mut index = WordIndex {
            lines: self.lines,
            ..WordIndex::default()
        };
        let place = |size: usize| u32::try_from(size).expect("words of a world are below 4 GB");
        let mut words: Vec<(Box<str>, Lines)> = self.words.into_iter().collect();
        // Dense words first: what they find is not looked for again.
        words.sort_unstable_by(|a, b| b.1.count.cmp(&a.1.count).then_with(|| a.0.cmp(&b.0)));
        for (word, lines) in words {
            index.text.push_str(&word);
            index.text.push('\0');
            index.ends.push(place(index.text.len()));
            if lines.count > self.lines / DENSE {
                let mut bits = Bits::none(self.lines);
                each(&lines.differences, |line| bits.put(line));
                index.kept.push(Kept::Dense(place(index.dense.len())));
                index.dense.push(bits);
            } else {
                let from = place(index.sparse.len());
                index.sparse.extend_from_slice(&lines.differences);
                let until = place(index.sparse.len());
                index.kept.push(Kept::Sparse { from, until });
            }
        }
        index.text.shrink_to_fit();
        index.sparse.shrink_to_fit();
        index
    }
}

impl WordIndex {
    /// The lines that hold every word; `None` without words.
    pub fn find(&self, words: &str) -> Option<Bits> {
        let words = words.to_lowercase();
        let mut found: Option<Bits> = None;
        for word in words_of(&words) {
            let with = self.with(word);
            match &mut found {
                None => found = Some(with),
                Some(found) => {
                    let pairs = found.0.iter_mut().zip(with.0);
                    pairs.for_each(|(own, other)| *own &= other);
                }
            }
        }
        found
    }

    /// The lines that hold a word somewhere.
    fn with(&self, word: &str) -> Bits {
        let mut found = Bits::none(self.lines);
        let mut from = 0;
        while let Some(at) = self.text.get(from..).and_then(|rest| rest.find(word)) {
            let number = self.ends.partition_point(|end| *end as usize <= from + at);
            match self.kept[number] {
                Kept::Dense(bits) => {
                    let pairs = found.0.iter_mut().zip(&self.dense[bits as usize].0);
                    pairs.for_each(|(own, other)| *own |= other);
                }
                Kept::Sparse { from, until } => {
                    let lines = &self.sparse[from as usize..until as usize];
                    each(lines, |line| found.put(line));
                }
            }
            from = self.ends[number] as usize;
        }
        found
    }
}

/// Words of a text; the mark between words is none of any.
fn words_of(text: &str) -> impl Iterator<Item = &str> {
    let blank = |c: char| c.is_whitespace() || c == '\0';
    text.split(blank).filter(|word| !word.is_empty())
}

/// Calls `take` for each line of a list of differences.
fn each(differences: &[u8], mut take: impl FnMut(usize)) {
    let (mut line, mut step, mut shift) = (0, 0, 0);
    for byte in differences {
        step |= usize::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            line += step;
            take(line);
            (step, shift) = (0, 0);
        } else {
            shift += 7;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn index(lines: &[&str]) -> WordIndex {
        let mut maker = WordIndexMaker::default();
        lines.iter().for_each(|line| maker.push(line));
        maker.finish()
    }

    fn numbers(found: &Bits, lines: usize) -> Vec<usize> {
        (0..lines).filter(|line| found.has(*line)).collect()
    }

    fn check(words: &str, expected: Option<&[usize]>) {
        let lines = [
            "Power plant, North",
            "a SUBSTATION in the north",
            "Їжак, підстанція",
            "",
        ];
        let found = index(&lines).find(words);
        let found = found.map(|found| numbers(&found, lines.len()));
        assert_eq!(found, expected.map(<[usize]>::to_vec), "{words}");
    }

    #[test]
    fn every_word_has_to_be_there_in_any_case_and_order() {
        check("north", Some(&[0, 1]));
        check("NORTH plant", Some(&[0]));
        check("їЖак", Some(&[2]));
        check("plant substation", Some(&[]));
        check("orth", Some(&[0, 1]));
        check("  ", None);
    }

    #[test]
    fn nothing_is_found_across_two_lines() {
        check("north a", Some(&[0, 1]));
        check("north\0a", Some(&[0, 1]));
        check("n\n", Some(&[0, 1]));
    }

    proptest! {
        #[test]
        fn what_is_found_is_what_the_text_of_each_line_holds(
            lines in proptest::collection::vec("[abA \n\0]{0,12}", 0..200),
            words in "[abB ]{0,6}",
        ) {
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            let small = words.to_lowercase();
            let asked: Vec<&str> = small.split_whitespace().collect();
            let holds = |line: &str| {
                let line = line.to_lowercase();
                asked.iter().all(|word| line.contains(word))
            };
            let found = index(&lines).find(&words);
            prop_assert_eq!(found.is_none(), asked.is_empty());
            if let Some(found) = found {
                let expected: Vec<usize> = (0..lines.len()).filter(|at| holds(lines[*at])).collect();
                prop_assert_eq!(numbers(&found, lines.len()), expected);
            }
        }
    }
}
