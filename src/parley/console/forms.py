"""What a moderator fills in, and how it is put to the author."""

from datetime import datetime, timedelta

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from parley.actions.moderating import Why
from parley.importers.record import FOREVER
from parley.policy.decision import Rule

LONGEST_NOTE = 1_000

HOUSE_RULES = (
    (Rule.ABUSE, _("It is abusive or hateful.")),
    (Rule.PERSONAL, _("It is about a person rather than the argument.")),
    (Rule.PRIVACY, _("It gives away somebody's personal data.")),
    (Rule.RELEVANCE, _("It is not about the article.")),
    (Rule.SPAM, _("It is advertising or spam.")),
    (Rule.LINKS, _("Its links do not belong here.")),
    (Rule.REPEAT, _("It repeats an earlier comment.")),
    (Rule.SENTENCES, _("It is not written in full sentences.")),
    (Rule.LANGUAGE, _("It is not in the language of this discussion.")),
)


class Period(models.TextChoices):
    """How long an author may not write."""

    DAY = "1", _("1 day")
    WEEK = "7", _("7 days")
    MONTH = "30", _("30 days")
    FOREVER = "forever", _("For ever")

    def until(self, now: datetime) -> datetime:
        return FOREVER if self is Period.FOREVER else now + timedelta(days=int(self.value))


class RejectForm(forms.Form):
    """Why a comment is refused: a house rule, or words of the moderator's own, or both."""

    rule = forms.ChoiceField(choices=[*HOUSE_RULES, ("", "")], required=False)
    words = forms.CharField(max_length=LONGEST_NOTE, required=False)

    def why(self) -> Why:
        """What the author is told; empty when the moderator gave no reason."""
        sentences = {rule.value: str(sentence) for rule, sentence in HOUSE_RULES}
        parts = (sentences.get(self.cleaned_data["rule"], ""), self.cleaned_data["words"].strip())
        note = " ".join(part for part in parts if part)
        return Why(note=note, rule=self.cleaned_data["rule"])


class SuspendForm(forms.Form):
    """For how long an author is suspended, and why."""

    period = forms.ChoiceField(choices=Period.choices)
    reason = forms.CharField(max_length=500)
