"""The rules of a site: what each leads to, tried out on real comments before it counts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from parley.actions.posting import rules_of
from parley.actions.rejudging import Tried, recent_comments, tried
from parley.actions.ruling import set_rules, with_choices
from parley.console.desk import Desk, desk_of
from parley.models.comment import Comment
from parley.models.permission import Permission
from parley.policy.decision import Attribute, Outcome, Reason, Rule, Severity
from parley.policy.site_rules import SiteRules

# What a site may choose about; what the article and the author are is no matter of taste.
RULES = (
    (Rule.LANGUAGE, gettext_lazy("Language"), gettext_lazy("It is not in a language of the site.")),
    (
        Rule.SENTENCES,
        gettext_lazy("Full sentences"),
        gettext_lazy("Capitals only, text-speak, a missing end mark."),
    ),
    (
        Rule.ABUSE,
        gettext_lazy("Civility"),
        gettext_lazy(
            "Insults, threats, hate. Severe abuse is rejected, if this asks for more than advice."
        ),
    ),
    (
        Rule.PERSONAL,
        gettext_lazy("About persons"),
        gettext_lazy("It attacks a person instead of an argument."),
    ),
    (
        Rule.PRIVACY,
        gettext_lazy("Personal data"),
        gettext_lazy("Telephone numbers, addresses and the like."),
    ),
    (
        Rule.SPAM,
        gettext_lazy("Advertising"),
        gettext_lazy("Advertising, and the same text from several accounts."),
    ),
    (
        Rule.RELEVANCE,
        gettext_lazy("On topic"),
        gettext_lazy("It is not about the article. Never more than advice."),
    ),
    (Rule.REPEAT, gettext_lazy("Repetition"), gettext_lazy("Its author has said it before.")),
    (
        Rule.WORDS,
        gettext_lazy("Words"),
        gettext_lazy("It has a word of the site's own lists."),
    ),
    (Rule.LINKS, gettext_lazy("Links"), gettext_lazy("It has more links than the site allows.")),
)
SEVERITIES = (
    (Severity.OFF, gettext_lazy("Off")),
    (Severity.ADVISE, gettext_lazy("Advise")),
    (Severity.REVISE, gettext_lazy("Ask to revise")),
    (Severity.HOLD, gettext_lazy("Hold")),
    (Severity.REJECT, gettext_lazy("Reject")),
)
SCORES = (
    (Attribute.TOXICITY, gettext_lazy("Toxicity")),
    (Attribute.SEVERE_TOXICITY, gettext_lazy("Severe toxicity")),
    (Attribute.INSULT, gettext_lazy("Insult")),
    (Attribute.PROFANITY, gettext_lazy("Profanity")),
    (Attribute.THREAT, gettext_lazy("Threat")),
    (Attribute.IDENTITY_ATTACK, gettext_lazy("Attack on a group")),
    (Attribute.PERSONAL_ATTACK, gettext_lazy("Personal attack")),
    (Attribute.SPAM, gettext_lazy("Advertising")),
)
OUTCOMES = (
    (Outcome.PUBLISH, gettext_lazy("Published")),
    (Outcome.REVISE, gettext_lazy("Asked to revise")),
    (Outcome.HOLD, gettext_lazy("Held")),
    (Outcome.REJECT, gettext_lazy("Rejected")),
)

# As many as one reads before deciding.
MOST_SHOWN = 25


class RulesForm(forms.Form):
    """One choice a rule, and one threshold a score in per cent."""

    def __init__(self, rules: SiteRules, data: QueryDict | None) -> None:
        super().__init__(data)
        for rule, label, explained in RULES:
            self.fields[rule.value] = forms.ChoiceField(
                choices=SEVERITIES,
                label=label,
                help_text=explained,
                initial=rules.severity(rule).value,
            )
        for attribute, label in SCORES:
            self.fields[attribute.value] = forms.IntegerField(
                min_value=1,
                max_value=100,
                label=label,
                initial=round(rules.threshold(attribute) * 100),
            )

    def severities(self) -> dict[Rule, Severity]:
        return {rule: Severity(self.cleaned_data[rule.value]) for rule, _label, _help in RULES}

    def thresholds(self) -> dict[Attribute, float]:
        return {each: self.cleaned_data[each.value] / 100 for each, _label in SCORES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What other rules would have done: counts of each outcome, and what would differ."""

    count: int
    outcomes: Sequence[tuple[str, int, int]]
    differing: Sequence[Tried]
    shown: Sequence["Shown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A comment that would be decided otherwise: both outcomes in words, and why then."""

    comment: Comment
    before: str
    after: str
    reasons: Sequence[Reason]

    @classmethod
    def of(cls, each: Tried) -> "Shown":
        named = dict(OUTCOMES)
        return cls(
            comment=each.comment,
            before=str(named[each.before.outcome]),
            after=str(named[each.after.outcome]),
            reasons=each.after.reasons,
        )


@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """The choices; POST tries them out or, with `save`, lets them count from now on."""
    desk = desk_of(request)
    desk.viewer.require(Permission.SET_RULES)
    standing = rules_of(desk.site)
    form = RulesForm(standing, request.POST or None)
    trial = None
    if request.method == "POST" and form.is_valid():
        severities, thresholds = form.severities(), form.thresholds()
        if "save" in request.POST:
            set_rules(desk.viewer, severities=severities, thresholds=thresholds)
            messages.success(request, _("Saved. New comments are judged by these rules."))
            return HttpResponseRedirect(reverse("moderate-rules") + desk.query)
        trial = _trial(desk, with_choices(standing, severities=severities, thresholds=thresholds))
    context = {
        "desk": desk,
        "form": form,
        "rules": [form[rule.value] for rule, _label, _help in RULES],
        "scores": [form[attribute.value] for attribute, _label in SCORES],
        "trial": trial,
    }
    return render(request, "parley/console/rules.html", context)


def _trial(desk: Desk, chosen: SiteRules) -> Trial:
    all_tried = list(tried(recent_comments(desk.site, now=timezone.now()), desk.site, rules=chosen))
    before = Counter(each.before.outcome for each in all_tried)
    after = Counter(each.after.outcome for each in all_tried)
    differing = [each for each in all_tried if each.differs]
    return Trial(
        count=len(all_tried),
        outcomes=[(str(label), before[each], after[each]) for each, label in OUTCOMES],
        differing=differing,
        shown=[Shown.of(each) for each in differing[:MOST_SHOWN]],
    )
