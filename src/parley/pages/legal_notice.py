"""Reporting illegal content: for everybody, signed in or not (Digital Services Act, art. 16)."""

from typing import Any

from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from parley import access
from parley.actions import legal_cases
from parley.actions.legal_cases import Paper
from parley.errors import BadField, NotFound
from parley.models.comment import Comment
from parley.models.legal import CaseKind
from parley.models.legal_categories import LegalCategory
from parley.models.sections.law import DigitalServices
from parley.models.user import User
from parley.models.viewer import Viewer
from parley.pages.comment import visit_of
from parley.pages.context import masthead_of
from parley.pages.discussion import permalink
from parley.pages.me import status_of

# No person sees this field; what fills in every field is a program.
TRAP = "homepage"


class SenderForm(forms.Form):
    """Who writes, and how they are answered."""

    from_name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    from_email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )


class NoticeForm(SenderForm):
    """What the law asks of a notice."""

    category = forms.ChoiceField(
        label=gettext_lazy("What is illegal about it?"),
        choices=[("", gettext_lazy("Please choose")), *LegalCategory.choices],
    )
    text = forms.CharField(
        label=gettext_lazy("Why do you think that it is illegal?"),
        max_length=legal_cases.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )
    ground = forms.CharField(
        label=gettext_lazy("Which law does it break?"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("If you know it."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    good_faith = forms.BooleanField(
        label=gettext_lazy(
            "I believe in good faith that what I have written is correct and complete."
        )
    )
    field_order = ("category", "text", "ground", "from_name", "from_email", "good_faith")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.data.get("category") == LegalCategory.MINORS:
            # The law lets whoever reports an offence against a child stay unnamed.
            self.fields["from_name"].required = self.fields["from_email"].required = False


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: HttpRequest, article_id: int, *, pk: int) -> HttpResponse:
    """Tell the newspaper that a comment is illegal; the place of the comment is known."""
    viewer = visit_of(request, article_id, pk=pk).viewer
    if not DigitalServices.of(viewer.site).notices:
        raise NotFound
    row = access.published_comment(viewer, pk)
    form = NoticeForm(request.POST or None, initial=sender_of(request))
    if request.method == "POST" and form.is_valid():
        if request.POST.get(TRAP):
            return _received(request, row, reference="")
        limited: HttpResponse | None = ratelimit.consume_or_429(request, action="legal")
        if limited is not None:
            return limited
        reference = send(viewer, _paper(form, row), form=form)
        if reference:
            return _received(request, row, reference=reference)
    context = {
        "masthead": masthead_of(request, row.site),
        "comment": row,
        "form": form,
        "permalink": permalink(row),
        "address": request.build_absolute_uri(permalink(row)),
        "trap": TRAP,
    }
    return render(request, "parley/legal_notice.html", context, status=status_of(form))


def sender_of(request: HttpRequest) -> dict[str, str]:
    """What the form begins with, for who is signed in."""
    if not isinstance(request.user, User):
        return {}
    return {"from_name": request.user.display_name, "from_email": request.user.mailbox}


def send(viewer: Viewer, paper: Paper, *, form: forms.Form) -> str:
    """The reference under which it was received; "" with the errors in the form."""
    try:
        return legal_cases.receive(viewer, paper, now=timezone.now()).reference
    except BadField as error:
        form.add_error(error.field if error.field in form.fields else None, error.detail)
    return ""


def _paper(form: forms.Form, row: Comment) -> Paper:
    given = form.cleaned_data
    return Paper(
        kind=CaseKind.NOTICE,
        comment=row,
        text=given["text"],
        ground=given["ground"],
        category=given["category"],
        from_name=given["from_name"],
        from_email=given["from_email"],
    )


def _received(request: HttpRequest, row: Comment, *, reference: str) -> HttpResponse:
    said = _("Thank you. A person will look at it and decide.")
    if reference:
        said += " " + _("Your reference is %(reference)s.") % {"reference": reference}
    messages.success(request, said)
    return HttpResponseRedirect(permalink(row))
