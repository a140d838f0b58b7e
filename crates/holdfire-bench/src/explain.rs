//! The explanation of one incident of a case folder, again and again.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result};
use holdfire_model::{Case, Incident};
use holdfire_monitor::{Filter, answer, answer_one};
use holdfire_terms::{CompiledReading, Frame, assess};
use holdfire_wire::CaseFiles;

/// Columns of the text, as the command line has them.
const WIDTH: usize = 100;

/// Reads a case folder.
///
/// # Errors
/// If a file cannot be read or there is no usable case in it.
pub fn load(dir: &Path) -> Result<Case> {
    let mut files = BTreeMap::new();
    let mut take = |name: String| -> Result<()> {
        let path = dir.join(&name);
        if path.is_file() {
            let bytes =
                std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            files.insert(name, bytes);
        }
        Ok(())
    };
    for name in CaseFiles::NAMES {
        take(name.to_owned())?;
    }
    let readings = dir.join("readings");
    for entry in std::fs::read_dir(&readings)
        .with_context(|| format!("cannot read {}", readings.display()))?
    {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".toml") {
            take(format!("readings/{name}"))?;
        }
    }
    let loaded = holdfire_wire::case::read(&CaseFiles(files));
    loaded
        .case
        .with_context(|| format!("{} holds no usable case", dir.display()))
}

/// What something repeated costs.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    /// Milliseconds, median over all repeats.
    pub median_ms: f64,
    /// The fastest.
    pub least_ms: f64,
    /// One of a hundred takes longer.
    pub p99_ms: f64,
    /// The slowest.
    pub most_ms: f64,
    /// Bytes of text, all together: shows that it was not nothing.
    pub bytes: usize,
}

/// Explains the incidents of a case in turn, so many times in all: every account under every clause and reading, with
/// all reasons. The frame and the compiled readings are kept, as anything that answers more than once keeps them.
///
/// # Errors
/// If the case cannot be compiled, or has no incident.
pub fn prepared(case: &Case, repeats: usize) -> Result<Times> {
    let stories = answer(case, &Filter::default())?.stories;
    let frame = Frame::new(case)?;
    let readings = case
        .readings
        .iter()
        .map(|reading| CompiledReading::compile(&frame, reading, &stories))
        .collect::<Result<Vec<_>, _>>()?;
    repeated(&stories, repeats, |incident| {
        let mut reasons = 0;
        for account in &incident.accounts {
            for (reading, compiled) in case.readings.iter().zip(&readings) {
                for clause in compiled.clauses() {
                    let assessment = assess(&frame, reading, clause, incident, account)?;
                    reasons += assessment
                        .reasons
                        .iter()
                        .map(|r| r.text.len())
                        .sum::<usize>();
                }
            }
        }
        Ok(reasons)
    })
}

/// The same from the loaded case to the text of `holdfire explain`, nothing kept from the time before: frame, readings and
/// which point decides are computed each time.
///
/// # Errors
/// If the case cannot be answered, or has no incident.
pub fn whole(case: &Case, repeats: usize) -> Result<Times> {
    let stories = answer(case, &Filter::default())?.stories;
    repeated(&stories, repeats, |incident| {
        let id = incident.id.as_str();
        let answer = answer_one(case, id)?.context("the incident is in the case")?;
        let text = holdfire_report::text::incident(case, &answer, id, WIDTH);
        Ok(text.context("the incident is in the answer")?.len())
    })
}

fn repeated(
    stories: &[Arc<Incident>],
    repeats: usize,
    mut explain: impl FnMut(&Incident) -> Result<usize>,
) -> Result<Times> {
    let mut ms = Vec::with_capacity(repeats);
    let mut bytes = 0;
    for incident in stories.iter().cycle().take(repeats) {
        let start = Instant::now();
        bytes += explain(incident)?;
        ms.push(start.elapsed().as_secs_f64() * 1e3);
    }
    ms.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let position = (share * ms.len() as f64) as usize;
        ms.get(position.min(ms.len().saturating_sub(1)))
            .copied()
            .context("the case has no incident")
    };
    Ok(Times {
        median_ms: at(0.5)?,
        least_ms: at(0.0)?,
        p99_ms: at(0.99)?,
        most_ms: at(1.0)?,
        bytes,
    })
}
