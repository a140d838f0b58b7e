"""The workbench under load: one JSON line for each workload. web_peers.py asks other servers the same.

web.py --server PROGRAM --case DIR --dir DIR [--n 100000] [--runs 3] [--seconds 8] [--only NAME ...] [--published]

`PROGRAM web make` makes a mission with n incidents in `--dir`, once; `PROGRAM web serve` serves it, and wrk asks: 16 connections where a
throughput is measured, 50 where answers of one screen are. `per_server_cpu_s`: requests by second of the server's own
processor time, which other work on the machine changes little; `p95_ms` is what a client waits, wrk's own share of
the machine included. `peak_rss`: MiB, the most that the server ever had. Every answer must be a 200.
"""
import argparse, itertools, json, os, random, re, subprocess, time, urllib.parse, urllib.request
from served import ask, features, memory, parts, place, served, summary, tiles


def measure(server, o, workload, paths, connections=16, wait_ms=0, who="liaison"):
    if o.only and not any(workload.startswith(name) for name in o.only):
        return
    sizes = [len(server.get(path, who)[0]) for path in paths[:200]]
    load = os.getloadavg()[0]
    runs = [ask(server, paths, connections, o.seconds, wait_ms, who) for _ in range(o.runs)]
    line = dict(workload=workload, connections=connections, wait_ms=wait_ms, bytes=sum(sizes) // len(sizes), **summary(runs),
                load=round(load, 1))
    print(json.dumps(line | memory(server)), flush=True)


