//! Password and code, each needed, each once.

use super::*;
use crate::{EventKind, ProofError};

#[test]
fn password_and_code_are_both_needed() {
    let desk = Desk::new("both");
    let anna = desk.person("anna");
    let code = desk.code(&anna);
    let wrong = if code == "000000" { "000001" } else { "000000" };
    assert_refused(&desk.sign_in("anna", "another password", Second::Code(&code)));
    assert_refused(&desk.sign_in("anna", PASSWORD, Second::Code(wrong)));
    assert_refused(&desk.sign_in("anna", PASSWORD, Second::Code("")));
    assert_refused(&desk.sign_in("anna", "", Second::Code(&code)));
    let signed_in = desk.sign_in(" anna ", PASSWORD, Second::Code(&code));
    let signed_in = signed_in.expect("both are right; blanks around a name do not matter");
    assert_eq!(signed_in.name, "anna");
    assert_eq!(signed_in.failures, 4);
    let session = desk.accounts.session(&signed_in.secret).expect("it opens");
    assert_eq!(&*session.expect("it is open").name, "anna");
}

#[test]
fn a_code_is_accepted_once_also_by_two_at_once() {
    let desk = Desk::new("replay");
    let anna = desk.person("anna");
    let code = desk.code(&anna);
    let attempt = || desk.sign_in("anna", PASSWORD, Second::Code(&code));
    let answers: Vec<Answer> = std::thread::scope(|scope| {
        let handles: Vec<_> = (0..4).map(|_| scope.spawn(attempt)).collect();
        let join = |handle: std::thread::ScopedJoinHandle<'_, Answer>| handle.join();
        handles
            .into_iter()
            .map(|handle| join(handle).expect("it does not panic"))
            .collect()
    });
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    assert_refused(&attempt());
}

#[test]
fn a_code_that_is_older_than_the_last_one_used_is_refused() {
    let desk = Desk::new("older");
    let anna = desk.person("anna");
    let early = desk.code(&anna);
    desk.clock.pass(30);
    let now = desk.code(&anna);
    assert!(desk.sign_in("anna", PASSWORD, Second::Code(&now)).is_ok());
    assert_refused(&desk.sign_in("anna", PASSWORD, Second::Code(&early)));
}

#[test]
fn the_code_of_the_enrolment_is_used_up() {
    let desk = Desk::new("enrolment-code");
    let anna = desk.enrol_with(&desk.invite("anna"));
    assert_refused(&desk.sign_in("anna", PASSWORD, Second::Code(&desk.code(&anna))));
}

#[test]
fn a_recovery_code_opens_once_and_only_its_own_account() {
    let desk = Desk::new("recovery");
    let (anna, boris) = (desk.person("anna"), desk.person("boris"));
    let code = anna.recovery_codes[3].reveal();
    assert_refused(&desk.sign_in(&boris.name, PASSWORD, Second::Recovery(&code)));
    assert_refused(&desk.sign_in("anna", "another password", Second::Recovery(&code)));
    let typed = code.to_lowercase().replace('-', " ");
    let signed_in = desk.sign_in("anna", PASSWORD, Second::Recovery(&typed));
    assert_eq!(signed_in.expect("it is right").recovery_codes, 9);
    assert_refused(&desk.sign_in("anna", PASSWORD, Second::Recovery(&code)));
}

#[test]
fn new_recovery_codes_need_a_fresh_proof_and_replace_the_old_ones() {
    let desk = Desk::new("recovery-new");
    let anna = desk.person("anna");
    desk.clock.pass(desk.accounts.settings().fresh_proof);
    let stale = desk.accounts.new_recovery_codes(&anna.session);
    assert!(matches!(stale, Err(ProofError::NotFresh)));
    let secret = desk.accounts.step_up(&anna.session, &desk.code(&anna));
    let secret = secret.expect("the code is right");
    let codes = desk.accounts.new_recovery_codes(&secret);
    let codes = codes.expect("a code was shown just now");
    let old = anna.recovery_codes[0].reveal();
    assert_refused(&desk.sign_in("anna", PASSWORD, Second::Recovery(&old)));
    let new = codes[0].reveal();
    assert!(
        desk.sign_in("anna", PASSWORD, Second::Recovery(&new))
            .is_ok()
    );
}

