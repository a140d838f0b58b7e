//! Any act at all, for properties.

use holdfire_model::{
    AccountId, ClauseId, IncidentId, LinkEnd, LinkKind, Mandate, Moment, ObservationId, PartyId,
    ReadingId, ReplyId, ReplyKind, ReportId, SiteId,
};
use holdfire_monitor::workflow::*;
use proptest::option;
use proptest::prelude::*;

fn text() -> impl Strategy<Value = String> {
    "[a-zA-Zа-яієґ0-9 .,;:`\"\\\\\n-]{0,30}[a-zа-я.]"
}

fn id() -> impl Strategy<Value = String> {
    "[A-Za-zі0-9_.:-]{1,8}"
}

macro_rules! ids {
    ($($name:ident: $type:ident,)+) => {$(
        fn $name() -> impl Strategy<Value = $type> {
            id().prop_map(|text| $type::new(&text).unwrap())
        }
    )+};
}

ids! {
    party: PartyId,
    report: ReportId,
    incident: IncidentId,
    site: SiteId,
    account: AccountId,
    observation: ObservationId,
    clause: ClauseId,
    reading: ReadingId,
    reply: ReplyId,
}

fn person() -> impl Strategy<Value = PersonName> {
    "[A-Za-zі]{1,9}( [A-Z][a-z]{1,9})?".prop_map(|text| PersonName::new(&text).unwrap())
}

fn moment() -> impl Strategy<Value = Moment> {
    (-10_000_000_000..100_000_000_000i64).prop_map(Moment)
}

fn task() -> impl Strategy<Value = TaskId> {
    any::<[u8; 4]>().prop_map(|random| TaskId::from_random("C25", random).unwrap())
}

fn named<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    prop::sample::select(all)
}

fn many<T: std::fmt::Debug>(one: impl Strategy<Value = T>) -> impl Strategy<Value = Vec<T>> {
    prop::collection::vec(one, 0..4)
}

fn reply_kind() -> impl Strategy<Value = ReplyKind> {
    named(&Request::KINDS)
}

fn about() -> impl Strategy<Value = About> {
    prop_oneof![
        incident().prop_map(About::Incident),
        report().prop_map(About::Report),
        site().prop_map(About::Site),
        task().prop_map(About::Task),
    ]
}

fn ground() -> impl Strategy<Value = Ground> {
    let piece = prop_oneof![
        report().prop_map(Piece::Report),
        observation().prop_map(Piece::Observation),
        "[0-9a-f]{64}".prop_map(Piece::Evidence),
        text().prop_map(Piece::Visit),
    ];
    let origin = prop_oneof![
        party().prop_map(Origin::Party),
        Just(Origin::Independent),
        Just(Origin::Mission),
        Just(Origin::Body),
    ];
    (piece, origin).prop_map(|(piece, origin)| Ground { piece, origin })
}

fn correction() -> impl Strategy<Value = Option<Correction>> {
    option::of((any::<u64>(), text()).prop_map(|(act, reason)| Correction { act, reason }))
}

fn procedure() -> impl Strategy<Value = Procedure> {
    let board = (
        prop::collection::btree_set(person(), 2..5),
        0..9usize,
        named(Majority::ALL),
    )
        .prop_map(|(members, n, majority)| {
            let quorum = 2 + n % (members.len() - 1);
            Procedure::Board(Board::new(members, quorum, majority).unwrap())
        });
    prop_oneof![Just(Procedure::SecondPerson), board]
}

fn estimate() -> impl Strategy<Value = Estimate> {
    (0..1000u64, 0..1000u64, 0..1_000_000u64)
        .prop_map(|(low, more, most)| Estimate::new(low, low + more, low + more + most).unwrap())
}

fn allegation() -> impl Strategy<Value = Allegation> {
    (
        text(),
        option::of(text()),
        option::of(text()),
        option::of(text()),
    )
        .prop_map(|(text, when, place, reference)| Allegation {
            text,
            when,
            place: place.map(Confidential::new),
            reference,
        })
}

fn small_subject() -> impl Strategy<Value = Subject> {
    prop_oneof![
        Just(Subject::Verification(Candidate::Live)),
        text().prop_map(|reason| Subject::Verification(Candidate::Undecided { reason })),
        (party(), text())
            .prop_map(|(party, question)| Subject::RequestForReply(Question { party, question })),
        (party(), option::of(text()), many(allegation())).prop_map(|(by, as_said, allegations)| {
            Subject::Complaint(Complaining {
                by,
                allegations,
                as_said,
            })
        }),
        (text(), option::of(party()), moment(), text()).prop_map(
            |(whom, party, called_at, purpose)| Subject::HotlineCall(Call {
                whom,
                party,
                called_at,
                purpose,
            })
        ),
    ]
}

