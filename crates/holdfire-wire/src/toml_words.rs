//! The words of the TOML parser in ours, with a hint where a slip of the pen is likely.

use schemars::JsonSchema;
use serde_json::Value;
use toml::de::DeValue;

use crate::problem::nearest;
use crate::toml_file::Step;

/// What the text itself is not: TOML.
pub(crate) fn not_toml(text: &str, offset: usize, message: &str) -> (String, String) {
    let line = text[..offset.min(text.len())]
        .rfind('\n')
        .map_or(text, |i| &text[i + 1..]);
    let line = line.lines().next().unwrap_or_default().trim();
    let header = line
        .strip_prefix('[')
        .filter(|rest| !rest.starts_with('['))
        .and_then(|rest| rest.split_once(']'));
    match header {
        Some((name, _)) if message.contains("duplicate key") => (
            format!("`[{name}]` is there twice"),
            format!("write `[[{name}]]` for each, also for the first"),
        ),
        _ if message.contains("duplicate key") => (
            format!("not TOML: the key of `{line}` is there twice"),
            "take one of the two lines out".to_owned(),
        ),
        _ => (
            format!("not TOML: {message}"),
            "texts stand in double quotes, lists in square brackets, dates of terms in quotes too"
                .to_owned(),
        ),
    }
}

/// Says which fields are missing.
pub(crate) fn lacking(fields: &[String]) -> String {
    let names: Vec<String> = fields.iter().map(|f| format!("`{f}`")).collect();
    let verb = if names.len() == 1 { "is" } else { "are" };
    format!("{} {verb} missing", names.join(", "))
}

/// The fields that the element at the path must have; the one that the message names if the schema does not tell.
pub(crate) fn required<T: JsonSchema>(path: &[Step], message: &str) -> Vec<String> {
    let root = schemars::schema_for!(T).to_value();
    let mut at = vec![&root];
    for step in path {
        at = at.into_iter().flat_map(|s| inner(&root, s, step)).collect();
    }
    let named = ticked(message).next().unwrap_or_default().to_owned();
    at.into_iter()
        .flat_map(|s| shapes(&root, s))
        .filter_map(|s| s.get("required")?.as_array())
        .map(|list| {
            list.iter()
                .filter_map(|f| Some(f.as_str()?.to_owned()))
                .collect::<Vec<_>>()
        })
        .find(|list| list.contains(&named))
        .unwrap_or_else(|| vec![named])
}

/// A schema, what it refers to, and its alternatives.
fn shapes<'s>(root: &'s Value, schema: &'s Value) -> Vec<&'s Value> {
    let mut list = vec![schema];
    if let Some(pointer) = schema.get("$ref").and_then(Value::as_str)
        && let Some(meant) = root.pointer(pointer.trim_start_matches('#'))
    {
        list.extend(shapes(root, meant));
    }
    for one in schema
        .get("anyOf")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        list.extend(shapes(root, one));
    }
    list
}

fn inner<'s>(root: &'s Value, schema: &'s Value, step: &Step) -> Vec<&'s Value> {
    shapes(root, schema)
        .into_iter()
        .filter_map(|shape| match step {
            Step::Key(key) => shape
                .get("properties")
                .and_then(|p| p.get(key))
                .or_else(|| shape.get("additionalProperties").filter(|a| a.is_object())),
            Step::Item(_) => shape.get("items"),
        })
        .collect()
}

fn ticked(message: &str) -> impl Iterator<Item = &str> {
    message.split('`').skip(1).step_by(2)
}

/// The word of a hint `did you mean ...`.
pub(crate) fn meant(hint: &str) -> Option<String> {
    let rest = hint.strip_prefix("did you mean `")?;
    Some(rest.split('`').next()?.to_owned())
}

