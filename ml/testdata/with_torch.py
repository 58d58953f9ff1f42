"""Writes torch.json: what torch computes for small networks, for TestAgreesWithTorch.

Run once with Debian's python3-torch 1.13.1: python3 with_torch.py > torch.json
"""
import json
import sys

import torch
from torch import nn

torch.set_default_dtype(torch.float64)
torch.manual_seed(7)
D, ROWS = 5, 9


def act(name, units, slope=0.0):
    return {
        "": nn.Identity, "sigmoid": nn.Sigmoid, "tanh": nn.Tanh, "hardsigmoid": nn.Hardsigmoid,
        "hardtanh": nn.Hardtanh, "relu": nn.ReLU, "leakyrelu": lambda: nn.LeakyReLU(slope or 0.01),
        "prelu": lambda: nn.PReLU(units), "elu": lambda: nn.ELU(slope or 1.0), "selu": nn.SELU,
        "gelu": nn.GELU, "silu": nn.SiLU, "softplus": nn.Softplus, "softmax": lambda: nn.Softmax(1),
    }[name]()


def build(layers, outputs):
    mods, width = [], D
    for l in layers:
        mods += [nn.Linear(width, l["units"]), act(l.get("activation", ""), l["units"], l.get("slope", 0))]
        width = l["units"]
    return nn.Sequential(*mods, nn.Linear(width, outputs))


def params(net):
    out = []
    for m in net.modules():
        for p in m.parameters(recurse=False):
            q = p.detach()
            out.append((q.t() if q.dim() == 2 else q).reshape(-1).tolist())
    return out


def randomise(net):
    for p in net.parameters():
        with torch.no_grad():
            p.add_(0.3 * torch.randn_like(p))


OPT = {
    "sgd": lambda ps: torch.optim.SGD(ps, lr=0.05),
    "momentum": lambda ps: torch.optim.SGD(ps, lr=0.05, momentum=0.9),
    "nesterov": lambda ps: torch.optim.SGD(ps, lr=0.05, momentum=0.9, nesterov=True),
    "adagrad": lambda ps: torch.optim.Adagrad(ps, lr=0.05),
    "rmsprop": lambda ps: torch.optim.RMSprop(ps, lr=0.05),
    "adam": lambda ps: torch.optim.Adam(ps, lr=0.05),
    "adamw": lambda ps: torch.optim.AdamW(ps, lr=0.05, weight_decay=0),
}
DECAY = 0.02


def optimizer(name, net, l2):
    """Weights decay, all else does not, as in package ml."""
    opt = OPT[name](net.parameters())
    if l2:
        group = opt.param_groups[0]
        heavy = [m.weight for m in net.modules() if isinstance(m, nn.Linear)]
        light = [p for p in group["params"] if all(p is not h for h in heavy)]
        rest = {k: v for k, v in group.items() if k not in ("params", "weight_decay")}
        opt = type(opt)([dict(rest, params=heavy, weight_decay=l2), dict(rest, params=light, weight_decay=0)], lr=0.05)
    return opt


def case(name, layers, task="regression", loss="squared", optim="adam", k=1, smoothing=0.0, l2=0.0):
    outputs = k if task == "multiclass" else 1
    net = build(layers, outputs)
    randomise(net)
    x = torch.randn(ROWS, D) * 1.5
    if task == "regression":
        y = torch.randn(ROWS) * 2
    else:
        y = torch.arange(ROWS) % k
    losses = {
        "squared": lambda z: nn.functional.mse_loss(z[:, 0], y),
        "absolute": lambda z: nn.functional.l1_loss(z[:, 0], y),
        "huber": lambda z: nn.functional.huber_loss(z[:, 0], y, delta=0.7),
        "binary": lambda z: nn.functional.binary_cross_entropy_with_logits(
            z[:, 0], y.double() * (1 - smoothing) + smoothing / 2),
        "multiclass": lambda z: nn.functional.cross_entropy(z, y, label_smoothing=smoothing),
    }
    f = losses[loss]
    out = {"name": name, "net": {"task": task, "layers": layers, "optimizer": optim, "rate": 0.05, "smoothing": smoothing,
                                 "l2": l2, "raw": True, "batch": -1, "schedule": {}},
           "x": x.tolist(), "y": y.tolist(), "k": 0 if task == "regression" else k, "start": params(net)}
    if task == "regression":
        out["net"]["loss"], out["net"]["delta"] = loss, 0.7
    if not any(l["kind"] == "batchnorm" for l in layers):
        net.eval()
        z = net(x).detach()
        out["answers"] = {
            "regression": lambda: z.tolist(),
            "binary": lambda: torch.cat([torch.sigmoid(-z), torch.sigmoid(z)], 1).tolist(),
            "multiclass": lambda: torch.softmax(z, 1).tolist(),
        }[task]()
    net.train()
    opt = optimizer(optim, net, l2)
    out["losses"], out["after"] = [], []
    for _ in range(3):
        opt.zero_grad()
        value = f(net(x))
        value.backward()
        opt.step()
        out["losses"].append(value.item())
        out["after"].append(params(net))
    net.eval()
    out["last"] = net(x).detach().tolist()
    return out


def dense(units, a, **more):
    return dict(kind="dense", units=units, activation=a, **more)


cases = []
for a in ["", "sigmoid", "tanh", "hardsigmoid", "hardtanh", "relu", "leakyrelu", "prelu", "elu", "selu", "gelu", "silu",
          "softplus", "softmax"]:
    cases.append(case("activation " + a, [dense(4, a)]))
cases.append(case("slopes", [dense(4, "leakyrelu", slope=0.2), dense(3, "elu", slope=0.5)]))
for l in ["absolute", "huber"]:
    cases.append(case("loss " + l, [dense(4, "tanh")], loss=l))
for s in [0.0, 0.1]:
    cases.append(case(f"binary {s}", [dense(4, "tanh")], "binary", "binary", k=2, smoothing=s))
    cases.append(case(f"multiclass {s}", [dense(4, "tanh")], "multiclass", "multiclass", k=3, smoothing=s))
for o in OPT:
    for l2 in [0.0, DECAY]:
        cases.append(case(f"optimizer {o}, decay {l2}", [dense(4, "relu"), dense(3, "tanh")], optim=o, l2=l2))
json.dump(cases, sys.stdout)
