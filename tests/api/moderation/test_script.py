"""The script in the documentation, run as it stands there against a server."""

import os
import re
import subprocess
import sys

from pytest_django.live_server_helper import LiveServer

from parley.models.comment import CommentState
from parley.models.queue import Waiting
from parley.models.user import Role
from tests import factories
from tests.server import ROOT

SCOPES = ("queue:read", "authors:read", "comments:decide")


def script() -> str:
    page = (ROOT / "docs" / "script-the-desk.md").read_text()
    [found] = re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    return str(found)


def test_it_publishes_what_the_trusted_wrote_and_escalates_what_names_a_court(
    live_server: LiveServer, transactional_db: None
) -> None:
    site = factories.site()
    article = factories.article(site)
    known = factories.author(site, factories.user(accepted=site), trusted=True)
    good = factories.comment(article, known, state=CommentState.HELD)
    court = factories.comment(
        article, known, state=CommentState.HELD, text="The verdict will be overturned."
    )
    other = factories.comment(article, state=CommentState.HELD)
    bot = factories.member(site, Role.MODERATOR)
    token = factories.token(site, bot, Role.MODERATOR, scopes=SCOPES)
    done = subprocess.run(
        [sys.executable, "-c", script()],
        env={"PATH": os.environ["PATH"], "DESK_URL": live_server.url, "DESK_TOKEN": token},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "1 published, 0 left alone\n")
    good.refresh_from_db()
    assert good.state == CommentState.PUBLISHED
    left = Waiting.objects.order_by("pk").values_list("pk", "escalated")
    assert list(left) == [(court.pk, True), (other.pk, False)]
