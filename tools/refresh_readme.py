"""Put into README.md what its shown command prints today: `.venv/bin/python tools/refresh_readme.py`."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
SHOWN = re.compile(r"^```console\n\$ (placet [^\n]*)\n.*?^```$", re.MULTILINE | re.DOTALL)


def answer_of(command: str) -> str:
    """Return what a command of placet prints at 80 columns."""
    call = [sys.executable, "-c", "from placet.cli import main; main()", *shlex.split(command)[1:]]
    env = {**os.environ, "COLUMNS": "80", "PYTHONPATH": str(PROJECT / "src")}
    printed = subprocess.run(call, cwd=PROJECT, env=env, capture_output=True, text=True, check=True).stdout
    return "\n".join(line.rstrip() for line in printed.strip("\n").splitlines())


if __name__ == "__main__":
    readme = PROJECT / "README.md"
    text = readme.read_text("utf-8")
    readme.write_text(SHOWN.sub(lambda shown: f"```console\n$ {shown[1]}\n{answer_of(shown[1])}\n```", text), "utf-8")
