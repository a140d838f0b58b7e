//! Reads Rust source far enough to tell code from comments and strings, and tests from what is shipped.

use std::ops::Range;

/// What a byte of Rust source belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Code,
    Comment,
    Text,
}

/// The source with everything under a `cfg(test)` attribute blanked out; lines keep their numbers.
pub(crate) fn without_tests(source: &str) -> String {
    let kinds = kinds_of(source);
    blank(source, &test_items(source, &kinds))
}

/// The code alone: no tests, no comments, no strings; lines keep their numbers.
pub(crate) fn shipped_code(source: &str) -> String {
    let kinds = kinds_of(source);
    let mut ranges = test_items(source, &kinds);
    ranges.extend(
        source
            .char_indices()
            .filter(|(at, _)| kinds[*at] != Kind::Code)
            .map(|(at, c)| at..at + c.len_utf8()),
    );
    blank(source, &ranges)
}

fn blank(source: &str, ranges: &[Range<usize>]) -> String {
    let mut hidden = vec![false; source.len()];
    for range in ranges {
        hidden[range.clone()].fill(true);
    }
    source
        .char_indices()
        .map(|(at, c)| if hidden[at] && c != '\n' { ' ' } else { c })
        .collect()
}

/// One kind per byte.
fn kinds_of(source: &str) -> Vec<Kind> {
    let bytes = source.as_bytes();
    let mut kinds = vec![Kind::Code; bytes.len()];
    let mut at = 0;
    while at < bytes.len() {
        let rest = &source[at..];
        let (kind, length) = if rest.starts_with("//") {
            (Kind::Comment, rest.find('\n').unwrap_or(rest.len()))
        } else if rest.starts_with("/*") {
            (Kind::Comment, block_comment_length(rest))
        } else if let Some(length) = raw_string_length(rest).filter(|_| !follows_a_name(source, at))
        {
            (Kind::Text, length)
        } else if rest.starts_with('"') {
            (Kind::Text, quoted_length(rest))
        } else if let Some(length) = char_literal_length(rest) {
            (Kind::Text, length)
        } else {
            (Kind::Code, rest.chars().next().map_or(1, char::len_utf8))
        };
        kinds[at..at + length].fill(kind);
        at += length;
    }
    kinds
}

fn follows_a_name(source: &str, at: usize) -> bool {
    source[..at]
        .chars()
        .next_back()
        .is_some_and(|c| c.is_alphanumeric() || c == '_')
}

