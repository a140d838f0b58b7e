//! Codes of a generator (RFC 6238): SHA-1, 6 digits, 30 seconds, which is what every app and every hardware token can do.

use std::fmt;

use qrcode::{Color, EcLevel, QrCode};
use totp_rs::{Algorithm, Builder, Totp};
use zeroize::Zeroizing;

/// 160 bits, as RFC 4226, 4 recommends.
pub(crate) const SECRET_BYTES: usize = 20;
/// A code is accepted one step before and after its own (RFC 6238, 5.2).
const SKEW_STEPS: u16 = 1;
/// Light modules around a QR code, as ISO/IEC 18004 asks for.
const QUIET: usize = 4;

/// The secret that a generator and the mission share. `Debug` shows nothing of it.
pub(crate) struct TotpSecret(Zeroizing<[u8; SECRET_BYTES]>);

impl TotpSecret {
    pub(crate) fn new(bytes: [u8; SECRET_BYTES]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    pub(crate) fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self::new)
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &*self.0
    }

    /// The step whose code this is, if it is one of now, or of the step before or after.
    pub(crate) fn step_of(&self, code: &str, now: i64) -> Option<i64> {
        let code: Zeroizing<String> = Zeroizing::new(
            code.chars()
                .filter(|c| !c.is_whitespace())
                .take(7)
                .collect(),
        );
        let now = u64::try_from(now).ok()?;
        let step = self.generator("", "").check(&code, now)?;
        i64::try_from(step).ok()
    }

    /// What a person needs to set up a generator.
    pub(crate) fn setup(&self, mission: &str, name: &str) -> TotpSetup {
        let generator = self.generator(mission, name);
        TotpSetup {
            url: Zeroizing::new(
                generator
                    .to_url()
                    .expect("a name is there, without a colon"),
            ),
            text: Zeroizing::new(generator.secret().to_base32()),
        }
    }

    #[cfg(test)]
    pub(crate) fn code_at(&self, now: i64) -> String {
        let now = u64::try_from(now).expect("after 1970");
        self.generator("", "").generate(now).to_string()
    }

    fn generator(&self, mission: &str, name: &str) -> Totp {
        // The colon separates the two in the address (Key URI Format), so neither may hold one.
        let label = |text: &str| text.replace(':', " ").trim().to_owned();
        let issuer = Some(label(mission)).filter(|issuer| !issuer.is_empty());
        let name = Some(label(name)).filter(|name| !name.is_empty());
        Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(6)
            .with_step_duration(30)
            .with_skew(SKEW_STEPS)
            .with_secret(self.0.to_vec())
            .with_issuer(issuer)
            .with_account_name(name.unwrap_or_else(|| "holdfire".to_owned()))
            .build()
            .expect("the parameters are those of the RFC")
    }
}

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSecret(hidden)")
    }
}

/// What a person needs to set up a code generator. `Debug` shows nothing of it.
pub struct TotpSetup {
    url: Zeroizing<String>,
    text: Zeroizing<String>,
}

impl TotpSetup {
    /// The `otpauth:` address, which a QR code carries.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The secret in groups of four letters, to be typed where no camera is.
    #[must_use]
    pub fn text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(self.text.len() * 2));
        for (index, letter) in self.text.chars().enumerate() {
            if index > 0 && index % 4 == 0 {
                text.push(' ');
            }
            text.push(letter);
        }
        text
    }

    /// The QR code as an SVG picture of its own, black on white in any colour scheme, without a style or a script.
    #[must_use]
    pub fn qr_svg(&self) -> Zeroizing<String> {
        let code = QrCode::with_error_correction_level(self.url.as_bytes(), EcLevel::M)
            .or_else(|_| QrCode::with_error_correction_level(self.url.as_bytes(), EcLevel::L))
            .expect("names are short, and so is the address");
        let width = code.width();
        let colors = code.to_colors();
        let side = width + 2 * QUIET;
        let mut path = Zeroizing::new(String::with_capacity(width * width * 8));
        for (y, row) in colors.chunks(width).enumerate() {
            let mut x = 0;
            while x < width {
                let run = row[x..]
                    .iter()
                    .take_while(|&&color| color == row[x])
                    .count();
                if row[x] == Color::Dark {
                    path.push_str(&format!("M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET));
                }
                x += run;
            }
        }
        Zeroizing::new(format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
             <path fill=\"#fff\" d=\"M0 0h{side}v{side}h-{side}z\"/><path fill=\"#000\" d=\"{}\"/></svg>",
            *path
        ))
    }
}

