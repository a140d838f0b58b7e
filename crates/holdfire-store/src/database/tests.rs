use super::*;

/// A file in a folder of its own, removed at the end.
struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("holdfire-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&dir);
        std::fs::create_dir_all(&dir).expect("a folder can be made");
        Self(dir)
    }

    fn file(&self) -> PathBuf {
        self.0.join("record.sqlite")
    }

    fn table(&self) -> Database {
        Database::open(&self.file()).expect("it opens")
    }

    /// Changes the file behind the back of the table.
    fn meddle(&self, sql: &str) {
        let connection = Connection::open(self.file()).expect("it opens");
        connection.execute_batch(sql).expect("good SQL");
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn new_log(table: &mut Database, origin: &str) -> u32 {
    let mut batch = table.batch().expect("a transaction");
    let log = batch.new_log(origin, b"ring", None).expect("made");
    batch.commit().expect("durable");
    log
}

fn log_of(table: &Database, origin: &str) -> u32 {
    let logs = table.logs().expect("it reads");
    logs.iter()
        .find(|log| log.origin == origin)
        .expect("it was made")
        .id
}

fn append(table: &mut Database, log: u32, leaves: &[&[u8]]) -> u64 {
    table
        .append(log, leaves.iter().copied())
        .expect("it is appended")
}

fn read(table: &Database, log: u32) -> Vec<(u64, Vec<u8>)> {
    let mut all = Vec::new();
    let read = table.read(log, 0, |index, leaf| all.push((index, leaf.to_vec())));
    read.expect("it reads");
    all
}

#[test]
fn what_was_appended_is_there_after_reopening_each_log_by_itself() {
    let place = Place::new("reopen");
    {
        let mut table = place.table();
        let (one, other) = (new_log(&mut table, "a/1"), new_log(&mut table, "a/2"));
        assert_eq!(append(&mut table, one, &[b"x", b"y"]), 0);
        assert_eq!(append(&mut table, other, &[b"u"]), 0);
        assert_eq!(append(&mut table, one, &[b"z"]), 2);
    }
    let table = place.table();
    let one = log_of(&table, "a/1");
    let expected: Vec<(u64, Vec<u8>)> = (0..)
        .zip([b"x".to_vec(), b"y".to_vec(), b"z".to_vec()])
        .collect();
    assert_eq!(read(&table, one), expected);
    let mut tree = holdfire_seal::Tree::new();
    for leaf in [b"x", b"y", b"z"] {
        tree.push(Hash::leaf(leaf));
    }
    assert_eq!(table.verify(one).expect("unchanged").root(), tree.root());
}

#[test]
fn every_change_behind_its_back_is_seen_and_both_states_are_named() {
    for sql in [
        "update entry set leaf = x'79' where rowid & 7 = 0",
        "delete from entry where rowid & 7 = 4",
        "delete from entry where rowid & 7 = 1",
        "insert into entry values ((select max(place) from entry) + 1, x'00')",
        "update entry set place = place + 64 where rowid & 7 = 4",
        "update log set edge = (select edge from log where origin = 'a/2')",
    ] {
        let place = Place::new("meddle");
        let mut table = place.table();
        let log = new_log(&mut table, "a/1");
        new_log(&mut table, "a/2");
        append(&mut table, log, &[b"0", b"1", b"2", b"3", b"4"]);
        drop(table);
        place.meddle(sql);
        let refused = place.table().verify(log);
        assert!(
            matches!(refused, Err(DatabaseError::Contradiction { .. })),
            "{sql}: {refused:?}"
        );
    }
}

#[test]
fn a_full_disk_leaves_the_state_before_the_batch() {
    let place = Place::new("full");
    let mut table = place.table();
    let log = new_log(&mut table, "a/1");
    append(&mut table, log, &[b"first"]);
    let full = "pragma max_page_count = 8";
    table
        .connection
        .query_row(full, [], |_| Ok(()))
        .expect("it is set");
    let large = vec![7; 60_000];
    let refused = table.append(log, [b"second".as_slice(), &large].into_iter());
    assert!(
        matches!(refused, Err(DatabaseError::Sqlite { .. })),
        "{refused:?}"
    );
    assert_eq!(read(&table, log), [(0, b"first".to_vec())]);
    drop(table);
    assert_eq!(place.table().verify(log).expect("unchanged").size(), 1);
}

#[test]
fn a_file_of_another_program_is_refused_and_not_touched() {
    let place = Place::new("foreign");
    place.meddle("create table theirs (a); insert into theirs values (1)");
    let before = std::fs::read(place.file()).expect("it is there");
    let refused = Database::open(&place.file());
    assert!(matches!(
        refused,
        Err(DatabaseError::Tables(TablesError::Foreign { .. }))
    ));
    assert_eq!(std::fs::read(place.file()).expect("it is there"), before);
}

#[test]
fn a_file_of_a_newer_program_is_refused_and_not_touched() {
    let place = Place::new("newer");
    let mut table = place.table();
    let log = new_log(&mut table, "a/1");
    append(&mut table, log, &[b"x"]);
    drop(table);
    place.meddle("pragma user_version = 99");
    let before = std::fs::read(place.file()).expect("it is there");
    for refused in [
        Database::open(&place.file()),
        Database::open_for_reading(&place.file()),
    ] {
        let version = match refused {
            Err(DatabaseError::Tables(TablesError::Foreign { version, .. })) => version,
            other => panic!("{other:?}"),
        };
        assert_eq!(version, 99);
    }
    assert_eq!(std::fs::read(place.file()).expect("it is there"), before);
}

#[test]
fn a_log_that_does_not_exist_is_named() {
    let place = Place::new("nolog");
    let refused = place.table().append(7, std::iter::empty());
    assert!(matches!(refused, Err(DatabaseError::NoLog { log: 7, .. })));
}