fn block_comment_length(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < rest.len() {
        if rest.as_bytes()[at..].starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if rest.as_bytes()[at..].starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    rest.len()
}

/// Of `r"..."`, `r#"..."#`, `br#"..."#` and `cr#"..."#`.
fn raw_string_length(rest: &str) -> Option<usize> {
    let prefix = ["br", "cr", "r"]
        .into_iter()
        .find(|prefix| rest.starts_with(prefix))?;
    let hashes = rest[prefix.len()..]
        .bytes()
        .take_while(|byte| *byte == b'#')
        .count();
    let opening = prefix.len() + hashes;
    if !rest[opening..].starts_with('"') {
        return None;
    }
    let closing = format!("\"{}", "#".repeat(hashes));
    let body = &rest[opening + 1..];
    Some(
        body.find(&closing)
            .map_or(rest.len(), |end| opening + 1 + end + closing.len()),
    )
}

fn quoted_length(rest: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in rest.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// Of `'x'` and `'\n'`, not of a lifetime.
fn char_literal_length(rest: &str) -> Option<usize> {
    let body = rest.strip_prefix('\'')?;
    let mut chars = body.char_indices();
    let (_, first) = chars.next()?;
    if first == '\\' {
        let (escaped_at, escaped) = chars.next()?;
        let after = escaped_at + escaped.len_utf8();
        return body[after..].find('\'').map(|close| 1 + after + close + 1);
    }
    let (end, second) = chars.next()?;
    (second == '\'').then_some(1 + end + 1)
}

/// Where the items under `#[cfg(test)]` (or `cfg(all(test, ..))`) lie, attribute included.
fn test_items(source: &str, kinds: &[Kind]) -> Vec<Range<usize>> {
    if source.contains("#![cfg(test)]") {
        return std::iter::once(0..source.len()).collect();
    }
    let mut items = Vec::new();
    let mut from = 0;
    while let Some(found) = source[from..].find("#[cfg(") {
        let start = from + found;
        let attribute_end = matching_end(source, kinds, start + 1);
        let condition: String = source[start..attribute_end]
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect();
        let is_test =
            condition.starts_with("#[cfg(test)") || condition.starts_with("#[cfg(all(test,");
        if kinds[start] != Kind::Code || !is_test {
            from = start + 1;
            continue;
        }
        let end = item_end(source, kinds, attribute_end);
        items.push(start..end);
        from = end;
    }
    items
}

/// The end of the item that starts after `from`: past its first `;` outside brackets, or past its braces.
fn item_end(source: &str, kinds: &[Kind], from: usize) -> usize {
    let bytes = source.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        if kinds[at] == Kind::Code {
            match bytes[at] {
                b'(' | b'[' => {
                    at = matching_end(source, kinds, at);
                    continue;
                }
                b'{' => return matching_end(source, kinds, at),
                b';' => return at + 1,
                b'}' => return at,
                _ => {}
            }
        }
        at += 1;
    }
    bytes.len()
}

/// Just past the bracket that closes the one at `open`.
fn matching_end(source: &str, kinds: &[Kind], open: usize) -> usize {
    let mut depth = 0_i32;
    for (at, byte) in source.bytes().enumerate().skip(open) {
        if kinds[at] != Kind::Code {
            continue;
        }
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth -= 1,
            _ => continue,
        }
        if depth == 0 {
            return at + 1;
        }
    }
    source.len()
}

#[cfg(test)]
mod tests {
    use super::{shipped_code, without_tests};

    #[test]
    fn test_modules_functions_and_imports_are_blanked_and_the_rest_stays() {
        let source = concat!(
            "use a;\n#[cfg(test)]\nuse only_test::{x, y};\nfn kept() { let c = '{'; let s = \"}{\"; }\n",
            "#[cfg(test)]\n#[allow(dead_code)]\nimpl<A, B> Gone for Pair<A, B> { }\n#[cfg(test)]\nmod tests {\n  // }\n  const R: &str = r#\"}\"#;\n  fn t() { '\\'' }\n}\n",
            "fn also_kept<'a>(x: &'a str) {}\n#[cfg(all(test, unix))]\nfn gone() -> [u8; 2] { [1; 2] }\nstruct Last;\n",
        );
        let rest = without_tests(source);
        for word in ["use a;", "kept()", "also_kept", "struct Last;"] {
            assert!(rest.contains(word), "`{word}` is missing from:\n{rest}");
        }
        for word in ["only_test", "mod tests", "gone", "Gone", "const R"] {
            assert!(!rest.contains(word), "`{word}` is left in:\n{rest}");
        }
        assert_eq!(rest.lines().count(), source.lines().count());
    }

    #[test]
    fn code_under_other_conditions_stays() {
        let source =
            "#[cfg(not(test))]\nfn shipped() {}\n#[cfg(feature = \"test\")]\nfn too() {}\n";
        assert_eq!(without_tests(source), source);
    }

    #[test]
    fn comments_and_strings_are_no_code() {
        let source = "/* a /* b */ c */ let x = \"std::fs \\\" y\"; // std::net\nlet br = '\\n'; call::<'a>(r\"std::env\");\n";
        let code = shipped_code(source);
        let words: Vec<&str> = code.split_whitespace().collect();
        assert_eq!(
            words,
            [
                "let",
                "x",
                "=",
                ";",
                "let",
                "br",
                "=",
                ";",
                "call::<'a>(",
                ");"
            ]
        );
    }
}
