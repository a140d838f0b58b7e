//! What holds for the whole page, asked of a small case made by hand.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use holdfire_model::{
    Case, Class, FacilityId, NamedArea, Place, PlaceOption, ReplyKind, Site, SiteId, Spot, State,
    Verdict,
};
use holdfire_monitor::{Filter, answer, held};

use super::*;
use holdfire_words::Words;

use crate::words::fixture;

pub(super) fn options() -> HtmlOptions {
    HtmlOptions {
        version: "Holdfire 0.0".to_owned(),
        as_of: None,
        notices: vec!["Outlines: example notice.".to_owned()],
        language: Language::En,
        most_rows: None,
    }
}

fn page(case: &Case) -> String {
    let answered = answer(case, &Filter::default()).unwrap();
    let over_time = held(case, &answered);
    html(case, &answered, &over_time, &options())
}

/// The small case with outlines and places, so that there is something to draw.
pub(super) fn drawn() -> Case {
    let mut case = fixture::case();
    let square = vec![vec![vec![
        [30.0, 48.0],
        [34.0, 48.0],
        [34.0, 51.0],
        [30.0, 51.0],
        [30.0, 48.0],
    ]]];
    case.areas = vec![NamedArea {
        outline: Some(square),
        ..case.areas[0].clone()
    }];
    let spot = Spot {
        lon: 32.123,
        lat: 49.456,
        radius_m: 5_000.0,
    };
    let area = case.areas[0].id.clone();
    for report in case.reports[2..].iter_mut().map(Arc::make_mut) {
        let near = PlaceOption::NearIn(spot, area.clone());
        Arc::make_mut(&mut report.story).place = Place::one(near, "Milltown", "settlement, 5 km");
    }
    case
}

/// The text of the page without its style and its script, which are files of ours.
fn body(page: &str) -> &str {
    let from = page.find("</style>").unwrap();
    &page[from..page.find("<script>").unwrap()]
}

/// The numbers with which the cells of the matrix begin: class rows, part rows, sums.
fn matrix(page: &str) -> Vec<(bool, Vec<usize>)> {
    let table = &page[page.find("<table id=\"m\"").unwrap()..];
    let table = &table[..table.find("</table>").unwrap()];
    let rows = table.split("<tr").skip(2);
    rows.map(|row| {
        let cells = row.split("<td>").skip(1).map(|cell| {
            let cell = cell.trim_start_matches("<span class=\"zero\">");
            let digits: String = cell.chars().take_while(char::is_ascii_digit).collect();
            digits.parse().unwrap()
        });
        (row.starts_with(" class=\"part\""), cells.collect())
    })
    .collect()
}

#[test]
fn cells_of_the_matrix_add_up_to_the_total() {
    let rows = matrix(&page(&drawn()));
    let (_, total) = rows.last().unwrap();
    assert_eq!(total[4], 5, "six reports, two of them joined");
    for (_, row) in &rows {
        assert_eq!(row[..4].iter().sum::<usize>(), row[4]);
    }
    let classes: Vec<_> = rows[..rows.len() - 1]
        .iter()
        .filter(|(part, _)| !part)
        .collect();
    assert_eq!(classes.len(), Class::ALL.len());
    for at in 0..5 {
        let sum: usize = classes.iter().map(|(_, row)| row[at]).sum();
        assert_eq!(sum, total[at], "classes");
    }
    // Parts follow the row of their class.
    for (i, (_, class)) in rows.iter().enumerate().filter(|(_, (part, _))| !part) {
        let parts: Vec<_> = rows[i + 1..].iter().take_while(|(part, _)| *part).collect();
        for at in (0..5).filter(|_| !parts.is_empty()) {
            let sum: usize = parts.iter().map(|(_, row)| row[at]).sum();
            assert_eq!(sum, class[at], "parts of row {i}");
        }
    }
}

#[test]
fn the_same_case_gives_the_same_bytes_and_row_order_changes_none() {
    let case = drawn();
    let first = page(&case);
    assert_eq!(first, page(&case));
    let mut turned = case;
    turned.reports.reverse();
    assert_eq!(first, page(&turned));
}

