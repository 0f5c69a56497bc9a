"""Gradients with respect to vectors and matrices, by rules for whole matrices, each proved component by component."""
