"""Nothing but Python is needed to ask, and to count spaces and make tables with integers."""

from __future__ import annotations

import subprocess
import sys

BLOCKED = "import sys; sys.modules.update(numpy=None, numba=None, pyarrow=None)\n"


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", BLOCKED + code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_question_is_answered_and_a_space_counted_without_numpy():
    code = """
import datetime as dt
from placet.engine import Decider
from placet.engine.sweep.backends import choose_backend
from placet.engine.sweep.product import ProductSpace
from placet.language import load_rulebook

book = load_rulebook("korea").rulebook

Decider(book, dt.date(2015, 9, 1)).decide({})
space = ProductSpace(book, dt.date(2005, 1, 1), space={"actor": None, "act": None}, readers=["KOR"], backend="integers")
((_, counts),) = space.count()
print(counts.situations == sum(counts.verdict.values()) == space.situations)
"""
    assert run(code) == "True"


def test_a_table_becomes_a_diagram_without_numpy():
    code = """
from placet.engine.logic.diagram import Diagrams
from placet.engine.logic.expressions import Expressions
from placet.engine.sweep.dense import diagram_of_table, truth_tables

expressions = Expressions()
one, other = expressions.add_variable(5), expressions.add_variable(2)
target = expressions.any_of((expressions.literal(one, 0b101), expressions.literal(other, 1)))
diagrams = Diagrams(expressions, (one, other))
(table,) = truth_tables(expressions, [target], (one, other), "integers")
print(table.count(), diagram_of_table(table, diagrams) == diagrams.from_expression(target))
"""
    assert run(code) == "7 True"


def test_what_is_asked_on_the_command_line_loads_no_numpy():
    code = """
import sys
del sys.modules["numpy"], sys.modules["numba"], sys.modules["pyarrow"]
from placet.cli import main

try:
    main(["ask", "korea", "signature-000"])
except SystemExit:
    pass
print({"numpy", "numba", "pyarrow"} & sys.modules.keys())
"""
    assert run(code).splitlines()[-1] == "set()"
