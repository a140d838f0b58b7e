//! The list of files in a web archive.

use holdfire_seal::Hash;
use serde_json::Value;

use crate::evidence::claims::tidy;

/// A hash as a list states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum StatedHash {
    Sha256(Hash),
    /// Another algorithm, or none that is known.
    Other(String),
}

impl StatedHash {
    /// Reads `sha256:<hex>`; older lists state the algorithm beside the digits.
    pub(super) fn read(text: &str, beside: Option<&str>) -> Self {
        let (algorithm, digits) = match text.split_once(':') {
            Some((algorithm, digits)) => (Some(algorithm), digits),
            None => (beside, text),
        };
        let sha256 = algorithm
            .is_some_and(|a| a.eq_ignore_ascii_case("sha256") || a.eq_ignore_ascii_case("sha-256"));
        match Hash::from_hex(&digits.to_ascii_lowercase()) {
            Some(hash) if sha256 => Self::Sha256(hash),
            _ => Self::Other(match (text.contains(':'), beside) {
                (false, Some(beside)) => tidy(&format!("{beside}:{text}"), 200),
                _ => tidy(text, 200),
            }),
        }
    }
}

/// A file as the list has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Listed {
    pub path: String,
    pub hash: Option<StatedHash>,
    pub size_bytes: Option<u64>,
    /// It is not in this archive.
    pub elsewhere: bool,
}

impl Listed {
    /// What is stated of it, in one line.
    pub(super) fn stated(&self) -> String {
        let hash = match &self.hash {
            Some(StatedHash::Sha256(hash)) => format!("sha256:{hash}"),
            Some(StatedHash::Other(text)) => text.clone(),
            None => "no hash".to_owned(),
        };
        match self.size_bytes {
            Some(size) => format!("{hash}, {size} bytes"),
            None => hash,
        }
    }
}

/// The files that a package lists.
pub(super) fn listed(
    package: &Value,
    limit: usize,
    problems: &mut Vec<String>,
) -> Result<Vec<Listed>, &'static str> {
    let resources = package
        .get("resources")
        .and_then(Value::as_array)
        .ok_or("it has no list `resources`")?;
    if resources.len() > limit {
        return Err("it lists more files than an archive may have");
    }
    let mut listed: Vec<Listed> = Vec::new();
    let mut nameless = 0;
    for resource in resources {
        let text = |key: &str| resource.get(key).and_then(Value::as_str);
        let Some(path) = text("path").or(text("url")) else {
            nameless += 1;
            continue;
        };
        // py-wacz 0.2 kept hash and size in `stats`, and the algorithm in `hashing`.
        let inner = resource.get("stats").unwrap_or(resource);
        let hash = inner.get("hash").and_then(Value::as_str);
        listed.push(Listed {
            path: path.to_owned(),
            hash: hash.map(|h| StatedHash::read(h, text("hashing"))),
            size_bytes: inner.get("bytes").and_then(Value::as_u64),
            elsewhere: text("path").is_none() || path.contains("://"),
        });
    }
    if nameless > 0 {
        problems.push(format!("the list has {nameless} files without a path"));
    }
    let mut paths: Vec<&str> = listed.iter().map(|l| l.path.as_str()).collect();
    paths.sort_unstable();
    for pair in paths.windows(2).filter(|p| p[0] == p[1]) {
        problems.push(format!("`{}` is listed more than once", tidy(pair[0], 200)));
    }
    Ok(listed)
}

/// What a package says of itself, in a fixed order.
pub(super) fn about(package: &Value) -> Vec<(&'static str, String)> {
    const TEXTS: [(&str, &str); 10] = [
        ("wacz version", "wacz_version"),
        ("title", "title"),
        ("description", "description"),
        ("created", "created"),
        ("modified", "modified"),
        ("software", "software"),
        ("main page", "mainPageUrl"),
        ("main page recorded", "mainPageDate"),
        ("main page", "mainPageURL"),
        ("profile", "profile"),
    ];
    let mut about: Vec<(&str, String)> = TEXTS
        .iter()
        .filter_map(|(name, key)| Some((*name, package.get(key)?.as_str()?.to_owned())))
        .collect();
    let old_title = package.pointer("/metadata/title").and_then(Value::as_str);
    if let Some(title) = old_title
        && !about.iter().any(|(name, _)| *name == "title")
    {
        about.insert(about.len().min(1), ("title", title.to_owned()));
    }
    about
}
