//! The part of a disc inside several zones together.
//!
//! The disc is cut into horizontal slabs between all ends and crossings of chords. Within a slab the chords keep their
//! order, so the covered intervals are trapezoids, or end at an arc: their areas are exact. Chords that coincide, as
//! along a shared border, may stand in either order, because nothing lies between them; so no sort here needs to be
//! stable (a stable one allocates).

use super::clip::Chord;

/// A chord that is not level, from its lower to its upper end.
#[derive(Debug, Clone, Copy)]
struct Strand {
    slot: u32,
    low: [f64; 2],
    high: [f64; 2],
}

/// Memory for [`union_share`], kept between calls.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    strands: Vec<Strand>,
    levels: Vec<f64>,
    /// Ends of chords on the left half of the circle: latitude in metres, slot.
    toggles: Vec<(f64, u32)>,
    /// Whether each zone holds the left end of the current slab.
    inside: Vec<bool>,
    /// As `inside`, while walking along a slab.
    now: Vec<bool>,
    active: Vec<Strand>,
    order: Vec<(f64, f64, u32)>,
    stack: Vec<(f64, f64)>,
}

impl Strand {
    #[inline]
    fn x_at(&self, y: f64) -> f64 {
        let t = (y - self.low[1]) / (self.high[1] - self.low[1]);
        self.low[0] + (self.high[0] - self.low[0]) * t.clamp(0.0, 1.0)
    }
}

/// The share of the disc inside the union of zones, each given with whether it holds the centre.
///
/// `chords` are those of all zones that touch the disc; those of zones not in `zones` (ascending) are left out.
pub(super) fn union_share(
    radius_m: f64,
    chords: &[Chord],
    zones: &[(u32, bool)],
    scratch: &mut Scratch,
) -> f64 {
    scratch.collect(radius_m, chords, zones);
    let mut area = 0.0;
    let (mut next_strand, mut next_toggle) = (0, 0);
    for level in 1..scratch.levels.len() {
        let (low, high) = (scratch.levels[level - 1], scratch.levels[level]);
        while let Some(&(_, slot)) = scratch.toggles.get(next_toggle).filter(|&&(y, _)| y <= low) {
            scratch.inside[slot as usize] ^= true;
            next_toggle += 1;
        }
        scratch.active.retain(|strand| strand.high[1] > low);
        while let Some(&strand) = scratch
            .strands
            .get(next_strand)
            .filter(|strand| strand.low[1] <= low)
        {
            scratch.active.push(strand);
            next_strand += 1;
        }
        area += scratch.slab_area(radius_m, low, high);
    }
    (area / (std::f64::consts::PI * radius_m * radius_m)).clamp(0.0, 1.0)
}

impl Scratch {
    fn collect(&mut self, radius_m: f64, chords: &[Chord], zones: &[(u32, bool)]) {
        self.strands.clear();
        self.levels.clear();
        self.toggles.clear();
        self.active.clear();
        self.inside.clear();
        self.inside
            .extend(zones.iter().map(|&(_, centre_inside)| centre_inside));
        self.levels.extend([-radius_m, radius_m]);
        for chord in chords {
            let Ok(slot) = zones.binary_search_by_key(&chord.zone, |&(zone, _)| zone) else {
                continue;
            };
            for (end, on_circle) in [(chord.from, chord.enters), (chord.to, chord.leaves)] {
                if on_circle && end[0] < 0.0 {
                    self.toggles.push((end[1], slot as u32));
                    // Now `inside` is wanted at the lowest point: undo the changes on the way to the centre.
                    self.inside[slot] ^= end[1] <= 0.0;
                    self.levels.push(end[1]);
                }
            }
            let (low, high) = if chord.from[1] < chord.to[1] {
                (chord.from, chord.to)
            } else {
                (chord.to, chord.from)
            };
            if low[1] < high[1] {
                let strand = Strand {
                    slot: slot as u32,
                    low,
                    high,
                };
                self.inside[slot] ^= low[1] <= 0.0 && high[1] > 0.0 && strand.x_at(0.0) <= 0.0;
                self.levels.extend([low[1], high[1]]);
                self.strands.push(strand);
            }
        }
        self.strands
            .sort_unstable_by(|a, b| a.low[1].total_cmp(&b.low[1]));
        self.toggles.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        self.levels
            .iter_mut()
            .for_each(|level| *level = level.clamp(-radius_m, radius_m));
        self.levels.sort_unstable_by(f64::total_cmp);
        self.levels.dedup();
    }

    /// Covered area between two levels; cut again where chords cross.
    fn slab_area(&mut self, radius_m: f64, low: f64, high: f64) -> f64 {
        /// Cuts of one slab; crossings beyond it would enclose less than rounding does.
        const MOST_CUTS: usize = 4096;
        let mut area = 0.0;
        let mut cuts = 0;
        self.stack.clear();
        self.stack.push((low, high));
        while let Some((low, high)) = self.stack.pop() {
            self.order.clear();
            self.order.extend(
                self.active
                    .iter()
                    .map(|strand| (strand.x_at(low), strand.x_at(high), strand.slot)),
            );
            self.order
                .sort_unstable_by(|a, b| (a.0 + a.1).total_cmp(&(b.0 + b.1)).then(a.2.cmp(&b.2)));
            match crossing(&self.order, low, high) {
                Some(level) if cuts < MOST_CUTS => {
                    cuts += 1;
                    self.stack.extend([(level, high), (low, level)]);
                }
                _ => area += self.ordered_area(radius_m, low, high),
            }
        }
        area
    }

