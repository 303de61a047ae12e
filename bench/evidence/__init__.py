"""Measure what is read of articles, on data that is not part of the project."""
