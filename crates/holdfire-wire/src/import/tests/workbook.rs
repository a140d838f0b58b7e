//! Workbooks, made here byte by byte (a zip without compression), so that no binary fixture is needed.

use proptest::prelude::*;

use super::*;

const SHEETS: &str = "xl/worksheets/sheet1.xml";

/// A zip archive with these files, stored without compression.
pub(crate) fn zip(files: &[(&str, &str)]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for (name, text) in files {
        let at = bytes.len() as u32;
        let (len, name_len) = (text.len() as u32, name.len() as u16);
        let mut common = Vec::new();
        common.extend(20u16.to_le_bytes());
        common.extend([0u8; 8]);
        common.extend(crc_32(text.as_bytes()).to_le_bytes());
        common.extend(len.to_le_bytes());
        common.extend(len.to_le_bytes());
        common.extend(name_len.to_le_bytes());
        common.extend(0u16.to_le_bytes());
        bytes.extend(b"PK\x03\x04");
        bytes.extend(&common);
        bytes.extend(name.as_bytes());
        bytes.extend(text.as_bytes());
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&common);
        directory.extend([0u8; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let at = bytes.len() as u32;
    bytes.extend(&directory);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend((files.len() as u16).to_le_bytes());
    bytes.extend((files.len() as u16).to_le_bytes());
    bytes.extend((directory.len() as u32).to_le_bytes());
    bytes.extend(at.to_le_bytes());
    bytes.extend(0u16.to_le_bytes());
    bytes
}

fn crc_32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |c, _| {
            if c & 1 == 1 {
                (c >> 1) ^ 0xedb8_8320
            } else {
                c >> 1
            }
        })
    })
}

/// A workbook with the rows of one or two sheets; style 1 is a date, style 2 a date with a time, style 3 a time.
fn book(sheets: &[&str]) -> Vec<u8> {
    let list: String = (1..=sheets.len())
        .map(|n| format!("<sheet name=\"S{n}\" sheetId=\"{n}\" r:id=\"rId{n}\"/>"))
        .collect();
    let workbook = format!(
        "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
         xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>{list}</sheets></workbook>"
    );
    let relation = |id: &str, kind: &str, target: &str| {
        format!(
            "<Relationship Id=\"{id}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"{target}\"/>"
        )
    };
    let relations = |list: String| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{list}</Relationships>"
        )
    };
    let root = relations(relation("rId1", "officeDocument", "xl/workbook.xml"));
    let mut inner: String = (1..=sheets.len())
        .map(|n| {
            relation(
                &format!("rId{n}"),
                "worksheet",
                &format!("worksheets/sheet{n}.xml"),
            )
        })
        .collect();
    inner.push_str(&relation("rId9", "styles", "styles.xml"));
    let inner = relations(inner);
    let styles = "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><cellXfs count=\"4\">\
                  <xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"22\"/><xf numFmtId=\"20\"/></cellXfs></styleSheet>";
    let bodies: Vec<(String, String)> = sheets
        .iter()
        .enumerate()
        .map(|(n, rows)| {
            let xml = format!(
                "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData></worksheet>"
            );
            (format!("xl/worksheets/sheet{}.xml", n + 1), xml)
        })
        .collect();
    let mut files = vec![
        ("_rels/.rels", root.as_str()),
        ("xl/workbook.xml", workbook.as_str()),
        ("xl/_rels/workbook.xml.rels", inner.as_str()),
        ("xl/styles.xml", styles),
    ];
    files.extend(bodies.iter().map(|(n, t)| (n.as_str(), t.as_str())));
    zip(&files)
}