#[test]
fn no_word_of_ours_decides_guilt() {
    let mut texts = vec![page(&drawn())];
    for source in [
        include_str!("beside.rs"),
        include_str!("counting.rs"),
        include_str!("decides.rs"),
        include_str!("explanation.rs"),
        include_str!("glossary.rs"),
        include_str!("incidents.rs"),
        include_str!("lead.rs"),
        include_str!("map.rs"),
        include_str!("matrix.rs"),
        include_str!("terms.rs"),
        include_str!("timeline.rs"),
        include_str!("../html.rs"),
    ] {
        texts.push(source.to_owned());
    }
    for text in texts {
        let text = text.to_lowercase();
        for word in [
            "violat",
            "breach",
            "complian",
            "comply",
            "within the agreement",
            "aggress",
            "guilt",
            "innocent",
            "perpetrat",
        ] {
            assert!(!text.contains(word), "`{word}` in {}", &text[..80]);
        }
    }
}

#[test]
fn the_page_asks_nobody_for_anything() {
    let page = page(&drawn());
    for request in [
        "src=", "@import", "url(http", "<img", "<iframe", "<object", "fetch(", "XMLHttp",
    ] {
        assert!(!page.contains(request), "{request}");
    }
    assert!(page.contains("default-src 'none'"));
    let mut links = 0;
    for link in page.split("href=\"").skip(1) {
        let (target, rest) = link.split_once('"').unwrap();
        if target.starts_with("http") {
            assert!(rest.starts_with(" rel=\"noreferrer\""), "{target}");
            links += 1;
        } else {
            assert!(target.starts_with('#') || target == "data:,", "{target}");
        }
    }
    assert_eq!(links, 1, "the instrument's source");
}

#[test]
fn every_reading_has_a_box_and_as_many_columns_as_the_others() {
    let case = drawn();
    let page = page(&case);
    let mut counts = BTreeMap::new();
    for reading in &case.readings {
        let boxes = format!("data-reading=\"{}\"", reading.id);
        assert_eq!(page.matches(&boxes).count(), 1, "{boxes}");
        let mark = format!("data-reading-col=\"{}\"", reading.id);
        let incidents =
            &page[page.find("id=\"incidents\"").unwrap()..page.find("id=\"counting\"").unwrap()];
        counts.insert(incidents.matches(&mark).count(), &reading.id);
        for table in ["b", "c0", "ds"] {
            let from = page.find(&format!("<table id=\"{table}\"")).unwrap();
            let table = &page[from..];
            assert!(
                table[..table.find("</table>").unwrap()].contains(&mark),
                "{mark}"
            );
        }
    }
    assert_eq!(counts.len(), 1, "{counts:?}");
}

#[test]
fn beside_every_not_covered_stands_what_it_does_not_say() {
    let case = drawn();
    let answered = answer(&case, &Filter::default()).unwrap();
    let outside = answered.incidents.iter().flat_map(|i| i.verdicts.iter());
    let outside = outside.filter(|(_, v)| *v == Verdict::Outside).count();
    assert!(outside > 0);
    let page = page(&case);
    let rider = Words::of(Language::En).say("rider-not-covered");
    // Once more in the method.
    assert_eq!(page.matches(&rider).count(), outside + 1);
}

#[test]
fn hostile_text_stays_text() {
    let evil = "\"><script>alert(1)</script><img src=x onerror=y>\u{202e}'`&";
    let mut case = drawn();
    let terms = Arc::make_mut(&mut case.terms);
    for text in [&mut terms.title, &mut terms.summary, &mut terms.id] {
        evil.clone_into(text);
    }
    for party in &mut case.parties {
        party.name = format!("{}{evil}", party.name);
    }
    for reading in &mut case.readings {
        reading.title = format!("{}{evil}", reading.title);
    }
    for report in case.reports.iter_mut().map(Arc::make_mut) {
        let source = Arc::make_mut(&mut report.source);
        let story = Arc::make_mut(&mut report.story);
        for text in [
            &mut report.summary,
            &mut report.note,
            &mut source.speaker,
            &mut source.outlet,
            &mut Arc::make_mut(&mut story.object).name,
            &mut story.place.name,
        ] {
            evil.clone_into(text);
        }
        story.place.basis = evil.into();
        story.when.basis = evil.into();
        source.url = format!("javascript:{evil}");
    }
    case.instruments[0].source = "javascript:alert(1)".to_owned();
    case.clauses[0].title = evil.to_owned();
    case.links[0].why = evil.to_owned();
    case.refused[0].message = evil.into();
    let page = page(&case);
    assert_eq!(page.matches("<script").count(), 1, "ours");
    assert!(!page.contains("<img"));
    assert!(!page.contains("href=\"javascript"));
    assert!(!page.contains('\u{202e}'));
    assert!(page.contains("U+202E"));
}

