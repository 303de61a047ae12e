"""Put the rulebooks that ship into the wheel; an editable install reads them where they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CarryRulebooks(BuildHookInterface):  # type: ignore[type-arg]  # hatchling leaves the configuration untyped
    """Add `rulebooks/` as `placet/rulebooks`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the folder, unless this is the editable `version` of the wheel."""
        if version != "editable":
            build_data["force_include"][str(Path(self.root, "rulebooks"))] = "placet/rulebooks"
