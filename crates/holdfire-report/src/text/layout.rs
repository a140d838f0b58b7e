//! Lines of a page: wrapped paragraphs, lists, tables with numbers to the right, texts side by side.
//!
//! Everything that is printed goes through here, and everything is made safe for a terminal on its way.

use crate::words::escape_terminal;

/// The narrowest and the widest page.
const COLUMNS: std::ops::RangeInclusive<usize> = 60..=100;

/// The least width that a label of a table needs.
const LABEL: usize = 20;

/// A page that is being written.
pub(super) struct Page {
    out: String,
    columns: usize,
}

impl Page {
    /// An empty page of at most so many columns; less than 60 or more than 100 are taken as these.
    pub fn new(columns: usize) -> Self {
        Self {
            out: String::new(),
            columns: columns.clamp(*COLUMNS.start(), *COLUMNS.end()),
        }
    }

    /// The text, ending with a line end.
    pub fn finish(self) -> String {
        self.out
    }

    /// An empty line.
    pub fn gap(&mut self) {
        self.out.push('\n');
    }

    /// A heading, after an empty line.
    pub fn heading(&mut self, text: &str) {
        if !self.out.is_empty() {
            self.gap();
        }
        self.para(0, &text.to_uppercase());
    }

    /// A heading that ends with a name, which stays as it is written.
    pub fn heading_of(&mut self, text: &str, name: &str) {
        if !self.out.is_empty() {
            self.gap();
        }
        self.para(0, &format!("{} {name}", text.to_uppercase()));
    }

    /// A paragraph, indented.
    pub fn para(&mut self, indent: usize, text: &str) {
        self.hanging(indent, indent, text);
    }

    /// A line that begins with a mark, further lines below its text.
    pub fn item(&mut self, indent: usize, mark: &str, text: &str) {
        let under = indent + width(&escape_terminal(mark)) + 1;
        self.hanging(indent, under, &format!("{mark} {text}"));
    }

    /// A label in a column of `wide` columns, its text beside it.
    pub fn field(&mut self, indent: usize, wide: usize, label: &str, text: &str) {
        let label = pad_right(&escape_terminal(label), wide);
        let from = indent + wide.max(width(&label)) + 1;
        let lines = wrap(
            &escape_terminal(text),
            self.columns.saturating_sub(from).max(20),
        );
        for (i, line) in lines.iter().enumerate() {
            let left = if i == 0 { label.as_str() } else { "" };
            self.line(&format!(
                "{}{} {line}",
                " ".repeat(indent),
                pad_right(left, from - indent - 1)
            ));
        }
    }

    fn hanging(&mut self, first: usize, further: usize, text: &str) {
        let text = escape_terminal(text);
        let lines = wrap(
            &text,
            self.columns.saturating_sub(further.max(first)).max(20),
        );
        for (i, line) in lines.iter().enumerate() {
            let indent = if i == 0 { first } else { further };
            self.line(&format!("{}{line}", " ".repeat(indent)));
        }
    }

