"""Prints the log loss of scikit-learn's MLPClassifier as it comes, on standardised columns and on the columns as they are, by the
outer folds that `go run ./ml/fit/testdata/nested -folds FILE` wrote.

Run with Debian's python3-sklearn 1.2.1: python3 with_sklearn.py FILE
"""
import json
import sys
import warnings

import numpy as np
from sklearn.metrics import log_loss
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

warnings.filterwarnings("ignore")
loss = {}
for d in json.load(open(sys.argv[1])):
    x, y = np.array(d["rows"]["x"]), np.array(d["rows"]["y"]).astype(int)
    sums = np.zeros(2)
    for test in d["test"]:
        train = np.setdiff1d(np.arange(len(y)), test)
        net = MLPClassifier(random_state=d["seed"])
        for k, model in enumerate((make_pipeline(StandardScaler(), net), net)):
            p = model.fit(x[train], y[train]).predict_proba(x[test])
            sums[k] += log_loss(y[test], p, labels=np.unique(y)) * len(test)
    loss.setdefault(d["table"], []).append(sums / len(y))
for name, v in loss.items():
    v = np.array(v)
    print(f"{name:16s} standardised {v[:, 0].mean():.4f}, as they are {v[:, 1].mean():.4f}, {len(v)} seeds")
