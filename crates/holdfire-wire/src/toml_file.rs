//! TOML files read so that all problems come at once: what cannot be used is reported, left out, and the rest is read.

use holdfire_model::Phrase;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::problem::{Problem, Problems, Severity};
use crate::toml_words as words;

/// A value with its place in the file.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct At<T> {
    pub value: T,
    /// Byte offset in the file.
    pub offset: usize,
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for At<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = Spanned::<T>::deserialize(deserializer)?;
        let offset = spanned.span().start;
        Ok(Self {
            value: spanned.into_inner(),
            offset,
        })
    }
}

impl<T: JsonSchema> JsonSchema for At<T> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        T::schema_name()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        T::json_schema(generator)
    }
    fn inline_schema() -> bool {
        T::inline_schema()
    }
}

/// One table or a list of tables, `[clause.start]` and `[[clause.start]]` both; each with its place.
#[derive(Clone, Debug)]
pub(crate) struct Many<T>(pub Vec<At<T>>);

impl<T> Default for Many<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

/// What a `Many` is in the file.
enum OneOrMore<T> {
    One(T),
    More(Vec<At<T>>),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OneOrMore<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> serde::de::Visitor<'de> for Visitor<T> {
            type Value = OneOrMore<T>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a table or a list of tables")
            }
            fn visit_seq<A: serde::de::SeqAccess<'de>>(
                self,
                mut seq: A,
            ) -> Result<Self::Value, A::Error> {
                let mut list = Vec::new();
                while let Some(item) = seq.next_element()? {
                    list.push(item);
                }
                Ok(OneOrMore::More(list))
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                map: A,
            ) -> Result<Self::Value, A::Error> {
                T::deserialize(serde::de::value::MapAccessDeserializer::new(map))
                    .map(OneOrMore::One)
            }
        }
        deserializer.deserialize_any(Visitor(std::marker::PhantomData))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Many<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let At { value, offset } = At::<OneOrMore<T>>::deserialize(deserializer)?;
        Ok(Self(match value {
            OneOrMore::One(value) => vec![At { value, offset }],
            OneOrMore::More(list) => list,
        }))
    }
}

impl<T: JsonSchema> JsonSchema for Many<T> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("One_or_more_{}", T::schema_name()).into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let one = generator.subschema_for::<T>();
        schemars::json_schema!({ "anyOf": [one, { "type": "array", "items": one }] })
    }
}

/// A file while it is read: where offsets lie in lines and columns.
pub(crate) struct TomlFile<'a> {
    pub path: &'a str,
    pub text: &'a str,
}

impl<'a> TomlFile<'a> {
    /// Line and column of a byte offset, both from 1; columns count characters.
    pub fn place(&self, offset: usize) -> (u32, u32) {
        let before = &self.text[..offset.min(self.text.len())];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        (
            u32::try_from(line).unwrap_or(u32::MAX),
            u32::try_from(column).unwrap_or(u32::MAX),
        )
    }

    /// A problem at an offset.
    pub fn problem(
        &self,
        offset: usize,
        severity: Severity,
        message: impl Into<Phrase>,
        hint: Option<Phrase>,
    ) -> Problem {
        let (line, column) = self.place(offset);
        Problem {
            file: self.path.to_owned(),
            line,
            column,
            severity,
            message: message.into(),
            hint,
        }
    }

    /// An error at an offset.
    pub fn error(
        &self,
        problems: &mut Problems,
        offset: usize,
        message: impl Into<Phrase>,
        hint: Option<String>,
    ) {
        let hint = hint.map(Phrase::from);
        problems.push(self.problem(offset, Severity::Error, message, hint));
    }

