"""The norms as an answer-set program: grounded once, each situation given by assumptions."""

from __future__ import annotations

from collections.abc import Iterable

import clingo

from bench.decide.ground import Ground
from bench.decide.lowering import negation
from bench.decide.peers.peer import atom_text
from placet.model import And, Compare, Condition, Const, FieldRef, LiteralSet, Not, Or
from placet.model.conditions import Scalar


class ClingoPeer:
    """clingo, asked through assumptions; the shown atoms of the one model are the true outputs."""

    name = "clingo"
    how = "ground once, assumptions"

    def __init__(self, ground: Ground) -> None:
        """Ground the program and look up the literal of every field value."""
        self._control = clingo.Control(["--warn=none"])
        self._control.add("base", [], program_text(ground))
        self._control.ground([("base", [])])
        self._outputs = {clingo.Function(key): key for key in ground.outputs}
        atoms = self._control.symbolic_atoms
        self._literals: dict[str, dict[Scalar, int]] = {}
        for field, domain in ground.domains.items():
            self._literals[field] = {}
            for value in domain:
                atom = atoms[clingo.parse_term(input_atom(field, value))]
                if atom is None:
                    raise ValueError(f"`{field} = {value}` is no atom of the program")
                self._literals[field][value] = atom.literal

    def decide(self, given: dict[str, Scalar]) -> Iterable[str]:
        """Return the keys of the true outputs."""
        literals = self._literals
        found: list[clingo.Symbol] = []
        self._control.solve(
            assumptions=[literals[field][value] for field, value in given.items()],
            on_model=lambda model: found.extend(model.symbols(shown=True)),
        )
        outputs = self._outputs
        return [outputs[symbol] for symbol in found]


def program_text(ground: Ground) -> str:
    """Return the program: a choice of one value for each field, and an atom for each output of the norms."""
    return _Program(ground).text


def input_atom(field: str, value: Scalar) -> str:
    """Return the atom of a field's value."""
    return f"v({atom_text(field)},{atom_text(value)})"


class _Program:
    """The text of the program, with one atom for each condition that is not a single value."""

    def __init__(self, ground: Ground) -> None:
        self._names: dict[Condition, str] = {}
        self._lines = [
            f"1 {{ {'; '.join(input_atom(field, value) for value in domain)} }} 1."
            for field, domain in ground.domains.items()
        ]
        for norm in ground.norms.values():
            over = "".join(f", not stands_{key}" for key in norm.overridden_by)
            self._lines.append(f"speaks_{norm.key} :- {self._literal(norm.speaks)}.")
            excepted = self._literal(negation(norm.excepted))
            self._lines.append(f"stands_{norm.key} :- speaks_{norm.key}, {excepted}{over}.")
        for output in ground.outputs.values():
            for term in output.terms:
                head = "speaks" if term.only_speaks else "stands"
                self._lines.append(f"{output.key} :- {head}_{term.norm}, {self._literal(term.where)}.")
        self._lines.append("#show.")
        self._lines += [f"#show {key} : {key}." for key in ground.outputs]
        self.text = "\n".join(self._lines)

    def _literal(self, of: Condition) -> str:
        match of:
            case Const(value=value):
                return "#true" if value else "#false"
            case Not(of=part):
                inner = self._literal(part)
                return f"not {inner}"
            case Compare(left=FieldRef(field=field), right=LiteralSet(values=(value,))):
                return input_atom(field, value)
        if of not in self._names:
            name = self._names[of] = f"c{len(self._names)}"
            self._define(name, of)
        return self._names[of]

    def _define(self, name: str, of: Condition) -> None:
        match of:
            case And(of=parts):
                self._lines.append(f"{name} :- {', '.join(self._literal(part) for part in parts)}.")
            case Or(of=parts):
                self._lines += [f"{name} :- {self._literal(part)}." for part in parts]
            case Compare(left=FieldRef(field=field), right=LiteralSet(values=values)):
                self._lines += [f"{name} :- {input_atom(field, value)}." for value in values]
            case _:
                raise ValueError(f"{of} is no ground condition")
