"""The norms as Cedar policies, parsed once; the situation is the context of a request.

Cedar has neither derived names nor priorities: what overrides a norm is written out in its `unless`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

import cedarpy

from bench.decide.ground import Ground, Term
from bench.decide.peers.peer import standing_conditions
from placet.model import And, Compare, Condition, Const, FieldRef, LiteralSet, Not, Or
from placet.model.conditions import Scalar, value_text


class CedarPeer:
    """Cedar, asked one request per output, each with the policies of that output alone: true where it is allowed."""

    name = "Cedar"
    how = "policies parsed once, one request per output"

    def __init__(self, ground: Ground) -> None:
        """Write and parse the policies."""
        text = _PolicyText(ground)
        self._policies = {
            output.key: cedarpy.PolicySet.from_str("\n".join(text.permit(term) for term in output.terms))
            for output in ground.outputs.values()
        }
        self._entities = cedarpy.Entities.from_json_str("[]")

    def decide(self, given: dict[str, Scalar]) -> Iterable[str]:
        """Return the keys of the outputs whose request is allowed."""
        request = _request(given)
        return [
            key
            for key, policies in self._policies.items()
            if cedarpy.is_authorized(request, policies, self._entities).allowed
        ]


class CedarReasonsPeer:
    """Cedar, asked one request for everything: the reasons of its answer name all policies that permit."""

    name = "Cedar"
    how = "policies parsed once, one request, its reasons read"

    def __init__(self, ground: Ground) -> None:
        """Write and parse the policies, and note which outputs each makes true."""
        text = _PolicyText(ground)
        by_term: dict[Term, list[str]] = {}
        for output in ground.outputs.values():
            for term in output.terms:
                by_term.setdefault(term, []).append(output.key)
        self._policies = cedarpy.PolicySet.from_str("\n".join(text.permit(term) for term in by_term))
        self._entities = cedarpy.Entities.from_json_str("[]")
        self._outputs = {f"policy{number}": keys for number, keys in enumerate(by_term.values())}

    def decide(self, given: dict[str, Scalar]) -> Iterable[str]:
        """Return the keys of the outputs that the permitting policies make true."""
        result = cedarpy.is_authorized(_request(given), self._policies, self._entities)
        return {key for policy in result.diagnostics.reasons for key in self._outputs[policy]}


def _request(given: dict[str, Scalar]) -> dict[str, str]:
    return {
        "principal": 'Reader::"all"',
        "action": 'Action::"ask"',
        "resource": 'Act::"planned"',
        "context": json.dumps({field: "none" if value is None else value for field, value in given.items()}),
    }


class _PolicyText:
    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._standing = standing_conditions(ground)

    def permit(self, term: Term) -> str:
        """Return the policy that permits where the term is true."""
        holds = self._ground.norms[term.norm].speaks if term.only_speaks else self._standing[term.norm]
        return f"permit(principal, action, resource) when {{ {_text(term.where)} && {_text(holds)} }};"


def _text(of: Condition) -> str:
    match of:
        case Const(value=value):
            return "true" if value else "false"
        case Not(of=part):
            return f"!({_text(part)})"
        case And(of=parts):
            return f"({' && '.join(_text(part) for part in parts)})"
        case Or(of=parts):
            return f"({' || '.join(_text(part) for part in parts)})"
        case Compare(left=FieldRef(field=field), right=LiteralSet(values=(value,))):
            return f"context.{field} == {_literal(value)}"
        case Compare(left=FieldRef(field=field), right=LiteralSet(values=values)):
            return f"[{', '.join(_literal(value) for value in values)}].contains(context.{field})"
    raise ValueError(f"{of} is no ground condition")


def _literal(value: Scalar) -> str:
    return str(value).lower() if isinstance(value, bool) else json.dumps(value_text(value))
