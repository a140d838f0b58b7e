//! Delimited text: records with the physical line on which they start.
//!
//! Written here because two things matter that general readers do not give: the physical line, also after line breaks
//! inside quotes, and an unclosed quote that costs one line, not the rest of the file.

use std::borrow::Cow;

use super::MAX_ROW_BYTES;

/// How often a record may be given up and reading begin again on the next line, before the rest is given up too: each
/// costs a scan of at most [`MAX_ROW_BYTES`].
const MAX_RESTARTS: u32 = 1_000;

/// What is wrong with a record as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RecordFault {
    /// A quote is opened and not closed (or not within [`MAX_ROW_BYTES`]).
    OpenQuote,
    /// Something other than a delimiter follows a closing quote.
    AfterQuote,
    /// The record is longer than [`MAX_ROW_BYTES`].
    TooLong,
    /// So many records had broken quotes that reading stopped; all that follows is lost.
    GivenUp,
}

/// One record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Record<'a> {
    /// The physical line on which it starts, from 1.
    pub line: u64,
    /// Its fields, or what is wrong with it.
    pub fields: Result<Vec<Cow<'a, str>>, RecordFault>,
}

/// Reads records one by one.
pub(crate) struct Records<'a> {
    text: &'a str,
    at: usize,
    line: u64,
    delimiter: u8,
    quotes: bool,
    restarts: u32,
}

impl<'a> Records<'a> {
    /// Reads `text`, with an ASCII delimiter; without `quotes` a `"` is a character like any other.
    pub(crate) fn new(text: &'a str, delimiter: u8, quotes: bool) -> Self {
        Self {
            text,
            at: 0,
            line: 1,
            delimiter,
            quotes,
            restarts: 0,
        }
    }

    fn read(&self) -> Result<(Vec<Cow<'a, str>>, usize), RecordFault> {
        let bytes = self.text.as_bytes();
        let mut fields = Vec::new();
        let mut at = self.at;
        loop {
            let field;
            if self.quotes && bytes.get(at) == Some(&b'"') {
                (field, at) = self.quoted(at + 1)?;
            } else {
                let end = bytes[at..]
                    .iter()
                    .position(|b| *b == self.delimiter || *b == b'\n' || *b == b'\r')
                    .map_or(bytes.len(), |n| at + n);
                field = Cow::Borrowed(&self.text[at..end]);
                at = end;
            }
            if at - self.at > MAX_ROW_BYTES {
                return Err(RecordFault::TooLong);
            }
            fields.push(field);
            match bytes.get(at) {
                Some(b) if *b == self.delimiter => at += 1,
                Some(b'\r') if bytes.get(at + 1) == Some(&b'\n') => return Ok((fields, at + 2)),
                Some(b'\r' | b'\n') => return Ok((fields, at + 1)),
                None => return Ok((fields, at)),
                Some(_) => return Err(RecordFault::AfterQuote),
            }
        }
    }

    /// The field that starts behind the quote at `from - 1`, and the place behind its closing quote.
    fn quoted(&self, from: usize) -> Result<(Cow<'a, str>, usize), RecordFault> {
        let bytes = self.text.as_bytes();
        let limit = bytes.len().min(self.at + MAX_ROW_BYTES);
        let mut field = Cow::Borrowed("");
        let mut start = from;
        loop {
            let rest = bytes.get(start..limit).ok_or(RecordFault::OpenQuote)?;
            let end = start
                + rest
                    .iter()
                    .position(|b| *b == b'"')
                    .ok_or(RecordFault::OpenQuote)?;
            let piece = &self.text[start..end];
            let escaped = bytes.get(end + 1) == Some(&b'"');
            if field.is_empty() && !escaped {
                return Ok((Cow::Borrowed(piece), end + 1));
            }
            let text = field.to_mut();
            text.push_str(piece);
            if !escaped {
                return Ok((field, end + 1));
            }
            text.push('"');
            start = end + 2;
        }
    }

