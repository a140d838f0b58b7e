//! The public view over a season, and the answers of matching: what an attacker makes of them.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::*;
use holdfire_geo::{Area, Disc, LonLat};
use holdfire_model::{Interval, Moment, NodeId};
use holdfire_register::{
    Answer, CellRules, Classes, Counts, FixedCells, ListedSite, MatchDisclosure, MatchWord,
    Possible, PublicPlace, Question, answer, batch, blind_incident,
};
use holdfire_seal::Hash;

const K: u32 = 10;
const DAYS: usize = 90;

struct Candidate {
    class: &'static str,
    region: &'static str,
    point: LonLat,
}

/// Open data: clusters and open country, three kinds of object.
fn candidates(source: &mut Source) -> Vec<Candidate> {
    (0..1500)
        .map(|n| {
            let town = (20.0 + (n % 6) as f64 * 2.3, 45.0 + (n % 4) as f64 * 1.7);
            let spread = if n % 3 == 0 { 6.0 } else { 0.4 };
            let (lon, lat) = (
                town.0 + spread * source.unit(),
                town.1 + spread * source.unit(),
            );
            Candidate {
                class: ["plant", "substation", "hospital"][n * 7 % 11 % 3],
                region: if lon < 27.0 { "west" } else { "east" },
                point: LonLat::new(lon, lat).unwrap(),
            }
        })
        .collect()
}

#[test]
fn a_season_of_reports_tells_an_attacker_no_more_than_open_data() {
    let mut source = Source::new("season");
    let open_data = candidates(&mut source);
    let each = || open_data.iter().map(|c| (c.class, c.point));
    let cells = FixedCells::fix(CellRules::usual("2030-02-20", "open data"), each()).unwrap();
    let by_region = open_data.iter().map(|c| (c.class, c.region));
    let classes = Classes::fix(u64::from(K), u64::from(K), by_region).unwrap();
    let public = |n: usize| {
        cells.place(
            open_data[n].class,
            &Disc::new(open_data[n].point, 0.0).unwrap(),
        )
    };

    // The secret: a third of the candidates, some of which come and go.
    let mut listed: BTreeSet<usize> = (0..open_data.len())
        .filter(|_| source.below(3) == 0)
        .collect();
    let ever_listed = {
        let mut ever = listed.clone();
        ever.extend((0..60).map(|_| source.below(open_data.len())));
        ever
    };
    let mut heat: BTreeMap<usize, f64> = BTreeMap::new();
    let mut places: BTreeMap<usize, BTreeSet<PublicPlace>> = BTreeMap::new();
    let mut before = Vec::new();
    for _day in 0..DAYS {
        for _ in 0..3 {
            let some: Vec<usize> = ever_listed.iter().copied().collect();
            let moved = some[source.below(some.len())];
            if !listed.remove(&moved) {
                listed.insert(moved);
            }
        }
        // Incidents are where they are, listed or not; the public reads class and cell.
        let mut lines = Vec::new();
        for _ in 0..25 {
            let struck = source.below(open_data.len());
            places.entry(struck).or_default().insert(public(struck));
            lines.push((open_data[struck].class, public(struck)));
        }
        let table = classes.count(
            listed
                .iter()
                .map(|n| (open_data[*n].class, open_data[*n].region)),
        );
        // The attack: what lies where the report says is hot; and what is in a line of the table that moved, too.
        for (n, candidate) in open_data.iter().enumerate() {
            let here = lines
                .iter()
                .filter(|line| **line == (candidate.class, public(n)))
                .count();
            let moved = table != before;
            *heat.entry(n).or_default() +=
                here as f64 + if moved { 0.1 * here as f64 } else { 0.0 };
        }
        before = table;
    }
    for (struck, seen) in &places {
        assert_eq!(seen.len(), 1, "facility {struck} had {seen:?}");
    }
    // What is drawn: the hottest candidates, as many as the statement counts.
    let mut order: Vec<usize> = heat.keys().copied().collect();
    order.sort_by(|a, b| heat[b].total_cmp(&heat[a]).then(a.cmp(b)));
    let picks = &order[..listed.len()];
    let rate = |numbers: &[usize]| {
        numbers.iter().filter(|n| listed.contains(n)).count() as f64 / numbers.len() as f64
    };
    let everyone: Vec<usize> = (0..open_data.len()).collect();
    let (precision, prior) = (rate(picks), rate(&everyone));
    let deviation = (prior * (1.0 - prior) / picks.len() as f64).sqrt();
    assert!(
        precision < prior + 3.0 * deviation,
        "precision {precision}, prior {prior}"
    );

    // Which facility was struck cannot be read from a line either: at least k share its class and cell.
    let mut sharing: BTreeMap<(&str, PublicPlace), usize> = BTreeMap::new();
    for (n, candidate) in open_data.iter().enumerate() {
        *sharing.entry((candidate.class, public(n))).or_default() += 1;
    }
    assert!(
        sharing.values().all(|number| *number >= K as usize),
        "{sharing:?}"
    );
    let small = sharing
        .keys()
        .filter(|(_, place)| matches!(place, PublicPlace::Cell(cell) if cell.side_degrees() < 1.0));
    assert!(small.count() >= 3, "the cells are of use too: {sharing:?}");
}