    /// Reads the file; an element that cannot be used is reported and left out, and reading goes on. Gives also what was
    /// left out, so that what follows from it is not reported once more.
    pub fn read<T: DeserializeOwned + JsonSchema>(
        &self,
        problems: &mut Problems,
    ) -> Option<(T, Cuts)> {
        if self.text.trim().is_empty() {
            let hint = "`holdfire case new DIR` writes a folder with a file to fill in".to_owned();
            self.error(problems, 0, "the file is empty", Some(hint));
            return None;
        }
        let (mut root, errors) = DeTable::parse_recoverable(self.text);
        if !errors.is_empty() {
            let mut twice = false;
            for error in errors {
                let offset = error.span().map_or(0, |s| s.start);
                let (message, hint) = words::not_toml(self.text, offset, error.message().trim());
                // The keys of a table that is there twice are there twice too.
                if twice && message.starts_with("not TOML: the key") {
                    continue;
                }
                twice = message.starts_with("`[");
                self.error(problems, offset, message, Some(hint));
            }
            return None;
        }
        let mut cuts = Cuts::default();
        // Every round takes something out, so this ends.
        loop {
            let error = match T::deserialize(toml::de::Deserializer::from(root.clone())) {
                Ok(value) => return Some((value, cuts)),
                Err(error) => error,
            };
            let span = error.span().unwrap_or(0..0);
            let message = error.message().trim().to_owned();
            let missing = message.starts_with("missing field");
            let mut path = Vec::new();
            let whole =
                missing && (span.is_empty() || span.end - span.start >= self.text.trim().len());
            if !whole {
                find(root.get_ref(), &span, missing, &mut path);
            }
            if missing {
                let (table, begins) =
                    match value_at(root.get_ref(), &path).map(|v| (v.get_ref(), v.span().start)) {
                        Some((DeValue::Table(table), begins)) => (table, Some(begins)),
                        _ => (root.get_ref(), None),
                    };
                let there = |field: &str| {
                    table.iter().any(|(key, _)| key.get_ref().as_ref() == field)
                        || cuts.has(begins, field)
                };
                let lacking: Vec<String> = words::required::<T>(&path, &message)
                    .into_iter()
                    .filter(|field| !there(field))
                    .collect();
                if !lacking.is_empty() {
                    self.error(problems, span.start, words::lacking(&lacking), None);
                }
            } else {
                let value = value_at(root.get_ref(), &path);
                let shown = self.text.get(span.clone()).unwrap_or_default();
                let (message, hint) =
                    words::reword(&message, &path, value.map(Spanned::get_ref), shown);
                let meant = hint.as_deref().and_then(words::meant);
                self.error(problems, span.start, message, hint);
                cuts.add(root.get_ref(), &path, meant);
            }
            if path.is_empty() {
                return None;
            }
            if missing {
                cuts.add(root.get_ref(), &path, None);
            }
            take_out(root.get_mut(), &path);
        }
    }
}

/// A step from a table to what is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// The value of a key.
    Key(String),
    /// The n-th of a list.
    Item(usize),
}

#[derive(Clone, Debug)]
struct Cut {
    table: Option<usize>,
    key: String,
    meant: Option<String>,
}

/// What was reported and left out of a file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cuts(Vec<Cut>);

impl Cuts {
    /// True if the field was there, perhaps misspelt, in the table that begins at the offset (`None`: the file itself).
    pub fn has(&self, table: Option<usize>, field: &str) -> bool {
        self.0.iter().any(|cut| {
            cut.table == table && (cut.key == field || cut.meant.as_deref() == Some(field))
        })
    }

    /// True if anything was left out of the table that begins at the offset.
    pub fn any(&self, table: usize) -> bool {
        self.0.iter().any(|cut| cut.table == Some(table))
    }

    fn add(&mut self, root: &DeTable<'_>, path: &[Step], meant: Option<String>) {
        let last = path.iter().rposition(|step| matches!(step, Step::Key(_)));
        if let Some(at) = last
            && let Step::Key(key) = &path[at]
        {
            self.0.push(Cut {
                table: value_at(root, &path[..at]).map(|table| table.span().start),
                key: key.clone(),
                meant,
            });
        }
    }
}

