//! What lies on the disk: who can read it, and what somebody who has or changes it gets.

use super::*;
use crate::{ACCOUNTS_FILE, AccountsError, KEY_FILE, KeyError};

/// Somebody changes the table with another tool.
fn tamper(desk: &Desk, sql: &str) {
    let connection = rusqlite::Connection::open(desk.dir.join(ACCOUNTS_FILE)).expect("it opens");
    let changed = connection.execute(sql, []).expect("it is SQL");
    assert!(changed > 0, "{sql}");
    desk.clock.pass(crate::OTHERS_SEEN_AFTER);
}

fn assert_changed<T: std::fmt::Debug>(answer: Result<T, AccountsError>, what: &str) {
    let error = answer.expect_err("the row was changed");
    assert!(error.is_integrity(), "{error}");
    assert!(error.to_string().contains(what), "{error}");
}

#[cfg(unix)]
#[test]
fn only_the_owner_of_the_folder_can_read_the_files() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::new("mode");
    desk.person("anna");
    let mut seen = 0;
    for dir in [desk.dir.clone(), desk.dir.join("keys")] {
        for entry in std::fs::read_dir(dir).expect("a folder") {
            let entry = entry.expect("an entry");
            if entry.file_type().expect("a type").is_file() {
                let mode = entry.metadata().expect("it is there").permissions().mode();
                assert_eq!(mode & 0o777, 0o600, "{:?}", entry.path());
                seen += 1;
            }
        }
    }
    assert_eq!(seen, 4, "the table, its two companions, and the key");
}

#[test]
fn the_stolen_table_without_the_key_holds_no_secret() {
    let desk = Desk::new("stolen");
    let anna = desk.person("anna");
    let link = desk.invite("boris");
    let secrets: Vec<(&str, Vec<u8>)> = vec![
        ("the generator", anna.totp.bytes().to_vec()),
        ("an invited generator", desk.totp_of(&link).bytes().to_vec()),
        ("the session", anna.session.reveal().as_bytes().to_vec()),
        ("the invitation", link.reveal().as_bytes().to_vec()),
        ("a recovery code", anna.recovery_codes[0].bytes().to_vec()),
        ("the password", PASSWORD.as_bytes().to_vec()),
        (
            "the key",
            std::fs::read(desk.dir.join(KEY_FILE)).expect("it is there"),
        ),
    ];
    let mut bytes = Vec::new();
    for file in ["", "-wal"] {
        let path = desk.dir.join(format!("{ACCOUNTS_FILE}{file}"));
        bytes.extend(std::fs::read(path).expect("it is there"));
    }
    for (what, secret) in &secrets {
        let shown = bytes.windows(secret.len()).any(|window| window == secret);
        assert!(!shown, "{what}");
    }
    let thief = Desk::new("thief");
    let thief_dir = thief.dir.join("loot");
    std::fs::create_dir_all(&thief_dir).expect("a folder");
    for file in ["", "-wal"] {
        let name = format!("{ACCOUNTS_FILE}{file}");
        std::fs::copy(desk.dir.join(&name), thief_dir.join(&name)).expect("it can be read");
    }
    let open = || Accounts::open(&thief_dir, settings(), Surroundings::system());
    let without = open();
    assert!(matches!(
        without,
        Err(AccountsError::Key(KeyError::Missing { .. }))
    ));
    assert!(!thief_dir.join(KEY_FILE).exists(), "no new key is made");
    std::fs::create_dir_all(thief_dir.join("keys")).expect("a folder");
    std::fs::copy(thief.dir.join(KEY_FILE), thief_dir.join(KEY_FILE)).expect("another key");
    let with_another = open();
    assert!(matches!(
        with_another,
        Err(AccountsError::Key(KeyError::Other { .. }))
    ));
}

#[test]
fn a_session_that_is_written_into_the_table_opens_nothing() {
    let desk = Desk::new("forged-session");
    let (anna, boris) = (desk.person("anna"), desk.person("boris"));
    assert!(
        desk.accounts
            .session(&boris.session)
            .expect("it opens")
            .is_some()
    );
    tamper(
        &desk,
        "update session set account = (select id from account where name = 'anna') \
         where account = (select id from account where name = 'boris')",
    );
    assert_changed(desk.accounts.session(&boris.session), "session");
    assert!(
        desk.accounts
            .session(&anna.session)
            .expect("it opens")
            .is_some()
    );
    tamper(
        &desk,
        "update session set proved = proved + 3600 where id = 1",
    );
    assert_changed(desk.accounts.session(&anna.session), "session");
}

