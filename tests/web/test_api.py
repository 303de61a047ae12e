"""The API as its own description has it: generated requests to every address, none of which may be a fault."""

from __future__ import annotations

import os
import warnings
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from placet.web.app import create_app
from placet.web.settings import Settings
from tests.web.conftest import TODAY, make_client

with warnings.catch_warnings():
    # The library brings a test client of its own along that says it is outdated.
    warnings.simplefilter("ignore")
    import schemathesis

REQUESTS = int(os.environ.get("PLACET_WEB_REQUESTS") or 0)
"""How many requests are made in all; without it a few to each address."""

CLIENT = make_client(create_app(Settings(today=TODAY)), raises=False)
DESCRIBED = CLIENT.get("/openapi.json").json()
OPERATIONS = [
    one.ok() for one in schemathesis.openapi.from_dict(DESCRIBED).get_all_operations()  # type: ignore[union-attr]  # every one is sound
]  # fmt: skip
EACH = -(-REQUESTS // len(OPERATIONS)) if REQUESTS else 12
SEARCH = settings(
    max_examples=EACH,
    deadline=None,
    database=None,
    derandomize=not REQUESTS,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
BOOKS = ["korea", "river-notice", "general", "guidelines-clause"]


def test_the_description_is_whole(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert {"/{rulebook}/ask.json", "/{rulebook}/statements.json", "/{rulebook}/check.json"} <= set(described["paths"])
    names = [operation["operationId"] for methods in described["paths"].values() for operation in methods.values()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.label)
def test_no_request_is_a_fault_and_every_answer_has_its_shape(operation: schemathesis.APIOperation) -> None:  # type: ignore[name-defined,type-arg]
    @SEARCH
    @given(operation.as_strategy(), st.sampled_from(BOOKS), st.booleans())
    def search(case: schemathesis.Case, book: str, is_known: bool) -> None:
        if is_known and "rulebook" in (case.path_parameters or {}):
            case.path_parameters["rulebook"] = book
        parameters = case.path_parameters or {}
        path = case.operation.path
        for name, value in parameters.items():
            path = path.replace(f"{{{name}}}", quote(str(value), safe="") or "%20")
        query = {**(case.query or {})}
        facts = query.pop("facts", {})
        facts = facts if isinstance(facts, dict) else {}
        answer = CLIENT.request(
            case.method,
            path,
            params={
                **(facts if isinstance(facts, dict) else {}),
                **{name: _text(value) for name, value in query.items()},
            },
            headers={"origin": "http://127.0.0.1"},
            json=case.body if case.method == "POST" and isinstance(case.body, (dict, list)) else None,
        )
        assert answer.status_code < 500, f"{case.method} {path} {query} {facts}"
        if answer.status_code == 200:
            assert answer.headers["content-type"] == "application/json"
            answer.json()
        elif answer.headers["content-type"] == "application/json":
            assert set(answer.json()["error"]) == {"message", "help", "code"}

    search()


FIELDS = st.sampled_from(
    ["actor", "act", "attacked", "area", "provoked", "question", "on", "known", "was", "lang", "x"]
)
VALUES = st.one_of(
    st.sampled_from(["USA", "JPN", "none", "unknown", "?", "yes", "all", "today", "2014-11-17", "signature-000", ""]),
    st.text(max_size=40),
)


@SEARCH
@given(st.lists(st.tuples(FIELDS, VALUES), max_size=6), st.sampled_from(["", ".json", ".csv"]), st.booleans())
def test_no_question_is_a_fault(pairs: list[tuple[str, str]], suffix: str, is_part: bool) -> None:
    headers = {"hx-request": "true"} if is_part else {}
    answer = CLIENT.get(
        f"/korea/ask{suffix}", params=[(a, b.encode("utf-8", "replace").decode()) for a, b in pairs], headers=headers
    )
    assert answer.status_code < 500, (pairs, suffix)


def _text(value: object) -> str:
    return str(value).encode("utf-8", "replace").decode()
