use super::fixture::{band, case, clause, days, moment, span, term, zone};
use super::*;
use holdfire_model::*;
use holdfire_words::{Language, Words};

fn en() -> &'static Words {
    Words::of(Language::En)
}

fn check(verdict: Verdict, expected: &str) {
    let case = case();
    let reading = &case.readings[0];
    assert_eq!(
        sentence(en(), &case, reading, verdict, stated_on(reading)),
        expected
    );
}

#[test]
fn the_sentence_is_the_one_of_the_design() {
    check(
        Verdict::Within,
        "If it happened as reported, the terms as stated by North on 18 March 2025 cover it.",
    );
    check(
        Verdict::Probable,
        "If it happened as reported, the terms as stated by North on 18 March 2025 likely cover it: more than half \
         of what the report leaves open is inside.",
    );
    check(
        Verdict::Possible,
        "If it happened as reported, the terms as stated by North on 18 March 2025 may cover it: the facts decide.",
    );
    check(
        Verdict::Undecided,
        "If it happened as reported, the terms as stated by North on 18 March 2025 do not say whether they cover it.",
    );
    check(
        Verdict::Outside,
        "If it happened as reported, the terms as stated by North on 18 March 2025 do not cover it. This says nothing \
         on whether it was lawful; other law applies in any case.",
    );
}

#[test]
fn an_ascribed_reading_is_not_put_into_its_holders_mouth() {
    let case = case();
    let mut reading = case.readings[0].clone();
    reading.standing = Standing::AscribedByAnalyst;
    assert_eq!(
        sentence(en(), &case, &reading, Verdict::Within, None),
        "If it happened as reported, the terms as an analyst ascribes them to North cover it."
    );
}

fn ends(start: Boundary, convention: Option<Convention>) -> String {
    let zone = zone("Europe/Moscow");
    let after = End::After {
        length: days(30),
        convention,
        zone: zone.clone(),
    };
    end(en(), &zone, Some(start), &after)
}

fn on_18_march() -> Boundary {
    band(
        "2025-03-18T00:00+03:00",
        "2025-03-19T00:00+03:00",
        Because::Unknown,
    )
}

#[test]
fn thirty_days_say_through_which_day_they_run() {
    assert_eq!(
        ends(on_18_march(), Some(Convention::FirstDayIn)),
        "30 days, the first day counted in: through 16 April 2025 (ends 2025-04-17 00:00 (+03:00), Europe/Moscow)"
    );
    assert_eq!(
        ends(on_18_march(), Some(Convention::FirstDayOut)),
        "30 days, the first day not counted: through 17 April 2025 (ends 2025-04-18 00:00 (+03:00), Europe/Moscow)"
    );
    assert_eq!(
        ends(on_18_march(), Some(Convention::Elapsed)),
        "30 days, counted in full hours from the start: ends from 2025-04-17 00:00 (+03:00) to before 2025-04-18 00:00 \
         (+03:00), Europe/Moscow, by the moment of the start"
    );
}

#[test]
fn a_start_on_one_of_two_days_gives_both_possible_ends() {
    let two_days = band(
        "2025-03-18T00:00+03:00",
        "2025-03-20T00:00+03:00",
        Because::Unknown,
    );
    assert_eq!(
        ends(two_days, Some(Convention::FirstDayIn)),
        "30 days, the first day counted in: through 16 April 2025 at the earliest and 17 April 2025 at the latest, by the \
         day of the start (ends 2025-04-17 00:00 (+03:00) or up to 2025-04-18 00:00 (+03:00), Europe/Moscow)"
    );
}

#[test]
fn without_a_convention_every_possible_end_is_named() {
    let known = Boundary::at(moment("2025-03-18T12:00+03:00"));
    assert_eq!(
        ends(known, None),
        "30 days; not said how the days are counted: with the first day in, through 16 April 2025 (ends 2025-04-17 \
         00:00 (+03:00), Europe/Moscow); with the first day out, through 17 April 2025 (ends 2025-04-18 00:00 (+03:00), \
         Europe/Moscow); as 30 x 24 hours from the start, until 2025-04-17 12:00 (+03:00), Europe/Moscow; between the \
         first and the last of these ends the terms do not say"
    );
}

fn texts(reading: usize, at: Point) -> Vec<String> {
    let case = case();
    let lines = point(en(), &case, &case.readings[reading], &clause(), at);
    lines.into_iter().map(|l| l.text).collect()
}