fn subject() -> impl Strategy<Value = Subject> {
    let level = (text(), text(), any::<u64>()).prop_map(|(name, who, within_minutes)| Level {
        name,
        who,
        within_minutes,
    });
    let end = prop_oneof![
        report().prop_map(LinkEnd::Report),
        observation().prop_map(LinkEnd::Observation),
    ];
    let link = named(&[
        LinkKind::Duplicate,
        LinkKind::CounterAllegation,
        LinkKind::Repeat,
        LinkKind::Observation,
    ]);
    prop_oneof![
        4 => small_subject(),
        1 => (many(level), any::<u64>(), text()).prop_map(|(ladder, start, issue)| {
            Subject::Escalation(Climb { ladder, start, issue })
        }),
        1 => (
            text(),
            text(),
            (moment(), moment()),
            prop::collection::btree_set(party(), 0..4),
            option::of(party()),
        )
            .prop_map(|(place, work, (from, until), asked, requested_by)| {
                Subject::RepairWindow(Quiet {
                    place: Confidential::new(place),
                    work,
                    from,
                    until,
                    asked,
                    requested_by,
                })
            }),
        1 => (text(), option::of(party()), text(), moment(), option::of(text())).prop_map(
            |(who, party, place, at, ground)| Subject::AccessDenied(Denial {
                who,
                party,
                place: Confidential::new(place),
                at,
                ground,
            })
        ),
        1 => (person(), many(task()), text())
            .prop_map(|(to, open, notes)| Subject::ShiftHandover(Shift { to, open, notes })),
        1 => (named(Outward::ALL), text())
            .prop_map(|(how, what)| Subject::Decision(Leaving { how, what })),
        1 => (end, report(), link, text())
            .prop_map(|(from, to, kind, why)| Subject::Linking(Pair { from, to, kind, why })),
        1 => (about(), about(), text())
            .prop_map(|(this, of, why)| Subject::Duplicate(Twins { this, of, why })),
    ]
}

fn conclusion() -> impl Strategy<Value = Deed> {
    let established = prop_oneof![
        Just(Established::Confirmed),
        Just(Established::Partly),
        Just(Established::NotConfirmed),
        Just(Established::Refuted),
        named(Hindrance::ALL).prop_map(Established::CannotBeVerified),
    ];
    let on_record =
        (reply(), party(), reply_kind()).prop_map(|(id, by, kind)| ReplyOnRecord { id, by, kind });
    let whose = prop_oneof![
        Just(Whose::Nobody),
        party().prop_map(Whose::Likely),
        party().prop_map(Whose::Attributed),
        Just(Whose::Disputed),
    ];
    let dissent = (person(), text()).prop_map(|(by, view)| Dissent { by, view });
    let outcome = prop::sample::select(Settings::outcomes());
    prop_oneof![
        (
            established,
            option::of(account()),
            (text(), text()),
            many(ground()),
            many(on_record),
            correction()
        )
            .prop_map(
                |(established, account, (standard, reasons), grounds, replies, corrects)| {
                    Deed::Find(Box::new(Finding {
                        established,
                        account,
                        standard: Standard(standard),
                        reasons,
                        grounds,
                        replies,
                        corrects,
                    }))
                }
            ),
        (
            whose,
            (text(), text()),
            many(ground()),
            many(dissent),
            correction()
        )
            .prop_map(|(whose, (standard, reasons), grounds, dissent, corrects)| {
                Deed::Attribute(Box::new(Attribution {
                    whose,
                    standard: Standard(standard),
                    reasons,
                    grounds,
                    dissent,
                    corrects,
                }))
            }),
        (
            (text(), procedure()),
            clause(),
            reading(),
            outcome,
            (text(), text()),
            correction()
        )
            .prop_map(
                |((name, procedure), clause, reading, outcome, (standard, reasons), corrects)| {
                    Deed::ProposeDetermination(Box::new(Determination {
                        body: Body { name, procedure },
                        clause,
                        reading,
                        outcome,
                        standard: Standard(standard),
                        reasons,
                        corrects,
                    }))
                }
            ),
        (many(text()), text(), text(), procedure(), any::<bool>()).prop_map(
            |(readers, contents, reason, procedure, warned)| {
                Deed::ProposeRelease(Box::new(Release {
                    readers,
                    contents,
                    reason,
                    procedure,
                    warned,
                }))
            }
        ),
    ]
}

