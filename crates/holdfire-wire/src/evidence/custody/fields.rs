//! Entries of the chain of custody as ordered text fields, and strictly back.

use holdfire_model::id::{IncidentId, ReportId};
use holdfire_model::time::Moment;
use holdfire_seal::Hash;
use jiff::Timestamp;

use super::{About, Act, Collected, Custody, CustodyError, Intake, Rehash, Release, Step};
use crate::evidence::claims::{VALUE_LIMIT, is_tidy, tidy};

const INTAKE: &str = "intake@v1";
const STEP: &str = "step@v1";
const RELEASE: &str = "release@v1";

type Fields = Vec<(String, String)>;

pub(super) fn write(custody: &Custody) -> Result<Fields, CustodyError> {
    let mut to = Writer(Vec::new());
    match custody {
        Custody::Intake(intake) => {
            to.put("custody", INTAKE.to_owned());
            to.put("sha256", intake.sha256.to_string());
            to.put("size_bytes", intake.size_bytes.to_string());
            to.some("file_name", intake.file_name.as_deref())?;
            to.text("media_type", &intake.media_type)?;
            to.some("collected_by", intake.collected.by.as_deref())?;
            to.some("collected_when", intake.collected.when.as_deref())?;
            to.some("collected_how", intake.collected.how.as_deref())?;
            to.some("collected_from", intake.collected.from.as_deref())?;
            to.text("handed_over_by", &intake.handed_over_by)?;
            to.text("received_by", &intake.received_by)?;
            to.moment("received_at", intake.received_at)?;
            for about in &intake.about {
                match about {
                    About::Report(id) => to.put("about_report", id.to_string()),
                    About::Incident(id) => to.put("about_incident", id.to_string()),
                }
            }
        }
        Custody::Step(step) => {
            to.put("custody", STEP.to_owned());
            to.put("sha256", step.sha256.to_string());
            to.moment("at", step.at)?;
            to.text("by", &step.by)?;
            act(&step.act, &mut to)?;
        }
        Custody::Release(release) => {
            to.put("custody", RELEASE.to_owned());
            to.put("sha256", release.sha256.to_string());
            to.moment("at", release.at)?;
            to.text("by", &release.by)?;
            to.text("to", &release.to)?;
            to.text("ground", &release.ground)?;
        }
    }
    Ok(to.0)
}

fn act(act: &Act, to: &mut Writer) -> Result<(), CustodyError> {
    match act {
        Act::Moved { from, to: place } => {
            to.put("act", "moved".to_owned());
            to.text("from", from)?;
            to.text("to", place)?;
        }
        Act::WorkingCopy {
            sha256,
            size_bytes,
            derivation,
        } => {
            to.put("act", "working copy".to_owned());
            to.put("copy_sha256", sha256.to_string());
            to.put("copy_size_bytes", size_bytes.to_string());
            to.text("derivation", derivation)?;
        }
        Act::Viewed { purpose } => {
            to.put("act", "viewed".to_owned());
            to.text("purpose", purpose)?;
        }
        Act::Exported { to: whom, purpose } => {
            to.put("act", "exported".to_owned());
            to.text("to", whom)?;
            to.some("purpose", purpose.as_deref())?;
        }
        Act::Rehashed(found) => {
            to.put("act", "rehashed".to_owned());
            let word = match found {
                Rehash::Same => "same",
                Rehash::Other { .. } => "other",
                Rehash::Missing => "missing",
                Rehash::Unreadable => "unreadable",
            };
            to.put("found", word.to_owned());
            if let Rehash::Other { sha256, size_bytes } = found {
                to.put("found_sha256", sha256.to_string());
                to.put("found_size_bytes", size_bytes.to_string());
            }
        }
    }
    Ok(())
}

/// Writes fields of entries about evidence.
#[derive(Default)]
pub(in crate::evidence) struct Writer(pub(in crate::evidence) Fields);

impl Writer {
    pub(in crate::evidence) fn put(&mut self, name: &str, value: String) {
        self.0.push((name.to_owned(), value));
    }

    fn moment(&mut self, name: &'static str, moment: Moment) -> Result<(), CustodyError> {
        let text = moment.to_string();
        if read_moment(&text).is_none() {
            return Err(misspelt(name, &text, MOMENT));
        }
        self.put(name, text);
        Ok(())
    }

    pub(in crate::evidence) fn text(
        &mut self,
        name: &'static str,
        value: &str,
    ) -> Result<(), CustodyError> {
        if !is_text(value) {
            return Err(CustodyError::Text { name });
        }
        self.put(name, value.to_owned());
        Ok(())
    }

    pub(in crate::evidence) fn some(
        &mut self,
        name: &'static str,
        value: Option<&str>,
    ) -> Result<(), CustodyError> {
        value.map_or(Ok(()), |value| self.text(name, value))
    }
}

const MOMENT: &str = "a time such as `2025-03-26T10:00:00Z`";

/// A time in its one spelling: UTC, whole seconds, between the years -9999 and 9999.
fn read_moment(text: &str) -> Option<Moment> {
    let moment = Moment(text.parse::<Timestamp>().ok()?.as_second());
    (moment.to_string() == text).then_some(moment)
}

/// Text on one line, with something in it.
pub(in crate::evidence) fn is_text(text: &str) -> bool {
    !text.trim().is_empty() && is_tidy(text) && text.chars().nth(VALUE_LIMIT).is_none()
}