#[test]
fn a_start_whose_hour_is_not_known_says_so_with_zone_and_offset() {
    assert_eq!(
        texts(0, Point::Start),
        [
            "starts on 18 March 2025 (from 2025-03-18 00:00 (+03:00) to before 2025-03-19 00:00 (+03:00), Europe/Moscow): a \
          moment existed, it is not known which; an act in that time may be covered"
        ]
    );
    assert_eq!(
        texts(1, Point::End),
        [
            "in force through 23 April 2025 (until 2025-04-24 00:00 (+03:00), Europe/Moscow); after that the terms do not \
          say"
        ]
    );
}

#[test]
fn silence_is_a_line_that_says_what_follows() {
    assert_eq!(
        texts(2, Point::Start),
        ["not stated: whether it was in force at a given moment cannot be told"]
    );
    assert_eq!(
        texts(2, Point::End),
        ["not stated: in force until an end, a suspension or a release is recorded"]
    );
    for at in Point::ALL {
        let lines = texts(2, at);
        assert!(!lines.is_empty(), "{at:?}");
        assert!(lines.iter().all(|l| !l.is_empty()));
    }
}

#[test]
fn a_line_carries_who_stated_it_and_a_silence_nobody() {
    let case = case();
    let lines = point(en(), &case, &case.readings[0], &clause(), Point::Scope);
    let origin = lines[0].origin.as_ref().unwrap();
    assert_eq!(
        (origin.by.as_str(), origin.stated_on.as_str()),
        ("North", "18 March 2025")
    );
    assert_eq!(origin.cite.as_str(), "readings/North.toml#2025-03-18");
    assert_eq!(
        lines[0].text,
        "protects electricity, pipelines; a closed list: what is not on it is not covered"
    );
    assert_eq!(
        lines[1].text,
        "not settled, since only some say that they belong to what is protected: heat"
    );
    assert_eq!(lines[1].origin, None);
}

#[test]
fn two_statements_that_differ_are_both_there_and_said_to_differ() {
    let mut case = case();
    let more = case.readings[1].clauses[&clause()].start.0[0].clone();
    let start = &mut case.readings[0].clauses.get_mut(&clause()).unwrap().start;
    start.0.push(more);
    let lines = point(en(), &case, &case.readings[0], &clause(), Point::Start);
    assert_eq!(lines.len(), 3);
    assert_eq!(
        lines[2].text,
        "these statements differ: where that matters, the terms do not say"
    );
}

#[test]
fn a_story_is_told_with_what_it_leaves_open() {
    let case = case();
    let story = &case.reports[0].story;
    assert_eq!(
        when(en(), &case, story),
        "at some moment from 20 March 2025 19:00 (+02:00) to 21 March 2025 05:00 (+02:00), Europe/Kyiv"
    );
    assert_eq!(
        place(en(), &case, story),
        "Milltown: somewhere in Mill Region"
    );
    assert_eq!(object(en(), &case, story), "substation (electricity)");
    assert_eq!(act(en(), story), "strike (drone): hit");
    assert_eq!(actors(en(), &case, story), "South, as the source alleges");
    assert_eq!(
        says(en(), &case, &case.reports[0].source),
        "North (Ministry) says"
    );
}

#[test]
fn a_day_of_23_hours_is_shown_as_one() {
    let zone = zone("Europe/Kyiv");
    assert_eq!(
        interval(
            en(),
            &zone,
            span("2025-03-30T00:00+02:00", "2025-03-31T00:00+03:00")
        ),
        "30 March 2025 (23 h, Europe/Kyiv)"
    );
    assert_eq!(
        dates(
            en(),
            &zone,
            span("2025-03-30T00:00+02:00", "2025-04-02T00:00+03:00")
        ),
        "30 March to 1 April 2025"
    );
}

#[test]
fn what_decides_is_named_in_words() {
    let case = case();
    assert_eq!(decides(en(), &case, "start"), "when it starts");
    assert_eq!(
        decides(en(), &case, "scope: hospital"),
        "which objects: hospital"
    );
    assert_eq!(
        decides(en(), &case, "attempts: debris"),
        "attempts, debris, kinds of act: debris came down"
    );
    assert_eq!(decides(en(), &case, "time"), "the facts on the time");
    assert_eq!(
        decides(en(), &case, "conflict"),
        "statements of one reading disagree"
    );
    assert_eq!(decides(en(), &case, "accounts differ"), "accounts differ");
}

#[test]
fn an_extension_whose_text_is_silent_says_what_the_gap_is() {
    let mut case = case();
    let by = fixture::stated("North", "2025-04-20");
    let clause_reading = case.readings[0].clauses.get_mut(&clause()).unwrap();
    clause_reading.extensions = term(
        Extension {
            announced: Boundary::at(moment("2025-04-20T10:00+03:00")),
            until: None,
            retroactive: None,
        },
        by,
    );
    let lines = point(en(), &case, &case.readings[0], &clause(), Point::End);
    assert_eq!(
        lines[1].text,
        "extended, announced at 2025-04-20 10:00 (+03:00), Europe/Moscow; no new end stated; its text does not say \
         whether it reaches back: from the earlier end to the announcement the terms do not say"
    );
}

