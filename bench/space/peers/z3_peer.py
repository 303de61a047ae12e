"""z3: one solver for the norms of both readers, a variable for each value of each field."""

from __future__ import annotations

import time

import z3

from bench.space.versus import Part, Side, Versus
from placet.model import And, Compare, Condition, Const, FieldRef, LiteralSet, Not, Or
from placet.model.conditions import Scalar


class Z3Peer:
    """z3, which finds one situation at a time and proves that there is none."""

    name = "z3"

    def __init__(self, versus: Versus) -> None:
        """State the norms and where the answers differ."""
        self._context = z3.Context()
        self._values: dict[tuple[str, Scalar], z3.BoolRef] = {}
        self._base: list[z3.BoolRef] = []
        for field, domain in versus.domains.items():
            literals = [z3.Bool(f"{field}={value}", self._context) for value in domain]
            self._values |= {(field, value): literal for value, literal in zip(domain, literals, strict=True)}
            self._base.append(z3.PbEq([(literal, 1) for literal in literals], 1))
        for mark, side in versus.sides:
            for norm in side.ground.norms.values():
                over = [z3.Not(self._bool(f"{mark} stands {key}")) for key in norm.overridden_by]
                speaks, stands = self._bool(f"{mark} speaks {norm.key}"), self._bool(f"{mark} stands {norm.key}")
                self._base.append(speaks == self.say(norm.speaks))
                self._base.append(stands == z3.And([speaks, z3.Not(self.say(norm.excepted)), *over]))
            for output in side.ground.outputs.values():
                terms = [
                    z3.And(
                        self._bool(f"{mark} {'speaks' if term.only_speaks else 'stands'} {term.norm}"),
                        self.say(term.where),
                    )
                    for term in output.terms
                ]
                self._base.append(self._bool(f"{mark} {output.key}") == self._any(terms))
        self.differ = self._difference(versus)

    def witness(self) -> bool:
        """Say whether there is a situation in which the answers differ."""
        return self._solver(self.differ).check() == z3.sat

    def is_exactly(self, condition: Condition) -> bool:
        """Prove that the answers differ where, and only where, a condition is true."""
        return self._solver(self.differ != self.say(condition)).check() == z3.unsat

    def cover(self, most_s: float) -> tuple[int, bool]:
        """Find situations, widen each to the facts that a proof of the difference needs, and go on with the rest.

        Returns:
            How many such conditions were found, and whether they are all.
        """
        begin = time.process_time()
        waiting, alike = self._solver(self.differ), self._solver(z3.Not(self.differ))
        found = 0
        while waiting.check() == z3.sat:
            if time.process_time() - begin > most_s:
                return found, False
            model = waiting.model()
            facts = [literal for literal in self._values.values() if z3.is_true(model.eval(literal, True))]
            assert alike.check(*facts) == z3.unsat
            core = alike.unsat_core()
            waiting.add(z3.Not(z3.And(list(core))))
            found += 1
        return found, True

    def say(self, condition: Condition) -> z3.BoolRef:
        """Return a condition over field values as a formula."""
        match condition:
            case Const(value):
                return z3.BoolVal(value, self._context)
            case Not(of):
                return z3.Not(self.say(of))
            case And(parts):
                return z3.And([self.say(part) for part in parts])
            case Or(parts):
                return self._any([self.say(part) for part in parts])
            case Compare(left=FieldRef(field), right=LiteralSet(values)):
                return self._any([self._values[field, value] for value in values])
        raise ValueError(f"{condition} is no ground condition")

    def _difference(self, versus: Versus) -> z3.BoolRef:
        parts = [self._other(versus, "bars"), *(self._other(versus, step) for step in versus.steps())]
        busy = [
            possible
            for part in ("bars", *versus.steps())
            for _, possible in (self._truths(mark, side, part) for mark, side in versus.sides)
        ]
        return self._any([*parts, z3.And([self._other(versus, "speaks"), z3.Not(self._any(busy))])])

    def _other(self, versus: Versus, part: Part) -> z3.BoolRef:
        (one_certain, one_possible), (certain, possible) = (
            self._truths(mark, side, part) for mark, side in versus.sides
        )
        return z3.Or(one_certain != certain, one_possible != possible)

    def _truths(self, mark: str, side: Side, part: Part) -> tuple[z3.BoolRef, z3.BoolRef]:
        """Where a part of an answer is certain, and where it is possible; a step beside a bar is not asked for."""
        found = []
        for output, bars in zip(side.outputs(part), side.outputs("bars"), strict=True):
            if output is None:
                found.append(z3.BoolVal(False, self._context))
            elif isinstance(part, str):
                found.append(self._bool(f"{mark} {output}"))
            else:
                found.append(z3.And(self._bool(f"{mark} {output}"), z3.Not(self._bool(f"{mark} {bars}"))))
        return z3.And(found), self._any(found)

    def _solver(self, formula: z3.BoolRef) -> z3.Solver:
        solver = z3.Solver(ctx=self._context)
        solver.add(self._base)
        solver.add(formula)
        return solver

    def _any(self, parts: list[z3.BoolRef]) -> z3.BoolRef:
        return z3.Or(parts) if parts else z3.BoolVal(False, self._context)

    def _bool(self, name: str) -> z3.BoolRef:
        return z3.Bool(name, self._context)
