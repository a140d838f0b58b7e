//! The mapping file, version 1: TOML, specified in `docs/spec/import-map.md`.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, Visitor, value::MapAccessDeserializer};
use toml::Spanned;

use super::dates::Order;
use super::problem::{ImportError, ImportProblem, shown};
use super::table::Settings;

/// A mapping, checked for what can be checked without the table.
pub(crate) struct Map {
    /// How the table is to be read.
    pub settings: Settings,
    /// How dates are to be read.
    pub dates: Dates,
    /// The decimal sign, if it is named.
    pub decimal: Option<char>,
    /// Where the target columns come from.
    pub columns: Vec<(String, Keyed<Rule>)>,
    /// Target columns with the same value in each row.
    pub constants: Vec<(String, Keyed<String>)>,
    /// Words of the table and what they mean, by target column.
    pub values: Vec<(String, BTreeMap<String, Keyed<String>>)>,
    /// Columns that are left out on purpose.
    pub ignored: Vec<Keyed<String>>,
}

/// A value with its line in the mapping file.
#[derive(Clone, Debug)]
pub(crate) struct Keyed<T> {
    /// The line.
    pub line: u64,
    /// The value.
    pub value: T,
}

/// How dates are to be read, as far as the mapping says.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Dates {
    /// The order of day and month.
    pub order: Option<Order>,
    /// What a written midnight means.
    pub midnight: Option<Midnight>,
    /// The century of years of two digits: 1900 or 2000.
    pub century: Option<i16>,
    /// Whether day numbers are dates, and if so, whether they count from 1904.
    pub from_1904: Option<bool>,
    /// True if somebody has checked a column in which true dates and dates as text stand side by side.
    pub mixed_checked: bool,
}

/// What `00:00` behind a date means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(crate) enum Midnight {
    /// The program that wrote the table knew the date only.
    #[serde(rename = "date-alone")]
    DateAlone,
    /// The minute 00:00.
    #[serde(rename = "moment")]
    Moment,
}

/// Which part of a combined date and time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Part {
    /// The date.
    Date,
    /// The time of day.
    Time,
}

/// Where a target column comes from.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rule {
    /// One column.
    pub from: Option<String>,
    /// Several columns, put together.
    pub join: Option<Vec<String>>,
    /// What stands between them.
    pub with: Option<String>,
    /// A part of a combined date and time.
    pub part: Option<Part>,
    /// The order of the date, where this column differs from `[dates]`.
    pub format: Option<String>,
    /// What a midnight means, where this column differs from `[dates]`.
    pub midnight: Option<Midnight>,
    /// What stands between several words of one cell.
    pub split: Option<String>,
    /// The beginning of ids that are made from the number of the line.
    pub number: Option<String>,
}

/// A column name, or a table with more to say.
struct RuleOrName(Rule);

