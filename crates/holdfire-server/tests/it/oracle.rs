//! A list of sites is no oracle: who files incidents on a grid does not learn on which of them a sealed site lies.

use crate::support::plan::{report_at, site};
use crate::support::{Plan, Room};

/// Rows and columns of the grid.
const SIDE: (usize, usize) = (20, 10);

/// The mission in which Beta has filed an allegation on each point of a grid, with or without a sealed site of Alpha on one
/// of the points.
fn filed(sealed: Option<usize>) -> Room {
    let mut plan = Plan::example();
    for n in 0..SIDE.0 * SIDE.1 {
        let (lat, lon) = point(n);
        let row = report_at(
            &format!("G-{n:03}"),
            "beta",
            "a line was struck",
            lat,
            lon,
            "A-EAST",
        );
        plan.add("reports.csv", &row);
    }
    // Both missions have as many sites, so that only the place tells them apart.
    let (lat, lon) = sealed.map_or((50.95, 10.95), point);
    plan.add("register.csv", &site("S-A7", "alpha", lat, lon, ""));
    Room::new(&plan)
}

fn point(n: usize) -> (f64, f64) {
    let (row, column) = (n / SIDE.1, n % SIDE.1);
    let at = |step: usize| f64::from(u32::try_from(step).expect("a small grid")) * 0.02;
    (50.05 + at(row), 10.05 + at(column))
}

/// Every page that a liaison of Beta or somebody without an account may ask for, with what can be asked of it.
fn paths() -> Vec<String> {
    let mut all: Vec<String> = (0..SIDE.0 * SIDE.1)
        .map(|n| format!("/incidents/G-{n:03}"))
        .collect();
    let mut lists = Vec::new();
    for query in [
        "",
        "?page=1",
        "?q=line",
        "?class=all",
        "?class=may",
        "?class=undecided",
        "?class=none",
        "?sort=newest",
        "?bbox=10.2,50.1,10.3,50.2",
        "?point=object",
        "?point=start",
        "?panel=alpha",
        "?panel=beta",
    ] {
        for page in ["/", "/agreement", "/incidents"] {
            lists.push(format!("{page}{query}"));
        }
    }
    lists.extend(["/register", "/tasks", "/tasks.ics", "/account"].map(str::to_owned));
    all.extend(lists);
    all
}

#[test]
fn two_hundred_incidents_on_a_grid_do_not_find_a_sealed_site() {
    let (without, with) = (filed(None), filed(Some(87)));
    let mut seen = 0;
    for path in paths() {
        for who in ["leo", "nobody"] {
            let (one, other) = (without.get(who, &path), with.get(who, &path));
            assert!(one == other, "{who} {path}");
            seen += usize::from(one.status == 200);
        }
    }
    assert!(seen > 200, "the pages are there: {seen}");
    // Whose site it is sees it.
    let sites = |room: &Room| room.get("lia", "/register").text();
    assert!(sites(&with).contains("S-A7"));
    for room in [&without, &with] {
        assert!(!room.get("leo", "/register").text().contains("S-A7"));
    }
}

#[test]
fn a_complaint_about_a_sealed_site_is_answered_as_any_other() {
    let (without, with) = (filed(None), filed(Some(87)));
    for n in [0, 87, 199] {
        let (lat, lon) = point(n);
        let line = format!("a line was struck | 6 March | {lat} {lon} | {n}");
        let send = |room: &Room| {
            let pairs = [("kind", "complaint"), ("allegations", line.as_str())];
            let answer = room.post("leo", "/tasks", &pairs);
            let to = answer.header("location").unwrap_or_default();
            assert!(to.starts_with("/tasks/"), "{}", answer.text());
            let page = room.get("leo", &to).text().replace(&to, "/tasks/*");
            (
                answer.status,
                page.replace(to.trim_start_matches("/tasks/"), "*"),
            )
        };
        assert_eq!(send(&without), send(&with), "{n}");
    }
}
