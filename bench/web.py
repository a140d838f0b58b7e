"""The workbench under load, beside what was measured of other servers: one JSON line for each workload.

web.py --server PROGRAM --case DIR --dir DIR [--n 100000] [--runs 3] [--seconds 8] [--only NAME ...]

`PROGRAM web make` makes a mission with n incidents in `--dir`, once; `PROGRAM web serve` serves it, and wrk asks: 16 connections where a
throughput is measured, 50 where answers of one screen are. `per_server_cpu_s`: requests by second of the server's own
processor time (/proc/PID/stat), which other work on the machine changes little; `p95_ms` is what a client waits, wrk's own share of
the machine included. `peak_rss`: MiB, the most that the server ever had. Every answer must be a 200.
"""
import argparse, json, math, os, random, re, shutil, subprocess, sys, tempfile, time, urllib.parse, urllib.request

# Requests by CPU second of server and database together, least and most, as the project measured them on such a machine
# (docs/reference/benchmarks.md says when and how).
PEERS = {
    "web-features-100": ("pygeoapi 0.21 and PostGIS, no rights", 39, 48),
    "web-tiles-6k": ("Martin 1.14 and PostGIS, no rights", 1_200, 1_830),
}
TICK = os.sysconf("SC_CLK_TCK")
UNIT = dict(us=.001, ms=1, s=1000, m=60000)


def cpu_of(pid):
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def memory_of(pid, name):
    line = next(line for line in open(f"/proc/{pid}/status") if line.startswith(name))
    return round(int(line.split()[1]) / 1024)


def memory(server):
    return dict(rss=memory_of(server.pid, "VmRSS"), peak_rss=memory_of(server.pid, "VmHWM"))


class Server:
    def __init__(self, program, folder):
        command = [program, "web", "serve", "--dir", folder]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"error: {' '.join(command)} ended before it served")
        self.said = json.loads(line)
        self.base, self.pid, self.people = self.said["address"], self.said["pid"], self.said.pop("people")

    def head(self, who, path):
        """A token for programs, a session for pages."""
        if path.startswith(("/api", "/tiles")):
            return "authorization", "Bearer " + self.people[who]["token"]
        return "cookie", self.people[who]["cookie"]

    def get(self, path, who="liaison"):
        asked = urllib.request.Request(self.base + path, headers=dict([self.head(who, path)]))
        began = time.perf_counter()
        with urllib.request.urlopen(asked) as answer:
            body = answer.read()
        return body, time.perf_counter() - began

    def stop(self):
        self.process.terminate()
        self.process.wait()


# Each connection asks the paths in turn, from a place of its own. A wait in milliseconds before each request makes users of
# connections.
LUA = """
local paths = {%s}
local waits = %d
local at = math.random(#paths)
wrk.headers["%s"] = "%s"
function request() at = at %% #paths + 1; return wrk.format("GET", paths[at]) end
if waits > 0 then function delay() return math.random(waits * 2) end end
function done(summary, latency, requests)
  io.write(string.format("p50 %%d p95 %%d p99 %%d worst %%d\\n", latency:percentile(50), latency:percentile(95),
    latency:percentile(99), latency.max))
end
"""


def ask(server, paths, connections, seconds, wait_ms=0, who="liaison"):
    listed = ", ".join(json.dumps(path) for path in paths)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(LUA % (listed, wait_ms, *server.head(who, paths[0])))
        script.flush()
        before = cpu_of(server.pid)
        out = subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "60s", "-s", script.name,
                              server.base], capture_output=True, text=True).stdout
        cpu = cpu_of(server.pid) - before
    n = int(re.search(r"(\d+) requests in", out)[1])
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    failed = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", out)
    if n == 0 or bad or failed:
        sys.exit(f"error: {paths[0]}: not every answer was a whole one\n{out}")
    times = re.search(r"p50 (\d+) p95 (\d+) p99 (\d+) worst (\d+)", out)
    p50, p95, p99, worst = (round(int(us) / 1000, 2) for us in times.groups())
    return dict(n=n, per_server_cpu_s=n / cpu if cpu else None, cpu_ms=cpu * 1000 / n, p50_ms=p50, p95_ms=p95, p99_ms=p99,
                worst_ms=worst)


