"""Stores what moderators know of the people of an import: who is kept out, and their notes."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from parley.actions import import_names
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
    """Bans of domains on account of nobody who is told; a moderator lifts them as that one's."""
    for told in bans:
        author = nobody(site, import_names.PARLEY)
        Ban.objects.bulk_create([_ban(site, told, author=author)], ignore_conflicts=True)


def nobody(site: Site, source: str) -> Author:
    """Whose name stubs bear."""
    author: Author
    author, _made = Author.objects.get_or_create(
        site=site,
        source=source,
        source_id=import_names.NOBODY,
        defaults={"display_name": _("Deleted reader")},
    )
    return author


def _ban(site: Site, told: Own, *, author: Author) -> Ban:
    """Of an account that is not here the ban is known by the author, whom somebody may claim
    (`banning.ban_on`)."""
    fields = {name: value for name, value in told.items() if name != "domain"}
    whom = told["domain"]
    if told["kind"] == BanKind.ACCOUNT:
        whom = f"author:{author.pk}"
    return Ban(site=site, value=whom, author=author, **fields)
