//! The fields of a site: what a party seals, field by field.

use std::fmt;

use holdfire_model::{FacilityId, NodeId, PartyId, SiteId};
use thiserror::Error;
use zeroize::Zeroize as _;

/// The most bytes of one value.
pub const MOST_VALUE_BYTES: usize = 4096;

macro_rules! fields {
    ($($(#[$doc:meta])* $variant:ident $name:literal $column:expr),+ $(,)?) => {
        /// A field of a site. The order is that of the field tree and never changes within a version of the format.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum FieldName {
            $($(#[$doc])* $variant,)+
        }

        impl FieldName {
            /// All fields in their order.
            pub const ALL: [Self; [$($name),+].len()] = [$(Self::$variant),+];

            /// The name, as the field tree holds it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// The column of `register.csv` that holds it, if there is one.
            #[must_use]
            pub const fn register_column(self) -> Option<&'static str> {
                match self { $(Self::$variant => $column,)+ }
            }
        }
    };
}

fields! {
    /// `1` for a dummy that only pads the count, `0` for a site.
    Padding "padding" None,
    /// The id in the party's list.
    Id "id" Some("id"),
    /// Whose list.
    Party "party" Some("party"),
    /// What the object is called.
    Name "name" None,
    /// What kind of object it is: a node of the category tree.
    Category "category" Some("category"),
    /// The region, as the party words it.
    Region "region" None,
    /// Degrees, decimal text as written.
    Longitude "longitude" Some("lon"),
    /// Degrees, decimal text as written.
    Latitude "latitude" Some("lat"),
    /// A word for how precise the point is.
    Precision "precision" Some("precision"),
    /// Metres within which the object lies.
    RadiusM "radius_m" None,
    /// The analysts' entry for the same object.
    Facility "facility" Some("facility"),
    /// From when the party wants it protected.
    ValidFrom "valid_from" None,
    /// Until when.
    ValidTo "valid_to" None,
    /// When the party declared it, by its own words.
    DeclaredAt "declared_at" Some("declared_at"),
    /// When it was handed over, by its own words.
    HandedAt "handed_at" Some("handed_at"),
    /// To whom.
    HandedTo "handed_to" Some("handed_to"),
    /// When the bound party had notice, by its own words.
    NotifiedAt "notified_at" Some("notified_at"),
    /// When it was taken off the list. Such a row is not sealed, so this stays empty in a sealed site.
    WithdrawnAt "withdrawn_at" Some("withdrawn_at"),
    /// When it was entered.
    EnteredAt "entered_at" Some("entered_at"),
    /// Where the declaration rests.
    Source "source" None,
    /// A remark.
    Note "note" Some("note"),
}

/// How many fields a site has.
pub const FIELDS: usize = FieldName::ALL.len();

/// The columns of `register.csv` in their order (case-folder.md, section 5.7).
pub const REGISTER_COLUMNS: [&str; 14] = [
    "id",
    "party",
    "category",
    "lat",
    "lon",
    "precision",
    "facility",
    "declared_at",
    "handed_at",
    "handed_to",
    "notified_at",
    "withdrawn_at",
    "entered_at",
    "note",
];

impl FieldName {
    /// Where it stands in the field tree, from 0.
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }

    /// The field of this name, also by the name of its column in `register.csv`.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let names = |field: &Self| field.as_str() == name || field.register_column() == Some(name);
        Self::ALL.into_iter().find(names)
    }
}

impl fmt::Display for FieldName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What is wrong with a row that should be sealed. Names the column and never quotes a place or a name.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SiteError {
    /// A column that sites do not have.
    #[error("there is no column `{column}`\nhint: the columns are listed in docs/spec/register.md")]
    UnknownColumn {
        /// Its name.
        column: String,
    },
    /// A field given twice, by its name and by its column, or in two columns.
    #[error("`{field}` is given twice")]
    Twice {
        /// The field.
        field: FieldName,
    },
    /// A value that cannot be left out.
    #[error("`{field}` is empty")]
    Empty {
        /// The field.
        field: FieldName,
    },
    /// A value that does not have the form of its field.
    #[error("`{field}` cannot be read: {why}")]
    Value {
        /// The field.
        field: FieldName,
        /// What was expected.
        why: &'static str,
    },
}

