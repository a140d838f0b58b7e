//! Zones against brute force.

use proptest::prelude::*;

use super::*;
use crate::area::tests::{box_area, box_ring, star_ring};

fn disc(lon: f64, lat: f64, radius_m: f64) -> Disc {
    Disc::new(LonLat::new(lon, lat).unwrap(), radius_m).unwrap()
}

fn overlaps(zones: &[Area], disc: &Disc) -> Vec<Overlap> {
    let mut hits = ZoneHits::default();
    ZoneIndex::build(zones).hits(disc, &mut hits);
    let mut overlaps = vec![Overlap::None; zones.len()];
    hits.iter().for_each(|hit| overlaps[hit.zone] = hit.overlap);
    overlaps
}

fn check(zones: &[Area], at: &Disc, expected: &[Overlap]) {
    for (zone, (found, expected)) in overlaps(zones, at).iter().zip(expected).enumerate() {
        match (*found, *expected) {
            (Overlap::Part(share), Overlap::Part(wanted)) => {
                assert!(
                    (share - wanted).abs() < 1e-3,
                    "zone {zone}: {share} is not {wanted}"
                );
            }
            (found, expected) => assert_eq!(found, expected, "zone {zone}"),
        }
    }
}

/// Stars, some with a hole and an island in it, around one place.
fn some_zones(lon: f64, lat: f64, seed: u64) -> Vec<Area> {
    (0..6u64)
        .map(|i| {
            let shift = 0.3 * i as f64 - 0.8;
            let size = 0.2 + 0.25 * i as f64;
            let star = |share: f64| {
                star_ring(
                    lon + shift,
                    lat + 0.4 * shift,
                    share * size,
                    9 + 11 * i as usize,
                    seed + i,
                )
            };
            let mut polygons = vec![vec![star(1.0)]];
            if i % 2 == 1 {
                // The same star, smaller, never touches the larger.
                polygons[0].push(star(0.6));
                polygons.push(vec![star(0.3)]);
            }
            Area::new(polygons).unwrap()
        })
        .collect()
}

/// Shares by counting the points of a fine grid, in the same map.
fn counted(zones: &[Area], disc: &Disc, wanted: impl Fn(usize) -> bool) -> f64 {
    const STEPS: i32 = 160;
    let local = Local::around(disc.centre());
    let (mut inside, mut all) = (0, 0);
    for i in -STEPS..STEPS {
        for k in -STEPS..STEPS {
            let (x, y) = (
                (f64::from(i) + 0.5) / f64::from(STEPS),
                (f64::from(k) + 0.5) / f64::from(STEPS),
            );
            if x * x + y * y < 1.0 {
                let lon = local.lon + x * disc.radius_m() / local.m_per_degree_lon;
                let lat = local.lat + y * disc.radius_m() / local.m_per_degree_lat;
                let point = LonLat::new((lon + 180.0).rem_euclid(360.0) - 180.0, lat).unwrap();
                all += 1;
                inside += i32::from(
                    zones
                        .iter()
                        .enumerate()
                        .any(|(zone, area)| wanted(zone) && area.contains(point)),
                );
            }
        }
    }
    f64::from(inside) / f64::from(all)
}

#[test]
fn a_disc_inside_on_the_border_and_outside() {
    let zones = [box_area(30.0, 50.0, 31.0, 51.0)];
    check(&zones, &disc(30.5, 50.5, 5_000.0), &[Overlap::All]);
    check(&zones, &disc(30.0, 50.5, 5_000.0), &[Overlap::Part(0.5)]);
    check(&zones, &disc(31.0, 51.0, 100.0), &[Overlap::Part(0.25)]);
    check(&zones, &disc(29.0, 50.5, 5_000.0), &[Overlap::None]);
}

#[test]
fn a_zone_wholly_inside_the_disc_is_a_part_of_it() {
    let zones = [box_area(30.49, 50.49, 30.51, 50.51)];
    let zone_m2 = zones[0].area_m2();
    let disc_m2 = std::f64::consts::PI * 2e4 * 2e4;
    check(
        &zones,
        &disc(30.4, 50.5, 20_000.0),
        &[Overlap::Part(zone_m2 / disc_m2)],
    );
}

#[test]
fn neighbours_hold_a_disc_on_their_border_together() {
    let zones = [
        box_area(29.0, 50.0, 30.1, 51.0),
        box_area(30.1, 50.0, 31.0, 51.0),
    ];
    let mut hits = ZoneHits::default();
    ZoneIndex::build(&zones).hits(&disc(30.1, 50.5, 5_000.0), &mut hits);
    assert_eq!(hits.overlap(|_| true), Overlap::All);
    assert!(
        matches!(hits.overlap(|zone| zone == 1), Overlap::Part(share) if (share - 0.5).abs() < 1e-9)
    );
    assert_eq!(hits.overlap(|zone| zone == 7), Overlap::None);
}

