"""A server with a discussion that has common ground, and one that has none."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.e2e.conftest import seed
from tests.server import MigratedDatabases, Server


@dataclass(frozen=True)
class GroundPlace:
    """`article` has common ground, `quiet` has not a comment; the editor moderates, and reads."""

    base_url: str
    article: int
    quiet: int
    editor: str
    password: str

    @property
    def discussion(self) -> str:
        return f"{self.base_url}/discussion/{self.article}/"

    @property
    def found(self) -> str:
        return f"{self.discussion}ground/"

    @property
    def empty(self) -> str:
        return f"{self.base_url}/discussion/{self.quiet}/ground/"

    @property
    def desk(self) -> str:
        return f"{self.base_url}/moderate/ground/{self.article}/"


@pytest.fixture(scope="module")
def place(migrated_databases: MigratedDatabases) -> Iterator[GroundPlace]:
    """In place of the newspaper's: each module votes in its own."""
    with migrated_databases.copy() as database:
        server = Server(database, workers=1, extra={})
        try:
            made = seed(server, "ground", "paper.example")
            server.start()
            yield GroundPlace(
                server.base_url,
                article=made["found"],
                quiet=made["empty"],
                editor=made["editor"],
                password=made["password"],
            )
        finally:
            server.kill()
