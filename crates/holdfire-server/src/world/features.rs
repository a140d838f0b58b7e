//! The lines of a world as they leave the program: written once, when the world is made, and copied from then on.

use holdfire_wire::api::PointOut;
use holdfire_wire::lines::LineOut;

/// Lines as features of GeoJSON, one after the other.
#[derive(Default)]
pub struct Features {
    text: String,
    /// Where each feature ends, and where the line in it begins.
    parts: Vec<(usize, usize)>,
}

impl Features {
    /// Adds the next line.
    pub(super) fn push(&mut self, line: &LineOut<'_>) {
        let json = |value: &dyn Fn() -> serde_json::Result<String>| {
            value().expect("a line has no keys but text")
        };
        let point = line.lon.zip(line.lat).map(|(lon, lat)| PointOut {
            r#type: "Point",
            coordinates: [lon, lat],
        });
        self.text.push_str("{\"type\":\"Feature\",\"id\":");
        self.text
            .push_str(&json(&|| serde_json::to_string(line.id)));
        self.text.push_str(",\"geometry\":");
        self.text.push_str(&json(&|| serde_json::to_string(&point)));
        self.text.push_str(",\"properties\":");
        let begins = self.text.len();
        self.text.push_str(&json(&|| serde_json::to_string(line)));
        self.text.push('}');
        self.parts.push((self.text.len(), begins));
    }

    /// The line of a row as a feature.
    #[must_use]
    pub fn feature(&self, row: usize) -> &str {
        let from = row.checked_sub(1).map_or(0, |before| self.parts[before].0);
        &self.text[from..self.parts[row].0]
    }

    /// The line of a row alone.
    #[must_use]
    pub fn line(&self, row: usize) -> &str {
        let (end, begins) = self.parts[row];
        &self.text[begins..end - 1]
    }
}