/// The parser's words in ours. `path` leads to the value, `shown` is its text in the file.
pub(crate) fn reword(
    message: &str,
    path: &[Step],
    value: Option<&DeValue<'_>>,
    shown: &str,
) -> (String, Option<String>) {
    let keys: Vec<&str> = path
        .iter()
        .filter_map(|step| match step {
            Step::Key(key) => Some(key.as_str()),
            Step::Item(_) => None,
        })
        .collect();
    let key = keys.last().copied().unwrap_or_default();
    let alone = matches!(path.last(), Some(Step::Key(_)));
    let write = |value: &str| {
        Some(if alone {
            format!("write `{key} = {value}`")
        } else {
            format!("write `{value}`")
        })
    };
    let quoted = format!("\"{}\"", shown.trim());
    if let Some(DeValue::Datetime(_)) = value {
        let message = format!(
            "`{key}` is `{}`: dates stand in double quotes",
            shown.trim()
        );
        return (message, write(&quoted));
    }
    let (_, expected) = message.split_once("expected").unwrap_or_default();
    let words: Vec<&str> = ticked(expected).collect();
    let hint = |word: &str| {
        nearest(word, words.iter().copied())
            .map(|near| format!("did you mean `{near}`?"))
            .or_else(|| (!words.is_empty()).then(|| format!("known here: {}", words.join(", "))))
    };
    let word = ticked(message).next().unwrap_or_default();
    if message.starts_with("unknown field") {
        return (format!("`{word}` is not known here"), hint(word));
    }
    if message.starts_with("unknown variant") {
        return (
            format!("`{key}` is `{word}`, which is not one of the possible words"),
            hint(word),
        );
    }
    let is_table = matches!(value, Some(DeValue::Table(_)));
    match expected.trim() {
        "a sequence" if is_table => (
            format!("`{}` may stand several times", keys.join(".")),
            Some(format!("write `[[{}]]`", keys.join("."))),
        ),
        "a sequence" => (
            format!("`{key}` is a list"),
            write(&format!("[{}]", shown.trim())),
        ),
        e if e.starts_with("an array of length 2") => (
            format!("`{key}` is a list of two"),
            Some("the earlier first: `[\"2030-03-01\", \"2030-03-02\"]`".to_owned()),
        ),
        "a moment or a band" => (
            format!(
                "`{key}` is `{}`: dates stand in double quotes",
                shown.trim()
            ),
            write(&date_of(shown).unwrap_or_else(|| "\"2030-03-01 04:45\"".to_owned())),
        ),
        "a string" => match date_of(shown) {
            Some(date) => (
                format!(
                    "`{key}` is `{}`: dates stand in double quotes",
                    shown.trim()
                ),
                write(&date),
            ),
            None => (
                format!("`{key}` is a text, and texts stand in double quotes"),
                if is_table || matches!(value, Some(DeValue::Array(_))) {
                    None
                } else {
                    write(&quoted)
                },
            ),
        },
        "u32" | "u64" | "i64" | "f64" | "floating point" => {
            let whole = expected.trim().starts_with(['u', 'i']);
            let bare = shown.trim().trim_matches(['"', '\'']);
            let example = bare
                .parse::<u32>()
                .map_or("30".to_owned(), |n| n.to_string());
            let kind = if whole { "a whole number" } else { "a number" };
            (
                format!(
                    "`{key}` is `{}`, which is not {kind} that fits here",
                    shown.trim()
                ),
                Some(format!("{kind}, without quotes: `{key} = {example}`")),
            )
        }
        "a boolean" => (
            format!("`{key}` is `true` or `false`, without quotes"),
            None,
        ),
        e if e.starts_with("struct") || e == "a map" || e == "a table or a list of tables" => (
            format!("`{key}` is a table, with fields of its own"),
            Some(format!(
                "write `[{}]` and its fields below it",
                keys.join(".")
            )),
        ),
        _ if message.starts_with("wanted string or table") => (
            format!("`{key}` is a word in double quotes"),
            write(&quoted),
        ),
        _ => (format!("`{key}`: {message}"), None),
    }
}

/// `20300301` as a date in quotes.
fn date_of(shown: &str) -> Option<String> {
    let digits = shown.trim();
    let plain = digits.len() == 8 && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| format!("\"{}-{}-{}\"", &digits[..4], &digits[4..6], &digits[6..]))
}
