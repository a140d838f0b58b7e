//! The lines of a world as they leave the program: written once, when the world is made, and copied from then on.
//!
//! What many lines have in common (names, precision, answers) is kept once.

use std::sync::Arc;

use holdfire_wire::lines::LineOut;

use super::pool::Pool;

/// Lines as JSON, each in five parts: its own (id, reports, times), names, own (the point), precision, answers.
#[derive(PartialEq)]
pub struct Features {
    /// The parts of their own, one after the other.
    text: String,
    lines: Vec<Line>,
    shared: Vec<Arc<str>>,
}

/// Where the parts of a line are.
#[derive(PartialEq)]
struct Line {
    /// Where its point begins in the text, and where it ends.
    point: u32,
    end: u32,
    names: u32,
    precision: u32,
    answers: u32,
}

/// Where parts begin. In a text of JSON a quotation mark is escaped, so these stand nowhere else.
const BEGINS: [&str; 4] = [
    ",\"objects\":",
    ",\"lon\":",
    ",\"radius_m\":",
    ",\"class\":",
];

/// [`Features`] while they are made.
#[derive(Default)]
pub(super) struct FeaturesMaker {
    text: String,
    lines: Vec<Line>,
    shared: Pool<str>,
}

impl FeaturesMaker {
    /// Adds the next line.
    pub fn push(&mut self, line: &LineOut<'_>) {
        let json = serde_json::to_string(line).expect("a line has no keys but text");
        let mut rest = json.as_str();
        let mut parts = BEGINS.map(|begin| {
            let (part, after) =
                rest.split_at(rest.find(begin).expect("every line has each member"));
            rest = after;
            part
        });
        let answers = rest;
        let mut shared = |part: &str| self.shared.put_with(part, || Arc::from(part)).0;
        let (names, precision, answers) = (shared(parts[1]), shared(parts[3]), shared(answers));
        let place =
            |text: &str| u32::try_from(text.len()).expect("lines of a world are below 4 GB");
        self.text.push_str(std::mem::take(&mut parts[0]));
        let point = place(&self.text);
        self.text.push_str(parts[2]);
        self.lines.push(Line {
            point,
            end: place(&self.text),
            names,
            precision,
            answers,
        });
    }

    /// All of them.
    pub fn finish(mut self) -> Features {
        self.text.shrink_to_fit();
        Features {
            text: self.text,
            lines: self.lines,
            shared: self.shared.list,
        }
    }
}

impl Features {
    /// Writes the line of a row as a feature of GeoJSON.
    pub fn feature(&self, row: usize, out: &mut Vec<u8>) {
        let (head, point) = self.own(row);
        // Both begin with names of members that are known.
        let id = head.split_once(",\"reports\":").map_or("", |(id, _)| id);
        let id = id.strip_prefix("{\"id\":").unwrap_or("null");
        out.extend_from_slice(b"{\"type\":\"Feature\",\"id\":");
        out.extend_from_slice(id.as_bytes());
        out.extend_from_slice(b",\"geometry\":");
        let lon = point.strip_prefix(BEGINS[1]).unwrap_or("null");
        match lon.split_once(",\"lat\":") {
            Some((lon, lat)) if lon != "null" && lat != "null" => {
                out.extend_from_slice(b"{\"type\":\"Point\",\"coordinates\":[");
                out.extend_from_slice(lon.as_bytes());
                out.push(b',');
                out.extend_from_slice(lat.as_bytes());
                out.extend_from_slice(b"]}");
            }
            _ => out.extend_from_slice(b"null"),
        }
        out.extend_from_slice(b",\"properties\":");
        self.line(row, out);
        out.push(b'}');
    }

    /// Writes the line of a row alone.
    pub fn line(&self, row: usize, out: &mut Vec<u8>) {
        let (head, point) = self.own(row);
        let line = &self.lines[row];
        let shared = |number: u32| self.shared[number as usize].as_bytes();
        out.extend_from_slice(head.as_bytes());
        out.extend_from_slice(shared(line.names));
        out.extend_from_slice(point.as_bytes());
        out.extend_from_slice(shared(line.precision));
        out.extend_from_slice(shared(line.answers));
    }

    fn own(&self, row: usize) -> (&str, &str) {
        let before = row.checked_sub(1);
        let from = before.map_or(0, |before| self.lines[before].end) as usize;
        let line = &self.lines[row];
        let (point, end) = (line.point as usize, line.end as usize);
        (&self.text[from..point], &self.text[point..end])
    }
}
