"""Puts an event into words for a chat, as Slack's incoming webhooks take it.

Mattermost takes the same, and so does Discord at an address that ends in /slack.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from parley.models.hook import TEST_KIND, HookKind

# A chat is to say that there is something; it is read at the desk.
_EXCERPT = 250
# What means something to Slack's mrkdwn, or to the Markdown of Mattermost and Discord: neither
# knows the other's way to escape, so it is replaced by a sign that looks like it.
_ESCAPES = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        "*": "\N{ASTERISK OPERATOR}",
        "_": "\N{FULLWIDTH LOW LINE}",
        "~": "\N{TILDE OPERATOR}",
        "`": "\N{MODIFIER LETTER GRAVE ACCENT}",
        "[": "\N{FULLWIDTH LEFT SQUARE BRACKET}",
        "]": "\N{FULLWIDTH RIGHT SQUARE BRACKET}",
        "|": "\N{FULLWIDTH VERTICAL LINE}",
        "#": "\N{FULLWIDTH NUMBER SIGN}",
        "\\": "\N{FULLWIDTH REVERSE SOLIDUS}",
        # Nobody's text turns the direction of ours.
        **dict.fromkeys("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"),
    }
)
# Between the sign and the name, so that no reader can ring a whole newsroom with "@channel".
_GAP = "\u200b"
# Chats make links of whatever looks like an address.
_SLASHES, _DOT = re.compile("//"), re.compile(r"(?<=\w)\.(?=[^\W\d])")


def message_of(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The message that Slack shows; of the rest, `text` alone is understood."""
    text = text_of(payload)
    # Verbatim: Slack is to make no links and to ring nobody of its own accord.
    block = {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}
    return {"text": text, "blocks": [block]}


def text_of(payload: Mapping[str, Any]) -> str:
    """A line on what happened, and one on the comment it is about."""
    data = payload["data"]
    lines = [f"*{data['site']}*: {escaped(title_of(payload))}"]
    comment, article = data.get("comment"), data.get("article")
    if comment and article:
        headline = article["headline"] or article["url"]
        lines.append(f"<{comment['url']}|{escaped(_excerpt(headline))}>")
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
    """One line that stays text: no links, no pictures, no commands, nobody called by "@"."""
    line = " ".join(text.split()).translate(_ESCAPES).replace("@", f"@{_GAP}")
    slashes = "\N{DIVISION SLASH}" * 2
    return _DOT.sub("\N{ONE DOT LEADER}", _SLASHES.sub(slashes, line))


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT else line[: _EXCERPT - 1] + "…"
