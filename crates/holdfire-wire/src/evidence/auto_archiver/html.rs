//! The report that the archiver writes for people.
//!
//! Read by the marks that its template sets, not as HTML in general: address, title, the files with key, type and hash, and
//! the table of metadata. Nothing of it is ever shown as HTML again.

use super::object::written_time;
use super::{Archived, Form, MEDIA_LIMIT, Media, MediaHash, Output, OutputError};
use crate::evidence::claims::tidy;

pub(super) fn read(text: &str) -> Result<Output, OutputError> {
    let Some(url) = between(text, "Archived media for <span class=\"copy\">", "</span>") else {
        return Err(OutputError::OtherForm);
    };
    let mut page = Archived {
        url: Some(plain(url, 2_000)),
        title: between(text, "<b>title:</b> '<span class=\"copy\">", "</span>'")
            .map(|t| plain(t, 2_000)),
        ..Archived::default()
    };
    let (files, metadata) = match text.split_once("<h2 class=\"center\">metadata</h2>") {
        Some((files, metadata)) => (files, metadata),
        None => {
            return Err(OutputError::Damaged {
                form: Form::Html.name(),
                why: "the table of metadata is missing".to_owned(),
            });
        }
    };
    let mut problems = Vec::new();
    // Each file begins with its key; the first piece stands before all files.
    for piece in files.split("<li><b>key:</b>").skip(1) {
        if page.media.len() == MEDIA_LIMIT {
            problems.push(format!("only the first {MEDIA_LIMIT} media are read"));
            break;
        }
        page.media.push(media(piece));
    }
    for row in metadata.split("<tr>").skip(2).take(500) {
        let cells: Vec<&str> = row.split("<td>").skip(1).collect();
        let [key, value, ..] = cells.as_slice() else {
            continue;
        };
        let (key, value) = (plain(key, 200), plain(value, 20_000));
        match key.as_str() {
            "url" | "title" => {}
            "timestamp" => page.published = Some(written_time(&value)),
            "_processed_at" => page.archived = Some(written_time(&value)),
            "content" => page.content = Some(value),
            _ => page.other.push((key, value)),
        }
    }
    Ok(Output {
        form: Form::Html,
        pages: vec![page],
        problems,
    })
}

fn media(piece: &str) -> Media {
    let key = piece.split("</li>").next().map(|t| plain(t, 2_000));
    let item = |name: &str| {
        let start = format!("<li><b>{name}:</b>");
        between(piece, &start, "</li>")
            .map(|t| plain(t, 2_000))
            .filter(|t| !t.is_empty())
    };
    Media {
        file_name: String::new(),
        key: key.filter(|k| !k.is_empty()),
        urls: between(piece, "<a href=\"", "\"")
            .map(|u| plain(u, 2_000))
            .into_iter()
            .collect(),
        media_type: item("type"),
        id: item("id"),
        hash: item("hash").as_deref().and_then(MediaHash::read),
        source: item("src"),
        derived: false,
    }
}

fn between<'t>(text: &'t str, start: &str, end: &str) -> Option<&'t str> {
    let from = text.find(start)? + start.len();
    let rest = &text[from..];
    Some(&rest[..rest.find(end)?])
}

/// Text without tags, with the escapes that the template's engine writes undone.
fn plain(html: &str, limit: usize) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        text.push_str(&rest[..start]);
        rest = match rest[start..].find('>') {
            Some(end) => &rest[start + end + 1..],
            None => "",
        };
    }
    text.push_str(rest);
    let text: Vec<&str> = text.split_whitespace().collect();
    let text = text
        .join(" ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
    tidy(&text, limit)
}
