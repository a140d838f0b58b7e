//! A small case built by hand, for the tests of this crate: two bound parties, three readings, five reports.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use holdfire_model::*;

/// A moment of RFC 3339 text.
pub(crate) fn moment(text: &str) -> Moment {
    match parse_moment(text) {
        Ok(StatedMoment::Absolute(m)) => m,
        other => panic!("{text}: {other:?}"),
    }
}

pub(crate) fn zone(name: &str) -> Zone {
    Zone::named(name).unwrap()
}

pub(crate) fn span(from: &str, until: &str) -> Interval {
    Interval::new(moment(from), moment(until)).unwrap()
}

pub(crate) fn band(from: &str, until: &str, because: Because) -> Boundary {
    Boundary::between(moment(from), moment(until), because).unwrap()
}

pub(crate) fn days(days: u32) -> Length {
    Length {
        months: 0,
        days,
        hours: 0,
    }
}

pub(crate) fn party(id: &str) -> PartyId {
    PartyId::new(id).unwrap()
}

pub(crate) fn clause() -> ClauseId {
    ClauseId::new("energy").unwrap()
}

pub(crate) fn node(id: &str) -> NodeId {
    NodeId::new(id).unwrap()
}

pub(crate) fn kinds(names: &[&str]) -> BTreeSet<ActKindId> {
    names.iter().map(|n| ActKindId::new(n).unwrap()).collect()
}

pub(crate) fn stated(by: &str, day: &str) -> Stated {
    let when = zone("Europe/Moscow").day(parse_date(day).unwrap()).unwrap();
    Stated {
        at: Cite::new(format!("readings/{by}.toml#{day}")),
        by: by.to_owned(),
        when,
        entered: when.from(),
        instrument: InstrumentId::new("readout-1").ok(),
        rests_on: format!("what {by} said on {day}"),
        standing: Standing::PublicStatement,
    }
}

pub(crate) fn term<T>(value: T, by: Stated) -> Term<T> {
    Term(vec![Element { value, stated: by }])
}

fn scope(covered: &[&str], list: ListKind, by: Stated) -> Term<Scope> {
    term(
        Scope {
            covered: covered.iter().map(|n| node(n)).collect(),
            not_covered: BTreeSet::new(),
            list,
        },
        by,
    )
}

fn reading(id: &str, holder: &str, title: &str, clause_reading: ClauseReading) -> Reading {
    Reading {
        id: ReadingId::new(id).unwrap(),
        holder: party(holder),
        title: title.to_owned(),
        standing: Standing::PublicStatement,
        zone: zone("Europe/Moscow"),
        whose: Term::default(),
        clauses: BTreeMap::from([(clause(), clause_reading)]),
    }
}

fn north() -> Reading {
    let by = || stated("North", "2025-03-18");
    let bound = BTreeMap::from([(party("north"), None), (party("south"), None)]);
    let acts = Acts {
        counted_effects: BTreeSet::from([Effect::Intercepted, Effect::Debris]),
        ..Acts::default()
    };
    let clause_reading = ClauseReading {
        start: term(
            band(
                "2025-03-18T00:00+03:00",
                "2025-03-19T00:00+03:00",
                Because::Unknown,
            ),
            by(),
        ),
        end: term(
            End::After {
                length: days(30),
                convention: Some(Convention::FirstDayIn),
                zone: zone("Europe/Moscow"),
            },
            by(),
        ),
        scope: scope(&["electricity", "pipelines"], ListKind::Closed, by()),
        acts: term(acts, by()),
        bound: term(bound, by()),
        ..ClauseReading::default()
    };
    reading("north", "north", "North, 18 March 2025", clause_reading)
}

fn south() -> Reading {
    let by = || stated("South", "2025-03-25");
    let bound = BTreeMap::from([(party("north"), None), (party("south"), None)]);
    let clause_reading = ClauseReading {
        start: term(Boundary::at(moment("2025-03-25T12:00+03:00")), by()),
        end: term(
            End::At(Boundary::from_on(
                moment("2025-04-24T00:00+03:00"),
                Because::Unstated,
            )),
            by(),
        ),
        scope: scope(&["electricity"], ListKind::Open, by()),
        bound: term(bound, by()),
        ..ClauseReading::default()
    };
    reading("south", "south", "South, 25 March 2025", clause_reading)
}

