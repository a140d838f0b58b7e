//! What the browser loads beside pages: the style sheet, and what Vite built if it was there when the program was.

use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use holdfire_words::Language;
use serde_json::Value;

use super::fault::Fault;
use super::gzip;

/// The style sheet of all pages; it is served also where nothing was built.
const STYLE: &str = include_str!("../../assets/workbench.css");

/// Words of the scripts in other languages.
const ISLAND_WORDS: [(Language, &str); 2] = [
    (Language::Uk, include_str!("../../assets/islands/uk.json")),
    (Language::Ru, include_str!("../../assets/islands/ru.json")),
];

/// Words of the scripts for a page in another language than English, as JSON that may stand in a page.
#[must_use]
pub fn island_words(language: Language) -> Option<&'static str> {
    // Every page has them: without the blanks of the file.
    static SHORT: LazyLock<[(Language, String); 2]> = LazyLock::new(|| {
        ISLAND_WORDS.map(|(language, words)| {
            let words: Value =
                serde_json::from_str(words).expect("a file of ours, which a test reads");
            (language, words.to_string())
        })
    });
    let found = SHORT.iter().find(|(known, _)| *known == language);
    found.map(|(_, words)| words.as_str())
}

/// Built files: path below `/assets/` and bytes. Empty where Vite did not run.
const BUILT: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/built_assets.rs"));

/// What a page has to load.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loaded {
    /// The address of the style sheet, which changes with its content.
    pub style: String,
    /// Further style sheets.
    pub styles: Vec<String>,
    /// The script that makes more of a page; none where nothing was built.
    pub script: Option<String>,
}

/// What every page loads.
#[must_use]
pub fn loaded() -> &'static Loaded {
    static LOADED: LazyLock<Loaded> = LazyLock::new(|| {
        let digest = crate::digest::short(STYLE.as_bytes());
        let mut loaded = Loaded {
            style: format!("/assets/workbench-{digest}.css"),
            ..Loaded::default()
        };
        let manifest = BUILT.iter().find(|(path, _)| *path == "manifest.json");
        let manifest = manifest.and_then(|(_, bytes)| serde_json::from_slice::<Value>(bytes).ok());
        let file = |entry: &Value| Some(format!("/assets/{}", entry["file"].as_str()?));
        if let Some(manifest) = manifest {
            let main = &manifest["src/main.ts"];
            loaded.script = file(main);
            if let Some(sheets) = main["css"].as_array() {
                let sheets = sheets.iter().filter_map(Value::as_str);
                loaded
                    .styles
                    .extend(sheets.map(|path| format!("/assets/{path}")));
            }
            loaded.styles.extend(file(&manifest["src/fonts.css"]));
        }
        loaded
    });
    &LOADED
}

/// `GET /assets/{*path}`: names hold a digest of what they name, so they are kept for ever.
pub async fn get(Path(path): Path<String>, asked: HeaderMap) -> Result<Response, Fault> {
    let style = loaded().style.strip_prefix("/assets/");
    let (bytes, kind): (&'static [u8], _) = if Some(path.as_str()) == style {
        (STYLE.as_bytes(), "text/css; charset=utf-8")
    } else {
        let found = BUILT.iter().find(|(known, _)| *known == path);
        let (_, bytes) = found.ok_or(Fault::NotFound)?;
        (bytes, kind_of(&path))
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static(if path == "manifest.json" || path == "THIRD-PARTY.txt" {
                "no-cache"
            } else {
                "public, max-age=31536000, immutable"
            }),
        ),
    ];
    let gzip = gzip::accepted(&asked) && kind.starts_with("text/");
    let mut response = if gzip {
        let encoding = [(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"))];
        (headers, encoding, packed(bytes)).into_response()
    } else {
        (headers, bytes).into_response()
    };
    let vary = HeaderValue::from_static("accept-encoding");
    response.headers_mut().insert(header::VARY, vary);
    Ok(response)
}

/// A text of ours, packed once.
fn packed(bytes: &'static [u8]) -> &'static [u8] {
    static PACKED: Mutex<BTreeMap<usize, &'static [u8]>> = Mutex::new(BTreeMap::new());
    let mut known = PACKED.lock().unwrap_or_else(PoisonError::into_inner);
    known
        .entry(bytes.as_ptr() as usize)
        .or_insert_with(|| gzip::gzip(bytes, Compression::best()).leak())
}

fn kind_of(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, end)| end) {
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "geojson" => "application/json",
        "woff2" => "font/woff2",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_the_scripts_are_those_of_the_files_without_their_blanks() {
        for (language, file) in ISLAND_WORDS {
            let words = island_words(language).expect("another language than English");
            let read = |text| serde_json::from_str::<Value>(text).expect("JSON");
            assert_eq!(read(words), read(file));
            assert!(words.len() < file.len() && !words.contains('\n'));
        }
        assert_eq!(island_words(Language::En), None);
    }
}
