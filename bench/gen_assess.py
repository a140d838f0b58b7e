"""W1/W2 data: sites, zones, clauses and N records, the same for the same options.

sites.parquet / .csv       site_id, lon, lat, category 0..7, owner 0..1, radius_m
zones.parquet    zone_id, kind, wkb         zones.geojson  the same
clauses.parquet  clause, reading, t0, t1, mask
records_N.parquet / .csv   id, lon, lat, ts (unix s), prec 0..3, actor 0..9, etype 0..24
--sites FILE   a CSV with lon,lat columns (see sites_from_wri.py) instead of made-up clusters
--topojson FILE  a world-atlas countries file (npm world-atlas) instead of made-up regions
"""
import json, os
import numpy as np, pyarrow as pa, pyarrow.csv as pc, pyarrow.parquet as pq, shapely
from common import DAY0, DAYS, EARTH_M, clauses, options

RADIUS = np.array([1000, 1500, 2000, 500, 300, 5000, 800, 200], dtype="f8")  # by category


def make_sites(r, path, rng):
    if path:
        t = pc.read_csv(path)
        xy = np.column_stack([t["lon"].to_numpy(), t["lat"].to_numpy()])[:r]
    else:
        xy = np.empty((0, 2))
    short = r - len(xy)
    if short:
        centres = np.column_stack([rng.uniform(-120, 140, 400), rng.uniform(-35, 62, 400)])
        pick = rng.choice(400, short, p=rng.dirichlet(np.full(400, .5)))
        extra = centres[pick] + rng.normal(0, 1.5, (short, 2))
        xy = np.vstack([xy, np.round(extra, 4)])
    cat = rng.integers(0, 8, r)
    return pa.table(dict(site_id=np.arange(r, dtype="i4"), lon=xy[:, 0], lat=xy[:, 1],
                         category=cat.astype("i2"), owner=rng.integers(0, 2, r).astype("i2"),
                         radius_m=RADIUS[cat]))


def topo_rings(path):
    """Outer rings with holes of every country polygon in a TopoJSON file."""
    topo = json.load(open(path))
    (sx, sy), (tx, ty) = topo["transform"]["scale"], topo["transform"]["translate"]
    arcs = [np.cumsum(np.array(a), axis=0) * (sx, sy) + (tx, ty) for a in topo["arcs"]]
    ring = lambda ids: np.vstack([(arcs[i] if i >= 0 else arcs[~i][::-1])[(1 if k else 0):]
                                  for k, i in enumerate(ids)])
    for g in topo["objects"]["countries"]["geometries"]:
        for poly in (g["arcs"] if g["type"] == "MultiPolygon" else [g["arcs"]] if g["type"] == "Polygon" else []):
            shell, *holes = map(ring, poly)
            if len(shell) >= 50:
                yield shapely.Polygon(shell, [h for h in holes if len(h) >= 4])


def star(rng, x, y, size, k):
    a = np.linspace(0, 2 * np.pi, k, endpoint=False)
    rad = size * (1 + .25 * np.sin(3 * a + rng.uniform(0, 6)) + .1 * rng.standard_normal(k).cumsum() / np.sqrt(k))
    return shapely.Polygon(np.column_stack([x + rad * np.cos(a), y + np.abs(rad) * .7 * np.sin(a)]))


def rounded(p):
    return shapely.transform(p, lambda c: np.round(c, 6))


def usable(p):
    return p.geom_type == "Polygon" and p.is_valid and 50 <= shapely.get_num_coordinates(p) <= 2000


