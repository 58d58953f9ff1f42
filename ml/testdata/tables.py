"""Writes tables.json: tables of scikit-learn with the folds of 5 × 2 cross-validation and what
its networks reach on them, for TestAsAccurateAsScikitLearn.

Run once with Debian's python3-sklearn 1.2.1: python3 tables.py > tables.json
"""
import json
import sys
import warnings

import numpy as np
from sklearn import datasets
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.preprocessing import StandardScaler

warnings.filterwarnings("ignore")


def houses(n=1200):
    """A regression like California housing: skewed columns, places, interactions, noise."""
    rng = np.random.default_rng(11)
    income = rng.gamma(4, 1, n)
    age = rng.integers(1, 53, n)
    rooms = rng.lognormal(1.6, 0.3, n)
    bedrooms = rooms / rng.uniform(4, 6, n)
    people = rng.lognormal(7, 0.7, n)
    crowd = rng.lognormal(1, 0.25, n)
    north, west = rng.uniform(32, 42, n), rng.uniform(-124, -114, n)
    coast = np.exp(-((west + 119 + (north - 36) * 0.8) ** 2) / 2)
    y = 0.4 * income + 1.5 * coast + 0.01 * age - 0.3 * np.log(crowd) + 0.2 * income * coast + 0.1 * np.log(rooms)
    y = np.minimum(y + 0.4 * rng.standard_normal(n), 5)
    x = np.c_[income, age, rooms, bedrooms, people, crowd, north, west]
    return np.round(x, 3), np.round(y, 3)


def table(name, x, y, net):
    classes = net["task"] != "regression"
    out = {"name": name, "net": net, "x": x.tolist(), "y": y.tolist(), "test": [], "score": []}
    for repeat in range(5):
        split = (StratifiedKFold if classes else KFold)(2, shuffle=True, random_state=repeat)
        for train, test in split.split(x, y):
            scale = StandardScaler().fit(x[train])
            model = (MLPClassifier if classes else MLPRegressor)(
                [l["units"] for l in net["layers"]], alpha=0, batch_size=net["batch"], learning_rate_init=net["rate"],
                max_iter=net["epochs"], n_iter_no_change=10**6, tol=0, random_state=repeat)
            mean, size = (0, 1) if classes else (y[train].mean(), y[train].std())
            model.fit(scale.transform(x[train]), (y[train] - mean) / size if not classes else y[train])
            out["test"].append(test.tolist())
            out["score"].append(model.score(scale.transform(x[test]), (y[test] - mean) / size if not classes else y[test]))
    print(name, np.mean(out["score"]), np.std(out["score"]), file=sys.stderr)
    return out


def net(task, *units):
    return {"task": task, "layers": [{"kind": "dense", "units": u, "activation": "relu"} for u in units], "batch": 32,
            "rate": 0.005, "epochs": 60, "schedule": {}}


json.dump([
    table("iris", *datasets.load_iris(return_X_y=True), net("multiclass", 16)),
    table("wine", *datasets.load_wine(return_X_y=True), net("multiclass", 16)),
    table("breast cancer", *datasets.load_breast_cancer(return_X_y=True), net("binary", 16)),
    table("digits", *(v.astype(int) for v in datasets.load_digits(return_X_y=True)), net("multiclass", 32)),
    table("houses", *houses(), net("regression", 32, 16)),
], sys.stdout, separators=(",", ":"))
