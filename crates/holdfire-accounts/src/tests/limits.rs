//! How often somebody may try, at the door.

use super::*;
use crate::{FREE_ATTEMPTS, FREE_ATTEMPTS_OF_ADDRESS, LONGEST_WAIT};

fn wrong(desk: &Desk, name: &str) -> Answer {
    desk.sign_in(name, "another password", Second::Code("000000"))
}

fn with_device(desk: &Desk, person: &Person, password: &str, mark: &str) -> Answer {
    let code = desk.code(person);
    let answer = desk.accounts.sign_in(&SignIn {
        name: &person.name,
        password,
        second: Second::Code(&code),
        address: None,
        device: "",
        device_mark: Some(mark),
        replaces: None,
    });
    desk.clock.pass(30);
    answer
}

/// Fails until there is a wait.
fn block(desk: &Desk, name: &str) {
    for _ in 0..FREE_ATTEMPTS {
        assert_refused(&wrong(desk, name));
    }
    assert_eq!(wait_of(&wrong(desk, name)), 15);
}

#[test]
fn after_five_failures_there_is_a_wait_that_doubles_and_nothing_is_looked_at_meanwhile() {
    let desk = Desk::new("wait");
    let anna = desk.person("anna");
    block(&desk, "anna");
    let hashes = desk.accounts.hasher.computed();
    let right = desk.sign_in("anna", PASSWORD, Second::Code(&desk.code(&anna)));
    assert_eq!(wait_of(&right), 15);
    assert_eq!(desk.accounts.hasher.computed(), hashes);
    for expected in [30, 60, 120, 240, 480, 900, 900] {
        let before = match wrong(&desk, "anna") {
            Err(SignInError::Wait(wait)) => wait.seconds,
            other => panic!("no wait but {other:?}"),
        };
        desk.clock.pass(before);
        assert_refused(&wrong(&desk, "anna"));
        assert_eq!(wait_of(&wrong(&desk, "anna")), expected);
    }
}

#[test]
fn nobody_is_locked_out_for_ever() {
    let desk = Desk::new("for-ever");
    let anna = desk.person("anna");
    for _ in 0..50 {
        desk.clock.pass(LONGEST_WAIT);
        assert_refused(&wrong(&desk, "anna"));
    }
    desk.clock.pass(LONGEST_WAIT);
    assert!(desk.sign_in_as(&anna).is_ok());
    assert!(desk.sign_in_as(&anna).is_ok(), "and the count is cleared");
}

#[test]
fn a_device_on_which_the_owner_signed_in_is_not_kept_waiting_by_others() {
    let desk = Desk::new("device");
    let (anna, boris) = (desk.person("anna"), desk.person("boris"));
    block(&desk, "anna");
    let mark = anna.device_mark.clone();
    assert!(with_device(&desk, &anna, PASSWORD, &mark).is_ok());
    block_again(&desk, "anna");
    assert!(matches!(
        with_device(&desk, &anna, PASSWORD, &boris.device_mark),
        Err(SignInError::Wait(_))
    ));
    let mut forged = mark.clone().into_bytes();
    forged[5] ^= 1;
    let forged = String::from_utf8(forged).expect("letters");
    let refused = with_device(&desk, &anna, PASSWORD, &forged);
    assert!(matches!(refused, Err(SignInError::Wait(_))));
    for _ in 0..FREE_ATTEMPTS {
        assert_refused(&with_device(&desk, &anna, "another password", &mark));
        desk.clock.pass(-30);
    }
    let waits = with_device(&desk, &anna, PASSWORD, &mark);
    assert_eq!(wait_of(&waits), 15, "it has a count of its own");
}

/// The count goes on from where it was: the next failure makes the longest wait longer.
fn block_again(desk: &Desk, name: &str) {
    loop {
        match wrong(desk, name) {
            Err(SignInError::Wait(wait)) if wait.seconds > 200 => return,
            Err(SignInError::Wait(wait)) => desk.clock.pass(wait.seconds),
            other => assert_refused(&other),
        }
    }
}

#[test]
fn a_reset_makes_the_marks_of_devices_void() {
    let desk = Desk::new("device-reset");
    let anna = desk.person("anna");
    let link = desk
        .accounts
        .reset("anna", "olga", 3_600)
        .expect("it is there");
    let anew = desk.enrol_with(&link);
    desk.clock.pass(30);
    block(&desk, "anna");
    let old = with_device(&desk, &anew, PASSWORD, &anna.device_mark);
    assert!(matches!(old, Err(SignInError::Wait(_))));
    assert!(with_device(&desk, &anew, PASSWORD, &anew.device_mark).is_ok());
}

