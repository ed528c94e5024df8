"""What a moderator fills in, and how it is put to the author."""

from datetime import datetime, timedelta

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from parley.actions.moderating import LONGEST_GROUND, Why
from parley.importers.record import FOREVER
from parley.models.rule_names import RULES

LONGEST_NOTE = 1_000

# For what a moderator may refuse a comment, and how its author is told.
HOUSE_RULES = tuple((rule, words.broken) for rule, words in RULES.items() if words.broken)


class Period(models.TextChoices):
    """How long an author may not write."""

    DAY = "1", _("1 day")
    WEEK = "7", _("7 days")
    MONTH = "30", _("30 days")
    FOREVER = "forever", _("For ever")

    def until(self, now: datetime) -> datetime:
        return FOREVER if self is Period.FOREVER else now + timedelta(days=int(self.value))


class RejectForm(forms.Form):
    """Why a comment is refused: a house rule, or words of the moderator's own, or both; and the
    law, where it breaks one."""

    rule = forms.ChoiceField(choices=[*HOUSE_RULES, ("", "")], required=False)
    words = forms.CharField(max_length=LONGEST_NOTE, required=False)
    legal_ground = forms.CharField(max_length=LONGEST_GROUND, required=False)

    def why(self) -> Why:
        """What the author is told; empty when the moderator gave no reason."""
        sentences = {str(rule): str(sentence) for rule, sentence in HOUSE_RULES}
        parts = (sentences.get(self.cleaned_data["rule"], ""), self.cleaned_data["words"].strip())
        note = " ".join(part for part in parts if part)
        given = self.cleaned_data
        return Why(note=note, rule=given["rule"], legal_ground=given["legal_ground"])


class SuspendForm(forms.Form):
    """For how long an author is suspended, and why."""

    period = forms.ChoiceField(choices=Period.choices)
    reason = forms.CharField(max_length=500)
