//! What holds for any bytes.

use proptest::prelude::*;

use super::*;

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = run(&bytes, MAP);
        let _ = sniff(&bytes, "x").map(|s| draft_map(&s));
    }

    #[test]
    fn no_text_makes_it_panic(text in "[0-9A-C;,\"\t\r\n./: а-я\u{0}-]{0,120}") {
        let _ = run(format!("{HEAD}{text}").as_bytes(), MAP);
        if let Ok(sniffed) = sniff(text.as_bytes(), "x") {
            prop_assert!(map::parse(&draft_map(&sniffed)).is_ok());
        }
    }

    #[test]
    fn every_row_is_kept_or_refused(rows in proptest::collection::vec("[A-C][0-9];(2025-03-1[0-9]|x|);[0-9.]{0,3};[0-9,]{0,3};[a-z]{0,3};(hit|x|)", 0..30)) {
        let done = run(format!("{HEAD}{}\n", rows.join("\n")).as_bytes(), MAP).unwrap();
        prop_assert_eq!(done.counts.read, rows.len() as u64);
        prop_assert_eq!(done.counts.kept + done.counts.refused, rows.len() as u64);
        let lines: BTreeSet<u64> = done.problems.iter().filter(|p| p.refused).filter_map(|p| p.line).collect();
        prop_assert_eq!(lines.len() as u64, done.counts.refused);
    }
}
