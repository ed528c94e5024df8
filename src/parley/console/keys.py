"""The keys of the desk's pages: one table, which the help shows and the script goes by."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext


class Key(NamedTuple):
    """`names` are the browser's names of the keys, any of which does `act`.

    An act is one of the script's own (`keys.js`, `queue_keys.js`), or the `data-key` of what it
    leads to in the card or page: a form is opened, its button only focused, so that nothing is
    told to a reader by a single key; a link opens in a tab of its own.
    """

    names: str
    act: str
    does: Promise

    @property
    def caps(self) -> list[str]:
        """As they are written on a keyboard; a row of them by its first and last."""
        names = self.names.split()
        if len(names) > 1:
            return [f"{names[0]}–{names[-1]}"]
        (name,) = names
        if name == "Escape":
            return ["Esc"]
        return [pgettext("key", "Shift"), name.lower()] if name.isupper() else [name]


class Group(NamedTuple):
    """Keys that belong together."""

    title: Promise
    keys: tuple[Key, ...]


_RULES = "1 2 3 4 5 6 7 8 9"

_ANYWHERE = Group(
    _("Everywhere"),
    (
        Key("?", "help", _("these keys")),
        Key("Escape", "leave", _("close what is open, or choose none")),
    ),
)
_COMMENT = (
    Key("c", "return", _("ask for a change")),
    Key("e", "escalate", _("escalate, or take that back")),
    Key("m", "mine", _("assign to me")),
    Key("M", "putback", _("leave it to whoever comes first")),
    Key("h", "hide", _("hide personal data")),
    Key("v", "move", _("move it")),
    Key("p", "pick", _("editor's pick, then Enter")),
    Key("P", "pin", _("pin, then Enter")),
)
_AUTHOR = Group(
    _("The author"),
    (
        Key("w", "warn", _("warn")),
        Key("s", "suspend", _("suspend")),
        Key("b", "ban", _("ban: leads to the form with its reach")),
        Key("n", "note", _("note for moderators")),
        Key("y", "trust", _("trust, then Enter")),
        Key("f", "readfirst", _("read first what they write, then Enter")),
    ),
)
_LOOK = (
    Key("t", "thread", _("the thread around it")),
    Key("i", "record", _("the author's record")),
    Key("o", "comment", _("the comment's page, in a new tab")),
    Key("O", "author", _("the author's page, in a new tab")),
    Key("d", "discussion", _("the discussion's settings, in a new tab")),
)

QUEUE = (
    Group(
        _("Decide"),
        (
            Key("a", "approve", _("approve, or keep")),
            Key("r", "reject", _("reject, or take down")),
            Key(_RULES, "rule", _("then the house rule, and Enter")),
            Key("u", "undo", _("undo the latest, then those before it, for ten seconds")),
        ),
    ),
    Group(
        _("Go on, and look"),
        (Key("j", "next", _("next")), Key("k", "previous", _("previous")), *_LOOK),
    ),
    Group(
        _("Several at once"),
        (
            Key("x", "choose", _("choose; approve and reject are then for all chosen")),
            Key("X", "chooseTo", _("choose all from the last chosen on")),
            Key("A", "chooseAll", _("choose all shown")),
            Key("N", "chooseNone", _("choose none")),
        ),
    ),
    Group(_("The comment"), _COMMENT),
    _AUTHOR,
    Group(_ANYWHERE.title, (Key("/", "search", _("search and filter")), *_ANYWHERE.keys)),
)

COMMENT = (
    Group(
        _("Decide"),
        (
            Key("a", "approve", _("approve, or keep, then Enter")),
            Key("r", "reject", _("reject, or take down")),
            Key(_RULES, "rule", _("then the house rule, and Enter")),
        ),
    ),
    Group(_("Look"), _LOOK),
    Group(_("The comment"), _COMMENT),
    _AUTHOR,
    _ANYWHERE,
)

AUTHOR = (_AUTHOR, _ANYWHERE)

APPEALS = (
    Group(
        _("Go on"),
        (
            Key("j", "next", _("next; Enter opens it")),
            Key("k", "previous", _("previous")),
        ),
    ),
    _ANYWHERE,
)

APPEAL = (
    Group(
        _("Decide"),
        (
            Key("a", "grant", _("publish it: to the reason; once that is there, to the button")),
            Key("r", "keep", _("let it stand: likewise")),
        ),
    ),
    Group(
        _("Go on, and look"),
        (
            Key("j", "after", _("next")),
            Key("k", "before", _("previous")),
            Key("o", "comment", _("the comment's page, in a new tab")),
            Key("d", "discussion", _("the discussion, in a new tab")),
        ),
    ),
    _ANYWHERE,
)

REVIEW = (
    Group(
        _("Decide"),
        (
            Key("a", "approve", _("publish it, then Enter")),
            Key(_RULES, "rule", _("the house rule that it breaks, then Enter to reject it")),
            Key("r", "reject", _("reject it: to the rule; once that is there, to the button")),
            Key("j", "after", _("skip it")),
        ),
    ),
    _ANYWHERE,
)

PAGES = {
    "queue": QUEUE,
    "comment": COMMENT,
    "author": AUTHOR,
    "appeals": APPEALS,
    "appeal": APPEAL,
    "review": REVIEW,
}
