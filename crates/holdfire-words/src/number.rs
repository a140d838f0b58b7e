//! Numbers as people read them.

/// A number with a narrow no-break space between thousands from 10,000 on: `9999`, `12 345`.
#[must_use]
pub fn number(n: usize) -> String {
    signed(i64::try_from(n).unwrap_or(i64::MAX))
}

pub(crate) fn signed(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut text = String::from(if n < 0 { "-" } else { "" });
    if digits.len() < 5 {
        return text + &digits;
    }
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(c);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::signed;

    #[test]
    fn thousands_stand_apart_from_ten_thousand_on() {
        for (n, text) in [
            (0, "0"),
            (9_999, "9999"),
            (10_000, "10\u{202f}000"),
            (1_234_567, "1\u{202f}234\u{202f}567"),
            (-12_345, "-12\u{202f}345"),
        ] {
            assert_eq!(signed(n), text);
        }
    }
}
