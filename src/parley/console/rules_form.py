"""What an administrator fills in about the rules of a site, in groups."""

from datetime import timedelta
from math import ceil

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from parley.actions.ruling import Choices
from parley.models import rule_names
from parley.models.article import Article
from parley.models.rule_names import SCORES
from parley.models.site import Site
from parley.policy.decision import Attribute, Rule, Severity
from parley.policy.site_rules import MOST_HOURS, MOST_SECONDS, SiteRules

# What a site may choose about; what the article and the author are is no matter of taste.
RULES = {
    Rule.LANGUAGE: gettext_lazy("It is not in a language of the site."),
    Rule.SENTENCES: gettext_lazy("Capitals only, text-speak, a missing end mark."),
    Rule.ABUSE: gettext_lazy(
        "Insults, threats, hate. Severe abuse is rejected, if this asks for more than advice."
    ),
    Rule.PERSONAL: gettext_lazy("It attacks a person instead of an argument."),
    Rule.PRIVACY: gettext_lazy("Telephone numbers, addresses and the like."),
    Rule.SPAM: gettext_lazy("Advertising, and the same text from several accounts."),
    Rule.RELEVANCE: gettext_lazy("It is not about the article. Never more than advice."),
    Rule.REPEAT: gettext_lazy("Its author has said it before."),
    Rule.WORDS: gettext_lazy("It has a word of the site's own lists."),
    Rule.LINKS: gettext_lazy("It has more links than the site allows."),
}
SEVERITIES = (
    (Severity.OFF, gettext_lazy("Off")),
    (Severity.ADVISE, gettext_lazy("Advise")),
    (Severity.REVISE, gettext_lazy("Ask to revise")),
    (Severity.HOLD, gettext_lazy("Hold")),
    (Severity.REJECT, gettext_lazy("Reject")),
)
# How far one may go back; more sections than these no newspaper has.
MOST_SECTIONS = 200
MOST_DAYS = 3_650


class RulesForm(forms.Form):
    """One choice a rule, two numbers a score in per cent, and what is read first."""

    hold_all = forms.BooleanField(
        required=False, label=gettext_lazy("Hold every comment on this site")
    )
    hold_first = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=1_000,
        label=gettext_lazy("First comments of an author"),
        help_text=gettext_lazy("Hold an author's comments until so many were published."),
    )
    hold_younger_hours = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=MOST_HOURS,
        label=gettext_lazy("New accounts, in hours"),
        help_text=gettext_lazy("Hold what accounts write that are younger."),
    )
    hold_older_days = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=MOST_DAYS,
        label=gettext_lazy("Older articles, in days"),
        help_text=gettext_lazy("Hold comments under articles that are older."),
    )
    slow_seconds = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=MOST_SECONDS,
        label=gettext_lazy("Slow mode, in seconds"),
        help_text=gettext_lazy(
            "So long an author waits between two comments. A discussion may have a pause of its "
            "own; the longer counts."
        ),
    )
    close_days = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
        label=gettext_lazy("Close discussions after, in days"),
        help_text=gettext_lazy("Empty: never. They can still be read."),
    )

    def __init__(self, site: Site, rules: SiteRules, *, data: QueryDict | None) -> None:
        super().__init__(data)
        self._close_after = site.close_after
        for name in ("hold_all", "hold_first", "hold_younger_hours", "hold_older_days"):
            self.fields[name].initial = getattr(rules, name)
        self.fields["slow_seconds"].initial = rules.slow_seconds
        self.fields["close_days"].initial = self._close_days()
        self.fields["hold_sections"] = forms.MultipleChoiceField(
            required=False,
            choices=[(each, each) for each in sections_of(site, rules)],
            initial=list(rules.hold_sections),
            label=gettext_lazy("Sections"),
            widget=forms.CheckboxSelectMultiple,
        )
        for rule, explained in RULES.items():
            self.fields[rule.value] = forms.ChoiceField(
                choices=SEVERITIES,
                label=rule_names.RULES[rule].title,
                help_text=explained,
                initial=rules.severity(rule).value,
            )
        for attribute, label in SCORES.items():
            held = rules.hold_scores.get(attribute)
            self.fields[attribute.value] = _percentage(label, at=rules.threshold(attribute))
            self.fields[hold_name(attribute)] = _percentage(label, at=held, required=False)

    def choices(self) -> Choices:
        """As they were filled in; the form is valid."""
        chosen = self.cleaned_data
        return Choices(
            severities={rule: Severity(chosen[rule.value]) for rule in RULES},
            thresholds={each: chosen[each.value] / 100 for each in SCORES},
            hold_scores={
                each: chosen[hold_name(each)] / 100 for each in SCORES if chosen[hold_name(each)]
            },
            hold_all=chosen["hold_all"],
            hold_first=chosen["hold_first"] or 0,
            hold_younger_hours=chosen["hold_younger_hours"] or 0,
            hold_sections=tuple(chosen["hold_sections"]),
            hold_older_days=chosen["hold_older_days"] or 0,
            slow_seconds=chosen["slow_seconds"] or 0,
            close_after=self._chosen_close_after(),
        )

    def _close_days(self) -> int | None:
        return None if self._close_after is None else ceil(self._close_after / timedelta(days=1))

    def _chosen_close_after(self) -> timedelta | None:
        """An age that is no number of days, as an operator may set, stays unless changed."""
        days: int | None = self.cleaned_data["close_days"]
        if days == self._close_days():
            return self._close_after
        return None if days is None else timedelta(days=days)


def hold_name(attribute: Attribute) -> str:
    """The name of the field that says from when on the score holds."""
    return f"hold_{attribute.value}"


def sections_of(site: Site, rules: SiteRules) -> list[str]:
    """Those that the site's articles name, and those that are chosen already."""
    named = Article.objects.filter(site=site).exclude(section="").order_by("section")
    found = named.values_list("section", flat=True).distinct()[:MOST_SECTIONS]
    return sorted({*found, *rules.hold_sections}, key=str.casefold)


def _percentage(label: object, *, at: float | None, required: bool = True) -> forms.IntegerField:
    return forms.IntegerField(
        required=required,
        min_value=1,
        max_value=100,
        label=label,  # type: ignore[arg-type]  # Text to be translated when it is shown.
        initial=None if at is None else round(at * 100),
    )
