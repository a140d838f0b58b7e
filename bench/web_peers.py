"""The workbench beside pygeoapi and Martin, in turn, on the same 100,000 points: one JSON line for each server and workload.

web_peers.py --server PROGRAM --dir DIR [--pygeoapi VENV] [--martin PROGRAM] [--seconds 8] [--runs 5]

The mission of `--dir` (web.py makes one) is served, and every feature that a liaison is given is loaded into a PostgreSQL of its
own with PostGIS, with all its properties. wrk asks with 16 connections, ours and the peer in turn; the first run of each is thrown
away, because connections are opened then.

web-peers-features-100: the same boxes, 100 features of each. Both count what matches, and must come to the same number.
web-peers-tiles-6k: the same tiles, with the same incidents and properties and as wide an edge, made anew for each request: Martin
without its cache, ours of sets with other dates, all of which hold every incident.

`per_server_cpu_s`: requests by CPU second of all processes that serve them, those of PostgreSQL included. `ratio`: ours to the
peer's. Every answer must be a 200. What is not installed is said and left out.
"""
import argparse, collections, contextlib, glob, json, os, random, re, shutil, socket, statistics, subprocess, sys
import tempfile, time, urllib.error, urllib.request
from served import ask, cpu_of, features, parts, place, served, summary, tiles

CONNECTIONS = 16
# What a tile of ours says of a point, rounded as it is there.
OF_TILES = {"id": ("text", "id"), "class": ("text", "class"), "support": ("text", "support"), "radius_m": ("float4", "radius_m"),
            "lat": ("float4", "floor(lat * 4 + .5) / 4")}
COLUMNS = {str: "text", bool: "boolean", int: "bigint", float: "double precision", list: "jsonb", dict: "jsonb"}


def free_port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def wait_for(ready, process, log):
    until = time.monotonic() + 60
    while not ready():
        if process.poll() is not None or time.monotonic() > until:
            sys.exit(f"error: {process.args[0]} does not serve; its last words:\n{open(log).read()[-2_000:]}")
        time.sleep(.1)


def postgres_programs():
    """The folder of PostgreSQL's programs, of the newest version that has PostGIS, where Debian puts them."""
    for control in sorted(glob.glob("/usr/share/postgresql/*/extension/postgis.control"), reverse=True):
        programs = f"/usr/lib/postgresql/{control.split('/')[4]}/bin"
        if os.path.exists(f"{programs}/initdb"):
            return programs


class Database:
    """A PostgreSQL of its own, on loopback, in a folder that goes with it."""

    def __init__(self, programs, folder):
        self.programs, self.port = programs, free_port()
        data, log = os.path.join(folder, "data"), os.path.join(folder, "postgres.log")
        os.mkdir(data)
        # It does not run as root.
        user = {}
        if os.geteuid() == 0:
            user = dict(user="postgres", group="postgres", extra_groups=[])
            os.chmod(folder, 0o711)
            shutil.chown(data, "postgres", "postgres")
        subprocess.run([f"{programs}/initdb", "-D", data, "-U", "bench", "--auth=trust", "--encoding=UTF8", "--locale=C"],
                       check=True, stdout=subprocess.DEVNULL, cwd="/", **user)
        command = [f"{programs}/postgres", "-D", data, "-h", "127.0.0.1", "-p", str(self.port), "-k", "",
                   "-c", "shared_buffers=1GB"]
        with open(log, "w") as out:
            self.process = subprocess.Popen(command, stderr=out, cwd="/", **user)
        wait_for(lambda: subprocess.run(self.client("pg_isready", "-q")).returncode == 0, self.process, log)

    def client(self, program, *more):
        return [f"{self.programs}/{program}", "-h", "127.0.0.1", "-p", str(self.port), "-U", "bench", "-d", "postgres", *more]

    def load(self, found):
        """A row for each feature with all its properties, and beside it what tiles show, already in their projection."""
        kinds = {name: COLUMNS[type(value)] for feature in found for name, value in feature["properties"].items()
                 if value is not None}
        columns = ", ".join(f'"{name}" {kind}' for name, kind in kinds.items())
        of_tiles = ", ".join(f'({said})::{kind} as "{name}"' for name, (kind, said) in OF_TILES.items())
        rows = "\n".join(json.dumps(feature, ensure_ascii=False) for feature in found)
        subprocess.run(self.client("psql", "-q", "-v", "ON_ERROR_STOP=1"), text=True, check=True, input=rf"""
            create extension postgis;
            create unlogged table read (feature jsonb);
            copy read from stdin with (format csv, quote e'\x01', delimiter e'\x02');
{rows}
\.
            create table incidents ({columns}, geom geometry(Point, 4326), primary key (id));
            insert into incidents
            select said.*, st_geomfromgeojson(nullif(feature->'geometry', 'null'))
            from read, jsonb_to_record(feature->'properties') as said({columns});
            create index on incidents using gist (geom);
            create table points as
            select {of_tiles}, st_transform(geom, 3857)::geometry(Point, 3857) as geom from incidents where geom is not null;
            create index on points using gist (geom);
            drop table read;
            vacuum analyze;
        """)

    def close(self):
        self.process.send_signal(2)
        self.process.wait()


