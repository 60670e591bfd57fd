"""Compile every gettext catalogue beside its source when the package is built."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileCatalogues(BuildHookInterface):  # type: ignore[type-arg]
    """Hatch build hook: each `*.po` below this folder gets its `*.mo`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the binary catalogues; raise if a source does not parse."""
        for source in sorted((Path(self.root) / "locales").rglob("*.po")):
            with source.open("rb") as po, source.with_suffix(".mo").open("wb") as mo:
                write_mo(mo, read_po(po, abort_invalid=True))
