"""Prints how well `dure tune` does beside scikit-learn's nets, tuned by Optuna with as many trials, beside a line and the mean, on tables of R: each is
tuned on the training rows of the same outer folds and asked about the others, anew for each seed. Less is better: log loss, or root mean squared error.

Debian: apt install python3-sklearn python3-optuna r-base-core r-recommended r-cran-palmerpenguins r-cran-mclust
"""
import argparse
import csv
import math
import os
import subprocess
import tempfile
import time
import warnings

os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np
import optuna
from sklearn.linear_model import LogisticRegressionCV, RidgeCV
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

warnings.filterwarnings("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)
HERE = os.path.dirname(os.path.abspath(__file__))
TABLES = {  # an expression of R, the target, whether it is a class
    "crabs": ('transform(MASS::crabs[, -3], kind = paste(sp, sex))[, -(1:2)]', "kind", True),
    "fgl": ("MASS::fgl", "type", True),
    "birthwt": ('transform(MASS::birthwt[, -10], low = c("no", "yes")[low + 1])', "low", True),
    "Pima.tr": ("MASS::Pima.tr", "type", True),
    "kyphosis": ("rpart::kyphosis", "Kyphosis", True),
    "swiss": ("swiss", "Fertility", False),
    "cpus": ("MASS::cpus[, 2:8]", "perf", False),
    "airquality": ("na.omit(airquality)", "Ozone", False),
    "iris": ("iris", "Species", True),  # from here on nearly separated classes
    "wine": (f'read.csv("{HERE}/../../../../clustering/testdata/wine.csv")[, -15]', "target", True),
    "penguins": ("na.omit(palmerpenguins::penguins)[, c(1, 3:6)]", "species", True),
    "thyroid": ('{data(thyroid, package = "mclust"); thyroid}', "Diagnosis", True),
    "like": (f'read.csv("{HERE}/like.csv")', "class", True),
}


def number(cell):
    try:
        return float(cell)
    except ValueError:
        return None


def matrix(rows, target, head):
    """The columns but the target as numbers, an indicator for each text."""
    out = []
    for j, name in enumerate(head):
        cells = [row[j] for row in rows]
        if name != target and all(number(c) is not None for c in cells):
            out.append([float(c) for c in cells])
        elif name != target:
            out += [[float(c == text) for c in cells] for text in sorted(set(cells))]
    return np.array(out).T


class Scaled:
    """A regression of a standardised target."""

    def __init__(self, model): self.model = model

    def fit(self, x, y):
        self.mean, self.size = y.mean(), y.std()
        self.model.fit(x, (y - self.mean) / self.size)
        return self

    def predict(self, x): return self.model.predict(x) * self.size + self.mean


def peer(x, y, classes, trials, seed):
    """A net of scikit-learn with the settings that Optuna finds best. Its book advises lbfgs for small tables."""
    def net(t):
        s = dict(hidden_layer_sizes=(t.suggest_int("units", 4, 128, log=True),) * t.suggest_int("layers", 1, 2), random_state=seed,
                 activation=t.suggest_categorical("activation", ["relu", "tanh"]), alpha=t.suggest_float("alpha", 1e-5, 10, log=True),
                 solver=t.suggest_categorical("solver", ["adam", "lbfgs"]))
        if s["solver"] == "adam":
            s.update(learning_rate_init=t.suggest_float("rate", 1e-4, 1e-1, log=True), batch_size=t.suggest_int("batch", 16, 128, log=True))
        return make_pipeline(StandardScaler(), MLPClassifier(**s)) if classes else make_pipeline(StandardScaler(), Scaled(MLPRegressor(**s)))

    def value(t):
        split = (StratifiedKFold if classes else KFold)(5, shuffle=True, random_state=seed).split(x, y)
        return np.concatenate([loss(ask(net(t).fit(x[a], y[a]), x[b], classes), y[b], classes) for a, b in split]).mean()

    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=seed))
    study.optimize(value, n_trials=trials)
    return net(optuna.trial.FixedTrial(study.best_params)).fit(x, y)


def ask(model, x, classes): return model.predict_proba(x) if classes else model.predict(x)


def loss(said, y, classes):
    """What each row costs."""
    return -np.log(np.maximum(said[np.arange(len(y)), y.astype(int)], 1e-15)) if classes else (said - y) ** 2


