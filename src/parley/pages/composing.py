"""The plain form for writing: what was typed, what the policy said of it, what may be done next."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from django.utils.translation import gettext as _

from parley import markup
from parley.errors import BadField, ParleyError
from parley.models.comment import Comment
from parley.policy import marking
from parley.policy.decision import Decision, Outcome, Reason


class Wish(StrEnum):
    """What the button says that was pressed."""

    SEND = "send"
    MODERATOR = "moderator"
    PREVIEW = "preview"
    SUGGESTION = "suggestion"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The form as it is shown; `key` makes posting it twice post it once.

    `decision` is None before anything was judged, `fault` where something else stood in
    the way. `preview` is how readers would see the text.
    """

    text: str = ""
    key: str = field(default_factory=lambda: uuid.uuid4().hex)
    parent: Comment | None = None
    decision: Decision | None = None
    fault: ParleyError | None = None
    preview: str = ""

    @property
    def reasons(self) -> tuple[Reason, ...]:
        return self.decision.reasons if self.decision else ()

    @property
    def pieces(self) -> tuple[marking.Piece, ...]:
        """The text with the words of every reason marked; empty where no word is meant."""
        cut = marking.pieces(self.text, ((reason.start, reason.end) for reason in self.reasons))
        return cut if any(piece.marked for piece in cut) else ()

    @property
    def suggests(self) -> bool:
        """Whether there is a mended text to take over."""
        return bool(self.decision and self.decision.suggested_text not in {None, self.text})

    @property
    def asks_for_changes(self) -> bool:
        """Then the author may change the text, or leave it to a person."""
        return bool(self.decision and self.decision.outcome is Outcome.REVISE)

    @property
    def status(self) -> int:
        """Of the page that shows this form."""
        if self.fault is not None:
            return self.fault.status
        refused = self.decision and self.decision.outcome in {Outcome.REVISE, Outcome.REJECT}
        return 422 if refused and not self.preview else 200

    @property
    def used(self) -> bool:
        """Whether the form has something to show beyond an empty field."""
        return bool(self.text or self.parent or self.decision or self.fault)


def text_of(form: Mapping[str, str]) -> str:
    """What was typed. Browsers send CRLF, by which every offset of the policy would be off."""
    return form.get("text", "").replace("\r\n", "\n").strip()


def wish_of(form: Mapping[str, str]) -> Wish:
    """Which button was pressed; the return key means the first. Raises BadField."""
    value = form.get("do", Wish.SEND)
    if value not in tuple(Wish):
        raise BadField("do", _("This form has no such button."))
    return Wish(value)


def advised(sheet: Sheet, wish: Wish, *, advise: Callable[[str], Decision]) -> Sheet:
    """The form after its text was only looked at; nothing is stored.

    A suggestion that is taken over is judged again: its words stand elsewhere.
    """
    decision = advise(sheet.text)
    if wish is Wish.SUGGESTION and decision.suggested_text is not None:
        sheet = replace(sheet, text=decision.suggested_text)
        decision = advise(sheet.text)
    preview = markup.render(sheet.text) if wish is Wish.PREVIEW else ""
    return replace(sheet, decision=decision, preview=preview)