fn source(by: &str) -> Source {
    Source {
        kind: SourceKind::Party(party(by)),
        speaker: "Ministry".to_owned(),
        outlet: "Wire".to_owned(),
        url: String::new(),
        said: Some(span("2025-03-21T00:00+03:00", "2025-03-22T00:00+03:00")),
        entered: None,
    }
}

pub(crate) fn report(id: &str, by: &str, actor: &str, when: Interval, category: &str) -> Report {
    Report {
        id: ReportId::new(id).unwrap(),
        source: Arc::new(source(by)),
        story: Arc::new(Story {
            when: When {
                interval: when,
                occurrence: Occurrence::AtSomeMoment,
                basis: "as stated".into(),
                problem: None,
            },
            place: Place::one(
                PlaceOption::In(AreaId::new("A-1").unwrap()),
                "Milltown",
                "region, as the source says",
            ),
            object: Arc::new(Object {
                name: "substation".to_owned(),
                categories: BTreeSet::from([node(category)]),
                basis: ObjectBasis::Stated,
                site: None,
                facility: None,
            }),
            act: Arc::new(
                Act::new(
                    kinds(&["strike"]),
                    BTreeSet::from([Effect::Hit]),
                    vec!["drone".to_owned()],
                )
                .unwrap(),
            ),
            actors: Arc::new(BTreeSet::from([party(actor)])),
            control: None,
        }),
        summary: "A drone struck the substation.".to_owned(),
        note: String::new(),
        at: Cite::new(format!("reports.csv#{id}")),
    }
}

fn reports() -> Vec<Report> {
    let early = span("2025-03-20T20:00+03:00", "2025-03-21T06:00+03:00");
    let mid = span("2025-03-28T04:45+03:00", "2025-03-28T04:46+03:00");
    let late = span("2025-04-20T00:00+03:00", "2025-04-21T00:00+03:00");
    vec![
        report("R-1", "north", "south", early, "electricity"),
        report("R-2", "south", "north", early, "electricity"),
        report("R-3", "north", "south", mid, "electricity"),
        report("R-4", "south", "north", late, "electricity"),
        report("R-5", "south", "north", mid, "hospital"),
        report("R-6", "north", "south", late, "hospital"),
    ]
}

fn taxonomy() -> Taxonomy {
    let one = |id: &str, parents: &[&str], contested: &[&str]| Node {
        id: node(id),
        label: id.to_owned(),
        parents: parents.iter().map(|p| node(p)).collect(),
        contested_parents: contested.iter().map(|p| node(p)).collect(),
    };
    Taxonomy::new(vec![
        one("energy", &[], &[]),
        one("electricity", &["energy"], &[]),
        one("pipelines", &["energy"], &[]),
        one("generation", &["electricity"], &[]),
        one("heat", &[], &["pipelines"]),
        one("hospital", &[], &[]),
    ])
    .unwrap()
}

fn link(from: &str, to: &str, state: LinkState) -> Link {
    Link {
        from: LinkEnd::Report(ReportId::new(from).unwrap()),
        to: ReportId::new(to).unwrap(),
        kind: LinkKind::CounterAllegation,
        state,
        why: "one explosion; each side names the other".to_owned(),
        entered: None,
        at: Cite::new(format!("links.csv#{from}-{to}")),
    }
}

fn reply(id: &str, kind: ReplyKind, specific: bool, summary: &str) -> Arc<Reply> {
    Arc::new(Reply {
        id: ReplyId::new(id).unwrap(),
        report: ReportId::new("R-3").unwrap(),
        by: party("south"),
        kind,
        specific,
        source: source("south"),
        summary: summary.to_owned(),
        at: Cite::new(format!("replies.csv#{id}")),
    })
}

