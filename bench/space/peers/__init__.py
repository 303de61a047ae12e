"""The solvers that are asked beside placet where two answers part."""