impl<'de> Deserialize<'de> for RuleOrName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = RuleOrName;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(
                    "a column name, or a table such as `{ from = \"When\", part = \"date\" }`",
                )
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<RuleOrName, E> {
                Ok(RuleOrName(Rule {
                    from: Some(name.to_owned()),
                    ..Rule::default()
                }))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<RuleOrName, A::Error> {
                Rule::deserialize(MapAccessDeserializer::new(map)).map(RuleOrName)
            }
        }
        deserializer.deserialize_any(Either)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    #[serde(default)]
    encoding: EncodingPart,
    #[serde(default)]
    delimiter: DelimiterPart,
    #[serde(default)]
    sheet: SheetPart,
    #[serde(default)]
    header: HeaderPart,
    #[serde(default)]
    dates: DatesPart,
    #[serde(default)]
    numbers: NumbersPart,
    #[serde(default)]
    columns: BTreeMap<String, Spanned<RuleOrName>>,
    #[serde(default)]
    constants: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    values: BTreeMap<String, BTreeMap<String, Spanned<String>>>,
    #[serde(default)]
    ignore: IgnorePart,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct EncodingPart {
    name: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct DelimiterPart {
    character: Option<Spanned<String>>,
    quotes: Option<bool>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct SheetPart {
    name: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeaderPart {
    line: Option<u64>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct DatesPart {
    format: Option<Spanned<String>>,
    midnight: Option<Midnight>,
    century: Option<Spanned<i16>>,
    serial: Option<Spanned<String>>,
    mixed_cells: Option<Spanned<String>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct NumbersPart {
    decimal: Option<Spanned<String>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct IgnorePart {
    #[serde(default)]
    columns: Vec<Spanned<String>>,
}

/// Reads a mapping file.
///
/// # Errors
/// [`ImportError::Map`] with the line of each mistake.
pub(crate) fn parse(text: &str) -> Result<Map, ImportError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let line_of = |span: Range<usize>| {
        1 + text
            .as_bytes()
            .iter()
            .take(span.start)
            .filter(|b| **b == b'\n')
            .count() as u64
    };
    let file: File = toml::from_str(text).map_err(|e| {
        let line = e.span().map(line_of);
        let hint = "the form of a mapping file is in docs/spec/import-map.md; `--draft-map` writes a first one";
        ImportError::Map(vec![ImportProblem::in_map(line, "", shown_message(e.message()), hint)])
    })?;
    if file.version != 1 {
        let message = format!(
            "`version` is {}; this program reads version 1",
            file.version
        );
        return Err(ImportError::Map(vec![ImportProblem::in_map(
            None,
            "version",
            message,
            "write `version = 1`",
        )]));
    }
    let mut problems = Vec::new();
    let mut one_of = |key: &str, value: &Option<Spanned<String>>, allowed: &[&str]| {
        let found = value.as_ref()?;
        let place = allowed.iter().position(|a| *a == found.get_ref());
        if place.is_none() {
            let message = format!("`{key}` is `{}`", shown(found.get_ref()));
            let hint = format!("write {}", super::problem::any_of(allowed));
            problems.push(ImportProblem::in_map(
                Some(line_of(found.span())),
                key,
                message,
                &hint,
            ));
        }
        place
    };
    let delimiter = one_of(
        "delimiter.character",
        &file.delimiter.character,
        &[",", ";", "tab", "\t", "|"],
    )
    .map(|n| [b',', b';', b'\t', b'\t', b'|'][n]);
    let decimal =
        one_of("numbers.decimal", &file.numbers.decimal, &[",", "."]).map(|n| [',', '.'][n]);
    let orders = [
        Order::DayMonthYear,
        Order::MonthDayYear,
        Order::YearMonthDay,
    ];
    let order =
        one_of("dates.format", &file.dates.format, &orders.map(Order::name)).map(|n| orders[n]);
    let from_1904 = one_of("dates.serial", &file.dates.serial, &["1900", "1904"]).map(|n| n == 1);
    let mixed_checked =
        one_of("dates.mixed_cells", &file.dates.mixed_cells, &["checked"]).is_some();
    if let Some(century) = file
        .dates
        .century
        .as_ref()
        .filter(|c| !matches!(c.get_ref(), 1900 | 2000))
    {
        let message = format!("`dates.century` is {}", century.get_ref());
        problems.push(ImportProblem::in_map(
            Some(line_of(century.span())),
            "dates.century",
            message,
            "write 1900 or 2000",
        ));
    }
    if !problems.is_empty() {
        return Err(ImportError::Map(problems));
    }
    Ok(Map {
        settings: Settings {
            encoding: file.encoding.name,
            delimiter,
            no_quotes: file.delimiter.quotes == Some(false),
            sheet: file.sheet.name,
            header_line: file.header.line,
        },
        dates: Dates {
            order,
            midnight: file.dates.midnight,
            century: file.dates.century.map(Spanned::into_inner),
            from_1904,
            mixed_checked,
        },
        decimal,
        columns: file
            .columns
            .into_iter()
            .map(|(k, v)| (k, keyed(v, &line_of).map(|r| r.0)))
            .collect(),
        constants: file
            .constants
            .into_iter()
            .map(|(k, v)| (k, keyed(v, &line_of)))
            .collect(),
        values: file
            .values
            .into_iter()
            .map(|(k, v)| {
                (
                    k,
                    v.into_iter()
                        .map(|(from, to)| (from, keyed(to, &line_of)))
                        .collect(),
                )
            })
            .collect(),
        ignored: file
            .ignore
            .columns
            .into_iter()
            .map(|v| keyed(v, &line_of))
            .collect(),
    })
}

impl<T> Keyed<T> {
    fn map<U>(self, change: impl FnOnce(T) -> U) -> Keyed<U> {
        Keyed {
            line: self.line,
            value: change(self.value),
        }
    }
}

fn keyed<T>(spanned: Spanned<T>, line_of: &impl Fn(Range<usize>) -> u64) -> Keyed<T> {
    Keyed {
        line: line_of(spanned.span()),
        value: spanned.into_inner(),
    }
}

fn shown_message(message: &str) -> String {
    message
        .lines()
        .map(str::trim)
        .collect::<Vec<_>>()
        .join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn first(text: &str) -> (Option<u64>, String) {
        match parse(text) {
            Err(e) => e
                .problems()
                .into_iter()
                .map(|p| (p.line, format!("{} / {}", p.message, p.hint)))
                .next()
                .unwrap(),
            Ok(_) => panic!("{text} is read"),
        }
    }

    #[test]
    fn a_column_is_a_name_or_a_table() {
        let map = parse(
            "version = 1\n[columns]\nid = \"Nr\"\ndate = { from = \"When\", part = \"date\" }\n",
        )
        .ok()
        .unwrap();
        assert_eq!(map.columns[0].0, "date");
        assert_eq!(
            (map.columns[0].1.line, map.columns[0].1.value.part),
            (4, Some(Part::Date))
        );
        assert_eq!(map.columns[1].1.value.from.as_deref(), Some("Nr"));
    }

    #[test]
    fn mistakes_have_their_line() {
        assert_eq!(
            first("version = 2").1,
            "`version` is 2; this program reads version 1 / write `version = 1`"
        );
        let (line, text) = first("version = 1\n[dates]\nformat = \"dmy\"\n");
        assert_eq!(line, Some(3));
        assert!(
            text.contains("`dates.format` is `dmy` / write `day-month-year`"),
            "{text}"
        );
        let (line, text) = first("version = 1\n[columns]\nid = { form = \"Nr\" }\n");
        assert_eq!(line, Some(3));
        assert!(text.contains("unknown field `form`"), "{text}");
        assert_eq!(first("version = 1\n\n[colums]\n").0, Some(3));
        assert_eq!(first("version = \n").0, Some(1));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,60}") {
            let _ = parse(&text);
            let _ = parse(&format!("version = 1\n{text}"));
        }
    }
}
