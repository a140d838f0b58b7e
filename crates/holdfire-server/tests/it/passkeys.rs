//! Passkeys over HTTP, without a browser: who is asked what, and who is not. The ceremonies themselves are tested with vectors
//! in `holdfire-accounts`, and in a browser by `e2e/passkeys.mjs`.

use crate::support::{Plan, Room};

#[test]
fn the_door_asks_for_a_passkey_of_this_address_and_names_nobody() {
    let room = Room::new(&Plan::example());
    let answer = room.post("", "/sign-in/passkey/ask", &[]);
    assert_eq!(answer.status, 200);
    let asked: serde_json::Value = serde_json::from_str(&answer.text()).expect("JSON");
    assert_eq!(asked["rpId"], "localhost");
    assert_eq!(asked["userVerification"], "required");
    assert_eq!(asked["allowCredentials"], serde_json::json!([]));
}

#[test]
fn a_new_passkey_is_asked_for_only_after_a_fresh_code() {
    let mut room = Room::new(&Plan::example());
    let ask = "/account/passkeys/ask";
    let csrf = room.accounts["olga"].csrf.clone();
    let refused = room.post("olga", ask, &[("csrf", &csrf), ("code", "000000")]);
    assert_eq!(refused.status, 409);
    assert_eq!(room.post("", ask, &[("code", "000000")]).status, 303);

    let code = room.code("olga");
    let asked = room.post("olga", ask, &[("csrf", &csrf), ("code", &code)]);
    assert_eq!(asked.status, 200);
    room.renew("olga", &asked);
    let asked: serde_json::Value = serde_json::from_str(&asked.text()).expect("JSON");
    assert_eq!(asked["csrf"], room.accounts["olga"].csrf.as_str());
    assert_eq!(asked["options"]["rp"]["id"], "localhost");
    assert_eq!(asked["options"]["attestation"], "none");
}

#[test]
fn what_is_no_answer_of_a_passkey_lets_nobody_in() {
    let room = Room::new(&Plan::example());
    let nonsense = [
        ("credential", "AAAA"),
        ("client-data", "e30"),
        ("authenticator-data", "%%%"),
        ("signature", ""),
    ];
    let answer = room.post("", "/sign-in/passkey", &nonsense);
    assert_eq!(answer.status, 409);
    assert_eq!(answer.header("set-cookie"), None);
}