#[test]
fn the_seam_is_no_border_of_a_zone_that_goes_on_beyond_it() {
    let crossing = Area::new(vec![
        vec![box_ring(170.0, -10.0, 180.0, 10.0)],
        vec![box_ring(-180.0, -10.0, -170.0, 5.0)],
    ])
    .unwrap();
    let ending = box_area(170.0, -10.0, 180.0, 10.0);
    let starting = box_area(-180.0, -10.0, -170.0, 10.0);
    let zones = [crossing, ending, starting];
    for lon in [179.99, 180.0, -180.0, -179.99] {
        let (Overlap::Part(east), Overlap::Part(west)) = (
            overlaps(&zones, &disc(lon, 0.0, 50_000.0))[1],
            overlaps(&zones, &disc(lon, 0.0, 50_000.0))[2],
        ) else {
            panic!("both are parts at {lon}")
        };
        assert!((east + west - 1.0).abs() < 1e-9);
        check(
            &zones,
            &disc(lon, 0.0, 50_000.0),
            &[Overlap::All, Overlap::Part(east), Overlap::Part(west)],
        );
    }
    // North of 5 degrees only the eastern part goes on.
    check(
        &zones,
        &disc(180.0, 7.0, 20_000.0),
        &[Overlap::Part(0.5), Overlap::Part(0.5), Overlap::Part(0.5)],
    );
    check(
        &zones,
        &disc(-179.5, 7.0, 20_000.0),
        &[Overlap::None, Overlap::None, Overlap::All],
    );
    check(
        &zones,
        &disc(-179.5, 0.0, 20_000.0),
        &[Overlap::All, Overlap::None, Overlap::All],
    );
    check(
        &zones,
        &disc(179.5, 7.0, 20_000.0),
        &[Overlap::All, Overlap::All, Overlap::None],
    );
    check(
        &zones,
        &disc(180.0, 5.0, 20_000.0),
        &[Overlap::Part(0.75), Overlap::Part(0.5), Overlap::Part(0.5)],
    );
    let world = [box_area(-180.0, -90.0, 180.0, 90.0)];
    for (lon, lat, radius_m) in [
        (180.0, 0.0, 99_000.0),
        (0.0, 89.99, 40.0),
        (0.0, 90.0, 0.0),
        (-180.0, -90.0, 0.0),
    ] {
        check(&world, &disc(lon, lat, radius_m), &[Overlap::All]);
    }
}

#[test]
fn a_large_disc_is_judged_by_geodesic_distance() {
    let zones = [
        box_area(20.0, 40.0, 40.0, 55.0),
        box_area(30.0, 50.0, 30.01, 50.01),
        box_area(60.0, 50.0, 61.0, 51.0),
    ];
    check(
        &zones,
        &disc(30.0, 48.0, 200_000.0),
        &[Overlap::All, Overlap::None, Overlap::None],
    );
    let wide = disc(30.0, 48.0, 300_000.0);
    let share = zones[1].area_m2() / Area::from_disc(&wide).area_m2();
    check(
        &zones,
        &wide,
        &[Overlap::All, Overlap::Part(share), Overlap::None],
    );
    let mut hits = ZoneHits::default();
    let halves = [
        box_area(20.0, 40.0, 30.0, 55.0),
        box_area(30.0, 40.0, 40.0, 55.0),
    ];
    ZoneIndex::build(&halves).hits(&wide, &mut hits);
    assert!(
        matches!(hits.overlap(|zone| zone == 0), Overlap::Part(share) if (share - 0.5).abs() < 1e-4)
    );
    assert_eq!(hits.overlap(|_| true), Overlap::All);
}

#[test]
fn a_disc_over_the_pole_is_part_of_a_polar_zone() {
    let zones = [box_area(-180.0, 80.0, 180.0, 90.0)];
    check(&zones, &disc(0.0, 89.0, 500_000.0), &[Overlap::All]);
    assert!(matches!(
        overlaps(&zones, &disc(0.0, 85.0, 900_000.0))[0],
        Overlap::Part(_)
    ));
}

