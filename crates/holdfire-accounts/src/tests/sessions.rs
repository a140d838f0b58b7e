//! Sessions: how long they last, what ends them, what they prove.

use proptest::prelude::*;

use super::*;
use crate::{OTHERS_SEEN_AFTER, ProofError, Session, SessionId};

fn session(desk: &Desk, secret: &SessionSecret) -> Option<Session> {
    desk.accounts.session(secret).expect("it opens")
}

#[test]
fn a_session_ends_when_it_is_not_used_and_after_12_hours_whatever_happens() {
    let desk = Desk::new("ends");
    let idle = desk.person("anna").session;
    desk.clock.pass(30 * 60 - 31);
    assert!(session(&desk, &idle).is_some());
    desk.clock.pass(30 * 60 - 1);
    assert!(session(&desk, &idle).is_some(), "it was used meanwhile");
    desk.clock.pass(30 * 60);
    assert_eq!(session(&desk, &idle), None);
    let busy = desk.person("boris").session;
    let began = session(&desk, &busy).expect("it is open").made;
    while desk.clock.now() < began + 12 * 3_600 {
        assert!(session(&desk, &busy).is_some());
        desk.clock.pass(10 * 60);
    }
    assert_eq!(session(&desk, &busy), None);
    desk.accounts.keep_house().expect("it can be written");
    assert!(desk.accounts.sessions("anna").expect("it opens").is_empty());
}

#[test]
fn a_restart_keeps_sessions_and_when_they_were_used() {
    let mut desk = Desk::new("restart");
    let anna = desk.person("anna");
    desk.clock.pass(20 * 60);
    let before = session(&desk, &anna.session).expect("it is open");
    desk.clock.pass(20 * 60);
    desk.restart();
    assert_eq!(session(&desk, &anna.session), Some(before));
    desk.clock.pass(30 * 60);
    desk.restart();
    assert_eq!(session(&desk, &anna.session), None);
}

#[test]
fn after_a_crash_a_session_is_as_it_was_when_the_house_was_last_kept() {
    let mut desk = Desk::new("crash");
    let anna = desk.person("anna");
    desk.clock.pass(20 * 60);
    assert!(session(&desk, &anna.session).is_some());
    desk.accounts.keep_house().expect("it can be written");
    let beside = desk.beside();
    // What is dropped in order would be written.
    std::mem::forget(std::mem::replace(&mut desk.accounts, beside));
    desk.clock.pass(20 * 60);
    assert!(session(&desk, &anna.session).is_some());
}

#[test]
fn signing_out_ends_this_session_and_no_other() {
    let desk = Desk::new("out");
    let anna = desk.person("anna");
    let other = desk.sign_in_as(&anna).expect("all is right").secret;
    assert!(desk.accounts.sign_out(&anna.session).expect("it opens"));
    assert!(!desk.accounts.sign_out(&anna.session).expect("it opens"));
    assert_eq!(session(&desk, &anna.session), None);
    assert!(session(&desk, &other).is_some());
}

#[test]
fn a_sign_in_ends_the_session_that_the_browser_brought() {
    let desk = Desk::new("rotate");
    let anna = desk.person("anna");
    let code = desk.code(&anna);
    let new = desk.accounts.sign_in(&SignIn {
        name: "anna",
        password: PASSWORD,
        second: Second::Code(&code),
        address: None,
        device: "",
        device_mark: None,
        replaces: Some(&anna.session),
    });
    let new = new.expect("all is right").secret;
    assert_ne!(new.digest(), anna.session.digest());
    assert_eq!(session(&desk, &anna.session), None);
    assert!(session(&desk, &new).is_some());
}

#[test]
fn a_failed_sign_in_leaves_the_session_that_the_browser_brought() {
    let desk = Desk::new("rotate-not");
    let anna = desk.person("anna");
    let refused = desk.accounts.sign_in(&SignIn {
        name: "anna",
        password: "another password",
        second: Second::Code("000000"),
        address: None,
        device: "",
        device_mark: None,
        replaces: Some(&anna.session),
    });
    assert_refused(&refused);
    assert!(session(&desk, &anna.session).is_some());
}

#[test]
fn a_step_up_renews_the_secret_and_the_proof_and_keeps_the_session() {
    let desk = Desk::new("step-up");
    let anna = desk.person("anna");
    let before = session(&desk, &anna.session).expect("it is open");
    assert!(desk.accounts.is_fresh(&before), "it began with a code");
    desk.clock.pass(5 * 60);
    assert!(!desk.accounts.is_fresh(&before));
    let csrf = desk.accounts.csrf_token(&before, "decide");
    let secret = desk.accounts.step_up(&anna.session, &desk.code(&anna));
    let secret = secret.expect("the code is right");
    assert_eq!(session(&desk, &anna.session), None, "the old secret");
    let after = session(&desk, &secret).expect("it is open");
    assert_eq!((after.id, after.made), (before.id, before.made));
    assert!(desk.accounts.is_fresh(&after));
    assert!(
        desk.accounts.is_csrf_token(&after, "decide", &csrf),
        "a page that was open before still works"
    );
}

