"""Exact mathematics: reading, rules, derivations, chain tables, equality. SymPy alone."""