/// The time of an answer is the time of its hashes: one, whoever is meant.
#[test]
fn an_unknown_name_costs_as_many_hashes_as_a_wrong_password_and_gets_the_same_answer() {
    let desk = Desk::new("unknown");
    let anna = desk.person("anna");
    desk.person("closed");
    desk.accounts
        .disable("closed", "olga")
        .expect("it is there");
    desk.person("reset");
    desk.accounts
        .reset("reset", "olga", 60)
        .expect("it is there");
    let code = desk.code(&anna);
    for name in ["anna", "nobody", "closed", "reset", "", "NOBODY\u{0}"] {
        let before = desk.accounts.hasher.computed();
        let answer = desk.sign_in(name, "another password", Second::Code(&code));
        assert_eq!(desk.accounts.hasher.computed() - before, 1, "{name}");
        let shown = answer.expect_err("it is wrong").to_string();
        assert_eq!(
            shown, "the name, the password or the code is not right",
            "{name}"
        );
    }
    let before = desk.accounts.hasher.computed();
    assert_refused(&desk.sign_in("anna", &"x".repeat(5_000), Second::Code(&code)));
    assert_eq!(desk.accounts.hasher.computed() - before, 1, "one too long");
}

#[test]
fn a_closed_account_opens_nothing_until_it_is_opened_again() {
    let desk = Desk::new("disabled");
    let anna = desk.person("anna");
    desk.accounts.disable("anna", "olga").expect("it is there");
    assert_eq!(
        desk.accounts.session(&anna.session).expect("it opens"),
        None
    );
    assert_refused(&desk.sign_in_as(&anna));
    desk.accounts.enable("anna", "olga").expect("it is there");
    assert_eq!(
        desk.accounts.session(&anna.session).expect("it opens"),
        None,
        "its sessions stay ended"
    );
    assert!(desk.sign_in_as(&anna).is_ok());
}

#[test]
fn the_password_is_changed_with_the_old_one_and_other_sessions_end() {
    let desk = Desk::new("change");
    let anna = desk.person("anna");
    let other = desk.sign_in_as(&anna).expect("all is right").secret;
    let new = Password::new("seven grey umbrellas waltz").expect("short");
    let wrong = desk
        .accounts
        .change_password(&other, "not the old one", &new);
    assert!(matches!(wrong, Err(ProofError::Refused)));
    let weak = Password::new("password1234").expect("short");
    let refused = desk.accounts.change_password(&other, PASSWORD, &weak);
    assert!(matches!(refused, Err(ProofError::Password(_))));
    let renewed = desk.accounts.change_password(&other, PASSWORD, &new);
    let renewed = renewed.expect("the old one is right");
    for ended in [&anna.session, &other] {
        assert_eq!(desk.accounts.session(ended).expect("it opens"), None);
    }
    assert!(desk.accounts.session(&renewed).expect("it opens").is_some());
    assert_refused(&desk.sign_in_as(&anna));
    let code = desk.code(&anna);
    let with_new = desk.sign_in("anna", "seven grey umbrellas waltz", Second::Code(&code));
    assert!(with_new.is_ok());
}

#[test]
fn a_hash_of_another_cost_is_made_anew_at_the_next_sign_in() {
    let mut desk = Desk::new("rehash");
    let anna = desk.person("anna");
    let phc = |desk: &Desk| -> String {
        let account = desk
            .accounts
            .read(|sql| desk.accounts.account_by_name(sql, "anna"));
        account.expect("it opens").expect("it is there").password
    };
    assert!(phc(&desk).starts_with("$argon2id$v=19$m=8,t=1,p=1$"));
    let mut settings = settings();
    settings.cost.memory_kib = 16;
    desk.accounts = open(&desk.dir, &desk.clock, settings);
    assert_refused(&desk.sign_in("anna", "another password", Second::Code(&desk.code(&anna))));
    assert!(phc(&desk).starts_with("$argon2id$v=19$m=8,t=1,p=1$"));
    assert!(desk.sign_in_as(&anna).is_ok());
    assert!(phc(&desk).starts_with("$argon2id$v=19$m=16,t=1,p=1$"));
    assert!(desk.sign_in_as(&anna).is_ok());
}

#[test]
fn the_costs_in_the_field_are_those_of_owasp() {
    let cost = Settings::of_mission("halt").cost;
    assert_eq!((cost.memory_kib, cost.passes, cost.lanes), (19_456, 2, 1));
}

