//! What browsers and authenticators send (W3C Web Authentication Level 3), as far as a relying party without attestation needs
//! it: client data, authenticator data, three kinds of keys.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{
    ECDSA_P256_SHA256_ASN1, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents,
    UnparsedPublicKey,
};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

/// Longer than what any browser sends.
const MOST_CLIENT_DATA_BYTES: usize = 4_096;
/// Level 3, 4: a credential id has at most so many bytes.
const MOST_CREDENTIAL_BYTES: usize = 1_023;

const USER_PRESENT: u8 = 1;
const USER_VERIFIED: u8 = 1 << 2;
const HAS_CREDENTIAL: u8 = 1 << 6;
const HAS_EXTENSIONS: u8 = 1 << 7;

/// What a browser was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ceremony {
    Create,
    Get,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: bool,
}

/// The challenge in client data that is of this ceremony and of this very origin, in no frame of another.
pub(crate) fn challenge_of(
    client_data: &[u8],
    ceremony: Ceremony,
    origin: &str,
) -> Option<[u8; 32]> {
    if client_data.len() > MOST_CLIENT_DATA_BYTES {
        return None;
    }
    let data: ClientData = serde_json::from_slice(client_data).ok()?;
    let kind = match ceremony {
        Ceremony::Create => "webauthn.create",
        Ceremony::Get => "webauthn.get",
    };
    if data.kind != kind || data.origin != origin || data.cross_origin {
        return None;
    }
    URL_SAFE_NO_PAD.decode(data.challenge).ok()?.try_into().ok()
}

/// What an authenticator says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AuthenticatorData<'a> {
    pub count: u32,
    pub user_verified: bool,
    /// The new credential: its id and its public key.
    pub credential: Option<(&'a [u8], &'a [u8])>,
}

impl<'a> AuthenticatorData<'a> {
    /// Reads what is about this relying party, with a person present.
    pub(crate) fn parse(bytes: &'a [u8], relying_party: &str) -> Option<Self> {
        let (party, rest) = bytes.split_first_chunk::<32>()?;
        let (&[flags], rest) = rest.split_first_chunk::<1>()?;
        let (count, mut rest) = rest.split_first_chunk::<4>()?;
        let ours: [u8; 32] = Sha256::digest(relying_party.as_bytes()).into();
        if *party != ours || flags & USER_PRESENT == 0 {
            return None;
        }
        let mut credential = None;
        if flags & HAS_CREDENTIAL != 0 {
            // The model of the authenticator: without attestation it says nothing.
            let (_, after) = rest.split_first_chunk::<16>()?;
            let (length, after) = after.split_first_chunk::<2>()?;
            let length = usize::from(u16::from_be_bytes(*length));
            if length == 0 || length > MOST_CREDENTIAL_BYTES {
                return None;
            }
            let (id, after) = after.split_at_checked(length)?;
            let (_, length) = PublicKey::parse_start(after)?;
            let (key, after) = after.split_at(length);
            credential = Some((id, key));
            rest = after;
        }
        if rest.is_empty() != (flags & HAS_EXTENSIONS == 0) {
            return None;
        }
        Some(Self {
            count: u32::from_be_bytes(*count),
            user_verified: flags & USER_VERIFIED != 0,
            credential,
        })
    }
}