#[test]
fn a_buffer_keeps_nothing_of_the_query_before() {
    let index = ZoneIndex::build(&[box_area(20.0, 40.0, 40.0, 55.0)]);
    let mut hits = ZoneHits::default();
    index.hits(&disc(20.0, 48.0, 300_000.0), &mut hits);
    assert!(!hits.is_empty());
    index.hits(&disc(0.0, 0.0, 300.0), &mut hits);
    assert!(hits.is_empty() && hits.overlap(|_| true) == Overlap::None);
    index.hits(&disc(20.0, 48.0, 300.0), &mut hits);
    assert_eq!(hits.iter().len(), 1);
    assert!(matches!(hits.overlap(|_| true), Overlap::Part(share) if (share - 0.5).abs() < 1e-9));
}

proptest! {
    #![proptest_config(crate::testing::fixed(200))]

    #[test]
    fn points_are_in_the_zones_that_brute_force_finds(
        seed in 0u64..10_000, at in prop::sample::select(vec![(30.0, 50.0), (-0.1, 0.1), (-73.0, -40.0), (177.0, 68.0)]),
        points in prop::collection::vec((-1.5..1.5f64, -1.0..1.0f64), 50),
    ) {
        let zones = some_zones(at.0, at.1, seed);
        let index = ZoneIndex::build(&zones);
        let mut hits = ZoneHits::default();
        for (dx, dy) in points {
            let disc = disc(at.0 + dx, at.1 + dy, 0.0);
            index.hits(&disc, &mut hits);
            let found: Vec<usize> = hits.iter().map(|hit| hit.zone).collect();
            let expected: Vec<usize> = (0..zones.len()).filter(|&zone| zones[zone].contains(disc.centre())).collect();
            prop_assert_eq!(found, expected);
            prop_assert!(hits.iter().all(|hit| hit.overlap == Overlap::All));
        }
    }

    #[test]
    fn a_disc_is_held_in_part_exactly_if_a_boundary_is_nearer_than_its_radius(
        seed in 0u64..10_000, dx in -1.5..1.5f64, dy in -1.0..1.0f64, radius_m in 50.0..60_000.0f64, lat in -70.0..70.0f64,
    ) {
        let zones = some_zones(30.0, lat, seed);
        let disc = disc(30.0 + dx, lat + dy, radius_m);
        let local = Local::around(disc.centre());
        for (zone, overlap) in overlaps(&zones, &disc).into_iter().enumerate() {
            let nearest_m = zones[zone].edges().map(|edge| {
                let (a, b) = (local.metres(edge.start.x, edge.start.y, 0.0), local.metres(edge.end.x, edge.end.y, 0.0));
                let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
                let t = (-(a[0] * dx + a[1] * dy) / (dx * dx + dy * dy)).clamp(0.0, 1.0);
                (a[0] + t * dx).hypot(a[1] + t * dy)
            }).fold(f64::INFINITY, f64::min);
            match overlap {
                Overlap::Part(share) => prop_assert!(nearest_m < radius_m && share > 0.0 && share < 1.0),
                Overlap::All => prop_assert!(nearest_m >= radius_m && zones[zone].contains(disc.centre())),
                Overlap::None => prop_assert!(nearest_m >= radius_m && !zones[zone].contains(disc.centre())),
            }
        }
    }

    #[test]
    fn widening_a_disc_never_settles_what_was_open(
        seed in 0u64..10_000, dx in -1.5..1.5f64, dy in -1.0..1.0f64, lat in -75.0..75.0f64,
        radius_m in 10.0..90_000.0f64, factor in 1.0..6.0f64,
    ) {
        let zones = some_zones(30.0, lat, seed);
        let narrow = overlaps(&zones, &disc(30.0 + dx, lat + dy, radius_m));
        let wide = overlaps(&zones, &disc(30.0 + dx, lat + dy, radius_m * factor));
        for (narrow, wide) in narrow.into_iter().zip(wide) {
            match (narrow, wide) {
                (Overlap::Part(_), wide) => prop_assert!(matches!(wide, Overlap::Part(_))),
                (narrow, wide) => prop_assert!(matches!(wide, Overlap::Part(_)) || narrow == wide),
            }
        }
    }
}

