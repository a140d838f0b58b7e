use holdfire_model::*;
use holdfire_monitor::{Answer, Cell, Filter, MatrixRow, Range, answer, compare};
use std::sync::Arc;

use super::layout::width;
use super::*;
use crate::words::fixture::case;

fn asked(case: &Case) -> Answer {
    answer(case, &Filter::default()).unwrap()
}

/// Every output of this module for a case.
fn outputs(case: &Case, columns: usize) -> Vec<String> {
    let answer = asked(case);
    let counts = holdfire_monitor::held(case, &answer);
    let mut all = vec![
        headline(case, &answer, columns),
        held(case, &answer, &counts, columns),
        show(case, columns),
        comparison(case, &compare(case, 0, 1).unwrap(), columns),
        comparison(case, &compare(case, 0, 2).unwrap(), columns),
    ];
    for found in &answer.incidents {
        all.push(incident(case, &answer, found.id.as_str(), columns).unwrap());
    }
    all
}

fn explained(case: &Case, id: &str) -> String {
    incident(case, &asked(case), id, COLUMNS).unwrap()
}

/// The text with every run of blanks and line ends as one blank, as it would be read aloud.
fn aloud(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn no_word_decides_what_only_a_body_can_decide() {
    for text in outputs(&case(), COLUMNS) {
        let lower = text.to_lowercase();
        for word in [
            "violat",
            "breach",
            "complian",
            "infring",
            "within the agreement",
            "guilty",
            "culprit",
            "perpetrator",
            "aggress",
            "terroris",
            "confirmed",
            "probable",
            "undecided",
            "possible",
            "outside",
            "turns-on-reading",
            "claim-only",
        ] {
            let found = lower.find(word).map(|at| &lower[at.saturating_sub(40)..]);
            assert_eq!(found, None, "{word}");
        }
        // `within` of files is never shown; on the ground something lies within so many kilometres.
        for (at, _) in lower.match_indices("within") {
            let next = lower[at + 6..].trim_start().chars().next();
            assert!(next.is_some_and(|c| c.is_ascii_digit()), "{}", &lower[at..]);
        }
    }
}

#[test]
fn every_not_covered_carries_its_rider() {
    for text in outputs(&case(), COLUMNS) {
        if text.contains("not covered") || text.contains("do not cover it") {
            assert!(
                aloud(&text).contains(
                    "This says nothing on whether it was lawful; other law applies in any case."
                ),
                "{text}"
            );
        }
    }
}

#[test]
fn no_line_is_wider_than_the_page_or_ends_with_a_blank() {
    for columns in [60, 80, 100, 300] {
        for text in outputs(&case(), columns) {
            for line in text.lines() {
                assert!(width(line) <= columns.min(100), "{columns}: {line}");
                assert_eq!(line.trim_end(), line);
            }
            assert!(text.ends_with('\n'));
        }
    }
}

#[test]
fn the_same_case_gives_the_same_bytes() {
    assert_eq!(outputs(&case(), 100), outputs(&case(), 100));
    let mut turned = case();
    turned.reports.reverse();
    turned.replies.reverse();
    turned.links.reverse();
    turned.observations.reverse();
    assert_eq!(outputs(&turned, 100), outputs(&case(), 100));
}

#[test]
fn what_a_source_writes_cannot_steer_the_terminal() {
    let mut case = case();
    case.title = "A halt\u{1b}[2J".to_owned();
    for report in case.reports.iter_mut().map(Arc::make_mut) {
        report.summary = "Fire\u{202e}\u{1b}]0;x\u{7}\nsecond line".to_owned();
        let story = Arc::make_mut(&mut report.story);
        Arc::make_mut(&mut report.source).speaker = "\u{9b}31mMinistry".to_owned();
        Arc::make_mut(&mut story.object).name = "sub\rstation".to_owned();
        story.place.name = "Mill\u{2066}town".to_owned();
    }
    case.parties[1].name = "No\u{1b}rth".to_owned();
    case.refused[0].message = "`\u{8}`".into();
    for text in outputs(&case, COLUMNS) {
        assert!(
            !text.chars().any(|c| c.is_control() && c != '\n'),
            "{text:?}"
        );
        assert!(!text.contains(['\u{202e}', '\u{2066}']));
    }
}

/// A row of the matrix: counts by support, the last two with how many are contested, and the sum.
fn row(class: Class, turns_on: &[&str], counts: [usize; 4], contested: usize) -> MatrixRow {
    let mut cells: [Cell; 5] = Default::default();
    for (i, n) in counts.iter().enumerate() {
        cells[i].count = *n;
        cells[i].range = Range { from: *n, to: *n };
        cells[4].count += n;
    }
    cells[2].contested = contested;
    cells[4].contested = contested;
    cells[0].stated_after = usize::from(class == Class::None);
    cells[4].stated_after = cells[0].stated_after;
    cells[4].range = Range {
        from: cells[4].count - usize::from(class == Class::Undecided),
        to: cells[4].count,
    };
    MatrixRow {
        class,
        turns_on: turns_on.iter().map(|t| (*t).to_owned()).collect(),
        cells,
    }
}

#[test]
fn the_matrix_is_coverage_by_support_with_what_decides_below() {
    let mut answer = asked(&case());
    answer.summary.matrix = vec![
        row(Class::All, &[], [8, 0, 2, 0], 1),
        row(Class::TurnsOnReading, &[], [3, 1, 0, 0], 0),
        row(Class::TurnsOnReading, &["start"], [2, 1, 0, 0], 0),
        row(Class::TurnsOnReading, &["end", "scope"], [1, 0, 0, 0], 0),
        row(Class::May, &[], [1, 0, 0, 0], 0),
        row(Class::Undecided, &[], [83, 6, 1, 0], 1),
        row(Class::None, &[], [4, 0, 0, 0], 0),
    ];
    answer.summary.total = row(Class::All, &[], [99, 7, 3, 0], 2).cells;
    let text = headline(&case(), &answer, COLUMNS);
    let expected = [
        "                                              claim             independent  established",
        "                                               only  contested      support    by a body         all",
        "covered as all of the panel state the terms       8          0            2            0          10",
        "  of which contested                                                      1                        1",
        "depends on a contested point                      3          1            0            0           4",
        "  decided by",
        "    when it starts                                2          1            0            0           3",
        "    when it ends or which objects, each",
        "      alone                                       1          0            0            0           1",
        "may be covered: the facts decide                  1          0            0            0           1",
        "terms do not say                                 83          6            1            0  90 (89-90)",
        "  of which contested                                                      1                        1",
        "not covered as any of the panel states the",
        "  terms                                           4          0            0            0           4",
        "  of which on a term stated after the act         1                                                1",
        "all                                              99          7            3            0         109",
    ];
    let shown: Vec<&str> = text.lines().collect();
    let from = shown
        .iter()
        .position(|l| l.trim_start().starts_with("claim  "))
        .unwrap();
    assert_eq!(&shown[from..from + expected.len()], expected, "{text}");
}

#[test]
fn the_headline_names_ranges_silences_counters_refusals_and_limits() {
    let text = aloud(&headline(&case(), &asked(&case()), COLUMNS));
    for sentence in [
        "6 reports in 6 accounts, 5 (4-5) incidents.",
        "1 suggested link may join incidents, and nobody has decided",
        "These numbers say how each side publishes, not how it behaved.",
        "- North: 3 reports on 3 incidents, about acts of 20 March to 20 April 2025, first said on 21 March 2025",
        "1 row refused, not counted above: - reports.csv:9:",
        "there is no count by accused party, as no body has made findings",
        "Where the terms do not say, ranked by incidents that hang on it",
        "columns, not votes",
    ] {
        let found = text.to_lowercase().contains(&sentence.to_lowercase());
        assert!(found, "{sentence}\n{text}");
    }
    assert!(!text.contains("North did") && !text.contains("accused: "));
}

#[test]
fn an_incident_is_found_by_its_own_id_and_by_that_of_a_report() {
    assert_eq!(explained(&case(), "R-1"), explained(&case(), "R-2"));
    assert_eq!(incident(&case(), &asked(&case()), "R-99", COLUMNS), None);
}

#[test]
fn an_incident_says_who_claims_it_and_answers_under_every_reading() {
    let text = aloud(&explained(&case(), "R-3"));
    for sentence in [
        "North (Ministry) says (Wire, said on 21 March 2025) [reports.csv#R-3]: A drone struck the substation.",
        "If it happened as reported, the terms as stated by South on 25 March 2025 cover it.",
        "Covered as all of the panel state the terms.",
        "Independent support, contested. - South denies it [replies.csv#P-1]",
        "O-1 on R-3: Fire map (source of neither party) says (Wire, said on 21 March 2025): a large fire; supports that \
         something happened.",
    ] {
        assert!(text.contains(sentence), "{sentence}\n{text}");
    }
    let silent = aloud(&explained(&case(), "R-5"));
    assert!(silent.contains("No reply on record."), "{silent}");
}

#[test]
fn accounts_that_contradict_stand_side_by_side() {
    let text = explained(&case(), "R-1");
    assert!(text.contains("2 accounts, side by side"));
    assert!(
        text.contains("\nactor     South, as the source alleges                  North, as the source alleges\n"),
        "{text}"
    );
    assert!(
        aloud(&text).contains("This point decides: when it starts."),
        "{text}"
    );
}

#[test]
fn terms_are_shown_with_a_block_per_wording_and_differences_marked() {
    let text = show(&case(), COLUMNS);
    for line in [
        "* when it starts\n    north:\n",
        "\n  suspension\n    north, south, host:\n      - none recorded\n",
        "* which objects\n",
        "(ends 2025-04-17 00:00 (+03:00)",
        "- list of North: not disclosed to us [case.toml#lists.north]",
        "- North: ordered to own forces; stated by North on 18 March 2025",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
}

#[test]
fn two_readings_stand_in_two_columns() {
    let mut case = case();
    case.readings.pop();
    let text = show(&case, COLUMNS);
    let line = text
        .lines()
        .find(|l| l.contains("North, 18 March 2025  "))
        .unwrap();
    assert!(line.contains("South, 25 March 2025"), "{text}");
    let narrow = show(&case, 60);
    assert!(
        !narrow.lines().any(|l| l.contains("North, 18 March 2025  ")),
        "{narrow}"
    );
}

#[test]
fn a_comparison_names_terms_and_flips_with_their_pointers() {
    let text = comparison(&case(), &compare(&case(), 0, 1).unwrap(), COLUMNS);
    for part in [
        "[readings/North.toml#2025-03-18]",
        "[reports.csv#R-1]",
        "covered, then not covered: when it starts (1 incident)",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn held_gives_days_beside_counts_and_refuses_with_reasons() {
    let case = case();
    let answer = asked(&case);
    let text = aloud(&held(
        &case,
        &answer,
        &holdfire_monitor::held(&case, &answer),
        COLUMNS,
    ));
    for part in [
        "in force: 27.2 days North claims 2",
        "a count by accused party: no body has made findings",
        "A day that is missing has no report here; that is not a day without an act.",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}