/// A public key as COSE writes it. CTAP2 prescribes one spelling of each (canonical CBOR), so that the bytes around the numbers
/// are always the same, and no parser of CBOR is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PublicKey<'a> {
    /// ES256: what nearly all authenticators make.
    P256 { x: &'a [u8; 32], y: &'a [u8; 32] },
    /// EdDSA.
    Ed25519(&'a [u8; 32]),
    /// RS256 with 2048 bits and the exponent 65537: what older computers make in their security chip.
    Rsa(&'a [u8; 256]),
}

/// {1: 2, 3: -7, -1: 1, -2: x, -3: y}
const P256_START: &[u8] = &[0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 0x20];
const P256_MIDDLE: &[u8] = &[0x22, 0x58, 0x20];
/// {1: 1, 3: -8, -1: 6, -2: x}
const ED25519_START: &[u8] = &[0xa4, 1, 1, 3, 0x27, 0x20, 6, 0x21, 0x58, 0x20];
/// {1: 3, 3: -257, -1: n, -2: 65537}
const RSA_START: &[u8] = &[0xa4, 1, 3, 3, 0x39, 1, 0, 0x20, 0x59, 1, 0];
const RSA_END: &[u8] = &[0x21, 0x43, 1, 0, 1];

impl<'a> PublicKey<'a> {
    /// The algorithms in the order in which they are asked for, as COSE numbers them.
    pub(crate) const ALGORITHMS: [i32; 3] = [-7, -8, -257];

    /// Reads a key and nothing after it.
    pub(crate) fn parse(bytes: &'a [u8]) -> Option<Self> {
        let (key, length) = Self::parse_start(bytes)?;
        (length == bytes.len()).then_some(key)
    }

    /// Reads a key at the start, and says how many bytes it has.
    fn parse_start(bytes: &'a [u8]) -> Option<(Self, usize)> {
        let (key, rest) = if let Some(rest) = bytes.strip_prefix(P256_START) {
            let (x, rest) = rest.split_first_chunk()?;
            let (y, rest) = rest.strip_prefix(P256_MIDDLE)?.split_first_chunk()?;
            (Self::P256 { x, y }, rest)
        } else if let Some(rest) = bytes.strip_prefix(ED25519_START) {
            let (x, rest) = rest.split_first_chunk()?;
            (Self::Ed25519(x), rest)
        } else {
            let (n, rest) = bytes.strip_prefix(RSA_START)?.split_first_chunk()?;
            (Self::Rsa(n), rest.strip_prefix(RSA_END)?)
        };
        Some((key, bytes.len() - rest.len()))
    }

    /// Whether the authenticator signed this.
    pub(crate) fn is_signed(
        &self,
        authenticator_data: &[u8],
        client_data: &[u8],
        signature: &[u8],
    ) -> bool {
        let message = [authenticator_data, &Sha256::digest(client_data)].concat();
        let verified = match self {
            Self::P256 { x, y } => {
                let point = [&[4][..], &x[..], &y[..]].concat();
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point).verify(&message, signature)
            }
            Self::Ed25519(x) => UnparsedPublicKey::new(&ED25519, x).verify(&message, signature),
            Self::Rsa(n) => RsaPublicKeyComponents {
                n: &n[..],
                e: &RSA_END[2..],
            }
            .verify(&RSA_PKCS1_2048_8192_SHA256, &message, signature),
        };
        verified.is_ok()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn bytes(hex: &str) -> Vec<u8> {
        let digits: Vec<u32> = hex.chars().filter_map(|c| c.to_digit(16)).collect();
        digits
            .chunks(2)
            .map(|pair| (pair[0] << 4 | pair[1]) as u8)
            .collect()
    }

    // W3C Web Authentication Level 3, 16.2 "ES256 Credential with No Attestation"; relying party `example.org`.
    const REGISTERED: &str = "bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b5
        59000000008446ccb9ab1db374750b2367ff6f3a1f0020f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4
        a5010203262001215820afefa16f97ca9b2d23eb86ccb64098d20db90856062eb249c33a9b672f26df61
        225820930a56b87a2fca66334b03458abf879717c12cc68ed73290af2e2664796b9220";
    const CREDENTIAL: &str = "f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4";
    const ASSERTED: &str =
        "bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b51900000000";
    const CLIENT_DATA: &str = "7b2274797065223a22776562617574686e2e676574222c226368616c6c656e6765223a22
        4f63446e55685158756c5455506f334a5558543049393770767a7a59425039745a63685879617630314167222c226f726967696e223a22
        68747470733a2f2f6578616d706c652e6f7267222c2263726f73734f726967696e223a66616c73657d";
    const CHALLENGE: &str = "39c0e7521417ba54d43e8dc95174f423dee9bf3cd804ff6d65c857c9abf4d408";
    const SIGNATURE: &str =
        "3046022100f50a4e2e4409249c4a853ba361282f09841df4dd4547a13a87780218deffcd38
        0221008480ac0f0b93538174f575bf11a1dd5d78c6e486013f937295ea13653e331e87";

    // The same bytes, signed by OpenSSL 3 (`genrsa 2048`, `dgst -sha256 -sign`); its key was thrown away.
    const RSA_MODULUS: &str = "
        c6847cfa8ca9c7968afc23bc5d5c7f8224fd7d01dfaceeb9af3bbef6bd138d892c919a3fdcaa00fd4958b8f6432cb277d39f81b81153
        0c86e3d01fdfa1befb2ce0a2303d0b627cb468cba00a2d51506cac537addb788747c520d024822f72031c1eacf058a82dbcedba36ad1
        26dd1112d2445cecfc6ec4e8b6a9e7baa3de9e5cf27ad61d6f3dd975f4a599644538820a9421fbfc5a5f8ce841a20f8c1c969a3661a5
        5dfd8ea8b216573dd73107e9210a11004080cca8a446a4634f8e7ac20efc3f308593c48e47b9d46c5913d906be70947b7f15dc9e3004
        b6104549e4c581366160521fd024fc163dffb1c22a624a9f9b06102ce1c7481417f7b1de4f937259";
    const RSA_SIGNATURE: &str = "
        096e66f0abd3cea3f6f7a04caf55677c72b7df95a0f27318432eef74ca33c6009cf9f61bc86ecfae920a44c53774ef1d5c4e3f609587
        57d8e5b8a91dab6286e8752c0929964220b307717f95aab51c0c7f113a45d9f37e35ee3a124a390934757c6693fe1e8212182f7bcc2c
        fdf985753f0e55c9130338c5f57904727d489f177cdb60f310da829c0159e06988cc68b22e63c0d01b3d2bdf399e47e11bcb92016015
        4d1d33811e1bb39bbed7be3c522a3277733b1b2d9350d85a50337f46b3e35deb89c1f23e1800a8545df6217df1186933fd63debe8b5f
        4cfc78b4520638e290420d7162b62766bcb32adc709d1dab86d21a4ae23fd30e1ad6677486f2049b";

    #[test]
    fn a_key_of_an_older_computer_verifies_and_no_changed_bit_does() {
        let key = [RSA_START, &bytes(RSA_MODULUS), RSA_END].concat();
        let key = PublicKey::parse(&key).expect("a key");
        let (asserted, client_data) = (bytes(ASSERTED), bytes(CLIENT_DATA));
        let signature = bytes(RSA_SIGNATURE);
        assert!(key.is_signed(&asserted, &client_data, &signature));
        for at in 0..signature.len() {
            let mut changed = signature.clone();
            changed[at] ^= 1;
            assert!(!key.is_signed(&asserted, &client_data, &changed), "{at}");
        }
    }

    #[test]
    fn the_published_ceremony_reads_and_verifies_and_no_changed_bit_does() {
        let registered = bytes(REGISTERED);
        let data = AuthenticatorData::parse(&registered, "example.org").expect("published");
        let (id, key) = data.credential.expect("a credential");
        assert_eq!(id, bytes(CREDENTIAL));
        assert!(!data.user_verified, "that authenticator did not ask");
        let key = PublicKey::parse(key).expect("a key");
        assert!(matches!(key, PublicKey::P256 { .. }));

        let (asserted, client_data) = (bytes(ASSERTED), bytes(CLIENT_DATA));
        let data = AuthenticatorData::parse(&asserted, "example.org").expect("published");
        assert_eq!((data.count, data.credential), (0, None));
        let challenge = challenge_of(&client_data, Ceremony::Get, "https://example.org");
        assert_eq!(challenge.map(Vec::from), Some(bytes(CHALLENGE)));
        let signature = bytes(SIGNATURE);
        assert!(key.is_signed(&asserted, &client_data, &signature));
        for at in 0..asserted.len() {
            let mut changed = asserted.clone();
            changed[at] ^= 1;
            assert!(!key.is_signed(&changed, &client_data, &signature), "{at}");
        }
        for at in 0..signature.len() {
            let mut changed = signature.clone();
            changed[at] ^= 1;
            assert!(!key.is_signed(&asserted, &client_data, &changed), "{at}");
        }
    }

    #[test]
    fn client_data_of_another_ceremony_origin_or_frame_is_refused() {
        let client_data = bytes(CLIENT_DATA);
        let refused =
            |data: &[u8], ceremony, origin| challenge_of(data, ceremony, origin).is_none();
        assert!(refused(
            &client_data,
            Ceremony::Create,
            "https://example.org"
        ));
        for origin in [
            "https://example.org:8443",
            "http://example.org",
            "https://example.org/",
            "https://www.example.org",
        ] {
            assert!(refused(&client_data, Ceremony::Get, origin), "{origin}");
        }
        let text = String::from_utf8(client_data).expect("JSON");
        let framed = text.replace("\"crossOrigin\":false", "\"crossOrigin\":true");
        assert!(refused(
            framed.as_bytes(),
            Ceremony::Get,
            "https://example.org"
        ));
        let long = text.replace('}', &format!(",\"a\":\"{}\"}}", "a".repeat(5_000)));
        assert!(refused(
            long.as_bytes(),
            Ceremony::Get,
            "https://example.org"
        ));
    }

    #[test]
    fn authenticator_data_of_another_party_or_without_a_person_is_refused() {
        let asserted = bytes(ASSERTED);
        assert_eq!(AuthenticatorData::parse(&asserted, "example.com"), None);
        let mut nobody = asserted.clone();
        nobody[32] &= !USER_PRESENT;
        assert_eq!(AuthenticatorData::parse(&nobody, "example.org"), None);
        let longer = [&asserted[..], &[0]].concat();
        assert_eq!(AuthenticatorData::parse(&longer, "example.org"), None);
        let registered = bytes(REGISTERED);
        for cut in 0..registered.len() {
            assert_eq!(
                AuthenticatorData::parse(&registered[..cut], "example.org"),
                None
            );
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(tail in proptest::collection::vec(any::<u8>(), 0..200)) {
            let party: [u8; 32] = Sha256::digest(b"example.org").into();
            let _ = AuthenticatorData::parse(&[&party[..], &tail].concat(), "example.org");
            let _ = PublicKey::parse(&tail);
            let _ = challenge_of(&tail, Ceremony::Get, "https://example.org");
        }
    }
}