def measure(server, o, workload, paths, connections=16, wait_ms=0, who="liaison"):
    if o.only and not any(workload.startswith(name) for name in o.only):
        return
    sizes = [len(server.get(path, who)[0]) for path in paths[:200]]
    load = os.getloadavg()[0]
    runs = [ask(server, paths, connections, o.seconds, wait_ms, who) for _ in range(o.runs)]
    median = lambda key: sorted(run[key] or 0 for run in runs)[len(runs) // 2]
    span = lambda key: [round(f(run[key] or 0 for run in runs), 2) for f in (min, max)]
    line = dict(workload=workload, n=sum(run["n"] for run in runs), runs=o.runs, connections=connections, wait_ms=wait_ms,
                bytes=sum(sizes) // len(sizes), per_server_cpu_s=round(median("per_server_cpu_s")),
                cpu_ms=round(median("cpu_ms"), 3), **{key: median(key) for key in ("p50_ms", "p95_ms", "p99_ms")},
                least_most=dict(per_server_cpu_s=span("per_server_cpu_s"), p95_ms=span("p95_ms")),
                load=round(load, 1))
    if workload in PEERS:
        name, least, most = PEERS[workload]
        line |= dict(peer=name, peer_per_server_cpu_s=[least, most], ratio=round(line["per_server_cpu_s"] / most, 1))
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
        began, cpu = time.perf_counter(), cpu_of(server.pid)
        # It answers with the page of the incident, which is asked for too.
        with urllib.request.urlopen(asked) as answer:
            answer.read()
        times.append((time.perf_counter() - began, cpu_of(server.pid) - cpu))
        server.get(f"/api/v1/incidents/NEW-{run}")
    seconds, cpu = sorted(times)[len(times) // 2]
    line = dict(workload="web-entry", runs=o.runs, worlds=len(server.people), seconds=round(seconds, 2), cpu_s=round(cpu, 2),
                load=round(os.getloadavg()[0], 1))
    print(json.dumps(line | memory(server)), flush=True)


def parts(places, dice, least, most):
    """Parts of the map around incidents that hold between so many of them."""
    found = []
    while len(found) < 200:
        lon, lat = dice.choice(places)
        for half in (.02, .03, .05, .08, .12, .2, .3):
            inside = sum(abs(x - lon) <= half * 1.5 and abs(y - lat) <= half for x, y in places)
            if inside > most:
                break
            if inside >= least:
                found.append(f"{lon - half * 1.5:.4f},{lat - half:.4f},{lon + half * 1.5:.4f},{lat + half:.4f}")
                break
    return found


def tiles(server, places, dice, least, most, count):
    """So many tiles of so many bytes."""
    found, seen = [], set()
    for _ in range(40_000):
        if len(found) == count:
            break
        (lon, lat), z = dice.choice(places), dice.choice((8, 9, 10, 11, 12))
        x = int((lon + 180) / 360 * 2 ** z)
        y = int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * 2 ** z)
        path = f"/tiles/incidents/{z}/{x}/{y}.mvt"
        if path in seen:
            continue
        seen.add(path)
        if least <= len(server.get(path)[0]) <= most:
            found.append(path)
    return found


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--server", required=True)
    ap.add_argument("--case", required=True)
    ap.add_argument("--dir", required=True)
    ap.add_argument("--n", type=int, default=100_000)
    ap.add_argument("--runs", type=int, default=3)
    ap.add_argument("--seconds", type=int, default=8)
    ap.add_argument("--only", nargs="*", default=[])
    o = ap.parse_args()
    if not os.path.exists(o.dir):
        subprocess.run([o.server, "web", "make", "--dir", o.dir, "--case", o.case, "--n", str(o.n)], check=True)
    # Accounts are made anew by the server: the folder is copied, and stays as it was.
    with tempfile.TemporaryDirectory() as folder:
        mission = os.path.join(folder, "mission")
        shutil.copytree(o.dir, mission)
        server = Server(o.server, mission)
        try:
            print(json.dumps(server.said | memory(server)), flush=True)
            for who in server.people:
                _, first = server.get("/api/v1/incidents?limit=1", who)
                print(json.dumps(dict(workload="web-first-world", who=who, seconds=round(first, 2)) | memory(server)), flush=True)
            run(server, o, random.Random(1))
        finally:
            server.stop()


def run(server, o, dice):
    ids = [f"G{dice.randrange(1, o.n + 1):06}" for _ in range(400)]
    places, after = [], ""
    while len(places) < 20_000:
        page = json.loads(server.get(f"/api/v1/features?limit=1000{after}")[0])
        for feature in page["features"]:
            if feature["geometry"]:
                places.append(tuple(feature["geometry"]["coordinates"]))
        if not page["links"]:
            break
        after = "&after=" + urllib.parse.parse_qs(urllib.parse.urlsplit(page["links"][0]["href"]).query)["after"][0]
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
    for path in ("/record", "/admin", "/publish", "/reports/new"):
        measure(server, o, "web-" + path.strip("/").replace("/", "-"), [path], 50, who="secretary")
    mix = screens["incident"][:40] + [path for name in ("today", "agreement", "incidents", "incidents-filtered", "tasks")
                                      for path in screens[name] * 2]
    dice.shuffle(mix)
    measure(server, o, "web-mix", mix, 50)
    # Users who look at a page for a second or so before they go on.
    measure(server, o, "web-mix-users", mix, 50, 1_000)
    enter(server, o)


main()
