//! The files of a case folder, as bytes by path. Whoever reads them from a disk or from inside the program fills this.

use std::collections::BTreeMap;

use crate::problem::Problems;

/// The files of a case folder: path inside the folder (with `/`) to bytes.
#[derive(Clone, Debug, Default)]
pub struct CaseFiles(pub BTreeMap<String, Vec<u8>>);

impl CaseFiles {
    /// The names of files that a case folder can hold, besides `readings/*.toml`; the first two must be there.
    pub const NAMES: [&'static str; 14] = [
        "case.toml",
        "agreement.toml",
        "areas.geojson",
        "categories.csv",
        "control.csv",
        "facilities.csv",
        "links.csv",
        "observations.csv",
        "register.csv",
        "replies.csv",
        "reports.csv",
        "texts.csv",
        "workflow.toml",
        "README.md",
    ];

    /// A file as text, without a byte order mark. Reports what is wrong with its encoding.
    pub(crate) fn text(&self, path: &str, problems: &mut Problems) -> Option<&str> {
        let bytes = self.0.get(path)?;
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        // Bytes of zero are UTF-8, and no text: UTF-16 without its mark.
        let zero = || bytes.iter().position(|b| *b == 0);
        let text = std::str::from_utf8(bytes);
        match text
            .map_err(|e| e.valid_up_to())
            .and_then(|text| zero().map_or(Ok(text), Err))
        {
            Ok(text) => Some(text),
            Err(good) => {
                let line = bytes[..good].iter().filter(|b| **b == b'\n').count() + 1;
                let table = path.ends_with(".csv");
                let guess = crate::import::encoding_of(bytes)
                    .map_or(String::new(), |name| format!("; it looks like {name}"));
                problems.push(crate::Problem {
                    file: path.to_owned(),
                    line: u32::try_from(line).unwrap_or(u32::MAX),
                    column: 0,
                    severity: crate::Severity::Error,
                    message: format!("the file is not UTF-8 text{guess}").into(),
                    hint: Some(if table {
                        "save it as UTF-8, or bring it in with `holdfire case import`".into()
                    } else {
                        "save it as UTF-8 (in the editor: encoding, UTF-8)".into()
                    }),
                });
                None
            }
        }
    }
}
