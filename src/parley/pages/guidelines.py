"""The community guidelines: read, accepted, and changed by administrators."""

import comrak
import nh3
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parley import access, destinations, markup
from parley.actions import guidelines
from parley.errors import BadField, Conflict
from parley.models.guidelines import Guidelines
from parley.models.permission import Permission
from parley.models.site import Site
from parley.models.viewer import Viewer
from parley.pages.context import masthead_of
from parley.pages.rules import rule_texts

# Comments have no headings; a page of rules needs them.
_TAGS = set(markup.ALLOWED_TAGS) | {"h2", "h3", "hr"}


def render_guidelines(text: str) -> SafeString:
    """Markdown -> HTML for the page. Administrators wrote it; it is sanitised all the same."""
    html = comrak.render_markdown(markup.clean_text(text))
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener",
    )
    return mark_safe(clean)  # noqa: S308  (nh3's output, of the tags above only)


@require_GET
def show(request: HttpRequest, version: int | None = None) -> HttpResponse:
    """The version in force, or an earlier one."""
    viewer = _viewer(request)
    text = _version(viewer.site, version) if version else guidelines.current(viewer.site)
    in_force = guidelines.current(viewer.site)
    context: dict[str, object] = {
        "guidelines": text,
        "html": render_guidelines(text.text) if text else "",
        "in_force": in_force,
        "versions": viewer.site.guidelines.order_by("-version").defer("text"),
        "rules": list(rule_texts(viewer.site)),
        "must_accept": viewer.user and not guidelines.accepted(viewer),
        "may_edit": viewer.can(Permission.SET_SITE),
        "next": request.GET.get("next", ""),
    }
    return render(request, "parley/guidelines.html", _framed(request, viewer) | context)


@require_POST
def accept(request: HttpRequest) -> HttpResponse:
    """The reader accepts the version that the form showed."""
    viewer = _viewer(request)
    user = viewer.require_user()
    version = _version(viewer.site, _number(request.POST.get("version", "")))
    try:
        guidelines.accept(user, version, now=timezone.now())
    except Conflict as error:
        messages.warning(request, error.detail)
        return HttpResponseRedirect(_address(request))
    messages.success(request, _("Thank you. You can comment now."))
    target = request.POST.get("next", "")
    return destinations.send_to(
        request, target if destinations.is_allowed(target) else _address(request)
    )


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """An administrator writes the next version, looks at it, and publishes it."""
    viewer = _viewer(request)
    viewer.require(Permission.SET_SITE)
    in_force = guidelines.current(viewer.site)
    text = request.POST.get("text", in_force.text if in_force else guidelines.default_text())
    error = ""
    if request.method == "POST" and request.POST.get("do") == "publish":
        try:
            guidelines.publish(viewer, text, now=timezone.now())
        except (BadField, Conflict) as refusal:
            error = refusal.detail
        else:
            messages.success(request, _("The new version is in force."))
            return HttpResponseRedirect(_address(request))
    context: dict[str, object] = {
        "text": text,
        "error": error,
        "preview": render_guidelines(text) if request.method == "POST" else "",
        "in_force": in_force,
    }
    status = BadField.status if error else 200
    return render(
        request, "parley/guidelines_edit.html", _framed(request, viewer) | context, status=status
    )


def _viewer(request: HttpRequest) -> Viewer:
    return access.viewer_of(request, access.site_of(request))


def _framed(request: HttpRequest, viewer: Viewer) -> dict[str, object]:
    return {"site": viewer.site, "masthead": masthead_of(request, viewer.site)}


def _address(request: HttpRequest) -> str:
    """Of the page of guidelines, on the site that the request names."""
    query = request.GET.urlencode()
    return reverse("guidelines") + (f"?{query}" if query else "")


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 9:
        raise Http404
    return int(text)


def _version(site: Site, number: int) -> Guidelines:
    version = Guidelines.objects.filter(site=site, version=number).first()
    if version is None:
        raise Http404
    return version