/// The values of a site in the order of [`FieldName::ALL`]. Empty text: not stated.
///
/// Invariant: id, party and category are ids; the point has both coordinates and a precision or a radius, or is left
/// out; or it is a dummy, in which all is empty. Wiped when dropped; `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct SiteFields {
    values: [String; FIELDS],
}

impl Drop for SiteFields {
    fn drop(&mut self) {
        self.values.zeroize();
    }
}

impl fmt::Debug for SiteFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SiteFields { .. }")
    }
}

impl SiteFields {
    /// Takes the values of a row by column name: columns of `register.csv`, or names of fields. Blanks around a value
    /// are cut off.
    ///
    /// # Errors
    /// [`SiteError`] for a row that could not be sealed, or not be read once it is opened.
    pub fn from_columns<'a>(
        columns: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, SiteError> {
        let mut site = Self::dummy();
        site.values[FieldName::Padding.index()] = "0".to_owned();
        let mut seen = [false; FIELDS];
        for (column, value) in columns {
            let known = FieldName::parse(column).filter(|field| *field != FieldName::Padding);
            let field = known.ok_or_else(|| SiteError::UnknownColumn {
                column: column.to_owned(),
            })?;
            if std::mem::replace(&mut seen[field.index()], true) {
                return Err(SiteError::Twice { field });
            }
            value.trim().clone_into(&mut site.values[field.index()]);
        }
        site.check()?;
        Ok(site)
    }

    /// The fields of a leaf that only pads the count.
    pub(crate) fn dummy() -> Self {
        let mut values: [String; FIELDS] = Default::default();
        values[FieldName::Padding.index()] = "1".to_owned();
        Self { values }
    }

    /// The values as they were opened or kept.
    ///
    /// # Errors
    /// [`SiteError`] as for [`Self::from_columns`]; also for a dummy that carries anything.
    pub(crate) fn from_values(values: [String; FIELDS]) -> Result<Self, SiteError> {
        let site = Self { values };
        match site.get(FieldName::Padding) {
            "0" => site.check()?,
            "1" if site == Self::dummy() => {}
            "1" => {
                return Err(SiteError::Value {
                    field: FieldName::Padding,
                    why: "a dummy has no other values",
                });
            }
            _ => {
                return Err(SiteError::Value {
                    field: FieldName::Padding,
                    why: "`0` or `1`",
                });
            }
        }
        Ok(site)
    }

    /// The value of a field; empty: not stated.
    #[must_use]
    pub fn get(&self, field: FieldName) -> &str {
        &self.values[field.index()]
    }

    /// All values in order.
    #[must_use]
    pub const fn values(&self) -> &[String; FIELDS] {
        &self.values
    }

    /// Whether it only pads the count.
    #[must_use]
    pub fn is_dummy(&self) -> bool {
        self.get(FieldName::Padding) == "1"
    }

    /// Whether the row says that the site was taken off the list.
    #[must_use]
    pub fn is_withdrawn(&self) -> bool {
        !self.get(FieldName::WithdrawnAt).is_empty()
    }

    /// The id; none for a dummy.
    #[must_use]
    pub fn id(&self) -> Option<SiteId> {
        SiteId::new(self.get(FieldName::Id)).ok()
    }

    fn check(&self) -> Result<(), SiteError> {
        use FieldName as F;
        for field in F::ALL {
            check_text(field, self.get(field))?;
        }
        for field in [F::Id, F::Party, F::Category] {
            if self.get(field).is_empty() {
                return Err(SiteError::Empty { field });
            }
        }
        let id = |field: FieldName, fits: bool| {
            let why = "ids hold letters, digits, `-`, `_`, `.` and `:` only";
            if fits {
                Ok(())
            } else {
                Err(SiteError::Value { field, why })
            }
        };
        id(F::Id, SiteId::new(self.get(F::Id)).is_ok())?;
        id(F::Party, PartyId::new(self.get(F::Party)).is_ok())?;
        id(F::Category, NodeId::new(self.get(F::Category)).is_ok())?;
        let facility = self.get(F::Facility);
        id(
            F::Facility,
            facility.is_empty() || FacilityId::new(facility).is_ok(),
        )?;
        degrees(F::Longitude, self.get(F::Longitude), 180.0)?;
        degrees(F::Latitude, self.get(F::Latitude), 90.0)?;
        let radius = self.get(F::RadiusM);
        if !radius.is_empty() && !decimal_within(radius, 0.0, 2_000_000.0) {
            return Err(SiteError::Value {
                field: F::RadiusM,
                why: "metres as a decimal number, 0 to 2000000",
            });
        }
        match (
            self.get(F::Longitude).is_empty(),
            self.get(F::Latitude).is_empty(),
        ) {
            (true, true) => Ok(()),
            (true, false) => Err(SiteError::Empty {
                field: F::Longitude,
            }),
            (false, true) => Err(SiteError::Empty { field: F::Latitude }),
            (false, false) if self.get(F::Precision).is_empty() && radius.is_empty() => {
                Err(SiteError::Value {
                    field: F::Precision,
                    why: "a point needs a word for its precision, or a radius in `radius_m`",
                })
            }
            (false, false) => Ok(()),
        }
    }
}

