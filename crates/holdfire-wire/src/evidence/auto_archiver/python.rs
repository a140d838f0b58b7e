//! Values as Python prints them (`repr`), as JSON values.
//!
//! The CSV database of the archiver holds such text. Nothing is evaluated: literals are read, a few calls of `datetime` are
//! understood, and anything else is kept as its text.

use std::fmt::Write as _;

use serde_json::{Map, Number, Value};

/// The deepest nesting that is read.
const DEPTH: usize = 64;

/// Reads one value that takes up the whole text.
pub(super) fn read(text: &str) -> Result<Value, String> {
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(DEPTH)?;
    reader.blank();
    if reader.at < text.len() {
        return Err(reader.failed("the end"));
    }
    Ok(value)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn blank(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn take(&mut self, wanted: char) -> bool {
        self.blank();
        let found = self.peek() == Some(wanted);
        if found {
            self.at += wanted.len_utf8();
        }
        found
    }

    fn failed(&self, wanted: &str) -> String {
        let found: String = self.rest().chars().take(20).collect();
        format!(
            "{wanted} expected at character {}, found `{found}`",
            self.at + 1
        )
    }

    fn value(&mut self, depth: usize) -> Result<Value, String> {
        let Some(below) = depth.checked_sub(1) else {
            return Err(format!("it is nested deeper than {DEPTH} levels"));
        };
        self.blank();
        match self.peek() {
            Some('{') => self.braces(below),
            Some('[') => {
                self.at += 1;
                self.list(']', below)
            }
            Some('(') => {
                self.at += 1;
                self.list(')', below)
            }
            Some('\'' | '"') => self.text().map(Value::String),
            Some('<') => Ok(Value::String(self.angled())),
            Some(c) if c.is_ascii_digit() || c == '-' => self.number(),
            Some(c) if c.is_alphabetic() || c == '_' => self.word(below),
            _ => Err(self.failed("a value")),
        }
    }

    /// A dictionary or a set.
    fn braces(&mut self, depth: usize) -> Result<Value, String> {
        self.at += 1;
        let mut map = Map::new();
        let mut set = Vec::new();
        loop {
            if self.take('}') {
                break;
            }
            let first = self.value(depth)?;
            if self.take(':') {
                let key = match first {
                    Value::String(key) => key,
                    other => other.to_string(),
                };
                map.insert(key, self.value(depth)?);
            } else {
                set.push(first);
            }
            if !self.take(',') && self.peek() != Some('}') {
                return Err(self.failed("`,` or `}`"));
            }
        }
        match (map.is_empty(), set.is_empty()) {
            (_, true) => Ok(Value::Object(map)),
            (true, false) => Ok(Value::Array(set)),
            (false, false) => Err("a dictionary has an entry without a value".to_owned()),
        }
    }

    fn list(&mut self, close: char, depth: usize) -> Result<Value, String> {
        let mut all = Vec::new();
        loop {
            if self.take(close) {
                return Ok(Value::Array(all));
            }
            all.push(self.value(depth)?);
            if !self.take(',') && self.peek() != Some(close) {
                return Err(self.failed(&format!("`,` or `{close}`")));
            }
        }
    }

    fn number(&mut self) -> Result<Value, String> {
        let rest = self.rest();
        let length = rest
            .find(|c: char| !c.is_ascii_alphanumeric() && !"+-._".contains(c))
            .unwrap_or(rest.len());
        let text = &rest[..length];
        let number = text
            .parse::<i64>()
            .map(Number::from)
            .ok()
            .or_else(|| text.parse::<f64>().ok().and_then(Number::from_f64));
        // Numbers that JSON has no place for stay as their text.
        let value = number.map_or_else(|| Value::String(text.to_owned()), Value::Number);
        if length == 0 {
            return Err(self.failed("a number"));
        }
        self.at += length;
        Ok(value)
    }

    /// A name: a constant, the prefix of a text, or a call.
    fn word(&mut self, depth: usize) -> Result<Value, String> {
        let rest = self.rest();
        let length = rest
            .find(|c: char| !c.is_alphanumeric() && !"_.".contains(c))
            .unwrap_or(rest.len());
        let word = rest[..length].to_owned();
        self.at += length;
        match (word.as_str(), self.peek()) {
            ("b" | "B" | "u" | "U", Some('\'' | '"')) => return self.text().map(Value::String),
            ("True", _) => return Ok(Value::Bool(true)),
            ("False", _) => return Ok(Value::Bool(false)),
            ("None", _) => return Ok(Value::Null),
            (_, Some('(')) => {}
            _ => return Ok(Value::String(word)),
        }
        self.at += 1;
        let (mut places, mut named) = (Vec::new(), Vec::new());
        loop {
            if self.take(')') {
                break;
            }
            match self.argument_name() {
                Some(name) => named.push((name, self.value(depth)?)),
                None => places.push(self.value(depth)?),
            }
            if !self.take(',') && self.peek() != Some(')') {
                return Err(self.failed("`,` or `)`"));
            }
        }
        Ok(call(&word, &places, &named))
    }

    /// `name=`, if that comes next.
    fn argument_name(&mut self) -> Option<String> {
        self.blank();
        let rest = self.rest();
        let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_')?;
        let name = rest[..length].to_owned();
        if length == 0 || !rest[length..].starts_with('=') {
            return None;
        }
        self.at += length + 1;
        Some(name)
    }

    /// `<Object of some class>`, kept as it is.
    fn angled(&mut self) -> String {
        let rest = self.rest();
        let length = rest.find('>').map_or(rest.len(), |at| at + 1);
        let text = rest[..length].to_owned();
        self.at += length;
        text
    }

    fn text(&mut self) -> Result<String, String> {
        let quote = self.peek().unwrap_or('\'');
        self.at += 1;
        let mut text = String::new();
        loop {
            let Some(c) = self.peek() else {
                return Err("a text has no end".to_owned());
            };
            self.at += c.len_utf8();
            match c {
                _ if c == quote => return Ok(text),
                '\\' => self.escape(&mut text)?,
                _ => text.push(c),
            }
        }
    }

    fn escape(&mut self, text: &mut String) -> Result<(), String> {
        let Some(c) = self.peek() else {
            return Err("a text has no end".to_owned());
        };
        self.at += c.len_utf8();
        let width = match c {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => {
                match c {
                    'n' => text.push('\n'),
                    't' => text.push('\t'),
                    'r' => text.push('\r'),
                    '\\' | '\'' | '"' => text.push(c),
                    // As Python does with escapes that it does not know.
                    other => text.extend(['\\', other]),
                }
                return Ok(());
            }
        };
        let digits = self.rest().get(..width);
        let code = digits.and_then(|d| u32::from_str_radix(d, 16).ok());
        let Some(code) = code else {
            return Err(self.failed("hexadecimal digits"));
        };
        self.at += width;
        // Halves of pairs cannot stand alone in text.
        text.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
        Ok(())
    }
}

/// What a call stands for: times are understood, others are kept as text.
fn call(name: &str, places: &[Value], named: &[(String, Value)]) -> Value {
    match name.rsplit('.').next() {
        Some("datetime") => {
            if let Some(time) = datetime(places, named) {
                return Value::String(time);
            }
        }
        Some("tzutc") => return Value::String("+00:00".to_owned()),
        Some("timedelta" | "timezone") => {
            if let Some(offset) = offset(places, named) {
                return Value::String(offset);
            }
        }
        // A set, or an ordered dictionary: its only argument.
        Some("set" | "frozenset" | "OrderedDict" | "defaultdict") if places.len() <= 1 => {
            return places.first().cloned().unwrap_or(Value::Array(Vec::new()));
        }
        _ => {}
    }
    let mut text = format!("{name}(");
    for value in places {
        let _ = write!(text, "{value}, ");
    }
    for (name, value) in named {
        let _ = write!(text, "{name}={value}, ");
    }
    Value::String(text.trim_end_matches(", ").to_owned() + ")")
}

/// `datetime.datetime(2025, 3, 26, 10, 0, 5, 250000, tzinfo=datetime.timezone.utc)`.
fn datetime(places: &[Value], named: &[(String, Value)]) -> Option<String> {
    let numbers: Vec<i64> = places.iter().map(Value::as_i64).collect::<Option<_>>()?;
    let [year, month, day, rest @ ..] = numbers.as_slice() else {
        return None;
    };
    let part = |at: usize| rest.get(at).copied().unwrap_or(0);
    let mut text = format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}",
        part(0),
        part(1),
        part(2)
    );
    if part(3) != 0 {
        let _ = write!(text, ".{:06}", part(3));
    }
    for (name, value) in named {
        match (name.as_str(), value.as_str()) {
            ("tzinfo", Some("datetime.timezone.utc" | "timezone.utc")) => text.push_str("+00:00"),
            ("tzinfo", Some(offset)) if offset.starts_with(['+', '-']) => text.push_str(offset),
            ("tzinfo", _) => return None,
            _ => {}
        }
    }
    Some(text)
}

