"""`placet serve`: it says its address, answers there, and tells in words where it cannot start."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

from click.testing import CliRunner

from placet.cli.main import main


def test_the_address_that_is_printed_answers(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "placet", "serve", "--port", "0"]
    env = {**os.environ, "PYTHONUNBUFFERED": "1", "PLACET_DATA": str(tmp_path)}
    server = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        with urllib.request.urlopen(address, timeout=20) as answer:
            assert answer.status == 200
            assert b"korea" in answer.read()
    finally:
        server.terminate()
        server.wait(10)
        assert server.stdout is not None
        server.stdout.close()


def test_a_rulebook_that_is_not_there_is_told_before_anything_starts() -> None:
    told = CliRunner().invoke(main, ["serve", "koera"])
    assert told.exit_code == 2
    assert "Did you mean `korea`?" in told.output


def test_a_port_that_is_taken_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        told = CliRunner().invoke(main, ["serve", "--port", str(taken.getsockname()[1])])
    assert told.exit_code == 2
    assert "cannot listen at 127.0.0.1" in told.output
    assert "Give another --port" in told.output
