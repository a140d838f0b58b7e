//! Lengths that many files share.

/// The length up to which a file is filled up before it is encrypted: at most 12 % more, and for large files far less.
///
/// The exact length of a large file is nearly a name. Of the length here only as many leading bits say something as the
/// number of its bits has bits, so that all lengths up to 2^n become a few hundred.
///
/// # Source
/// PADMÉ: Nikitin et al., Reducing Metadata Leakage from Encrypted Files and Communication with PURBs, PoPETs 2019(4),
/// section 4.
#[must_use]
pub fn padded_bytes(size_bytes: u64) -> u64 {
    let Some(exponent) = size_bytes.checked_ilog2().filter(|exponent| *exponent > 0) else {
        return size_bytes;
    };
    let said = exponent.ilog2() + 1;
    let mask = (1u64 << exponent.saturating_sub(said)) - 1;
    size_bytes.saturating_add(mask) & !mask
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_rounded_up_as_in_the_paper() {
        // Worked by hand: 9 = 0b1001 has exponent 3, of which 2 bits are said, so that 1 bit is rounded.
        for (size, padded) in [
            (0, 0),
            (1, 1),
            (2, 2),
            (8, 8),
            (9, 10),
            (10, 10),
            (1000, 1024),
        ] {
            assert_eq!(padded_bytes(size), padded, "{size}");
        }
    }

    #[test]
    fn no_length_shrinks_or_grows_by_more_than_an_eighth_and_few_are_left() {
        let mut different = std::collections::BTreeSet::new();
        for size in 1..=1u64 << 16 {
            let padded = padded_bytes(size);
            assert!(padded >= size && padded - size <= size / 8 + 1, "{size}");
            assert_eq!(padded_bytes(padded), padded, "{size}");
            different.insert(padded);
        }
        assert!(different.len() < 400, "{}", different.len());
        let large = padded_bytes(5_000_000_001);
        assert!((5_000_000_001..5_200_000_000).contains(&large), "{large}");
    }
}