    /// A table: a label to the left, which wraps, and numbers to the right; a row without numbers is a line of its own.
    pub fn table(&mut self, table: &Table) {
        let head: Vec<String> = table.head.iter().map(|h| escape_terminal(h)).collect();
        let wide: Vec<usize> = head
            .iter()
            .enumerate()
            .map(|(i, head)| {
                let body = table
                    .rows
                    .iter()
                    .filter_map(|r| r.cells.get(i))
                    .map(|c| width(c));
                body.chain([two_lines(head)]).max().unwrap_or(0)
            })
            .collect();
        let taken: usize = wide.iter().map(|w| w + 2).sum();
        if taken + LABEL > self.columns {
            return self.rows_as_lines(table);
        }
        let widest_label = table
            .rows
            .iter()
            .filter(|r| !r.cells.is_empty())
            .map(|r| r.indent + width(&escape_terminal(&r.label)))
            .chain([width(&table.corner)])
            .max()
            .unwrap_or(0);
        let label = widest_label
            .min(self.columns.saturating_sub(taken))
            .max(LABEL);
        let heads: Vec<Vec<String>> = head.iter().zip(&wide).map(|(h, w)| wrap(h, *w)).collect();
        let height = heads.iter().map(Vec::len).max().unwrap_or(0);
        for y in 0..height {
            let corner = if y + 1 == height {
                table.corner.as_str()
            } else {
                ""
            };
            let cells = heads.iter().map(|h| {
                let above = height - h.len();
                y.checked_sub(above).map_or("", |i| h[i].as_str())
            });
            self.row(corner, label, cells.zip(&wide));
        }
        for row in &table.rows {
            if row.cells.is_empty() {
                self.para(row.indent, &row.label);
                continue;
            }
            let text = escape_terminal(&row.label);
            let lines = if row.indent + width(&text) <= label {
                vec![text]
            } else {
                wrap(&text, label.saturating_sub(row.indent + 2).max(10))
            };
            let last = lines.len() - 1;
            for (y, line) in lines.iter().enumerate() {
                let indent = row.indent + if y == 0 { 0 } else { 2 };
                let line = format!("{}{line}", " ".repeat(indent));
                // The numbers stand beside the last line of the label.
                let cells = row
                    .cells
                    .iter()
                    .map(|c| if y == last { c.as_str() } else { "" });
                self.row(&line, label, cells.zip(&wide));
            }
        }
    }

    /// A table that is too wide for the page: each number after its heading, zeros and blanks left out.
    fn rows_as_lines(&mut self, table: &Table) {
        for row in &table.rows {
            let numbers: Vec<String> = table
                .head
                .iter()
                .zip(&row.cells)
                .filter(|(_, cell)| !cell.is_empty() && *cell != "0")
                .map(|(head, cell)| format!("{head} {cell}"))
                .collect();
            let text = match (row.cells.is_empty(), numbers.is_empty()) {
                (true, _) => row.label.clone(),
                (false, true) => format!("{}: 0", row.label),
                (false, false) => format!("{}: {}", row.label, numbers.join(", ")),
            };
            self.hanging(row.indent, row.indent + 2, &text);
        }
    }

    fn row<'a>(
        &mut self,
        left: &str,
        label: usize,
        cells: impl Iterator<Item = (&'a str, &'a usize)>,
    ) {
        let mut line = pad_right(left, label);
        for (cell, wide) in cells {
            line.push_str("  ");
            line.push_str(&pad_left(cell, *wide));
        }
        self.line(&line);
    }

    /// True if so many texts fit side by side with a readable width each.
    pub fn fits(&self, texts: usize, label: usize) -> bool {
        self.columns.saturating_sub(label) / texts.max(1) >= 32
    }

    /// Texts side by side under a label each: the first cell of a row is its label.
    pub fn beside(&mut self, label: usize, rows: &[Vec<String>]) {
        let texts = rows.first().map_or(1, |r| r.len().saturating_sub(1)).max(1);
        let wide = ((self.columns - label) / texts).saturating_sub(2).max(12);
        for row in rows {
            let cells: Vec<Vec<String>> = row
                .iter()
                .enumerate()
                .map(|(i, cell)| wrap(&escape_terminal(cell), if i == 0 { label } else { wide }))
                .collect();
            for y in 0..cells.iter().map(Vec::len).max().unwrap_or(0) {
                let mut line = String::new();
                for (i, cell) in cells.iter().enumerate() {
                    let text = cell.get(y).map_or("", String::as_str);
                    line.push_str(&pad_right(text, if i == 0 { label } else { wide }));
                    line.push_str("  ");
                }
                self.line(&line);
            }
        }
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(text.trim_end_matches(' '));
        self.out.push('\n');
    }
}

