#!/usr/bin/env python3
"""Times this package beside scikit-learn, SciPy and fastcluster, turn by turn on the same data.

  go build -o bench ./clustering/testdata/bench
  OPENBLAS_CORETYPE= OPENBLAS_L2_SIZE= python3 clustering/testdata/bench/bench.py ./bench [table.csv ...]

Prints peer time / ours from the medians of turns, each the median of the calls that fit into 20 ms, and both qualities
(first ratio, inertia, silhouette, sum of heights). With --first also the median of first calls, each in a process of its own.
Linkage goes to 20,000 rows: where n is more it is measured at 20,000.
Options: --drop id,age --n 60,300 --d 12 --jobs pca,kmeans --repeats 5 --memory --first
"""
import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import warnings

for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
    os.environ.pop(name, None)
warnings.filterwarnings("ignore")

import numpy as np  # noqa: E402
from sklearn.cluster import KMeans  # noqa: E402
from sklearn.decomposition import PCA  # noqa: E402
from sklearn.metrics import silhouette_score  # noqa: E402
import fastcluster  # noqa: E402

LINKS = ["ward", "average", "weighted", "complete", "single"]
JOBS = ["pca", "kmeans", "sweep", "silhouette"] + ["linkage " + m for m in LINKS]
LABELS = {"silhouette": "kmeans\n"}  # what has to be asked before


def data(n, d):
    rng = np.random.default_rng(n + d)
    centers = rng.normal(0, 1.2, (5, d))
    x = centers[rng.integers(0, 5, n)] + rng.normal(0, 1, (n, d))
    return (x - x.mean(0)) / x.std(0)


def peer(job, x, state):
    """Does one job and returns its quality."""
    if job == "pca":
        return PCA().fit(x).explained_variance_ratio_[0]
    if job == "kmeans":
        fit = KMeans(5, n_init=10, random_state=state.setdefault("seed", 0)).fit(x)
        return fit.inertia_
    if job == "sweep":
        return [KMeans(k, n_init=10, random_state=0).fit(x).inertia_ for k in range(1, min(10, len(x)) + 1)][-1]
    if job == "silhouette":
        return silhouette_score(x, state["labels"])
    return fastcluster.linkage(x, job.split()[1])[:, 2].sum()


def turn(job, x, state):
    """The median and the first seconds of the calls of the peer that fit into 20 ms, and its quality."""
    took, end = [], time.perf_counter() + 0.02
    while not took or time.perf_counter() < end:
        began = time.perf_counter()
        quality = peer(job, x, state)
        took.append(time.perf_counter() - began)
    return statistics.median(took), took[0], quality


def first_calls(program, path, job, repeats):
    """The median of first calls, of the peer and of ours, each in a process of its own."""
    took = [], []
    for _ in range(repeats):
        theirs = subprocess.run([sys.executable, __file__, program, path, "--jobs", job, "--turn"], capture_output=True, text=True, check=True)
        mine = subprocess.run([program, path], input=LABELS.get(job, "") + job + "\n", capture_output=True, text=True, check=True)
        for kept, said in zip(took, (theirs, mine)):
            kept.append(float(said.stdout.splitlines()[-1].split()[1]))
    return [f", first {statistics.median(t) * 1e3:8.4f} ms" for t in took]


def compare(program, x, jobs, repeats, name, first):
    with tempfile.NamedTemporaryFile("w", suffix=".csv") as f:
        np.savetxt(f, x, delimiter=",", fmt="%.17g")
        f.flush()
        ours = subprocess.Popen([program, f.name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

        def ask(job):
            ours.stdin.write(job + "\n")
            ours.stdin.flush()
            return [float(v) for v in ours.stdout.readline().split()]

        state = {"labels": KMeans(5, n_init=1, random_state=0).fit(x).labels_} if "silhouette" in jobs else {}
        if "silhouette" in jobs:
            ask("kmeans")
        for job in jobs:
            mine, theirs = [], []
            for _ in range(repeats):
                seconds, _, theirs_quality = turn(job, x, state)
                theirs.append(seconds)
                time.sleep(0.03)  # OpenMP's threads spin on for a while, on the cores that ours needs
                seconds, _, quality = ask(job)
                mine.append(seconds)
            firsts = first_calls(program, f.name, job, repeats) if first else ("", "")
            a, b = statistics.median(theirs), statistics.median(mine)
            print(f"{name:12} {job:18} {a / b:7.2f}  peer {a * 1e3:10.4f} ms{firsts[0]}  ours {b * 1e3:10.4f} ms{firsts[1]}"
                  f"  quality {theirs_quality:.10g} {quality:.10g}", flush=True)
        ours.stdin.close()
        ours.wait()


def memory(program, x, jobs):
    """Extra memory of each job in a fresh process, ours and the peers' as they are forked here."""
    with tempfile.NamedTemporaryFile("w", suffix=".csv") as f:
        np.savetxt(f, x, delimiter=",", fmt="%.17g")
        f.flush()
        for job in jobs:
            used = []
            for lines in ("", LABELS.get(job, "") + job + "\n"):
                run = subprocess.run(["/usr/bin/time", "-f", "%M", program, f.name], input=lines, capture_output=True, text=True)
                used.append(int(run.stderr.split()[-1]) / 1024)
            r, w = os.pipe()
            if os.fork() == 0:
                state = {"labels": np.arange(len(x)) % 5}
                before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
                peer(job, x, state)
                after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
                os.write(w, str((after - before) / 1024).encode())
                os._exit(0)
            os.wait()
            print(f"memory {len(x)} x {x.shape[1]} {job:18} ours {used[1] - used[0]:8.1f} MiB  peer {float(os.read(r, 99)):8.1f} MiB", flush=True)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("program")
    p.add_argument("tables", nargs="*", help="CSV files of numbers with one header row; rows with missing values are dropped")
    p.add_argument("--drop", default="", help="columns of the tables to leave out")
    p.add_argument("--n", default="60,300,2000,10000,50000")
    p.add_argument("--d", default="12,40")
    p.add_argument("--jobs", default=",".join(JOBS))
    p.add_argument("--repeats", type=int, default=5)
    p.add_argument("--memory", action="store_true")
    p.add_argument("--first", action="store_true")
    p.add_argument("--turn", action="store_true", help="only a turn of the peer, on a table without header")
    a = p.parse_args()
    jobs = a.jobs.split(",")
    if a.turn:
        x = np.loadtxt(a.tables[0], delimiter=",")
        print(*turn(jobs[0], x, {"labels": np.arange(len(x)) % 5}))
        return
    if a.memory:
        memory(a.program, data(10000, 12), jobs)
        return
    for path in a.tables:
        with open(path) as f:
            header = [h.strip('" \n') for h in f.readline().split(",")]
        kept = [i for i, h in enumerate(header) if h not in a.drop.split(",")]
        x = np.genfromtxt(path, delimiter=",", skip_header=1, usecols=kept)
        x = x[~np.isnan(x).any(1)]
        compare(a.program, (x - x.mean(0)) / x.std(0), jobs, a.repeats, os.path.basename(path)[:12], a.first)
    if a.tables:
        return
    for d in map(int, a.d.split(",")):
        for n in map(int, a.n.split(",")):
            links = [j for j in jobs if j.startswith("linkage")]
            for n, jobs_n in ((n, jobs),) if n <= 20000 else ((n, [j for j in jobs if j not in links]), (20000, links)):
                if jobs_n:
                    compare(a.program, data(n, d), jobs_n, a.repeats, f"{n} x {d}", a.first)


if __name__ == "__main__":
    sys.exit(main())