fn always() -> Counts {
    Counts {
        from: NOW,
        until: Some(Moment(NOW.0 + 10_000)),
        receipted: true,
    }
}

fn listed() -> Vec<ListedSite> {
    let located = site(&[
        ("id", "A"),
        ("party", "beta"),
        ("category", "plant"),
        ("lon", "11.0"),
        ("lat", "50.0"),
        ("radius_m", "100"),
    ]);
    let hidden = site(&[("id", "B"), ("party", "beta"), ("category", "heat")]);
    let worded = site(&[
        ("id", "C"),
        ("party", "beta"),
        ("category", "dam"),
        ("lon", "20.0"),
        ("lat", "50.0"),
        ("precision", "exact"),
    ]);
    let radius = |word: &str| (word == "exact").then_some(50.0);
    assert!(ListedSite::new(&worded, always(), |_| None).is_err());
    [located, hidden, worded]
        .iter()
        .map(|site| ListedSite::new(site, always(), radius).unwrap())
        .collect()
}

fn question(lon: f64, categories: Option<&[&str]>, at: i64) -> Question {
    let when = Interval::new(Moment(NOW.0 + at), Moment(NOW.0 + at + 60)).unwrap();
    Question {
        incident: blind_incident(&[3; 32], "I-1"),
        when,
        places: vec![Possible::Near(
            Disc::new(LonLat::new(lon, 50.0).unwrap(), 500.0).unwrap(),
        )],
        categories: categories.map(|nodes| {
            nodes
                .iter()
                .map(|node| NodeId::new(node).unwrap())
                .collect()
        }),
    }
}

#[test]
fn an_incident_may_concern_a_site_that_fits_in_place_kind_and_time() {
    let word = |question: &Question| {
        answer(
            Hash::of(b"s"),
            &listed(),
            &[square()],
            std::slice::from_ref(question),
            1000.0,
        )[0]
        .word
    };
    let plant = Some(&["plant"][..]);
    assert_eq!(word(&question(11.0, plant, 0)), MatchWord::MayConcern);
    // 0.02 degrees of longitude are 1434 m at 50 degrees north: within 500 + 100 + 1000.
    assert_eq!(word(&question(11.02, plant, 0)), MatchWord::MayConcern);
    assert_eq!(word(&question(11.03, plant, 0)), MatchWord::NoneOpened);
    assert_eq!(
        word(&question(11.0, Some(&["dam"]), 0)),
        MatchWord::NoneOpened
    );
    assert_eq!(word(&question(11.0, plant, -3600)), MatchWord::NoneOpened);
    assert_eq!(word(&question(11.0, plant, 10_000)), MatchWord::NoneOpened);
    // A listed site without a point; an incident without a place.
    assert_eq!(
        word(&question(0.0, Some(&["heat"]), 0)),
        MatchWord::CannotTell
    );
    assert_eq!(word(&question(0.0, None, 0)), MatchWord::CannotTell);
    let nowhere = Question {
        places: Vec::new(),
        ..question(0.0, plant, 0)
    };
    assert_eq!(word(&nowhere), MatchWord::CannotTell);
}

/// From 10.9 to 11.1 degrees east and from 49.9 to 50.1 north.
fn square() -> Area {
    let ring = vec![
        [10.9, 49.9],
        [11.1, 49.9],
        [11.1, 50.1],
        [10.9, 50.1],
        [10.9, 49.9],
    ];
    Area::new(vec![vec![ring]]).unwrap()
}

#[test]
fn an_incident_in_an_area_may_concern_what_lies_in_it_and_nothing_else() {
    let asked = |places: Vec<Possible>, node: &str| {
        let question = Question {
            places,
            ..question(0.0, Some(&[node]), 0)
        };
        let areas = [square()];
        answer(Hash::of(b"s"), &listed(), &areas, &[question], 10.0)[0].word
    };
    assert_eq!(asked(vec![Possible::In(0)], "plant"), MatchWord::MayConcern);
    assert_eq!(asked(vec![Possible::In(0)], "dam"), MatchWord::NoneOpened);
    // An area without an outline, and one possibility of two that is not known.
    assert_eq!(asked(vec![Possible::In(1)], "plant"), MatchWord::CannotTell);
    let far = Disc::new(LonLat::new(0.0, 50.0).unwrap(), 5.0).unwrap();
    let either = vec![Possible::Near(far), Possible::Anywhere];
    assert_eq!(asked(either, "plant"), MatchWord::CannotTell);
}

