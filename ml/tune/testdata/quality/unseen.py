"""Prints what Optuna's multivariate TPE reaches on the boxes of unseen.go: python3 unseen.py [seeds [names]]"""
import json
import math
import random
import sys
import warnings

import optuna

warnings.filterwarnings("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)
AT = [10, 20, 50, 100]
PLACES = [.62, .41, .23, .77, .55, .35, .68, .47, .29, .59]
SHIFT = [1.3, -0.7, 2.1, -1.9, 0.4]


def numbers(t, n, lo, hi):
    return [t.suggest_float(f"x{i}", lo, hi) for i in range(n)]


def shifted(t, n, half):
    return [v - half * (2 * p - 1) for v, p in zip(numbers(t, n, -half, half), PLACES)]


def ackley(t):
    x = shifted(t, 5, 32)
    return (20 + math.e - 20 * math.exp(-0.2 * math.sqrt(sum(v * v for v in x) / 5))
            - math.exp(sum(math.cos(2 * math.pi * v) for v in x) / 5))


def griewank(t):
    x = shifted(t, 5, 300)
    return 1 + sum(v * v / 4000 for v in x) - math.prod(math.cos(v / math.sqrt(i + 1)) for i, v in enumerate(x))


def styblinski(t):
    return sum((v ** 4 - 16 * v * v + 5 * v) / 2 for v in numbers(t, 5, -5, 5))


def michalewicz(t):
    return -sum(math.sin(v) * math.sin((i + 1) * v * v / math.pi) ** 20 for i, v in enumerate(numbers(t, 5, 0, math.pi)))


def camel(t):
    a, b = t.suggest_float("x0", -3, 3), t.suggest_float("x1", -2, 2)
    return (4 - 2.1 * a * a + a ** 4 / 3) * a * a + a * b + (4 * b * b - 4) * b * b


def hartmann3(t):
    A = [[3, 10, 30], [.1, 10, 35], [3, 10, 30], [.1, 10, 35]]
    P = [[.3689, .1170, .2673], [.4699, .4387, .7470], [.1091, .8732, .5547], [.0381, .5743, .8828]]
    x = numbers(t, 3, 0, 1)
    return -sum(w * math.exp(-sum(a * (v - p) ** 2 for a, v, p in zip(A[i], x, P[i]))) for i, w in enumerate([1, 1.2, 3, 3.2]))


def ellipsoid(t):
    return sum(10 ** (2 * i / 9) * v * v for i, v in enumerate(shifted(t, 10, 5)))


def forest(t):
    trees, depth, leaf = t.suggest_int("trees", 10, 1000, log=True), t.suggest_int("depth", 1, 30), t.suggest_int("leaf", 1, 64, log=True)
    share, sample = t.suggest_float("share", 0.1, 1), t.suggest_float("sample", 0.3, 1)
    v = 0.2 + 0.5 / math.sqrt(trees) + 0.3 * math.exp(-depth / 4) + 0.002 * depth + 0.02 * (math.log2(leaf) - 2) ** 2
    v += 0.4 * (share - 0.35) ** 2 + 0.1 * (sample - 0.8) ** 2
    v += {"gini": 0.01, "entropy": 0, "log": 0.02}[t.suggest_categorical("criterion", ["gini", "entropy", "log"])]
    if t.suggest_categorical("bootstrap", ["no", "yes"]) == "no":
        v += 0.03 * sample
    return v + {"none": 0.04, "balanced": 0}[t.suggest_categorical("weight", ["none", "balanced"])]


def branches(t):
    model = t.suggest_categorical("model", ["kernel", "boosting", "net"])
    if model == "kernel":
        c, g = math.log10(t.suggest_float("c", 1e-3, 1e3, log=True)), math.log10(t.suggest_float("gamma", 1e-4, 10, log=True))
        return 0.08 + 0.05 * (c - 1) ** 2 + 0.08 * (g + 2 + 0.3 * (c - 1)) ** 2
    if model == "boosting":
        r, n = math.log10(t.suggest_float("eta", 1e-3, 1, log=True)), math.log10(t.suggest_int("rounds", 10, 2000, log=True))
        return 0.03 + 0.15 * (r + n - 1.2) ** 2 + 0.03 * (n - 2.5) ** 2 + 0.01 * (t.suggest_int("depth", 1, 12) - 5) ** 2
    v = 0.05 + 0.1 * (math.log10(t.suggest_float("lr", 1e-5, 1, log=True)) + 2.5) ** 2
    layers = t.suggest_int("layers", 1, 3)
    for i in range(layers):
        v += 0.04 * (math.log2(t.suggest_int(f"units{i}", 4, 512, log=True)) - 6) ** 2 / layers
    return v + 0.02 * abs(layers - 2)


def steps(t):
    return sum((math.floor(v + 0.5) - (i - 1)) ** 2 for i, v in enumerate(numbers(t, 4, -5, 5)))


def sphere(t):
    return sum((v - s) ** 2 for v, s in zip(numbers(t, 5, -5, 5), SHIFT))


BOXES = {"ackley5": ackley, "griewank5": griewank, "styblinski5": styblinski, "michalewicz5": michalewicz, "camel": camel,
         "hartmann3": hartmann3, "ellipsoid10": ellipsoid, "forest8": forest, "noisy5": sphere, "branches": branches, "steps4": steps}


def run(name, seed):
    rng, best, values = random.Random(seed), [math.inf], []

    def f(t):
        v = BOXES[name](t)
        best[0] = min(best[0], v)  # without the noise
        values.append(best[0])
        return v + (2 * rng.gauss(0, 1) if name == "noisy5" else 0)

    sampler = optuna.samplers.TPESampler(multivariate=True, group=name == "branches", seed=seed)
    optuna.create_study(sampler=sampler).optimize(f, n_trials=AT[-1])
    return [values[n - 1] for n in AT]


def quantile(x, q):
    x, at = sorted(x), q * (len(x) - 1)
    i = int(at)
    return x[i] + (at - i) * (x[min(i + 1, len(x) - 1)] - x[i])


seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 30
for name in sys.argv[2:] or BOXES:
    runs = list(zip(*[run(name, s) for s in range(seeds)]))
    print(f'"{name}/mtpe":', json.dumps({"median": [float(f"{quantile(r, .5):.6g}") for r in runs],
                                          "p75": [float(f"{quantile(r, .75):.6g}") for r in runs]}) + ",", flush=True)
