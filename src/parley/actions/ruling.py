"""Sets the rules of a site: what each leads to, what is read first, and how fast one may write."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from django.db import transaction

from parley.actions import auditing, changes
from parley.actions.auditing import Deed
from parley.models.article import Article
from parley.models.outbox import ChangeKind
from parley.models.permission import Permission
from parley.models.site import Site
from parley.models.viewer import Viewer
from parley.policy.decision import Attribute, Rule, Severity
from parley.policy.site_rules import SiteRules

# What the length of a text, its author, its article and the publisher's own program lead to is
# no matter of choice.
CHOSEN = tuple(
    rule for rule in Rule if rule not in {Rule.LENGTH, Rule.AUTHOR, Rule.ARTICLE, Rule.OUTSIDE}
)

# Discussions that anybody still reads; each costs two statements.
_MOST_REDRAWN = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What an administrator chooses; the fields are those of `SiteRules` and `Site`."""

    severities: Mapping[Rule, Severity]
    thresholds: Mapping[Attribute, float]
    hold_scores: Mapping[Attribute, float]
    hold_all: bool
    hold_first: int
    hold_younger_hours: int
    hold_sections: tuple[str, ...]
    hold_older_days: int
    slow_seconds: int
    close_after: timedelta | None

    @classmethod
    def of(cls, site: Site) -> "Choices":
        """As the site has them now; rules and scores that it has not set, by default."""
        rules = SiteRules.from_json(site.rules)
        return cls(
            severities={rule: rules.severity(rule) for rule in CHOSEN},
            thresholds={attribute: rules.threshold(attribute) for attribute in Attribute},
            hold_scores=rules.hold_scores,
            hold_all=rules.hold_all,
            hold_first=rules.hold_first,
            hold_younger_hours=rules.hold_younger_hours,
            hold_sections=rules.hold_sections,
            hold_older_days=rules.hold_older_days,
            slow_seconds=rules.slow_seconds,
            close_after=site.close_after,
        )

    def on(self, rules: SiteRules) -> SiteRules:
        """The rules with these instead; whatever is not named stays."""
        return replace(
            rules,
            severities=MappingProxyType(dict(rules.severities) | dict(self.severities)),
            thresholds=MappingProxyType(dict(rules.thresholds) | dict(self.thresholds)),
            hold_scores=self.hold_scores,
            hold_all=self.hold_all,
            hold_first=self.hold_first,
            hold_younger_hours=self.hold_younger_hours,
            hold_sections=self.hold_sections,
            hold_older_days=self.hold_older_days,
            slow_seconds=self.slow_seconds,
        )


def set_rules(viewer: Viewer, choices: Choices, *, now: datetime) -> None:
    """Have the next comment judged so. Raises SignInNeeded, NotAllowed or BadField."""
    viewer.require(Permission.SET_RULES)
    with transaction.atomic():
        site = Site.objects.select_for_update(no_key=True).get(pk=viewer.site.pk)
        before, closed = _told(site), site.close_after
        stored = choices.on(SiteRules.kept(site.rules)).as_json()
        # Numbers out of range are refused here as they are wherever rules are read.
        SiteRules.kept(stored)
        site.rules, site.close_after = stored, choices.close_after
        site.save(update_fields=["rules", "close_after"])
        if site.close_after != closed:
            _redraw(site, closed, now=now)
        after = _told(site)
        changed = [key for key in before | after if before.get(key) != after.get(key)]
        deed = Deed(
            verb="set_rules",
            of=site,
            before={key: before[key] for key in changed if key in before},
            after={key: after[key] for key in changed if key in after},
        )
        auditing.write(viewer, deed, now=now)


def change_rules(viewer: Viewer, changes: Mapping[str, Any], *, now: datetime) -> Choices:
    """The same for some of the choices, by their names; the others stay what they are by then.

    Raises as `set_rules` does.
    """
    viewer.require(Permission.SET_RULES)
    with transaction.atomic():
        site = Site.objects.select_for_update().get(pk=viewer.site.pk)
        choices = replace(Choices.of(site), **changes)
        set_rules(viewer, choices, now=now)
        site.refresh_from_db(fields=["rules", "close_after"])
    return Choices.of(site)


def _redraw(site: Site, closed: timedelta | None, *, now: datetime) -> None:
    """Readers are shown whether a discussion is open: have those drawn anew that opened or
    closed by this, as far as anybody reads them."""
    discussed = Article.objects.filter(site=site, comment_count__gt=0)
    latest = discussed.order_by("-last_comment_at")[:_MOST_REDRAWN]
    # By key, as everybody locks them (`actions.publishing`).
    for article in sorted(latest, key=lambda each: each.pk):
        if article.state_at(now, closed) != article.state_at(now, site.close_after):
            changes.announce(article, ChangeKind.ARTICLE, now=now)


def _told(site: Site) -> dict[str, Any]:
    """What is set, as JSON; what is missing has its default."""
    close_after = site.close_after.total_seconds() if site.close_after is not None else None
    return {**site.rules, "close_after": close_after}
