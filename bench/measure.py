"""Runs a program several times and prints one JSON line: medians, least and most, like report() of common.py.

measure.py --workload NAME --runs 5 -- PROGRAM ARGUMENT...

seconds: wall time of the whole process; cpu_s: its user + sys; peak_rss: MiB, the most of all runs. `least_most` holds the
extremes, `load` the machine's load average before the first run. What the program itself prints as one line of JSON is
kept from the run with the median CPU time, as `said`; its `checksum` must be the same in every run.
"""
import argparse, json, os, subprocess, sys, tempfile, time


def run_once(command):
    with tempfile.TemporaryFile() as out:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=out)
        _, status, use = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"error: {' '.join(command)} ended with exit code {process.returncode}")
        out.seek(0)
        text = out.read()
    try:
        said = json.loads(text)
    except ValueError:
        said = None
    said = said if isinstance(said, dict) and len(text) < 10_000 else None
    return dict(seconds=seconds, cpu_s=use.ru_utime + use.ru_stime, peak_rss=use.ru_maxrss // 1024, said=said)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--workload", required=True)
    ap.add_argument("--runs", type=int, default=5)
    ap.add_argument("command", nargs="+")
    o = ap.parse_args()
    load = os.getloadavg()[0]
    runs = [run_once(o.command) for _ in range(o.runs)]
    sums = {r["said"].get("checksum") for r in runs if r["said"]}
    if len(sums) > 1:
        sys.exit(f"error: {o.workload}: the runs do not agree: {sorted(map(str, sums))}")
    middle = sorted(runs, key=lambda r: r["cpu_s"])[len(runs) // 2]
    median = lambda key: round(sorted(r[key] for r in runs)[len(runs) // 2], 4)
    span = lambda key: [round(f(r[key] for r in runs), 4) for f in (min, max)]
    line = dict(workload=o.workload, peer="holdfire", runs=o.runs, seconds=median("seconds"), cpu_s=median("cpu_s"),
                peak_rss=max(r["peak_rss"] for r in runs),
                least_most=dict(seconds=span("seconds"), cpu_s=span("cpu_s")), load=round(load, 1))
    print(json.dumps(line | (dict(said=middle["said"]) if middle["said"] else {})), flush=True)


main()