#[test]
fn a_flood_of_sign_ins_hashes_two_at_a_time_and_the_rest_is_told_to_come_back() {
    let mut settings = settings();
    // Long enough that all are there before the first is done.
    settings.cost.memory_kib = 8 << 10;
    settings.cost.passes = 4;
    let desk = Desk::with("flood", settings);
    let start = std::sync::Barrier::new(60);
    let answers: Vec<Answer> = std::thread::scope(|scope| {
        let (desk, start) = (&desk, &start);
        let handles: Vec<_> = (0..60)
            .map(|number| {
                scope.spawn(move || {
                    start.wait();
                    desk.sign_in(&format!("name {number}"), PASSWORD, Second::Code("000000"))
                })
            })
            .collect();
        handles
            .into_iter()
            .map(|handle| handle.join().expect("it does not panic"))
            .collect()
    });
    let busy = |answer: &&Answer| matches!(answer, Err(SignInError::Busy));
    let refused = |answer: &&Answer| matches!(answer, Err(SignInError::Refused));
    let (busy, refused) = (
        answers.iter().filter(busy).count(),
        answers.iter().filter(refused).count(),
    );
    assert_eq!(busy + refused, 60);
    assert!(refused >= 2, "{refused} were looked at");
    assert!(desk.accounts.hasher.most_at_once() <= 2);
}

#[test]
fn the_first_page_can_say_what_happened_since_the_last_sign_in() {
    let desk = Desk::new("since");
    let anna = desk.person("anna");
    let first = desk.clock.now();
    assert!(desk.sign_in_as(&anna).is_ok());
    desk.clock.pass(2 * 3_600);
    for _ in 0..3 {
        assert_refused(&desk.sign_in("anna", "another password", Second::Code("000000")));
    }
    let signed_in = desk.sign_in_as(&anna).expect("all is right");
    assert_eq!(signed_in.last_sign_in, Some(first));
    assert_eq!(signed_in.failures, 3);
}

#[test]
fn events_say_what_happened_and_lose_addresses_after_30_days() {
    let desk = Desk::new("events");
    let anna = desk.person("anna");
    let address = "192.0.2.7".parse().ok();
    let code = desk.code(&anna);
    let signed_in = desk.accounts.sign_in(&SignIn {
        name: "anna",
        password: PASSWORD,
        second: Second::Code(&code),
        address,
        device: "",
        device_mark: None,
        replaces: None,
    });
    assert!(signed_in.is_ok());
    desk.clock.pass(3_600);
    for name in ["anna", "anna", "planted-password"] {
        assert_refused(&desk.sign_in(name, "another password", Second::Code("000000")));
    }
    let events = desk.accounts.events(None, 0).expect("it opens");
    let kinds: Vec<_> = events
        .iter()
        .map(|event| (event.kind, event.account.as_deref()))
        .collect();
    for expected in [
        (EventKind::Invited, Some("anna")),
        (EventKind::Enrolled, Some("anna")),
        (EventKind::SignedIn, Some("anna")),
        (EventKind::Failures(2), Some("anna")),
        (EventKind::Failures(1), None),
    ] {
        assert!(kinds.contains(&expected), "{expected:?} in {kinds:?}");
    }
    assert!(
        !format!("{events:?}").contains("planted"),
        "what was typed as a name may be a password"
    );
    let with_address = |desk: &Desk| {
        let events = desk.accounts.events(Some("anna"), 0).expect("it opens");
        events
            .iter()
            .filter(|event| event.address == address)
            .count()
    };
    assert_eq!(with_address(&desk), 1);
    desk.clock.pass(30 * DAY);
    assert_eq!(with_address(&desk), 0);
    desk.accounts.keep_house().expect("it can be written");
    let left: Option<i64> = desk
        .accounts
        .read::<_, crate::AccountsError>(|sql| {
            sql.row(
                "select count(*) from event where address is not null",
                [],
                |row| row.get(0),
            )
        })
        .expect("it opens");
    assert_eq!(left, Some(0), "nor is it in the file");
}

#[test]
fn nothing_that_was_typed_shows_in_debug() {
    let given = SignIn {
        name: "anna",
        password: "a planted word",
        second: Second::Code("123456"),
        address: None,
        device: "",
        device_mark: Some("planted mark"),
        replaces: None,
    };
    let shown = format!("{given:?}");
    assert!(
        !shown.contains("planted") && !shown.contains("123456"),
        "{shown}"
    );
}
