//! To whom passkeys belong: the address at which browsers reach the mission.

use std::net::IpAddr;

/// An address at which passkeys work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelyingParty {
    id: String,
    origin: String,
}

impl RelyingParty {
    /// The relying party of an origin as browsers write it (`https://mission.example`, `http://localhost:8080`). None where
    /// passkeys do not work: without https, but for `localhost`, and at an address that is a number (Level 3, 5.1.3).
    #[must_use]
    pub fn of_origin(origin: &str) -> Option<Self> {
        let (scheme, rest) = origin.split_once("://")?;
        let (host, port) = match rest.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (rest, None),
        };
        let is_label = |label: &str| {
            !label.is_empty()
                && label
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        };
        let is_host = host.split('.').all(is_label) && host.parse::<IpAddr>().is_err();
        let is_port = port.is_none_or(|port| port.parse::<u16>().is_ok());
        let is_local = host == "localhost" || host.ends_with(".localhost");
        let is_secure = scheme == "https" && (is_local || host.contains('.'));
        (is_host && is_port && (is_secure || scheme == "http" && is_local)).then(|| Self {
            id: host.to_owned(),
            origin: origin.to_owned(),
        })
    }

    /// The name of the host.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The origin, as browsers write it.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_are_offered_at_https_and_on_this_machine_only() {
        for (origin, id) in [
            ("https://mission.example", Some("mission.example")),
            ("https://mission.example:8443", Some("mission.example")),
            ("http://localhost:8080", Some("localhost")),
            ("https://localhost", Some("localhost")),
            ("http://mission.example", None),
            ("http://127.0.0.1:8080", None),
            ("https://192.0.2.7", None),
            ("https://[2001:db8::1]", None),
            ("https://mission.example/", None),
            ("https://Mission.example", None),
            ("https://user@mission.example", None),
            ("https://mission.example:port", None),
            ("null", None),
            ("", None),
        ] {
            let party = RelyingParty::of_origin(origin);
            assert_eq!(party.as_ref().map(RelyingParty::id), id, "{origin}");
        }
    }
}
