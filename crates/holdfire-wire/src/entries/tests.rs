//! Cutting, joining, changing: by example and over random bytes.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::files::CaseFiles;

fn files(files: &[(&str, &[u8])]) -> CaseFiles {
    let files = files.iter().map(|(p, b)| ((*p).to_owned(), b.to_vec()));
    CaseFiles(files.collect())
}

fn table(text: &str) -> CaseFiles {
    files(&[("reports.csv", text.as_bytes())])
}

/// Items as `subject: name=value|name=value`, line breaks as `$`, carriage returns as `^`.
fn show(items: &[Item]) -> Vec<String> {
    let line = |item: &Item| {
        let field = |(n, v): &(String, Vec<u8>)| format!("{n}={}", String::from_utf8_lossy(v));
        let fields: Vec<String> = item.fields.iter().map(field).collect();
        let line = format!("{}: {}", item.subject, fields.join("|"));
        line.replace('\n', "$").replace('\r', "^")
    };
    items.iter().map(line).collect()
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let files = table(text);
    let items = split(&files);
    assert_eq!(show(&items), expected);
    assert!(items.is_sorted_by(|a, b| a.order < b.order));
    assert_eq!(join(&items).expect("it was just cut").0, files.0);
}

#[test]
fn a_table_is_a_head_and_rows_and_other_files_stay_whole() {
    check(
        "id,by\nR-1,alpha\nR-2,\"a, b\"\n",
        &[
            "reports.csv: header=id,by$",
            "reports.csv#R-1: id=R-1|by=alpha",
            "reports.csv#R-2: id=R-2|by=a, b",
        ],
    );
    check("", &["reports.csv: bytes="]);
    check("\n\n", &["reports.csv: bytes=$$"]);
    check("i\0d\0\n\0", &["reports.csv: bytes=i\0d\0$\0"]);
    let other = files(&[
        ("case.toml", b"version = 1"),
        ("elsewhere.csv", b"id\nR-1\n"),
        ("readings/a.toml", b"\xff"),
    ]);
    let whole = [
        "case.toml: bytes=version = 1",
        "elsewhere.csv: bytes=id$R-1$",
        "readings/a.toml: bytes=\u{fffd}",
    ];
    assert_eq!(show(&split(&other)), whole);
}

#[test]
fn what_writing_the_cells_would_not_give_is_kept_as_written() {
    check(
        "\u{feff}id,by\n\nR-1,\"alpha\"\nR-2,x\"y\n R-3 ,a,b\nR-4\n\"R-5\"x,\nR-6,end\n\n",
        &[
            "reports.csv: header=\u{feff}id,by$",
            "reports.csv#R-1: id=R-1|by=alpha|as_written=$R-1,\"alpha\"$",
            "reports.csv#R-2: id=R-2|by=x\"y|as_written=R-2,x\"y$",
            "reports.csv#R-3: id= R-3 |by=a|as_written= R-3 ,a,b$",
            "reports.csv#R-4: id=R-4|as_written=R-4$",
            "reports.csv#R-5x: id=R-5x|by=|as_written=\"R-5\"x,$",
            "reports.csv#R-6: id=R-6|by=end|as_written=R-6,end$$",
        ],
    );
    // Lines end as the first one does.
    check(
        "id,by\r\nR-1,a\r\nR-2,b\nR-3,\"open",
        &[
            "reports.csv: header=id,by^$",
            "reports.csv#R-1: id=R-1|by=a",
            "reports.csv#R-2: id=R-2|by=b|as_written=R-2,b$",
            "reports.csv#R-3: id=R-3|by=open|as_written=R-3,\"open",
        ],
    );
}

#[test]
fn rows_and_columns_without_a_name_of_their_own_get_one() {
    check(
        "id,,x,as_written,x,x~5,\nR-1,,,,,,\nR-1,,,,,,\n,,,,,,\nno id,,,,,,\n",
        &[
            "reports.csv: header=id,,x,as_written,x,x~5,$",
            "reports.csv#R-1: id=R-1|~2=|x=|as_written~4=|x~5~5=|x~5=|~7=",
            "reports.csv#R-1~2: id=R-1|~2=|x=|as_written~4=|x~5~5=|x~5=|~7=",
            "reports.csv#~3: id=|~2=|x=|as_written~4=|x~5~5=|x~5=|~7=",
            "reports.csv#~4: id=no id|~2=|x=|as_written~4=|x~5~5=|x~5=|~7=",
        ],
    );
    let odd = files(&[
        ("reports.csv", b"id\nR-1.csv\n"),
        ("reports.csv#R-1.csv", b"x"),
        ("./reports.csv#R-1.csv", b"y"),
        ("a#b.csv", b"z"),
    ]);
    let items = split(&odd);
    assert_eq!(join(items).expect("subjects differ").0, odd.0);
}

