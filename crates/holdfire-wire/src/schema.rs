//! JSON Schemas of the formats, generated from the wire types.

use schemars::generate::SchemaSettings;

use crate::answer::AnswerFile;
use crate::case::head::{AgreementFile, CaseFile};
use crate::element::ReadingFile;
use crate::work::WorkflowFile;

/// Names of the formats that have a schema.
pub const NAMES: [&str; 5] = ["agreement", "answer", "case", "reading", "workflow"];

/// The JSON Schema (draft 2020-12) of a format, indented, with a line feed at the end; `None` for an unknown name.
#[must_use]
pub fn schema(name: &str) -> Option<String> {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let schema = match name {
        "agreement" => generator.into_root_schema_for::<AgreementFile>(),
        "answer" => generator.into_root_schema_for::<AnswerFile>(),
        "case" => generator.into_root_schema_for::<CaseFile>(),
        "reading" => generator.into_root_schema_for::<ReadingFile>(),
        "workflow" => generator.into_root_schema_for::<WorkflowFile>(),
        _ => return None,
    };
    let text = serde_json::to_string_pretty(&schema).expect("a schema has no keys but text");
    Some(format!("{text}\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_named_format_has_a_schema() {
        for name in NAMES {
            assert!(
                schema(name).is_some_and(|text| text.contains("\"properties\"")),
                "{name}"
            );
        }
        assert_eq!(schema("nothing"), None);
    }
}
