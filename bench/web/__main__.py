"""Measure the pages alone: `python -m bench.web [SECONDS]`."""

from __future__ import annotations

import sys

from bench.web.measure import SECONDS, measure_pages
from bench.web.report import format_pages

if __name__ == "__main__":
    print(format_pages(measure_pages(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS)))
