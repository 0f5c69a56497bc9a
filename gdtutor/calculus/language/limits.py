"""Bounds on what a text may ask for, so that reading it costs milliseconds whatever it says."""

from __future__ import annotations

MAX_LENGTH = 4_000  # characters of one expression
MAX_DEPTH = 40  # brackets, exponents and function calls inside one another
MAX_DIGITS = 60  # digits of one number
MAX_EXPONENT = 10_000  # absolute value of a numeric exponent
MAX_NUMBER_BITS = 8_192  # size of an exact number that a power of numbers may make