/// The small case.
pub(crate) fn case() -> Case {
    let role = |id: &str, name: &str, role| Party {
        id: party(id),
        name: name.to_owned(),
        role,
    };
    Case {
        terms: Arc::new(Terms {
            id: "small".to_owned(),
            title: "A small halt of strikes".to_owned(),
            summary: "Two parties halt strikes on energy.".to_owned(),
            mandate: Mandate::Monitor,
            settings: Settings {
                fixed_on: "2025-03-01".to_owned(),
                zone: zone("Europe/Kyiv"),
                printed: vec![
                    ("night".into(), "20:00 to 06:00".into()),
                    ("radius of a settlement".into(), "5 km".into()),
                ],
                changes: Vec::new(),
                former_panel: None,
                boundary_basis: None,
            },
            parties: vec![
                role("host", "Host", Role::Mediator),
                role("north", "North", Role::Bound),
                role("south", "South", Role::Bound),
            ],
            instruments: vec![Instrument {
                id: InstrumentId::new("readout-1").unwrap(),
                title: "Readout of the call".to_owned(),
                kind: "readout".to_owned(),
                issuer: "North".to_owned(),
                date: "2025-03-18".to_owned(),
                languages: vec!["en".to_owned()],
                source: "https://example.org/1".to_owned(),
                summary: "A halt of strikes for 30 days.".to_owned(),
                passages: Vec::new(),
            }],
            clauses: vec![Clause {
                id: clause(),
                title: "No strikes on energy".to_owned(),
                text: "Neither side strikes energy facilities of the other.".to_owned(),
                prohibits: kinds(&["strike"]),
                status: vec![StatusStatement {
                    party: party("north"),
                    status: ClauseStatus::Ordered,
                    from: None,
                    stated: stated("North", "2025-03-18"),
                }],
            }],
            conditions: Conditions::default(),
            invocations: Vec::new(),
            readings: vec![
                north(),
                south(),
                reading(
                    "host",
                    "host",
                    "Host, 18 March 2025",
                    ClauseReading::default(),
                ),
            ],
            panel: vec![
                ReadingId::new("north").unwrap(),
                ReadingId::new("south").unwrap(),
            ],
            taxonomy: taxonomy(),
            act_kinds: vec![ActKindId::new("strike").unwrap()],
            areas: vec![NamedArea {
                id: AreaId::new("A-1").unwrap(),
                name: "Mill Region".to_owned(),
                within: None,
                outline: None,
            }],
            control: Vec::new(),
            sites: Vec::new(),
            lists: vec![SiteList {
                party: party("north"),
                disclosed: false,
                at: Cite::new("case.toml#lists.north"),
            }],
            facilities: Vec::new(),
        }),
        reports: reports().into_iter().map(Arc::new).collect(),
        observations: vec![Observation {
            id: ObservationId::new("O-1").unwrap(),
            source: Source {
                kind: SourceKind::Independent,
                speaker: "Fire map".to_owned(),
                ..source("north")
            },
            when: None,
            place: None,
            sees: "a large fire".to_owned(),
            bearing: Bearing::Supports,
            summary: "A fire was seen.".to_owned(),
            at: Cite::new("observations.csv#O-1"),
        }],
        replies: vec![
            reply("P-1", ReplyKind::Denies, true, "South calls it baseless."),
            reply(
                "P-2",
                ReplyKind::OutsideScopeOrTime,
                false,
                "South says that it had no word on this.",
            ),
        ],
        links: vec![
            link(
                "R-1",
                "R-2",
                LinkState::Joined {
                    by: "case analyst".to_owned(),
                },
            ),
            link("R-4", "R-6", LinkState::Suggested),
            Link {
                from: LinkEnd::Observation(ObservationId::new("O-1").unwrap()),
                kind: LinkKind::Observation,
                ..link(
                    "R-1",
                    "R-3",
                    LinkState::Joined {
                        by: "case analyst".to_owned(),
                    },
                )
            },
        ],
        refused: vec![Problem {
            file: "reports.csv".to_owned(),
            line: 9,
            message: "`date` is `2025-02-30`, which is not a date; write `2025-03-18`".into(),
        }],
        problems: Vec::new(),
    }
}
