//! Whole imports of delimited text; workbooks are in `workbook`.

use std::collections::BTreeSet;

use super::*;

mod properties;
pub(super) mod workbook;

const MAP: &str = "version = 1
[columns]
id = \"Nr\"
date = \"Date\"
lat = \"Lat\"
lon = \"Lon\"
summary = \"What\"
effect = \"Effect\"
[constants]
tz = \"Europe/Kyiv\"
[values.effect]
\"попадание\" = \"hit\"
\"сбит\" = \"intercepted|debris\"
";

pub(super) fn run(bytes: &[u8], map: &str) -> Result<Imported, ImportError> {
    import(bytes, "t.csv", map, &BTreeSet::from(["old-1".to_owned()]))
}

/// Rows as `target=value` of the columns that are not empty, and problems as `line column: message / hint`.
pub(super) fn show(result: &Result<Imported, ImportError>) -> (Vec<String>, Vec<String>) {
    let problem = |p: &ImportProblem| {
        let line = p.line.map_or(String::from("-"), |l| l.to_string());
        let sign = if p.refused { "!" } else { "?" };
        format!("{sign}{line} {}: {} / {}", p.column, p.message, p.hint)
    };
    match result {
        Ok(done) => {
            assert_eq!(done.counts.read, done.counts.kept + done.counts.refused);
            assert_eq!(done.counts.kept as usize, done.rows.len());
            let rows = done.rows.iter().map(|row| {
                let cells = TARGET_COLUMNS
                    .iter()
                    .zip(row)
                    .filter(|(_, v)| !v.is_empty());
                cells
                    .map(|(n, v)| format!("{n}={v}"))
                    .collect::<Vec<_>>()
                    .join(" ")
            });
            (rows.collect(), done.problems.iter().map(problem).collect())
        }
        Err(error) => (Vec::new(), error.problems().iter().map(problem).collect()),
    }
}

fn rows_of(table: &str, map: &str) -> Vec<String> {
    let (rows, problems) = show(&run(table.as_bytes(), map));
    assert_eq!(problems, Vec::<String>::new());
    rows
}

fn problems_of(table: &str, map: &str) -> Vec<String> {
    show(&run(table.as_bytes(), map)).1
}

fn has(list: &[String], parts: &[&str]) {
    assert!(
        list.iter()
            .any(|p| parts.iter().all(|part| p.contains(part))),
        "{parts:?} is not in {list:#?}"
    );
}

const HEAD: &str = "Nr;Date;Lat;Lon;What;Effect\n";

#[test]
fn semicolons_decimal_commas_and_another_encoding_are_read_and_named() {
    let table = "Nr;Date;Lat;Lon;What;Effect\r\nA-1;18.03.2025;50,917;34,799;\"Станция; две строки\r\nтекста\";попадание\r\nA-2;01.04.2025;;;=1+1;Сбит\r\n";
    let bytes = encoding_rs::WINDOWS_1251.encode(table).0.into_owned();
    let result = run(&bytes, MAP);
    let (rows, problems) = show(&result);
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!(
        rows[0],
        "id=A-1 date=2025-03-18 tz=Europe/Kyiv lat=50.917 lon=34.799 effect=hit summary=Станция; две строки\r\nтекста"
    );
    assert_eq!(
        rows[1],
        "id=A-2 date=2025-04-01 tz=Europe/Kyiv effect=intercepted|debris summary==1+1"
    );
    let done = result.unwrap();
    has(&done.recognised, &["encoding: windows-1251"]);
    has(&done.recognised, &["delimiter: `;`"]);
    has(&done.recognised, &["`Lat`: decimal comma in 1 numbers"]);
    has(
        &done.recognised,
        &[
            "`Date`: dates are day-month-year",
            "line 2 has `18.03.2025`",
            "1 of its dates fit both orders",
        ],
    );
    assert_eq!(done.original.format, Format::Delimited { delimiter: ';' });
    assert_eq!(
        (done.original.rows, done.original.size_bytes),
        (2, bytes.len() as u64)
    );
}