fn value_at<'t, 'i>(table: &'t DeTable<'i>, path: &[Step]) -> Option<&'t Spanned<DeValue<'i>>> {
    let (first, rest) = path.split_first()?;
    let Step::Key(key) = first else { return None };
    let mut value = table.iter().find(|(k, _)| k.get_ref().as_ref() == key)?.1;
    for step in rest {
        value = match (value.get_ref(), step) {
            (DeValue::Table(table), Step::Key(key)) => {
                table.iter().find(|(k, _)| k.get_ref().as_ref() == key)?.1
            }
            (DeValue::Array(list), Step::Item(i)) => list.get(*i)?,
            _ => return None,
        };
    }
    Some(value)
}

/// The path to the innermost element that holds the span; for a missing field, to the element that lacks it.
fn find(table: &DeTable<'_>, span: &std::ops::Range<usize>, missing: bool, path: &mut Vec<Step>) {
    let found = table.iter().find(|(key, value)| {
        holds(&key.span(), span) || holds(&value.span(), span) || inside(value, span)
    });
    let Some((key, value)) = found else { return };
    path.push(Step::Key(key.get_ref().to_string()));
    if missing || !holds(&key.span(), span) {
        find_in(value, span, missing, path);
    }
}

fn find_in(
    value: &Spanned<DeValue<'_>>,
    span: &std::ops::Range<usize>,
    missing: bool,
    path: &mut Vec<Step>,
) {
    match value.get_ref() {
        // A list of tables has the span of its first: only the table itself is what lacks the field.
        DeValue::Table(_) if missing && value.span() == *span => {}
        DeValue::Table(table) => find(table, span, missing, path),
        DeValue::Array(list) => {
            let item = list
                .iter()
                .enumerate()
                .find(|(_, item)| holds(&item.span(), span) || inside(item, span));
            if let Some((i, item)) = item {
                path.push(Step::Item(i));
                find_in(item, span, missing, path);
            }
        }
        _ => {}
    }
}

fn take_out(table: &mut DeTable<'_>, path: &[Step]) {
    let Some((Step::Key(key), rest)) = path.split_first() else {
        return;
    };
    let key = table
        .iter()
        .find(|(k, _)| k.get_ref().as_ref() == key)
        .map(|(k, _)| k.clone())
        .expect("the path was found in this table");
    if rest.is_empty() {
        table.remove(&key);
        return;
    }
    let value = table.get_mut(&key).expect("the key was just found");
    take_out_of(value.get_mut(), rest);
}

fn take_out_of(value: &mut DeValue<'_>, path: &[Step]) {
    match (value, path) {
        (DeValue::Table(table), path) => take_out(table, path),
        (DeValue::Array(list), [Step::Item(at)]) => remove(list, *at),
        (DeValue::Array(list), [Step::Item(at), rest @ ..]) => {
            let item = list.get_mut(*at).expect("the path was found in this list");
            take_out_of(item.get_mut(), rest);
        }
        _ => {}
    }
}

fn remove(list: &mut toml::de::DeArray<'_>, at: usize) {
    let kept: Vec<_> = list
        .iter()
        .enumerate()
        .filter(|(i, _)| *i != at)
        .map(|(_, item)| item.clone())
        .collect();
    *list = kept.into_iter().collect();
}

fn holds(outer: &std::ops::Range<usize>, inner: &std::ops::Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// Tables written as headers do not span their keys: look inside.
fn inside(value: &Spanned<DeValue<'_>>, span: &std::ops::Range<usize>) -> bool {
    match value.get_ref() {
        DeValue::Table(table) => table
            .iter()
            .any(|(k, v)| holds(&k.span(), span) || holds(&v.span(), span) || inside(v, span)),
        DeValue::Array(list) => list
            .iter()
            .any(|v| holds(&v.span(), span) || inside(v, span)),
        _ => false,
    }
}