impl fmt::Debug for TotpSetup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSetup(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The secret of the test vectors of RFC 6238, appendix B, for SHA-1.
    fn of_the_rfc() -> TotpSecret {
        TotpSecret::new(*b"12345678901234567890")
    }

    #[test]
    fn codes_are_those_of_rfc_6238() {
        // The last six of the eight digits that the appendix prints.
        for (time, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(of_the_rfc().step_of(code, time), Some(time / 30), "{time}");
        }
    }

    #[test]
    fn a_code_counts_one_step_early_or_late_and_no_further() {
        let secret = of_the_rfc();
        let code = secret.code_at(1_234_567_890);
        let step = 1_234_567_890 / 30;
        for (now, expected) in [
            (step - 2, None),
            (step - 1, Some(step)),
            (step, Some(step)),
            (step + 1, Some(step)),
            (step + 2, None),
        ] {
            assert_eq!(secret.step_of(&code, now * 30), expected, "{}", now - step);
        }
        let spaced = format!("{} {}", &code[..3], &code[3..]);
        assert_eq!(secret.step_of(&spaced, step * 30), Some(step));
    }

    #[test]
    fn the_qr_code_reads_back_as_the_address() {
        let setup = of_the_rfc().setup("Halt: the lakes", "Анна Вебер");
        assert!(setup.url().starts_with("otpauth://totp/"), "its kind");
        assert!(
            setup
                .url()
                .contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
        );
        assert_eq!(&**setup.text(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        let svg = setup.qr_svg();
        let side: usize = svg
            .split("viewBox=\"0 0 ")
            .nth(1)
            .and_then(|rest| rest.split(' ').next())
            .and_then(|side| side.parse().ok())
            .expect("its size");
        let dark = dark_modules(&svg, side);
        let scale = 4;
        let mut image =
            rqrr::PreparedImage::prepare_from_greyscale(side * scale, side * scale, |x, y| {
                if dark[y / scale * side + x / scale] {
                    0
                } else {
                    255
                }
            });
        let grids = image.detect_grids();
        let (_, text) = grids[0].decode().expect("it is one code");
        assert_eq!(text, setup.url());
    }

    /// Draws the second path of the picture.
    fn dark_modules(svg: &str, side: usize) -> Vec<bool> {
        let mut dark = vec![false; side * side];
        let path = svg.rsplit(" d=\"").next().expect("a path");
        let path = path.split('"').next().expect("it ends");
        for run in path.split('M').skip(1) {
            let (x, rest) = run.split_once(' ').expect("x");
            let (y, rest) = rest.split_once('h').expect("y");
            let (length, _) = rest.split_once('v').expect("a length");
            let number = |text: &str| text.parse::<usize>().expect("a number");
            for offset in 0..number(length) {
                dark[number(y) * side + number(x) + offset] = true;
            }
        }
        dark
    }

    #[test]
    fn nothing_shows_a_generator_secret() {
        let secret = of_the_rfc();
        assert_eq!(format!("{secret:?}"), "TotpSecret(hidden)");
        let setup = secret.setup("halt", "anna");
        assert_eq!(format!("{setup:?}"), "TotpSetup(hidden)");
    }

    proptest! {
        #[test]
        fn no_text_that_is_typed_as_a_code_panics(code in "\\PC{0,20}", now in 0_i64..1 << 40) {
            let _ = of_the_rfc().step_of(&code, now);
        }
    }

    proptest! {
        // A QR code takes a tenth of a second without optimisation.
        #![proptest_config(ProptestConfig::with_cases(20))]

        #[test]
        fn every_name_can_be_set_up(mission in "\\PC{0,100}", name in "\\PC{0,100}") {
            let setup = of_the_rfc().setup(&mission, &name);
            prop_assert!(setup.qr_svg().starts_with("<svg"));
        }
    }
}
