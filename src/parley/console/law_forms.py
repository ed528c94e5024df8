"""What is filled in about the law's paperwork at the desk."""

from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from parley.actions.calendar import ending
from parley.actions.legal_cases import LONGEST_ANSWER, LONGEST_TEXT, OUTCOMES, Verdict
from parley.actions.legal_register import Asked, Request
from parley.actions.moderating import LONGEST_GROUND, Why
from parley.console.forms import HOUSE_RULES, LONGEST_NOTE
from parley.models.comment import Comment
from parley.models.legal import CaseKind, CaseOutcome, LegalCase
from parley.models.legal_categories import LegalCategory

_ABOUT_COMMENTS = (CaseOutcome.REMOVED, CaseOutcome.KEPT)


class VerdictForm(forms.Form):
    """What a case comes to. What is only for a removal is empty otherwise."""

    outcome = forms.ChoiceField(label=_("Outcome"), widget=forms.RadioSelect)
    answer = forms.CharField(
        label=_("What the sender is told"),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    legal_ground = forms.CharField(
        label=_("If it is removed: the law that it breaks"),
        max_length=LONGEST_GROUND,
        required=False,
        help_text=_("Empty where it breaks a house rule only."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    rule = forms.ChoiceField(
        label=_("If it is removed: the house rule"),
        choices=[("", _("none")), *HOUSE_RULES],
        required=False,
    )
    note = forms.CharField(
        label=_("If it is removed: what its author is told"),
        max_length=LONGEST_NOTE,
        required=False,
        help_text=_("Say nothing of who has sent the notice."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    given = forms.CharField(
        label=_("If data are given: exactly which"),
        max_length=LONGEST_ANSWER,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, case: LegalCase, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # A QueryDict, or nothing.
        outcomes = [
            (each.value, each.label)
            for each in OUTCOMES[case.kind]
            if case.comment is not None or each not in _ABOUT_COMMENTS
        ]
        self.fields["outcome"].choices = outcomes  # type: ignore[attr-defined]
        if case.kind == CaseKind.REQUEST:
            self.fields["answer"].label = _("What was answered")
        else:
            del self.fields["given"]
        if case.comment is None:
            for name in ("legal_ground", "rule", "note"):
                del self.fields[name]

    def verdict(self) -> Verdict:
        given = self.cleaned_data
        outcome = CaseOutcome(given["outcome"])
        why = None
        if outcome is CaseOutcome.REMOVED:
            why = Why(
                note=given.get("note", ""),
                rule=given.get("rule", ""),
                legal_ground=given.get("legal_ground", "").strip(),
            )
        return Verdict(
            outcome=outcome, answer=given["answer"], why=why, given=given.get("given", "")
        )


class RequestForm(forms.Form):
    """A request of a court or an authority, as the paper has it."""

    authority = forms.CharField(label=_("Court or authority"), max_length=200)
    number = forms.CharField(label=_("Its reference"), max_length=200, required=False)
    dated = forms.DateField(
        label=_("Date of the paper"), widget=forms.DateInput(attrs={"type": "date"})
    )
    country = forms.CharField(
        label=_("Country"), min_length=2, max_length=2, help_text=_("Two letters, as DE or IN.")
    )
    asked = forms.ChoiceField(
        label=_("What is asked"),
        # Nothing is chosen beforehand: it would stand in the register, and in the report.
        choices=[
            ("", _("Please choose")),
            (Asked.REMOVAL.value, _("to remove a comment")),
            (Asked.DISCLOSURE.value, _("to give data")),
        ],
    )
    ground = forms.CharField(label=_("The law that it names"), max_length=200)
    category = forms.ChoiceField(
        label=_("What it is about"), choices=[("", _("Please choose")), *LegalCategory.choices]
    )
    text = forms.CharField(
        label=_("What it says"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    comment = forms.IntegerField(
        label=_("Number of the comment"),
        min_value=1,
        max_value=2**62,
        required=False,
        help_text=_("It is in the address of the comment's page on this desk."),
    )
    due = forms.DateField(
        label=_("Its deadline"),
        required=False,
        help_text=_("The end of this day."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def request(self, comment: Comment | None, *, zone: ZoneInfo) -> Request:
        given = self.cleaned_data
        due = given["due"] and ending(given["due"], zone)
        return Request(
            authority=given["authority"],
            number=given["number"],
            dated=given["dated"],
            country=given["country"],
            ground=given["ground"],
            asked=Asked(given["asked"]),
            text=given["text"],
            category=given["category"],
            comment=comment,
            due_at=due,
        )


class FlaggerForm(forms.Form):
    """A body whose notices go first."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(
        label=_("E-mail address of its account"),
        help_text=_("It counts once the account has verified it."),
        widget=forms.EmailInput(attrs={"dir": "ltr"}),
    )
    expertise = forms.CharField(label=_("Field of expertise"), max_length=200, required=False)