fn item(subject: &str, order: u64, fields: &[(&str, &str)]) -> Item {
    let field = |(n, v): &(&str, &str)| ((*n).to_owned(), v.as_bytes().to_vec());
    Item {
        subject: subject.to_owned(),
        order,
        fields: fields.iter().map(field).collect(),
    }
}

#[test]
fn items_that_make_no_folder_are_refused_by_name() {
    let head = item("reports.csv", 0, &[("header", "id,by\n")]);
    let row = item("reports.csv#R-1", 1, &[("id", "R-1"), ("by", "a")]);
    let refused = |items: &[&Item], words: &str| {
        let error = join(items.iter().copied()).expect_err(words).to_string();
        assert!(error.contains(words), "{error}");
    };
    refused(&[&row], "the row `reports.csv#R-1` has no head");
    refused(&[&head, &head], "`reports.csv` is there twice");
    refused(&[&head, &row, &row], "`reports.csv#R-1` is there twice");
    let whole = item("reports.csv", 0, &[("bytes", "id,by\n")]);
    refused(&[&whole, &row], "the row `reports.csv#R-1` has no head");
    let none = item("case.toml", 0, &[]);
    refused(&[&none], "`case.toml` has the fields (none)");
    let toml = item("case.toml", 0, &[("header", "x\n")]);
    refused(&[&toml], "`case.toml` has the fields `header`");
    let two = item("reports.csv", 0, &[("header", "id,by\nR-1,a\n")]);
    refused(&[&two], "is not the first row");
    let other = item("reports.csv#R-2", 2, &[("id", "R-2"), ("of", "a")]);
    refused(&[&head, &other], "there is no column `of`");
    let again = item("reports.csv#R-2", 2, &[("id", "R-2"), ("id", "R-2")]);
    refused(&[&head, &again], "the field `id` is there twice");
    for as_written in ["R-2,b\n", "R-1,a\nR-2,b\n", ""] {
        let fields = [("id", "R-1"), ("by", "a"), ("as_written", as_written)];
        let lies = item("reports.csv#R-1", 2, &fields);
        refused(&[&head, &lies], "says something else than the cells");
    }
}

#[test]
fn rows_entered_apart_are_put_in_order_and_never_run_into_each_other() {
    let head = item("reports.csv", 0, &[("header", "id,by")]);
    let open = [("id", "R-1"), ("by", "a"), ("as_written", "R-1,\"a")];
    let open = item("reports.csv#R-1", 7, &open);
    // Fields in another order, and one left out.
    let other = item("reports.csv#R-2", 9, &[("by", "b")]);
    let expected = table("id,by\nR-1,\"a\"\n,b\n");
    for items in [[&other, &open, &head], [&head, &open, &other]] {
        assert_eq!(join(items).expect("a good state").0, expected.0);
    }
}

/// The state after changes.
fn apply(now: &[Item], changes: &[Change]) -> Vec<Item> {
    let by_subject = now.iter().map(|item| (item.subject.clone(), item.clone()));
    let mut state: BTreeMap<String, Item> = by_subject.collect();
    for change in changes {
        match change {
            Change::Set(item) => {
                state.insert(item.subject.clone(), item.clone());
            }
            Change::Remove(subject) => {
                state.remove(subject).expect("only what is there goes");
            }
        }
    }
    state.into_values().collect()
}

#[track_caller]
fn check_change(now: &str, wanted: &str, expected: &[&str]) {
    let wanted = table(wanted);
    let now = split(&table(now));
    let changes = changes(&now, &wanted);
    let shown: Vec<String> = changes
        .iter()
        .map(|change| match change {
            Change::Set(item) => show(std::slice::from_ref(item))[0].replace("reports.csv", ""),
            Change::Remove(subject) => format!("-{subject}").replace("reports.csv", ""),
        })
        .collect();
    assert_eq!(shown, expected);
    let after = apply(&now, &changes);
    assert_eq!(join(&after).expect("a good state").0, wanted.0);
    assert_eq!(super::changes(&after, &wanted), []);
}

