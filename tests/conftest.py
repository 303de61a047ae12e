"""What all tests share: where the project lies, a plain terminal, a local Spark, and how hypothesis searches."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from importlib import util
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# The suite tries the same cases every time, so that a red run can be repeated; with PLACET_FUZZ_CASES, that many new
# ones. `make fuzz` is the long search.
settings.register_profile(
    "suite", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "search",
    deadline=None,
    max_examples=int(os.environ.get("PLACET_FUZZ_CASES") or 1000),
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("search" if os.environ.get("PLACET_FUZZ_CASES") else "suite")


def pytest_collection_finish() -> None:
    """Spare the collector of garbage what has been imported by now: it would go through all of it again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def project() -> Path:
    """Return the folder of the project."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away what a caller's terminal says about colour and width."""
    for name in ("FORCE_COLOR", "CLICOLOR_FORCE", "NO_COLOR", "COLUMNS", "LINES", "PLACET_RULEBOOKS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    """Return a local Spark with two workers, one for all tests of this module."""
    lacking = [name for name in ("pyspark", "pandas") if util.find_spec(name) is None]
    if shutil.which("java") is None:
        lacking.append("java")
    if lacking:
        reason = f"needs {', '.join(lacking)}: tools/bootstrap.sh spark, and Java"
        if os.environ.get("PLACET_SPARK") == "required":
            pytest.fail(reason)
        # Not everybody has Java; `.ci/run` requires it, so that there nothing is skipped.
        pytest.skip(reason)
    from placet.bulk.spark_session import spark_session

    with pytest.MonkeyPatch.context() as patch:
        # What Java works out to run faster later costs more here than it saves.
        patch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        with spark_session("local[2]") as found:
            yield found
