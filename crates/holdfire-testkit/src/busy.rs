//! A case with very many reports, made from a small one: for measuring, and for tests that need a crowd.
//!
//! Each made report is one of the given ones again at another place and another length, with words in two scripts. The
//! same numbers give the same bytes on every machine.

/// Numbers that follow from a seed: splitmix64.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, most: usize) -> usize {
        let most = u64::try_from(most.max(1)).unwrap_or(1);
        usize::try_from(self.roll() % most).unwrap_or(0)
    }

    /// From -1 to 1, more often near 0.
    fn lean(&mut self) -> f64 {
        let mut part =
            || f64::from(u32::try_from(self.roll() >> 32).unwrap_or(0)) / 4_294_967_296.0;
        part() - part()
    }
}

const WORDS: [&str; 32] = [
    "substation",
    "transformer",
    "drone",
    "night",
    "shelling",
    "pipeline",
    "repair",
    "crew",
    "outage",
    "district",
    "boiler",
    "house",
    "line",
    "feeder",
    "reported",
    "damage",
    "підстанція",
    "трансформатор",
    "безпілотник",
    "ніч",
    "обстріл",
    "пошкоджено",
    "лінія",
    "район",
    "бригада",
    "подстанция",
    "ночью",
    "повреждена",
    "линия",
    "котельная",
    "ремонт",
    "сообщили",
];

/// `reports.csv` with `n` reports, from one with a few. Ids are `G000001` and on; columns stay as they are.
///
/// # Panics
/// If the table cannot be read, has no reports, or lacks the columns `id`, `lat`, `lon`, `summary`.
#[must_use]
pub fn busy_reports(reports: &str, n: usize, seed: u64) -> String {
    let mut reader = csv::Reader::from_reader(reports.as_bytes());
    let head = reader.headers().expect("a head").clone();
    let column = |name: &str| head.iter().position(|own| own == name).expect("the column");
    let (id, lat, lon, summary) = (
        column("id"),
        column("lat"),
        column("lon"),
        column("summary"),
    );
    let given: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("rows");
    let mut dice = Dice(seed);
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    writer.write_record(&head).expect("memory takes every row");
    for number in 1..=n {
        let mut row: Vec<String> = given[dice.below(given.len())]
            .iter()
            .map(str::to_owned)
            .collect();
        row[id] = format!("G{number:06}");
        for (at, reach, limit) in [(lat, 0.9, 89.0), (lon, 1.6, 179.0)] {
            if let Ok(degrees) = row[at].parse::<f64>() {
                let degrees: f64 = (degrees + dice.lean() * reach).clamp(-limit, limit);
                row[at] = format!("{degrees:.3}");
            }
        }
        for _ in 0..dice.below(9) {
            row[summary].push(' ');
            row[summary].push_str(WORDS[dice.below(WORDS.len())]);
        }
        writer.write_record(&row).expect("memory takes every row");
    }
    String::from_utf8(writer.into_inner().expect("memory takes every row"))
        .expect("written from text")
}

/// `replies.csv` with a reply to each tenth of `n` made reports, from one with a few.
///
/// # Panics
/// If the table cannot be read, has no replies, or lacks the columns `id` and `report`.
#[must_use]
pub fn busy_replies(replies: &str, n: usize, seed: u64) -> String {
    let mut reader = csv::Reader::from_reader(replies.as_bytes());
    let head = reader.headers().expect("a head").clone();
    let column = |name: &str| head.iter().position(|own| own == name).expect("the column");
    let (id, report) = (column("id"), column("report"));
    let given: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("rows");
    let mut dice = Dice(seed);
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    writer.write_record(&head).expect("memory takes every row");
    for number in (1..=n).step_by(10) {
        let mut row: Vec<String> = given[dice.below(given.len())]
            .iter()
            .map(str::to_owned)
            .collect();
        row[id] = format!("Y{number:06}");
        row[report] = format!("G{number:06}");
        writer.write_record(&row).expect("memory takes every row");
    }
    String::from_utf8(writer.into_inner().expect("memory takes every row"))
        .expect("written from text")
}
