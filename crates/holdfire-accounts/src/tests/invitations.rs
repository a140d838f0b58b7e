//! How an account begins and begins again.

use super::*;
use crate::{AccountState, EnrolError, InviteError, PasswordProblem, RECOVERY_CODES};

#[track_caller]
fn assert_no_invitation<T: std::fmt::Debug>(answer: Result<T, EnrolError>) {
    assert!(
        matches!(answer, Err(EnrolError::NoInvitation)),
        "{answer:?}"
    );
}

#[test]
fn the_first_start_makes_a_link_and_no_account() {
    let desk = Desk::new("first");
    assert!(desk.accounts.is_empty().expect("it opens"));
    let link = desk.accounts.first_invitation("olga").expect("a name");
    let link = link.expect("there is no account yet");
    assert!(
        desk.accounts.is_empty().expect("it opens"),
        "no default account"
    );
    let olga = desk.enrol_with(&link);
    assert_eq!(olga.name, "olga");
    assert!(!desk.accounts.is_empty().expect("it opens"));
    let again = desk.accounts.first_invitation("olga").expect("a name");
    assert!(again.is_none(), "there is an account");
    let again = desk.accounts.first_invitation("mallory").expect("a name");
    assert!(again.is_none(), "there is an account");
}

#[test]
fn of_a_first_start_that_was_repeated_only_the_newest_link_opens() {
    let mut desk = Desk::new("first-again");
    let make = |desk: &Desk| desk.accounts.first_invitation("olga").expect("a name");
    let old = make(&desk).expect("no account");
    desk.restart();
    let new = make(&desk).expect("still no account");
    assert_no_invitation(desk.accounts.invitation(&old));
    assert!(desk.accounts.invitation(&new).is_ok());
}

#[test]
fn an_invitation_is_used_once() {
    let desk = Desk::new("once");
    let link = desk.invite("anna");
    let anna = desk.enrol_with(&link);
    assert_eq!(anna.recovery_codes.len(), RECOVERY_CODES);
    desk.clock.pass(30);
    assert_no_invitation(desk.accounts.invitation(&link));
    let code = desk.code(&anna);
    assert_no_invitation(desk.try_enrol(&link, PASSWORD, &code));
    assert!(desk.accounts.invitations().expect("it opens").is_empty());
}

#[test]
fn an_invitation_runs_out() {
    let desk = Desk::new("runs-out");
    let link = desk.invite("anna");
    let totp = desk.totp_of(&link);
    desk.clock.pass(INVITATION_VALID - 1);
    assert!(desk.accounts.invitation(&link).is_ok());
    desk.clock.pass(1);
    assert_no_invitation(desk.accounts.invitation(&link));
    let code = totp.code_at(desk.clock.now());
    assert_no_invitation(desk.try_enrol(&link, PASSWORD, &code));
    let for_ever = desk.accounts.invite("boris", "olga", Seconds::MAX);
    let for_ever = for_ever.expect("it is cut");
    desk.clock.pass(crate::LONGEST_INVITATION);
    assert_no_invitation(desk.accounts.invitation(&for_ever));
}

#[test]
fn a_new_invitation_makes_the_old_one_void_and_both_can_be_taken_back() {
    let desk = Desk::new("replaced");
    let (old, new) = (desk.invite("anna"), desk.invite("anna"));
    assert_no_invitation(desk.accounts.invitation(&old));
    assert!(desk.accounts.invitation(&new).is_ok());
    assert!(desk.accounts.revoke_invitation("anna").expect("it opens"));
    assert!(!desk.accounts.revoke_invitation("anna").expect("it opens"));
    assert_no_invitation(desk.accounts.invitation(&new));
}

#[test]
fn what_is_wrong_with_an_enrolment_is_said_and_uses_nothing_up() {
    let desk = Desk::new("wrong");
    let link = desk.invite("anna");
    let code = desk.totp_of(&link).code_at(desk.clock.now());
    let short = desk.try_enrol(&link, "kqzvwmtrbxj", &code);
    let problem = PasswordProblem::TooShort { chars: 11 };
    assert!(matches!(short, Err(EnrolError::Password(found)) if found == problem));
    let wrong = if code == "000000" { "000001" } else { "000000" };
    for code in [wrong, "", "12345", "abcdef"] {
        let refused = desk.try_enrol(&link, PASSWORD, code);
        assert!(matches!(refused, Err(EnrolError::Code)), "{code}");
    }
    assert!(desk.accounts.is_empty().expect("it opens"));
    assert!(desk.try_enrol(&link, PASSWORD, &code).is_ok());
}

