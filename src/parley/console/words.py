"""The site's lists of words: edited as text, and tried on real comments while one types."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parley.actions import word_lists
from parley.actions.word_lists import Lists
from parley.actions.word_trials import WordsTried, faults_in, try_words
from parley.console.desk import Desk, desk_of
from parley.errors import BadField, Conflict, NotFound
from parley.models.permission import Permission
from parley.models.site_words import SiteWords, WordsKind
from parley.policy.word_list import Entries

# A longer list is no text to edit in a page: it is downloaded, and imported again.
LONGEST_EDITED = 200_000
# Fifty thousand lines of the length that people write, in any script.
LARGEST_FILE = 8_000_000

HELP = {
    WordsKind.BANNED: gettext_lazy("They lead to what is set for “Words” among the rules."),
    WordsKind.SUSPECT: gettext_lazy("A moderator reads comments with them first."),
}


class WordsForm(forms.Form):
    """The lists as text, and a file for one of them."""

    shown = forms.CharField(widget=forms.HiddenInput)
    file = forms.FileField(
        required=False,
        label=gettext_lazy("Text file"),
        help_text=gettext_lazy("One entry a line, in UTF-8."),
        widget=forms.FileInput(attrs={"accept": ".txt,.csv,text/plain"}),
    )
    into = forms.ChoiceField(
        choices=WordsKind.choices, required=False, label=gettext_lazy("Into the list")
    )
    instead = forms.BooleanField(required=False, label=gettext_lazy("Instead of what is there now"))

    def __init__(self, standing: Lists, request: HttpRequest) -> None:
        posted = request.method == "POST"
        super().__init__(request.POST if posted else None, request.FILES if posted else None)
        self._standing = standing
        self.fields["shown"].initial = word_lists.seen(standing)
        for kind in WordsKind:
            text = "\n".join(standing[kind])
            if len(text) <= LONGEST_EDITED:
                self.fields[kind.value] = forms.CharField(
                    required=False,
                    strip=False,
                    initial=text,
                    label=kind.label,
                    help_text=HELP[kind],
                    widget=forms.Textarea(attrs={"rows": 12, "dir": "auto", "spellcheck": "false"}),
                )

    def lists(self) -> dict[WordsKind, Entries]:
        """Both lists as they would be; the form is valid. Raises BadField for the file."""
        wanted = {
            kind: (
                word_lists.entries_in(self.cleaned_data[kind.value])
                if kind.value in self.cleaned_data and kind.value in self.data
                else self._standing[kind]
            )
            for kind in WordsKind
        }
        file: UploadedFile | None = self.cleaned_data["file"]
        if file is not None:
            into = WordsKind(self.cleaned_data["into"] or WordsKind.BANNED)
            before = () if self.cleaned_data["instead"] else wanted[into]
            wanted[into] = Entries(dict.fromkeys((*before, *_lines_of(file))))
        return wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class ListShown:
    """A list on the page: with its field, unless it is too long to be edited here. `changed_at`
    is None for one that came with the rules."""

    kind: WordsKind
    count: int
    field: forms.BoundField | None
    changed_at: datetime | None


@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest) -> HttpResponse:
    """The lists; POST tries what was changed or, with `save`, has it count from now on."""
    desk = _desk(request)
    standing = word_lists.lists_of(desk.site)
    form = WordsForm(standing, request)
    trial = None
    if request.method == "POST" and form.is_valid():
        try:
            wanted = form.lists()
            if "save" in request.POST and _is_saved(request, desk, wanted=wanted):
                return HttpResponseRedirect(reverse("moderate-words") + desk.query)
            trial = try_words(desk.site, _new(wanted, standing))
        except BadField as error:
            trial = WordsTried(faults=[error.detail])
    return _page(request, desk, form=form, trial=trial)


@require_POST
def attempt(request: HttpRequest) -> HttpResponse:
    """What the lines in `added` would do: the part of the page that changes while one types."""
    desk = _desk(request)
    trial = try_words(desk.site, word_lists.entries_in(request.POST.get("added", "")))
    context = {"desk": desk, "trial": trial}
    return render(request, "parley/console/words_trial.html", context)


@require_safe
def download(request: HttpRequest, kind: str) -> HttpResponse:
    """A list as a text file."""
    desk = _desk(request)
    if kind not in WordsKind.values:
        raise NotFound
    entries = word_lists.lists_of(desk.site)[WordsKind(kind)]
    response = HttpResponse("".join(f"{entry}\n" for entry in entries), "text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{kind}-words.txt"'
    return response


def _desk(request: HttpRequest) -> Desk:
    desk = desk_of(request)
    desk.viewer.require(Permission.SET_RULES)
    return desk


def _is_saved(request: HttpRequest, desk: Desk, *, wanted: Lists) -> bool:
    """Where it is not, somebody else was quicker, or the lists would not do."""
    if any(faults_in(entries) for entries in wanted.values()):
        messages.error(request, _("Nothing was saved."))
        return False
    try:
        shown = request.POST.get("shown", "")
        word_lists.set_lists(desk.viewer, wanted, shown=shown, now=timezone.now())
    except Conflict as error:
        messages.error(request, error.detail)
        return False
    messages.success(request, _("Saved. New comments are judged by these lists."))
    return True


def _new(wanted: Lists, standing: Lists) -> Entries:
    """What is on a list that was on none before."""
    known = {entry for entries in standing.values() for entry in entries}
    added = (entry for entries in wanted.values() for entry in entries if entry not in known)
    return Entries(dict.fromkeys(added))


def _lines_of(file: UploadedFile) -> Entries:
    """Raises BadField for what is no text of a bearable size."""
    if (file.size or 0) > LARGEST_FILE:
        raise BadField("file", _("This file is too large for a list of words."))
    try:
        return word_lists.entries_in(file.read().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadField("file", _("This file is not text in UTF-8.")) from error


def _page(
    request: HttpRequest, desk: Desk, *, form: WordsForm, trial: WordsTried | None
) -> HttpResponse:
    standing = word_lists.lists_of(desk.site)
    changed = dict(SiteWords.objects.filter(site=desk.site).values_list("kind", "changed_at"))
    context = {
        "desk": desk,
        "form": form,
        "lists": [
            ListShown(
                kind=kind,
                count=len(standing[kind]),
                field=form[kind.value] if kind.value in form.fields else None,
                changed_at=changed.get(kind.value),
            )
            for kind in WordsKind
        ],
        "trial": trial,
    }
    return render(request, "parley/console/words.html", context)