def enter(server, o):
    """How long one new report takes: until the answer to the form, by which it is durable and on every page."""
    if o.only and not any("web-entry".startswith(name) for name in o.only):
        return
    who, times = "secretary", []
    csrf = re.search(rb'name="csrf" value="([^"]+)"', server.get("/reports/new", who)[0])[1].decode()
    row = json.loads(server.get("/api/v1/incidents?limit=1")[0])["results"][0]
    for run in range(o.runs):
        form = dict(csrf=csrf, id=f"NEW-{run}", by=row["claimed_by"][0], source="bench", date="2025-04-02", place="Somewhere",
                    object="an object", category="unknown", actor="", summary="entered while others read")
        asked = urllib.request.Request(server.base + "/reports", urllib.parse.urlencode(form).encode(),
                                       dict([server.head(who, "/reports")]) | {"origin": server.base})
        began, cpu = time.perf_counter(), server.cpu()
        # It answers with the page of the incident, which is asked for too.
        with urllib.request.urlopen(asked) as answer:
            answer.read()
        times.append((time.perf_counter() - began, server.cpu() - cpu))
        server.get(f"/api/v1/incidents/NEW-{run}")
    seconds, cpu = sorted(times)[len(times) // 2]
    line = dict(workload="web-entry", runs=o.runs, worlds=len(server.people), seconds=round(seconds, 2), cpu_s=round(cpu, 2),
                load=round(os.getloadavg()[0], 1))
    print(json.dumps(line | memory(server)), flush=True)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--server", required=True)
    ap.add_argument("--case", required=True)
    ap.add_argument("--dir", required=True)
    ap.add_argument("--n", type=int, default=100_000)
    ap.add_argument("--runs", type=int, default=3)
    ap.add_argument("--seconds", type=int, default=8)
    ap.add_argument("--only", nargs="*", default=[])
    ap.add_argument("--published", action="store_true")
    o = ap.parse_args()
    if not os.path.exists(o.dir):
        published = ["--published"] * o.published
        subprocess.run([o.server, "web", "make", "--dir", o.dir, "--case", o.case, "--n", str(o.n), *published], check=True)
    with served(o.server, o.dir) as server:
        print(json.dumps(server.said | memory(server)), flush=True)
        for who in [None] if o.published else server.people:
            _, first = server.get("/api/v1/incidents?limit=1", who)
            print(json.dumps(dict(workload="web-first-world", who=who, seconds=round(first, 2)) | memory(server)), flush=True)
        if o.published:
            run_public(server, o)
        else:
            run(server, o, random.Random(1))


def run_public(server, o):
    """What everybody reads of a mission that published."""
    pages = [json.loads(server.get(f"/api/v1/incidents?limit=100&class={name}", None)[0]) for name in ("may", "all", "none")]
    ids = [row["id"] for page in pages for row in page["results"]]
    screens = {
        "today": ["/"],
        "agreement": ["/agreement"],
        "incidents": ["/incidents", "/incidents?page=7", "/incidents?sort=newest"],
        "incident": [f"/incidents/{id}" for id in ids],
        "corrections": ["/corrections", "/publications.atom"],
        "features": ["/api/v1/features?limit=100"],
        "search": [f"/api/v1/search?q={urllib.parse.quote(word)}" for word in ("substation", "підстанція", "ночью", "a")],
    }
    for name, paths in screens.items():
        measure(server, o, f"web-public-{name}", paths, 50, who=None)


def run(server, o, dice):
    ids = [f"G{dice.randrange(1, o.n + 1):06}" for _ in range(400)]
    places = list(itertools.islice(filter(None, map(place, features(server))), 20_000))
    share = len(places) / o.n
    boxes = [f"/api/v1/features?limit=100&bbox={part}" for part in parts(places, dice, 120 * share, 400 * share)]
    measure(server, o, "web-features-100", boxes)
    made = tiles(server, places, dice, 4_500, 7_500, 200)
    measure(server, o, "web-tiles-6k-kept", made)
    # Of sets that differ, many more than a server keeps: nearly every one is made anew.
    day = lambda: f"from=2025-03-{dice.randrange(1, 20):02}&until=2025-05-{dice.randrange(1, 30):02}"
    measure(server, o, "web-tiles-6k", [f"{path}?{day()}" for path in made for _ in range(20)])
    words = ["substation", "drone night", "підстанція", "трансформатор ніч", "ночью", "boiler house", "zz", "repair crew outage", "a", "e"]
    measure(server, o, "web-search", [f"/api/v1/search?q={urllib.parse.quote(word)}" for word in words], 50)
    measure(server, o, "web-tiles-words",
            [f"{path}?q={urllib.parse.quote(word)}&{day()}" for path in made for word in words[:6] for _ in range(5)], 50)

    screens = {
        "today": ["/"],
        "agreement": ["/agreement"],
        "incidents": ["/incidents", "/incidents?page=7", "/incidents?sort=newest"],
        "incidents-filtered": ["/incidents?class=may", "/incidents?support=contested&sort=newest", "/incidents?q=drone+night",
                               "/incidents?from=2025-04-01&until=2025-04-03"],
        "incident": [f"/incidents/{id}" for id in ids],
        "tasks": ["/tasks"],
        "register": ["/register"],
        "account": ["/account"],
        "api-incidents": ["/api/v1/incidents?limit=100", "/api/v1/incidents?limit=100&class=may"],
        "api-incident": [f"/api/v1/incidents/{id}" for id in ids],
        "timeline": ["/api/v1/timeline", "/api/v1/timeline?class=may"],
    }
    for name, paths in screens.items():
        measure(server, o, f"web-{name}", paths, 50)
    # What is made for the secretariat alone, or has more in it for them.
    for path in ("/record", "/admin", "/publish", "/reports/new", "/links", "/intake", "/corrections"):
        measure(server, o, "web-" + path.strip("/").replace("/", "-"), [path], 50, who="secretary")
    for name in ("today", "incidents"):
        measure(server, o, f"web-{name}-secretary", screens[name], 50, who="secretary")
    mix = screens["incident"][:40] + [path for name in ("today", "agreement", "incidents", "incidents-filtered", "tasks")
                                      for path in screens[name] * 2]
    dice.shuffle(mix)
    measure(server, o, "web-mix", mix, 50)
    # Users who look at a page for a second or so before they go on.
    measure(server, o, "web-mix-users", mix, 50, 1_000)
    enter(server, o)
    # The state before the last entry of the record. It is a world of its own, which would count in the memory of all before.
    size = int(re.search(rb"web\n(\d+)\n", server.get("/record", "secretary")[0])[1])
    for name in ("today", "incidents", "incident"):
        paths = [f"{path}{'&' if '?' in path else '?'}as-of={size - 1}" for path in screens[name]]
        measure(server, o, f"web-{name}-earlier", paths, 50, who="secretary")


main()
