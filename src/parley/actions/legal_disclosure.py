"""Gathers what a site holds about an author, for an authority; only when an administrator asks."""

import json
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from parley.actions import auditing, exporting
from parley.actions.auditing import Deed
from parley.errors import BadField
from parley.models.author import Author
from parley.models.ban import SeenAddress
from parley.models.comment import Comment
from parley.models.legal import CaseKind, LegalCase
from parley.models.permission import Permission
from parley.models.report import Report
from parley.models.viewer import Viewer


def held(viewer: Viewer, case: LegalCase, *, now: datetime) -> str:
    """One JSON document of what this site, and no other, holds about the comment's author.

    It is entered in the audit who took it, and for which request. Raises NotAllowed;
    BadField where the request is about no comment.
    """
    viewer.require(Permission.KEEP_REGISTER)
    if case.kind != CaseKind.REQUEST or case.comment is None:
        raise BadField("comment", _("The request is about no comment."))
    author = Author.objects.select_related("site", "user").get(pk=case.comment.author_id)
    document = {"request": case.reference, "gathered_at": now} | _about(author)
    # Of the case: what is done to an author, every moderator sees on the author's page.
    deed = Deed(verb="gather_data", of=case, after={"author": author.pk})
    auditing.write(viewer, deed, now=now)
    return json.dumps(document, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def outline(case: LegalCase) -> list[tuple[str, int]]:
    """How many there are of what could be given, for the page; nothing is read yet."""
    if case.comment is None:
        return []
    author = Author.objects.select_related("user").get(pk=case.comment.author_id)
    made = Report.objects.filter(site=author.site_id, reporter=author.user)
    return [
        (_("e-mail address"), int(bool(author.user and author.user.mailbox))),
        (_("comments"), author.comments.count()),
        (_("digests of network addresses, by date"), author.addresses.count()),
        (_("reports made"), made.count() if author.user else 0),
    ]


def _about(author: Author) -> dict[str, Any]:
    user = author.user
    comments = Comment.objects.filter(author=author).select_related("article", "author", "site")
    comments = comments.prefetch_related("revisions", "redactions", "decisions")
    reports = Report.objects.filter(site=author.site_id, reporter=user)
    return {
        "account": user
        and {
            "email": user.mailbox,
            "display_name": user.display_name,
            "created_at": user.created_at,
            "last_login": user.last_login,
        },
        "author": exporting.author_facts(author),
        "network_addresses_seen": list(
            SeenAddress.objects.filter(author=author)
            .order_by("pk")
            .values_list("last_seen", flat=True)
        ),
        "reports": list(
            reports.order_by("pk").values("comment_id", "reason", "detail", "created_at")
        )
        if user
        else [],
        "comments": [exporting.comment_facts(each) for each in comments.order_by("pk")],
    }
