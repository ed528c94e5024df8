"""Every code the policy can give, with the sentence that its author reads."""

from collections.abc import Mapping

from parley.policy.decision import Reason, Rule, Severity
from parley.policy.holding_messages import HOLDING_MESSAGES
from parley.policy.message import Message
from parley.policy.site_rules import SiteRules

MESSAGES: Mapping[str, Message] = {
    # What cannot be stored or shown at all, so that no moderator is asked either.
    "empty": Message(
        rule=Rule.LENGTH,
        text="Please write your comment before you post it.",
        fixed=Severity.REJECT,
    ),
    "too_large": Message(
        rule=Rule.LENGTH,
        text="This text is far too large for a comment. Please shorten it.",
        fixed=Severity.REJECT,
    ),
    "unreadable": Message(
        rule=Rule.LENGTH,
        text="Please remove the characters here that cannot be displayed.",
        fixed=Severity.REJECT,
    ),
    "stacked_marks": Message(
        rule=Rule.LENGTH,
        text="Please remove the accents piled on one letter here.",
        fixed=Severity.REJECT,
    ),
    "too_short": Message(
        rule=Rule.LENGTH,
        text="Please write a little more: at least {least} characters.",
    ),
    "too_long": Message(
        rule=Rule.LENGTH,
        text="Please shorten your comment to {most} characters. It has {count} now.",
    ),
    # Facts about the article and the author, which no setting can wish away.
    "article_closed": Message(
        rule=Rule.ARTICLE,
        text="This discussion is closed and takes no more comments.",
        fixed=Severity.REJECT,
    ),
    "article_premoderated": Message(
        rule=Rule.ARTICLE,
        text="A moderator reads every comment on this article before it appears.",
        fixed=Severity.HOLD,
        soft=True,
    ),
    "author_suspended": Message(
        rule=Rule.AUTHOR,
        text="You cannot comment at the moment, because your account has been suspended.",
        fixed=Severity.REJECT,
    ),
    "author_suspended_until": Message(
        rule=Rule.AUTHOR,
        text="Your account has been suspended. You can comment again after {until}.",
        fixed=Severity.REJECT,
    ),
    "premoderated_author": Message(
        rule=Rule.AUTHOR,
        text="A moderator reads your comments before they appear.",
        fixed=Severity.HOLD,
    ),
    "author_new": Message(
        rule=Rule.AUTHOR,
        text="A moderator reads the first comments of new members before they appear.",
        soft=True,
    ),
    "language": Message(
        rule=Rule.LANGUAGE,
        text="Please write your comment in {languages}.",
    ),
    # Where it is sure enough which language that is.
    "other_language": Message(
        rule=Rule.LANGUAGE,
        text="This seems to be in {language}. Comments here have to be in {languages}.",
    ),
    "all_capitals": Message(
        rule=Rule.SENTENCES,
        text="Please do not write in capital letters only.",
    ),
    "shouting": Message(
        rule=Rule.SENTENCES,
        text="Please write these words without capital letters.",
    ),
    "all_lower_case": Message(
        rule=Rule.SENTENCES,
        text="Please do not write in small letters only. Begin each sentence with a capital.",
    ),
    "no_capital": Message(
        rule=Rule.SENTENCES,
        text="Please begin each sentence with a capital letter.",
    ),
    "small_i": Message(
        rule=Rule.SENTENCES,
        text="Please write “I” with a capital.",
        at_most=Severity.ADVISE,
    ),
    "text_speak": Message(
        rule=Rule.SENTENCES,
        text="Please write “{full}” for “{short}”.",
    ),
    "missing_apostrophe": Message(
        rule=Rule.SENTENCES,
        text="Please write “{full}” with an apostrophe.",
        at_most=Severity.ADVISE,
    ),
    "chat_initials": Message(
        rule=Rule.SENTENCES,
        text="Please leave out “{short}”, or say it in words.",
    ),
    "fragment": Message(
        rule=Rule.SENTENCES,
        text="Please write a whole sentence: one that says who does what, or what is how.",
    ),
    "short_fragment": Message(
        rule=Rule.SENTENCES,
        text="Perhaps you can say a little more, in a whole sentence.",
        at_most=Severity.ADVISE,
    ),
    "no_end_mark": Message(
        rule=Rule.SENTENCES,
        text="Please end your last sentence with a full stop, or a question or exclamation mark.",
    ),
    "repeated_marks": Message(
        rule=Rule.SENTENCES,
        text="One “{mark}” is enough.",
        at_most=Severity.ADVISE,
    ),
    "no_words": Message(
        rule=Rule.SENTENCES,
        text="Please say it in words of your own, in a full sentence.",
    ),
    "mashing": Message(
        rule=Rule.SENTENCES,
        text="This does not look like a word. Please say it in words.",
    ),
    # Whose data they are does not matter: no author can tell that their owner agrees.
    "phone_number": Message(
        rule=Rule.PRIVACY,
        text="Please remove this telephone number. Anybody could read it here, and call.",
    ),
    "email_address": Message(
        rule=Rule.PRIVACY,
        text="Please remove this e-mail address. Anybody could read it here, and write to it.",
    ),
    "postal_address": Message(
        rule=Rule.PRIVACY,
        text="Please remove this address. The name of the town or district is enough.",
    ),
    "aadhaar_number": Message(
        rule=Rule.PRIVACY,
        text="Please remove this Aadhaar number. Never give it away in public.",
    ),
    "pan_number": Message(
        rule=Rule.PRIVACY,
        text="Please remove this PAN. Never give it away in public.",
    ),
    "social_security_number": Message(
        rule=Rule.PRIVACY,
        text="Please remove this social security number. Never give it away in public.",
    ),
    "national_insurance_number": Message(
        rule=Rule.PRIVACY,
        text="Please remove this National Insurance number. Never give it away in public.",
    ),
    "passport_number": Message(
        rule=Rule.PRIVACY,
        text="Please remove this passport number. Never give it away in public.",
    ),
    "card_number": Message(
        rule=Rule.PRIVACY,
        text="Please remove this card number. Whoever reads it could pay with it.",
    ),
    "bank_account": Message(
        rule=Rule.PRIVACY,
        text="Please remove this bank account number. Never give it away in public.",
    ),
    "upi_id": Message(
        rule=Rule.PRIVACY,
        text="Please remove this UPI address. Payments are not asked for in our discussions.",
    ),
    "severe_abuse": Message(
        rule=Rule.ABUSE,
        text="This is hateful. We do not publish such words about anybody.",
        at_least=Severity.REJECT,
    ),
    "threat": Message(
        rule=Rule.ABUSE,
        text="This reads as a threat. Please take it out.",
    ),
    "identity_attack": Message(
        rule=Rule.ABUSE,
        text="Please do not speak ill of people for what they are, or for where they come from.",
    ),
    "insult": Message(
        rule=Rule.ABUSE,
        text="Please say this without insulting anybody.",
    ),
    "profanity": Message(
        rule=Rule.ABUSE,
        text="Please consider leaving out the swear words.",
        at_most=Severity.ADVISE,
    ),
    "toxic": Message(
        rule=Rule.ABUSE,
        text="This may drive others from the discussion. Please say it in a civil way.",
    ),
    "site_model": Message(
        rule=Rule.ABUSE,
        text="Our moderators have often turned down comments like this, so one will read it.",
        fixed=Severity.HOLD,
        soft=True,
    ),
    "attack_on_reader": Message(
        rule=Rule.PERSONAL,
        text="Please answer what the other reader wrote, instead of attacking the reader.",
    ),
    "attack_on_writer": Message(
        rule=Rule.PERSONAL,
        text="Please criticise the article, instead of attacking the person who wrote it.",
    ),
    "personal_attack": Message(
        rule=Rule.PERSONAL,
        text="Please speak about what was said or done, instead of attacking the person.",
    ),
    "repeated_comment": Message(
        rule=Rule.REPEAT,
        text="You have posted this comment already. Please say something new.",
    ),
    "similar_comment": Message(
        rule=Rule.REPEAT,
        text="You have posted almost the same comment before. Please say something new.",
    ),
    "advertising": Message(
        rule=Rule.SPAM,
        text="A moderator reads comments that look like advertising before they appear.",
        soft=True,
    ),
    "copied_comment": Message(
        rule=Rule.SPAM,
        text=(
            "Several people have posted almost the same text lately. "
            "Please say it in words of your own."
        ),
        soft=True,
    ),
    "too_many_links": Message(
        rule=Rule.LINKS,
        text="A moderator reads comments with more than {limit} links before they appear.",
        soft=True,
    ),
    "no_links": Message(
        rule=Rule.LINKS,
        text="A moderator reads comments with links before they appear.",
        soft=True,
    ),
    "off_topic": Message(
        rule=Rule.RELEVANCE,
        text="This does not seem to be about the article. If it is, please leave it as it is.",
        at_most=Severity.ADVISE,
    ),
    "banned_words": Message(
        rule=Rule.WORDS,
        text="These words are not used in our discussions. Please say it differently.",
    ),
    "suspect_words": Message(
        rule=Rule.WORDS,
        text="A moderator reads comments with these words before they appear.",
        at_most=Severity.HOLD,
        soft=True,
    ),
    **HOLDING_MESSAGES,
    # What the publisher's own program answers; its own sentence goes before these.
    "outside_revise": Message(
        rule=Rule.OUTSIDE,
        text="Please change your comment: it does not meet what this newspaper asks for.",
        fixed=Severity.REVISE,
    ),
    "outside_hold": Message(
        rule=Rule.OUTSIDE,
        text="A moderator will read your comment before it appears.",
        fixed=Severity.HOLD,
    ),
    "outside_reject": Message(
        rule=Rule.OUTSIDE,
        text="This comment cannot be published here.",
        fixed=Severity.REJECT,
    ),
    "outside_unavailable": Message(
        rule=Rule.OUTSIDE,
        text="We could not check your comment completely, so a moderator will read it first.",
        fixed=Severity.HOLD,
    ),
}

