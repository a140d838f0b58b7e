//! Numbers that say where rows stand, with room between them.

/// The distance of two rows when a table is cut for the first time.
pub(super) const STEP: u64 = 1 << 20;

/// Numbers stay below: so that a database can hold them with a sign.
const LIMIT: u64 = 1 << 63;

/// Numbers for the rows of a table. `old` are the numbers that rows had; rows that are `kept` stand by their numbers and
/// keep them, unless there is no room between them for the others: then it ceases to be kept.
pub(super) fn assign(old: &[Option<u64>], kept: &mut [bool]) -> Vec<u64> {
    let mut orders: Vec<u64> = old.iter().map(|order| order.unwrap_or(0)).collect();
    let before = kept.to_vec();
    let mut at = 0;
    while at < kept.len() {
        if kept[at] {
            at += 1;
            continue;
        }
        let (start, end) = window(at, &orders, kept);
        kept[start..end].fill(false);
        let edges = (
            below(start, &orders),
            orders.get(end).copied().unwrap_or(LIMIT),
        );
        place(&old[start..end], edges, &mut orders[start..end]);
        for i in start..end {
            kept[i] = before[i] && old[i] == Some(orders[i]);
        }
        at = end;
    }
    orders
}

fn below(start: usize, orders: &[u64]) -> u64 {
    start.checked_sub(1).map_or(0, |i| orders[i])
}

/// The rows around one that is not kept which must get numbers together: as few as there is room for.
fn window(at: usize, orders: &[u64], kept: &[bool]) -> (usize, usize) {
    let run_end = |from: usize| {
        let more = kept[from..].iter().position(|kept| *kept);
        more.map_or(kept.len(), |length| from + length)
    };
    let (mut start, mut end) = (at, run_end(at));
    let mut right = true;
    loop {
        let upper = orders.get(end).copied().unwrap_or(LIMIT);
        if room(below(start, orders), upper) >= end - start {
            return (start, end);
        }
        if end < kept.len() && (right || start == 0) {
            end = run_end(end + 1);
        } else if start > 0 {
            start -= 1;
        } else {
            return (start, end);
        }
        right = !right;
    }
}

/// How many numbers lie between two.
fn room(lower: u64, upper: u64) -> usize {
    let numbers = upper.saturating_sub(lower).saturating_sub(1);
    usize::try_from(numbers).unwrap_or(usize::MAX)
}

/// Numbers between two edges: the old ones where they go up and leave room, the others spread between them.
fn place(old: &[Option<u64>], (lower, upper): (u64, u64), orders: &mut [u64]) {
    let mut last = lower;
    let mut from = 0;
    for (i, number) in old.iter().enumerate() {
        if let Some(number) = *number
            && number > last
            && number < upper
            && room(last, number) >= i - from
        {
            spread(last, number, &mut orders[from..i]);
            orders[i] = number;
            (last, from) = (number, i + 1);
        }
    }
    if room(last, upper) >= old.len() - from {
        spread(last, upper, &mut orders[from..]);
    } else {
        spread(lower, upper, orders);
    }
}

/// Spreads numbers evenly between two; at the open end by steps.
fn spread(lower: u64, upper: u64, orders: &mut [u64]) {
    let parts = orders.len() as u128 + 1;
    let mut width = u128::from(upper.saturating_sub(lower));
    if upper == LIMIT {
        width = width.min(u128::from(STEP) * parts);
    }
    for (i, order) in orders.iter_mut().enumerate() {
        let above = width * (i as u128 + 1) / parts;
        *order = lower + u64::try_from(above).expect("no wider than a number of 64 bits");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows as `10` (kept), `10?` (had 10, will be set), `+` (new); answers as numbers, `!` before those that are set.
    fn check(rows: &str, expected: &str) {
        let rows: Vec<&str> = rows.split(' ').collect();
        let number = |r: &&str| r.trim_end_matches('?').parse().ok();
        let old: Vec<Option<u64>> = rows.iter().map(number).collect();
        let mut kept: Vec<bool> = rows.iter().map(|r| !r.ends_with(['?', '+'])).collect();
        let orders = assign(&old, &mut kept);
        assert!(orders.is_sorted_by(|a, b| a < b), "{orders:?}");
        let shown = orders.iter().zip(&kept);
        let shown = shown.map(|(o, kept)| format!("{}{o}", if *kept { "" } else { "!" }));
        assert_eq!(shown.collect::<Vec<_>>().join(" "), expected);
    }

    #[test]
    fn rows_between_take_numbers_between_and_others_stay() {
        check("100 + 200", "100 !150 200");
        check("+ 100", "!50 100");
        check("100 +", &format!("100 !{}", 100 + STEP));
        check("100 150? 200", "100 !150 200");
        check("100 900? 200", "100 !150 200");
        check("100 150? + + 200", "100 !150 !166 !183 200");
        check("+ +", &format!("!{} !{}", STEP, 2 * STEP));
    }

    #[test]
    fn without_room_as_few_neighbours_as_possible_are_set_again() {
        check("1 2 + 3 100", "1 2 !34 !67 100");
        check("1 + 2 3 4 100", "1 !20 !40 !60 !80 100");
        let last = LIMIT - 1;
        check(
            &format!("7 {last} +"),
            &format!("7 !{} !{}", 7 + STEP, 7 + 2 * STEP),
        );
    }
}
