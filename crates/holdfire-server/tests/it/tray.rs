//! A list of reports that is handed in: what becomes of each row is shown first, and nothing is lost or entered twice.

use crate::support::plan::report;
use crate::support::{Plan, Room};

fn head() -> String {
    let plan = Plan::example();
    plan.files["reports.csv"]
        .lines()
        .next()
        .unwrap_or("")
        .to_owned()
}

fn list(rows: &[String]) -> String {
    format!("{}\n{}\n", head(), rows.join("\n"))
}

fn size(room: &Room) -> u64 {
    room.app.worlds().snapshot().size
}

fn ids(room: &Room) -> String {
    room.get("olga", "/incidents").text()
}

#[test]
fn each_row_is_told_what_becomes_of_it_before_anything_is_entered() {
    let room = Room::new(&Plan::example());
    let bad = report("N2", "alpha", "no such day").replace("2030-03-06,05:00", "2030-02-31,05:00");
    let rows = [
        report("N1", "alpha", "a new one, \"\"with a second\nline\"\""),
        bad,
        report("A1", "alpha", "alpha says that its line was struck"),
        report("B1", "beta", "it says something else"),
        report("N1", "beta", "the same id once more"),
    ];
    let before = size(&room);
    let text = list(&rows);
    let page = room.post("olga", "/intake", &[("list", &text), ("step", "look")]);
    assert_eq!(page.status, 200);
    let page = page.text();
    assert!(page.contains("1 row can be entered."), "{page}");
    assert!(page.contains("1 row stands in the record already."));
    assert!(page.contains("3 rows cannot be entered."));
    assert!(
        page.contains("2030-02-31"),
        "the reason names what is wrong"
    );
    assert!(page.contains("Another report has this id"));
    assert_eq!(size(&room), before, "nothing was entered");
    // What it may be one incident with is said, and is no reason against it.
    assert!(
        page.contains("May tell of the same incident as <span class=\"mono\">A1</span>")
            || page.contains(">A1<")
    );

    let done = room.post("olga", "/intake", &[("list", &text), ("step", "enter")]);
    let done = done.text();
    assert!(done.contains("1 report was entered:"), "{done}");
    assert!(ids(&room).contains("data-id=\"N1\""));
    // The rows that were not good are there to be mended, and only they.
    let left = done.split("<textarea id=\"list\"").nth(1).unwrap_or("");
    let left = left.split("</textarea>").next().unwrap_or("");
    assert!(
        left.contains("N2") && left.contains("it says something else"),
        "{left}"
    );
    assert!(!left.contains("a new one"));
    // The same list again enters nothing.
    let again = size(&room);
    room.post("olga", "/intake", &[("list", &text), ("step", "enter")]);
    assert_eq!(size(&room), again);
}

#[test]
fn why_a_row_is_refused_is_said_in_the_language_of_the_page() {
    let room = Room::new(&Plan::example());
    let no_such_day = report("N2", "alpha", "no such day").replace("2030-03-06", "2030-02-31");
    let no_such_party = report("N3", "delta", "nobody knows them");
    let text = list(&[no_such_day, no_such_party]);
    let look = |lang: &str| {
        let path = format!("/intake?lang={lang}");
        room.post("olga", &path, &[("list", &text), ("step", "look")])
            .text()
    };
    let english = look("en");
    assert!(
        english.contains("31 February 2030 does not exist"),
        "{english}"
    );
    assert!(english.contains("there is no party `delta`"), "{english}");
    for (lang, day, party) in [
        (
            "uk",
            "31 лютого 2030 не існує",
            "немає такого: сторона `delta`",
        ),
        (
            "ru",
            "31 февраля 2030 не существует",
            "нет такого: сторона `delta`",
        ),
    ] {
        let page = look(lang);
        assert!(page.contains(day), "{page}");
        assert!(page.contains(party), "{page}");
        for word in [
            "does not exist",
            "there is no",
            "did you mean",
            "defined:",
            "write ",
        ] {
            assert!(!page.contains(word), "{lang}: {word}");
        }
    }
    // The form for one report says it in the same words.
    let row = [
        ("id", "N4"),
        ("by", "alpha"),
        ("source", "News"),
        ("date", "2030-02-31"),
        ("place", "Millfield"),
        ("object", "a line"),
        ("category", "line"),
        ("summary", "no such day"),
    ];
    let page = room.post("olga", "/reports?lang=ru", &row);
    assert_eq!(page.status, 422);
    assert!(page.text().contains("31 февраля 2030 не существует"));
}

#[test]
fn what_the_record_refuses_is_said_in_the_language_of_the_page() {
    let room = Room::new(&Plan::example());
    let ask = |lang: &str| room.get("olga", &format!("/?as-of=9999999&lang={lang}"));
    let english = ask("en");
    assert_eq!(english.status, 409);
    assert!(english.text().contains("as of entry 9999999"));
    for (lang, words) in [
        ("uk", "запитано стан на запис 9999999"),
        ("ru", "спрошено состояние на запись 9999999"),
    ] {
        let page = ask(lang).text();
        assert!(page.contains(words), "{page}");
        assert!(!page.contains("the record has"), "{page}");
    }
}