    /// Covered area between two levels between which the chords keep their order.
    fn ordered_area(&mut self, radius_m: f64, low: f64, high: f64) -> f64 {
        let arc = arc_area(radius_m, high) - arc_area(radius_m, low);
        self.now.clone_from(&self.inside);
        let mut holders = self.now.iter().filter(|&&inside| inside).count();
        // A covered interval that ends adds what lies to its left, one that starts takes it away.
        let mut area = if holders > 0 { arc } else { 0.0 };
        for &(at_low, at_high, slot) in &self.order {
            let before = holders > 0;
            let inside = &mut self.now[slot as usize];
            *inside ^= true;
            if *inside {
                holders += 1
            } else {
                holders -= 1
            }
            let left = (at_low + at_high) / 2.0 * (high - low);
            match (before, holders > 0) {
                (true, false) => area += left,
                (false, true) => area -= left,
                _ => {}
            }
        }
        if holders > 0 { area + arc } else { area }
    }
}

/// Area between the middle line of the disc and one half of its circle, below a level.
fn arc_area(radius_m: f64, level: f64) -> f64 {
    let half_width = ((radius_m - level) * (radius_m + level)).max(0.0).sqrt();
    (level * half_width + radius_m * radius_m * (level / radius_m).clamp(-1.0, 1.0).asin()) / 2.0
}

/// The level strictly within the slab at which two neighbours in the order cross; `None` if none do.
fn crossing(order: &[(f64, f64, u32)], low: f64, high: f64) -> Option<f64> {
    order.windows(2).find_map(|pair| {
        let (gap_low, gap_high) = (pair[1].0 - pair[0].0, pair[1].1 - pair[0].1);
        if gap_low >= 0.0 && gap_high >= 0.0 {
            return None;
        }
        let level = low + (high - low) * (gap_low / (gap_low - gap_high));
        (level > low && level < high).then_some(level)
    })
}

#[cfg(test)]
mod tests {
    use super::super::clip::clip;
    use super::*;

    fn chords(paths: &[(u32, &[[f64; 2]])]) -> Vec<Chord> {
        let ends = paths
            .iter()
            .flat_map(|(zone, path)| path.windows(2).map(|ends| (*zone, ends[0], ends[1])));
        ends.filter_map(|(zone, from, to)| clip(zone, from, to, 1.0))
            .collect()
    }

    fn check(paths: &[(u32, &[[f64; 2]])], zones: &[(u32, bool)], expected: f64) {
        let share = union_share(1.0, &chords(paths), zones, &mut Scratch::default());
        assert!(
            (share - expected).abs() < 1e-12,
            "{share} is not {expected}"
        );
    }

    const EAST_BORDER: [[f64; 2]; 2] = [[0.0, -5.0], [0.0, 5.0]];
    const WEST_BORDER: [[f64; 2]; 3] = [[0.0, 5.0], [0.0, 0.2], [0.0, -5.0]];
    const SOUTH_BORDER: [[f64; 2]; 2] = [[5.0, 0.0], [-5.0, 0.0]];

    #[test]
    fn one_zone_is_as_large_as_it_is() {
        check(&[(3, &EAST_BORDER)], &[(3, true)], 0.5);
        check(&[(3, &SOUTH_BORDER)], &[(3, true)], 0.5);
    }

    #[test]
    fn two_neighbours_hold_all() {
        check(
            &[(3, &EAST_BORDER), (5, &WEST_BORDER)],
            &[(3, true), (5, false)],
            1.0,
        );
    }

    #[test]
    fn overlapping_halves_hold_three_quarters() {
        check(
            &[(3, &EAST_BORDER), (5, &SOUTH_BORDER)],
            &[(3, true), (5, false)],
            0.75,
        );
    }

    #[test]
    fn two_diagonals_that_cross_leave_a_quarter_out() {
        let rising: [[f64; 2]; 2] = [[-5.0, -5.0], [5.0, 5.0]];
        let falling: [[f64; 2]; 2] = [[5.0, -5.0], [-5.0, 5.0]];
        check(
            &[(0, &rising), (1, &falling)],
            &[(0, true), (1, false)],
            0.75,
        );
    }

    #[test]
    fn a_zone_that_is_not_asked_for_does_not_count() {
        check(&[(3, &EAST_BORDER), (4, &WEST_BORDER)], &[(3, true)], 0.5);
    }

    #[test]
    fn a_hole_is_filled_by_an_island_of_another_zone() {
        let square: [[f64; 2]; 5] = [
            [-0.1, -0.1],
            [0.1, -0.1],
            [0.1, 0.1],
            [-0.1, 0.1],
            [-0.1, -0.1],
        ];
        let hole: Vec<[f64; 2]> = square.iter().rev().copied().collect();
        check(&[(0, &hole), (1, &square)], &[(0, false), (1, true)], 1.0);
        check(
            &[(0, &hole)],
            &[(0, false)],
            1.0 - 0.04 / std::f64::consts::PI,
        );
    }
}
