//! The report as one page: a file that stands alone, asks no network for anything, and can be read and printed with
//! scripts off.
//!
//! Every word that comes from the case is escaped (`escape.rs`); the only script is the one of this crate, allowed by its
//! digest in the page's content security policy. A server takes the page apart: [`Sheet`] has a method for each piece,
//! [`Links`] says where links lead. A piece has no style attribute and no script. The same input gives the same bytes: no clock, no order of a hash map.

mod beside;
mod counting;
mod decides;
mod escape;
mod explanation;
mod glossary;
mod incidents;
mod lead;
mod links;
mod map;
mod matrix;
mod pieces;
mod sheet;
mod terms;
mod timeline;
mod tree;

#[cfg(test)]
mod languages;
#[cfg(test)]
mod tests;

use holdfire_model::Case;
use holdfire_monitor::{Answer, Held};

pub use escape::{Escaped, Prose, anchor, esc, link_target, prose};
pub use links::{Anchors, Chosen, Cited, Item, Links, Section};
pub use pieces::{Heading, Part};
pub use sheet::{Column, Sheet};

use holdfire_words::{Language, say};
use sheet::put;

/// The style that gives the classes of all pieces their look, in light, dark and print.
pub const STYLE: &str = include_str!("../assets/report.css");
const SCRIPT: &str = include_str!("../assets/report.js");

/// The SHA-256 of `assets/report.js`, as the content security policy wants it; a test keeps it right.
const SCRIPT_DIGEST: &str = "GWJBGG/AR4n5gIYOCyVYSY93ZSgXCTreKwAOtzDq3Ro=";

/// What a report says about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HtmlOptions {
    /// Program and version, as they are cited.
    pub version: String,
    /// Until when what was entered is taken into account; `None`: everything.
    pub as_of: Option<String>,
    /// Notices that have to be printed with the data: attributions and licences of outlines and tables.
    pub notices: Vec<String>,
    /// The language of the page.
    pub language: Language,
    /// So many of the rows that could not be taken in are named, and the others counted; `None`: all are named.
    pub most_rows: Option<usize>,
}

/// The sections; `contents-` and the name is the message that leads to each.
const CONTENTS: [&str; 11] = [
    "answer",
    "matrix",
    "readings",
    "decides",
    "force",
    "map",
    "terms",
    "incidents",
    "counting",
    "glossary",
    "method",
];

/// The report on a case as one HTML file.
///
/// # Units and shape
/// - `answer`, `held`: made from this `case`; incidents in their order, readings in the order of their titles, those of
///   the panel first.
/// - returns: UTF-8 text, a whole HTML document. Outside addresses stand in it as plain links only.
#[must_use]
pub fn html(case: &Case, answer: &Answer, held: &Held, options: &HtmlOptions) -> String {
    let sheet = Sheet::new(case, answer, held, options, &Anchors);
    let w = sheet.words;
    let direction = match options.language.direction() {
        "ltr" => String::new(),
        other => format!(" dir=\"{other}\""),
    };
    let mut out = String::with_capacity(64_000 + answer.assessments.len() * 3_000);
    put!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{}\"{direction}><head><meta charset=\"utf-8\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
         script-src 'sha256-{SCRIPT_DIGEST}'; img-src data:; base-uri 'none'; form-action 'none'\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"referrer\" content=\"no-referrer\"><meta name=\"color-scheme\" content=\"light dark\">\
         <meta name=\"generator\" content=\"{}\"><link rel=\"icon\" href=\"data:,\">\
         <title>{}</title>\n<style>{STYLE}</style></head>\n<body>",
        options.language.code(),
        esc(&options.version),
        say!(w, "page-title", title = esc(&case.title).to_string())
    );
    put!(
        out,
        "<a class=\"skip\" href=\"#main\">{}</a>\n",
        say!(w, "page-skip")
    );
    lead::header(&sheet, &mut out);
    navigation(&sheet, &mut out);
    out.push_str("<main id=\"main\">\n");
    lead::answer(&sheet, &mut out);
    matrix::section(&sheet, &mut out);
    matrix::by_reading(&sheet, &mut out);
    decides::section(&sheet, &mut out);
    timeline::section(&sheet, &mut out);
    map::section(&sheet, &mut out);
    terms::section(&sheet, &mut out);
    incidents::section(&sheet, &mut out);
    counting::section(&sheet, &mut out);
    glossary::section(&sheet, &mut out);
    glossary::method(&sheet, &mut out);
    put!(
        out,
        "</main>\n<footer><p>{}</p></footer>\n<script>{SCRIPT}</script></body></html>\n",
        say!(
            w,
            "page-footer",
            version = esc(&options.version).to_string(),
            case = esc(&case.id).to_string()
        )
    );
    out
}

/// The contents, and a box for each reading that hides its columns.
fn navigation(sheet: &Sheet<'_>, out: &mut String) {
    let w = sheet.words;
    put!(out, "<nav aria-label=\"{}\"><ul>", say!(w, "contents"));
    for id in CONTENTS {
        let words = say!(w, &format!("contents-{id}"));
        put!(out, "<li><a href=\"#{id}\">{words}</a></li>");
    }
    put!(
        out,
        "</ul><form id=\"shown-readings\" hidden><fieldset><legend>{}</legend>",
        say!(w, "contents-readings-shown")
    );
    for column in &sheet.columns {
        put!(
            out,
            "<label><input type=\"checkbox\" checked data-reading=\"{}\"> {}{}</label>",
            esc(column.reading.id.as_str()),
            esc(&column.reading.title),
            if column.panel {
                format!("<span class=\"tag\">{}</span>", say!(w, "tag-panel"))
            } else {
                String::new()
            }
        );
    }
    out.push_str("</fieldset></form></nav>\n");
}