#[test]
fn a_list_may_be_json_or_a_table_of_ones_own_with_a_mapping() {
    let room = Room::new(&Plan::example());
    let json = r#"[{"id": "J1", "by": "alpha", "source": "News", "source_kind": "party", "date": "2030-03-06",
        "place": "Millfield", "area": "A-EAST", "lat": 50.2, "lon": 10.2, "precision": "exact", "object": "a line",
        "category": "line", "act": "strike", "actor": "beta", "summary": "in JSON"}]"#;
    room.post("olga", "/intake", &[("list", json), ("step", "enter")]);
    assert!(ids(&room).contains("data-id=\"J1\""));

    let own = "Nr;Day;Place;Lat;Lon;What\nM1;2030-03-06;Millfield;50.2;10.2;their words\nM2;2030-02-31;Millfield;50.2;10.2;a slip\n";
    let mapping = "version = 1\n[columns]\nid = \"Nr\"\ndate = \"Day\"\nplace = \"Place\"\nlat = \"Lat\"\nlon = \"Lon\"\nsummary = \"What\"\n\
        [constants]\nby = \"alpha\"\nsource = \"News\"\nsource_kind = \"party\"\nprecision = \"exact\"\nobject = \"a line\"\ncategory = \"line\"\nact = \"strike\"\nactor = \"beta\"\n";
    let pairs = [("list", own), ("mapping", mapping), ("step", "enter")];
    let page = room.post("olga", "/intake", &pairs).text();
    assert!(ids(&room).contains("data-id=\"M1\""), "{page}");
    assert!(page.contains("2030-02-31"), "{page}");
    assert!(page.contains("their words"), "the whole list stays");

    // What the table does not settle is asked, with the lines that would answer it.
    let unsettled = own.replace("2030-03-06", "06.03.2030");
    let pairs = [
        ("list", unsettled.as_str()),
        ("mapping", mapping),
        ("step", "look"),
    ];
    let page = room.post("olga", "/intake", &pairs);
    assert_eq!(page.status, 422);
    assert!(page.text().contains("order"), "{}", page.text());
}

#[test]
fn what_is_no_list_is_said_and_kept() {
    let room = Room::new(&Plan::example());
    for text in ["no columns\nat all\n", "[1, 2", "id\n"] {
        let page = room.post("olga", "/intake", &[("list", text), ("step", "enter")]);
        assert_eq!(page.status, 422, "{text}");
        assert!(
            page.text().contains(text.lines().next().unwrap_or("")),
            "{text}"
        );
    }
    for who in ["obi", "mia", "lia", "leo", "aud", "nob"] {
        assert_eq!(room.get(who, "/intake").status, 403, "{who}");
    }
}

#[test]
fn a_row_that_hides_behind_the_id_of_another_is_named_in_the_tray() {
    let mut plan = Plan::example();
    let row = plan.files["replies.csv"]
        .lines()
        .nth(1)
        .unwrap_or("")
        .to_owned();
    plan.add("replies.csv", &row.replace(",beta,", ",alpha,"));
    let room = Room::new(&plan);
    let page = room.get("olga", "/intake").text();
    assert!(
        page.contains("id=\"unread-h\"") && page.contains("replies.csv"),
        "{page}"
    );
    assert!(page.contains("EXAMPLE-AAAA01"), "complaints wait there");
}

#[test]
fn a_party_keeps_a_proof_of_every_word_of_its_complaint_and_nobody_else_gets_it() {
    let room = Room::new(&Plan::example());
    room.app.mission().publish().expect("the folder of the log");
    let path = "/tasks/EXAMPLE-AAAA01/receipt";
    let kept = room.get("lia", path);
    assert_eq!(kept.status, 200, "{}", kept.text());
    let key = room
        .app
        .mission()
        .settings()
        .expect("settings")
        .log_key()
        .clone();
    // The page has the whole command that checks the file.
    let page = room.get("lia", "/tasks/EXAMPLE-AAAA01").text();
    let command = format!(
        "holdfire record check-disclosure EXAMPLE-AAAA01.tlog-proof --key '{}'",
        key.vkey()
    );
    assert!(page.replace("&#39;", "'").contains(&command), "{page}");
    let quorum = holdfire_seal::policy::Policy::parse(b"quorum none\n").expect("a policy");
    let shown =
        holdfire_record::Disclosure::verify(&kept.body, &[key], &quorum).expect("it verifies");
    let said = format!("{shown:?}");
    assert!(said.contains("allegation"), "{said}");
    for who in ["leo", "mia", "aud", "nob", "nobody"] {
        let other = room.get(who, path);
        assert!(
            matches!(other.status, 303 | 403 | 404),
            "{who} {}",
            other.status
        );
    }
    assert_eq!(
        room.get("lia", "/tasks/EXAMPLE-CCCC01/receipt").status,
        404,
        "no complaint"
    );
}
