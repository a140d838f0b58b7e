//! The tests that follow from the rules (DESIGN.md, end of section 4), over every good scenario.

mod common;

use std::collections::BTreeSet;

use holdfire_model::{
    Assessment, Boundary, Link, LinkEnd, LinkKind, LinkState, Moment, Reading, ReadingId, Stated,
    Term, Verdict, row_cite,
};
use holdfire_monitor::{Answer, Joining, incidents};
use holdfire_terms::{CompiledReading, Frame, verdicts};
use holdfire_testkit::changes::{shuffled, swapped, two_sides};
use holdfire_testkit::{read, run, samples};

use common::{answered, cases};

fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(ToOwned::to_owned)
        .collect();
    words.sort();
    words
}

/// Everything about an assessment but the order in which parties are named.
fn essence(a: &Assessment, rename: &impl Fn(&str) -> String) -> Vec<Vec<String>> {
    let mut list = vec![vec![
        a.account.to_string(),
        a.clause.to_string(),
        rename(a.reading.as_str()),
        a.verdict.name().to_owned(),
        format!("{:?} {} {}", a.would_be, a.stated_after, a.what_if),
        a.missing.join("|"),
    ]];
    list.extend(a.factors.iter().map(|f| {
        words(&format!(
            "{} {} {:?} {:?} {}",
            f.factor.name(),
            f.state.name(),
            f.share,
            f.share_text,
            rename(&f.basis)
        ))
    }));
    list.extend(a.reasons.iter().map(|r| words(&rename(&r.text))));
    list.sort();
    list
}

#[test]
fn parties_swapped_everywhere_swap_the_output() {
    for sample in samples("good") {
        let case = read(&sample.file, &sample.text)
            .case
            .expect("a good scenario can be read");
        let Some((a, b)) = two_sides(&case) else {
            continue;
        };
        let text = swapped(&sample.text, &a, &b);
        let failures: Vec<String> = run(&sample.file, &text)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert!(failures.is_empty(), "mirrored: {}", failures.join("\n"));
        let mirror = answered(
            &read(&sample.file, &text)
                .case
                .expect("the mirror can be read"),
        );
        let own = answered(&case);
        let keep = |t: &str| t.to_owned();
        let swap = |t: &str| swapped(t, &a, &b);
        let mine: BTreeSet<_> = own.assessments.iter().map(|x| essence(x, &swap)).collect();
        let theirs: BTreeSet<_> = mirror
            .assessments
            .iter()
            .map(|x| essence(x, &keep))
            .collect();
        assert_eq!(mine, theirs, "{}", sample.file);
        let counting = |answer: &Answer, name: &dyn Fn(&str) -> String| -> BTreeSet<_> {
            let row = |c: &holdfire_monitor::Counting| {
                (
                    c.by.as_ref().map(|p| name(p.as_str())),
                    c.reports,
                    c.incidents,
                    c.span,
                )
            };
            answer.summary.counting.iter().map(row).collect()
        };
        assert_eq!(
            counting(&own, &swap),
            counting(&mirror, &keep),
            "{}",
            sample.file
        );
        assert_eq!(own.summary.matrix, mirror.summary.matrix, "{}", sample.file);
        for (x, y) in own.incidents.iter().zip(&mirror.incidents) {
            assert_eq!(
                (&x.id, x.class, &x.turns_on, &x.support),
                (&y.id, y.class, &y.turns_on, &y.support)
            );
        }
    }
}

#[test]
fn row_order_changes_nothing() {
    for (file, case) in cases() {
        let own = answered(&case);
        for seed in 0..6 {
            assert_eq!(
                own,
                answered(&shuffled(&case, seed)),
                "{file}, order {seed}"
            );
        }
    }
}