#[test]
fn who_takes_the_name_of_another_in_the_table_gets_nothing() {
    let desk = Desk::new("forged-name");
    let boris = desk.person("boris");
    desk.person("anna");
    let token = crate::NewToken {
        name: "a program",
        scopes: [crate::Scope::Read].into_iter().collect(),
        valid_for: DAY,
    };
    let renewed = desk.accounts.step_up(&boris.session, &desk.code(&boris));
    let session = renewed.expect("the code is right");
    let (token, _) = desk.accounts.new_token(&session, &token).expect("fresh");
    tamper(
        &desk,
        "update account set name = 'nobody' where name = 'anna'",
    );
    tamper(
        &desk,
        "update account set name = 'anna' where name = 'boris'",
    );
    assert_changed(desk.accounts.session(&session), "the account `anna`");
    assert_changed(desk.accounts.bearer(&token), "the account `anna`");
    assert_changed(desk.accounts.sign_out(&session), "the account `anna`");
}

#[test]
fn a_token_of_a_closed_account_that_is_opened_in_the_table_stays_closed() {
    let desk = Desk::new("forged-open-token");
    let anna = desk.person("anna");
    let token = crate::NewToken {
        name: "a program",
        scopes: [crate::Scope::Read].into_iter().collect(),
        valid_for: DAY,
    };
    let (token, _) = desk
        .accounts
        .new_token(&anna.session, &token)
        .expect("fresh");
    desk.accounts.disable("anna", "olga").expect("it is there");
    tamper(&desk, "update account set disabled = 0");
    assert_changed(desk.accounts.bearer(&token), "the account `anna`");
}

#[test]
fn a_password_or_a_generator_that_is_written_into_the_table_opens_nothing() {
    for column in ["password", "totp", "enrolled"] {
        let desk = Desk::new(&format!("forged-{column}"));
        let boris = desk.person("boris");
        desk.person("anna");
        tamper(
            &desk,
            &format!(
                "update account set {column} = (select {column} from account where name = 'boris') \
                 where name = 'anna'"
            ),
        );
        let code = desk.code(&boris);
        match desk.sign_in("anna", PASSWORD, Second::Code(&code)) {
            Err(SignInError::Accounts(error)) => {
                assert_changed::<()>(Err(error), "the account `anna`");
            }
            other => panic!("{column}: {other:?}"),
        }
        assert!(desk.sign_in_as(&boris).is_ok(), "others are not touched");
    }
}

#[test]
fn a_closed_account_that_is_opened_in_the_table_stays_closed() {
    let desk = Desk::new("forged-open");
    let anna = desk.person("anna");
    desk.accounts.disable("anna", "olga").expect("it is there");
    tamper(&desk, "update account set disabled = 0 where name = 'anna'");
    let answer = desk.sign_in_as(&anna);
    assert!(matches!(answer, Err(SignInError::Accounts(error)) if error.is_integrity()));
}

