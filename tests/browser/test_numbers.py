"""Numbers that the page writes by itself read as Python writes them."""

import math
from pathlib import Path

import numpy as np

import gdtutor.show
from gdtutor.show.numbers import readable

WORDS = (Path(gdtutor.show.__file__).parent / "words.js").read_text("utf-8")
READ = f"([values, digits]) => {{ {WORDS}; return values.map((value) => readable(Number(value), digits)); }}"


def numbers():
    """Float32 numbers: random ones of every size, ties between two roundings, powers of ten and their neighbours."""
    rng = np.random.default_rng(3)
    random = rng.normal(size=4000) * 10.0 ** rng.uniform(-12, 12, 4000)
    bits = rng.integers(0, 1 << 32, 4000, dtype=np.uint64).astype(np.uint32).view(np.float32)
    ties = rng.integers(-9999, 9999, 4000) / 2.0 ** rng.integers(0, 12, 4000)
    large_ties = rng.integers(100, 99999, 500) * 10.0 ** rng.integers(3, 6, 500) / 2
    powers = (10.0 ** np.arange(-30, 31)).astype(np.float32)
    near = [np.nextafter(powers, np.float32(end)) for end in (0, np.inf)]
    special = [0.0, -0.0, math.nan, math.inf, -math.inf]
    with np.errstate(over="ignore", invalid="ignore"):
        return np.concatenate([random, bits, ties, large_ties, powers, *near, special]).astype(np.float32).tolist()


def test_page_and_python_write_the_same_numbers(browser):
    page = browser.new_page()
    values = numbers()
    for digits in (2, 3, 4):
        written = page.evaluate(READ, [[repr(v).replace("inf", "Infinity") for v in values], digits])
        ours = [readable(value, digits) for value in values]
        assert [pair for pair in zip(values, written, ours, strict=True) if pair[1] != pair[2]] == []
    page.close()
