"""What writers read where a site has everything of some kind read first, or slows all down."""

from collections.abc import Mapping

from parley.policy.decision import Rule, Severity
from parley.policy.message import Message

HOLDING_MESSAGES: Mapping[str, Message] = {
    "spam_wave": Message(
        rule=Rule.ARTICLE,
        text=(
            "We are getting a lot of spam just now, so a moderator will read your comment "
            "before it appears. You need not send it again."
        ),
        fixed=Severity.HOLD,
        soft=True,
    ),
    "site_premoderated": Message(
        rule=Rule.ARTICLE,
        text="A moderator reads every comment here before it appears. You need not send it again.",
        fixed=Severity.HOLD,
        soft=True,
    ),
    "section_premoderated": Message(
        rule=Rule.ARTICLE,
        text="A moderator reads every comment in “{section}” before it appears.",
        fixed=Severity.HOLD,
        soft=True,
    ),
    "article_old": Message(
        rule=Rule.ARTICLE,
        text="This article is no longer new, so a moderator reads comments before they appear.",
        fixed=Severity.HOLD,
        soft=True,
    ),
    "account_young": Message(
        rule=Rule.AUTHOR,
        text=(
            "Your account is new, so a moderator reads this before it appears. "
            "In {wait} your comments can appear at once."
        ),
        soft=True,
    ),
    "high_score": Message(
        rule=Rule.ABUSE,
        text="A moderator reads comments that could hurt somebody before they appear.",
        fixed=Severity.HOLD,
        soft=True,
    ),
    "high_score_personal": Message(
        rule=Rule.PERSONAL,
        text="A moderator reads comments that could be meant against a person first.",
        fixed=Severity.HOLD,
        soft=True,
    ),
    "high_score_spam": Message(
        rule=Rule.SPAM,
        text="A moderator reads comments that could be meant to sell something first.",
        fixed=Severity.HOLD,
        soft=True,
    ),
    # Whatever is said of the new text (`actions.editing`).
    "held_before_change": Message(
        rule=Rule.AUTHOR,
        text="It was not public when you changed it, so a moderator reads it first.",
        fixed=Severity.HOLD,
    ),
    # What is sent too soon is not stored: holding it would let one person fill the queue.
    "too_soon": Message(
        rule=Rule.AUTHOR,
        text="You can post again in {wait}.",
        fixed=Severity.REJECT,
    ),
}
