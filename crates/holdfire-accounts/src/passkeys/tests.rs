use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _};
use sha2::{Digest as _, Sha256};

use super::*;
use crate::tests::{DAY, Desk, Person};

const ORIGIN: &str = "https://mission.example";

enum Pair {
    P256(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

/// A device, as far as a relying party sees it.
struct Authenticator {
    credential: Vec<u8>,
    pair: Pair,
    count: u32,
    flags: u8,
}

fn party() -> RelyingParty {
    RelyingParty::of_origin(ORIGIN).expect("https")
}

fn client_data(kind: &str, options: &str, origin: &str) -> Vec<u8> {
    let options: serde_json::Value = serde_json::from_str(options).expect("JSON");
    let data = serde_json::json!({
        "type": kind, "challenge": options["challenge"], "origin": origin, "crossOrigin": false,
    });
    data.to_string().into_bytes()
}

impl Authenticator {
    fn p256(name: &str) -> Self {
        let random = ring::rand::SystemRandom::new();
        let algorithm = &ECDSA_P256_SHA256_ASN1_SIGNING;
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(algorithm, &random).expect("random bytes");
        let pair = EcdsaKeyPair::from_pkcs8(algorithm, pkcs8.as_ref(), &random).expect("its own");
        Self::with(name, Pair::P256(pair))
    }

    fn ed25519(name: &str) -> Self {
        let random = ring::rand::SystemRandom::new();
        let pkcs8 = Ed25519KeyPair::generate_pkcs8(&random).expect("random bytes");
        let pair = Ed25519KeyPair::from_pkcs8(pkcs8.as_ref()).expect("its own");
        Self::with(name, Pair::Ed25519(pair))
    }

    fn with(name: &str, pair: Pair) -> Self {
        Self {
            credential: name.as_bytes().to_vec(),
            pair,
            count: 0,
            // Present and verified.
            flags: 0b101,
        }
    }

    fn data(&self, flags: u8) -> Vec<u8> {
        let mut data = Sha256::digest(b"mission.example").to_vec();
        data.push(flags);
        data.extend(self.count.to_be_bytes());
        data
    }

    fn created(&self) -> Vec<u8> {
        let mut data = self.data(self.flags | 1 << 6);
        data.extend([0; 16]);
        data.extend((self.credential.len() as u16).to_be_bytes());
        data.extend(&self.credential);
        match &self.pair {
            Pair::P256(pair) => {
                let point = pair.public_key().as_ref();
                data.extend([0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 0x20]);
                data.extend(&point[1..33]);
                data.extend([0x22, 0x58, 0x20]);
                data.extend(&point[33..]);
            }
            Pair::Ed25519(pair) => {
                data.extend([0xa4, 1, 1, 3, 0x27, 0x20, 6, 0x21, 0x58, 0x20]);
                data.extend(pair.public_key().as_ref());
            }
        }
        data
    }

    fn sign(&self, data: &[u8], client_data: &[u8]) -> Vec<u8> {
        let message = [data, &Sha256::digest(client_data)].concat();
        match &self.pair {
            Pair::P256(pair) => {
                let random = ring::rand::SystemRandom::new();
                let signature = pair.sign(&random, &message).expect("random bytes");
                signature.as_ref().to_vec()
            }
            Pair::Ed25519(pair) => pair.sign(&message).as_ref().to_vec(),
        }
    }
}

fn add(desk: &Desk, person: &Person, device: &Authenticator) -> Result<PasskeyId, PasskeyError> {
    let asked = desk
        .accounts
        .ask_for_new_passkey(&person.session, &party())?;
    let given = Registration {
        name: "a key on a ring",
        client_data: &client_data("webauthn.create", &asked, ORIGIN),
        authenticator_data: &device.created(),
    };
    desk.accounts.add_passkey(&person.session, &party(), &given)
}

fn show(desk: &Desk, device: &Authenticator, asked: &str) -> Result<SignedIn, SignInError> {
    let client_data = client_data("webauthn.get", asked, ORIGIN);
    let data = device.data(device.flags);
    let given = Assertion {
        credential: &device.credential,
        client_data: &client_data,
        authenticator_data: &data,
        signature: &device.sign(&data, &client_data),
        address: None,
        device: "a browser",
    };
    desk.accounts.sign_in_with_passkey(&party(), &given, None)
}

fn ask(desk: &Desk) -> String {
    desk.accounts
        .ask_for_passkey(None, &party())
        .expect("random bytes")
}

fn is_refused(answer: &Result<SignedIn, SignInError>) -> bool {
    matches!(answer, Err(SignInError::Refused))
}

#[test]
fn a_passkey_opens_a_session_of_its_owner() {
    let desk = Desk::new("passkey");
    let anna = desk.person("anna");
    for device in [Authenticator::p256("one"), Authenticator::ed25519("two")] {
        add(&desk, &anna, &device).expect("all is right");
        let signed_in = show(&desk, &device, &ask(&desk)).expect("all is right");
        let session = desk.accounts.session(&signed_in.secret).expect("it opens");
        assert_eq!(&*session.expect("it is open").name, "anna");
    }
    let listed = desk.accounts.passkeys("anna").expect("it opens");
    assert_eq!(listed.len(), 2);
    assert!(listed[0].used_day.is_some_and(|day| day % DAY == 0));
}

#[test]
fn a_question_is_answered_once_in_time_and_by_whom_it_was_asked() {
    let desk = Desk::new("passkey-once");
    let (anna, device) = (desk.person("anna"), Authenticator::p256("one"));
    add(&desk, &anna, &device).expect("all is right");
    let asked = ask(&desk);
    assert!(show(&desk, &device, &asked).is_ok());
    assert!(is_refused(&show(&desk, &device, &asked)), "again");
    let late = ask(&desk);
    desk.clock.pass(CHALLENGE_VALID);
    assert!(is_refused(&show(&desk, &device, &late)));
    let of_session = desk.accounts.ask_for_passkey(Some(&anna.session), &party());
    let of_session = of_session.expect("it is open");
    assert!(
        is_refused(&show(&desk, &device, &of_session)),
        "asked of a session"
    );
    let never = "{\"challenge\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}";
    assert!(is_refused(&show(&desk, &device, never)));
}

#[test]
fn a_device_that_did_not_verify_its_user_is_refused() {
    let desk = Desk::new("passkey-uv");
    let (anna, mut device) = (desk.person("anna"), Authenticator::p256("one"));
    device.flags = 0b001;
    assert!(matches!(
        add(&desk, &anna, &device),
        Err(PasskeyError::Refused)
    ));
    device.flags = 0b101;
    add(&desk, &anna, &device).expect("all is right");
    device.flags = 0b001;
    assert!(is_refused(&show(&desk, &device, &ask(&desk))));
}

#[test]
fn a_page_at_another_address_gets_nothing() {
    let desk = Desk::new("passkey-origin");
    let (anna, device) = (desk.person("anna"), Authenticator::p256("one"));
    add(&desk, &anna, &device).expect("all is right");
    let client_data = client_data("webauthn.get", &ask(&desk), "https://mission.example.net");
    let data = device.data(device.flags);
    let given = Assertion {
        credential: &device.credential,
        client_data: &client_data,
        authenticator_data: &data,
        signature: &device.sign(&data, &client_data),
        address: None,
        device: "",
    };
    let answer = desk.accounts.sign_in_with_passkey(&party(), &given, None);
    assert!(is_refused(&answer));
}

#[test]
fn another_key_under_the_same_name_is_refused() {
    let desk = Desk::new("passkey-key");
    let (anna, boris) = (desk.person("anna"), desk.person("boris"));
    let device = Authenticator::p256("one");
    add(&desk, &anna, &device).expect("all is right");
    let forger = Authenticator::p256("one");
    assert!(is_refused(&show(&desk, &forger, &ask(&desk))));
    let taken = add(&desk, &boris, &forger);
    assert!(
        matches!(taken, Err(PasskeyError::Refused)),
        "a name is of one account"
    );
    assert!(show(&desk, &device, &ask(&desk)).is_ok());
}

#[test]
fn a_counter_that_goes_back_is_a_copy_and_is_refused() {
    let desk = Desk::new("passkey-count");
    let (anna, mut device) = (desk.person("anna"), Authenticator::p256("one"));
    device.count = 7;
    add(&desk, &anna, &device).expect("all is right");
    device.count = 9;
    assert!(show(&desk, &device, &ask(&desk)).is_ok());
    for count in [9, 8, 0] {
        device.count = count;
        assert!(is_refused(&show(&desk, &device, &ask(&desk))), "{count}");
    }
    let events = desk.accounts.events(Some("anna"), 0).expect("it opens");
    let copied = events
        .iter()
        .filter(|event| event.kind == EventKind::PasskeyCopied);
    assert_eq!(copied.count(), 3);
    device.count = 10;
    assert!(show(&desk, &device, &ask(&desk)).is_ok());
}

#[test]
fn a_new_passkey_needs_a_fresh_proof_and_a_removed_one_opens_nothing() {
    let desk = Desk::new("passkey-fresh");
    let (anna, boris) = (desk.person("anna"), desk.person("boris"));
    let device = Authenticator::p256("one");
    let id = add(&desk, &anna, &device).expect("all is right");
    desk.clock.pass(desk.accounts.settings().fresh_proof);
    let stale = add(&desk, &anna, &Authenticator::p256("two"));
    assert!(matches!(
        stale,
        Err(PasskeyError::Proof(ProofError::NotFresh))
    ));
    let wrong = desk.accounts.remove_passkey(&boris.name, id, "boris");
    assert!(!wrong.expect("boris is there"));
    assert!(show(&desk, &device, &ask(&desk)).is_ok());
    let right = desk.accounts.remove_passkey("anna", id, "anna");
    assert!(right.expect("anna is there"));
    assert!(is_refused(&show(&desk, &device, &ask(&desk))));
}

#[test]
fn a_passkey_proves_a_session_of_its_owner_only() {
    let desk = Desk::new("passkey-step-up");
    let (anna, boris) = (desk.person("anna"), desk.person("boris"));
    let device = Authenticator::p256("one");
    add(&desk, &anna, &device).expect("all is right");
    desk.clock.pass(desk.accounts.settings().fresh_proof);
    let prove = |person: &Person| {
        let asked = desk
            .accounts
            .ask_for_passkey(Some(&person.session), &party());
        let asked = asked.expect("it is open");
        let client_data = client_data("webauthn.get", &asked, ORIGIN);
        let data = device.data(device.flags);
        let given = Assertion {
            credential: &device.credential,
            client_data: &client_data,
            authenticator_data: &data,
            signature: &device.sign(&data, &client_data),
            address: None,
            device: "",
        };
        desk.accounts
            .step_up_with_passkey(&person.session, &party(), &given)
    };
    assert!(matches!(prove(&boris), Err(ProofError::Refused)));
    let secret = prove(&anna).expect("it is anna's");
    let session = desk
        .accounts
        .session(&secret)
        .expect("it opens")
        .expect("it is open");
    assert!(desk.accounts.is_fresh(&session));
    assert_eq!(
        desk.accounts.session(&anna.session).expect("it opens"),
        None
    );
}

#[test]
fn a_reset_or_a_closed_account_makes_passkeys_void() {
    let desk = Desk::new("passkey-void");
    let (anna, device) = (desk.person("anna"), Authenticator::p256("one"));
    add(&desk, &anna, &device).expect("all is right");
    desk.accounts.disable("anna", "olga").expect("it is there");
    assert!(is_refused(&show(&desk, &device, &ask(&desk))));
    desk.accounts.enable("anna", "olga").expect("it is there");
    assert!(show(&desk, &device, &ask(&desk)).is_ok());
    desk.accounts
        .reset("anna", "olga", 60)
        .expect("it is there");
    assert!(is_refused(&show(&desk, &device, &ask(&desk))));
    assert!(desk.accounts.passkeys("anna").expect("it opens").is_empty());
}

#[test]
fn open_questions_take_bounded_memory() {
    let challenges = Challenges::default();
    for number in 0..MOST_CHALLENGES as u64 + 50 {
        let mut challenge = [0; 32];
        challenge[..8].copy_from_slice(&number.to_be_bytes());
        challenges.ask(challenge, None, number as Seconds);
    }
    let open = challenges.0.lock().expect("nobody panicked").len();
    assert!(open <= MOST_CHALLENGES, "{open}");
}
