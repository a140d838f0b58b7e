"""What web.py and web_peers.py share: a served mission, wrk, and the CPU time of a server."""
import contextlib, glob, json, math, os, re, shutil, statistics, subprocess, sys, tempfile, time, urllib.parse, urllib.request

TICK = os.sysconf("SC_CLK_TCK")


def cpu_of(*pids):
    """User and system seconds of processes, of all that came from them, and of what of these has ended."""
    processes = {}
    for path in glob.glob("/proc/[0-9]*/stat"):
        # A process may end while the list is read.
        with contextlib.suppress(OSError), open(path) as file:
            fields = file.read().rsplit(")", 1)[1].split()
            processes[int(path.split("/")[2])] = int(fields[1]), sum(map(int, fields[11:15]))

    def counted(pid):
        while pid in processes:
            if pid in pids:
                return True
            pid = processes[pid][0]
        return False

    return sum(ticks for pid, (_, ticks) in processes.items() if counted(pid)) / TICK


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

    def cpu(self):
        return cpu_of(self.pid)

    def head(self, who, path):
        """A token for programs, a session for pages; nothing for everybody."""
        if who is None:
            return "accept", "*/*"
        if path.startswith(("/api", "/tiles")):
            return "authorization", "Bearer " + self.people[who]["token"]
        return "cookie", self.people[who]["cookie"]

    def get(self, path, who="liaison"):
        asked = urllib.request.Request(self.base + path, headers=dict([self.head(who, path)]))
        began = time.perf_counter()
        with urllib.request.urlopen(asked) as answer:
            body = answer.read()
        return body, time.perf_counter() - began

    def close(self):
        self.process.terminate()
        self.process.wait()


@contextlib.contextmanager
def served(program, folder):
    """The mission of a folder, served from a copy: accounts are made anew by the server, and the folder stays as it was."""
    with tempfile.TemporaryDirectory() as copy:
        mission = os.path.join(copy, "mission")
        shutil.copytree(folder, mission)
        with contextlib.closing(Server(program, mission)) as server:
            yield server


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
        before = server.cpu()
        out = subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "300s", "-s", script.name,
                              server.base], capture_output=True, text=True).stdout
        cpu = server.cpu() - before
    n = int(re.search(r"(\d+) requests in", out)[1])
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    failed = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", out)
    errors = sum(int(count) for found in (bad, failed) if found for count in found.groups())
    if errors:
        sys.exit(f"error: {paths[0]}: not every answer was a whole one\n{out}")
    if n < connections:
        # Not every connection was answered: such times would say how long was asked.
        return ask(server, paths, connections, seconds * 4, wait_ms, who)
    times = re.search(r"p50 (\d+) p95 (\d+) p99 (\d+) worst (\d+)", out)
    p50, p95, p99, worst = (round(int(us) / 1000, 2) for us in times.groups())
    return dict(n=n, errors=errors, per_server_cpu_s=n / cpu if cpu else None, cpu_ms=cpu * 1000 / n, p50_ms=p50, p95_ms=p95,
                p99_ms=p99, worst_ms=worst)


def summary(runs):
    """Medians of runs, and least and most."""
    median = lambda key: round(statistics.median(run[key] or 0 for run in runs), 3)
    span = lambda key: [round(f(run[key] or 0 for run in runs), 2) for f in (min, max)]
    return dict(n=sum(run["n"] for run in runs), runs=len(runs), errors=sum(run["errors"] for run in runs),
                per_server_cpu_s=round(median("per_server_cpu_s")), cpu_ms=round(median("cpu_ms"), 3),
                **{key: median(key) for key in ("p50_ms", "p95_ms", "p99_ms")},
                least_most=dict(per_server_cpu_s=span("per_server_cpu_s"), p95_ms=span("p95_ms")))


def features(server):
    """All features that a liaison is given, page by page."""
    after = ""
    while True:
        page = json.loads(server.get(f"/api/v1/features?limit=1000{after}")[0])
        yield from page["features"]
        if not page["links"]:
            return
        after = "&after=" + urllib.parse.parse_qs(urllib.parse.urlsplit(page["links"][0]["href"]).query)["after"][0]


def place(feature):
    """Longitude and latitude, if it has them."""
    return feature["geometry"] and tuple(feature["geometry"]["coordinates"])


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
