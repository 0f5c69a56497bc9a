"""The normal form of elementary functions: fractions in independent generators, and the signs on which they depend."""
