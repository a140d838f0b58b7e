//! The keys of signed notes: secret ones of logs and cosigners, and the public ones that check them.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use thiserror::Error;
use zeroize::Zeroizing;

/// The longest key name, in bytes: what later kinds of cosignature can hold too.
const MOST_NAME_BYTES: usize = 255;

/// What a key signs: the signature type of C2SP signed-note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyKind {
    /// Type 0x01: Ed25519 over the text of a note; logs and parties.
    Log,
    /// Type 0x04: a timestamped Ed25519 cosignature of a checkpoint; witnesses.
    Cosigner,
}

impl KeyKind {
    const fn code(self) -> u8 {
        match self {
            Self::Log => 0x01,
            Self::Cosigner => 0x04,
        }
    }

    const fn of(code: u8) -> Option<Self> {
        match code {
            0x01 => Some(Self::Log),
            0x04 => Some(Self::Cosigner),
            _ => None,
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Log => "a log (type 1)",
            Self::Cosigner => "a cosigner (type 4)",
        }
    }
}

/// Why a text is not a key. Never quotes the text: it may be a secret.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum KeyError {
    /// Not the parts that a key is made of.
    #[error("not a key: expected `{expected}`")]
    Shape {
        /// The form that was looked for.
        expected: &'static str,
    },
    /// The name breaks a rule.
    #[error(
        "the key name must have 1 to {MOST_NAME_BYTES} bytes and no space, `+` or control character"
    )]
    Name,
    /// The key material is not the one spelling of base64.
    #[error("the last part of the key is not standard base64 with padding")]
    Base64,
    /// A signature type that is not read here.
    #[error("the key has signature type {code:#04x}; Ed25519 keys of type 0x01 and 0x04 are read")]
    UnknownKind {
        /// The type byte.
        code: u8,
    },
    /// A log key where a cosigner key belongs, or the other way round.
    #[error("the key is that of {found}, where that of {expected} is needed")]
    OtherKind {
        /// What the key is for.
        found: &'static str,
        /// What was needed.
        expected: &'static str,
    },
    /// The key material has another length, is no point of the curve, or is one that anybody can sign for.
    #[error("the key material is not a usable Ed25519 key")]
    Material,
    /// The key id does not follow from name and key.
    #[error("the key id does not belong to this name and key: the text was mistyped or changed")]
    Id,
}

fn check_name(name: &str) -> Result<(), KeyError> {
    let fits = signed_note::is_key_name_valid(name)
        && name.len() <= MOST_NAME_BYTES
        && !name.chars().any(|c| c < ' ');
    if fits { Ok(()) } else { Err(KeyError::Name) }
}

fn decode(text: &str) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let bytes = Zeroizing::new(STANDARD.decode(text).map_err(|_| KeyError::Base64)?);
    if *Zeroizing::new(STANDARD.encode(&*bytes)) == *text {
        Ok(bytes)
    } else {
        Err(KeyError::Base64)
    }
}

/// Reads eight lower-case hexadecimal digits.
fn parse_id(text: &str) -> Option<u32> {
    let id = u32::from_str_radix(text, 16).ok()?;
    (format!("{id:08x}") == text).then_some(id)
}

/// A public key: a name, a key id and an Ed25519 key of one kind.
///
/// Written as C2SP signed-note writes verifier keys (vkeys): `name+id+base64(type, key)`.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    key_id: u32,
    kind: KeyKind,
    key: VerifyingKey,
}

