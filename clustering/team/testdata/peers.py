#!/usr/bin/env python3
"""Measures dure form on the optimiser's reference inputs.

    python3 peers.py DURE DATA [SEEDS]

DURE is the built program, DATA a folder with teams/team_n*.csv (members simulated with numpy)
and mdgplib/*.txt (Gallego et al.'s instances of the maximally diverse grouping problem). Each
line is an input with its limit, the best and mean value over the seeds, and the published or
measured reference. Seconds of a busy machine are not those of an idle one: quote both programs
from the same run.
"""
import csv, json, os, subprocess, sys, tempfile

TRAITS = [f"t{i}" for i in range(1, 9)] + ["skill"]
REFERENCE = {
    ("team_n30", "0.02s"): "anticlust three-phase 277.576",
    ("team_n120", "0.1s"): "anticlust three-phase 1104.25 in 0.29 s",
    ("team_n120", "0.5s"): "anticlust three-phase 1104.25 in 0.29 s",
    ("team_n480", "0.1s"): "anticlust three-phase 4436.77 in 0.75 s",
    ("team_n480", "0.5s"): "anticlust three-phase 4436.77 in 0.75 s",
    ("team_n2000", "0.25s"): "anticlust exchange 18499.5 in 6.5 s",
    ("team_n2000", "2s"): "anticlust exchange 18499.5 in 6.5 s",
    ("Geo_n120_ss_01", "3s"): "TPSDP best of 20: 101568.85",
    ("RanInt_n120_ss_01", "3s"): "TPSDP 47909 in every run",
    ("RanReal_n120_ss_01", "3s"): "TPSDP best 47363.21, mean 47343.68",
}


def form(dure, members, rules, budget, seed, *more):
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        subprocess.run([dure, "form", members, "--rules", rules, "--budget", budget, "--seed", str(seed),
                        "--out", os.devnull, "--report", report.name, *more], check=True, stderr=subprocess.DEVNULL)
        return json.load(open(report.name))


def instance(path, folder):
    """Turns an MDGPLIB file into members, pairs, rules and sizes."""
    lines = open(path).read().split("\n")
    head = lines[0].split()
    n, g = int(head[0]), int(head[1])
    sizes = ",".join(f"{head[3 + 2 * k]}-{head[4 + 2 * k]}" for k in range(g))
    members, rules = os.path.join(folder, "members.csv"), os.path.join(folder, "rules.json")
    with open(members, "w") as f:
        f.write("id\n" + "".join(f"{i}\n" for i in range(n)))
    with open(os.path.join(folder, "pairs.csv"), "w") as f:
        w = csv.writer(f)
        w.writerow(["a", "b", "score"])
        w.writerows(line.split() for line in lines[1:] if line.strip())
    json.dump({"rules": [{"kind": "affinity", "file": "pairs.csv"}]}, open(rules, "w"))
    return members, rules, ["--id", "id", "--sizes", sizes]


def main(dure, data, seeds=5):
    with tempfile.TemporaryDirectory() as folder:
        for (name, budget), reference in REFERENCE.items():
            if name.startswith("team"):
                members, rules = os.path.join(data, "teams", name + ".csv"), os.path.join(folder, "spread.json")
                json.dump({"rules": [{"kind": "spread", "columns": TRAITS}]}, open(rules, "w"))
                more = ["--size", "5"]
            else:
                members, rules, more = instance(os.path.join(data, "mdgplib", name + ".txt"), folder)
            values = [form(dure, members, rules, budget, s, *more)["rules"][0]["value"] for s in range(1, seeds + 1)]
            print(f"{name:20} {budget:>6} best {max(values):.3f} mean {sum(values) / seeds:.3f}   {reference}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *(int(a) for a in sys.argv[3:]))
