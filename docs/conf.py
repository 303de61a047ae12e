"""How the documentation becomes pages: `make docs`."""

from __future__ import annotations

import shutil
from pathlib import Path

from placet import __version__

project = "placet"
author = "the authors of placet"
copyright = "the authors of placet; Apache-2.0"
version = release = __version__

extensions = ["myst_parser"]
myst_heading_anchors = 3
# `placet` blocks have no highlighter here yet: they are shown plain.
suppress_warnings = ["misc.highlighting_failure"]

html_theme = "furo"
html_title = f"placet {version}"
html_copy_source = False

# The page of each diagnostic lies beside the code that explains it; here it is taken in, not kept twice.
_HERE = Path(__file__).parent
_PAGES = _HERE.parent / "src" / "placet" / "diagnostics" / "pages"
_TAKEN = _HERE / "reference" / "diagnostics"
shutil.rmtree(_TAKEN, ignore_errors=True)
if _PAGES.exists():
    shutil.copytree(_PAGES, _TAKEN, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
