"""Makes a form of a section of settings, by the types and the words of its fields."""

from collections.abc import Iterable
from enum import EnumType
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from pydantic.fields import FieldInfo

from parley.errors import BadField
from parley.models.desk_settings import DeskSection

# Longer texts get more than one line.
LONG = {"long": True}
# A site's own words, at most.
_LONGEST = 10_000


class SectionForm(forms.Form):
    """A field for each of the section's; `section()` is what was filled in, checked by it."""

    def __init__(self, current: DeskSection, data: QueryDict | None = None) -> None:
        super().__init__(data, prefix=current.name)
        self._kind = type(current)
        for name, info in self._kind.model_fields.items():
            field = _field_of(info)
            field.label = _(info.title or name)
            field.help_text = _(info.description) if info.description else ""
            field.initial = _shown(getattr(current, name))
            self.fields[name] = field

    @property
    def kind(self) -> type[DeskSection]:
        return self._kind

    def section(self) -> DeskSection:
        """Raises BadField for what the section does not take."""
        return self._kind.read({name: self.cleaned_data[name] for name in self.fields})

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.section()
            except BadField as fault:
                names = [part for part in fault.field.split(".") if part in self.fields]
                self.add_error(names[0] if names else None, fault.detail)
        return values


class LinesField(forms.CharField):
    """Texts, one a line; blank lines are none."""

    widget = forms.Textarea(attrs={"rows": 4, "dir": "auto"})

    def to_python(self, value: Any) -> Any:
        text: str = super().to_python(value) or ""
        return [line.strip() for line in text.splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value


def _field_of(info: FieldInfo) -> forms.Field:
    kind = _without_none(info.annotation)
    origin = get_origin(kind)
    if kind is bool:
        return forms.BooleanField(required=False)
    if kind in (int, float):
        return _number(int if kind is int else float, info)
    if origin in (list, tuple):
        return LinesField(required=False, max_length=_LONGEST)
    if origin is Literal:
        return forms.ChoiceField(choices=[(each, _(str(each))) for each in get_args(kind)])
    if isinstance(kind, EnumType):
        return forms.ChoiceField(choices=_choices(kind))
    long = isinstance(info.json_schema_extra, dict) and info.json_schema_extra.get("long")
    widget = forms.Textarea(attrs={"rows": 5, "dir": "auto"}) if long else forms.TextInput()
    return forms.CharField(required=False, max_length=_LONGEST, widget=widget)


def _number(kind: type[int] | type[float], info: FieldInfo) -> forms.Field:
    least = next((each.ge for each in info.metadata if isinstance(each, Ge)), None)
    most = next((each.le for each in info.metadata if isinstance(each, Le)), None)
    above = next((each.gt for each in info.metadata if isinstance(each, Gt)), None)
    below = next((each.lt for each in info.metadata if isinstance(each, Lt)), None)
    # A browser knows no open bounds; the section itself refuses them.
    bounds: dict[str, Any] = {
        "min_value": least if least is not None else above,
        "max_value": most if most is not None else below,
    }
    if kind is int:
        return forms.IntegerField(**bounds)
    return forms.FloatField(**bounds, widget=forms.NumberInput(attrs={"step": "any"}))


def _without_none(kind: Any) -> Any:
    if get_origin(kind) in (Union, UnionType):
        return next(each for each in get_args(kind) if each is not type(None))
    return kind


def _choices(kind: Iterable[Any]) -> list[tuple[str, str]]:
    return [(each.value, str(getattr(each, "label", each.value))) for each in kind]


def _shown(value: Any) -> Any:
    return getattr(value, "value", value)