def dure(program, folder, head, train, test, target, names, trials, seed):
    """What the net of `dure tune` says of the test rows."""
    for name, rows in (("train", train), ("test", [[c if h != target else "" for h, c in zip(head, row)] for row in test])):
        with open(f"{folder}/{name}.csv", "w", newline="") as f:
            csv.writer(f).writerows([head] + rows)
    task = ["--task", "regression"] if names is None else []
    subprocess.run([program, "tune", f"{folder}/train.csv", "--target", target, "--no-nested", "--trials", str(trials), "--seed", str(seed), "--workers", "1",
                    "--out", f"{folder}/net"] + task, check=True, capture_output=True)
    said = subprocess.run([program, "predict", f"{folder}/net", f"{folder}/test.csv"], check=True, capture_output=True, text=True).stdout
    rows = list(csv.reader(said.splitlines()))
    columns = [rows[0].index(c) for c in (["predicted"] if names is None else [f"chance of {n}" for n in names])]
    said = np.array([[float(row[j]) for j in columns] for row in rows[1:]])
    return said[:, 0] if names is None else said


def costs_of(program, folder, table, a, seed, took):
    """What each row costs by dure, by Optuna, by a line and by the mean."""
    head, rows, target, names, x, y = table
    classes = names is not None
    costs = np.zeros((4, len(y)))
    for learn, test in (StratifiedKFold if classes else KFold)(a.folds, shuffle=True, random_state=seed).split(x, y):
        began = time.time()
        said = [dure(program, folder, head, [rows[i] for i in learn], [rows[i] for i in test], target, names, a.trials, seed)]
        took[0] += time.time() - began
        began = time.time()
        said.append(ask(peer(x[learn], y[learn], classes, a.trials, seed), x[test], classes))
        took[1] += time.time() - began
        line = LogisticRegressionCV(scoring="neg_log_loss", max_iter=1000) if classes else RidgeCV(np.logspace(-3, 3, 13))
        said.append(ask(make_pipeline(StandardScaler(), line).fit(x[learn], y[learn]), x[test], classes))
        mean = np.bincount(y[learn], minlength=len(names)) / len(learn) if classes else y[learn].mean()
        said.append(np.array([mean] * len(test)))
        for k, s in enumerate(said):
            costs[k, test] = loss(s, y[test], classes)
    return costs


def show(name, costs, classes, took=None):
    gap = costs[1] - costs[0]
    score = [m if classes else math.sqrt(m) for m in costs.mean(axis=1)]
    seconds = "" if took is None else f"{took[0]:9.1f}{took[1]:8.1f}"
    print(f"{name:14}{len(gap):6}" + "".join(f"{s:10.4g}" for s in score) + f"{gap.mean():12.4g}{gap.std() / math.sqrt(len(gap)):10.4g}{seconds}", flush=True)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("program")
    p.add_argument("--trials", type=int, default=50)
    p.add_argument("--folds", type=int, default=5)
    p.add_argument("--seeds", type=int, default=1, help="how many, from 1")
    p.add_argument("--only", default=",".join(TABLES))
    a = p.parse_args()
    print(f"{'table':14}{'rows':>6}{'dure':>10}{'optuna':>10}{'line':>10}{'mean':>10}{'gap':>12}{'error':>10}{'seconds':>9}{'optuna':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for name in a.only.split(","):
            code, target, classes = TABLES[name]
            subprocess.run(["Rscript", "-e", f'write.csv({code}, "{folder}/all.csv", row.names = FALSE)'], check=True, capture_output=True)
            head, *rows = csv.reader(open(f"{folder}/all.csv"))
            texts = [row[head.index(target)] for row in rows]
            names = sorted(set(texts)) if classes else None
            y, took, all_costs = np.array([names.index(t) if classes else float(t) for t in texts]), [0, 0], []
            table = head, rows, target, names, matrix(rows, target, head), y
            for seed in range(1, a.seeds + 1):
                all_costs.append(costs_of(a.program, folder, table, a, seed, took))
                if a.seeds > 1:
                    show(f"{name}, seed {seed}", all_costs[-1], classes)
            show(name, np.mean(all_costs, axis=0), classes, took)


main()
