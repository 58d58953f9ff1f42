"""Writes fanova.json: trials of three functions and Optuna 3.1's fANOVA importance of their settings.

    python3 fanova.py > fanova.json
"""
import json
import math
import random

import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution

optuna.logging.set_verbosity(optuna.logging.ERROR)
F, I, C = FloatDistribution, IntDistribution, CategoricalDistribution
COST = {"w": 0.0, "x": 0.4, "y": 1.5}
CASES = {
    "additive": (200, {"a": F(0, 1), "b": F(-2, 2), "c": F(0, 1), "d": F(0, 1)},
                 lambda p: 4 * p["a"] + p["b"] + 0.5 * p["c"]),
    "choices": (200, {"a": F(0, 1), "k": C(["w", "x", "y"]), "n": I(1, 8)},
                lambda p: COST[p["k"]] + (p["n"] - 3) ** 2 / 10 + p["a"]),
    "products": (300, {"a": F(-1, 1), "b": F(-1, 1), "c": F(-1, 1)},
                 lambda p: p["a"] * p["b"] + p["a"] + math.sin(3 * p["c"])),
}
out = {}
for name, (n, space, f) in CASES.items():
    rng = random.Random(5)
    study, trials = optuna.create_study(), []
    for _ in range(n):
        p = {k: rng.choice(d.choices) if isinstance(d, C) else rng.randint(d.low, d.high) if isinstance(d, I)
             else round(rng.uniform(d.low, d.high), 6) for k, d in space.items()}
        trials.append({"settings": p, "value": f(p)})
        study.add_trial(optuna.trial.create_trial(params=p, distributions=space, value=f(p)))
    shares = [optuna.importance.FanovaImportanceEvaluator(seed=s).evaluate(study) for s in range(10)]
    mean = {k: sum(s[k] for s in shares) / len(shares) for k in space}
    sd = {k: math.sqrt(sum((s[k] - mean[k]) ** 2 for s in shares) / len(shares)) for k in space}
    bounds = {k: {"options": d.choices} if isinstance(d, C) else {"low": d.low, "high": d.high, "int": isinstance(d, I)}
              for k, d in space.items()}
    out[name] = {"space": bounds, "importance": mean, "deviation": sd, "trials": trials}
print("{" + ",\n".join(f'"{k}": ' + json.dumps({a: b for a, b in v.items() if a != "trials"})[:-1] + ', "trials": [\n'
                       + ",\n".join(json.dumps(t) for t in v["trials"]) + "]}" for k, v in out.items()) + "}")