pub(super) fn read(fields: &[(String, String)]) -> Result<Custody, CustodyError> {
    let (head, rest) = fields.split_first().ok_or(CustodyError::NoKind)?;
    if head.0 != "custody" {
        return Err(CustodyError::NoKind);
    }
    let mut from = Reader(rest);
    let custody = match head.1.as_str() {
        INTAKE => Custody::Intake(Intake {
            sha256: from.hash("sha256")?,
            size_bytes: from.number("size_bytes")?,
            file_name: from.some("file_name")?,
            media_type: from.text("media_type")?,
            collected: Collected {
                by: from.some("collected_by")?,
                when: from.some("collected_when")?,
                how: from.some("collected_how")?,
                from: from.some("collected_from")?,
            },
            handed_over_by: from.text("handed_over_by")?,
            received_by: from.text("received_by")?,
            received_at: from.moment("received_at")?,
            about: from.about()?,
        }),
        STEP => Custody::Step(Step {
            sha256: from.hash("sha256")?,
            at: from.moment("at")?,
            by: from.text("by")?,
            act: from.act()?,
        }),
        RELEASE => Custody::Release(Release {
            sha256: from.hash("sha256")?,
            at: from.moment("at")?,
            by: from.text("by")?,
            to: from.text("to")?,
            ground: from.text("ground")?,
        }),
        other => return Err(CustodyError::Kind(tidy(other, 60))),
    };
    match from.0.first() {
        None => Ok(custody),
        Some((name, _)) => Err(CustodyError::Field(tidy(name, 60))),
    }
}

/// Reads fields of entries about evidence, one after the other.
pub(in crate::evidence) struct Reader<'f>(pub(in crate::evidence) &'f [(String, String)]);

impl<'f> Reader<'f> {
    /// The next field, if it has the name.
    pub(in crate::evidence) fn next(&mut self, name: &str) -> Option<&'f str> {
        let (first, rest) = self.0.split_first()?;
        if first.0 != name {
            return None;
        }
        self.0 = rest;
        Some(&first.1)
    }

    pub(in crate::evidence) fn value(
        &mut self,
        name: &'static str,
    ) -> Result<&'f str, CustodyError> {
        let there = self.0.iter().any(|(n, _)| n == name);
        match (self.next(name), self.0.first()) {
            (Some(value), _) => Ok(value),
            // It comes later: what stands here is out of place.
            (None, Some((found, _))) if there => Err(CustodyError::Field(tidy(found, 60))),
            _ => Err(CustodyError::Missing(name)),
        }
    }

    pub(in crate::evidence) fn text(&mut self, name: &'static str) -> Result<String, CustodyError> {
        checked(name, self.value(name)?)
    }

    pub(in crate::evidence) fn some(
        &mut self,
        name: &'static str,
    ) -> Result<Option<String>, CustodyError> {
        self.next(name)
            .map(|value| checked(name, value))
            .transpose()
    }

    fn parsed<T>(
        &mut self,
        name: &'static str,
        wanted: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<T, CustodyError> {
        let value = self.value(name)?;
        parse(value).ok_or_else(|| misspelt(name, value, wanted))
    }

    pub(in crate::evidence) fn hash(&mut self, name: &'static str) -> Result<Hash, CustodyError> {
        self.parsed(name, "64 lower-case hexadecimal digits", Hash::from_hex)
    }

    fn number(&mut self, name: &'static str) -> Result<u64, CustodyError> {
        self.parsed(name, "a whole number without leading zeros", |text| {
            text.parse::<u64>().ok().filter(|n| n.to_string() == text)
        })
    }

    fn moment(&mut self, name: &'static str) -> Result<Moment, CustodyError> {
        self.parsed(name, MOMENT, read_moment)
    }

    fn about(&mut self) -> Result<Vec<About>, CustodyError> {
        let mut about = Vec::new();
        loop {
            if let Some(id) = self.next("about_report") {
                let id = ReportId::new(id).map_err(|_| misspelt("about_report", id, "an id"))?;
                about.push(About::Report(id));
            } else if let Some(id) = self.next("about_incident") {
                let id =
                    IncidentId::new(id).map_err(|_| misspelt("about_incident", id, "an id"))?;
                about.push(About::Incident(id));
            } else {
                return Ok(about);
            }
        }
    }

    fn act(&mut self) -> Result<Act, CustodyError> {
        let word = self.value("act")?;
        Ok(match word {
            "moved" => Act::Moved {
                from: self.text("from")?,
                to: self.text("to")?,
            },
            "working copy" => Act::WorkingCopy {
                sha256: self.hash("copy_sha256")?,
                size_bytes: self.number("copy_size_bytes")?,
                derivation: self.text("derivation")?,
            },
            "viewed" => Act::Viewed {
                purpose: self.text("purpose")?,
            },
            "exported" => Act::Exported {
                to: self.text("to")?,
                purpose: self.some("purpose")?,
            },
            "rehashed" => Act::Rehashed(match self.value("found")? {
                "same" => Rehash::Same,
                "missing" => Rehash::Missing,
                "unreadable" => Rehash::Unreadable,
                "other" => Rehash::Other {
                    sha256: self.hash("found_sha256")?,
                    size_bytes: self.number("found_size_bytes")?,
                },
                other => {
                    return Err(misspelt(
                        "found",
                        other,
                        "`same`, `other`, `missing` or `unreadable`",
                    ));
                }
            }),
            other => {
                let wanted = "`moved`, `working copy`, `viewed`, `exported` or `rehashed`";
                return Err(misspelt("act", other, wanted));
            }
        })
    }
}

fn checked(name: &'static str, value: &str) -> Result<String, CustodyError> {
    if is_text(value) {
        Ok(value.to_owned())
    } else {
        Err(CustodyError::Text { name })
    }
}

fn misspelt(name: &'static str, value: &str, wanted: &'static str) -> CustodyError {
    CustodyError::Value {
        name,
        value: tidy(value, 80),
        wanted,
    }
}
