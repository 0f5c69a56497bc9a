"""Proofs beyond equality: enclosures over boxes, signs, sums of squares, and the steps of an argument."""
