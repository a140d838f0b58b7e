#!/usr/bin/env python3
"""Checks the places of a case against a gazetteer: check-places.py [CASE] [GAZETTEER.csv]

Every row of reports.csv with a point must name the entry that the point was taken from (`gazetteer ID NAME` in `note`),
and lie within 200 m of it; rows whose place is not in the gazetteer must say so. The gazetteer is GeoNames in the form
of geonames_cities500_*.csv (columns geonameid, name, latitude, longitude); it is no part of this repository, so without
it this command says what it skips and ends with 0.
"""
import csv
import math
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
CASE = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "cases/energy-2025"
GAZETTEER = (
    pathlib.Path(sys.argv[2])
    if len(sys.argv) > 2
    else ROOT.parent / "shared/data/gazetteer/geonames_cities500_ua_ru_by_md.csv"
)


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def metres(lon1, lat1, lon2, lat2):
    dy = (lat2 - lat1) * 111_320
    dx = (lon2 - lon1) * 111_320 * math.cos(math.radians(lat1))
    return math.hypot(dx, dy)


def main():
    if not GAZETTEER.exists():
        print(f"skipped: places of {CASE.name} against a gazetteer, {GAZETTEER} is not there", file=sys.stderr)
        return 0
    entries = {row["geonameid"]: row for row in rows(GAZETTEER)}
    checked, without, wrong = 0, [], []
    for row in rows(CASE / "reports.csv"):
        if not row["lat"]:
            continue
        named = re.search(r"gazetteer (\d+)", row["note"])
        if not named:
            says_so = "not in the gazetteer" in row["note"]
            (without if says_so else wrong).append(f"{row['id']} {row['place']}: no entry is named")
            continue
        entry = entries.get(named[1])
        if entry is None:
            wrong.append(f"{row['id']} {row['place']}: the gazetteer has no entry {named[1]}")
            continue
        off = metres(float(row["lon"]), float(row["lat"]), float(entry["longitude"]), float(entry["latitude"]))
        checked += 1
        if off > 200:
            wrong.append(f"{row['id']} {row['place']}: {off:.0f} m from {entry['name']}")
    for line in without:
        print(f"not in the gazetteer, as the row says: {line.split(':')[0]}")
    for line in wrong:
        print(f"wrong: {line}")
    print(f"{checked} points agree with their entry, {len(without)} are not in the gazetteer, {len(wrong)} are wrong")
    return 1 if wrong else 0


sys.exit(main())
