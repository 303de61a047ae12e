"""The wheel: it carries all it needs and runs where the source is not."""

from __future__ import annotations

import os
import site
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.tree import PROJECT, kept_files

QUIET = ["--quiet", "--disable-pip-version-check", "--no-index", "--no-deps"]


def run(*command: str | Path, cwd: Path, home: Path) -> str:
    """Run a command as somebody who has nothing but this, and return what it says."""
    env = {"PATH": os.defpath, "HOME": str(home), "LANG": "C.UTF-8", "COLUMNS": "100"}
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", *QUIET, "--no-build-isolation", "--wheel-dir", place, PROJECT]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (built,) = place.glob("*.whl")
    return built


def test_the_wheel_carries_every_rulebook_and_every_page(wheel: Path) -> None:
    carried = set(zipfile.ZipFile(wheel).namelist())
    source, rulebooks = PROJECT / "src", PROJECT / "rulebooks"
    expected = {path.relative_to(source).as_posix() for path in kept_files() if path.is_relative_to(source)}
    expected |= {f"placet/{path.relative_to(PROJECT).as_posix()}" for path in kept_files() if rulebooks in path.parents}
    assert any(name.startswith("placet/rulebooks/korea/") for name in expected)
    assert expected - carried == set()


def test_the_wheel_shows_the_demo_from_another_folder_without_the_source(wheel: Path, tmp_path: Path) -> None:
    home, elsewhere, new = tmp_path / "home", tmp_path / "elsewhere", tmp_path / "new"
    home.mkdir()
    elsewhere.mkdir()
    run(sys.executable, "-m", "venv", "--without-pip", new, cwd=elsewhere, home=home)
    python = new / "bin" / "python"
    run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--no-compile",
        *QUIET,
        wheel,
        cwd=elsewhere,
        home=home,
    )
    (installed,) = new.glob("lib/python3*/site-packages")
    # The libraries come from this environment: as a plain path, which does not lead on to the editable source.
    (installed / "libraries.pth").write_text("\n".join(site.getsitepackages()) + "\n")
    where = run(python, "-c", "import placet; print(placet.__file__)", cwd=elsewhere, home=home)
    assert Path(where.strip()).is_relative_to(installed)
    shown = run(new / "bin" / "placet", "demo", cwd=elsewhere, home=home)
    assert "2014-11-17" in shown
    assert str(PROJECT) not in shown
    assert list(elsewhere.iterdir()) == []
    assert list(home.iterdir()) == []
