"""The newspaper's pages: front page, articles, a tour of the demo, and the mail it sent."""

from dataclasses import dataclass
from functools import cache

import comrak
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from demo import mailbox, structured
from demo.dateline import when
from demo.seed.articles import Story, stories
from demo.seed.load import NAME
from demo.seed.people import ACCOUNTS
from parley.models.article import NEWS, Article
from parley.models.site import Site
from parley.pages.context import masthead_of
from parley.ranking.sorts import Sort
from parley.snapshots import shared

TOP = 5
# Beside the lead story, with pictures of their own; the rest goes below, by section.
PROMINENT = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An article as a front page shows it."""

    article: Article
    story: Story


@never_cache
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The front page; before anything was seeded, a page that says how."""
    site = _site()
    if site is None:
        return render(request, "demo/empty.html", {"site": None})
    items = _items(site)
    lead = next((item for item in items if item.story.lead), items[0] if items else None)
    others = [item for item in items if item is not lead]
    context = {
        **_frame(request, site),
        "lead": lead,
        "prominent": others[:PROMINENT],
        "others": others[PROMINENT:],
    }
    return render(request, "demo/front.html", context)


@never_cache
@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """One article with its discussion below."""
    site, story = _site(), stories().get(slug)
    row = Article.objects.filter(site=site, publisher_id=slug).select_related("site").first()
    if site is None or story is None or row is None:
        raise Http404
    newest = shared.thread(row.pk, Sort.NEWEST, at_least=row.rev).page(1)
    respected = shared.thread(row.pk, Sort.RESPECTED, at_least=row.rev).page(1)
    context = {
        **_frame(request, site),
        "article": row,
        "story": story,
        "when": when(row.published_at or row.created_at, row.updated_at, site.zone),
        "body": _typeset(story.body),
        "fragment": newest.html.decode(),
        "structured": structured.news_article(row, respected, base_url=settings.BASE_URL),
    }
    return render(request, "demo/article.html", context)


@never_cache
@require_safe
def tour(request: HttpRequest) -> HttpResponse:
    """The demo's accounts, and what to try with them."""
    site = _site()
    held = site and Article.objects.filter(site=site, comments__state="held").distinct()
    context = {**_frame(request, site), "accounts": ACCOUNTS, "held": held}
    return render(request, "demo/tour.html", context)


@never_cache
@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    """What was mailed, newest first."""
    context = {
        **_frame(request, _site()),
        "letters": mailbox.letters(),
        "kept": mailbox.folder() is not None,
    }
    return render(request, "demo/mail.html", context)


@never_cache
@require_safe
def letter(request: HttpRequest, name: str) -> HttpResponse:
    """One message, as text."""
    found = next((one for one in mailbox.letters() if one.name == name), None)
    if found is None:
        raise Http404
    return render(request, "demo/letter.html", {**_frame(request, _site()), "letter": found})


def _site() -> Site | None:
    return Site.objects.filter(name=NAME).first()


def _frame(request: HttpRequest, site: Site | None) -> dict[str, object]:
    """What the head, the foot and *Top news today* need."""
    now = timezone.now()
    if site is None:
        return {"site": None, "now": now}
    articles = Article.objects.filter(site=site)
    sections = articles.exclude(section="").values_list("section", flat=True)
    return {
        "site": site,
        "now": now.astimezone(site.zone),
        "masthead": masthead_of(request, site),
        "sections": sorted(set(sections)),
        "most_discussed": Article.objects.most_discussed(site, since=now - NEWS)[:TOP],
        "most_recent": Article.objects.most_recent(site)[:TOP],
    }


def _items(site: Site) -> list[Item]:
    """The articles that we have pages for, newest first."""
    told = stories()
    rows = Article.objects.most_recent(site).filter(publisher_id__in=told)
    return [Item(article=row, story=told[row.publisher_id]) for row in rows]


@cache
def _typeset(body: str) -> str:
    """Our own words, so any Markdown is welcome."""
    return comrak.render_markdown(body)