#[test]
fn what_one_account_leaves_open_stays_open() {
    let words = [
        MatchWord::NoneOpened,
        MatchWord::CannotTell,
        MatchWord::MayConcern,
    ];
    for (rank, word) in words.into_iter().enumerate() {
        for other in &words[..=rank] {
            assert_eq!(word.or(*other), word);
            assert_eq!(other.or(word), word);
        }
    }
}

#[test]
fn match_no_match_and_an_empty_tick_have_one_size() {
    let mut source = Source::new("ticks");
    let statement = Hash::of(b"statement");
    let of = |word: MatchWord, count: u8| -> Vec<Answer> {
        let incident = |n| {
            blind_incident(
                &[9; 32],
                &format!("an incident with a name of its own, {n}"),
            )
        };
        (0..count)
            .map(|n| Answer {
                incident: incident(n),
                statement,
                word,
            })
            .collect()
    };
    let mut shapes = BTreeSet::new();
    for mut queue in [
        of(MatchWord::MayConcern, 8),
        of(MatchWord::NoneOpened, 8),
        of(MatchWord::CannotTell, 3),
        of(MatchWord::MayConcern, 1),
        Vec::new(),
        of(MatchWord::NoneOpened, 11),
    ] {
        let waiting = queue.len();
        let entries = batch(NOW, 8, &mut queue, &mut || source.bytes());
        assert_eq!(queue.len(), waiting.saturating_sub(8));
        assert!(entries.is_sorted());
        assert_eq!(
            entries
                .iter()
                .filter(|e| e.word != MatchWord::Filler)
                .count(),
            waiting.min(8)
        );
        let sizes: Vec<Vec<(String, usize)>> = entries
            .iter()
            .map(|entry| {
                let fields = entry.to_fields();
                assert_eq!(MatchDisclosure::from_fields(&fields), Ok(*entry));
                fields
                    .into_iter()
                    .map(|field| (field.name, field.value.len()))
                    .collect()
            })
            .collect();
        shapes.insert(sizes);
    }
    assert_eq!(shapes.len(), 1);
}

#[test]
fn a_disclosure_is_read_strictly_and_names_no_site() {
    let disclosure = MatchDisclosure {
        incident: Hash::of(b"incident"),
        statement: Hash::of(b"statement"),
        word: MatchWord::MayConcern,
        tick: NOW,
    };
    let fields = disclosure.to_fields();
    let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names, ["incident", "statement", "word", "tick"]);
    for index in 0..fields.len() {
        let mut other = fields.clone();
        other[index].value.push(b' ');
        assert!(MatchDisclosure::from_fields(&other).is_err());
        let mut other = fields.clone();
        other.remove(index);
        assert!(MatchDisclosure::from_fields(&other).is_err());
    }
    assert_ne!(
        blind_incident(&[1; 32], "I-1"),
        blind_incident(&[2; 32], "I-1")
    );
}

#[test]
fn no_answer_stands_out_among_ten_thousand_probes() {
    // A party files an incident at every point of a grid. It reads the log: kinds, sizes, numbers of entries; never a word.
    let mut source = Source::new("probes");
    let probe = |n: u32| Question {
        incident: blind_incident(&[4; 32], &format!("probe {n}")),
        ..question(10.9 + f64::from(n % 100) * 0.002, Some(&["plant"]), 0)
    };
    let asked: Vec<Question> = (0..10_000).map(probe).collect();
    let mut queue = answer(Hash::of(b"s"), &listed(), &[], &asked, 500.0);
    let (mut hits, mut seen) = (0, BTreeSet::new());
    while !queue.is_empty() {
        // Busy ticks and idle ones.
        let mut due: Vec<Answer> = queue.drain(..source.below(11).min(queue.len())).collect();
        let entries = batch(NOW, 10, &mut due, &mut || source.bytes());
        assert!(due.is_empty());
        hits += entries
            .iter()
            .filter(|entry| entry.word == MatchWord::MayConcern)
            .count();
        let size = |entry: &MatchDisclosure| {
            entry
                .to_fields()
                .iter()
                .map(|f| f.value.len())
                .sum::<usize>()
        };
        seen.insert((entries.len(), entries.iter().map(size).sum::<usize>()));
    }
    assert!(hits > 500, "{hits} probes hit");
    assert_eq!(seen.len(), 1, "every tick looks the same: {seen:?}");
}