#[test]
fn a_mark_tabs_and_utf_16_are_read() {
    let table = "Nr\tDate\tLat\tLon\tWhat\tEffect\nA-1\t2025-03-18\t50.9\t34.7\tx\thit\n";
    let expected = "id=A-1 date=2025-03-18 tz=Europe/Kyiv lat=50.9 lon=34.7 effect=hit summary=x";
    assert_eq!(rows_of(&format!("\u{feff}{table}"), MAP), [expected]);
    let le: Vec<u8> = table.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(show(&run(&le, MAP)), (vec![expected.to_owned()], vec![]));
    assert_eq!(rows_of(&format!("sep=\t\n{table}"), MAP), [expected]);
}

#[test]
fn an_ambiguous_date_is_asked() {
    let table = format!("{HEAD}A-1;03/04/2025;;;x;\n");
    let problems = problems_of(&table, MAP);
    has(
        &problems,
        &[
            "!2 Date: ",
            "line 2 has `03/04/2025`",
            "whether the day or the month comes first",
            "[dates] format = \"day-month-year\"",
        ],
    );
    let answered = format!("{MAP}[dates]\nformat = \"month-day-year\"\n");
    assert_eq!(
        rows_of(&table, &answered),
        ["id=A-1 date=2025-03-04 tz=Europe/Kyiv summary=x"]
    );
}

#[test]
fn evidence_for_both_orders_is_asked_and_a_contradicting_row_refused() {
    let table = format!("{HEAD}A-1;03/14/2025;;;x;\nA-2;15/03/2025;;;y;\n");
    has(
        &problems_of(&table, MAP),
        &["holds both orders", "`15/03/2025`", "`03/14/2025`"],
    );
    let (rows, problems) = show(&run(
        table.as_bytes(),
        &format!("{MAP}[dates]\nformat = \"day-month-year\"\n"),
    ));
    assert_eq!(rows.len(), 1);
    has(
        &problems,
        &["!2 Date: `Date` is `03/14/2025`, which is no date when read as day-month-year"],
    );
}

#[test]
fn serials_short_years_and_midnights_are_asked() {
    let table = format!("{HEAD}A-1;45734;;;x;\n");
    has(
        &problems_of(&table, MAP),
        &[
            "`45734`",
            "day number of a spreadsheet",
            "serial = \"1900\"",
        ],
    );
    let answered = format!("{MAP}[dates]\nserial = \"1900\"\n");
    assert_eq!(
        rows_of(&table, &answered),
        ["id=A-1 date=2025-03-18 tz=Europe/Kyiv summary=x"]
    );
    has(
        &problems_of(&format!("{HEAD}A-1;18.03.25;;;x;\n"), MAP),
        &["a year of two digits", "century = 2000"],
    );
    let map = "version = 1\n[columns]\nid = \"a\"\nfrom = \"b\"\n";
    let table = "a,b\n1,2025-03-18 00:00\n2,2025-03-18 04:45\n";
    has(
        &problems_of(table, map),
        &["1 of 2 values are at midnight", "midnight = \"date-alone\""],
    );
    let answered = |word| format!("{map}[dates]\nmidnight = \"{word}\"\n");
    assert_eq!(
        rows_of(table, &answered("date-alone")),
        ["id=1 from=2025-03-18", "id=2 from=2025-03-18 04:45"]
    );
    assert_eq!(
        rows_of(table, &answered("moment"))[0],
        "id=1 from=2025-03-18 00:00"
    );
}

