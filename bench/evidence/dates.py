"""How many of our own sentences have every date in them read rightly: its words, its value and its granularity.

The sentences are those of `tests/evidence/dates.md`, invented and marked before anything was run on them. A sentence
without a date counts as right where none is found; one with two candidates, where both are given.
"""

from __future__ import annotations

import argparse
import time

from bench.machine import describe_machine
from bench.table import format_table
from tests.evidence.dates_table import CASES, found_of, is_right


def main(arguments: list[str]) -> None:
    """Read the sentences and print, by kind, how many are right."""
    parser = argparse.ArgumentParser(prog="bench.evidence dates", description=__doc__)
    parser.add_argument("--errors", action="store_true", help="list the sentences that are read wrongly")
    asked = parser.parse_args(arguments)
    begun = time.process_time()
    right = {case: is_right(case) for case in CASES}
    spent = time.process_time() - begun
    expressions = sum(len(case.expected) for case in CASES)
    print(f"Machine: {describe_machine()}")
    rows = []
    for section in dict.fromkeys(case.section for case in CASES):
        within = [right[case] for case in CASES if case.section == section]
        rows.append((section, str(len(within)), str(sum(within))))
    rows.append(("all", str(len(CASES)), str(sum(right.values()))))
    print(format_table(("kind", "sentences", "right"), rows, frozenset({1, 2})))
    share, rate = sum(right.values()) / len(CASES), len(CASES) / spent
    print(f"{share:.1%} of sentences, with {expressions} expressions; {rate:,.0f} a second")
    if asked.errors:
        for case in CASES:
            if not right[case]:
                print(f"{case.sentence}\n    wanted {case.expected}\n    found  {found_of(case)}")