#[test]
fn a_token_or_an_invitation_that_is_changed_in_the_table_opens_nothing() {
    let desk = Desk::new("forged-token");
    let anna = desk.person("anna");
    let token = crate::NewToken {
        name: "a program",
        scopes: [crate::Scope::Read].into_iter().collect(),
        valid_for: DAY,
    };
    let (secret, _) = desk
        .accounts
        .new_token(&anna.session, &token)
        .expect("fresh");
    tamper(&desk, "update token set scopes = 'read write decide'");
    assert_changed(desk.accounts.bearer(&secret), "token");
    let link = desk.invite("boris");
    tamper(&desk, "update invitation set name = 'olga'");
    match desk.accounts.invitation(&link) {
        Err(crate::EnrolError::Accounts(error)) => assert_changed::<()>(Err(error), "invitation"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_copy_of_the_table_opens_with_the_key_and_everything_that_was_open_can_be_ended() {
    let desk = Desk::new("copy");
    let anna = desk.person("anna");
    let link = desk.invite("boris");
    let dir = desk.dir.join("restored");
    std::fs::create_dir_all(dir.join("keys")).expect("a folder");
    let copy = dir.join(ACCOUNTS_FILE);
    desk.accounts.copy_table(&copy).expect("a new file");
    assert!(
        desk.accounts.copy_table(&copy).is_err(),
        "never over another"
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(&copy)
            .expect("it is there")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    desk.accounts.sign_out(&anna.session).expect("it opens");
    std::fs::copy(desk.dir.join(KEY_FILE), dir.join(KEY_FILE)).expect("the key");
    let restored = open(&dir, &desk.clock, settings());
    let revived = restored.session(&anna.session).expect("it opens");
    assert!(revived.is_some(), "as of the copy");
    restored.end_everything("olga").expect("it can be written");
    assert_eq!(restored.session(&anna.session).expect("it opens"), None);
    assert!(restored.invitation(&link).is_err());
    assert_eq!(restored.accounts().expect("it opens").len(), 1);
}

#[test]
fn a_table_with_a_trigger_is_not_opened() {
    let desk = Desk::new("trigger");
    let connection = rusqlite::Connection::open(desk.dir.join(ACCOUNTS_FILE)).expect("it opens");
    connection
        .execute_batch("create trigger sly after delete on session begin select 1; end;")
        .expect("it is SQL");
    let opened = Accounts::open(&desk.dir, settings(), Surroundings::system());
    let error = opened.expect_err("there is a trigger");
    assert!(
        error.is_integrity() && error.to_string().contains("sly"),
        "{error}"
    );
}

#[test]
fn another_file_or_a_newer_one_is_not_opened() {
    for (case, sql) in [
        ("other", "create table something (a)"),
        ("marked", "pragma application_id = 7"),
    ] {
        let desk = Desk::new(&format!("foreign-{case}"));
        let dir = desk.dir.join("other");
        std::fs::create_dir_all(&dir).expect("a folder");
        let connection = rusqlite::Connection::open(dir.join(ACCOUNTS_FILE)).expect("a new file");
        connection.execute_batch(sql).expect("it is SQL");
        drop(connection);
        let opened = Accounts::open(&dir, settings(), Surroundings::system());
        let error = opened.expect_err("it is not ours").to_string();
        assert!(error.contains("not a table of accounts"), "{error}");
    }
    let desk = Desk::new("newer");
    let connection = rusqlite::Connection::open(desk.dir.join(ACCOUNTS_FILE)).expect("it opens");
    connection
        .execute_batch("pragma user_version = 99")
        .expect("it is SQL");
    let opened = Accounts::open(&desk.dir, settings(), Surroundings::system());
    let error = opened.expect_err("it is newer").to_string();
    assert!(error.contains("a newer holdfire may be needed"), "{error}");
}

#[test]
fn a_key_that_is_cut_off_is_not_taken() {
    let mut desk = Desk::new("cut");
    desk.person("anna");
    let path = desk.dir.join(KEY_FILE);
    let key = std::fs::read(&path).expect("it is there");
    for bytes in [&key[..31], &[&key[..], b"\n"].concat()] {
        std::fs::write(&path, bytes).expect("it can be written");
        let opened = Accounts::open(&desk.dir, settings(), Surroundings::system());
        assert!(matches!(
            opened,
            Err(AccountsError::Key(KeyError::Length { .. }))
        ));
    }
    std::fs::write(&path, &key).expect("it can be written");
    desk.restart();
    assert_eq!(desk.accounts.accounts().expect("it opens").len(), 1);
}

#[test]
fn many_processes_that_start_at_once_end_with_one_table_and_one_key() {
    for round in 0..10 {
        let desk = Desk::new(&format!("start-{round}"));
        let dir = desk.dir.join("fresh");
        std::fs::create_dir_all(&dir).expect("a folder");
        let start = std::sync::Barrier::new(4);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    start.wait();
                    Accounts::open(&dir, settings(), Surroundings::system()).expect("it is ours")
                });
            }
        });
        assert!(Accounts::open(&dir, settings(), Surroundings::system()).is_ok());
        let keys = std::fs::read_dir(dir.join("keys"))
            .expect("a folder")
            .count();
        assert_eq!(keys, 1, "nothing else is left");
    }
}

#[test]
fn nothing_that_holds_the_key_shows_it() {
    let desk = Desk::new("debug");
    let shown = format!("{:?} {:?}", desk.accounts, desk.accounts.vault);
    assert!(shown.contains("Vault(hidden)"));
    let anna = desk.person("anna");
    let shown = format!("{:?} {:?}", anna.recovery_codes, anna.session);
    assert!(!shown.contains(&**anna.session.reveal()), "{shown}");
}
