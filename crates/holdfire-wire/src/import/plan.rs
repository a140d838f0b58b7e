//! Mapping and table together: which column gives which, and how its values are read. All mistakes and all questions
//! are found before the first row is converted.

use std::collections::{BTreeMap, BTreeSet};

use super::dates::Order;
use super::map::{Dates, Keyed, Map, Midnight, Part, Rule};
use super::problem::{ImportError, ImportProblem, any_of, nearest, shown};
use super::read;
use super::settle::settle;
use super::sniff::references;
use super::table::Table;
use super::targets::{Kind, TARGET_COLUMNS, TARGETS, at, index_of};

/// How all target columns are made.
pub(crate) struct Plan {
    /// One for each target column; `None`: it stays empty.
    pub fields: Vec<Option<Field>>,
    /// What was recognised about columns, in sentences.
    pub recognised: Vec<String>,
    /// What is to be said of the whole table.
    pub remarks: Vec<ImportProblem>,
}

/// How one target column is made.
pub(crate) struct Field {
    /// What it may hold.
    pub kind: Kind,
    /// The name of the target column.
    pub target: &'static str,
    /// The column of the table as messages name it.
    pub column: String,
    /// Where its value comes from.
    pub from: From,
    /// How the value is read.
    pub how: How,
}

/// How a value is read.
#[derive(Clone, Default)]
pub(crate) struct How {
    /// A part of a combined date and time.
    pub part: Option<Part>,
    /// The order of day and month.
    pub order: Option<Order>,
    /// What a midnight means.
    pub midnight: Option<Midnight>,
    /// What else is said on dates.
    pub dates: Dates,
    /// The decimal sign, if it is named.
    pub decimal: Option<char>,
    /// What stands between several words of a cell.
    pub split: Option<String>,
    /// What words of the table mean; `*` stands for all others.
    pub values: BTreeMap<String, String>,
}

/// Where a value comes from.
pub(crate) enum From {
    /// A column.
    Column(usize),
    /// Several columns with a text between them.
    Join(Vec<usize>, String),
    /// The same for all rows.
    Constant(String),
    /// A prefix with the number of the line.
    Number(String),
}

impl Plan {
    /// Checks a mapping against a table.
    pub(crate) fn new(map: &Map, table: &mut Table<'_>) -> Result<Self, ImportError> {
        let mut maker = Maker {
            references: references(&table.header),
            header: table.header.clone(),
            header_line: table.header_line,
            problems: Vec::new(),
            used: BTreeSet::new(),
        };
        let mut fields: Vec<Option<Field>> = TARGETS.iter().map(|_| None).collect();
        for (target, rule) in &map.columns {
            if let Some((index, field)) = maker.column(target, rule, map) {
                fields[index] = Some(field);
            }
        }
        for (target, value) in &map.constants {
            maker.constant(target, value, &mut fields);
        }
        maker.values(map, &mut fields);
        if fields[at::ID].is_none() && maker.problems.iter().all(|p| p.column != "columns.id") {
            maker.problems.push(ImportProblem::in_map(
                None,
                "columns.id",
                "no column gives the ids of the reports".to_owned(),
                "write under `[columns]` `id = \"the column\"`, or `id = { number = \"R-\" }` to number the lines",
            ));
        }
        let mut remarks = maker.unused(map);
        if !maker.problems.is_empty() {
            return Err(ImportError::Map(maker.problems));
        }
        let recognised = settle(&mut fields, map, table, &mut remarks)?;
        Ok(Self {
            fields,
            recognised,
            remarks,
        })
    }
}

struct Maker {
    header: Vec<String>,
    references: Vec<String>,
    header_line: u64,
    problems: Vec<ImportProblem>,
    used: BTreeSet<usize>,
}

impl Maker {
    fn problem(&mut self, line: u64, key: &str, message: String, hint: &str) {
        self.problems
            .push(ImportProblem::in_map(Some(line), key, message, hint));
    }

    fn target(&mut self, section: &str, name: &str, line: Option<u64>) -> Option<usize> {
        let found = index_of(name);
        if found.is_none() {
            let hint = match nearest(name, TARGET_COLUMNS.into_iter()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("it has {}", TARGET_COLUMNS.join(", ")),
            };
            let message = format!("reports.csv has no column `{}`", shown(name));
            self.problems.push(ImportProblem::in_map(
                line,
                &format!("{section}.{}", shown(name)),
                message,
                &hint,
            ));
        }
        found
    }