#[test]
fn places_of_sites_and_facilities_are_never_printed() {
    let mut case = drawn();
    let secret = Spot {
        lon: 31.987_654,
        lat: 50.123_987,
        radius_m: 77.0,
    };
    let id = SiteId::new("S-1").unwrap();
    let moment = fixture::moment("2025-03-18T00:00+03:00");
    case.sites.push(Site {
        id: id.clone(),
        party: fixture::party("north"),
        category: fixture::node("electricity"),
        spot: Some(secret),
        facility: None,
        declared: None,
        handed: None,
        handed_to: None,
        notified: None,
        withdrawn: None,
        entered: moment,
        at: holdfire_model::Cite::new("sites.csv#S-1"),
    });
    let facility = FacilityId::new("F-1").unwrap();
    case.facilities.push(holdfire_model::Facility {
        id: facility.clone(),
        name: "Mill plant".to_owned(),
        category: fixture::node("electricity"),
        spot: secret,
        at: holdfire_model::Cite::new("facilities.csv#F-1"),
    });
    let before = page(&case);
    let story = Arc::make_mut(&mut Arc::make_mut(&mut case.reports[2]).story);
    let object = Arc::make_mut(&mut story.object);
    object.site = Some(id);
    object.facility = Some(facility);
    let after = page(&case);
    for page in [&before, &after] {
        for figure in ["31.98", "50.12", "77 m"] {
            assert!(!page.contains(figure), "{figure}");
        }
    }
    let map = |page: &str| {
        page[page.find("<svg class=\"map\"").unwrap()..page.find("id=\"terms\"").unwrap()]
            .to_owned()
    };
    assert_eq!(
        map(&before),
        map(&after),
        "a named site moves nothing on the map"
    );
}

#[test]
fn the_map_draws_areas_of_possibility_and_says_that_it_draws_no_state_boundary() {
    let mut case = drawn();
    let without = page(&case);
    assert_eq!(
        without.matches("<ellipse class=\"maybe\"").count(),
        1,
        "one place, drawn once"
    );
    assert!(without.contains("<use class=\"region\""));
    assert!(without.contains("No state boundary is drawn inside the case area"));
    assert!(without.contains("Outlines: example notice."));
    case.settings.boundary_basis = Some("the basis of the talks".to_owned());
    let with = page(&case);
    assert!(with.contains("the basis of the talks"));
    assert!(!with.contains("No state boundary is drawn"));
}

#[test]
fn silence_is_printed_as_silence_and_a_reply_as_what_somebody_says() {
    let mut case = drawn();
    let page_with = page(&case);
    assert!(page_with.contains("no reply on record"));
    assert!(page_with.contains("<strong>South</strong> denies it"));
    Arc::make_mut(&mut case.replies[0]).kind = ReplyKind::Accepts;
    assert!(page(&case).contains("<strong>South</strong> accepts that it did it"));
    assert!(page_with.contains("only suggested, nobody has decided"));
    assert!(page_with.contains("joined by case analyst"));
}

#[test]
fn no_id_is_used_twice_and_every_inner_link_leads_somewhere() {
    let page = page(&drawn());
    let text = body(&page);
    let mut ids = BTreeSet::new();
    for id in text.split(" id=\"").skip(1) {
        let id = id.split('"').next().unwrap();
        assert!(ids.insert(id), "{id} twice");
    }
    for target in text.split("href=\"#").skip(1) {
        let target = target.split('"').next().unwrap();
        assert!(ids.contains(target), "#{target} leads nowhere");
    }
}

