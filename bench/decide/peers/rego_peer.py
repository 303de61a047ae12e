"""The norms as a Rego module, built once into a bundle; the situation is the input."""

from __future__ import annotations

import json
from collections.abc import Iterable

import regopy

from bench.decide.ground import Ground
from bench.decide.lowering import negation
from placet.model import And, Compare, Condition, Const, FieldRef, LiteralSet, Not, Or
from placet.model.conditions import Scalar, value_text


class RegoPeer:
    """Rego, in its C++ implementation: the entry point is the list of all outputs, true or false."""

    name = "Rego"
    how = "bundle built once"

    def __init__(self, ground: Ground) -> None:
        """Write the module and build the bundle."""
        self._rego = regopy.Interpreter()
        self._rego.add_module("norms", _Module(ground).text)
        self._bundle = self._rego.build(None, ["norms/out"])
        self._keys = tuple(ground.outputs)

    def decide(self, given: dict[str, Scalar]) -> Iterable[str]:
        """Return the keys of the true outputs."""
        self._rego.set_input_term(
            json.dumps({field: "none" if value is None else value for field, value in given.items()})
        )
        output = self._rego.query_bundle_entrypoint(self._bundle, "norms/out")
        (found,) = json.loads(str(output))["expressions"]
        return [key for key, is_true in zip(self._keys, found, strict=True) if is_true]


class _Module:
    """The text of the module, with one rule for each condition that must be negated or has branches.

    A comparison with several values is a rule with a branch for each: measured, that is faster than `in` a set.
    """

    def __init__(self, ground: Ground) -> None:
        self._names: dict[Condition, str] = {}
        self._lines = ["package norms", "import rego.v1"]
        for norm in ground.norms.values():
            over = "".join(f"; not stands_{key}" for key in norm.overridden_by)
            self._lines.append(f"speaks_{norm.key} if {{ {self._body(norm.speaks)} }}")
            excepted = self._body(negation(norm.excepted))
            self._lines.append(f"stands_{norm.key} if {{ speaks_{norm.key}; {excepted}{over} }}")
        for output in ground.outputs.values():
            self._lines.append(f"default {output.key} := false")
            for term in output.terms:
                head = "speaks" if term.only_speaks else "stands"
                self._lines.append(f"{output.key} if {{ {head}_{term.norm}; {self._body(term.where)} }}")
        self._lines.append(f"out := [{', '.join(ground.outputs)}]")
        self.text = "\n".join(self._lines)

    def _body(self, of: Condition) -> str:
        match of:
            case Const(value=value):
                return "true" if value else "false"
            case And(of=parts):
                return "; ".join(self._body(part) for part in parts)
            case Not(of=part):
                return f"not {self._named(part)}"
            case Compare(left=FieldRef(field=field), right=LiteralSet(values=(value,))):
                return f"input.{field} == {_literal(value)}"
        return self._named(of)

    def _named(self, of: Condition) -> str:
        match of:
            case Compare(right=LiteralSet(values=(_,))):
                return self._body(of)
            case Compare(left=field, right=LiteralSet(values=values)):
                branches: tuple[Condition, ...] = tuple(Compare(field, "in", LiteralSet((value,))) for value in values)
            case Or(of=branches):
                pass
            case _:
                branches = (of,)
        if of not in self._names:
            name = self._names[of] = f"c{len(self._names)}"
            self._lines += [f"{name} if {{ {self._body(branch)} }}" for branch in branches]
        return self._names[of]


def _literal(value: Scalar) -> str:
    return str(value).lower() if isinstance(value, bool) else json.dumps(value_text(value))
