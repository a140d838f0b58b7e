//! One piece of boundary against a disc, in metres around its centre.

use std::f64::consts::{PI, TAU};

/// The part of a piece that lies inside the disc.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chord {
    pub zone: u32,
    pub from: [f64; 2],
    pub to: [f64; 2],
    /// Whether it starts on the circle.
    pub enters: bool,
    /// Whether it ends on the circle.
    pub leaves: bool,
}

/// Cuts a piece at the circle; `None` if no point of it is nearer than the radius.
///
/// Whether an end is inside depends on that end alone, so that neighbours which share it agree. No step falls as the
/// radius grows, so a piece that crosses a disc crosses every wider one.
#[inline]
pub(super) fn clip(zone: u32, from: [f64; 2], to: [f64; 2], radius_squared: f64) -> Option<Chord> {
    let from_depth = from[0] * from[0] + from[1] * from[1] - radius_squared;
    let to_depth = to[0] * to[0] + to[1] * to[1] - radius_squared;
    let (starts_inside, ends_inside) = (from_depth < 0.0, to_depth < 0.0);
    if starts_inside && ends_inside {
        return Some(Chord {
            zone,
            from,
            to,
            enters: false,
            leaves: false,
        });
    }
    let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
    let length_squared = dx * dx + dy * dy;
    let along = from[0] * dx + from[1] * dy;
    if !starts_inside && !ends_inside && (along >= 0.0 || along + length_squared <= 0.0) {
        return None;
    }
    let discriminant = along * along - length_squared * from_depth;
    if discriminant <= 0.0 && !starts_inside && !ends_inside {
        return None;
    }
    let root = discriminant.max(0.0).sqrt();
    let on = |t: f64| [from[0] + dx * t, from[1] + dy * t];
    Some(Chord {
        zone,
        from: if starts_inside {
            from
        } else {
            on(((-along - root) / length_squared).clamp(0.0, 1.0))
        },
        to: if ends_inside {
            to
        } else {
            on(((-along + root) / length_squared).clamp(0.0, 1.0))
        },
        enters: !starts_inside,
        leaves: !ends_inside,
    })
}

/// The boundary of one zone within a disc, summed up.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Outline {
    /// Twice the area between the chords and the centre.
    twice_area: f64,
    /// Angles at which the boundary enters the disc, less those at which it leaves.
    angle: f64,
}

impl Outline {
    #[inline]
    pub(super) fn add(&mut self, chord: &Chord) {
        self.twice_area += chord.from[0] * chord.to[1] - chord.to[0] * chord.from[1];
        if chord.enters {
            self.angle += chord.from[1].atan2(chord.from[0]);
        }
        if chord.leaves {
            self.angle -= chord.to[1].atan2(chord.to[0]);
        }
    }

    /// The part of the disc to the left of the boundary.
    ///
    /// The inside is bounded by the chords and by the arcs from where the boundary leaves to where it enters next. The
    /// length of these arcs is known up to whole turns, so it is in doubt only where it is none or all of the circle;
    /// there the sign of the chords' area tells, and where that is nothing as well, whether the centre is inside.
    pub(super) fn share(&self, radius_m: f64, centre_inside: bool) -> f64 {
        const NOTHING: f64 = 1e-9;
        let twice_disc = TAU * radius_m * radius_m;
        let angle = self.angle.rem_euclid(TAU);
        if angle > NOTHING && angle < TAU - NOTHING {
            return (self.twice_area / twice_disc + angle / TAU).clamp(0.0, 1.0);
        }
        let angle = if angle > PI { angle - TAU } else { angle };
        let share = self.twice_area / twice_disc + angle / TAU;
        let whole = if share.abs() > NOTHING {
            share < 0.0
        } else {
            centre_inside
        };
        (if whole { share + 1.0 } else { share }).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(paths: &[&[[f64; 2]]], centre_inside: bool, expected: f64) {
        let mut outline = Outline::default();
        for path in paths {
            for ends in path.windows(2) {
                if let Some(chord) = clip(0, ends[0], ends[1], 1.0) {
                    outline.add(&chord);
                }
            }
        }
        let share = outline.share(1.0, centre_inside);
        assert!(
            (share - expected).abs() < 1e-12,
            "{share} is not {expected}"
        );
    }

    const SMALL: [[f64; 2]; 5] = [
        [-0.1, -0.1],
        [0.1, -0.1],
        [0.1, 0.1],
        [-0.1, 0.1],
        [-0.1, -0.1],
    ];

    fn reversed(path: &[[f64; 2]]) -> Vec<[f64; 2]> {
        path.iter().rev().copied().collect()
    }

    #[test]
    fn a_straight_border_through_the_centre_halves_the_disc() {
        check(&[&[[0.0, -5.0], [0.0, 5.0]]], true, 0.5);
        check(&[&[[5.0, 5.0], [-5.0, -5.0]]], true, 0.5);
    }

    #[test]
    fn a_border_off_the_centre_leaves_a_segment() {
        let expected = (0.5f64.acos() - 0.5 * 0.75f64.sqrt()) / PI;
        check(&[&[[0.5, 5.0], [0.5, -5.0]]], false, expected);
        check(&[&[[0.5, -5.0], [0.5, 5.0]]], true, 1.0 - expected);
    }

    #[test]
    fn islands_and_holes_wholly_inside_count_with_their_sign() {
        check(&[&SMALL], true, 0.04 / PI);
        check(&[&reversed(&SMALL)], false, 1.0 - 0.04 / PI);
    }

    #[test]
    fn a_corner_at_the_centre_leaves_a_quarter() {
        check(&[&[[0.0, 5.0], [0.0, 0.0], [5.0, 0.0]]], false, 0.25);
        check(&[&[[5.0, 0.0], [0.0, 0.0], [0.0, 5.0]]], true, 0.75);
    }

    #[test]
    fn a_strip_is_what_its_two_borders_leave() {
        let segment = (0.5f64.acos() - 0.5 * 0.75f64.sqrt()) / PI;
        check(
            &[&[[0.5, -5.0], [0.5, 5.0]], &[[-0.5, 5.0], [-0.5, -5.0]]],
            true,
            1.0 - 2.0 * segment,
        );
    }

    #[test]
    fn a_corner_exactly_on_the_circle_changes_nothing() {
        check(&[&[[1.0, -5.0], [1.0, 0.0], [1.0, 5.0]]], true, 1.0);
        check(
            &[&[[0.0, -5.0], [0.0, -1.0], [0.0, 1.0], [0.0, 5.0]]],
            true,
            0.5,
        );
        check(&[&[[2.0, 2.0], [1.0, 0.0], [2.0, -2.0]]], true, 1.0);
    }
}
