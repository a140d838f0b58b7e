//! The bulk answers against the explaining path: one account at a time, with its reasons.

use anyhow::{Result, bail};
use holdfire_model::Verdict;
use holdfire_terms::assess;

use crate::bulk::{Answers, Bench};
use crate::data::Records;

/// Compares a sample spread evenly over the records; gives how many answers were compared.
///
/// # Errors
/// For the first answer that differs.
pub fn check(bench: &Bench<'_>, records: &Records, answers: &Answers, sample: u64) -> Result<u64> {
    let step = (answers.records / sample.max(1)).max(1);
    let case = bench.frame.case();
    let per_record = bench.readings.len() * case.clauses.len();
    let mut compared = 0;
    let all = (0..records.pieces()).flat_map(|piece| records.piece(piece));
    for (number, record) in all.enumerate().step_by(step as usize) {
        let record = record?;
        let incident = record.incident(bench.calendar)?;
        let mut bytes = answers.bytes[number * per_record..].iter();
        for (reading, compiled) in case.readings.iter().zip(bench.readings) {
            for clause in compiled.clauses() {
                let assessment = assess(
                    bench.frame,
                    reading,
                    clause,
                    &incident,
                    &incident.accounts[0],
                )?;
                let bulk = bytes.next().map(|byte| Verdict::ALL[usize::from(*byte)]);
                if bulk != Some(assessment.verdict) {
                    bail!(
                        "record {} under `{}`: {bulk:?} in bulk, {:?} when explained\n{record:?}\n{assessment:#?}",
                        record.id,
                        reading.id,
                        assessment.verdict
                    );
                }
                compared += 1;
            }
        }
    }
    Ok(compared)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use holdfire_model::Rings;
    use holdfire_terms::{CompiledReading, Frame};

    use super::*;
    use crate::bulk::{Stage, checksum, totals};
    use crate::case::{self, SiteRow};
    use crate::record::{Calendar, Rows};

    /// The same numbers in every run (SplitMix64).
    struct Numbers(u64);

    impl Numbers {
        fn below(&mut self, limit: u64) -> u64 {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = self.0;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            (z ^ (z >> 31)) % limit
        }

        /// A number of degrees in `[0, span)`.
        fn degrees(&mut self, span: f64) -> f64 {
            self.below(1_000_000) as f64 / 1e6 * span
        }
    }

    /// Zones that overlap each other, and leave gaps, in four by four degrees.
    fn zones(numbers: &mut Numbers) -> Vec<Rings> {
        let one = |_| {
            let (x, y) = (20.0 + numbers.degrees(4.0), 48.0 + numbers.degrees(4.0));
            let (dx, dy) = (0.1 + numbers.degrees(0.9), 0.1 + numbers.degrees(0.9));
            let ring = [[x, y], [x + dx, y - 0.05], [x + dx / 2.0, y + dy], [x, y]];
            vec![vec![ring.to_vec()]]
        };
        (0..40).map(one).collect()
    }

    fn sites(numbers: &mut Numbers) -> Vec<SiteRow> {
        let one = |i: usize| SiteRow {
            lon: 20.0 + numbers.degrees(4.0),
            lat: 48.0 + numbers.degrees(4.0),
            category: i % 8,
            owner: i % 2,
            radius_m: [200.0, 1_500.0, 5_000.0][i % 3],
        };
        (0..600).map(one).collect()
    }

    /// 500 rows as the generator writes them.
    fn records(numbers: &mut Numbers) -> Vec<u8> {
        let mut text = String::from("\"id\",\"lon\",\"lat\",\"ts\",\"prec\",\"actor\",\"etype\"\n");
        for id in 0..500 {
            let (lon, lat) = (20.0 + numbers.degrees(4.5), 47.8 + numbers.degrees(4.5));
            // From 9 March on for eight weeks: most rows lie in or near a reading's time, so that other factors decide.
            let ts = case::FIRST_SECOND + 36 * 86_400 + numbers.below(56 * 86_400) as i64;
            let (prec, actor, etype) = (numbers.below(4), numbers.below(10), numbers.below(25));
            writeln!(text, "{id},{lon:.6},{lat:.6},{ts},{prec},{actor},{etype}").unwrap();
        }
        text.into_bytes()
    }

    #[test]
    fn bulk_and_explanation_agree_on_500_rows_however_they_are_cut() {
        let mut numbers = Numbers(1);
        let case = case::build(zones(&mut numbers), &sites(&mut numbers)).unwrap();
        let frame = Frame::new(&case).unwrap();
        let readings: Vec<CompiledReading> = case
            .readings
            .iter()
            .map(|r| CompiledReading::compile(&frame, r, &[]).unwrap())
            .collect();
        let (calendar, rows) = (Calendar::new().unwrap(), Rows::new(&frame));
        let bench = Bench {
            frame: &frame,
            readings: &readings,
            calendar: &calendar,
            rows: &rows,
        };
        let bytes = records(&mut numbers);
        let cut = |piece_bytes, threads| {
            let records = Records::new(bytes.clone(), piece_bytes).unwrap();
            let answers = bench.run(&records, threads, Stage::All).unwrap();
            (records, answers)
        };
        let (records, answers) = cut(1 << 20, 1);
        assert_eq!((answers.records, answers.bytes.len()), (500, 2_000));
        assert_eq!(check(&bench, &records, &answers, 500).unwrap(), 2_000);
        let totals = totals(&answers);
        assert_eq!(totals.iter().sum::<u64>(), 2_000);
        assert!(
            totals.iter().all(|n| *n >= 10),
            "each verdict occurs: {totals:?}"
        );
        let (_, again) = cut(700, 2);
        assert_eq!(
            (checksum(&again.bytes), again.counts),
            (checksum(&answers.bytes), answers.counts)
        );
    }
}
