"""Named benchmarks, with peers beside placet in one run."""
