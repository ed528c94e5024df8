"""Puts an event into words for a chat, as Slack's incoming webhooks take it.

Mattermost takes the same, and so does Discord at an address that ends in /slack.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from parley.models.hook import TEST_KIND, HookKind

# A chat is to say that there is something; it is read at the desk.
_EXCERPT = 300
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
# Between the sign and the name, so that no reader can ring a whole newsroom with "@channel".
_GAP = "\u200b"


def message_of(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The message that Slack shows; of the rest, `text` alone is understood."""
    text = text_of(payload)
    block = {"type": "section", "text": {"type": "mrkdwn", "text": text}}
    return {"text": text, "blocks": [block]}


def text_of(payload: Mapping[str, Any]) -> str:
    """A line on what happened, and one on the comment it is about."""
    data = payload["data"]
    lines = [f"*{escaped(str(data['site']))}*: {escaped(title_of(payload))}"]
    comment, article = data.get("comment"), data.get("article")
    if comment and article:
        lines.append(f"<{comment['url']}|{escaped(article['headline'] or article['url'])}>")
        public = comment.get("public")
        if public:
            lines.append(f"> {escaped(_excerpt(public['text']))}")
    if "queue" in data:
        queue = data["queue"]
        lines.append(
            escaped(
                _("%(waiting)d wait, the oldest for %(minutes)d minutes.")
                % {"waiting": queue["waiting"], "minutes": queue["oldest_minutes"]}
            )
        )
    return "\n".join(lines)


def title_of(payload: Mapping[str, Any]) -> str:
    """What happened, in a few words."""
    kind = payload["type"]
    if kind == TEST_KIND:
        return _("this is a test; it works.")
    return str(HookKind(kind).label)


def escaped(text: str) -> str:
    """Text that stays text: no links, no commands, nobody called by "@"."""
    return text.translate(_ESCAPES).replace("@", f"@{_GAP}")


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT else line[: _EXCERPT - 1] + "…"