fn text(at: &str, text: &str) -> String {
    format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

fn number(at: &str, style: u8, number: &str) -> String {
    format!("<c r=\"{at}\" s=\"{style}\"><v>{number}</v></c>")
}

fn row(line: u32, cells: &[String]) -> String {
    format!("<row r=\"{line}\">{}</row>", cells.concat())
}

const MAP: &str = "version = 1
[columns]
id = \"Nr\"
date = \"Date\"
time = \"Time\"
lat = \"Lat\"
lon = \"Lon\"
summary = \"What\"
";

fn header(line: u32) -> String {
    let names = ["Nr", "Date", "Time", "Lat", "Lon", "What"];
    let cells: Vec<String> = ["A", "B", "C", "D", "E", "F"]
        .iter()
        .zip(names)
        .map(|(c, n)| text(&format!("{c}{line}"), n))
        .collect();
    row(line, &cells)
}

#[test]
fn true_dates_times_and_numbers_of_a_sheet_are_read_with_the_row_of_the_sheet() {
    let sheet = format!(
        "{}{}{}",
        header(1),
        row(
            2,
            &[
                number("A2", 0, "1"),
                number("B2", 1, "45734"),
                number("C2", 3, "0.197916666666667"),
                number("D2", 0, "50.917"),
                number("E2", 0, "34.799"),
                text("F2", "x &amp; y")
            ]
        ),
        row(
            7,
            &[
                text("A7", "2"),
                "<c r=\"B7\" t=\"e\"><v>#REF!</v></c>".to_owned()
            ]
        ),
    );
    let result = run(&book(&[&sheet, ""]), MAP);
    let (rows, problems) = show(&result);
    assert_eq!(
        rows,
        ["id=1 date=2025-03-18 time=04:45 lat=50.917 lon=34.799 summary=x & y"]
    );
    assert_eq!(problems.len(), 1, "{problems:#?}");
    has(
        &problems,
        &["!7 Date: `Date` is `#REF!`, which the sheet shows as an error"],
    );
    let done = result.unwrap();
    has(
        &done.recognised,
        &["sheet `S1`, the only one of 2 with cells in it"],
    );
    has(&done.recognised, &["`Date`: 1 true date cells"]);
    assert_eq!(
        done.original.format,
        Format::Workbook {
            sheet: "S1".to_owned()
        }
    );
}

#[test]
fn a_time_behind_a_true_date_is_not_lost_and_day_numbers_are_asked() {
    let sheet = |style: u8, value: &str| {
        format!(
            "{}{}",
            header(3),
            row(4, &[text("A4", "1"), number("B4", style, value)])
        )
    };
    has(
        &show(&run(&book(&[&sheet(2, "45734.25")]), MAP)).1,
        &["!4 Date: `Date` holds times behind its dates"],
    );
    has(
        &show(&run(&book(&[&sheet(0, "45734")]), MAP)).1,
        &["!4 Date: ", "day number of a spreadsheet"],
    );
    let map = MAP.replace(
        "date = \"Date\"\ntime = \"Time\"",
        "date = { from = \"Date\", part = \"date\" }\ntime = { from = \"Date\", part = \"time\" }",
    );
    assert_eq!(
        show(&run(&book(&[&sheet(2, "45734.25")]), &map)).0,
        ["id=1 date=2025-03-18 time=06:00"]
    );
}

#[test]
fn true_dates_beside_dates_as_text_are_asked() {
    let sheet = format!(
        "{}{}{}",
        header(1),
        row(2, &[text("A2", "1"), number("B2", 1, "45750")]),
        row(3, &[text("A3", "2"), text("B3", "25/03/2025")])
    );
    has(
        &show(&run(&book(&[&sheet]), MAP)).1,
        &["true date cells", "swapped", "mixed_cells = \"checked\""],
    );
    let map = format!("{MAP}[dates]\nmixed_cells = \"checked\"\n");
    assert_eq!(show(&run(&book(&[&sheet]), &map)).0.len(), 2);
}

#[test]
fn several_filled_sheets_are_asked_and_a_wrong_name_is_told() {
    let sheet = format!("{}{}", header(1), row(2, &[text("A2", "1")]));
    let bytes = book(&[&sheet, &sheet]);
    has(
        &show(&run(&bytes, MAP)).1,
        &[
            "2 sheets with cells",
            "[sheet] name = \"S1\"` or `[sheet] name = \"S2\"",
        ],
    );
    assert_eq!(
        show(&run(&bytes, &format!("{MAP}[sheet]\nname = \"S2\"\n"))).0,
        ["id=1"]
    );
    has(
        &show(&run(&bytes, &format!("{MAP}[sheet]\nname = \"S3\"\n"))).1,
        &["no sheet `S3`", "`S1` and `S2`"],
    );
}

#[test]
fn a_cell_far_away_costs_its_row_only() {
    let sheet = format!(
        "{}{}{}",
        header(1),
        row(2, &[text("A2", "1"), text("XFD2", "far")]),
        row(1_048_576, &[text("A1048576", "2")])
    );
    let (rows, problems) = show(&run(&book(&[&sheet]), MAP));
    assert_eq!(rows, ["id=2"]);
    has(&problems, &["!2 : `far` stands right of the last column"]);
}

#[test]
fn truncated_swollen_and_other_archives_are_refused() {
    let bytes = book(&[&header(1)]);
    has(
        &show(&run(&bytes[..bytes.len() / 2], MAP)).1,
        &["cannot be read", "directory"],
    );
    let mut swollen = bytes.clone();
    let entry = swollen.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    swollen[entry + 24..entry + 28].copy_from_slice(&0x7fff_ffffu32.to_le_bytes());
    assert!(matches!(
        run(&swollen, MAP),
        Err(ImportError::Inflates { .. })
    ));
    has(
        &show(&run(&zip(&[("content.xml", "x")]), MAP)).1,
        &["OpenDocument"],
    );
    has(
        &show(&run(&zip(&[("a.csv", "x")]), MAP)).1,
        &["zip archive without a workbook"],
    );
    let cut = format!("{}{}", header(1), "<row r=\"2\"><c r=\"A2\"><v>1");
    has(&show(&run(&book(&[&cut]), MAP)).1, &["cannot be read"]);
    assert!(matches!(run(&book(&[""]), MAP), Err(ImportError::Empty)));
    let upside_down = bytes_with(
        &bytes,
        "<sheetData>",
        "<dimension ref=\"G9:A1\"/><sheetData>",
    );
    let _ = run(&upside_down, MAP);
}

/// The same workbook, with a text of its first sheet replaced.
fn bytes_with(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let (_, names) = zip_sizes::read(bytes).unwrap();
    assert!(names.iter().any(|n| n == SHEETS));
    let sheet = header(1);
    let xml = format!("<worksheet><sheetData>{sheet}</sheetData></worksheet>").replace(from, to);
    zip(&[
        (
            "xl/workbook.xml",
            "<workbook xmlns:r=\"x\"><sheets><sheet name=\"S1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
        ),
        (SHEETS, &xml),
    ])
}

proptest! {
    #[test]
    fn damage_to_a_workbook_makes_no_panic(place: prop::sample::Index, value: u8, cut: prop::sample::Index) {
        let sheet = format!("{}{}", header(1), row(2, &[text("A2", "1"), number("B2", 1, "45734")]));
        let mut bytes = book(&[&sheet]);
        let at = place.index(bytes.len());
        bytes[at] = value;
        let _ = run(&bytes, MAP);
        let _ = run(&bytes[..cut.index(bytes.len())], MAP);
    }
}
