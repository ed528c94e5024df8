"""Where the readers of a discussion agree and where they do not, on a page of its own."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from parley import access
from parley.pages.context import masthead_of
from parley.snapshots.ground import drawn


@never_cache
@require_safe
def ground(request: HttpRequest, article_id: int) -> HttpResponse:
    """The pictures, or what it would take for there to be some."""
    article = access.article_by_id(article_id)
    found = drawn.ground_of(article)
    context = {
        "masthead": masthead_of(request, article.site),
        "article": article,
        "fragment": found.html,
        "scene": found.scene,
        "address": settings.BASE_URL + reverse("ground", args=[article.pk]),
    }
    return render(request, "parley/ground.html", context)