    /// The place of a column of the table by its name, or by `#3`.
    fn place(&mut self, name: &str, line: u64, key: &str) -> Option<usize> {
        let wanted = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let found: Vec<usize> = self
            .header
            .iter()
            .enumerate()
            .filter(|(_, h)| **h == wanted)
            .map(|(n, _)| n)
            .collect();
        let by_place = wanted
            .strip_prefix('#')
            .and_then(|n| n.parse::<usize>().ok())
            .and_then(|n| n.checked_sub(1));
        match (found.as_slice(), by_place) {
            ([only], _) => {
                self.used.insert(*only);
                return Some(*only);
            }
            ([], Some(n)) if n < self.header.len() => {
                self.used.insert(n);
                return Some(n);
            }
            ([], _) => {
                let names = self.references.iter().map(String::as_str);
                let hint = match nearest(&wanted, names) {
                    Some(near) => format!(
                        "the column may have been renamed; did you mean `{}`?",
                        shown(near)
                    ),
                    None => format!(
                        "the table has {}",
                        any_of(&self.shown_names()).replace(" or ", " and ")
                    ),
                };
                self.problem(
                    line,
                    key,
                    format!("the table has no column `{}`", shown(name)),
                    &hint,
                );
            }
            (several, _) => {
                let places: Vec<String> = several.iter().map(|n| format!("#{}", n + 1)).collect();
                let message = format!(
                    "the table has {} columns with the name `{}`",
                    several.len(),
                    shown(name)
                );
                self.problem(
                    line,
                    key,
                    message,
                    &format!("say which one by its place: {}", any_of(&places)),
                );
            }
        }
        None
    }

    fn shown_names(&self) -> Vec<String> {
        self.references.iter().take(40).map(|r| shown(r)).collect()
    }

    fn column(&mut self, target: &str, rule: &Keyed<Rule>, map: &Map) -> Option<(usize, Field)> {
        let (line, rule) = (rule.line, &rule.value);
        let index = self.target("columns", target, Some(line))?;
        let key = format!("columns.{target}");
        let kind = TARGETS[index].1;
        let (from, column) = match (&rule.from, &rule.join, &rule.number) {
            (Some(name), None, None) => {
                let place = self.place(name, line, &key)?;
                (From::Column(place), self.references[place].clone())
            }
            (None, Some(names), None) if !names.is_empty() => {
                let found: Vec<Option<usize>> =
                    names.iter().map(|n| self.place(n, line, &key)).collect();
                let places: Vec<usize> = found.into_iter().collect::<Option<_>>()?;
                let column = places
                    .iter()
                    .map(|p| self.references[*p].as_str())
                    .collect::<Vec<_>>()
                    .join("` + `");
                (
                    From::Join(places, rule.with.clone().unwrap_or_else(|| " ".to_owned())),
                    column,
                )
            }
            (None, None, Some(prefix)) if kind == Kind::Id => {
                (From::Number(prefix.clone()), "id".to_owned())
            }
            _ => {
                let hint = "write the column's name, or one of `from`, `join` and, for `id` only, `number`";
                self.problem(
                    line,
                    &key,
                    format!("`{target}` does not say which one column it comes from"),
                    hint,
                );
                return None;
            }
        };
        let order = match rule.format.as_deref() {
            None => map.dates.order,
            Some(name) => {
                let order = Order::named(name);
                if order.is_none() {
                    let hint = "write `day-month-year`, `month-day-year` or `year-month-day`";
                    self.problem(line, &key, format!("`format` is `{}`", shown(name)), hint);
                }
                order
            }
        };
        let fits = match rule.part {
            Some(Part::Date) => kind == Kind::Date,
            Some(Part::Time) => kind == Kind::Clock,
            None => true,
        };
        if !fits {
            self.problem(
                line,
                &key,
                format!("`{target}` cannot take a part of a date and time"),
                "only `date` takes `part = \"date\"`, and only `time` takes `part = \"time\"`",
            );
        }
        let how = How {
            part: rule.part,
            order,
            midnight: rule.midnight.or(map.dates.midnight),
            dates: map.dates,
            decimal: map.decimal,
            split: rule.split.clone().filter(|s| !s.is_empty()),
            values: BTreeMap::new(),
        };
        if how.split.is_some() && !matches!(kind, Kind::Words(_)) {
            self.problem(
                line,
                &key,
                format!("`{target}` holds one value and cannot be split"),
                "`split` is for `act`, `means`, `effect` and `actor`",
            );
        }
        Some((
            index,
            Field {
                kind,
                target: TARGETS[index].0,
                column,
                from,
                how,
            },
        ))
    }

