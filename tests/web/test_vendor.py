"""What comes from elsewhere is what it is said to be: listed, licensed, unchanged."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

FOLDERS = ("src/placet/web/static/vendor", "tests/browser/vendor")
ROW = re.compile(r"^\| `([^`]+)` \| (.+?) \| (\S+) \| ([^|]+) \| `([0-9a-f]{64})` \|$", re.MULTILINE)


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_vendored_file_is_listed_with_its_version_licence_and_checksum(project: Path, folder: str) -> None:
    place = project / folder
    listed = {row[0]: row for row in ROW.findall((place / "VENDOR.md").read_text("utf-8"))}
    files = {path.name for path in place.iterdir() if not path.name.endswith((".LICENSE.txt", "VENDOR.md"))}
    assert files == set(listed)
    for name, _, _, licence, checksum in listed.values():
        assert hashlib.sha256((place / name).read_bytes()).hexdigest() == checksum, name
        named = re.search(r"`([^`]+)`", licence)
        assert named is not None
        assert (place / named[1]).is_file()
