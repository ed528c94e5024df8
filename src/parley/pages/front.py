"""The front page: a site's discussions, and what its administrator does next."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from parley import access
from parley.errors import NotFound
from parley.models.article import NEWS, Article
from parley.models.user import Role
from parley.pages.context import masthead_of

MOST = 20


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The address that `parley serve` says when it is ready; for a new installation, the
    first page that anybody sees."""
    try:
        site = access.site_of(request)
    except NotFound:
        if "site" in request.GET:
            raise
        return render(request, "parley/front_without_site.html")
    discussed = Article.objects.most_discussed(site, since=timezone.now() - NEWS)
    context: dict[str, object] = {
        "site": site,
        "masthead": masthead_of(request, site),
        "articles": discussed[:MOST],
        "administers": access.viewer_of(request, site).may(Role.ADMINISTRATOR),
        "base_url": settings.BASE_URL,
    }
    return render(request, "parley/front.html", context)
