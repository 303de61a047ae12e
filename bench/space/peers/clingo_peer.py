"""clingo: the norms of both readers as one program whose models are the situations in which the answers differ."""

from __future__ import annotations

import time

import clingo

from bench.decide.peers.peer import atom_text
from bench.space.versus import Part, Side, Versus
from placet.model import And, Compare, Condition, Const, FieldRef, LiteralSet, Not, Or
from placet.model.conditions import Scalar


class ClingoPeer:
    """clingo, which finds one situation or enumerates them all."""

    name = "clingo"

    def __init__(self, versus: Versus) -> None:
        """State the norms and that the answers differ, and ground the program."""
        self._names: dict[Condition, str] = {}
        self._parts: dict[tuple[str, Part], tuple[str, str]] = {}
        self._lines = [
            f"1 {{ {'; '.join(_input(field, value) for value in domain)} }} 1."
            for field, domain in versus.domains.items()
        ]
        for mark, side in versus.sides:
            self._state(mark, side)
        for part in ("bars", *versus.steps()):
            self._differ(versus, part, "")
            self._lines += [f"busy :- {self._truths(mark, side, part)[1]}." for mark, side in versus.sides]
        self._differ(versus, "speaks", ", not busy")
        self._lines += [":- not differ.", "#show v/2."]
        self._control = clingo.Control(["0", "--warn=none"])
        self._control.add("base", [], "\n".join(self._lines))
        self._control.ground([("base", [])])

    def enumerate(self, most_s: float) -> tuple[int, bool]:
        """Go through the situations in which the answers differ; say how many there were, and whether these are all."""
        begin = time.process_time()
        found = 0
        with self._control.solve(yield_=True) as models:
            for _ in models:
                found += 1
                if not found % 4096 and time.process_time() - begin > most_s:
                    return found, False
        return found, True

    def witness(self) -> bool:
        """Say whether there is a situation in which the answers differ."""
        with self._control.solve(yield_=True) as models:
            return any(True for _ in models)

    def _state(self, mark: str, side: Side) -> None:
        for norm in side.ground.norms.values():
            over = "".join(f", not {mark}_stands_{key}" for key in norm.overridden_by)
            self._lines.append(f"{mark}_speaks_{norm.key} :- {self._literal(norm.speaks)}.")
            excepted = self._literal(norm.excepted)
            self._lines.append(f"{mark}_stands_{norm.key} :- {mark}_speaks_{norm.key}, not {excepted}{over}.")
        for output in side.ground.outputs.values():
            for term in output.terms:
                head = "speaks" if term.only_speaks else "stands"
                self._lines.append(f"{mark}_{output.key} :- {mark}_{head}_{term.norm}, {self._literal(term.where)}.")

    def _differ(self, versus: Versus, part: Part, also: str) -> None:
        (one_certain, one_possible), (certain, possible) = (
            self._truths(mark, side, part) for mark, side in versus.sides
        )
        for one, other in ((one_certain, certain), (one_possible, possible)):
            self._lines += [f"differ :- {one}, not {other}{also}.", f"differ :- {other}, not {one}{also}."]

    def _truths(self, mark: str, side: Side, part: Part) -> tuple[str, str]:
        """The atoms that a part of an answer is certain, and that it is possible."""
        known = self._parts.get((mark, part))
        if known is None:
            number = len(self._parts)
            known = self._parts[mark, part] = (f"certain{number}", f"possible{number}")
            asked = []
            for output, bars in zip(side.outputs(part), side.outputs("bars"), strict=True):
                if output is None:
                    asked.append("#false")
                else:
                    asked.append(f"{mark}_{output}" if isinstance(part, str) else f"{mark}_{output}, not {mark}_{bars}")
            self._lines.append(f"{known[0]} :- {', '.join(asked)}.")
            self._lines += [f"{known[1]} :- {each}." for each in asked]
        return known

    def _literal(self, of: Condition) -> str:
        match of:
            case Const(value=value):
                return "#true" if value else "#false"
            case Compare(left=FieldRef(field=field), right=LiteralSet(values=(value,))):
                return _input(field, value)
        if of not in self._names:
            name = self._names[of] = f"c{len(self._names)}"
            match of:
                case Not(of=part):
                    self._lines.append(f"{name} :- not {self._literal(part)}.")
                case And(of=parts):
                    self._lines.append(f"{name} :- {', '.join(self._literal(part) for part in parts)}.")
                case Or(of=parts):
                    self._lines += [f"{name} :- {self._literal(part)}." for part in parts]
                case Compare(left=FieldRef(field=field), right=LiteralSet(values=values)):
                    self._lines += [f"{name} :- {_input(field, value)}." for value in values]
                case _:
                    raise ValueError(f"{of} is no ground condition")
        return self._names[of]


def _input(field: str, value: Scalar) -> str:
    return f"v({atom_text(field)},{atom_text(value)})"