fn of_parties() -> impl Strategy<Value = Deed> {
    let sorting = prop_oneof![
        report().prop_map(Sorting::Entered),
        report().prop_map(Sorting::Repeats),
        text().prop_map(Sorting::Returned),
    ];
    prop_oneof![
        moment().prop_map(|due| Deed::Ask { due }),
        (reply_kind(), text(), option::of(text())).prop_map(|(kind, text, as_said)| {
            Deed::Answer {
                kind,
                text,
                as_said,
            }
        }),
        (option::of(text()), option::of(text()))
            .prop_map(|(reason, as_said)| Deed::Decline { reason, as_said }),
        option::of(text()).prop_map(|remark| Deed::Acknowledge { remark }),
        many(allegation()).prop_map(|allegations| Deed::AddAllegations { allegations }),
        (any::<u64>(), sorting).prop_map(|(allegation, sorting)| Deed::Sort {
            allegation,
            sorting
        }),
        (party(), moment(), option::of(text())).prop_map(|(party, until, as_said)| {
            Deed::Consent {
                party,
                until,
                as_said,
            }
        }),
        (party(), text(), option::of(text())).prop_map(|(party, reason, as_said)| {
            Deed::Refuse {
                party,
                reason,
                as_said,
            }
        }),
        (moment(), text()).prop_map(|(until, reason)| Deed::Extend { until, reason }),
    ]
}

fn of_the_mission() -> impl Strategy<Value = Deed> {
    let outage =
        (estimate(), estimate()).prop_map(|(customers, hours)| Outage { customers, hours });
    let severity = (
        option::of(outage),
        option::of(estimate()),
        option::of(estimate()),
        option::of(text()),
        many(report()),
    )
        .prop_map(|(outage, killed, injured, class, reports)| Severity {
            outage,
            killed,
            injured,
            class,
            reports,
        });
    prop_oneof![
        person().prop_map(|to| Deed::Assign { to }),
        (option::of(moment()), option::of(moment()), text()).prop_map(
            |(due, escalates, reason)| Deed::SetClock {
                due,
                escalates,
                reason,
            }
        ),
        text().prop_map(|text| Deed::Note { text }),
        severity.prop_map(|it| Deed::SetSeverity(Box::new(it))),
        (any::<u64>(), text()).prop_map(|(act, reason)| Deed::Withdraw { act, reason }),
        (any::<u64>(), many(report()))
            .prop_map(|(finding, reports)| Deed::LaterReports { finding, reports }),
        (any::<u64>(), named(Voice::ALL), option::of(text())).prop_map(
            |(proposal, voice, dissent)| Deed::Vote {
                proposal,
                voice,
                dissent,
            }
        ),
        any::<u64>().prop_map(|proposal| Deed::CloseVote { proposal }),
        any::<u64>().prop_map(|proposal| Deed::Execute { proposal }),
        (text(), any::<u64>()).prop_map(|(whom, after_minutes)| {
            Deed::CallResult(Attempt::Reached {
                whom,
                after_minutes,
            })
        }),
        (text(), any::<u64>()).prop_map(|(tried, after_minutes)| {
            Deed::CallResult(Attempt::NotReached {
                after_minutes,
                tried,
            })
        }),
        (moment(), text())
            .prop_map(|(at, as_reported_by)| Deed::FiringStopped { at, as_reported_by }),
        (any::<u64>(), text()).prop_map(|(to, reason)| Deed::Raise { to, reason }),
        (moment(), option::of(text())).prop_map(|(at, remark)| Deed::GrantAccess { at, remark }),
    ]
}

fn deed() -> impl Strategy<Value = Deed> {
    let opening = (
        many(about()),
        option::of(moment()),
        option::of(moment()),
        subject(),
    )
        .prop_map(|(about, due, escalates, subject)| {
            Deed::Open(Box::new(Opening {
                about,
                due,
                escalates,
                subject,
            }))
        });
    let reasoned = (0..6u8, text()).prop_map(|(n, reason)| match n {
        0 => Deed::Close { reason },
        1 => Deed::TakeUp { reason },
        2 => Deed::Join { reason },
        3 => Deed::KeepApart { reason },
        4 => Deed::Undo { reason },
        _ => Deed::Resolve { how: reason },
    });
    prop_oneof![
        3 => opening,
        2 => conclusion(),
        2 => of_parties(),
        2 => of_the_mission(),
        1 => reasoned,
    ]
}

pub fn act() -> impl Strategy<Value = Act> {
    let role = prop_oneof![
        Just(Role::Secretariat),
        Just(Role::Observer),
        Just(Role::Mediator),
        party().prop_map(Role::Liaison),
    ];
    let mandate = named(&[
        Mandate::Monitor,
        Mandate::Verify,
        Mandate::Attribute,
        Mandate::Determine,
    ]);
    let author = (person(), role).prop_map(|(person, role)| Author { person, role });
    (task(), any::<u64>(), moment(), author, mandate, deed()).prop_map(
        |(task, on, at, by, under, deed)| Act {
            task,
            on,
            at,
            by,
            under,
            deed,
        },
    )
}
