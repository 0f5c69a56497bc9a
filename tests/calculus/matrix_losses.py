"""Losses of vectors and matrices: as text, and once more as a formula in NumPy."""

import numpy as np

DATA = {"X": "N p", "w": "p", "y": "N"}
MANY = {"X": "N p", "W": "p q", "V": "N q"}
INNER = {"A": "p p", "b": "p", "w": "p"}


def sigmoid(u):
    return 1 / (1 + np.exp(-u))


def inner(v, one, other):
    return float((v[one] * v[other]).sum())


def cross_entropy(v):
    p = sigmoid(v["X"] @ v["w"])
    return float(-(v["y"] * np.log(p)).sum() - ((1 - v["y"]) * np.log(1 - p)).sum())


# text, variable, shapes, the same with NumPy, the gradient as books write it
LOSSES = [
    ("1/2*|X*w - y|^2", "w", DATA, lambda v: ((v["X"] @ v["w"] - v["y"]) ** 2).sum() / 2, "X^T (X w - y)"),
    ("||X w - y||^2", "w", DATA, lambda v: ((v["X"] @ v["w"] - v["y"]) ** 2).sum(), "2 X^T (X w - y)"),
    (
        r"\frac{1}{2N}\lVert Xw - y\rVert^2 + \frac{0.3}{2}\lVert w\rVert^2",
        "w",
        DATA,
        lambda v: ((v["X"] @ v["w"] - v["y"]) ** 2).sum() / 10 + 0.15 * (v["w"] ** 2).sum(),
        "1/N X^T (X w - y) + 0.3 w",
    ),
    (
        "w^T A w/2 - b^T w",
        "w",
        {"A": "p p", "b": "p", "w": "p"},
        lambda v: float((v["w"].T @ v["A"] @ v["w"] / 2 - v["b"].T @ v["w"])[0, 0]),
        "(A + A^T) w/2 - b",
    ),
    ("|w|^2", "w", {"w": "p"}, lambda v: (v["w"] ** 2).sum(), "2w"),
    ("b^T w", "w", {"w": "p", "b": "p"}, lambda v: float((v["b"] * v["w"]).sum()), "b"),
    (
        "sum(log(1 + e^(X w))) - y^T X w",
        "w",
        DATA,
        lambda v: float(np.log1p(np.exp(v["X"] @ v["w"])).sum() - (v["y"] * (v["X"] @ v["w"])).sum()),
        "X^T (sigmoid(X w) - y)",
    ),
    ("-y^T log(sigma(Xw)) - (1 - y)^T log(1 - sigma(Xw))", "w", DATA, cross_entropy, "X^T (sigmoid(X w) - y)"),
    (
        "1/2*|tanh(X w) - y|^2",
        "w",
        DATA,
        lambda v: ((np.tanh(v["X"] @ v["w"]) - v["y"]) ** 2).sum() / 2,
        "X^T ((1 - tanh(X w)^2) ∘ (tanh(X w) - y))",
    ),
    (
        "sum(sigmoid(X w))",
        "w",
        DATA,
        lambda v: sigmoid(v["X"] @ v["w"]).sum(),
        "X^T (sigmoid(X w) ∘ (1 - sigmoid(X w)))",
    ),
    ("1/2*|X W - V|^2", "W", MANY, lambda v: ((v["X"] @ v["W"] - v["V"]) ** 2).sum() / 2, "X^T (X W - V)"),
    ("|X W - V|^2", "X", MANY, lambda v: ((v["X"] @ v["W"] - v["V"]) ** 2).sum(), "2 (X W - V) W^T"),
    ("tr(X W)", "W", {"X": "q p", "W": "p q"}, lambda v: float(np.trace(v["X"] @ v["W"])), "X^T"),
    (
        "tr(W^T A W)",
        "W",
        {"A": "p p", "W": "p q"},
        lambda v: float(np.trace(v["W"].T @ v["A"] @ v["W"])),
        "A W + A^T W",
    ),
    ("b^T W c", "W", {"b": "p", "c": "q", "W": "p q"}, lambda v: float((v["b"].T @ v["W"] @ v["c"])[0, 0]), "b c^T"),
    (
        "w^T W W^T w",
        "W",
        {"w": "p", "W": "p q"},
        lambda v: float(((v["W"].T @ v["w"]) ** 2).sum()),
        "2 w w^T W",
    ),
    ("(b^T w)^3", "w", INNER, lambda v: inner(v, "b", "w") ** 3, "3 (b^T w)^2 b"),
    ("(w^T w)^2", "w", INNER, lambda v: inner(v, "w", "w") ** 2, "4 w w^T w"),
    ("sqrt(w^T w)", "w", INNER, lambda v: np.sqrt(inner(v, "w", "w")), "w/|w|"),
    ("|w - b|", "w", INNER, lambda v: np.linalg.norm(v["w"] - v["b"]), "(w - b)/sqrt((w - b)^T (w - b))"),
    ("log(w^T w)", "w", INNER, lambda v: np.log(inner(v, "w", "w")), "2 w/|w|^2"),
    ("sigmoid(b^T w)", "w", INNER, lambda v: sigmoid(inner(v, "b", "w")), "sigmoid(b^T w) (1 - sigmoid(b^T w)) b"),
    (
        "tr(A)*w^T w + tr(A)^2",
        "w",
        INNER,
        lambda v: np.trace(v["A"]) * inner(v, "w", "w") + np.trace(v["A"]) ** 2,
        "2 w tr(A)",
    ),
    (
        "(w^T A w)/(w^T w)",
        "w",
        INNER,
        lambda v: float((v["w"].T @ v["A"] @ v["w"])[0, 0]) / inner(v, "w", "w"),
        "((A + A^T) w)/(w^T w) - 2 (w^T A w) w/(w^T w)^2",
    ),
    ("log(sum(exp(w)))", "w", INNER, lambda v: np.log(np.exp(v["w"]).sum()), "(1/sum(exp(w))) exp(w)"),
    (
        "(w^T w) (b^T w)",
        "w",
        INNER,
        lambda v: inner(v, "w", "w") * inner(v, "b", "w"),
        "(w^T w) b + 2 (b^T w) w",
    ),
    ("max(b^T w, 0)", "w", INNER, lambda v: max(inner(v, "b", "w"), 0), "sign(relu(b^T w)) b"),
    ("(b^T A w)^2", "A", INNER, lambda v: float((v["b"].T @ v["A"] @ v["w"])[0, 0]) ** 2, "2 (b^T A w) b w^T"),
    ("log(tr(A W))", "W", {"A": "p p", "W": "p p"}, lambda v: np.log(np.trace(v["A"] @ v["W"])), "A^T/tr(A W)"),
]
IDS = [f"{text} by {variable}" for text, variable, *_ in LOSSES]