#[test]
fn numbers_are_grouped_from_ten_thousand_on() {
    assert_eq!(number(9_999), "9999");
    assert_eq!(number(1_234_567), "1\u{202f}234\u{202f}567");
    assert_eq!(list(en(), &["a", "b", "c"]), "a, b and c");
}

/// The words of a point of the third reading, which is silent but for what `set` states.
fn said(at: Point, set: impl Fn(&mut ClauseReading)) -> Vec<String> {
    let mut case = case();
    set(case.readings[2].clauses.get_mut(&clause()).unwrap());
    let lines = point(en(), &case, &case.readings[2], &clause(), at);
    lines.into_iter().map(|l| l.text).collect()
}

fn by() -> Stated {
    fixture::stated("Host", "2025-03-18")
}

#[test]
fn a_right_to_be_free_says_on_what_ground_and_for_whom() {
    let rule = |effect| ReleaseRule {
        accepts: [GroundKind::CoveredAct, GroundKind::OtherInvocation].into(),
        effect,
    };
    let free = Some(ReleaseEffect::InvokerFree);
    assert_eq!(
        said(Point::Release, |c| c.release = term(rule(free), by())),
        [
            "a party may free itself on: an act of the other side that these terms cover or the other side's own earlier use \
          of this right; then the one who uses it is free, the other stays bound; it must be declared, an allegation frees \
          nobody"
        ]
    );
    let silent = said(Point::Release, |c| c.release = term(rule(None), by()));
    assert!(silent[0].contains("for the other side the terms do not say"));
}

#[test]
fn an_exception_names_its_limits_and_what_cannot_be_known() {
    let exception = Exception {
        name: "repair".to_owned(),
        categories: Some([fixture::node("generation")].into()),
        areas: None,
        kinds: None,
        effects: None,
        actors: Some([fixture::party("north")].into()),
        from: Some(Boundary::at(moment("2025-03-20T00:00+03:00"))),
        until: None,
        circumstance: Some("the site is used for launches".to_owned()),
    };
    assert_eq!(
        said(Point::Exceptions, |c| c.exceptions =
            term(exception.clone(), by())),
        [
            "not covered: repair, for generation, and for acts of North, and beginning at 2025-03-20 00:00 (+03:00), \
          Europe/Moscow, and where the site is used for launches (not known for any act: it may always apply)"
        ]
    );
}

#[test]
fn a_territory_of_parties_needs_an_answer_on_whose_an_area_is() {
    let of = Territory::Of([fixture::party("north"), fixture::party("south")].into());
    assert_eq!(
        said(Point::Territory, |c| c.territory = term(of.clone(), by())),
        [
            "applies in the territory of North and South",
            "whose an area is: not stated, so whether a place lies in it cannot be told",
        ]
    );
}

#[test]
fn lists_say_from_which_step_on_they_count_and_whether_we_know_them() {
    let listed = Protects::Listed {
        counts_from: Some(CountsFrom::Notice),
        reach_m: 2_500.0,
    };
    assert_eq!(
        said(Point::Notice, |c| c.protects = term(listed.clone(), by())),
        [
            "protected only where listed, counted from the bound party's notice of it; an object that is not named is \
             looked for within 2.5 km of the place",
            "list of North: not disclosed to us",
        ]
    );
}

#[test]
fn what_must_be_met_first_says_whether_it_is_recorded() {
    let mut case = case();
    let id = ConditionId::new("measures").unwrap();
    let rule = ConditionRule::Recorded(Vec::new());
    case.conditions = Conditions::new(vec![Condition {
        id: id.clone(),
        text: "measures are developed".to_owned(),
        rule,
    }])
    .unwrap();
    case.readings[2]
        .clauses
        .get_mut(&clause())
        .unwrap()
        .not_before = term(id, by());
    let lines = point(en(), &case, &case.readings[2], &clause(), Point::Start);
    assert_eq!(
        lines[1].text,
        "not before this is recorded as met: measures are developed (no record on it); until then it is not in force"
    );
}

#[test]
fn a_setting_that_files_name_by_a_verdict_is_named_as_people_read_it() {
    assert_eq!(
        (setting(en(), "probable"), setting(en(), "night")),
        ("likely covered".to_owned(), "night".to_owned())
    );
}
