"""Keeps a site's lists of words: reads them once in a process, and sets them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from parley.actions import auditing
from parley.actions.auditing import Deed
from parley.errors import BadField, Conflict
from parley.models.permission import Permission
from parley.models.site import Site
from parley.models.site_words import SiteWords, WordsKind, digest_of
from parley.models.viewer import Viewer
from parley.policy.kept_lists import KeptLists
from parley.policy.site_rules import MOST_WORDS, SiteRules
from parley.policy.word_list import Entries, word_list

Lists = Mapping[WordsKind, Entries]

# As in the site's rules, where small lists may stand too.
KEYS = {WordsKind.BANNED: "banned_words", WordsKind.SUSPECT: "suspect_words"}

# As many as `word_list` keeps compiled.
_MOST_KEPT = 500_000
_kept: KeptLists[str, Entries] = KeptLists(_MOST_KEPT)


def lists_of(site: Site) -> dict[WordsKind, Entries]:
    """What is set for the site, in its rules and in its lists."""
    rules = with_lists(site, SiteRules.kept(site.rules))
    return {kind: Entries(getattr(rules, key)) for kind, key in KEYS.items()}


def with_lists(site: Site, rules: SiteRules) -> SiteRules:
    """The rules with the site's lists; their text is read where this process has not yet."""
    found: dict[str, tuple[str, ...]] = {}
    for row in SiteWords.objects.filter(site=site).defer("entries"):
        key = KEYS[WordsKind(row.kind)]
        try:
            kept = _kept.made(row.digest, partial(_read, row))
        except SiteWords.DoesNotExist:
            # Changed in this moment.
            return with_lists(site, rules)
        written = getattr(rules, key)
        found[key] = Entries((*written, *kept)) if written else kept
    return replace(
        rules,
        banned_words=found.get("banned_words", rules.banned_words),
        suspect_words=found.get("suspect_words", rules.suspect_words),
    )


def seen(lists: Lists) -> str:
    """What somebody was shown, to be told when they change it."""
    return digest_of("\0".join(_joined(lists[kind]) for kind in WordsKind))


def entries_in(text: str) -> Entries:
    """One a line; without blank lines, and each once."""
    return Entries(dict.fromkeys(filter(None, map(str.strip, text.splitlines()))))


def check(entries: Entries) -> None:
    """Raises BadField for what would not do: too many, broken, or finding everything."""
    if len(entries) > MOST_WORDS:
        raise BadField(
            "words",
            _("A list can have %(most)s entries; this one has %(count)s.")
            % {"most": f"{MOST_WORDS:,}", "count": f"{len(entries):,}"},
        )
    word_list(entries)


def set_lists(viewer: Viewer, lists: Lists, *, shown: str, now: datetime) -> None:
    """In force for the next comment. `shown` is `seen` of what the change was made from.

    Raises BadField, and Conflict where somebody else was quicker.
    """
    viewer.require(Permission.SET_RULES)
    for entries in lists.values():
        check(entries)
    with transaction.atomic():
        site = Site.objects.select_for_update(no_key=True).get(pk=viewer.site.pk)
        before = lists_of(site)
        if seen(before) != shown:
            raise Conflict(_("Somebody changed the lists while you did. Nothing was saved."))
        store(site, lists, now=now)
        auditing.write(viewer, _deed(site, before, after=lists), now=now)
    viewer.site.rules = site.rules


def store(site: Site, lists: Lists, *, now: datetime) -> None:
    """The lists, and no others, be they in the rules; inside a transaction."""
    for kind, entries in lists.items():
        text = _joined(entries)
        SiteWords.objects.update_or_create(
            site=site,
            kind=kind,
            defaults={"entries": text, "digest": digest_of(text), "changed_at": now},
        )
    site.rules = {key: value for key, value in site.rules.items() if key not in KEYS.values()}
    site.save(update_fields=["rules"])


def adopt(site: Site, *, now: datetime) -> None:
    """Move lists out of the rules, where they came with an import or from an operator."""
    if any(key in site.rules for key in KEYS.values()):
        store(site, lists_of(site), now=now)


def as_rules(site: Site) -> dict[str, Any]:
    """The site's rules as JSON, with its lists."""
    lists = lists_of(site)
    return {
        **site.rules,
        **{key: list(lists[kind]) for kind, key in KEYS.items() if lists[kind]},
    }


def _read(row: SiteWords) -> Entries:
    """The lines that have this digest. Raises SiteWords.DoesNotExist."""
    found = SiteWords.objects.values_list("entries", flat=True)
    return entries_in(found.get(pk=row.pk, digest=row.digest))


def _joined(entries: Iterable[str]) -> str:
    """One a line, also where an operator has written a line break into one."""
    return "\n".join(" ".join(entry.splitlines()) for entry in entries)


def _deed(site: Site, before: Lists, *, after: Lists) -> Deed:
    """Each list's length, and how many lines went and came: many are names of people."""
    told: tuple[dict[str, Any], dict[str, Any]] = ({}, {})
    for kind in after:
        old, new = dict.fromkeys(before[kind]), dict.fromkeys(after[kind])
        gone = [entry for entry in old if entry not in new]
        come = [entry for entry in new if entry not in old]
        if gone or come:
            told[0][kind.value] = {"entries": len(old), "removed": len(gone)}
            told[1][kind.value] = {"entries": len(new), "added": len(come)}
    return Deed(verb="set_words", of=site, before=told[0], after=told[1])
