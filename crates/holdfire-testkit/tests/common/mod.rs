//! What the tests over all scenarios share.

#![allow(dead_code, reason = "each test file uses a part of it")]

use holdfire_model::{Assessment, Case};
use holdfire_monitor::{Answer, Filter, answer};
use holdfire_testkit::{read, samples};

/// Every good scenario: file and case.
pub fn cases() -> Vec<(String, Case)> {
    samples("good")
        .into_iter()
        .filter_map(|s| Some((s.file.clone(), read(&s.file, &s.text).case.ok()?)))
        .collect()
}

/// The whole answer.
pub fn answered(case: &Case) -> Answer {
    answer(case, &Filter::default()).expect("a good scenario has an answer")
}

/// Leaves one reading, so that nothing is computed that is not asked.
pub fn only(case: &mut Case, reading: usize) {
    case.readings = vec![case.readings.swap_remove(reading)];
    case.panel = vec![case.readings[0].id.clone()];
    case.settings.former_panel = None;
}

/// An assessment by what it is about.
pub fn find<'a>(answer: &'a Answer, like: &Assessment) -> &'a Assessment {
    let same = |a: &&Assessment| {
        a.account == like.account && a.clause == like.clause && a.reading == like.reading
    };
    answer
        .assessments
        .iter()
        .find(same)
        .expect("the change keeps accounts, clauses and readings")
}
