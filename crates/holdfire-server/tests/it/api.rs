//! Lists, exports, one incident, days, words, faults: what a program gets, and what it does not.

use std::collections::BTreeSet;

use axum::http::{StatusCode, header};
use holdfire_server::{api, table};
use serde_json::Value;

use crate::stage::{A, Stage, case_2025, share, text_of, with};

fn ids(page: &Value) -> Vec<String> {
    let results = page["results"].as_array().expect("a list");
    results
        .iter()
        .map(|line| line["id"].as_str().expect("an id").to_owned())
        .collect()
}

fn open_to_all() -> Stage {
    Stage::new(&case_2025(), vec![share("share/all", "parties")])
}

#[tokio::test]
async fn every_route_for_programs_is_described_and_every_description_is_a_route() {
    let stage = open_to_all();
    let (_, lines) = table(&stage.app);
    let routes: BTreeSet<&str> = lines
        .iter()
        .filter(|line| {
            let path = line.path;
            path == "/api"
                || path.starts_with("/api/")
                || path.starts_with("/tiles/")
                || path.starts_with("/incidents.")
                || path.ends_with(".atom")
        })
        .map(|line| line.path)
        .collect();
    let described: BTreeSet<&str> = api::paths().collect();
    assert_eq!(routes, described);
    let description = stage.get("", "/api/openapi.json").await.json();
    assert_eq!(description["openapi"], "3.1.0");
    let text = description.to_string();
    let schemas = description["components"]["schemas"]
        .as_object()
        .expect("schemas");
    for part in text.split("#/components/schemas/").skip(1) {
        let name = part.split('"').next().expect("a name");
        assert!(schemas.contains_key(name), "{name}");
    }
}

#[tokio::test]
async fn a_language_that_is_not_spoken_is_refused_to_programs() {
    let stage = open_to_all();
    for path in [
        "incidents",
        "incidents/AV25-001",
        "features",
        "timeline",
        "search",
        "readings",
    ] {
        for (code, status) in [("uk", StatusCode::OK), ("xx", StatusCode::BAD_REQUEST)] {
            let answer = stage
                .get("anna", &format!("/api/v1/{path}?lang={code}"))
                .await;
            assert_eq!(answer.status, status, "{path} {code}");
        }
    }
}

#[tokio::test]
async fn every_name_of_a_filter_that_is_described_is_one() {
    let description = api::description();
    let parameters = description["paths"]["/incidents.csv"]["get"]["parameters"]
        .as_array()
        .expect("a list");
    let names: Vec<&str> = parameters
        .iter()
        .map(|p| p["name"].as_str().expect("a name"))
        .collect();
    let mut filter = holdfire_server::world::ListFilter::default();
    for name in names
        .iter()
        .filter(|name| !["panel", "as-of", "lang"].contains(name))
    {
        assert_eq!(filter.take(name, ""), Ok(true), "{name}");
    }
}

#[tokio::test]
async fn a_token_speaks_for_its_owner_and_one_that_means_nothing_is_refused() {
    let stage = open_to_all();
    assert_eq!(
        stage.get("anna", "/api/v1/incidents").await.status,
        StatusCode::OK
    );
    // Another token of the right shape, and something that is none.
    let unknown = format!("hf_{}", "A".repeat(43));
    for token in [unknown.as_str(), "hf_", "x"] {
        let answer = stage.get(token, "/api/v1/incidents").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{token}");
        assert_eq!(answer.headers[header::WWW_AUTHENTICATE], "Bearer");
        let page: Value = serde_json::from_slice(&answer.body).expect("JSON");
        assert_eq!(page["error"], "sign-in");
    }
}