#[test]
fn only_what_changed_is_entered() {
    let now = "id,by\nR-1,a\nR-2,b\nR-3,c\n";
    check_change(now, now, &[]);
    check_change(now, "id,by\nR-1,a\nR-2,x\nR-3,c\n", &["#R-2: id=R-2|by=x"]);
    check_change(now, "id,by\nR-1,a\nR-3,c\n", &["-#R-2"]);
    check_change(now, "id,by\nR-3,c\nR-1,a\nR-2,b\n", &["#R-3: id=R-3|by=c"]);
    check_change(
        now,
        "id,by\nR-1,a\nR-9,n\nR-2,b\nR-2,d\nR-3,c\n",
        &["#R-9: id=R-9|by=n", "#R-2~2: id=R-2|by=d"],
    );
    check_change(now, "id, by\nR-1,a\nR-2,b\nR-3,c\n", &[": header=id, by$"]);
    check_change(
        now,
        "id\r\nR-1\r\n",
        &["-#R-2", "-#R-3", ": header=id^$", "#R-1: id=R-1"],
    );
    check_change(now, "", &["-#R-1", "-#R-2", "-#R-3", ": bytes="]);
    check_change("", "id\nR-1\n", &[": header=id$", "#R-1: id=R-1"]);
    // Rows without an id keep what they are called.
    let links = "a\n1\n2\n3\n";
    check_change(links, "a\n1\n3\n", &["-#~2"]);
    check_change(links, "a\n0\n1\n2\n3\n", &["#~4: a=0"]);
    check_change(links, "a\n1\nx\n3\n", &["#~2: a=x"]);
}

#[test]
fn a_file_that_goes_takes_its_rows_along() {
    let now = split(&files(&[
        ("reports.csv", b"id\nR-1\n"),
        ("case.toml", b"x"),
    ]));
    let wanted = files(&[("case.toml", b"y")]);
    let changes = changes(&now, &wanted);
    let expected = [
        Change::Set(item("case.toml", 0, &[("bytes", "y")])),
        Change::Remove("reports.csv#R-1".to_owned()),
        Change::Remove("reports.csv".to_owned()),
    ];
    assert_eq!(changes, expected);
}

#[test]
fn a_row_put_in_at_one_place_again_and_again_finds_room() {
    let mut text = "id\nR-a\nR-z\n".to_owned();
    let mut state = split(&table(&text));
    let mut set = 0;
    for i in 0..300 {
        text = text.replace("R-z", &format!("R-{i}\nR-z"));
        let wanted = table(&text);
        let changes = changes(&state, &wanted);
        set += changes.len();
        state = apply(&state, &changes);
        assert_eq!(join(&state).expect("a good state").0, wanted.0);
    }
    assert!(set < 400, "{set} rows were set for 300 new ones");
}

/// Bytes out of which CSV is hard to read.
fn nasty() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        8 => prop::sample::select(vec!["a", "b", "R-1", "id", "~2", "as_written", "é"]).prop_map(|s| s.as_bytes().to_vec()),
        6 => Just(b",".to_vec()),
        4 => Just(b"\n".to_vec()),
        2 => Just(b"\r\n".to_vec()),
        1 => Just(b"\r".to_vec()),
        3 => Just(b"\"".to_vec()),
        1 => Just(b"\"\"".to_vec()),
        1 => Just(b"\xef\xbb\xbf".to_vec()),
        1 => Just(b" ".to_vec()),
        1 => Just(vec![0]),
        1 => any::<u8>().prop_map(|b| vec![b]),
    ];
    let text = prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat());
    let header = prop::sample::select(vec!["", "id,by,note\n", "id\r\n", "id,by\n", "by,id"]);
    (header, text).prop_map(|(header, text)| [header.as_bytes(), &text].concat())
}

/// Good rows in some order, some of them twice, some without an id.
fn rows() -> impl Strategy<Value = Vec<u8>> {
    let row = (0..12_u8, 0..3_u8).prop_map(|(id, value)| match id {
        0..9 => format!("R-{id},v{value}\n"),
        _ => format!(",v{value}\n"),
    });
    let rows = prop::collection::vec(row, 0..25);
    rows.prop_map(|rows| format!("id,by\n{}", rows.concat()).into_bytes())
}

fn any_table() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![nasty(), rows(), prop::collection::vec(any::<u8>(), 0..80),]
}

