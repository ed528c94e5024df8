"""One object of each kind on a site, which pages of its desk can be about."""

from typing import Any

from django.utils import timezone

from parley.models.claim import Claim, ClaimBasis, ClaimState
from parley.models.comment import CommentState
from parley.models.hook import Delivery, Hook, OutsidePhase
from parley.models.import_run import ImportRun, QuarantinedRecord
from parley.models.sign_on import SignOnAlgorithm, SignOnKey
from parley.models.site import Site
from tests import factories


def objects_of(site: Site) -> dict[str, Any]:
    """By the names in `addresses.KINDS`."""
    now = timezone.now()
    author = factories.author(site, factories.user(accepted=site))
    article = factories.article(site, headline="Metro opens")
    old = factories.imported_author(site)
    run = ImportRun.objects.create(site=site, format="disqus", file_name="a.xml", started_at=now)
    hook = Hook.objects.create(site=site, form="standard", name="Archive", created_at=now)
    OutsidePhase.objects.create(site=site, url="https://paper.example/judge")
    return {
        "author": author,
        "article": article,
        "comment": factories.comment(article, author, state=CommentState.HELD),
        "hook": hook,
        "delivery": Delivery.objects.create(
            site=site,
            hook=hook,
            message=f"msg_{site.pk}",
            kind="hook.test",
            payload={"type": "hook.test", "data": {"site": site.domain}},
            created_at=now,
        ),
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