    fn next_line(&self) -> usize {
        let bytes = self.text.as_bytes();
        match bytes[self.at..]
            .iter()
            .position(|b| matches!(b, b'\n' | b'\r'))
        {
            None => bytes.len(),
            Some(n)
                if bytes[self.at + n] == b'\r' && bytes.get(self.at + n + 1) == Some(&b'\n') =>
            {
                self.at + n + 2
            }
            Some(n) => self.at + n + 1,
        }
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.text.len() {
            return None;
        }
        let line = self.line;
        let (fields, end) = match self.read() {
            Ok((fields, end)) => (Ok(fields), end),
            Err(_) if self.restarts == MAX_RESTARTS => (Err(RecordFault::GivenUp), self.text.len()),
            Err(fault) => {
                self.restarts += 1;
                (Err(fault), self.next_line())
            }
        };
        self.line += line_breaks(&self.text.as_bytes()[self.at..end]);
        self.at = end;
        Some(Record { line, fields })
    }
}

/// How many line breaks there are: `\n`, `\r\n` or `\r`.
pub(crate) fn line_breaks(bytes: &[u8]) -> u64 {
    let mut count = 0;
    for (i, b) in bytes.iter().enumerate() {
        count += u64::from(*b == b'\n' || (*b == b'\r' && bytes.get(i + 1) != Some(&b'\n')));
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(u64, Result<&[&str], RecordFault>)]) {
        let got: Vec<(u64, Result<Vec<String>, RecordFault>)> = Records::new(text, b';', true)
            .map(|r| {
                (
                    r.line,
                    r.fields
                        .map(|f| f.into_iter().map(Cow::into_owned).collect()),
                )
            })
            .collect();
        let expected: Vec<(u64, Result<Vec<String>, RecordFault>)> = expected
            .iter()
            .map(|(l, r)| {
                (
                    *l,
                    r.clone()
                        .map(|f| f.iter().map(|s| (*s).to_owned()).collect()),
                )
            })
            .collect();
        assert_eq!(got, expected, "{text:?}");
    }

    #[test]
    fn records_carry_the_physical_line_also_after_breaks_inside_quotes() {
        check(
            "a;b\r\n\"x\r\ny\";\"1\"\"2\"\n\n;z",
            &[
                (1, Ok(&["a", "b"])),
                (2, Ok(&["x\r\ny", "1\"2"])),
                (4, Ok(&[""])),
                (5, Ok(&["", "z"])),
            ],
        );
    }

    #[test]
    fn a_lone_carriage_return_ends_a_line() {
        check("a;b\rc;d\r", &[(1, Ok(&["a", "b"])), (2, Ok(&["c", "d"]))]);
    }

    #[test]
    fn an_unclosed_quote_costs_one_line() {
        check(
            "a;\"b\nc;d\n",
            &[(1, Err(RecordFault::OpenQuote)), (2, Ok(&["c", "d"]))],
        );
        check(
            "\"a\" b;c\nd;e",
            &[(1, Err(RecordFault::AfterQuote)), (2, Ok(&["d", "e"]))],
        );
    }

    #[test]
    fn a_quote_inside_a_field_is_a_character() {
        check("a \"b\" c;d", &[(1, Ok(&["a \"b\" c", "d"]))]);
    }

    #[test]
    fn a_row_of_more_than_a_mebibyte_is_refused_and_the_next_is_read() {
        let text = format!("{};x\nc;d", "y".repeat(MAX_ROW_BYTES + 1));
        check(
            &text,
            &[(1, Err(RecordFault::TooLong)), (2, Ok(&["c", "d"]))],
        );
    }

    #[test]
    fn without_quotes_a_quote_is_a_character() {
        let got: Vec<_> = Records::new("\"a\tb", b'\t', false)
            .map(|r| r.fields)
            .collect();
        assert_eq!(got, [Ok(vec![Cow::Borrowed("\"a"), Cow::Borrowed("b")])]);
    }
}