# The rule of this one is that of the check which failed.
CHECK_FAILED = "check_failed"
CHECK_FAILED_TEXT = "We could not check your comment completely, so a moderator will read it."


def reason(
    code: str,
    rules: SiteRules,
    *,
    span: tuple[int, int] | None = None,
    suggestion: str | None = None,
    **values: str | int,
) -> Reason:
    """The reason for a code, as severe as the site wants it."""
    message = MESSAGES[code]
    severity = message.fixed or _severity(message, rules.severity(message.rule))
    return Reason(
        rule=message.rule,
        code=code,
        message=message.text.format(**values),
        severity=severity,
        start=span[0] if span else None,
        end=span[1] if span else None,
        suggestion=suggestion,
    )


def _severity(message: Message, chosen: Severity) -> Severity:
    if chosen.rank > Severity.ADVISE.rank:
        chosen = max(chosen, message.at_least, key=lambda each: each.rank)
    return min(chosen, message.at_most, key=lambda each: each.rank)


def check_failed(rule: Rule) -> Reason:
    return Reason(rule=rule, code=CHECK_FAILED, message=CHECK_FAILED_TEXT, severity=Severity.HOLD)


def is_soft(given: Reason) -> bool:
    """Whether it only asks a moderator to look, which trusted authors are spared."""
    known = MESSAGES.get(given.code)
    return known is not None and known.soft and given.severity is Severity.HOLD
