//! API tokens.

use super::*;
use crate::{NewToken, NewTokenError, ProofError, Scope, Scopes, TokenId, TokenSecret};

fn scopes(list: &[Scope]) -> Scopes {
    list.iter().copied().collect()
}

fn new_token(
    desk: &Desk,
    session: &SessionSecret,
    allowed: &[Scope],
    valid_for: Seconds,
) -> Result<(TokenSecret, TokenId), NewTokenError> {
    let token = NewToken {
        name: "nightly export",
        scopes: scopes(allowed),
        valid_for,
    };
    desk.accounts.new_token(session, &token)
}

#[test]
fn a_token_speaks_for_its_owner_within_its_scopes_until_it_runs_out() {
    let desk = Desk::new("token");
    let anna = desk.person("anna");
    let (token, id) = new_token(&desk, &anna.session, &[Scope::Read], DAY).expect("fresh");
    let text = token.reveal();
    assert!(text.starts_with("hf_"));
    let given = TokenSecret::parse(&text).expect("it reads back");
    let bearer = desk
        .accounts
        .bearer(&given)
        .expect("it opens")
        .expect("valid");
    assert_eq!((bearer.id, &*bearer.name), (id, "anna"));
    assert!(bearer.scopes.has(Scope::Read));
    assert!(!bearer.scopes.has(Scope::Write) && !bearer.scopes.has(Scope::Decide));
    desk.clock.pass(DAY - 1);
    assert!(desk.accounts.bearer(&given).expect("it opens").is_some());
    desk.clock.pass(1);
    assert_eq!(desk.accounts.bearer(&given).expect("it opens"), None);
}

#[test]
fn a_token_needs_a_fresh_proof_a_name_and_a_scope() {
    let desk = Desk::new("token-needs");
    let anna = desk.person("anna");
    let none = new_token(&desk, &anna.session, &[], DAY);
    assert!(matches!(none, Err(NewTokenError::NoScope)));
    for name in ["", "  ", "two\nlines", &"x".repeat(81)] {
        let token = NewToken {
            name,
            scopes: scopes(&[Scope::Read]),
            valid_for: DAY,
        };
        let refused = desk.accounts.new_token(&anna.session, &token);
        assert!(matches!(refused, Err(NewTokenError::Name)), "{name:?}");
    }
    desk.clock.pass(5 * 60);
    let stale = new_token(&desk, &anna.session, &[Scope::Read], DAY);
    assert!(matches!(
        stale,
        Err(NewTokenError::Proof(ProofError::NotFresh))
    ));
}

#[test]
fn a_revoked_token_opens_nothing_and_only_its_owner_has_it() {
    let desk = Desk::new("token-revoked");
    let (anna, boris) = (desk.person("anna"), desk.person("boris"));
    let (token, id) = new_token(&desk, &anna.session, &[Scope::Write], DAY).expect("fresh");
    assert!(desk.accounts.bearer(&token).expect("it opens").is_some());
    let wrong = desk.accounts.revoke_token(&boris.name, id, "boris");
    assert!(!wrong.expect("boris is there"));
    assert!(desk.accounts.bearer(&token).expect("it opens").is_some());
    let right = desk.accounts.revoke_token("anna", id, "anna");
    assert!(right.expect("anna is there"));
    assert_eq!(desk.accounts.bearer(&token).expect("it opens"), None);
    assert!(desk.accounts.tokens("anna").expect("it opens").is_empty());
}

#[test]
fn a_closed_account_closes_its_tokens() {
    let desk = Desk::new("token-closed");
    let anna = desk.person("anna");
    let (token, _) = new_token(&desk, &anna.session, &[Scope::Read], DAY).expect("fresh");
    assert!(desk.accounts.bearer(&token).expect("it opens").is_some());
    desk.accounts.disable("anna", "olga").expect("it is there");
    assert_eq!(desk.accounts.bearer(&token).expect("it opens"), None);
}

#[test]
fn the_last_use_is_kept_by_day_and_no_finer() {
    let mut desk = Desk::new("token-day");
    let anna = desk.person("anna");
    let (token, _) = new_token(&desk, &anna.session, &[Scope::Read], 9 * DAY).expect("fresh");
    let used = |desk: &Desk| desk.accounts.tokens("anna").expect("it opens")[0].used_day;
    assert_eq!(used(&desk), None);
    desk.clock.pass(2 * DAY);
    assert!(desk.accounts.bearer(&token).expect("it opens").is_some());
    desk.restart();
    let day = used(&desk).expect("it was used");
    assert_eq!(day % DAY, 0);
    assert_eq!(day, (NOON + 2 * DAY) / DAY * DAY);
}

#[test]
fn a_token_is_valid_for_a_year_at_most_and_an_account_has_so_many() {
    let mut few = settings();
    few.most_tokens = 2;
    let desk = Desk::with("token-many", few);
    let anna = desk.person("anna");
    for _ in 0..2 {
        assert!(new_token(&desk, &anna.session, &[Scope::Read], Seconds::MAX).is_ok());
    }
    let third = new_token(&desk, &anna.session, &[Scope::Read], DAY);
    assert!(matches!(third, Err(NewTokenError::TooMany { most: 2 })));
    let until = desk.accounts.tokens("anna").expect("it opens")[0].until;
    assert_eq!(until, desk.clock.now() + 366 * DAY);
}

#[test]
fn scopes_are_written_and_read_as_words() {
    let all = scopes(&Scope::ALL);
    assert_eq!(all.to_string(), "read write decide");
    assert_eq!(
        "decide  read".parse(),
        Ok(scopes(&[Scope::Read, Scope::Decide]))
    );
    assert_eq!("".parse(), Ok(Scopes::default()));
    let error = "read erase".parse::<Scopes>().expect_err("no such scope");
    assert!(
        error
            .to_string()
            .starts_with("`erase` is no scope of a token")
    );
}
