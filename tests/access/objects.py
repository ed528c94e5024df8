"""One object of each kind on a site, which pages of its desk can be about."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from parley.models.appeal import Appeal, Sample
from parley.models.author import Author
from parley.models.ban import Ban, BanKind
from parley.models.claim import Claim, ClaimBasis, ClaimState
from parley.models.comment import CommentState
from parley.models.decision import Decision
from parley.models.hook import Delivery, Hook, OutsidePhase
from parley.models.import_run import ImportRun, QuarantinedRecord
from parley.models.legal import CaseKind, LegalCase, TrustedFlagger
from parley.models.newsroom import Byline
from parley.models.queue import SavedView
from parley.models.sign_on import SignOnAlgorithm, SignOnKey
from parley.models.site import Site
from parley.policy.decision import Outcome
from tests import factories


def objects_of(site: Site) -> dict[str, Any]:
    """By the names in `addresses.KINDS`."""
    now = timezone.now()
    # With everything on that is off by default and has a page.
    site.desk = {"authorities": {"register_requests": True}}
    site.save(update_fields=["desk"])
    author = factories.author(site, factories.user(accepted=site))
    article = factories.article(site, headline="Metro opens")
    comment = factories.comment(article, author, state=CommentState.HELD)
    return {
        "author": author,
        "article": article,
        "comment": comment,
        "public": factories.comment(article),
        **_second_looks(site, now),
        **_papers(site, now),
        "view": SavedView.objects.create(site=site, name="Mine", query="", created_at=now),
        "byline": Byline.objects.create(
            site=site, user=factories.user(), name="A. Rao", key=f"arao{site.pk}"
        ),
        "ban": Ban.objects.create(
            site=site, kind=BanKind.ACCOUNT, value="1", reason="Spam.", made_at=now
        ),
        **_brought(site, author, now=now),
        **_going_out(site, now),
    }


def _second_looks(site: Site, now: datetime) -> dict[str, Any]:
    """A rejected comment whose author appeals, and one whose rejection was drawn by lot."""
    article = factories.article(site)
    made = {}
    for name in ("appeal", "sample"):
        comment = factories.comment(article, state=CommentState.REJECTED)
        made[name] = Decision.objects.create(
            site=site, comment=comment, outcome=Outcome.REJECT, created_at=now
        )
    return {
        "appeal": Appeal.objects.create(
            site=site,
            comment=made["appeal"].comment,
            decision=made["appeal"],
            text="It was a quotation.",
            opened_at=now,
            due_at=now,
        ),
        "sample": Sample.objects.create(
            site=site, comment=made["sample"].comment, decision=made["sample"], drawn_at=now
        ),
    }


def _papers(site: Site, now: datetime) -> dict[str, Any]:
    return {
        "case": LegalCase.objects.create(
            site=site, kind=CaseKind.GRIEVANCE, reference=f"G-{site.pk}", text="-", received_at=now
        ),
        "flagger": TrustedFlagger.objects.create(
            site=site, name="Hotline", email="desk@hotline.example", added_at=now
        ),
    }


def _brought(site: Site, author: Author, *, now: datetime) -> dict[str, Any]:
    """What came with an import and with a publisher's sign-on."""
    old = factories.imported_author(site)
    run = ImportRun.objects.create(site=site, format="disqus", file_name="a.xml", started_at=now)
    return {
        "claim": Claim.objects.create(
            site=site,
            author=old,
            user=author.user,
            basis=ClaimBasis.MODERATOR,
            state=ClaimState.ASKED,
            asked_at=now,
        ),
        "import_run": run,
        "quarantined": QuarantinedRecord.objects.create(
            run=run, record="dsq:1", kind="comments", reason="empty", raw="{}"
        ),
        "sign_on_key": SignOnKey.objects.create(
            site=site, kid=f"k{site.pk}", algorithm=SignOnAlgorithm.HS256, created_at=now
        ),
    }


def _going_out(site: Site, now: datetime) -> dict[str, Any]:
    hook = Hook.objects.create(site=site, form="standard", name="Archive", created_at=now)
    OutsidePhase.objects.create(site=site, url="https://paper.example/judge")
    return {
        "hook": hook,
        "delivery": Delivery.objects.create(
            site=site,
            hook=hook,
            message=f"msg_{site.pk}",
            kind="hook.test",
            payload={"type": "hook.test", "data": {"site": site.domain}},
            created_at=now,
        ),
    }