    fn constant(&mut self, target: &str, value: &Keyed<String>, fields: &mut [Option<Field>]) {
        let Some(index) = self.target("constants", target, Some(value.line)) else {
            return;
        };
        let key = format!("constants.{target}");
        let (name, kind) = TARGETS[index];
        if fields[index].is_some() {
            let hint = format!(
                "for empty cells write `\"\" = \"{}\"` under `[values.{target}]`",
                shown(&value.value)
            );
            self.problem(
                value.line,
                &key,
                format!("`{target}` is given twice, under `[columns]` and here"),
                &hint,
            );
            return;
        }
        if kind == Kind::Id {
            self.problem(
                value.line,
                &key,
                "all reports would have the same id".to_owned(),
                "name a column, or `id = { number = \"R-\" }`, under `[columns]`",
            );
            return;
        }
        let text = super::cells::Cell::Text(value.value.as_str().into());
        match read::value(kind, &text, &How::default()) {
            Ok(text) => {
                let from = From::Constant(text);
                fields[index] = Some(Field {
                    kind,
                    target: name,
                    column: target.to_owned(),
                    from,
                    how: How::default(),
                });
            }
            Err(fault) => self.problem(
                value.line,
                &key,
                format!("`{target}` is {}", fault.what),
                &fault.hint,
            ),
        }
    }

    fn values(&mut self, map: &Map, fields: &mut [Option<Field>]) {
        for (target, words) in &map.values {
            let line = words.values().map(|w| w.line).min();
            let Some(index) = self.target("values", target, line) else {
                continue;
            };
            for (word, meaning) in words {
                let allowed = match TARGETS[index].1 {
                    Kind::Word(list) | Kind::Words(list) => list,
                    _ => &[],
                };
                let many = matches!(TARGETS[index].1, Kind::Words(_));
                let bad = meaning
                    .value
                    .split('|')
                    .find(|m| !allowed.contains(m) && !m.is_empty());
                if let Some(bad) =
                    bad.filter(|b| !allowed.is_empty() && (many || *b == meaning.value))
                {
                    let message = format!("`{}` is to mean `{}`", shown(word), shown(bad));
                    self.problem(
                        meaning.line,
                        &format!("values.{target}"),
                        message,
                        &format!("`{target}` takes {}", any_of(allowed)),
                    );
                }
            }
            match &mut fields[index] {
                Some(field) if !matches!(field.from, From::Constant(_)) => {
                    field.how.values = words
                        .iter()
                        .map(|(w, m)| (w.trim().to_lowercase(), m.value.clone()))
                        .collect();
                }
                _ => {
                    let message = format!("`{target}` has translations, and no column gives it");
                    self.problems.push(ImportProblem::in_map(
                        line,
                        &format!("values.{target}"),
                        message,
                        "name its column under `[columns]`",
                    ));
                }
            }
        }
    }

    /// Remarks on columns that are neither used nor left out on purpose, and on names of columns that are not there.
    fn unused(&mut self, map: &Map) -> Vec<ImportProblem> {
        let mut remarks = Vec::new();
        let mut left_out = BTreeSet::new();
        for name in &map.ignored {
            let used = self.used.clone();
            match self.place(&name.value, name.line, "ignore.columns") {
                Some(place) => {
                    left_out.insert(place);
                    if used.contains(&place) {
                        let message = format!("`{}` is used and left out", shown(&name.value));
                        self.problem(
                            name.line,
                            "ignore.columns",
                            message,
                            "take it out of one of the two",
                        );
                    }
                }
                // Nothing is lost by leaving out a column that is not there.
                None => {
                    if let Some(mut problem) = self.problems.pop() {
                        problem.refused = false;
                        remarks.push(problem);
                    }
                }
            }
        }
        let line = Some(self.header_line).filter(|l| *l > 0);
        for (place, reference) in self.references.iter().enumerate() {
            if !self.used.contains(&place) && !left_out.contains(&place) {
                let reference = shown(reference);
                remarks.push(ImportProblem::remark(
                    line,
                    &reference,
                    format!("`{reference}` is not used by the mapping"),
                    "map it, or name it under `[ignore] columns`".to_owned(),
                ));
            }
        }
        remarks
    }
}