#[test]
fn a_step_up_takes_a_right_code_once_and_waits_after_wrong_ones() {
    let desk = Desk::new("step-up-wrong");
    let anna = desk.person("anna");
    let code = desk.code(&anna);
    let secret = desk
        .accounts
        .step_up(&anna.session, &code)
        .expect("it is right");
    for _ in 0..5 {
        let refused = desk.accounts.step_up(&secret, &code);
        assert!(matches!(refused, Err(ProofError::Refused)), "used before");
    }
    desk.clock.pass(10);
    let waits = desk.accounts.step_up(&secret, &code);
    assert!(matches!(waits, Err(ProofError::Wait(wait)) if wait.seconds == 5));
    let other = desk.sign_in_as(&anna);
    assert!(
        other.is_ok() || matches!(other, Err(SignInError::Refused)),
        "no wait at the door"
    );
    desk.clock.pass(30);
    assert!(desk.accounts.step_up(&secret, &desk.code(&anna)).is_ok());
    let gone = desk.accounts.step_up(&anna.session, &desk.code(&anna));
    assert!(matches!(gone, Err(ProofError::NoSession)));
}

#[test]
fn sessions_are_listed_and_ended_one_or_all() {
    let desk = Desk::new("list");
    let (anna, boris) = (desk.person("anna"), desk.person("boris"));
    let second = desk.sign_in_as(&anna).expect("all is right");
    let third = desk.sign_in_as(&anna).expect("all is right");
    let listed = desk.accounts.sessions("anna").expect("it opens");
    assert_eq!(listed.len(), 3);
    assert_eq!(listed[0].id, third.session, "the one last used first");
    assert_eq!(listed[0].device, "a browser");
    let of_boris = session(&desk, &boris.session).expect("it is open").id;
    let end = |id: SessionId| desk.accounts.end_session("anna", id, "anna");
    assert!(
        !end(of_boris).expect("anna is there"),
        "nobody ends another's"
    );
    assert!(end(second.session).expect("anna is there"));
    assert_eq!(session(&desk, &second.secret), None);
    let ended = desk
        .accounts
        .end_sessions("anna", Some(third.session), "anna");
    assert_eq!(ended.expect("anna is there"), 1);
    assert_eq!(session(&desk, &anna.session), None);
    assert!(session(&desk, &third.secret).is_some());
    let ended = desk.accounts.end_sessions("anna", None, "olga");
    assert_eq!(ended.expect("anna is there"), 1);
    assert_eq!(session(&desk, &third.secret), None);
    assert!(session(&desk, &boris.session).is_some());
    assert!(desk.accounts.end_sessions("nobody", None, "olga").is_err());
}

#[test]
fn an_account_has_a_bounded_number_of_sessions_and_the_one_longest_unused_goes() {
    let mut few = settings();
    few.most_sessions = 3;
    let desk = Desk::with("bounded", few);
    let anna = desk.person("anna");
    let second = desk.sign_in_as(&anna).expect("all is right").secret;
    let third = desk.sign_in_as(&anna).expect("all is right").secret;
    assert!(
        session(&desk, &anna.session).is_some(),
        "used after the others"
    );
    let fourth = desk.sign_in_as(&anna).expect("all is right").secret;
    let open: Vec<bool> = [&anna.session, &second, &third, &fourth]
        .map(|secret| session(&desk, secret).is_some())
        .to_vec();
    assert_eq!(open, [true, false, true, true]);
}

#[test]
fn what_another_process_ends_is_seen_within_two_seconds() {
    let desk = Desk::new("others");
    let anna = desk.person("anna");
    assert!(session(&desk, &anna.session).is_some());
    desk.beside().disable("anna", "olga").expect("it is there");
    desk.clock.pass(OTHERS_SEEN_AFTER);
    assert_eq!(session(&desk, &anna.session), None);
}

#[test]
fn a_session_that_is_ended_while_it_is_asked_for_does_not_come_back() {
    let desk = Desk::new("race");
    for round in 0..30 {
        let person = desk.person(&format!("person {round}"));
        std::thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    for _ in 0..50 {
                        let _ = desk.accounts.session(&person.session);
                    }
                });
            }
            scope.spawn(|| {
                let ended = desk.accounts.end_sessions(&person.name, None, "olga");
                assert_eq!(ended.expect("the person is there"), 1);
            });
        });
        assert_eq!(session(&desk, &person.session), None);
    }
}