proptest! {
    #![proptest_config(crate::testing::fixed(60))]

    #[test]
    fn shares_agree_with_counting_and_grow_with_the_zones(
        seed in 0u64..10_000, dx in -1.0..1.0f64, dy in -0.7..0.7f64, radius_m in 500.0..60_000.0f64,
        at in prop::sample::select(vec![(30.0, 50.0), (-0.1, 0.1), (-73.0, -40.0), (170.0, 62.0)]),
    ) {
        let zones = some_zones(at.0, at.1, seed);
        let disc = disc(at.0 + dx, at.1 + dy, radius_m);
        let mut hits = ZoneHits::default();
        ZoneIndex::build(&zones).hits(&disc, &mut hits);
        let mut before = 0.0;
        for count in 0..=zones.len() {
            let share = hits.overlap(|zone| zone < count).share();
            let expected = counted(&zones, &disc, |zone| zone < count);
            prop_assert!((share - expected).abs() < 0.01, "{count} zones: {share} counted {expected}");
            prop_assert!(share >= before - 1e-9);
            before = share;
        }
        for hit in hits.iter().collect::<Vec<_>>() {
            let again = union::union_share(
                disc.radius_m(), &hits.chords,
                &[(hit.zone as u32, zones[hit.zone].contains(disc.centre()))], &mut Default::default(),
            );
            prop_assert!((hit.overlap.share() - again).abs() < 1e-9, "{} {again}", hit.overlap.share());
        }
    }

    #[test]
    fn shares_in_the_local_map_agree_with_areas_on_the_ellipsoid(
        seed in 0u64..10_000, dx in -1.0..1.0f64, dy in -0.7..0.7f64, radius_m in 500.0..30_000.0f64,
    ) {
        let zones = some_zones(30.0, 50.0, seed);
        let disc = disc(30.0 + dx, 50.0 + dy, radius_m);
        let area = Area::from_disc(&disc);
        for (zone, overlap) in overlaps(&zones, &disc).into_iter().enumerate() {
            prop_assert!((overlap.share() - area.overlap(&zones[zone]).share()).abs() < 0.004);
        }
    }
}

/// Corners of a region made of lattice squares, an eighth of a degree wide: rings run along the borders of cells.
fn lattice_zone(squares: &[bool], lon: f64, lat: f64) -> Option<Area> {
    const STEP: f64 = 0.125;
    let boxes: Vec<Area> = (0..squares.len())
        .filter(|&square| squares[square])
        .map(|square| {
            let (west, south) = (
                lon + STEP * (square % 6) as f64,
                lat + STEP * (square / 6) as f64,
            );
            box_area(west, south, west + STEP, south + STEP)
        })
        .collect();
    // The overlay moves corners by less than a centimetre; here they must lie exactly on the lattice.
    let snapped = |position: geo::Coord<f64>| {
        [
            (position.x / STEP).round() * STEP,
            (position.y / STEP).round() * STEP,
        ]
    };
    let union = Area::union(&boxes)?;
    let polygons = union.shape().0.iter().map(|polygon| {
        let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
        rings
            .map(|ring| ring.0.iter().map(|&position| snapped(position)).collect())
            .collect()
    });
    Some(Area::new(polygons.collect()).unwrap())
}

proptest! {
    #![proptest_config(crate::testing::fixed(120))]

    #[test]
    fn borders_and_points_on_the_borders_of_cells_change_nothing(
        squares in prop::collection::vec(prop::bool::weighted(0.6), 36),
        at in prop::sample::select(vec![(30.0, 50.0), (-0.25, -0.25), (-180.0, -90.0), (179.25, 89.25), (29.875, 12.125)]),
    ) {
        let Some(zone) = lattice_zone(&squares, at.0, at.1) else { return Ok(()) };
        let zones = [zone];
        let index = ZoneIndex::build(&zones);
        let mut hits = ZoneHits::default();
        for i in -2..=14 {
            for k in -2..=14 {
                let (lon, lat) = (at.0 + f64::from(i) * 0.0625, at.1 + f64::from(k) * 0.0625);
                let Ok(centre) = LonLat::new(lon, lat) else { continue };
                index.hits(&Disc::new(centre, 0.0).unwrap(), &mut hits);
                prop_assert_eq!(hits.is_empty(), !zones[0].contains(centre), "{} {}", lon, lat);
                let disc = disc(lon, lat, 300.0);
                index.hits(&disc, &mut hits);
                let share = hits.overlap(|_| true).share();
                if lat.abs() < 80.0 {
                    // Borders through a centre on the lattice leave whole quarters; elsewhere there are none near.
                    prop_assert!((share * 4.0 - (share * 4.0).round()).abs() < 1e-6, "{} at {} {}", share, lon, lat);
                    let quarters = [(1e-3, 1e-3), (-1e-3, 1e-3), (1e-3, -1e-3), (-1e-3, -1e-3)].map(|(dx, dy)| {
                        let (lon, lat) = ((lon + dx + 180.0).rem_euclid(360.0) - 180.0, lat + dy);
                        usize::from(zones[0].contains(LonLat::new(lon, lat).unwrap()))
                    });
                    prop_assert!((share * 4.0 - quarters.iter().sum::<usize>() as f64).abs() < 1e-6, "{} at {} {}", share, lon, lat);
                }
            }
        }
    }
}