/// Text of a bearable length without control characters; notes may have several lines.
pub(crate) fn check_text(field: FieldName, text: &str) -> Result<(), SiteError> {
    if text.len() > MOST_VALUE_BYTES {
        return Err(SiteError::Value {
            field,
            why: "a value has at most 4096 bytes",
        });
    }
    if text
        .chars()
        .any(|c| c.is_control() && !(c == '\n' && field == FieldName::Note))
    {
        return Err(SiteError::Value {
            field,
            why: "it holds a control character",
        });
    }
    Ok(())
}

fn degrees(field: FieldName, text: &str, most: f64) -> Result<(), SiteError> {
    if text.is_empty() || decimal_within(text, -most, most) {
        return Ok(());
    }
    Err(SiteError::Value {
        field,
        why: "degrees as a decimal number with a point, longitude -180 to 180, latitude -90 to 90",
    })
}

/// Whether a text is a plain decimal number (no exponent, no words, no plus) between two values.
fn decimal_within(text: &str, least: f64, most: f64) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    plain(whole)
        && plain(part)
        && text
            .parse::<f64>()
            .is_ok_and(|number| (least..=most).contains(&number))
}

/// Sites as a `register.csv`, with what case.toml needs to read it.
#[derive(Clone, PartialEq, Eq)]
pub struct RegisterCsv {
    /// The table with the columns of `register.csv`.
    pub text: String,
    /// Words for `[radius_m]` of case.toml and their metres, for points that stated a radius and no word.
    pub radius_words: Vec<(String, String)>,
}

impl Drop for RegisterCsv {
    fn drop(&mut self) {
        self.text.zeroize();
    }
}

impl fmt::Debug for RegisterCsv {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RegisterCsv { .. }")
    }
}

/// Writes sites as a `register.csv` that `holdfire case` reads, in the order of their ids. Dummies are left out.
///
/// What that table has no column for (name, region, validity, source) is not in it.
#[must_use]
pub fn register_csv<'a>(sites: impl IntoIterator<Item = &'a SiteFields>) -> RegisterCsv {
    let mut rows: Vec<&SiteFields> = sites.into_iter().filter(|site| !site.is_dummy()).collect();
    rows.sort_by(|a, b| a.values.cmp(&b.values));
    let mut text = REGISTER_COLUMNS.join(",");
    text.push('\n');
    let mut radius_words = Vec::new();
    for site in rows {
        for (index, column) in REGISTER_COLUMNS.into_iter().enumerate() {
            let field = FieldName::parse(column).expect("each column is that of a field");
            if index > 0 {
                text.push(',');
            }
            let radius = site.get(FieldName::RadiusM);
            let no_word = field == FieldName::Precision && site.get(field).is_empty();
            if no_word && !radius.is_empty() && !site.get(FieldName::Longitude).is_empty() {
                let word = format!("radius-{radius}");
                text.push_str(&word);
                radius_words.push((word, radius.to_owned()));
            } else {
                push_cell(&mut text, site.get(field));
            }
        }
        text.push('\n');
    }
    radius_words.sort();
    radius_words.dedup();
    RegisterCsv { text, radius_words }
}