#[test]
fn every_verdict_and_state_has_a_mark() {
    for verdict in Verdict::ALL {
        assert!(STYLE.contains(&format!(".v.{}::before", verdict.name())));
    }
    for state in [
        State::Inside,
        State::Outside,
        State::Either,
        State::Undecided,
    ] {
        assert!(STYLE.contains(&format!(".s.{}::before", state.name())));
    }
}

#[test]
fn a_case_without_reports_or_panel_still_gives_a_page() {
    let mut case = fixture::case();
    case.reports.clear();
    case.replies.clear();
    case.links.clear();
    case.panel.clear();
    case.instruments.clear();
    let page = page(&case);
    assert!(page.contains("No report gives a time"));
    assert!(page.contains("No report names a place that can be drawn"));
}

#[test]
fn the_policy_allows_the_script_of_this_crate_and_no_other() {
    let digest = base64(&sha256(SCRIPT.as_bytes()));
    assert_eq!(SCRIPT_DIGEST, digest, "put this digest into html.rs");
    let hex: String = sha256(b"abc").iter().map(|b| format!("{b:02x}")).collect();
    assert_eq!(
        hex,
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
}

/// FIPS 180-4, for the test above only.
fn sha256(text: &[u8]) -> [u8; 32] {
    let primes: Vec<u32> = (2..312_u32)
        .filter(|n| (2..*n).all(|d| n % d != 0))
        .collect();
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the first 32 bits are what is wanted"
    )]
    let fraction = |root: f64| ((root - root.floor()) * 4_294_967_296.0) as u32;
    let k: Vec<u32> = primes
        .iter()
        .map(|p| fraction(f64::from(*p).cbrt()))
        .collect();
    let mut state: Vec<u32> = primes[..8]
        .iter()
        .map(|p| fraction(f64::from(*p).sqrt()))
        .collect();
    let mut padded = text.to_vec();
    padded.push(0x80);
    while padded.len() % 64 != 56 {
        padded.push(0);
    }
    padded.extend((text.len() as u64 * 8).to_be_bytes());
    for block in padded.chunks(64) {
        let mut w: Vec<u32> = block
            .chunks(4)
            .map(|b| u32::from_be_bytes([b[0], b[1], b[2], b[3]]))
            .collect();
        for i in 16..64 {
            let s0 = w[i - 15].rotate_right(7) ^ w[i - 15].rotate_right(18) ^ (w[i - 15] >> 3);
            let s1 = w[i - 2].rotate_right(17) ^ w[i - 2].rotate_right(19) ^ (w[i - 2] >> 10);
            w.push(
                w[i - 16]
                    .wrapping_add(s0)
                    .wrapping_add(w[i - 7])
                    .wrapping_add(s1),
            );
        }
        let mut v = state.clone();
        for i in 0..64 {
            let s1 = v[4].rotate_right(6) ^ v[4].rotate_right(11) ^ v[4].rotate_right(25);
            let choice = (v[4] & v[5]) ^ (!v[4] & v[6]);
            let one = v[7]
                .wrapping_add(s1)
                .wrapping_add(choice)
                .wrapping_add(k[i])
                .wrapping_add(w[i]);
            let s0 = v[0].rotate_right(2) ^ v[0].rotate_right(13) ^ v[0].rotate_right(22);
            let majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);
            v.rotate_right(1);
            v[4] = v[4].wrapping_add(one);
            v[0] = one.wrapping_add(s0).wrapping_add(majority);
        }
        for (s, v) in state.iter_mut().zip(&v) {
            *s = s.wrapping_add(*v);
        }
    }
    let mut digest = [0; 32];
    for (bytes, word) in digest.chunks_mut(4).zip(state) {
        bytes.copy_from_slice(&word.to_be_bytes());
    }
    digest
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let byte = |i: usize| group.get(i).copied().map_or(0, u32::from);
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for i in 0..4 {
            let at = usize::try_from(bits >> (18 - 6 * i) & 63).unwrap();
            text.push(if i <= group.len() {
                char::from(LETTERS[at])
            } else {
                '='
            });
        }
    }
    text
}
