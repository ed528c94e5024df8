"""Which comments of the queue a moderator wants to see; all of it stands in the address."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Count, Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from parley.actions import own_comments
from parley.models.queue import LONGEST_WORDS, Waiting, WaitingQuerySet, Wanted
from parley.models.rule_names import RULES, SCORES
from parley.models.site import Site
from parley.models.user import User

# The greatest key that either database can hold.
_GREATEST = 2**63 - 1

RULE_CHOICES = tuple((rule, words.title) for rule, words in RULES.items())

# What is said or not said: the name in the address, and what it asks of an entry.
_YES = {
    "reported": Q(reports__gt=0),
    "new": Q(new_author=True),
    "escalated": Q(escalated=True),
}


# Whose values are those of what waits.
_LISTS = {
    "language": "language",
    "section": "article__section",
    "source": "comment__source",
}


class QueueFilter(forms.Form):
    """A filter of the queue; what it cannot read, it leaves out."""

    rule = forms.ChoiceField(
        label=_("Rule"), choices=[("", _("any")), *RULE_CHOICES], required=False
    )
    attribute = forms.ChoiceField(
        label=_("Score of"), choices=[("", _("anything")), *SCORES.items()], required=False
    )
    least = forms.FloatField(
        label=_("Least score"),
        min_value=0,
        max_value=1,
        required=False,
        widget=forms.NumberInput(attrs={"step": "0.05"}),
    )
    language = forms.CharField(label=_("Language"), widget=forms.Select, required=False)
    section = forms.CharField(label=_("Section"), widget=forms.Select, required=False)
    source = forms.CharField(label=_("Imported from"), widget=forms.Select, required=False)
    article = forms.IntegerField(
        label=_("Number of the article"), min_value=1, max_value=_GREATEST, required=False
    )
    author = forms.IntegerField(
        label=_("Number of the author"), min_value=1, max_value=_GREATEST, required=False
    )
    q = forms.CharField(label=_("Words in the comment"), max_length=LONGEST_WORDS, required=False)
    reported = forms.BooleanField(label=_("Reported by readers"), required=False)
    new = forms.BooleanField(label=_("New authors"), required=False)
    escalated = forms.BooleanField(label=_("Escalated"), required=False)
    mine = forms.BooleanField(label=_("Assigned to me"), required=False)

    def __init__(self, query: QueryDict) -> None:
        super().__init__(query, label_suffix="")

    def offer(self, site: Site) -> None:
        """Fill the lists from what waits; only for whoever is shown them."""
        waiting = Waiting.objects.filter(site=site)
        for name, column in _LISTS.items():
            found = waiting.exclude(**{column: ""}).values_list(column, flat=True).distinct()
            # One that nothing waits of may still stand in somebody's saved view.
            values = sorted({*found, self.data.get(name, "")} - {""})
            widget: Any = self.fields[name].widget
            widget.choices = [("", _("any")), *((value, value) for value in values)]

    @property
    def chosen(self) -> dict[str, Any]:
        """What was asked for and could be read, by its name in the address."""
        self.is_valid()
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if value not in (None, "", False)
        }

    def apply(self, waiting: WaitingQuerySet, user: User) -> WaitingQuerySet:
        """Those entries that were asked for."""
        asked = self.chosen
        wanted = Wanted(
            reported=asked.get("reported"),
            new_author=asked.get("new"),
            escalated=asked.get("escalated"),
            assigned="me" if "mine" in asked else None,
            rule=asked.get("rule", ""),
            attribute=asked.get("attribute", ""),
            score=asked.get("least"),
            language=asked.get("language", ""),
            section=asked.get("section", ""),
            source=asked.get("source", ""),
            article=asked.get("article"),
            author=asked.get("author"),
            words=asked.get("q", ""),
        )
        return waiting.wanted(wanted, user.pk)


def counts(site: Site, user: User, *, now: datetime) -> dict[str, int]:
    """How many wait, altogether and of each kind, by the names of the filters; of a rule,
    "rule=abuse". One query over what waits; what the user wrote waits for others.

    Among all of them, `free` are those that the user can be given: the others are `assigned`
    to colleagues, or else in a colleague's `hand` now. What is escalated is for everybody.
    """
    assigned = Q(assigned_to__isnull=False, escalated=False) & ~Q(assigned_to=user)
    leased = Q(lease_until__gt=now) & ~Q(lease_by=user)
    rules = {f"rule={rule}": Count("pk", filter=Q(rules__contains=f",{rule},")) for rule in RULES}
    kinds = {name: Count("pk", filter=condition) for name, condition in _YES.items()}
    waiting = own_comments.left_to(Waiting.objects.filter(site=site), user=user, site=site)
    found: dict[str, int] = waiting.aggregate(
        all=Count("pk"),
        mine=Count("pk", filter=Q(assigned_to=user)),
        assigned=Count("pk", filter=assigned),
        hand=Count("pk", filter=leased & ~assigned),
        **kinds,
        **rules,
    )
    found["free"] = found["all"] - found["assigned"] - found["hand"]
    return found


def tidied(query: QueryDict) -> str:
    """The address's query without what was left empty."""
    tidy = query.copy()
    for name in list(tidy):
        values = [value for value in tidy.getlist(name) if value.strip()]
        tidy.setlist(name, values)
    return tidy.urlencode()
