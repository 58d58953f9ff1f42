#!/usr/bin/env python3
"""Writes testdata/*.json with the values of scikit-learn and SciPy. Run in this folder."""
import csv
import json

import numpy as np
from scipy.cluster import hierarchy
from scipy.spatial.distance import pdist
from sklearn import cluster, decomposition, metrics

METHODS = ["ward", "average", "weighted", "complete", "single", "centroid", "median"]
BEST = {
    "iris": [599.9999999999999, 222.36170496502294, 139.820496, 114.092238, 90.807283, 79.998558, 70.65864, 62.213747, 54.032039, 47.131075],
    "wine": [2313.9999999999986, 1658.758852, 1277.928488844643, 1175.216677, 1101.340254, 1038.630202, 976.271057, 924.146232, 879.833405, 839.371132],
    "usarrests": [200.0, 104.961633, 79.921703, 57.55425863091106, 49.943064, 43.70717, 39.038411, 34.4667, 30.477434789242775, 26.71784],
}


def table(name, columns):
    rows = list(csv.reader(open(name + ".csv")))[1:]
    x = np.array([[float(r[j]) for j in columns] for r in rows])
    return (x - x.mean(0)) / x.std(0)


def reference(name, x):
    pca = decomposition.PCA().fit(x)
    dist = pdist(x)
    link = {}
    for m in METHODS:
        z = hierarchy.linkage(dist, m)
        link[m] = {"merges": z.tolist(), "cophenetic": hierarchy.cophenet(z, dist)[0]}
    cuts = {}
    for k in range(2, 7):
        labels = cluster.KMeans(k, n_init=5, random_state=0).fit_predict(x)
        cuts[k] = {
            "labels": labels.tolist(),
            "silhouette": metrics.silhouette_score(x, labels),
            "calinski_harabasz": metrics.calinski_harabasz_score(x, labels),
            "davies_bouldin": metrics.davies_bouldin_score(x, labels),
        }
    out = {
        "x": x.tolist(),
        "ratio": pca.explained_variance_ratio_.tolist(),
        "variance": pca.explained_variance_.tolist(),
        "loadings": pca.components_.tolist(),
        "linkage": link,
        "cuts": cuts,
        "best_inertia": BEST.get(name),
    }
    with open(name + ".json", "w") as f:
        json.dump(out, f)


rng = np.random.default_rng(7)
reference("iris", table("iris", range(4)))
reference("wine", table("wine", range(13)))
reference("usarrests", table("usarrests", range(1, 5)))
reference("drawn", np.concatenate([rng.normal(c, 1, (25, 5)) for c in (0, 2, 5)]))
reference("broad", rng.normal(0, 1, (9, 20)))
