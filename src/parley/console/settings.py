"""The settings of a site's desk, every section on one page."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from parley.actions import desk_settings
from parley.console.desk import Desk, desk_of
from parley.console.section_form import SectionForm
from parley.models.permission import Permission
from parley.models.sections.every import SECTIONS


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Each section is a form of its own, saved by itself."""
    desk = desk_of(request)
    desk.viewer.require(Permission.SET_SITE)
    named = request.POST.get("section")
    forms = _forms(desk, named=named, data=request.POST if request.method == "POST" else None)
    saved = next((form for form in forms if form.is_bound and form.is_valid()), None)
    if saved is not None:
        desk_settings.set_section(desk.viewer, saved.section(), now=timezone.now())
        messages.success(request, _("Saved. It counts from now on."))
        where = reverse("moderate-settings") + desk.query
        return HttpResponseRedirect(f"{where}#{saved.kind.name}")
    context = {"desk": desk, "forms": forms}
    status = 422 if any(form.is_bound for form in forms) else 200
    return render(request, "parley/console/settings.html", context, status=status)


def _forms(desk: Desk, *, named: str | None, data: QueryDict | None) -> Sequence[SectionForm]:
    return [
        SectionForm(kind.of(desk.site), data if kind.name == named else None) for kind in SECTIONS
    ]
