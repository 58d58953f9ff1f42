"""Writes sklearn.json: what scikit-learn computes, for TestLogLossAndTemperatureAgreeWithScikitLearn and
TestBaselinesAgreeWithScikitLearn.

Run once with Debian's python3-sklearn 1.2.1: python3 with_sklearn.py > sklearn.json
"""
import json
import sys

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax
from sklearn import metrics
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.preprocessing import StandardScaler

rng = np.random.default_rng(5)
out = {}

n = 60
y = rng.integers(0, 2, n)
p = np.clip(np.round(0.25 + 0.4 * y + 0.3 * rng.standard_normal(n), 1), 0.05, 0.95)
two = np.c_[1 - p, p]
out["binary"] = {"y": y.tolist(), "p": p.tolist(), "log_loss": metrics.log_loss(y, two)}

k = 4
ym = rng.integers(0, k, n)
z = 2 * rng.standard_normal((n, k))
z[np.arange(n), ym] += 1.0
t = minimize_scalar(lambda t: -log_softmax(z / t, axis=1)[np.arange(n), ym].mean(), bounds=(0.05, 20), method="bounded",
                    options={"xatol": 1e-10}).x
pm = softmax(z, axis=1)
out["multiclass"] = {"y": ym.tolist(), "p": pm.tolist(), "log_loss": metrics.log_loss(ym, pm), "temperature": t}

rng.standard_normal(2 * n)  # so that what follows stays what it was
x = rng.standard_normal((n, 6)) * [1, 10, 0.1, 3, 1, 1] + [0, 5, 0, -100, 0, 0]
x[:, 5] = x[:, 0] + 0.1 * x[:, 1]
w = rng.uniform(0.2, 2, n)
xs = StandardScaler().fit_transform(x)
yl = xs @ rng.standard_normal(6) + rng.standard_normal(n)
yb, yk = (yl > 0).astype(int), np.digitize(yl, [-1, 0.5])
out["linear"] = {"x": x.tolist(), "w": w.tolist(), "y": yl.tolist(), "yb": yb.tolist(), "yk": yk.tolist(),
                 "ridge": {}, "binary": {}, "multinomial": {}}
for l2 in [0.01, 1.0, 30.0]:
    logit = dict(C=1 / l2, tol=1e-12, solver="newton-cg", max_iter=10000)
    out["linear"]["ridge"][l2] = Ridge(alpha=l2).fit(xs, yl, sample_weight=w).predict(xs).tolist()
    out["linear"]["binary"][l2] = LogisticRegression(**logit).fit(xs, yb, sample_weight=w).predict_proba(xs).tolist()
    out["linear"]["multinomial"][l2] = LogisticRegression(multi_class="multinomial", **logit).fit(
        xs, yk, sample_weight=w).predict_proba(xs).tolist()
json.dump(out, sys.stdout)
