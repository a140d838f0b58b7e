//! The files of the generator, read back.

use std::path::Path;

use anyhow::{Context, Result, bail};
use csv::{ByteRecord, Reader, ReaderBuilder};
use holdfire_model::Rings;
use serde::Deserialize;

use crate::case::{PARTIES, SiteRow};
use crate::record::{RADIUS_M, Record};

/// Columns of the records, in the order of the file.
const RECORD_COLUMNS: [&str; 7] = ["id", "lon", "lat", "ts", "prec", "actor", "etype"];
const SITE_COLUMNS: [&str; 6] = ["site_id", "lon", "lat", "category", "owner", "radius_m"];

#[derive(Deserialize)]
struct Collection {
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    geometry: Geometry,
}

#[derive(Deserialize)]
#[serde(tag = "type")]
enum Geometry {
    Polygon { coordinates: Vec<Vec<[f64; 2]>> },
}

/// The outlines of `zones.geojson`.
///
/// # Errors
/// If the file cannot be read.
pub fn zones(path: &Path) -> Result<Vec<Rings>> {
    let text = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let collection: Collection = serde_json::from_slice(&text)
        .with_context(|| format!("{} is not what the generator writes", path.display()))?;
    Ok(collection
        .features
        .into_iter()
        .map(|feature| match feature.geometry {
            Geometry::Polygon { coordinates } => vec![coordinates],
        })
        .collect())
}

/// The sites of `sites.csv`.
///
/// # Errors
/// If the file cannot be read, with the line.
pub fn sites(path: &Path) -> Result<Vec<SiteRow>> {
    let mut reader = ReaderBuilder::new()
        .from_path(path)
        .with_context(|| format!("cannot read {}", path.display()))?;
    check_header(reader.byte_headers()?, &SITE_COLUMNS, path)?;
    let mut sites = Vec::new();
    let mut fields = ByteRecord::new();
    while reader.read_byte_record(&mut fields)? {
        let site = || -> Result<SiteRow> {
            Ok(SiteRow {
                lon: number(&fields, 1)?,
                lat: number(&fields, 2)?,
                category: number(&fields, 3)?,
                owner: number(&fields, 4)?,
                radius_m: number(&fields, 5)?,
            })
        };
        sites.push(site().with_context(|| format!("{}:{}", path.display(), sites.len() + 2))?);
    }
    Ok(sites)
}

/// The rows of `records_N.csv` in memory, cut into pieces at ends of lines.
///
/// The generator writes numbers only, so that no field holds an end of line.
#[derive(Debug)]
pub struct Records {
    bytes: Vec<u8>,
    /// Where pieces begin; the last is the end.
    cuts: Vec<usize>,
}

impl Records {
    /// Reads the file whole.
    ///
    /// # Errors
    /// If it cannot be read or its columns are others.
    pub fn read(path: &Path, piece_bytes: usize) -> Result<Self> {
        let bytes =
            std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        Self::new(bytes, piece_bytes).with_context(|| path.display().to_string())
    }

    /// Takes the bytes of a file.
    ///
    /// # Errors
    /// If its columns are others.
    pub fn new(bytes: Vec<u8>, piece_bytes: usize) -> Result<Self> {
        let line_end = |from: usize| {
            bytes[from..]
                .iter()
                .position(|b| *b == b'\n')
                .map_or(bytes.len(), |i| from + i + 1)
        };
        let header = line_end(0);
        let mut reader = Reader::from_reader(&bytes[..header]);
        check_header(
            reader.byte_headers()?,
            &RECORD_COLUMNS,
            Path::new("records"),
        )?;
        let mut cuts = vec![header];
        while let Some(&last) = cuts.last().filter(|&&last| last < bytes.len()) {
            cuts.push(line_end((last + piece_bytes).min(bytes.len())));
        }
        Ok(Self { bytes, cuts })
    }

    /// How many pieces there are.
    pub fn pieces(&self) -> usize {
        self.cuts.len() - 1
    }

    /// The records of a piece, in order.
    ///
    /// # Errors
    /// Of each row that cannot be read: its line within the piece, and what is wrong.
    pub fn piece(&self, piece: usize) -> impl Iterator<Item = Result<Record>> + '_ {
        let bytes = &self.bytes[self.cuts[piece]..self.cuts[piece + 1]];
        let mut reader = ReaderBuilder::new().has_headers(false).from_reader(bytes);
        let mut fields = ByteRecord::new();
        let mut line = 0;
        std::iter::from_fn(move || {
            line += 1;
            match reader.read_byte_record(&mut fields) {
                Ok(false) => None,
                Ok(true) => Some(
                    record(&fields)
                        .with_context(|| format!("piece {piece} of the file, line {line}")),
                ),
                Err(error) => Some(Err(error.into())),
            }
        })
    }
}

fn record(fields: &ByteRecord) -> Result<Record> {
    let record = Record {
        id: number(fields, 0)?,
        lon: number(fields, 1)?,
        lat: number(fields, 2)?,
        ts: number(fields, 3)?,
        prec: number(fields, 4)?,
        actor: number(fields, 5)?,
        etype: number(fields, 6)?,
    };
    if record.prec >= RADIUS_M.len() || record.actor >= PARTIES || record.etype >= 25 {
        bail!("a class of precision, a party or a kind is out of range");
    }
    Ok(record)
}

#[inline]
fn number<T: std::str::FromStr>(fields: &ByteRecord, column: usize) -> Result<T> {
    fields
        .get(column)
        .and_then(|field| std::str::from_utf8(field).ok())
        .and_then(|text| text.parse().ok())
        .with_context(|| format!("column {} is not a number", column + 1))
}

fn check_header(header: &ByteRecord, columns: &[&str], path: &Path) -> Result<()> {
    if header.iter().ne(columns.iter().map(|c| c.as_bytes())) {
        bail!(
            "{}: the columns must be {}",
            path.display(),
            columns.join(", ")
        );
    }
    Ok(())
}