#[test]
fn a_combined_column_is_split_and_columns_are_joined() {
    let map = "version = 1
[columns]
id = { number = \"V-\" }
date = { from = \"When\", part = \"date\" }
time = { from = \"When\", part = \"time\" }
summary = { join = [\"What\", \"More\"], with = \"; \" }
means = { from = \"With\", split = \",\" }
";
    let rows = rows_of(
        "When,What,More,With\n2025-03-18 4:45,x,y,\"drone, rocket\"\n2025-03-19 05:00,z,,\n",
        map,
    );
    assert_eq!(
        rows[0],
        "id=V-000002 date=2025-03-18 time=04:45 means=drone|rocket summary=x; y"
    );
    assert_eq!(rows[1], "id=V-000003 date=2025-03-19 time=05:00 summary=z");
    let whole = "version = 1\n[columns]\nid = { number = \"V-\" }\ndate = \"When\"\n[ignore]\ncolumns = [\"What\"]\n";
    has(
        &problems_of("When,What\n2025-03-18 4:45,x\n", whole),
        &["holds times behind its dates", "part = \"date\""],
    );
}

#[test]
fn bad_rows_are_listed_with_line_column_text_and_hint_and_good_ones_kept() {
    let table = format!(
        "{HEAD}A-1;2025-03-18;50.9;34.7;x;hit\nA-2;2025-02-30;50.9;34.7;x;hit\nA-3;2025-03-18;134.7;50.9;x;hit\nA-4;2025-03-18;50.9;;x;hit\n\
         A-5;2025-03-18;50.9;34.7;x;hti\nA-1;2025-03-18;;;x;\nold-1;2025-03-18;;;x;\n;2025-03-18;;;x;\nA 9;2025-03-18;;;x;\n\
         A-10;2025-03-18;50.9;34.7;x;hit;more\nA-11;2025-03-18\n\nA-12;2025-03-18;0;0,0;x;\nA-13;2025-03-18;;;\"open;\nA-14;2025-03-18;;;a\0b;\nA-15;2025-03-18;;;x;\n"
    );
    let result = run(table.as_bytes(), MAP);
    let (rows, problems) = show(&result);
    assert_eq!(rows.len(), 2, "{problems:#?}");
    has(
        &problems,
        &["!3 Date: `Date` is `2025-02-30`, which is not a date"],
    );
    has(
        &problems,
        &[
            "!4 Lat: `Lat` is `134.7`, which is outside -90 to 90",
            "swapped?",
        ],
    );
    has(&problems, &["!5 Lon: `Lon` is empty beside a latitude"]);
    has(
        &problems,
        &["!6 Effect: `Effect` is `hti`", "\"hti\" = \"hit\""],
    );
    has(&problems, &["!7 Nr: the id `A-1` is already on line 2"]);
    has(&problems, &["!8 Nr: the id `old-1` is already in the case"]);
    has(&problems, &["!9 Nr: `Nr` is empty"]);
    has(&problems, &["!10 Nr: ", "`A 9`", "write `-` for the blank"]);
    has(
        &problems,
        &["!11 : the row has 7 fields by `;`, the header 6"],
    );
    has(&problems, &["!12 : the row has 2 fields"]);
    has(&problems, &["!14 Lat: latitude and longitude are 0"]);
    has(&problems, &["!15 : a quote `\"` is opened and not closed"]);
    has(&problems, &["!16 : ", "holds a zero byte"]);
    let counts = result.unwrap().counts;
    assert_eq!(
        (counts.read, counts.kept, counts.refused, counts.blank),
        (15, 2, 13, 1)
    );
}

#[test]
fn an_end_before_the_start_is_refused_and_a_time_that_did_not_exist_kept_with_a_remark() {
    let map = "version = 1\n[columns]\nid = \"a\"\nfrom = \"b\"\nuntil = \"c\"\n[constants]\ntz = \"Europe/Kyiv\"\n";
    let table = "a,b,c\n1,2025-03-18 18:00,2025-03-18 06:00\n2,2025-03-30 03:30,2025-03-30 06:00\n3,2025-03-18,2025-03-18\n4,2025-03-18T05:00+03:00,2025-03-18 04:30\n";
    let result = run(table.as_bytes(), map);
    let (rows, problems) = show(&result);
    assert_eq!(rows.len(), 3, "{problems:#?}");
    has(
        &problems,
        &["!2 c: `c` is `2025-03-18 06:00`, which is not after `b`, `2025-03-18 18:00`"],
    );
    has(
        &problems,
        &["?3 b: 2025-03-30 03:30 did not exist in Europe/Kyiv"],
    );
    assert_eq!(result.unwrap().counts.kept_with_remarks, 1);
}

#[test]
fn a_renamed_column_is_an_error_with_the_nearest_name_and_an_unused_one_a_remark() {
    let table = "Nr;Datum;Lat;Lon;What;Effect;Extra\nA-1;2025-03-18;;;x;;y\n";
    has(
        &problems_of(table, MAP),
        &[
            "!4 columns.date: the table has no column `Date`",
            "did you mean `Datum`?",
        ],
    );
    let table = "Nr;Date;Lat;Lon;What;Effect;Extra\nA-1;2025-03-18;;;x;;y\n";
    let (rows, problems) = show(&run(table.as_bytes(), MAP));
    assert_eq!(rows.len(), 1);
    assert_eq!(
        problems,
        [
            "?1 Extra: `Extra` is not used by the mapping / map it, or name it under `[ignore] columns`"
        ]
    );
    let map = format!("{MAP}[ignore]\ncolumns = [\"Extra\", \"Gone\"]\n");
    has(
        &problems_of(table, &map),
        &["?15 ignore.columns: the table has no column `Gone`"],
    );
}

#[test]
fn mistakes_of_the_mapping_are_told_all_at_once() {
    let map = "version = 1\n[columns]\nidd = \"a\"\ndate = \"b\"\n[constants]\ntz = \"Berlin\"\ndate = \"2025-03-18\"\n[values.effect]\nx = \"boom\"\n";
    let problems = problems_of("a,b,b\n1,2,3\n", map);
    has(
        &problems,
        &["!3 columns.idd: reports.csv has no column `idd` / did you mean `id`?"],
    );
    has(
        &problems,
        &[
            "!4 columns.date: the table has 2 columns with the name `b`",
            "`#2` or `#3`",
        ],
    );
    has(
        &problems,
        &["!6 constants.tz: `tz` is `Berlin`, which is not a time zone"],
    );
    has(&problems, &["values.effect: `x` is to mean `boom`"]);
    has(&problems, &["columns.id: no column gives the ids"]);
}

#[test]
fn doubled_and_empty_headers_are_named_by_their_place() {
    let map = "version = 1\n[columns]\nid = \"#1\"\nplace = \"#3\"\n[ignore]\ncolumns = [\"#2\"]\n";
    assert_eq!(rows_of(",b,b\n1,2,3\n", map), ["id=1 place=3"]);
}

#[test]
fn empty_files_titles_and_missing_headers_are_told() {
    assert!(matches!(run(b"", MAP), Err(ImportError::Empty)));
    assert!(matches!(
        run(b"\xef\xbb\xbf \r\n\n", MAP),
        Err(ImportError::Empty)
    ));
    let (rows, problems) = show(&run(HEAD.as_bytes(), MAP));
    assert!(rows.is_empty());
    has(&problems, &["there are no rows below the header"]);
    has(
        &problems_of("List;;\nNr;Date;What\n1;2025-03-18;x\n", MAP),
        &["looks like a title", "[header] line = 2"],
    );
    has(
        &problems_of("1;2025-03-18;x\n2;2025-03-19;y\n", MAP),
        &["looks like data", "[header] line = 0"],
    );
    let map = "version = 1\n[header]\nline = 0\n[columns]\nid = \"#1\"\ndate = \"#2\"\nsummary = \"#3\"\n";
    assert_eq!(
        rows_of("1;2025-03-18;x\n", map),
        ["id=1 date=2025-03-18 summary=x"]
    );
    let titled = format!("{MAP}[header]\nline = 2\n");
    assert_eq!(
        rows_of(&format!("List;;;;;\n{HEAD}A-1;2025-03-18;;;x;\n"), &titled).len(),
        1
    );
}

#[test]
fn other_files_are_named() {
    for (bytes, what) in [
        (&b"%PDF-1.7"[..], "PDF"),
        (&[0xd0, 0xcf, 0x11, 0xe0, 0xa1][..], "old .xls"),
        (b"<html><table>", "HTML"),
        (&[0x1f, 0x8b, 8, 0], "gzip"),
    ] {
        has(&show(&run(bytes, MAP)).1, &[what]);
    }
}

#[test]
fn two_possible_delimiters_are_asked() {
    let table = "a,b;c,d\n1,2;3,4\n5,6;7,8\n";
    has(
        &problems_of(table, MAP),
        &[
            "two signs could stand between the fields",
            "[delimiter] character = \";\"",
        ],
    );
}

#[test]
fn words_without_a_translation_can_be_caught_by_a_star() {
    let map = MAP.replace(
        "\"сбит\"",
        "\"*\" = \"unknown\"\n\"\" = \"unknown\"\n\"сбит\"",
    );
    let rows = rows_of(
        &format!("{HEAD}A-1;2025-03-18;;;x;what?\nA-2;2025-03-18;;;x;\n"),
        &map,
    );
    assert!(
        rows.iter().all(|r| r.contains("effect=unknown")),
        "{rows:?}"
    );
    let rows = rows_of(&format!("{HEAD}A-1;2025-03-18;;;x;hit|debris\n"), &map);
    assert!(rows[0].contains("effect=hit|debris"), "{rows:?}");
}

#[test]
fn a_draft_is_a_mapping_that_names_columns_and_questions() {
    let table = "id;Date;lat;Note \"x\";effect\nA-1;03/04/2025;50,9;abc;hit\nA-2;04/03/2025;50,8;def;miss\nA-3;05/03/2025;50,8;def;miss\nA-4;05/03/2025;50,8;def;miss\n";
    let sniffed = sniff(table.as_bytes(), "t.csv").unwrap();
    let draft = draft_map(&sniffed);
    for part in [
        "id = \"id\"",
        "date = \"Date\"",
        "lat = \"lat\"",
        "# ? = \"Note \\\"x\\\"\"",
        "#   [dates] format = \"month-day-year\"",
        "# recognised: delimiter: `;`",
        "# \"miss\" = \"\"   # 3 times",
    ] {
        assert!(draft.contains(part), "{part} is not in\n{draft}");
    }
    assert!(map::parse(&draft).is_ok());
    has(
        &problems_of(table, &draft),
        &["whether the day or the month comes first"],
    );
}

#[test]
fn problems_beyond_the_limit_are_counted() {
    let table = format!("{HEAD}{}", "A-1;x;;;x;\n".repeat(MAX_PROBLEMS + 5));
    let done = run(table.as_bytes(), MAP).unwrap();
    assert_eq!(
        (done.problems.len(), done.counts.problems_left_out),
        (MAX_PROBLEMS, 5)
    );
    assert_eq!(done.counts.refused, MAX_PROBLEMS as u64 + 5);
}

#[test]
fn the_order_of_rows_changes_no_row() {
    let lines = ["A-1;18.03.2025;;;x;\n", "A-2;01.04.2025;;;y;\n"];
    let one = rows_of(&format!("{HEAD}{}{}", lines[0], lines[1]), MAP);
    let mut other = rows_of(&format!("{HEAD}{}{}", lines[1], lines[0]), MAP);
    other.reverse();
    assert_eq!(one, other);
}

#[test]
fn the_worked_example_of_the_specification_holds() {
    let spec = include_str!("../../../../docs/spec/import-map.md");
    let block = |kind: &str| {
        let (_, rest) = spec.split_once(&format!("```{kind}\n")).unwrap();
        rest.split_once("```").unwrap().0
    };
    let done = run(block("text").as_bytes(), block("toml")).unwrap();
    let used: Vec<usize> = (0..TARGET_COLUMNS.len())
        .filter(|c| done.rows.iter().any(|r| !r[*c].is_empty()))
        .collect();
    let header: Vec<&str> = used.iter().map(|c| TARGET_COLUMNS[*c]).collect();
    let rows: Vec<Vec<String>> = done
        .rows
        .iter()
        .map(|r| used.iter().map(|c| r[*c].clone()).collect())
        .collect();
    assert_eq!(to_csv(&header, &rows), block("csv"));
    let (_, problems) = show(&Ok(done));
    assert_eq!(problems.len(), 2, "{problems:#?}");
    has(
        &problems,
        &["!4 When: `When` is `31.02.2025 05:00`, which is not a date"],
    );
}
