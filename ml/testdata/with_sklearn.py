"""Writes sklearn.json: what scikit-learn computes, for TestMetricsAgreeWithScikitLearn and
TestBaselinesAgreeWithScikitLearn.

Run once with Debian's python3-sklearn 1.2.1: python3 with_sklearn.py > sklearn.json
"""
import json
import sys

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax
from sklearn import metrics
from sklearn.calibration import calibration_curve
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.preprocessing import StandardScaler

rng = np.random.default_rng(5)
out = {}

n = 60
y = rng.integers(0, 2, n)
p = np.clip(np.round(0.25 + 0.4 * y + 0.3 * rng.standard_normal(n), 1), 0.05, 0.95)
two = np.c_[1 - p, p]
frac, mean = calibration_curve(y, p, n_bins=7)
iso = IsotonicRegression(out_of_bounds="clip").fit(p, y)
out["binary"] = {
    "y": y.tolist(), "p": p.tolist(), "accuracy": metrics.accuracy_score(y, p > 0.5),
    "log_loss": metrics.log_loss(y, two), "brier": metrics.brier_score_loss(y, p),
    "roc_auc": metrics.roc_auc_score(y, p), "pr_auc": metrics.average_precision_score(y, p),
    "f1": metrics.f1_score(y, p > 0.5, average=None).tolist(), "confusion": metrics.confusion_matrix(y, p > 0.5).tolist(),
    "curve_mean": mean.tolist(), "curve_share": frac.tolist(),
    "grid": np.linspace(0, 1, 21).tolist(), "isotonic": iso.predict(np.linspace(0, 1, 21)).tolist(),
}

k = 4
ym = rng.integers(0, k, n)
z = 2 * rng.standard_normal((n, k))
z[np.arange(n), ym] += 1.0
t = minimize_scalar(lambda t: -log_softmax(z / t, axis=1)[np.arange(n), ym].mean(), bounds=(0.05, 20), method="bounded",
                    options={"xatol": 1e-10}).x
pm = softmax(z, axis=1)
out["multiclass"] = {
    "y": ym.tolist(), "p": pm.tolist(), "accuracy": metrics.accuracy_score(ym, pm.argmax(1)),
    "log_loss": metrics.log_loss(ym, pm), "brier": float(((pm - np.eye(k)[ym]) ** 2).sum(1).mean()),
    "f1": metrics.f1_score(ym, pm.argmax(1), average=None).tolist(), "macro_f1": metrics.f1_score(ym, pm.argmax(1), average="macro"),
    "confusion": metrics.confusion_matrix(ym, pm.argmax(1)).tolist(), "temperature": t,
}

yr, pr = rng.standard_normal(n), rng.standard_normal(n)
out["regression"] = {"y": yr.tolist(), "p": pr.tolist(), "r2": metrics.r2_score(yr, pr), "mae": metrics.mean_absolute_error(yr, pr),
                     "rmse": float(np.sqrt(metrics.mean_squared_error(yr, pr)))}

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
