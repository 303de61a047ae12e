"""Set-up: what is locked, and what tools/bootstrap.sh does on machines of all kinds."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.house.tree import PROJECT

LOCKS = sorted((PROJECT / "requirements").glob("*.txt"))
SETS = ("base", "serve", "parts", "test", "lint", "docs", "bench", "spark")

# A stand-in for Python that makes a copy of itself as the environment and writes down what pip is asked for.
STAND_IN = """#!/bin/bash
case "$*" in
  *version_info*) exit ${TOO_OLD:-0} ;;
  *ensurepip*) exit ${WITHOUT_VENV:-0} ;;
  --version) echo "Python 3.9.2" ;;
  "-m venv .venv") mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
  "-m pip "*) echo "$@" >>calls; [ -z "$OFFLINE" ] || { echo "no route" >&2; exit 1; } ;;
  *) echo "unexpected: $*" >&2; exit 99 ;;
esac
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the project's set-up, with a stand-in as `python3` in the folder `bin` beside it."""
    place = tmp_path / "copy"
    (tmp_path / "bin").mkdir()
    (place / "tools").mkdir(parents=True)
    shutil.copy(PROJECT / "tools" / "bootstrap.sh", place / "tools")
    shutil.copy(PROJECT / "pyproject.toml", place)
    shutil.copytree(PROJECT / "requirements", place / "requirements")
    stand_in = tmp_path / "bin" / "python3"
    stand_in.write_text(STAND_IN)
    stand_in.chmod(0o755)
    for tool in ("bash", "cat", "cksum", "cp", "dirname", "flock", "mkdir", "rm", "tr"):
        if found := shutil.which(tool):
            (tmp_path / "bin" / tool).symlink_to(found)
    return place


def bootstrap(place: Path, name: str = "base", **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [place / "tools" / "bootstrap.sh", name],
        env={"PATH": str(place.parent / "bin"), "LANG": os.environ.get("LANG", "C.UTF-8"), **env},
        capture_output=True,
        text=True,
        check=False,
    )


def calls(place: Path) -> list[str]:
    return (place / "calls").read_text().splitlines() if (place / "calls").exists() else []


def test_set_up_installs_the_locked_list_by_hash_and_then_placet_without_network(copy: Path) -> None:
    done = bootstrap(copy)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    packages, itself = calls(copy)
    assert packages.endswith("install --no-deps --require-hashes --requirement requirements/base.txt")
    assert itself.endswith("install --no-index --no-deps --no-build-isolation --editable .")


def test_set_up_does_nothing_and_says_nothing_when_all_is_there(copy: Path) -> None:
    bootstrap(copy)
    before = calls(copy)
    again = bootstrap(copy)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert calls(copy) == before


def test_a_larger_set_holds_the_base_set(copy: Path) -> None:
    bootstrap(copy, "test")
    before = calls(copy)
    assert bootstrap(copy, "base").stderr == ""
    assert calls(copy) == before


def test_a_changed_list_is_installed_anew(copy: Path) -> None:
    bootstrap(copy)
    (copy / "requirements" / "base.txt").write_text("# changed\n")
    bootstrap(copy)
    assert len(calls(copy)) == 4


def test_an_environment_that_was_moved_is_made_anew(copy: Path) -> None:
    bootstrap(copy)
    (copy / ".venv" / "old").touch()
    moved = copy.rename(copy.parent / "moved")
    assert bootstrap(moved).returncode == 0
    assert not (moved / ".venv" / "old").exists()


def test_a_failed_set_up_says_why_and_is_tried_again(copy: Path) -> None:
    failed = bootstrap(copy, OFFLINE="1")
    assert failed.returncode == 1
    assert "no route" in failed.stderr
    assert "could not be installed" in failed.stderr
    assert bootstrap(copy).returncode == 0
    assert len(calls(copy)) == 3


def test_a_python_that_is_too_old_is_named_with_what_is_needed(copy: Path) -> None:
    failed = bootstrap(copy, TOO_OLD="1")
    assert failed.returncode == 1
    assert "Python 3.9.2" in failed.stderr
    assert "needs Python 3.11, 3.12 or 3.13" in failed.stderr
    assert not (copy / ".venv").exists()


def test_a_python_without_venv_leads_to_the_package_that_brings_it(copy: Path) -> None:
    failed = bootstrap(copy, WITHOUT_VENV="1")
    assert failed.returncode == 1
    assert "apt install python3-venv" in failed.stderr


def test_a_machine_without_python_is_told_what_to_install(copy: Path) -> None:
    (copy.parent / "bin" / "python3").unlink()
    failed = bootstrap(copy)
    assert failed.returncode == 1
    assert "apt install python3 python3-venv" in failed.stderr


def test_an_interpreter_that_is_not_there_is_named(copy: Path) -> None:
    failed = bootstrap(copy, PYTHON="python9")
    assert failed.returncode == 1
    assert "`python9`" in failed.stderr


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_locked_package_has_a_version_and_a_hash_and_no_address(lock: Path) -> None:
    text = lock.read_text("utf-8")
    packages = re.split(r"\n(?=\S)", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE).strip())
    assert len(packages) > 3
    assert [package for package in packages if not re.match(r"[\w.-]+(\[\w+\])?==\S+", package)] == []
    assert [package for package in packages if "--hash=sha256:" not in package] == []
    assert "://" not in text


@pytest.mark.parametrize("name", SETS)
def test_every_set_holds_the_product_and_what_its_own_install_needs(name: str) -> None:
    settings = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
    asked = [*settings["project"]["dependencies"], *settings["build-system"]["requires"], "editables"]
    locked = (PROJECT / "requirements" / f"{name}.txt").read_text("utf-8")
    missing = [
        package
        for package in asked
        if not re.search(rf"^{re.escape(re.split('[<>=~ ]', package)[0])}==", locked, re.MULTILINE)
    ]
    assert missing == []


def test_all_sets_agree_on_versions() -> None:
    versions: dict[str, set[str]] = {}
    for name in SETS:
        for line in (PROJECT / "requirements" / f"{name}.txt").read_text("utf-8").splitlines():
            if found := re.match(r"([\w.-]+)==(\S+)(?: ; (.*?))? \\", line):
                versions.setdefault(f"{found[1]} ; {found[3]}", set()).add(found[2])
    assert {package: found for package, found in versions.items() if len(found) > 1} == {}


def test_the_automatic_run_ends_with_the_tests() -> None:
    lines = (PROJECT / ".ci" / "run").read_text("utf-8").splitlines()
    assert lines[-3:] == ["make lint", "make demo", "make test"]