#[test]
fn an_unknown_name_is_kept_waiting_as_a_known_one_is() {
    let desk = Desk::new("unknown-wait");
    desk.person("anna");
    block(&desk, "nobody");
    block(&desk, "anna");
}

#[test]
fn the_wait_survives_a_restart_and_ends_with_the_day() {
    let mut desk = Desk::new("wait-restart");
    desk.person("anna");
    block(&desk, "anna");
    desk.restart();
    assert_eq!(wait_of(&wrong(&desk, "anna")), 15);
    desk.clock.pass(DAY);
    block(&desk, "anna");
}

#[test]
fn a_clock_that_was_wrong_and_is_put_right_locks_nobody_out() {
    let desk = Desk::new("clock");
    let anna = desk.person("anna");
    desk.clock.pass(365 * DAY);
    block(&desk, "anna");
    desk.clock.pass(-365 * DAY);
    assert!(desk.sign_in_as(&anna).is_ok());
}

#[test]
fn many_attempts_at_once_get_no_more_looks_than_one_after_the_other() {
    let desk = Desk::new("parallel");
    desk.person("anna");
    let answers: Vec<Answer> = std::thread::scope(|scope| {
        let handles: Vec<_> = (0..12)
            .map(|_| scope.spawn(|| wrong(&desk, "anna")))
            .collect();
        handles
            .into_iter()
            .map(|handle| handle.join().expect("it does not panic"))
            .collect()
    });
    let looked = |answer: &&Answer| matches!(answer, Err(SignInError::Refused));
    assert_eq!(
        answers.iter().filter(looked).count(),
        FREE_ATTEMPTS as usize
    );
}

#[test]
fn one_address_cannot_try_many_names() {
    let desk = Desk::new("address");
    let anna = desk.person("anna");
    let from = |address: &str, name: &str, password: &str, code: &str| {
        desk.accounts.sign_in(&SignIn {
            name,
            password,
            second: Second::Code(code),
            address: address.parse().ok(),
            device: "",
            device_mark: None,
            replaces: None,
        })
    };
    for number in 0..FREE_ATTEMPTS_OF_ADDRESS {
        let name = format!("name {number}");
        assert_refused(&from("192.0.2.1", &name, PASSWORD, "000000"));
    }
    let code = desk.code(&anna);
    assert_eq!(wait_of(&from("192.0.2.1", "anna", PASSWORD, &code)), 15);
    assert!(from("192.0.2.2", "anna", PASSWORD, &code).is_ok());
}

#[test]
fn who_waits_for_one_name_uses_up_no_attempt_of_the_office() {
    let desk = Desk::new("office");
    let (anna, boris) = (desk.person("anna"), desk.person("boris"));
    let from_office = |name: &str, code: &str| {
        desk.accounts.sign_in(&SignIn {
            name,
            password: PASSWORD,
            second: Second::Code(code),
            address: "192.0.2.1".parse().ok(),
            device: "",
            device_mark: None,
            replaces: None,
        })
    };
    for _ in 0..FREE_ATTEMPTS {
        assert_refused(&from_office("anna", "wrong"));
    }
    for _ in 0..100 {
        assert_eq!(wait_of(&from_office("anna", &desk.code(&anna))), 15);
    }
    assert!(from_office("boris", &desk.code(&boris)).is_ok());
}

#[test]
fn texts_that_are_no_names_are_one_name() {
    let desk = Desk::new("no-names");
    desk.person("anna");
    for text in ["", "a\u{0}b", &"x".repeat(100_000), "a\nb", "\u{7}"] {
        assert_refused(&wrong(&desk, text));
    }
    assert_eq!(wait_of(&wrong(&desk, &"y".repeat(200))), 15);
    assert_refused(&wrong(&desk, "nobody"));
}

#[test]
fn names_that_no_account_has_take_bounded_room_and_push_no_known_one_out() {
    let desk = Desk::new("room");
    desk.person("anna");
    block(&desk, "anna");
    let now = desk.clock.now();
    let kept = desk
        .accounts
        .write::<_, crate::AccountsError>(
            |sql| {
                for number in 0..11_000_u32 {
                    let bucket = desk
                        .accounts
                        .bucket("test", &[&number.to_be_bytes()], false);
                    assert_eq!(crate::limits::charge(sql, &bucket, now + 1)?, Ok(()));
                }
                sql.row("select count(*) from failure", [], |row| {
                    row.get::<_, i64>(0)
                })
            },
            |_| {},
        )
        .expect("it can be written");
    assert!(kept.is_some_and(|kept| kept <= 10_001), "{kept:?}");
    assert_eq!(wait_of(&wrong(&desk, "anna")), 15);
}