#[tokio::test]
async fn the_csv_holds_exactly_the_lines_of_the_filtered_view_in_its_order() {
    let stage = open_to_all();
    for filter in [
        "",
        "?class=undecided&sort=newest",
        "?q=drone&sort=oldest",
        "?bbox=30,45,37,52",
    ] {
        let list = format!(
            "/api/v1/incidents{filter}{}limit=1000",
            if filter.is_empty() { "?" } else { "&" }
        );
        let page = stage.get("anna", &list).await.json();
        let csv = stage.get("anna", &format!("/incidents.csv{filter}")).await;
        assert_eq!(csv.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8");
        assert!(csv.text().contains("\r\n"));
        let mut reader = csv::Reader::from_reader(csv.text().as_bytes());
        let head = reader.headers().expect("a head").clone();
        assert_eq!(&head[0], "incident");
        let rows: Vec<csv::StringRecord> =
            reader.records().collect::<Result<_, _>>().expect("rows");
        let found: Vec<String> = rows.iter().map(|row| row[0].to_owned()).collect();
        assert_eq!(found, ids(&page), "{filter}");
        assert_eq!(page["count"], found.len(), "{filter}");
        assert!(!found.is_empty(), "{filter}");
        let areas = stage
            .get("anna", &format!("/incidents.geojson{filter}"))
            .await
            .json();
        assert_eq!(areas["schema"], "holdfire/areas/1");
        let mut order: Vec<&str> = areas["features"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|feature| feature["properties"]["incident"].as_str().expect("an id"))
            .collect();
        order.dedup();
        assert_eq!(order, found, "{filter}");
    }
}

#[tokio::test]
async fn the_parts_of_a_list_put_together_are_the_list_forwards_and_backwards() {
    let stage = open_to_all();
    for sort in ["id", "newest", "oldest"] {
        let whole = ids(&stage
            .get("anna", &format!("/api/v1/incidents?sort={sort}&limit=1000"))
            .await
            .json());
        let mut forwards = Vec::new();
        let mut last = None;
        let mut next = Some(format!("/api/v1/incidents?sort={sort}&limit=7"));
        while let Some(path) = next {
            let page = stage.get("anna", &path).await.json();
            forwards.extend(ids(&page));
            next = page["next"].as_str().map(str::to_owned);
            last = Some(page);
        }
        assert_eq!(forwards, whole, "{sort}");
        let mut page = last.expect("a part");
        let mut backwards = ids(&page);
        while let Some(path) = page["previous"].as_str().map(str::to_owned) {
            page = stage.get("anna", &path).await.json();
            backwards.splice(0..0, ids(&page));
        }
        assert_eq!(backwards, whole, "{sort}");
    }
}

#[tokio::test]
async fn a_feature_says_how_well_its_place_is_known() {
    let stage = open_to_all();
    let page = stage
        .get("anna", "/api/v1/features?limit=1000")
        .await
        .json();
    let features = page["features"].as_array().expect("a list");
    assert_eq!(page["numberReturned"], features.len());
    assert_eq!(page["unit"], "incident");
    for feature in features {
        let line = &feature["properties"];
        let has_point = !feature["geometry"].is_null();
        assert_eq!(has_point, line["located"] == "circle", "{line}");
        assert_eq!(
            has_point,
            line["radius_m"].as_f64().is_some_and(|radius| radius > 0.0),
            "{line}"
        );
        assert!(line["from"].as_str() < line["until"].as_str(), "{line}");
        assert!(line["places_possible"].as_u64() >= Some(1), "{line}");
    }
    let near = stage
        .get("anna", "/api/v1/features?bbox=30,45,37,52&limit=1000")
        .await
        .json();
    for feature in near["features"].as_array().expect("a list") {
        let at = &feature["geometry"]["coordinates"];
        let (lon, lat) = (
            at[0].as_f64().expect("a number"),
            at[1].as_f64().expect("a number"),
        );
        assert!(
            (30.0..=37.0).contains(&lon) && (45.0..=52.0).contains(&lat),
            "{at}"
        );
    }
}

#[tokio::test]
async fn one_incident_has_a_sentence_for_each_reading_in_the_language_that_was_asked_for() {
    let stage = open_to_all();
    let list = stage.get("anna", "/api/v1/incidents?limit=1").await.json();
    let id = ids(&list).remove(0);
    let one = stage
        .get("anna", &format!("/api/v1/incidents/{id}"))
        .await
        .json();
    assert_eq!(one["id"], id);
    assert_eq!(one["href"], format!("/incidents/{id}"));
    let readings = one["readings"].as_array().expect("a list");
    assert_eq!(
        readings.len(),
        one["verdicts"].as_object().expect("a map").len()
    );
    for reading in readings {
        let name = reading["reading"].as_str().expect("an id");
        assert_eq!(reading["verdict"], one["verdicts"][name]);
        assert!(reading["sentence"].as_str().expect("text").len() > 20);
    }
    assert!(!one["assessments"].as_array().expect("a list").is_empty());
    let other = stage
        .get("anna", &format!("/api/v1/incidents/{id}?lang=uk"))
        .await
        .json();
    assert_ne!(
        other["readings"][0]["sentence"],
        one["readings"][0]["sentence"]
    );
    assert_eq!(
        stage.get("anna", "/api/v1/incidents/nothing").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn the_days_of_the_timeline_add_up_to_the_incidents() {
    let stage = open_to_all();
    let summary = stage.get("anna", "/api/v1/summary").await.json();
    let line = stage
        .get("anna", "/api/v1/timeline?from=2025-03-20&until=2025-03-21")
        .await
        .json();
    let days = line["days"].as_array().expect("a list").len();
    let mut all = 0;
    for (class, counts) in line["counts"].as_object().expect("a map") {
        let counts = counts.as_array().expect("a list");
        assert_eq!(counts.len(), days, "{class}");
        all += counts
            .iter()
            .map(|n| n.as_u64().expect("a number"))
            .sum::<u64>();
    }
    assert_eq!(Some(all), summary["summary"]["incidents"].as_u64());
}

#[tokio::test]
async fn words_find_clauses_readings_and_incidents() {
    let stage = open_to_all();
    let found = stage.get("anna", "/api/v1/search?q=hospital").await.json();
    let results = found["results"].as_array().expect("a list");
    assert!(results.iter().any(|one| one["kind"] == "Incident"));
    let readings = stage.get("anna", "/api/v1/readings").await.json();
    let title = readings["readings"][0]["title"].as_str().expect("a title");
    let word = title.split_whitespace().next().expect("a word");
    let found = stage
        .get("anna", &format!("/api/v1/search?q={word}"))
        .await
        .json();
    let results = found["results"].as_array().expect("a list");
    assert!(
        results.iter().any(|one| one["kind"] == "Reading"),
        "{found}"
    );
    assert_eq!(
        stage.get("anna", "/api/v1/search?q=").await.json()["results"],
        serde_json::json!([])
    );
}

#[tokio::test]
async fn what_cannot_be_meant_is_refused_and_a_misspelt_filter_lets_nothing_through() {
    let stage = open_to_all();
    for path in [
        "/api/v1/incidents?clas=all",
        "/api/v1/incidents?limit=1001",
        "/api/v1/incidents?limit=0",
        "/api/v1/incidents?after=x",
        "/api/v1/incidents?after=1.a&before=1.a",
        "/api/v1/features?bbox=1,2,3",
        "/api/v1/summary?class=all",
        "/incidents.csv?clas=all",
    ] {
        let answer = stage.get("anna", path).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}");
        let page: Value = serde_json::from_slice(&answer.body).expect("JSON");
        assert_eq!(page["error"], "bad-request", "{path}");
    }
    for path in [
        "/tiles/incidents/15/0/0.mvt",
        "/tiles/incidents/1/2/0.mvt",
        "/tiles/incidents/1/0/0",
        "/tiles/incidents/01/0/0.mvt",
        "/tiles/incidents/a/0/0.mvt",
    ] {
        assert_eq!(
            stage.get("anna", path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}

#[tokio::test]
async fn confidential_answers_are_kept_by_nobody_and_public_ones_have_a_tag() {
    let stage = open_to_all();
    let secret = stage.get("anna", "/api/v1/incidents").await;
    assert_eq!(secret.headers[header::CACHE_CONTROL], "no-store");
    assert!(!secret.headers.contains_key(header::ETAG));
    let public = stage.get("", "/api/openapi.json").await;
    let tag = public.headers[header::ETAG]
        .to_str()
        .expect("text")
        .to_owned();
    let again = stage
        .get_with("", "/api/openapi.json", &[("if-none-match", &tag)])
        .await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    assert!(again.body.is_empty());
}

#[tokio::test]
async fn hostile_words_leave_as_text_and_no_spreadsheet_runs_them() {
    let files = case_2025();
    let mut reports =
        csv::Reader::from_reader(text_of(&files, "reports.csv").into_bytes().as_slice())
            .into_records()
            .collect::<Result<Vec<_>, _>>()
            .expect("rows");
    let table = text_of(&files, "reports.csv");
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let head = reader.headers().expect("a head").clone();
    let column = |name: &str| head.iter().position(|own| own == name).expect("a column");
    let long = "w".repeat(1_000_000);
    let hostile = [
        "=cmd|'/C calc'!A0",
        "+1+1",
        "@SUM(A1)",
        "<script>alert(1)</script>",
        "\u{202e}gnp.exe",
        long.as_str(),
    ];
    for (row, text) in reports.iter_mut().zip(hostile) {
        let mut cells: Vec<String> = row.iter().map(str::to_owned).collect();
        cells[column("object")] = text.to_owned();
        *row = csv::StringRecord::from(cells);
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&head).expect("memory");
    for row in &reports {
        writer.write_record(row).expect("memory");
    }
    let text = String::from_utf8(writer.into_inner().expect("memory")).expect("text");
    let stage = Stage::new(
        &with(files, "reports.csv", &text),
        vec![share("share/all", "parties")],
    );
    let exported = stage.get("anna", "/incidents.csv").await;
    let mut reader = csv::Reader::from_reader(exported.text().as_bytes());
    let mut cells = 0;
    for row in reader.records() {
        for cell in row.expect("a row").iter() {
            let is_number = cell.parse::<f64>().is_ok();
            assert!(
                is_number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
                "{cell}"
            );
            cells += usize::from(cell.starts_with("'="));
        }
    }
    assert_eq!(cells, 1);
    for path in [
        "/api/v1/incidents?limit=1000",
        "/api/v1/features?limit=1000",
        "/incidents.geojson",
        "/api/v1/search?q=script",
    ] {
        let answer = stage.get("anna", path).await;
        answer.json();
        assert_eq!(
            answer.headers["x-content-type-options"], "nosniff",
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_party_reads_by_no_route_what_it_was_not_given() {
    let files = case_2025();
    let stage = Stage::new(&files, Vec::new());
    // What the other side said, by id and by address.
    let table = text_of(&files, "reports.csv");
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let head = reader.headers().expect("a head").clone();
    let column = |name: &str| head.iter().position(|own| own == name).expect("a column");
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("rows");
    let of_others: Vec<&csv::StringRecord> =
        rows.iter().filter(|row| &row[column("by")] != A).collect();
    assert!(of_others.len() > 10);
    let mut paths: Vec<String> = api::paths()
        .filter(|path| !path.contains('{') && *path != "/api/v1/events")
        .map(str::to_owned)
        .collect();
    paths.push("/api/v1/search?q=drone".to_owned());
    paths.push("/tiles/incidents/0/0/0.mvt".to_owned());
    for path in &paths {
        let answer = stage.get("anna", path).await;
        assert!(answer.status.is_success(), "{path}: {}", answer.status);
        let text = String::from_utf8_lossy(&answer.body);
        for row in &of_others {
            for name in ["id", "summary"] {
                assert!(
                    !text.contains(&row[column(name)]),
                    "{path}: {}",
                    &row[column("id")]
                );
            }
        }
    }
    for row in of_others.iter().take(5) {
        let answer = stage
            .get("anna", &format!("/api/v1/incidents/{}", &row[column("id")]))
            .await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
    // Nobody at all sees nothing.
    assert_eq!(
        stage.get("", "/api/v1/incidents").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_number_that_leads_to_a_list_leads_to_so_many_incidents() {
    let stage = open_to_all();
    let page = stage.get("secretary", "/").await;
    let mut followed = BTreeSet::new();
    for link in page.text().split("<a href=\"/incidents?").skip(1) {
        let (query, rest) = link.split_once("\">").expect("a link ends");
        let text = rest.split('<').next().unwrap_or("").trim();
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        // Pairs are counted as pairs: each leads to its two incidents.
        let Ok(number) = text[..digits].parse::<usize>() else {
            continue;
        };
        let query = query.replace("&amp;", "&").replace("&#38;", "&");
        if query.contains("waits=links") || !followed.insert(query.clone()) {
            continue;
        }
        let list = stage
            .get("secretary", &format!("/incidents.csv?{query}"))
            .await;
        let mut rows = csv::Reader::from_reader(list.body.as_slice());
        assert_eq!(rows.records().count(), number, "{query}");
    }
    let of = |name: &str| followed.iter().filter(|query| query.contains(name)).count();
    for name in [
        "class=",
        "support=",
        "decides=",
        "silent=",
        "waits=accounts",
    ] {
        assert!(of(name) > 0, "no link with {name} in {followed:?}");
    }
}
