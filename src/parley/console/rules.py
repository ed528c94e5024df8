"""The rules of a site: what each leads to, tried out on real comments before it counts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from parley.actions.posting import rules_of
from parley.actions.rejudging import Tried, recent_comments, tried
from parley.actions.ruling import Choices, set_rules
from parley.console.desk import Desk, desk_of
from parley.console.rules_form import RULES, RulesForm, hold_name
from parley.console.wave import WaveForm
from parley.models.comment import Comment
from parley.models.permission import Permission
from parley.models.rule_names import SCORES
from parley.policy.decision import Outcome, Reason

OUTCOMES = (
    (Outcome.PUBLISH, gettext_lazy("Published")),
    (Outcome.REVISE, gettext_lazy("Asked to revise")),
    (Outcome.HOLD, gettext_lazy("Held")),
    (Outcome.REJECT, gettext_lazy("Rejected")),
)

# As many as one reads before deciding.
MOST_SHOWN = 25


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
    standing, now = rules_of(desk.site), timezone.now()
    form = RulesForm(desk.site, standing, data=request.POST or None)
    trial = None
    if request.method == "POST" and form.is_valid():
        choices = form.choices()
        if "save" in request.POST:
            set_rules(desk.viewer, choices, now=now)
            messages.success(request, _("Saved. New comments are judged by these rules."))
            return HttpResponseRedirect(reverse("moderate-rules") + desk.query)
        trial = _trial(desk, choices, now=now)
    context = {
        "desk": desk,
        "form": form,
        "rules": [form[rule.value] for rule in RULES],
        "scores": [(form[attribute.value], form[hold_name(attribute)]) for attribute in SCORES],
        "wave_form": WaveForm(),
        "trial": trial,
    }
    return render(request, "parley/console/rules.html", context)


def _trial(desk: Desk, choices: Choices, *, now: datetime) -> Trial:
    all_tried = list(tried(recent_comments(desk.site, now=now), desk.site, choices=choices))
    before = Counter(each.before.outcome for each in all_tried)
    after = Counter(each.after.outcome for each in all_tried)
    differing = [each for each in all_tried if each.differs]
    return Trial(
        count=len(all_tried),
        outcomes=[(str(label), before[each], after[each]) for each, label in OUTCOMES],
        differing=differing,
        shown=[Shown.of(each) for each in differing[:MOST_SHOWN]],
    )
