"""Where the readers of a discussion agree and where they do not, on a page of its own."""

from hashlib import blake2b

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from parley import access
from parley.errors import NotFound
from parley.pages.context import masthead_of
from parley.snapshots.ground import drawn, poster

# Networks that show it ask once and keep it for days, whatever they are told.
_CACHE = "public, max-age=300"


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
        "agreed": (found.scene.listed("agreed")[:1] if found.scene else []),
        "address": settings.BASE_URL + reverse("ground", args=[article.pk]),
        "image": settings.BASE_URL + reverse("ground-image", args=[article.pk]),
        "width": poster.WIDTH,
        "height": poster.HEIGHT,
    }
    return render(request, "parley/ground.html", context)


@require_safe
def image(request: HttpRequest, article_id: int) -> HttpResponse:
    """The same in one image. Raises NotFound where there is nothing to show."""
    found = drawn.ground_of(access.article_by_id(article_id))
    if found.scene is None:
        raise NotFound("No common ground found here yet.")
    made = poster.poster_png(found.scene)
    tag = f'"{blake2b(made, digest_size=12).hexdigest()}"'
    response = HttpResponse(made, content_type="image/png", headers={"ETag": tag})
    answer = get_conditional_response(request, etag=tag, response=response) or response
    answer["Cache-Control"] = _CACHE
    return answer
