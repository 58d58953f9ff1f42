"""Prints how many times longer torch and scikit-learn take than package ml, side by side.

    python3 ml/testdata/speed.py [rounds]       from the top of the repository

Processor time of one epoch, Adam, ReLU, one core, the same table, batch and learning rate; the
median of rounds in which the three take turns. Needs go, and torch or scikit-learn or both.
"""
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import warnings

for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
    os.environ.pop(name, None)
os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = os.environ["GOMAXPROCS"] = "1"
os.environ["CGO_ENABLED"] = "0"

import numpy as np

try:
    import torch
    torch.set_num_threads(1)
except ImportError:
    torch = None
try:
    from sklearn.neural_network import MLPClassifier
    warnings.filterwarnings("ignore")
except ImportError:
    MLPClassifier = None

NETS = {"a": (32, (64, 32), 2), "b": (128, (128, 64), 3)}
ASKED = {("a", 32): (35, 18), ("a", 256): (7, 6), ("a", -1): (1.8, 4), ("b", 32): (8, 6), ("b", 256): (2.5, 3), ("b", -1): (1.5, 2),
         ("a", 0): (40, 80), ("b", 0): (12, 30)}


def data(n, d, k):
    v = np.sin(np.arange(1, n * d + 1, dtype=float)) * 43758.5453
    x = (4 * (v - np.floor(v)) - 2).reshape(n, d)
    s = x[:, :4].sum(1)
    return x.astype(np.float32), np.where((k == 3) & (s > 2), 2, (s > 0).astype(int))


def torch_net(name):
    d, (h, i), k = NETS[name]
    return torch.nn.Sequential(torch.nn.Linear(d, h), torch.nn.ReLU(), torch.nn.Linear(h, i), torch.nn.ReLU(),
                               torch.nn.Linear(i, 1 if k == 2 else k))


def torch_epoch(name, n, batch):
    d, _, k = NETS[name]
    x, y = data(n, d, k)
    x, y = torch.from_numpy(x), torch.from_numpy(y)
    if k == 2:
        y = y.float().unsqueeze(1)
    net = torch_net(name)
    opt = torch.optim.Adam(net.parameters(), lr=1e-3)
    loss = torch.nn.functional.binary_cross_entropy_with_logits if k == 2 else torch.nn.functional.cross_entropy

    def epoch():
        order = torch.randperm(n) if batch < n else None
        for lo in range(0, n, batch):
            part = order[lo:lo + batch] if batch < n else slice(None)
            opt.zero_grad()
            loss(net(x[part]), y[part]).backward()
            opt.step()
    return epoch


def sklearn_epoch(name, n, batch):
    d, hidden, k = NETS[name]
    x, y = data(n, d, k)
    net = MLPClassifier(hidden, batch_size=batch, alpha=0, max_iter=1, random_state=0)
    net.partial_fit(x, y, classes=np.arange(k))
    return lambda: net.partial_fit(x, y)


def late(epoch, batch):
    """The epoch after 20,000 steps."""
    for _ in range(20_000 // -(-1000 // batch) if epoch else 0):
        epoch()
    return epoch


def timed(f, least):
    f()
    count, start = 0, time.process_time()
    while count < 2 or time.process_time() - start < least:
        f()
        count += 1
    return (time.process_time() - start) / count


def torch_row(name):
    x = torch.from_numpy(data(1, NETS[name][0], 2)[0])
    net = torch_net(name)

    def one():
        with torch.no_grad():
            torch.sigmoid(net(x)) if name == "a" else torch.softmax(net(x), 1)
    return one


def sklearn_row(name):
    d, hidden, k = NETS[name]
    x, y = data(64, d, k)
    net = MLPClassifier(hidden, max_iter=1).fit(x, y)
    return lambda: net.predict_proba(x[:1])


def main(rounds):
    with tempfile.TemporaryDirectory() as at:
        binary = os.path.join(at, "ml.test")
        subprocess.run(["go", "test", "-c", "-o", binary, "./ml"], check=True)

        def ours(pattern):
            text = subprocess.run([binary, "-test.run", "^$", "-test.bench", pattern, "-test.benchtime", "300ms"],
                                  capture_output=True, text=True, check=True).stdout
            return float(re.search(r"([\d.e+]+) cpu-ns/op", text).group(1)) / 1e9

        print(f"{'net, batch, rows':>22} {'ours, us':>10} {'torch/ours':>11} {'asked':>6} {'sklearn/ours':>13} {'asked':>6}")
        for name in NETS:
            for n in (1000, 10000):
                for batch in (32, 256, -1):
                    size = n if batch < 0 else batch
                    peers = [torch and torch_epoch(name, n, size), MLPClassifier and sklearn_epoch(name, n, size)]
                    line(f"{name}, {batch if batch > 0 else 'full'}, {n}", ASKED[name, batch], rounds, peers,
                         lambda: ours(f"^BenchmarkEpoch$/^{name}$/^{n}$/^{batch}$"))
            for batch in (32, 256) if name == "a" else ():
                peers = [late(f and f(name, 1000, batch), batch) for f in (torch and torch_epoch, MLPClassifier and sklearn_epoch)]
                line(f"a, {batch}, step 20,000", ASKED[name, batch], rounds, peers, lambda: ours(f"^BenchmarkLateEpoch$/^{batch}$"))
            peers = [torch and torch_row(name), MLPClassifier and sklearn_row(name)]
            line(f"{name}, one predicted", ASKED[name, 0], rounds, peers, lambda: ours(f"^BenchmarkPredictRow$/^{name}$"))


def line(what, asked, rounds, peers, ours):
    times = [[], [], []]
    for _ in range(rounds):
        times[0].append(ours())
        for i, peer in enumerate(peers):
            times[i + 1].append(timed(peer, 0.2) if peer else float("nan"))
    own, a, b = (statistics.median(t) for t in times)
    print(f"{what:>22} {own * 1e6:10.1f} {a / own:11.1f} {asked[0]:6} {b / own:13.1f} {asked[1]:6}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
