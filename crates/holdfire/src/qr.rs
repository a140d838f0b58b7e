//! A text as a QR code made of characters, to be carried from one screen to a camera.

use std::io::IsTerminal as _;

use qrcode::{Color, EcLevel, QrCode};

use crate::output::Failure;

/// The most bytes of a QR code: version 40 at the lowest level of correction (ISO/IEC 18004, table 7).
const MOST_BYTES: usize = 2_953;
/// Light modules around the code, as the standard asks for.
const QUIET: usize = 4;

/// What a code is drawn on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surface {
    /// A terminal of any colours: black and white are set, so that dark modules are dark.
    Terminal,
    /// A file, paper, or a terminal without colours: dark characters on a light ground.
    Plain,
}

impl Surface {
    /// What standard output is. Colours are left out if `NO_COLOR` is set.
    pub fn of_stdout() -> Self {
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        if std::io::stdout().is_terminal() && !plain {
            Self::Terminal
        } else {
            Self::Plain
        }
    }
}

/// Draws a text as a QR code; two rows of modules in each line, by half blocks.
///
/// # Errors
/// [`Failure::Input`] if the text is too long, with both sizes.
pub fn render(text: &str, surface: Surface) -> Result<String, Failure> {
    let too_long = || {
        Failure::Input(format!(
            "{} bytes are too many for a QR code, which holds {MOST_BYTES}\n\
             hint: carry the text as a file",
            text.len()
        ))
    };
    if text.len() > MOST_BYTES {
        return Err(too_long());
    }
    // The lowest level: a screen has no scratches, and the modules are larger.
    let code = QrCode::with_error_correction_level(text, EcLevel::L).map_err(|_| too_long())?;
    let width = code.width();
    let colors = code.to_colors();
    let side = width + 2 * QUIET;
    let dark = |x: usize, y: usize| {
        let (x, y) = (x.wrapping_sub(QUIET), y.wrapping_sub(QUIET));
        x < width && y < width && colors[y * width + x] == Color::Dark
    };
    let mut out = String::new();
    for y in (0..side).step_by(2) {
        if surface == Surface::Terminal {
            // Black on white, by their numbers among 256, which no theme changes.
            out.push_str("\x1b[38;5;16;48;5;231m");
        }
        for x in 0..side {
            out.push(match (dark(x, y), dark(x, y + 1)) {
                (false, false) => ' ',
                (true, false) => '▀',
                (false, true) => '▄',
                (true, true) => '█',
            });
        }
        if surface == Surface::Terminal {
            out.push_str("\x1b[0m");
        }
        out.push('\n');
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The modules of a drawn code, row by row.
    fn modules(drawn: &str) -> Vec<Vec<bool>> {
        let mut rows = Vec::new();
        for line in drawn.lines() {
            let line: Vec<char> = line.chars().collect();
            rows.push(line.iter().map(|c| matches!(c, '▀' | '█')).collect());
            rows.push(line.iter().map(|c| matches!(c, '▄' | '█')).collect());
        }
        rows
    }

    #[test]
    fn a_drawn_code_has_its_quiet_ring_and_its_three_corners() {
        let drawn = render("— w1.example/one AbCd", Surface::Plain).expect("it is short");
        let rows = modules(&drawn);
        let side = rows[0].len();
        assert!(rows.iter().all(|row| row.len() == side));
        // An odd side leaves one row of light modules at the end.
        assert!(rows.len() == side || rows.len() == side + 1);
        for (y, row) in rows.iter().enumerate() {
            for (x, dark) in row.iter().enumerate() {
                let inside = (4..side - 4).contains(&x) && (4..side - 4).contains(&y);
                assert!(inside || !dark, "module {x},{y} lies in the quiet ring");
            }
        }
        // The finder pattern of ISO/IEC 18004: 7 by 7, a light ring within, 3 by 3 dark.
        let finder = |left: usize, top: usize| {
            (0..7).all(|y: usize| {
                (0..7).all(|x: usize| {
                    let ring = x.abs_diff(3).max(y.abs_diff(3));
                    rows[top + y][left + x] == (ring != 2)
                })
            })
        };
        assert!(finder(4, 4) && finder(side - 11, 4) && finder(4, side - 11));
        assert!(!finder(side - 11, side - 11));
    }

    /// A reader that is not ours gets back what went in, for texts as they are carried and of every length of code.
    #[test]
    fn another_reader_reads_the_drawn_code() {
        let cosignature = "— w1.example/one AbCdEfGh+/0123456789AbCdEfGh==\n".to_owned();
        let request = format!(
            "old 20852014\n{}\n",
            "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n".repeat(20)
        );
        for text in [cosignature, request, "x".repeat(MOST_BYTES)] {
            let rows = modules(&render(&text, Surface::Plain).expect("it fits"));
            // Four pixels for each module, as a camera would see at least.
            const SCALE: usize = 4;
            let (width, height) = (rows[0].len() * SCALE, rows.len() * SCALE);
            let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| {
                if rows[y / SCALE][x / SCALE] { 0 } else { 255 }
            });
            let grids = image.detect_grids();
            assert_eq!(grids.len(), 1, "one code of {} bytes", text.len());
            let (_, read) = grids[0].decode().expect("it can be read");
            assert_eq!(read, text);
        }
    }

    #[test]
    fn the_longest_text_fits_and_one_byte_more_is_refused_with_both_sizes() {
        let drawn = render(&"x".repeat(MOST_BYTES), Surface::Plain).expect("it fits");
        assert_eq!(modules(&drawn)[0].len(), 177 + 8);
        let refused = render(&"x".repeat(MOST_BYTES + 1), Surface::Plain);
        let words = refused.expect_err("it does not fit").to_string();
        assert!(words.contains("2954") && words.contains("2953"), "{words}");
    }

    #[test]
    fn colours_stand_on_terminals_alone() {
        let plain = render("x", Surface::Plain).expect("it is short");
        let colours = render("x", Surface::Terminal).expect("it is short");
        assert!(!plain.contains('\x1b'));
        assert!(colours.lines().all(|line| line.ends_with("\x1b[0m")));
        let bare = colours
            .replace("\x1b[38;5;16;48;5;231m", "")
            .replace("\x1b[0m", "");
        assert_eq!(bare, plain);
    }
}