def make_zones(z, path, sites, rng):
    out = []
    for p in topo_rings(path) if path else ():
        tol = .001
        while shapely.get_num_coordinates(p) > 2000:
            tol *= 1.5
            p = p.simplify(tol)
        out.append(rounded(p))
    out = sorted(filter(usable, out), key=lambda p: -p.area)[:z * 3 // 5]
    while len(out) < z:                     # corridors and areas near the sites
        i = rng.integers(len(sites))
        x, y = sites["lon"][int(i)].as_py(), sites["lat"][int(i)].as_py()
        k = int(50 * 40 ** rng.uniform(0, 1))
        if rng.uniform() < .5:
            line = np.array([x, y]) + rng.normal(0, .35, (k // 8 + 2, 2)).cumsum(axis=0) / 3
            p = shapely.LineString(line).buffer(rng.uniform(.02, .2), quad_segs=3)
        else:
            p = star(rng, x, y, rng.uniform(.1, 1.5), k)
        p = rounded(p)
        if usable(p):
            out.append(p)
    return out


def records(n, sites, seed, chunk=1_000_000):
    """60 % near a site (exponential distance, mean 8 km), 40 % anywhere between 56 S and 70 N."""
    sx, sy = sites["lon"].to_numpy(), sites["lat"].to_numpy()
    for start in range(0, n, chunk):
        m = min(chunk, n - start)
        rng = np.random.default_rng([seed, 7, start])
        lon, lat = rng.uniform(-180, 180, m), rng.uniform(-56, 70, m)
        near = rng.uniform(size=m) < .6
        s = rng.integers(0, len(sx), m)
        d, a = rng.exponential(8000, m) / EARTH_M, rng.uniform(0, 2 * np.pi, m)
        la = np.radians(sy[s])
        lon = np.where(near, sx[s] + np.degrees(d * np.cos(a) / np.cos(la)), lon)
        lat = np.where(near, sy[s] + np.degrees(d * np.sin(a)), lat)
        yield pa.table(dict(
            id=np.arange(start, start + m, dtype="i8"),
            lon=np.round(np.clip(lon, -179.9, 179.9), 6), lat=np.round(np.clip(lat, -85, 85), 6),
            ts=rng.integers(DAY0, DAY0 + DAYS * 86400, m),
            prec=rng.choice(4, m, p=[.5, .3, .15, .05]).astype("i1"),
            actor=rng.integers(0, 10, m).astype("i2"), etype=rng.integers(0, 25, m).astype("i2")))


def main():
    o = options(("--seed", dict(type=int, default=1)), ("--sites", {}), ("--topojson", {}),
                ("--r", dict(type=int, default=35000)), ("--z", dict(type=int, default=500)),
                ("--csv", dict(action="store_true")))
    os.makedirs(o.data, exist_ok=True)
    at = lambda f: os.path.join(o.data, f)
    rng = np.random.default_rng(o.seed)
    sites = make_sites(o.r, o.sites, rng)
    pq.write_table(sites, at("sites.parquet"))
    if o.csv:
        pc.write_csv(sites, at("sites.csv"))
    zones = make_zones(o.z, o.topojson, sites, rng)
    kinds = rng.integers(0, 3, len(zones)).astype("i2")
    pq.write_table(pa.table(dict(zone_id=np.arange(len(zones), dtype="i4"), kind=kinds,
                                 wkb=[shapely.to_wkb(p) for p in zones])), at("zones.parquet"))
    with open(at("zones.geojson"), "w") as f:
        feats = [dict(type="Feature", id=i, properties=dict(kind=int(kinds[i])),
                      geometry=json.loads(shapely.to_geojson(p))) for i, p in enumerate(zones)]
        json.dump(dict(type="FeatureCollection", features=feats), f)
    c = list(zip(*clauses()))
    pq.write_table(pa.table(dict(zip(("clause", "reading", "t0", "t1", "mask"), map(list, c)))),
                   at("clauses.parquet"))
    w = wc = None
    for t in records(o.n, sites, o.seed):
        w = w or pq.ParquetWriter(at(f"records_{o.n}.parquet"), t.schema)
        w.write_table(t, row_group_size=250_000)
        if o.csv:
            wc = wc or pc.CSVWriter(at(f"records_{o.n}.csv"), t.schema)
            wc.write_table(t)
    w.close()
    wc and wc.close()


main()