#[test]
fn of_two_enrolments_at_once_with_one_invitation_one_wins() {
    for round in 0..20 {
        let desk = Desk::new(&format!("two-{round}"));
        let link = desk.invite("anna");
        let code = desk.totp_of(&link).code_at(desk.clock.now());
        let other = desk.beside();
        let start = std::sync::Barrier::new(4);
        let enrol = |accounts: &Accounts| {
            let password = Password::new(PASSWORD).expect("short");
            start.wait();
            accounts.enrol(&Enrolment {
                invitation: &link,
                password: &password,
                code: &code,
                device: "",
                address: None,
            })
        };
        let answers: Vec<_> = std::thread::scope(|scope| {
            let enrol = &enrol;
            let started: Vec<_> = [&desk.accounts, &desk.accounts, &other, &other]
                .into_iter()
                .map(|accounts| scope.spawn(move || enrol(accounts)))
                .collect();
            started
                .into_iter()
                .map(|handle| handle.join().expect("it does not panic"))
                .collect()
        });
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
        for lost in answers.into_iter().filter(Result::is_err) {
            assert_no_invitation(lost);
        }
    }
}

#[test]
fn a_name_with_an_account_is_not_invited_and_a_name_that_cannot_be_one_neither() {
    let desk = Desk::new("names");
    desk.person("anna");
    let again = desk.accounts.invite("anna", "olga", INVITATION_VALID);
    assert!(matches!(again, Err(InviteError::HasAccount { .. })));
    for name in ["", " anna", "anna\n", &"a".repeat(129)] {
        let refused = desk.accounts.invite(name, "olga", INVITATION_VALID);
        assert!(matches!(refused, Err(InviteError::Name { .. })), "{name:?}");
    }
    assert!(desk.accounts.invite("Анна Вебер", "olga", 60).is_ok());
}

#[test]
fn a_reset_makes_everything_void_at_once_and_a_new_enrolment_replaces_it() {
    let desk = Desk::new("reset");
    let anna = desk.person("anna");
    let (token, _) = desk
        .accounts
        .new_token(
            &anna.session,
            &crate::NewToken {
                name: "a program",
                scopes: [crate::Scope::Read].into_iter().collect(),
                valid_for: DAY,
            },
        )
        .expect("a code was shown just now");
    assert!(desk.accounts.bearer(&token).expect("it opens").is_some());
    let link = desk.accounts.reset("anna", "olga", INVITATION_VALID);
    let link = link.expect("there is an account");
    let state = |desk: &Desk| desk.accounts.accounts().expect("it opens")[0].state;
    assert_eq!(state(&desk), AccountState::Reset);
    assert_eq!(
        desk.accounts.session(&anna.session).expect("it opens"),
        None
    );
    assert_eq!(desk.accounts.bearer(&token).expect("it opens"), None);
    assert_refused(&desk.sign_in_as(&anna));
    let recovery = anna.recovery_codes[0].reveal();
    assert_refused(&desk.sign_in("anna", PASSWORD, Second::Recovery(&recovery)));
    let anew = desk.enrol_with(&link);
    desk.clock.pass(30);
    assert_eq!(state(&desk), AccountState::Open);
    assert_refused(&desk.sign_in("anna", PASSWORD, Second::Code(&desk.code(&anna))));
    assert_refused(&desk.sign_in("anna", PASSWORD, Second::Recovery(&recovery)));
    assert!(desk.sign_in_as(&anew).is_ok());
    assert_eq!(desk.accounts.accounts().expect("it opens").len(), 1);
}

#[test]
fn nobody_but_who_has_the_link_learns_the_generator_of_an_invitation() {
    let desk = Desk::new("distinct");
    let (anna, boris) = (desk.invite("anna"), desk.invite("boris"));
    assert_ne!(desk.totp_of(&anna).bytes(), desk.totp_of(&boris).bytes());
    let guessed = InvitationSecret::new(&Surroundings::system()).expect("the system has some");
    assert_no_invitation(desk.accounts.invitation(&guessed));
    let shown = format!("{:?}", desk.accounts.invitation(&anna).expect("valid"));
    assert!(shown.contains("TotpSetup(hidden)"), "{shown}");
}
