//! Degrees as people write them.

/// Reads decimal degrees and writes them with a point; `decimal` is the sign that the mapping names, if it names one.
///
/// The digits stay as they are written, so that no precision is invented or lost.
///
/// # Errors
/// What is wrong, and what to do.
pub(crate) fn degrees(
    text: &str,
    decimal: Option<char>,
    most: u16,
) -> Result<String, (String, &'static str)> {
    let plain: String = text
        .trim()
        .trim_end_matches('°')
        .chars()
        .map(|c| if c == '\u{2212}' { '-' } else { c })
        .collect();
    let bad = |hint| {
        Err((
            format!(
                "`{}`, which is not a number of degrees",
                super::problem::shown(text)
            ),
            hint,
        ))
    };
    if plain.contains(['°', '\'', '′', '″', 'N', 'S', 'E', 'W']) {
        return bad(
            "write decimal degrees with a sign: `50.917`, `-34.6`; south and west are negative",
        );
    }
    let other = match decimal {
        Some(',') => Some('.'),
        Some(_) => Some(','),
        None => None,
    };
    if other.is_some_and(|o| plain.contains(o)) {
        return bad("`[numbers] decimal` of the mapping file names the other decimal sign");
    }
    let digits = plain.strip_prefix(['-', '+']).unwrap_or(&plain);
    let mut parts = digits.split(['.', ',']);
    let shape = parts
        .next()
        .is_some_and(|p| !p.is_empty() && p.len() <= 3 && p.bytes().all(|b| b.is_ascii_digit()))
        && parts
            .next()
            .is_none_or(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()))
        && parts.next().is_none()
        && plain.len() <= 30;
    if !shape {
        return bad("write decimal degrees, for instance `50.917`");
    }
    let number = plain.strip_prefix('+').unwrap_or(&plain).replace(',', ".");
    match number.parse::<f64>() {
        Ok(n) if n.abs() <= f64::from(most) => Ok(number),
        _ => Err((
            format!(
                "`{}`, which is outside -{most} to {most}",
                super::problem::shown(text)
            ),
            "look whether latitude and longitude are swapped, or a decimal sign is missing",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, decimal: Option<char>, expected: &str) {
        let got = degrees(text, decimal, 90).unwrap_or_else(|(message, _)| format!("! {message}"));
        assert!(
            if expected == "!" {
                got.starts_with('!')
            } else {
                got == expected
            },
            "{text}: {got}"
        );
    }

    #[test]
    fn points_and_commas_are_read_and_digits_kept() {
        check("50.9170", None, "50.9170");
        check("50,917", None, "50.917");
        check(" +50° ", None, "50");
        check("\u{2212}34,6", None, "-34.6");
    }

    #[test]
    fn the_named_sign_is_the_only_one() {
        check("50,917", Some(','), "50.917");
        check("50.917", Some(','), "!");
        check("50,917", Some('.'), "!");
    }

    #[test]
    fn what_is_no_number_of_degrees_is_said() {
        for text in [
            "",
            "x",
            "50°27′N",
            "1.234,5",
            "1 234",
            "NaN",
            "1e1",
            "90.1",
            "-91",
            "50917",
            ".",
        ] {
            check(text, None, "!");
        }
    }
}
