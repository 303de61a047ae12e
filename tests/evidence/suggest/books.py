"""A small rulebook of our own, with statements filed under its points and rules."""

from __future__ import annotations

from pathlib import Path

from placet.language import load_rulebook
from placet.model import Rulebook

TEXT = """# Straits

```placet
party JPN "Japan"
party KOR "Republic of Korea"
point leave "Whether the harbour must consent before the ferry sails"
point tolls "Who sets the tolls"
point beacons "Upkeep of the beacons on the northern shoal"
source news "Ferry talks to resume in May"
  by "The Strait Post"
  published 2014-04-03 basis "in the text"
statement old-consent in news paragraph 1
  by JPN
  on 2013 basis "in the text"
  about leave
  requires "Nobody crosses unless the harbour consents to the sailing."
statement old-lamps in news paragraph 2
  by KOR
  on 2013 basis "in the text"
  about beacons
  says "Lamps on the shoal are mended by whoever finds them dark."
```
"""


def straits(folder: Path) -> Rulebook:
    """Write the rulebook into a folder and load it."""
    folder.mkdir(exist_ok=True)
    (folder / "README.md").write_text(TEXT, "utf-8")
    loaded = load_rulebook(str(folder))
    assert loaded.rulebook is not None, loaded.diagnostics
    return loaded.rulebook