#[test]
fn a_new_account_never_turns_possible_into_within() {
    for (file, case) in cases() {
        let own = answered(&case);
        // All pairs in small scenarios, some of each report in large ones.
        let step = case.reports.len().div_ceil(4).max(1);
        for (number, to) in case.reports.iter().enumerate() {
            for from in case.reports.iter().skip(number % step).step_by(step) {
                let mut changed = case.clone();
                let mut report = holdfire_model::Report::clone(from);
                report.id = holdfire_model::ReportId::new("zzz-new").expect("an id");
                changed.reports.push(report.clone().into());
                changed.links.push(Link {
                    from: LinkEnd::Report(report.id),
                    to: to.id.clone(),
                    kind: LinkKind::Duplicate,
                    state: LinkState::Joined {
                        by: "an analyst".to_owned(),
                    },
                    why: "test".to_owned(),
                    entered: None,
                    at: row_cite("links.csv", "new"),
                });
                let more = answered(&changed);
                for before in &own.incidents {
                    let after = more
                        .incidents
                        .iter()
                        .find(|i| i.id == before.id)
                        .expect("it is still there");
                    for ((reading, x), (_, y)) in before.verdicts.iter().zip(after.verdicts.iter())
                    {
                        let raised = *x == Verdict::Possible && *y == Verdict::Within;
                        assert!(!raised, "{file}: {} under {reading}", before.id);
                    }
                }
            }
        }
    }
}

#[test]
fn a_reading_never_in_force_outside_the_panel_changes_no_headline_number() {
    for (file, case) in cases() {
        let own = answered(&case);
        let mut changed = case.clone();
        let mut never = case.readings[0].clone();
        never.id = ReadingId::new("never-in-force").expect("an id");
        let stated = own_stated(&never);
        for clause in never.clauses.values_mut() {
            let value = Boundary::at(Moment(32_503_680_000));
            clause.start = Term(vec![holdfire_model::Element {
                value,
                stated: stated.clone(),
            }]);
        }
        changed.readings.push(never);
        let more = answered(&changed);
        let (x, y) = (&own.summary, &more.summary);
        assert_eq!(
            (&x.matrix, &x.total, &x.incidents),
            (&y.matrix, &y.total, &y.incidents),
            "{file}"
        );
        let classes = |a: &Answer| {
            a.incidents
                .iter()
                .map(|i| (i.class, i.turns_on.clone()))
                .collect::<Vec<_>>()
        };
        assert_eq!(classes(&own), classes(&more), "{file}");
        let panel_silent = |a: &Answer| {
            a.summary
                .silent
                .iter()
                .filter(|s| s.incidents > 0)
                .map(|s| (s.term.clone(), s.incidents))
                .collect::<Vec<_>>()
        };
        assert_eq!(panel_silent(&own), panel_silent(&more), "{file}");
    }
}

fn own_stated(reading: &Reading) -> Stated {
    let interval = holdfire_model::Interval::new(Moment(0), Moment(1)).expect("a second");
    Stated {
        at: row_cite("test", "never"),
        by: reading.holder.to_string(),
        when: interval,
        entered: Moment(0),
        instrument: None,
        rests_on: "never in force".to_owned(),
        standing: holdfire_model::Standing::AscribedByAnalyst,
    }
}

#[test]
fn the_bulk_path_gives_the_verdicts_of_the_assessments() {
    for (file, case) in cases() {
        let own = answered(&case);
        let frame = Frame::new(&case).expect("a good scenario");
        let stories = incidents(&case, Joining::Decided);
        let compile = |r| CompiledReading::compile(&frame, r, &stories).expect("a good scenario");
        let readings: Vec<_> = case.readings.iter().map(compile).collect();
        let accounts: Vec<_> = stories.iter().flat_map(|i| &i.accounts).collect();
        let places: Vec<_> = accounts
            .iter()
            .map(|a| {
                frame
                    .places(&a.story.place, a.id.as_str())
                    .expect("a good scenario")
            })
            .collect();
        let rows = accounts
            .iter()
            .zip(&places)
            .map(|(a, p)| frame.row(&a.story, p));
        let mut asked = 0;
        verdicts(&frame, &readings, rows, |row, reading, clause, verdict| {
            let wanted = own.assessments.iter().find(|a| {
                a.account == accounts[row].id
                    && a.reading == case.readings[reading].id
                    && a.clause == case.clauses[clause].id
            });
            let wanted = wanted.map(|a| a.verdict);
            assert_eq!(wanted, Some(verdict), "{file}: {}", accounts[row].id);
            asked += 1;
        });
        assert_eq!(asked, own.assessments.len(), "{file}");
    }
}