impl VerifierKey {
    /// Reads a verifier key of either kind.
    ///
    /// # Errors
    /// [`KeyError`] for anything but the one spelling, a wrong key id, another signature type or a weak key.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        const SHAPE: KeyError = KeyError::Shape {
            expected: "name+id+base64",
        };
        let (name, rest) = text.split_once('+').ok_or(SHAPE)?;
        let (id, material) = rest.split_once('+').ok_or(SHAPE)?;
        check_name(name)?;
        let key_id = parse_id(id).ok_or(SHAPE)?;
        let bytes = decode(material)?;
        let (code, material) = bytes.split_first().ok_or(KeyError::Material)?;
        let kind = KeyKind::of(*code).ok_or(KeyError::UnknownKind { code: *code })?;
        let material = material.try_into().map_err(|_| KeyError::Material)?;
        let key = VerifyingKey::from_bytes(material).map_err(|_| KeyError::Material)?;
        // A second spelling of a point and a key of small order have no honest owner.
        if key.is_weak() || key.to_edwards().compress().as_bytes() != material {
            return Err(KeyError::Material);
        }
        let known = Self::new(name, kind, key);
        if known.key_id == key_id {
            Ok(known)
        } else {
            Err(KeyError::Id)
        }
    }

    /// Reads the verifier key of a log or a party.
    ///
    /// # Errors
    /// As [`Self::parse`], and [`KeyError::OtherKind`] for that of a cosigner.
    pub fn parse_log(text: &str) -> Result<Self, KeyError> {
        Self::parse(text)?.of_kind(KeyKind::Log)
    }

    /// Reads the verifier key of a cosigner.
    ///
    /// # Errors
    /// As [`Self::parse`], and [`KeyError::OtherKind`] for that of a log.
    pub fn parse_cosigner(text: &str) -> Result<Self, KeyError> {
        Self::parse(text)?.of_kind(KeyKind::Cosigner)
    }

    fn of_kind(self, kind: KeyKind) -> Result<Self, KeyError> {
        if self.kind == kind {
            return Ok(self);
        }
        Err(KeyError::OtherKind {
            found: self.kind.words(),
            expected: kind.words(),
        })
    }

    fn new(name: &str, kind: KeyKind, key: VerifyingKey) -> Self {
        let typed: Vec<u8> = std::iter::once(kind.code()).chain(key.to_bytes()).collect();
        Self {
            name: name.to_owned(),
            key_id: signed_note::key_id(name, &typed),
            kind,
            key,
        }
    }

    /// The name; for a log its origin.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The key id: first four bytes of SHA-256 of name, newline, type and key.
    #[must_use]
    pub const fn key_id(&self) -> u32 {
        self.key_id
    }

    /// What the key signs.
    #[must_use]
    pub const fn kind(&self) -> KeyKind {
        self.kind
    }

    /// The 32 bytes of the key itself.
    #[must_use]
    pub fn public_bytes(&self) -> &[u8; 32] {
        self.key.as_bytes()
    }

    /// The key as text: `name+id+base64`.
    #[must_use]
    pub fn vkey(&self) -> String {
        let typed: Vec<u8> = std::iter::once(self.kind.code())
            .chain(self.key.to_bytes())
            .collect();
        format!(
            "{}+{:08x}+{}",
            self.name,
            self.key_id,
            STANDARD.encode(typed)
        )
    }

    /// Whether the signature is one of this key over the message, by the strict rules (`verify_strict`).
    ///
    /// Strict: no key or `R` of small order and no second spelling of a signature, so that what one verifier takes
    /// every strict verifier takes. RFC 8032 leaves these cases open; honest signers never make them.
    pub(super) fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        let signature = Signature::from_bytes(signature);
        self.key.verify_strict(message, &signature).is_ok()
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.vkey())
    }
}

impl fmt::Debug for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.vkey())
    }
}

/// A secret Ed25519 key with its name. Overwritten in memory when dropped.
#[derive(Clone)]
struct Secret {
    verifier: VerifierKey,
    signing: SigningKey,
}

impl Secret {
    fn from_seed(name: &str, kind: KeyKind, seed: &[u8; 32]) -> Result<Self, KeyError> {
        check_name(name)?;
        let signing = SigningKey::from_bytes(seed);
        let verifier = VerifierKey::new(name, kind, signing.verifying_key());
        Ok(Self { verifier, signing })
    }

    fn parse(text: &str, kind: KeyKind) -> Result<Self, KeyError> {
        const SHAPE: KeyError = KeyError::Shape {
            expected: "PRIVATE+KEY+name+id+base64",
        };
        let rest = text.strip_prefix("PRIVATE+KEY+").ok_or(SHAPE)?;
        let (name, rest) = rest.split_once('+').ok_or(SHAPE)?;
        let (id, material) = rest.split_once('+').ok_or(SHAPE)?;
        let key_id = parse_id(id).ok_or(SHAPE)?;
        let bytes = decode(material)?;
        let (code, seed) = bytes.split_first().ok_or(KeyError::Material)?;
        let found = KeyKind::of(*code).ok_or(KeyError::UnknownKind { code: *code })?;
        if found != kind {
            return Err(KeyError::OtherKind {
                found: found.words(),
                expected: kind.words(),
            });
        }
        let seed = seed.try_into().map_err(|_| KeyError::Material)?;
        let secret = Self::from_seed(name, kind, seed)?;
        if secret.verifier.key_id == key_id {
            Ok(secret)
        } else {
            Err(KeyError::Id)
        }
    }