/// A table of numbers.
pub(super) struct Table {
    /// Above the labels.
    pub corner: String,
    /// Above the numbers.
    pub head: Vec<String>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A row of a table of numbers.
pub(super) struct Row {
    /// How far its label is indented.
    pub indent: usize,
    /// Its label.
    pub label: String,
    /// Its numbers.
    pub cells: Vec<String>,
}

/// The least width in which a heading takes two lines at most.
fn two_lines(head: &str) -> usize {
    let longest = head.split(' ').map(width).max().unwrap_or(0);
    (longest..=width(head))
        .find(|w| wrap(head, *w).len() <= 2)
        .unwrap_or(longest)
}

/// Columns that a text takes: one a character, none for a combining accent. Enough for Latin and Cyrillic.
pub(super) fn width(text: &str) -> usize {
    text.chars()
        .filter(|c| !matches!(c, '\u{300}'..='\u{36f}'))
        .count()
}

fn pad_right(text: &str, wide: usize) -> String {
    format!("{text}{}", " ".repeat(wide.saturating_sub(width(text))))
}

fn pad_left(text: &str, wide: usize) -> String {
    format!("{}{text}", " ".repeat(wide.saturating_sub(width(text))))
}

/// Where a word that is longer than a line is broken: after a mark that a pointer or an address has, else where the line
/// ends.
fn cut(word: &str, wide: usize) -> usize {
    let end = word.char_indices().nth(wide).map_or(word.len(), |(i, _)| i);
    match word[..end].rfind(['/', '#', '.', ',', '-', '_', '?', '&']) {
        Some(mark) if mark * 3 > end => mark + 1,
        _ => end,
    }
}

/// Breaks at blanks; a word that is longer than a line is broken within it. At least one line.
pub(super) fn wrap(text: &str, wide: usize) -> Vec<String> {
    let wide = wide.max(1);
    let mut lines = vec![String::new()];
    for word in text.split(' ').filter(|w| !w.is_empty()) {
        let mut word = word;
        let line = lines.last_mut().expect("there is a line");
        if line.is_empty() {
            line.push_str(word);
        } else if width(line) + 1 + width(word) <= wide {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
        while width(word) > wide {
            let at = cut(word, wide);
            let whole = lines.pop().expect("there is a line");
            debug_assert!(whole.ends_with(word));
            let (head, tail) = whole.split_at(whole.len() - word.len() + at);
            let tail_at = word.len() - tail.len();
            lines.push(head.to_owned());
            lines.push(tail.to_owned());
            word = &word[tail_at..];
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_stays_within_its_columns() {
        let mut page = Page::new(60);
        page.item(2, "-", &"Слово and слово ".repeat(12));
        page.para(0, &"x".repeat(130));
        let text = page.finish();
        assert!(text.lines().all(|l| width(l) <= 60), "{text}");
        assert!(text.lines().nth(1).unwrap().starts_with("    "));
        assert_eq!(text.matches('x').count(), 130);
    }

    #[test]
    fn numbers_stand_to_the_right_beside_the_last_line_of_their_label() {
        let mut page = Page::new(60);
        let row = |label: &str, cells: [&str; 2]| Row {
            indent: 0,
            label: label.to_owned(),
            cells: cells.map(str::to_owned).to_vec(),
        };
        page.table(&Table {
            corner: "coverage".to_owned(),
            head: vec!["claim only".to_owned(), "all".to_owned()],
            rows: vec![
                row("covered", ["3", "12 (10-12)"]),
                row("a label that is so long that it has to wrap", ["10", "1"]),
            ],
        });
        let expected = [
            "                                           claim",
            "coverage                                    only         all",
            "covered                                        3  12 (10-12)",
            "a label that is so long that it has to",
            "  wrap                                        10           1",
            "",
        ];
        assert_eq!(page.finish(), expected.join("\n"));
    }

    #[test]
    fn what_a_feed_brings_cannot_steer_the_terminal() {
        let mut page = Page::new(80);
        page.para(0, "a\u{1b}[2J\u{202e}b");
        page.beside(8, &[vec!["l".to_owned(), "\u{1b}c".to_owned()]]);
        page.field(0, 4, "\u{7}", "\u{9b}");
        let text = page.finish();
        assert!(
            !text.chars().any(|c| c.is_control() && c != '\n'),
            "{text:?}"
        );
        assert!(text.contains("<U+001B>[2J<U+202E>b"));
    }
}
