#![allow(missing_docs, clippy::print_stdout)]
use holdfire_geo::*;
use std::{fs, time::Instant};
fn f64s(p: &str) -> Vec<f64> {
    fs::read(format!("/tmp/geo-data/d/raw/{p}"))
        .unwrap()
        .chunks_exact(8)
        .map(|b| f64::from_le_bytes(b.try_into().unwrap()))
        .collect()
}
fn cpu() -> f64 {
    let s = fs::read_to_string("/proc/self/schedstat").unwrap();
    s.split(' ').next().unwrap().parse::<f64>().unwrap() / 1e9
}
fn load(p: &str) -> Vec<(String, Area)> {
    let mut out: Vec<(String, Vec<Vec<Vec<[f64; 2]>>>)> = vec![];
    for l in fs::read_to_string(p).unwrap().lines() {
        if let Some(n) = l.strip_prefix("Z ") { out.push((n.into(), vec![])); }
        else if l == "P" { out.last_mut().unwrap().1.push(vec![]); }
        else { let v: Vec<f64> = l[2..].split(' ').map(|x| x.parse().unwrap()).collect(); out.last_mut().unwrap().1.last_mut().unwrap().push(v.chunks(2).map(|c| [c[0], c[1]]).collect()); }
    }
    out.into_iter().map(|(n, p)| { let a = Area::new(p).unwrap_or_else(|e| panic!("{n}: {e}")); (n, a) }).collect()
}
fn real() {
    let (adm, ne) = (load("/tmp/geo-data/adm1.txt"), load("/tmp/geo-data/ne.txt"));
    let t = cpu();
    for (n, a) in &adm { if a.overlaps_itself() { println!("{n} overlaps itself"); } }
    for (n, a) in &ne { if a.overlaps_itself() { println!("{n} overlaps itself"); } }
    let mut parts = 0;
    for (i, (n, a)) in adm.iter().enumerate() { for (k, (m, b)) in adm.iter().enumerate() { if i != k { match a.overlap(b) { Overlap::None => {} o => { parts += 1; if parts < 12 { println!("{n} in {m}: {o:?} {:.0} m2", a.intersection_m2(b)); } } } } } }
    let u = Area::union(adm.iter().map(|x| &x.1)).unwrap();
    println!("neighbour overlaps {parts}; union vertices {} area km2 {:.1} sum {:.1} cpu {:.3}", u.vertex_count(), u.area_m2() / 1e6, adm.iter().map(|x| x.1.area_m2()).sum::<f64>() / 1e6, cpu() - t);
    let t = cpu(); for (n, a) in &adm { if a.overlap(&u) != Overlap::All { println!("{n} in union {:?}", a.overlap(&u)); } if a.overlap_with_union(adm.iter().map(|x| &x.1)) != Overlap::All { println!("{n} {:?}", a.overlap_with_union(adm.iter().map(|x| &x.1))); } }
    println!("cpu {:.3}", cpu() - t);
    for (n, a) in &ne { println!("{n} {:.0} km2 in adm1 union: {:?}", a.area_m2() / 1e6, a.overlap(&u)); }
    let d = Disc::new(LonLat::new(34.0, 49.0).unwrap(), 300_000.0).unwrap(); let idx = ZoneIndex::build(&adm.iter().map(|x| x.1.clone()).collect::<Vec<_>>());
    let mut h = ZoneHits::default(); let t = cpu(); for _ in 0..10 { idx.hits(&d, &mut h); } let o = h.overlap(|_| true); println!("large disc {:.5} each, {} hits, all: {:?}", (cpu() - t) / 10.0, { h.iter().len() }, o);
}
fn main() { real();
    let (slon, slat, srad) = (f64s("s_lon"), f64s("s_lat"), f64s("s_radius_m"));
    let (rlon, rlat) = (f64s("r_lon"), f64s("r_lat"));
    let prec: Vec<f64> = fs::read("/tmp/geo-data/d/raw/r_prec")
        .unwrap()
        .iter()
        .map(|&p| [100.0, 1000.0, 5000.0, 25000.0][p as usize])
        .collect();
    let e = f64s("z_edges");
    let owner: Vec<u32> = fs::read("/tmp/geo-data/d/raw/z_owner")
        .unwrap()
        .chunks_exact(4)
        .map(|b| u32::from_le_bytes(b.try_into().unwrap()))
        .collect();
    let mut zones: Vec<Vec<Vec<[f64; 2]>>> = vec![];
    let mut last = u32::MAX;
    let mut open = false;
    for (i, &o) in owner.iter().enumerate() {
        if o != last {
            zones.push(vec![]);
            last = o;
            open = false;
        }
        let z = zones.last_mut().unwrap();
        if !open {
            z.push(vec![[e[4 * i], e[4 * i + 1]]]);
            open = true;
        }
        let r = z.last_mut().unwrap();
        r.push([e[4 * i + 2], e[4 * i + 3]]);
        if r[0] == *r.last().unwrap() {
            open = false;
        }
    }
    println!("zones {} edges {}", zones.len(), owner.len());
    let t = cpu();
    let areas: Vec<Area> = zones
        .into_iter()
        .enumerate()
        .map(|(i, z)| Area::new(vec![z]).unwrap_or_else(|e| panic!("{i} {e}")))
        .collect();
    println!("Area::new {:.3}", cpu() - t);
    let t = cpu();
    let bad = areas.iter().filter(|a| a.overlaps_itself()).count();
    println!("overlaps_itself {:.3} bad {bad}", cpu() - t);
    let t = cpu();
    let index = ZoneIndex::build(&areas);
    println!("ZoneIndex::build {:.3}", cpu() - t);
    let discs: Vec<Disc> = (0..rlon.len())
        .map(|i| Disc::new(LonLat::new(rlon[i], rlat[i]).unwrap(), prec[i]).unwrap())
        .collect();
    for _ in 0..2 {
        let mut h = ZoneHits::default();
        let t = cpu();
        let (mut n, mut parts, mut multi) = (0usize, 0usize, 0usize);
        for d in &discs {
            index.hits(d, &mut h);
            n += h.iter().len();
            let p = h
                .iter()
                .filter(|h| matches!(h.overlap, Overlap::Part(_)))
                .count();
            parts += p;
            multi += (p > 1) as usize;
        }
        println!("hits {:.3} n {n} parts {parts} multi {multi}", cpu() - t);
        let t = cpu();
        let mut s = 0.0;
        for d in &discs {
            index.hits(d, &mut h);
            for k in 0..4 {
                s += h.overlap(|z| (z + k) % 3 != 0 || k == 3).share();
            }
        }
        println!("hits + 4 overlaps {:.3} sum {s}", cpu() - t);
        let t = cpu();
        let mut z = 0usize;
        let mut zs = 0usize;
        for d in &discs {
            index.hits(&Disc::new(d.centre(), 0.0).unwrap(), &mut h);
            for x in h.iter() {
                z += 1;
                zs += x.zone;
            }
        }
        println!("points {:.3} hits {z}:{zs}", cpu() - t);
        for (name, r) in [("100", 100.0), ("1k", 1e3), ("5k", 5e3), ("25k", 25e3)] {
            let t = cpu();
            let mut m = 0;
            let mut all = 0;
            for d in discs.iter().filter(|d| d.radius_m() == r) {
                index.hits(d, &mut h);
                m += 1;
            }
            let a = cpu() - t;
            let t = cpu();
            for d in discs.iter().filter(|d| d.radius_m() == r) {
                index.hits(d, &mut h);
                for k in 0..4 {
                    all += (h.overlap(|z| (z + k) % 3 != 0 || k == 3) == Overlap::All) as usize;
                }
            }
            println!(
                "  r {name}: {m} hits {a:.3} with overlaps {:.3} {all}",
                cpu() - t
            );
        }
    }
    for model in [Model::Sphere, Model::Wgs84] {
        let t = cpu();
        let index = SiteIndex::build(
            model,
            slon.iter()
                .zip(&slat)
                .zip(&srad)
                .map(|((&a, &b), &r)| (LonLat::new(a, b).unwrap(), r)),
        );
        println!("SiteIndex::build {model:?} {:.3}", cpu() - t);
        for _ in 0..2 {
            let w = Instant::now();
            let t = cpu();
            let (mut n, mut ids, mut km) = (0usize, 0usize, 0.0);
            for d in &discs {
                index.for_each_near(d, |s, m| {
                    n += 1;
                    ids += s;
                    km += m;
                });
            }
            println!(
                "near {model:?} {:.3} wall {:.3} {n}:{ids}:{:.0}",
                cpu() - t,
                w.elapsed().as_secs_f64(),
                km / 1000.0
            );
        }
    }
}
