"""Stores what moderators know of the people of an import: who is kept out, and their notes."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from parley.actions import auditing, import_names
from parley.actions.auditing import Deed
from parley.actions.import_staging import Import, author_of
from parley.importers.record import ImportedAuthor, Own
from parley.models.author import Author
from parley.models.ban import AuthorNote, Ban, BanKind
from parley.models.site import Site

_OF_PARLEY = (
    "SELECT rowid, record FROM author WHERE fate = 'imported' AND instr(record, '\"bans\"')"
)


def plan_standing(task: Import) -> None:
    """Bans, badges and trust are taken by a site without discussions; elsewhere bans only where
    the operator asks for them, since they keep out readers who are here already. It tells."""
    settings = task.staging.settings
    of_site = _not_here(task.site, settings["bans"] if settings else ())
    bans, marked = Counter(str(told["kind"]) for told in of_site), 0
    for batch in task.staging.batches(_OF_PARLEY):
        for _rowid, record in batch:
            own = author_of(record).own
            bans.update(str(told["kind"]) for told in own["bans"])
            marked += bool(own["badge"] or own["trusted"])
    if marked and not task.empty:
        task.warnings.append(
            f"The badge and the trust of {marked} authors were left out: this site is not empty."
        )
    if not bans:
        return
    if task.empty or task.bans:
        task.staging.site_bans, task.staging.banned = of_site, dict(bans)
        told = f"{bans.total()} bans are taken; /moderate/bans/ shows those that are in force."
    else:
        told = (
            f"{bans.total()} bans were left out, since they could keep out readers of this site,"
            " which is not empty. With --bans they are taken."
        )
    task.warnings.append(told)


def _not_here(site: Site, bans: Iterable[Own]) -> list[Own]:
    """Without those that an earlier import of the file has brought."""
    return [
        told
        for told in bans
        if not Ban.objects.filter(
            site=site, kind=told["kind"], value=told["domain"], made_at=told["made_at"]
        ).exists()
    ]


def store_of_authors(task: Import, authors: Iterable[tuple[Author, ImportedAuthor]]) -> None:
    """Of authors that have just been made; inside the transaction that made them."""
    pairs = list(authors)
    if task.staging.banned:
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


def store_of_site(task: Import, now: datetime) -> None:
    """Bans of domains on account of nobody who is told; a moderator lifts them as that one's.
    The audit says once how many bans the file brings."""
    if not task.staging.banned:
        return
    with transaction.atomic():
        for told in task.staging.site_bans:
            author = nobody(task.site, import_names.PARLEY)
            Ban.objects.bulk_create([_ban(task.site, told, author=author)], ignore_conflicts=True)
        deed = Deed(verb="import_bans", of=task.site, after=task.staging.banned)
        auditing.write_for_machine(task.site, deed, via="command", now=now)


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
