"""A store: its folder, its database in the newest form, and the rooms in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from placet.store.home import find_home
from placet.store.trouble import StoreTrouble, folder_trouble

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from placet.store.documents import Documents
    from placet.store.readings import Readings
    from placet.store.removals import Removals
    from placet.store.search import Search
    from placet.store.statements import Statements

DATABASE = "placet.sqlite"
BYTES = "bytes"


def open_store(home: Path | None = None) -> Store:
    """Open the store in a folder, and make it where there is none.

    Args:
        home: the folder; None: what PLACET_DATA names, or else the platform's folder for data.

    Raises:
        StoreTrouble: the folder cannot be written, or the database is newer, damaged, locked or somebody else's.
    """
    from placet.store.connect import connect
    from placet.store.schema import bring_up_to_date

    home = (home or find_home()).absolute()
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise folder_trouble(error, home) from None
    engine = connect(home / DATABASE)
    try:
        bring_up_to_date(engine, home / DATABASE)
    except BaseException:  # nobody gets the store, so nobody else closes it; it is raised again
        engine.dispose()
        raise
    store = Store(home, engine)
    # What broke off a removal may be there still: then the store serves all the same, and the next one tries again.
    with suppress(StoreTrouble):
        store.removals.finish()
    return store


class Store:
    """What is kept, by room; closed at the end of `with`.

    Attributes:
        home: the folder it lies in.
        documents: stored pages, PDFs and texts.
        statements: what is proposed in them, what people decided, and how it stands.
        search: search over passages and statements.
        readings: documents that are read anew.
        removals: documents that are taken out again.
        path: the database.
    """

    def __init__(self, home: Path, engine: Engine) -> None:
        from placet.store.bytes_folder import BytesFolder
        from placet.store.documents import Documents
        from placet.store.readings import Readings
        from placet.store.removals import Removals
        from placet.store.search import Search
        from placet.store.statements import Statements

        self.home = home
        self.path = home / DATABASE
        self._engine = engine
        folder = BytesFolder(home / BYTES)
        self.documents: Documents = Documents(self, folder)
        self.readings: Readings = Readings(self)
        self.removals: Removals = Removals(self, folder)
        self.statements: Statements = Statements(self)
        self.search: Search = Search(self)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a connection that sees one state of the database.

        Raises:
            StoreTrouble: the database cannot be read.
        """
        from placet.store.connect import reading

        with reading(self._engine, self.path) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a connection that alone may write; all that is done with it counts at its end, or nothing does.

        Raises:
            StoreTrouble: the database cannot be written.
        """
        from placet.store.connect import writing

        with writing(self._engine, self.path) as connection:
            yield connection

    def close(self) -> None:
        """Close the database."""
        self._engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
