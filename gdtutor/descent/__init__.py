"""Numeric descent: losses, optimizers, trajectories, sweeps."""