/// What a session does, step by step.
#[derive(Clone, Copy, Debug)]
enum Step {
    SignIn,
    Ask(usize),
    SignOut(usize),
    EndOthers(usize),
    Prove(usize),
    CloseAndOpen,
    Pass(Seconds),
    Restart,
    KeepHouse,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => Just(Step::SignIn),
        5 => (0..6_usize).prop_map(Step::Ask),
        1 => (0..6_usize).prop_map(Step::SignOut),
        1 => (0..6_usize).prop_map(Step::EndOthers),
        1 => (0..6_usize).prop_map(Step::Prove),
        1 => Just(Step::CloseAndOpen),
        4 => (1..40_i64).prop_map(|minutes| Step::Pass(minutes * 60)),
        1 => Just(Step::Pass(11 * 3_600)),
        2 => Just(Step::Restart),
        1 => Just(Step::KeepHouse),
    ];
    proptest::collection::vec(step, 1..30)
}

/// What a session should be: its secret, when it began, when it was last used.
struct Expected {
    secret: SessionSecret,
    made: Seconds,
    used: Seconds,
}

impl Expected {
    fn is_open(&self, now: Seconds) -> bool {
        now - self.made < 12 * 3_600 && now - self.used < 30 * 60
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_happens_a_session_is_open_as_long_as_it_should_be_and_no_longer(steps in steps()) {
        let mut desk = Desk::new("model");
        let anna = desk.person("anna");
        let mut expected: Vec<Expected> = Vec::new();
        for step in steps {
            let now = desk.clock.now();
            match step {
                Step::SignIn => {
                    let secret = desk.sign_in_as(&anna).expect("all is right").secret;
                    expected.push(Expected { secret, made: now, used: now });
                }
                Step::Pass(seconds) => desk.clock.pass(seconds),
                Step::Restart => desk.restart(),
                Step::KeepHouse => desk.accounts.keep_house().expect("it can be written"),
                Step::CloseAndOpen => {
                    desk.accounts.disable("anna", "olga").expect("it is there");
                    desk.accounts.enable("anna", "olga").expect("it is there");
                    for one in &mut expected {
                        one.used = 0;
                    }
                }
                Step::Ask(at) | Step::SignOut(at) | Step::EndOthers(at) | Step::Prove(at) => {
                    let Some(one) = expected.get_mut(at) else { continue };
                    let is_open = one.is_open(now);
                    match step {
                        Step::Ask(_) => {
                            let found = session(&desk, &one.secret);
                            prop_assert_eq!(found.is_some(), is_open, "{:?}", step);
                            if is_open {
                                one.used = now;
                            }
                        }
                        Step::SignOut(_) => {
                            desk.accounts.sign_out(&one.secret).expect("it opens");
                            one.used = 0;
                        }
                        Step::Prove(_) => {
                            let renewed = desk.accounts.step_up(&one.secret, &desk.code(&anna));
                            prop_assert_eq!(renewed.is_ok(), is_open, "{:?}", renewed);
                            if let Ok(renewed) = renewed {
                                prop_assert_eq!(session(&desk, &one.secret), None);
                                one.secret = renewed;
                                one.used = now;
                            }
                            desk.clock.pass(30);
                        }
                        _ => {
                            let Some(kept) = session(&desk, &one.secret) else { continue };
                            one.used = now;
                            let ended = desk.accounts.end_sessions("anna", Some(kept.id), "anna");
                            prop_assert!(ended.is_ok());
                            for (other, one) in expected.iter_mut().enumerate() {
                                if other != at {
                                    one.used = 0;
                                }
                            }
                        }
                    }
                }
            }
        }
        let now = desk.clock.now();
        for one in &expected {
            prop_assert_eq!(session(&desk, &one.secret).is_some(), one.is_open(now));
        }
    }
}

#[test]
fn a_proof_of_a_form_is_of_one_session_and_one_purpose() {
    let desk = Desk::new("csrf");
    let (anna, boris) = (desk.person("anna"), desk.person("boris"));
    let of_anna = session(&desk, &anna.session).expect("it is open");
    let of_boris = session(&desk, &boris.session).expect("it is open");
    let proof = desk.accounts.csrf_token(&of_anna, "decide");
    assert!(desk.accounts.is_csrf_token(&of_anna, "decide", &proof));
    assert!(!desk.accounts.is_csrf_token(&of_anna, "disclose", &proof));
    assert!(!desk.accounts.is_csrf_token(&of_boris, "decide", &proof));
    for at in 0..proof.len() {
        let mut changed = proof.clone().into_bytes();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).expect("letters");
        assert!(
            !desk.accounts.is_csrf_token(&of_anna, "decide", &changed),
            "{at}"
        );
    }
    for given in ["", "A", &proof[..42], &format!("{proof}A"), "ü"] {
        assert!(
            !desk.accounts.is_csrf_token(&of_anna, "decide", given),
            "{given}"
        );
    }
}

#[test]
fn a_guessed_cookie_opens_nothing_and_takes_no_memory() {
    let desk = Desk::new("guessed");
    desk.person("anna");
    for _ in 0..100 {
        let guessed = SessionSecret::new(&Surroundings::system()).expect("the system has some");
        assert_eq!(session(&desk, &guessed), None);
    }
    assert_eq!(desk.accounts.sessions.all().len(), 0);
}