/// `datetime.timedelta(days=-1, seconds=68400)`, or `datetime.timezone(` around one.
fn offset(places: &[Value], named: &[(String, Value)]) -> Option<String> {
    if let [Value::String(inner)] = places {
        return inner.starts_with(['+', '-']).then(|| inner.clone());
    }
    let mut seconds = 0i64;
    for (name, value) in named {
        let unit = match name.as_str() {
            "days" => 86_400,
            "hours" => 3_600,
            "minutes" => 60,
            "seconds" => 1,
            _ => return None,
        };
        seconds = seconds.checked_add(value.as_i64()?.checked_mul(unit)?)?;
    }
    for (value, unit) in places.iter().zip([86_400, 1]) {
        seconds = seconds.checked_add(value.as_i64()?.checked_mul(unit)?)?;
    }
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.unsigned_abs() / 60;
    (minutes < 24 * 60).then(|| format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_read_as_python_prints_them() {
        let check = |text: &str, expected: Value| assert_eq!(read(text), Ok(expected), "{text}");
        check(
            r#"{'url': 'https://example.com', "it's": [1, -2.5, True, None], 'b': b'\x00a', 's': {'x', 'y'}}"#,
            json!({"url": "https://example.com", "it's": [1, -2.5, true, null], "b": "\0a", "s": ["x", "y"]}),
        );
        check("('a', )", json!(["a"]));
        check("{}", json!({}));
        check("set()", json!([]));
        check(
            "datetime.datetime(2025, 3, 26, 10, 0, tzinfo=datetime.timezone.utc)",
            json!("2025-03-26T10:00:00+00:00"),
        );
        check(
            "datetime.datetime(2025, 3, 26, 10, 0, 5, 42, tzinfo=datetime.timezone(datetime.timedelta(days=-1, seconds=68400)))",
            json!("2025-03-26T10:00:05.000042-05:00"),
        );
        check(
            "datetime.datetime(2025, 3, 26, 10, 0)",
            json!("2025-03-26T10:00:00"),
        );
        check(
            "datetime.datetime(2025, 3, 26, 10, 0, tzinfo=tzutc())",
            json!("2025-03-26T10:00:00+00:00"),
        );
        check(
            "[<Story object at 0x7f>, nan]",
            json!(["<Story object at 0x7f>", "nan"]),
        );
        check(r"'\u0441\U0001F600\n'", json!("с😀\n"));
        check("Thing(1, a='b')", json!("Thing(1, a=\"b\")"));
    }

    #[test]
    fn what_is_no_value_is_refused() {
        for text in [
            "",
            "{",
            "[1",
            "'a",
            "{'a': 1 'b': 2}",
            "[1] 2",
            "{'a': 1, 'b'}",
            "'\\x0'",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
        assert!(read(&"[".repeat(100_000)).is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_survived(text in r#"[\[\]{}()'":,a-c0-9\\xu=<> ]{0,60}"#) {
            let _ = read(&text);
        }

        #[test]
        fn texts_come_back(text in "\\PC{0,40}") {
            let printed = format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"));
            prop_assert_eq!(read(&printed), Ok(Value::String(text)));
        }
    }
}