    fn to_private_text(&self) -> Zeroizing<String> {
        let mut typed = Zeroizing::new([self.verifier.kind.code(); 33]);
        typed[1..].copy_from_slice(self.signing.as_bytes());
        let material = Zeroizing::new(STANDARD.encode(typed.as_slice()));
        Zeroizing::new(format!(
            "PRIVATE+KEY+{}+{:08x}+{}",
            self.verifier.name, self.verifier.key_id, *material
        ))
    }

    fn show(&self, type_name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct(type_name)
            .field("public", &self.verifier)
            .finish_non_exhaustive()
    }
}

macro_rules! secret_keys {
    ($($(#[$doc:meta])* $name:ident: $kind:expr;)+) => {$(
        $(#[$doc])*
        ///
        /// `Debug` shows the public part alone. The secret is overwritten in memory when the key is dropped.
        #[derive(Clone)]
        pub struct $name(Secret);

        impl $name {
            /// The key of a name and 32 secret random bytes, which the caller draws and overwrites.
            ///
            /// # Errors
            /// [`KeyError::Name`] for a name that notes cannot carry.
            pub fn from_seed(name: &str, seed: &[u8; 32]) -> Result<Self, KeyError> {
                Secret::from_seed(name, $kind, seed).map(Self)
            }

            /// Reads [`Self::to_private_text`].
            ///
            /// # Errors
            /// [`KeyError`], also for a key of the other kind; it never quotes the text.
            pub fn parse(text: &str) -> Result<Self, KeyError> {
                Secret::parse(text, $kind).map(Self)
            }

            /// The secret as text: `PRIVATE+KEY+name+id+base64(type, seed)`. Whoever has it signs as this key.
            #[must_use]
            pub fn to_private_text(&self) -> Zeroizing<String> {
                self.0.to_private_text()
            }

            /// The same key under another name: where one key signs for several logs, each has its own name.
            ///
            /// # Errors
            /// [`KeyError::Name`] for a name that notes cannot carry.
            pub fn renamed(&self, name: &str) -> Result<Self, KeyError> {
                Self::from_seed(name, self.0.signing.as_bytes())
            }

            /// The public key that checks what this key signs.
            #[must_use]
            pub const fn verifier(&self) -> &VerifierKey {
                &self.0.verifier
            }

            /// The name.
            #[must_use]
            pub fn name(&self) -> &str {
                &self.0.verifier.name
            }

            /// The key id.
            #[must_use]
            pub const fn key_id(&self) -> u32 {
                self.0.verifier.key_id
            }

            /// The public key as text.
            #[must_use]
            pub fn vkey(&self) -> String {
                self.0.verifier.vkey()
            }

            pub(super) fn sign(&self, message: &[u8]) -> [u8; 64] {
                self.0.signing.sign(message).to_bytes()
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.show(stringify!($name), f)
            }
        }
    )+};
}

secret_keys! {
    /// The secret key of a log or a party: signs the text of notes (signature type 0x01).
    LogKey: KeyKind::Log;
    /// The secret key of a witness: cosigns checkpoints with a time (signature type 0x04).
    CosignerKey: KeyKind::Cosigner;
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From the specification of signed notes.
    const EXAMPLE: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    #[track_caller]
    fn refused(text: &str, why: &KeyError) {
        assert_eq!(VerifierKey::parse(text).as_ref(), Err(why), "{text}");
    }

    #[test]
    fn the_example_key_of_the_specification_is_read_and_written() {
        let key = VerifierKey::parse_log(EXAMPLE).unwrap();
        assert_eq!((key.name(), key.key_id()), ("example.com/foo", 0x530d_903a));
        assert_eq!(key.vkey(), EXAMPLE);
        assert_eq!(
            VerifierKey::parse_cosigner(EXAMPLE)
                .unwrap_err()
                .to_string(),
            "the key is that of a log (type 1), where that of a cosigner (type 4) is needed"
        );
    }

    #[test]
    fn a_secret_key_is_read_as_the_go_tools_write_it() {
        // From the documentation of golang.org/x/mod/sumdb/note.
        let text = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
        let key = LogKey::parse(text).unwrap();
        assert_eq!(
            key.vkey(),
            "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
        );
        assert_eq!(key.to_private_text().as_str(), text);
        assert!(matches!(
            CosignerKey::parse(text),
            Err(KeyError::OtherKind { .. })
        ));
    }

    #[test]
    fn a_cosigner_key_goes_to_text_and_back() {
        let key = CosignerKey::from_seed("witness.example/w1", &[7; 32]).unwrap();
        let text = key.to_private_text();
        assert!(text.starts_with("PRIVATE+KEY+witness.example/w1+"));
        assert!(text.contains("+BAcHBwcH"));
        let again = CosignerKey::parse(&text).unwrap();
        assert_eq!(again.vkey(), key.vkey());
        assert_eq!(
            VerifierKey::parse_cosigner(&key.vkey()).unwrap(),
            *key.verifier()
        );
    }

    #[test]
    fn one_seed_gives_another_key_id_for_each_kind() {
        let log = LogKey::from_seed("a.example", &[1; 32]).unwrap();
        let cosigner = CosignerKey::from_seed("a.example", &[1; 32]).unwrap();
        assert_eq!(
            log.verifier().public_bytes(),
            cosigner.verifier().public_bytes()
        );
        assert_ne!(log.key_id(), cosigner.key_id());
    }

    #[test]
    fn debug_hides_the_secret() {
        let key = LogKey::from_seed("a.example", &[0xab; 32]).unwrap();
        let text = key.to_private_text();
        let secret = text.rsplit('+').next().unwrap();
        let shown = format!("{key:?}");
        assert!(shown.contains(&key.vkey()), "{shown}");
        assert!(
            !shown.contains(secret) && !shown.contains("171") && !shown.contains("abab"),
            "{shown}"
        );
    }

    #[test]
    fn every_other_spelling_of_a_key_is_refused() {
        let shape = KeyError::Shape {
            expected: "name+id+base64",
        };
        refused("", &shape);
        refused("example.com/foo", &shape);
        refused("example.com/foo+530d903a", &shape);
        refused(&EXAMPLE.replace("530d903a", "530D903A"), &shape);
        refused(&EXAMPLE.replace("530d903a", "+530d903a"), &shape);
        refused(&EXAMPLE.replace("530d903a", "00530d903a"), &shape);
        refused(&EXAMPLE.replace("530d903a", "530d903b"), &KeyError::Id);
        refused(&EXAMPLE.replace("/foo", "/fop"), &KeyError::Id);
        refused(&EXAMPLE.replace("/foo", " foo"), &KeyError::Name);
        refused(&EXAMPLE.replace("/foo", "\u{a0}foo"), &KeyError::Name);
        refused(&EXAMPLE.replace("/foo", "\u{1}foo"), &KeyError::Name);
        refused(&EXAMPLE.replace("example.com/foo", ""), &KeyError::Name);
        refused(&format!("{EXAMPLE}\n"), &KeyError::Base64);
        refused(&format!("{EXAMPLE}="), &KeyError::Base64);
        refused(EXAMPLE.strip_suffix('k').unwrap(), &KeyError::Base64);
        refused(EXAMPLE.strip_suffix("3U2k").unwrap(), &KeyError::Material);
        let long = format!("{}{EXAMPLE}", "a".repeat(300));
        refused(&long, &KeyError::Name);
    }

    #[test]
    fn other_kinds_and_weak_keys_are_refused() {
        let with = |code: u8, key: [u8; 32]| {
            let typed: Vec<u8> = std::iter::once(code).chain(key).collect();
            let id = signed_note::key_id("a.example", &typed);
            format!("a.example+{id:08x}+{}", STANDARD.encode(typed))
        };
        refused(&with(6, [9; 32]), &KeyError::UnknownKind { code: 6 });
        // The neutral element: anybody can sign for it under lax rules.
        let mut neutral = [0; 32];
        neutral[0] = 1;
        refused(&with(1, neutral), &KeyError::Material);
        // y = p + 3: a second spelling of y = 3.
        let mut second = [0xff; 32];
        second[0] = 0xf0;
        second[31] = 0x7f;
        assert!(VerifierKey::parse(&with(1, second)).is_err());
    }
}