fn folder() -> impl Strategy<Value = CaseFiles> {
    let path = prop::sample::select(vec![
        "reports.csv",
        "links.csv",
        "case.toml",
        "reports.csv#R-1",
        "./reports.csv#R-1",
        "readings/x.toml",
    ]);
    let path = path.prop_map(str::to_owned);
    prop::collection::btree_map(path, any_table(), 0..4).prop_map(CaseFiles)
}

/// How many rows two tables have in common, going up on both sides: by the book.
fn longest_common(now: &[Vec<u8>], wanted: &[Vec<u8>]) -> usize {
    let mut lengths = vec![vec![0; wanted.len() + 1]; now.len() + 1];
    for (i, a) in now.iter().enumerate() {
        for (j, b) in wanted.iter().enumerate() {
            lengths[i + 1][j + 1] = if a == b {
                lengths[i][j] + 1
            } else {
                lengths[i][j + 1].max(lengths[i + 1][j])
            };
        }
    }
    lengths[now.len()][wanted.len()]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, rng_seed: proptest::test_runner::RngSeed::Fixed(3), ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_cut_joins_to_the_same_bytes(files in folder()) {
        let items = split(&files);
        let mut subjects: Vec<&str> = items.iter().map(|item| item.subject.as_str()).collect();
        subjects.sort_unstable();
        prop_assert!(subjects.windows(2).all(|pair| pair[0] != pair[1]));
        for item in &items {
            let mut names: Vec<&str> = item.fields.iter().map(|(name, _)| name.as_str()).collect();
            names.sort_unstable();
            prop_assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
        }
        prop_assert_eq!(&join(&items).expect("it was just cut").0, &files.0);
        prop_assert_eq!(&join(items.iter().rev()).expect("any order").0, &files.0);
        prop_assert_eq!(changes(&items, &files), []);
    }

    #[test]
    fn changes_lead_to_what_is_wanted(first in folder(), second in folder(), third in folder()) {
        let mut state = split(&first);
        for wanted in [second, third, first] {
            state = apply(&state, &changes(&state, &wanted));
            prop_assert_eq!(&join(&state).expect("a good state").0, &wanted.0);
            prop_assert_eq!(changes(&state, &wanted), []);
        }
    }

    #[test]
    fn changes_are_as_few_as_can_be(first in rows(), second in rows()) {
        let now = split(&files(&[("reports.csv", &first)]));
        let wanted = files(&[("reports.csv", &second)]);
        let lines = |text: &[u8]| text.split_inclusive(|b| *b == b'\n').skip(1).map(<[u8]>::to_vec).collect::<Vec<_>>();
        let (a, b) = (lines(&first), lines(&second));
        let mut ids: BTreeMap<Vec<u8>, (usize, usize)> = BTreeMap::new();
        let id = |row: &[u8]| row.split(|b| *b == b',').next().expect("a part").to_vec();
        for row in &a {
            ids.entry(id(row)).or_default().0 += 1;
        }
        for row in &b {
            ids.entry(id(row)).or_default().1 += 1;
        }
        let fewest = ids.values().map(|(now, then)| now.max(then)).sum::<usize>() - longest_common(&a, &b);
        prop_assert_eq!(changes(&now, &wanted).len(), fewest);
    }

    #[test]
    fn rows_are_those_that_the_csv_crate_reads(text in any_table()) {
        let mut cells = Vec::new();
        // Behind a first row, as rows are: there a byte order mark is a byte like others.
        let framed = [b"x\n".as_slice(), &text].concat();
        let mut at = 2;
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(framed.as_slice());
        for record in reader.byte_records() {
            let record = record.expect("bytes in memory");
            let shape = row::read(&framed[at..], &mut cells).expect("a record more");
            prop_assert_eq!(record.iter().collect::<Vec<_>>(), cells.iter().map(AsRef::as_ref).collect::<Vec<&[u8]>>());
            let mut written = Vec::new();
            row::write(cells.iter().map(AsRef::as_ref), row::Ending::Lf, &mut written);
            let bytes = &framed[at..at + shape.size_bytes];
            prop_assert_eq!(shape.is_canonical(row::Ending::Lf), written == bytes);
            let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
            writer.write_record(cells.iter().map(AsRef::as_ref)).expect("memory");
            prop_assert_eq!(writer.into_inner().expect("memory"), written);
            at += shape.size_bytes;
        }
        prop_assert!(row::read(&framed[at..], &mut cells).is_none());
    }
}