/// A cell as RFC 4180 writes it.
fn push_cell(text: &mut String, value: &str) {
    if value.contains(['"', ',', '\n', '\r']) {
        text.push('"');
        text.push_str(&value.replace('"', "\"\""));
        text.push('"');
    } else {
        text.push_str(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row<'a>(more: &[(&'a str, &'a str)]) -> Result<SiteFields, SiteError> {
        let needed = [("id", "S-01"), ("party", "beta"), ("category", "plant")];
        SiteFields::from_columns(needed.into_iter().chain(more.iter().copied()))
    }

    #[test]
    fn every_column_of_the_register_is_a_field() {
        for column in REGISTER_COLUMNS {
            assert!(FieldName::parse(column).is_some(), "{column}");
        }
        let with_column = FieldName::ALL
            .iter()
            .filter(|f| f.register_column().is_some());
        assert_eq!(with_column.count(), REGISTER_COLUMNS.len());
        for (index, field) in FieldName::ALL.into_iter().enumerate() {
            assert_eq!(field.index(), index);
            assert_eq!(FieldName::parse(field.as_str()), Some(field));
        }
    }

    #[test]
    fn rows_that_could_not_be_read_again_are_refused() {
        assert!(row(&[]).is_ok());
        assert!(row(&[("lon", "11.40"), ("lat", "-0.5"), ("precision", "exact")]).is_ok());
        assert!(row(&[("longitude", "11.40"), ("lat", "50"), ("radius_m", "250")]).is_ok());
        let point = |lon, lat| row(&[("lon", lon), ("lat", lat), ("precision", "exact")]);
        for (lon, lat) in [
            ("11.4", ""),
            ("", "1"),
            ("1e1", "1"),
            ("+1", "1"),
            ("181", "1"),
        ] {
            assert!(point(lon, lat).is_err(), "{lon} {lat}");
        }
        for (lon, lat) in [
            ("1", "90.1"),
            ("inf", "1"),
            ("1,5", "1"),
            (".5", "1"),
            ("5.", "1"),
        ] {
            assert!(point(lon, lat).is_err(), "{lon} {lat}");
        }
        assert!(row(&[("lon", "1"), ("lat", "1")]).is_err());
        assert!(row(&[("lon", "1"), ("longitude", "1")]).is_err());
        assert!(row(&[("padding", "1")]).is_err());
        assert!(row(&[("colour", "grey")]).is_err());
        assert!(row(&[("radius_m", "-1")]).is_err());
        assert!(row(&[("name", "a\tb")]).is_err());
        assert!(row(&[("note", &"n".repeat(MOST_VALUE_BYTES + 1))]).is_err());
        assert!(
            SiteFields::from_columns([("id", "S 1"), ("party", "b"), ("category", "c")]).is_err()
        );
        assert!(SiteFields::from_columns([("id", "S-1"), ("party", "b")]).is_err());
    }

    #[test]
    fn a_written_register_is_read_by_the_reader_of_tables() {
        let sites = [
            row(&[
                ("note", "a \"quoted\", long\nremark"),
                ("handed_to", "Gamma, in person"),
            ]),
            row(&[
                ("lon", "11.40"),
                ("lat", "50.10"),
                ("radius_m", "250"),
                ("region", "west"),
            ]),
        ]
        .map(Result::unwrap);
        let written = register_csv(sites.iter().chain([&SiteFields::dummy()]));
        let mut reader = csv::Reader::from_reader(written.text.as_bytes());
        let header = reader.headers().unwrap().clone();
        assert_eq!(header.iter().collect::<Vec<_>>(), REGISTER_COLUMNS);
        let mut read: Vec<SiteFields> = Vec::new();
        for record in reader.records() {
            let record = record.unwrap();
            read.push(SiteFields::from_columns(header.iter().zip(record.iter())).unwrap());
        }
        assert_eq!(read.len(), 2);
        let precise = read
            .iter()
            .find(|site| !site.get(FieldName::Longitude).is_empty())
            .unwrap();
        assert_eq!(precise.get(FieldName::Longitude), "11.40");
        assert_eq!(precise.get(FieldName::Precision), "radius-250");
        assert_eq!(
            written.radius_words,
            [("radius-250".to_owned(), "250".to_owned())]
        );
        let other = read
            .iter()
            .find(|site| site.get(FieldName::Longitude).is_empty())
            .unwrap();
        assert_eq!(other.values(), sites[0].values());
    }

    #[test]
    fn debug_shows_nothing_of_a_site() {
        let site = row(&[("lon", "11.40"), ("lat", "50.10"), ("precision", "exact")]).unwrap();
        assert_eq!(format!("{site:?}"), "SiteFields { .. }");
    }
}