class Peer:
    """Another server over the database."""

    def __init__(self, name, command, port, first, database, folder, **environment):
        self.name, self.base, self.database = name, f"http://127.0.0.1:{port}", database
        log = os.path.join(folder, f"{name}.log")
        with open(log, "w") as out:
            self.process = subprocess.Popen(command, stdout=out, stderr=out, env=os.environ | {"HOME": folder} | environment)
        wait_for(lambda: self.answers(first), self.process, log)

    def answers(self, path):
        try:
            self.get(path)
        except urllib.error.HTTPError as error:
            sys.exit(f"error: {self.name} answers {path} with {error.code}: {error.read()[:500]}")
        except OSError:
            return False
        return True

    def cpu(self):
        return cpu_of(self.process.pid, self.database.process.pid)

    def head(self, who, path):
        return "accept", "*/*"

    def get(self, path):
        with urllib.request.urlopen(self.base + path) as answer:
            return answer.read(), 0

    def close(self):
        self.process.terminate()
        self.process.wait()


def pygeoapi(venv, database, folder):
    """Two workers of gunicorn."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    about = dict(title="bench", description="bench", keywords=["bench"])
    link = dict(type="text/html", rel="canonical", href=base)
    table = dict(type="feature", name="PostgreSQL", id_field="id", table="incidents", geom_field="geom",
                 data=dict(host="127.0.0.1", port=database.port, dbname="postgres", user="bench", password="",
                           search_path=["public"]))
    config = dict(
        server=dict(bind=dict(host="127.0.0.1", port=port), url=base, mimetype="application/json", encoding="utf-8",
                    languages=["en-US"], pretty_print=False, limits=dict(default_items=10, max_items=1_000),
                    map=dict(url=base, attribution="none")),
        logging=dict(level="ERROR"),
        metadata=dict(identification=about | dict(keywords_type="theme", terms_of_service="none", url=base),
                      license=dict(name="none", url=base), provider=dict(name="bench", url=base), contact=dict(name="bench")),
        resources=dict(incidents=about | dict(type="collection", links=[link], providers=[table],
                                              extents=dict(spatial=dict(bbox=[-180, -90, 180, 90])))))
    paths = {name: os.path.join(folder, name) for name in ("pygeoapi.yml", "openapi.yml")}
    with open(paths["pygeoapi.yml"], "w") as file:
        # JSON is YAML.
        json.dump(config, file)
    environment = dict(PYGEOAPI_CONFIG=paths["pygeoapi.yml"], PYGEOAPI_OPENAPI=paths["openapi.yml"])
    made = subprocess.run([f"{venv}/bin/pygeoapi", "openapi", "generate", paths["pygeoapi.yml"], "--output-file",
                           paths["openapi.yml"]], capture_output=True, text=True, env=os.environ | environment)
    if made.returncode:
        sys.exit(f"error: pygeoapi does not take its configuration; its last words:\n{made.stderr[-2_000:]}")
    command = [f"{venv}/bin/gunicorn", "-w", "2", "-b", f"127.0.0.1:{port}", "pygeoapi.flask_app:APP"]
    return Peer("pygeoapi", command, port, "/collections/incidents/items?limit=1&f=json", database, folder, **environment)


def martin(program, database, folder):
    """Without its cache, with two workers, and with an edge of a sixteenth of a tile, as ours has."""
    port = free_port()
    table = dict(schema="public", table="points", srid=3857, geometry_column="geom", geometry_type="POINT", extent=4_096,
                 buffer=256, properties={name: kind for name, (kind, _) in OF_TILES.items()})
    config = dict(listen_addresses=f"127.0.0.1:{port}", worker_processes=2, cache=dict(size_mb=0),
                  postgres=dict(connection_string=f"postgres://bench@127.0.0.1:{database.port}/postgres",
                                tables=dict(incidents=table)))
    path = os.path.join(folder, "martin.yml")
    with open(path, "w") as file:
        json.dump(config, file)
    return Peer("martin", [program, "--config", path], port, "/incidents", database, folder)


def in_turn(workload, o, asked):
    """Runs of each server, the first of each thrown away; `asked`: server, paths and bytes of an answer, ours first."""
    runs = collections.defaultdict(list)
    for _ in range(o.runs + 1):
        for name, (server, paths, _) in asked.items():
            runs[name].append(ask(server, paths, CONNECTIONS, o.seconds))
    counted = {name: done[1:] for name, done in runs.items()}
    ours, peer = (statistics.median(run["per_server_cpu_s"] for run in done) for done in counted.values())
    for name, done in counted.items():
        print(json.dumps(dict(workload=workload, server=name, connections=CONNECTIONS, bytes=asked[name][2], **summary(done),
                              load=round(os.getloadavg()[0], 1), ratio=round(ours / peer, 1))), flush=True)


def mean(bodies):
    return round(statistics.mean(map(len, bodies)))


def compare_features(o, server, peer, places, dice):
    boxes = parts(places, dice, 120, 400)
    ours = [f"/api/v1/features?limit=100&bbox={box}" for box in boxes]
    theirs = [f"/collections/incidents/items?f=json&limit=100&bbox={box}" for box in boxes]
    answers = [[one.get(path)[0] for path in paths] for one, paths in ((server, ours), (peer, theirs))]
    for box, *both in zip(boxes, *answers):
        counts = [(said["numberMatched"], len(said["features"])) for said in map(json.loads, both)]
        if counts[0] != counts[1] or counts[0][1] != 100:
            sys.exit(f"error: the box {box} holds {counts[0]} (all, given) for us and {counts[1]} for {peer.name}")
    in_turn("web-peers-features-100", o,
            {"holdfire": (server, ours, mean(answers[0])), peer.name: (peer, theirs, mean(answers[1]))})


def compare_tiles(o, server, peer, places, dice):
    found = tiles(server, places, dice, 5_000, 7_000, 200)
    alike = []
    for path in found:
        other = path.removeprefix("/tiles").removesuffix(".mvt")
        both = server.get(path)[0], peer.get(other)[0]
        # The ids of made incidents, each once in a tile. Rounding may leave one on the very edge of a tile to only one of the two.
        ids = [set(re.findall(rb"G\d{6}", body)) for body in both]
        if ids[0] == ids[1]:
            alike.append((path, other, *both))
    if len(alike) < .9 * len(found):
        sys.exit(f"error: of {len(found)} tiles only {len(alike)} hold the same incidents for us and {peer.name}")
    ours, theirs, *bodies = zip(*alike)
    # Days before all incidents: the same tiles by other addresses, many more than a server keeps.
    anew = [f"{path}?from=2024-01-{day:02}" for day in range(1, 21) for path in ours]
    if any(server.get(path)[0] != body for path, body in zip(anew, bodies[0])):
        sys.exit("error: a tile of all incidents is not that of all since 2024")
    in_turn("web-peers-tiles-6k", o, {"holdfire": (server, anew, mean(bodies[0])), peer.name: (peer, theirs, mean(bodies[1]))})


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--server", required=True)
    ap.add_argument("--dir", required=True)
    ap.add_argument("--pygeoapi")
    ap.add_argument("--martin")
    ap.add_argument("--runs", type=int, default=5)
    ap.add_argument("--seconds", type=int, default=8)
    o = ap.parse_args()
    programs = postgres_programs()
    if not programs:
        sys.exit("skipped: pygeoapi and Martin, because there is no PostgreSQL with PostGIS; install it: "
                 "apt-get install postgresql postgresql-postgis")
    peers = []
    for name, path, found, start, compare in (
            ("pygeoapi", o.pygeoapi, f"{o.pygeoapi}/bin/gunicorn", pygeoapi, compare_features),
            ("martin", o.martin, o.martin, martin, compare_tiles)):
        if path and os.path.exists(found):
            peers.append((path, start, compare))
        else:
            print(f"skipped: {name}, because {f'there is no {found}' if path else f'no --{name} was given'}; bench/README.md says "
                  "how to install it", file=sys.stderr)
    if not peers:
        return
    with served(o.server, o.dir) as server, tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        found = list(features(server))
        places = [at for at in map(place, found) if at]
        with contextlib.closing(Database(programs, folder)) as database:
            database.load(found)
            print(json.dumps(dict(workload="web-peers-data", n=len(found), places=len(places),
                                  seconds=round(time.monotonic() - began, 1))), flush=True)
            for path, start, compare in peers:
                with contextlib.closing(start(path, database, folder)) as peer:
                    compare(o, server, peer, places, random.Random(1))


main()
