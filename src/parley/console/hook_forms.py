"""What an administrator fills in to have events told, or another program judge."""

from django import forms
from django.utils.translation import gettext_lazy as _

from parley.actions import digests, outside_settings
from parley.actions.hook_settings import Wanted
from parley.models.hook import Hook, HookForm, HookKind, OutsidePhase

_ADDRESS = {"dir": "ltr", "spellcheck": "false", "autocomplete": "off"}


class TargetForm(forms.Form):
    """Where events go. The form of a hook is chosen once."""

    form = forms.ChoiceField(choices=HookForm.choices, label=_("Form"))
    name = forms.CharField(
        max_length=80, label=_("Name"), help_text=_("For you to tell them apart.")
    )
    target = forms.CharField(
        max_length=2_000,
        label=_("Address"),
        help_text=_("An https:// address; for e-mail, an e-mail address."),
        widget=forms.TextInput(attrs=_ADDRESS),
    )
    every_minutes = forms.IntegerField(
        min_value=digests.LEAST_MINUTES,
        max_value=10_080,
        initial=15,
        label=_("E-mail at most every"),
        help_text=_("Minutes; of other forms this means nothing."),
    )


class ChangedTargetForm(TargetForm):
    """The same without what stays."""

    form = None  # type: ignore[assignment]  # Django's way to leave a field out.


class KindsForm(forms.Form):
    """Which events are told; none ticked means all."""

    kinds = forms.MultipleChoiceField(
        choices=HookKind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class OutsideForm(forms.Form):
    """The publisher's own program."""

    url = forms.CharField(
        max_length=2_000,
        label=_("Address"),
        widget=forms.TextInput(attrs=_ADDRESS),
    )
    timeout_ms = forms.IntegerField(
        min_value=100,
        max_value=3_000,
        initial=1_000,
        label=_("Milliseconds it may take"),
        help_text=_("Readers wait for it; 3000 at most."),
    )
    signed_answers = forms.BooleanField(required=False, label=_("Its answers must be signed"))
    active = forms.BooleanField(required=False, initial=True, label=_("Ask it"))

    def wanted(self) -> outside_settings.Wanted:
        return outside_settings.Wanted(**self.cleaned_data)

    @staticmethod
    def of(phase: OutsidePhase | None) -> dict[str, object] | None:
        """What the form begins with."""
        if phase is None:
            return None
        names = ("url", "timeout_ms", "signed_answers", "active")
        return {name: getattr(phase, name) for name in names}


def wanted_of(target: TargetForm, kinds: KindsForm, *, form: HookForm | None = None) -> Wanted:
    """What two valid forms ask for; `form` is that of a hook there is already."""
    given = target.cleaned_data
    return Wanted(
        form=form or HookForm(given["form"]),
        name=given["name"],
        target=given["target"],
        every_minutes=given["every_minutes"],
        kinds=tuple(HookKind(kind) for kind in kinds.cleaned_data["kinds"]),
    )


def as_it_is(hook: Hook) -> tuple[ChangedTargetForm, KindsForm]:
    """Forms that show a hook as it is set up."""
    names = ("name", "target", "every_minutes")
    shown = {name: getattr(hook, name) for name in names}
    return ChangedTargetForm(initial=shown), KindsForm(initial={"kinds": hook.kinds})
