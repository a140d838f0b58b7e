//! What is changed in a mission, and for whom that must not show.

use crate::support::plan::{Acts, act, report, site};
use crate::support::{Plan, SealedList};

/// A change, the eyes outside of it, and who sees it where.
pub struct Variant {
    pub name: &'static str,
    pub outside: &'static [&'static str],
    pub seen: (&'static str, &'static str),
    pub change: fn(&mut Plan),
}

/// Outside of what is between Alpha and the mission.
const NOT_ALPHA: &[&str] = &["leo", "aud", "nob", "nobody"];
/// Outside of sealed sites of Alpha.
const NO_SITES: &[&str] = &["obi", "mia", "leo", "aud", "nob", "nobody"];
/// Outside of sealed sites of Alpha, and of who has which right.
const NO_RIGHTS: &[&str] = &["obi", "mia", "leo", "nob", "nobody"];
/// Outside of tasks that a party trusted to the mission.
const NO_TASKS: &[&str] = &["mia", "leo", "aud", "nob", "nobody"];
/// Outside of the circle.
const NO_CIRCLE: &[&str] = &["olga", "mia", "leo", "aud", "nob", "nobody"];

pub const VARIANTS: &[Variant] = &[
    Variant {
        name: "text of the same length",
        outside: NOT_ALPHA,
        seen: ("lia", "/incidents/A1"),
        change: |plan| plan.change("reports.csv", "its line was struck", "its mill was burned"),
    },
    Variant {
        name: "longer text",
        outside: NOT_ALPHA,
        seen: ("lia", "/incidents/R2"),
        change: |plan| {
            plan.change(
                "reports.csv",
                "a line was struck in the night",
                "the line to the dam, the mill and the town was struck three times",
            );
        },
    },
    Variant {
        name: "other place and time",
        outside: NOT_ALPHA,
        seen: ("lia", "/incidents"),
        change: |plan| {
            plan.change(
                "reports.csv",
                "2030-03-06,05:00,,,,,,,Millfield,A-EAST,50.2,10.2",
                "2030-02-28,05:00,,,,,,,Oldfield,A-EAST,50.9,10.9",
            );
        },
    },
    Variant {
        name: "one more report",
        outside: NOT_ALPHA,
        seen: ("lia", "/incidents"),
        change: |plan| plan.add("reports.csv", &report("A2", "alpha", "one more")),
    },
    Variant {
        name: "one more report later",
        outside: NOT_ALPHA,
        seen: ("lia", "/incidents"),
        change: |plan| {
            plan.later
                .push(("reports.csv", report("A2", "alpha", "one more")))
        },
    },
    Variant {
        name: "held back",
        outside: NOT_ALPHA,
        seen: ("olga", "/publish"),
        // It is public, and its delay is not over.
        change: |plan| {
            let row = report("A2", "alpha", "one more").replace(
                ",party,,2030-03-06,",
                ",party,https://example.org/a2,2030-03-19,",
            );
            plan.later.push(("reports.csv", row));
        },
    },
    Variant {
        name: "other place of a site",
        outside: NO_SITES,
        seen: ("lia", "/register"),
        change: |plan| {
            plan.change(
                "register.csv",
                "S-A1,alpha,line,50.2,10.2,exact,,2030-02-26",
                "S-A1,alpha,line,50.8,10.8,exact,,2030-02-25",
            )
        },
    },
    Variant {
        name: "one more site",
        outside: NO_SITES,
        seen: ("lia", "/register"),
        change: |plan| plan.add("register.csv", &site("S-A9", "alpha", 50.201, 10.2, "")),
    },
    Variant {
        name: "more of a sealed list",
        outside: NO_SITES,
        seen: ("lia", "/register"),
        change: |plan| {
            plan.later_lists.push(SealedList {
                known: 1,
                told: vec!["Beta", "Gamma"],
                of: None,
                ..SealedList::of(0xa1, "alpha", &[2, 40])
            });
        },
    },
    Variant {
        name: "one more sealed list",
        outside: NO_RIGHTS,
        seen: ("lia", "/register"),
        change: |plan| {
            let list = SealedList::of(0xa2, "alpha", &[4, 2]);
            plan.later_lists.push(list);
        },
    },
    Variant {
        name: "nobody's sealed list",
        outside: &["obi", "mia", "lia", "leo", "aud", "nob", "nobody"],
        seen: ("olga", "/register"),
        change: |plan| {
            plan.later_lists.push(SealedList {
                of: None,
                ..SealedList::of(0xc1, "beta", &[4, 2])
            });
        },
    },
    Variant {
        name: "no longer its list",
        outside: NO_RIGHTS,
        seen: ("lia", "/register"),
        change: |plan| {
            plan.later_lists.push(SealedList {
                known: 1,
                of: Some(""),
                ..SealedList::of(0xa1, "alpha", &[2])
            });
        },
    },
    Variant {
        name: "other complaint",
        outside: NO_TASKS,
        seen: ("lia", "/tasks/EXAMPLE-AAAA01"),
        change: |plan| {
            plan.task("EXAMPLE-AAAA01").acts[0]
                .iter_mut()
                .filter(|(name, _)| *name == "allegation")
                .for_each(|(_, value)| value.push_str(", again and again"));
        },
    },
    Variant {
        name: "one more task",
        outside: NO_TASKS,
        seen: ("lia", "/tasks"),
        change: |plan| {
            let fields = [
                ("kind", "complaint"),
                ("of", "alpha"),
                ("allegation", "shells"),
                ("allegation", "more shells"),
            ];
            let open = act("open", 0, 10, "lia", "liaison alpha", &fields);
            plan.tasks.insert(
                1,
                Acts {
                    id: "EXAMPLE-AAAA09",
                    acts: vec![open],
                },
            );
        },
    },
    Variant {
        name: "one more act",
        outside: NO_TASKS,
        seen: ("lia", "/tasks/EXAMPLE-AAAA02"),
        change: |plan| {
            let fields = [("reply_kind", "denies"), ("text", "it was no line of ours")];
            let answer = act("answer", 2, 10, "lia", "liaison alpha", &fields);
            plan.task("EXAMPLE-AAAA02").acts.push(answer);
        },
    },
    Variant {
        name: "mission's own task",
        outside: &["lia", "leo", "nob", "nobody"],
        seen: ("olga", "/tasks"),
        change: |plan| {
            let fields = [
                ("kind", "access-denied"),
                ("who", "the patrol"),
                ("place", "the dam"),
                ("denied_at", "2030-03-17T10:00:00Z"),
            ];
            let open = act("open", 0, 10, "obi", "observer", &fields);
            plan.tasks.push(Acts {
                id: "EXAMPLE-MMMM09",
                acts: vec![open],
            });
        },
    },
    Variant {
        name: "note of the mission",
        outside: &["lia", "leo", "nob", "nobody"],
        seen: ("olga", "/tasks/EXAMPLE-BBBB02"),
        change: |plan| {
            let note = |on, hour| {
                act(
                    "note",
                    on,
                    hour,
                    "olga",
                    "secretariat",
                    &[("text", "they are slow")],
                )
            };
            let assign = act("assign", 2, 8, "olga", "secretariat", &[("to", "sam")]);
            let asked = &mut plan.task("EXAMPLE-BBBB02").acts;
            asked[1][1].1 = "1".to_owned();
            asked.push(assign);
            asked.push(note(3, 9));
            plan.task("EXAMPLE-BBBB01").acts.push(note(2, 10));
            plan.task("EXAMPLE-AAAA01").acts.push(note(1, 10));
        },
    },
    Variant {
        name: "one more member",
        outside: &["leo", "nob", "nobody"],
        seen: ("olga", "/admin"),
        change: |plan| plan.people.push(("lea", "liaison", "alpha")),
    },
    Variant {
        name: "shared with another",
        outside: &["leo", "nob", "nobody"],
        seen: ("lia", "/incidents"),
        change: |plan| plan.shares.push(("reports.csv#R3", "alpha")),
    },
    Variant {
        name: "reply and link",
        outside: NOT_ALPHA,
        seen: ("lia", "/incidents/A1"),
        change: |plan| {
            plan.add("replies.csv", "RP-9,A1,alpha,comment,specific,2030-03-08,,Alpha News,,Alpha says more of its line.");
            plan.add(
                "links.csv",
                "A1,R5,duplicate,joined,A. Analyst,2030-03-08,one line",
            );
            plan.add(
                "links.csv",
                "B1,A1,counter-allegation,joined,A. Analyst,2030-03-08,one night",
            );
        },
    },
    Variant {
        name: "other text in the circle",
        outside: NO_CIRCLE,
        seen: ("obi", "/incidents/C1"),
        change: |plan| {
            plan.in_circle = vec![report(
                "C1",
                "alpha",
                "what the circle says is another thing",
            )]
        },
    },
    Variant {
        name: "one more report in the circle",
        outside: NO_CIRCLE,
        seen: ("obi", "/incidents"),
        change: |plan| {
            plan.in_circle
                .push(report("C2", "alpha", "one more of the circle"))
        },
    },
    Variant {
        name: "same id in the circle",
        outside: NO_CIRCLE,
        seen: ("lia", "/incidents"),
        change: |plan| {
            plan.in_circle.push(report(
                "B1",
                "alpha",
                "another report with an id that is used outside",
            ))
        },
    },
];
