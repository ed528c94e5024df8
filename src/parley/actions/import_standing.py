"""Stores what moderators know of the people of an import: who is kept out, and their notes."""

from collections.abc import Iterable

from parley.importers.record import ImportedAuthor, Own
from parley.models.author import Author
from parley.models.ban import AuthorNote, Ban, BanKind
from parley.models.site import Site


def store_of_authors(authors: Iterable[tuple[Author, ImportedAuthor]]) -> None:
    """Of authors that have just been made; inside the transaction that made them."""
    pairs = list(authors)
    Ban.objects.bulk_create(
        [
            _ban(author.site, told, author=author)
            for author, record in pairs
            for told in record.own.get("bans", ())
        ],
        # A domain that is banned here already stays so.
        ignore_conflicts=True,
    )
    AuthorNote.objects.bulk_create(
        AuthorNote(site=author.site, author=author, **told)
        for author, record in pairs
        for told in record.own.get("notes", ())
    )


def store_of_site(site: Site, bans: Iterable[Own]) -> None:
    """Bans of domains on nobody's account."""
    Ban.objects.bulk_create((_ban(site, told) for told in bans), ignore_conflicts=True)


def _ban(site: Site, told: Own, *, author: Author | None = None) -> Ban:
    """Of an account that is not here the ban is known by the author, whom somebody may claim
    (`banning.ban_on`)."""
    fields = {name: value for name, value in told.items() if name != "domain"}
    whom = told["domain"]
    if told["kind"] == BanKind.ACCOUNT:
        whom = f"author:{author.pk if author else 0}"
    return Ban(site=site, value=whom, author=author, **fields)
