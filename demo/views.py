"""The newspaper's pages: front page, articles, a tour of the demo, and the mail it sent."""

from dataclasses import dataclass
from functools import cache

import comrak
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from demo import mailbox, registered, structured
from demo.dateline import when
from demo.seed.articles import Story, stories
from demo.seed.load import NAME
from demo.seed.people import ACCOUNTS
from parley.models.article import NEWS, Article
from parley.models.site import Site
from parley.pages.context import masthead_of
from parley.ranking.sorts import Sort
from parley.snapshots import best, shared

TOP = 5
# Of the discussion, above it.
BEST = 3
# Below the lead story, and in the row with pictures; the rest fills the columns.
SECOND, PICTURED = 2, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An article as a front page shows it; `anchor` on the first of its section."""

    article: Article
    story: Story
    anchor: str = ""


@never_cache
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The front page; before anything was seeded, a page that says how."""
    site = _site()
    if site is None:
        return render(request, "demo/empty.html", {"site": None})
    items = _items(site)
    items.sort(key=lambda item: not item.story.lead)
    lead, others = items[0] if items else None, items[1:]
    context = {
        **_frame(request, site),
        "lead": lead,
        "second": others[:SECOND],
        "pictured": others[SECOND : SECOND + PICTURED],
        "others": others[SECOND + PICTURED :],
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
    first = shared.thread(row.pk, Sort.GROUND, at_least=row.rev).page(1)
    respected = shared.thread(row.pk, Sort.RESPECTED, at_least=row.rev).page(1)
    context = {
        **_frame(request, site),
        "article": row,
        "story": story,
        "when": when(row.published_at or row.created_at, row.updated_at, zone=site.zone),
        "body": _typeset(story.body),
        "registered": registered.is_signed_in(request),
        "fragment": first.html.decode(),
        "best": best.html_of(best.of_article(row, BEST)),
        "structured": structured.news_article(row, respected, base_url=settings.BASE_URL),
    }
    return render(request, "demo/article.html", context)


@never_cache
@require_safe
def tour(request: HttpRequest) -> HttpResponse:
    """The demo's accounts, and what to try with them."""
    site = _site()
    held = site and Article.objects.filter(site=site, comments__state="held").distinct()
    context = {
        **_frame(request, site),
        "accounts": ACCOUNTS,
        "held": held,
        "reader": registered.READER,
        "registered": registered.is_signed_in(request),
    }
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
    seen, items = set[str](), list[Item]()
    for row in rows:
        anchor = "" if row.section in seen else slugify(row.section)
        seen.add(row.section)
        items.append(Item(article=row, story=told[row.publisher_id], anchor=anchor))
    return items


@cache
def _typeset(body: str) -> str:
    """Our own words, so any Markdown is welcome."""
    return comrak.render_markdown(body)
