"""Whether the comment gives away somebody's personal data, the author's own included."""

from collections.abc import Iterator
from itertools import islice

import regex

from parley.policy.decision import Reason
from parley.policy.links import links_in
from parley.policy.messages import reason
from parley.policy.personal_data import emails, identity, payment, streets
from parley.policy.personal_data.numerals import Window, may_be_long, runs, windows_at
from parley.policy.personal_data.phones import is_phone_number
from parley.policy.personal_data.reading import Found, Reading, without_overlaps
from parley.policy.site_rules import SiteRules
from parley.policy.submission import Submission

# More of them teach nothing, and a decision must not outgrow its comment.
_MOST = 20

# Any digit, in a circle or above the line too, and "@": nearly every comment has none.
_DIGIT_OR_AT = regex.compile(r"[\d@＠﹫²³¹⁰-⁹₀-₉①-⓿❶-➓㉑-㊿]")
_SPOKEN = regex.compile(
    r"(?:(?:zero|one|two|three|four|five|six|seven|eight|nine|double|triple)[\W_]{0,3}+){6}",
    regex.IGNORECASE,
)
_HIDDEN_AT = regex.compile(
    r"[\[({<]\s?at?\s?[\])}>]|&(?:\#|commat)|\bat\sthe\srate\b"
    r"|\bat\b.{1,60}?\b(?:dot|g?mail|yahoo|outlook)\b",
    regex.IGNORECASE,
)
# Links with a telephone number for an address.
_CALLING = regex.compile(r"(?:^|\.)(?:wa\.me|whatsapp\.com|tel|signal\.me)$")
_LEAD = regex.compile(r"(?:\+\s?)?\(?(?:\+\s?)?\Z")
_GLUED = regex.compile(r"[\p{L}\p{M}]+\Z|[#_&]\Z")
_CUE = regex.compile(r"ph|phone|tel|mob|mobile|call|cell|no|wa|whatsapp|contact|on|at|num|number|o")
# Digits of a number without its country's code, at most.
_SIGNIFICANT = 10
_ALPHANUMERIC = regex.compile(r"[\p{L}\p{N}]+")


def keeps_private_what_is_private(submission: Submission, rules: SiteRules) -> Iterator[Reason]:
    text = submission.text
    if not _may_hold_any(text):
        return
    published = _Published(f"{submission.article.headline}\n{submission.article.body}")
    found = (each for each in personal_data(text, rules) if each not in published)
    for each in islice(found, _MOST):
        yield reason(each.code, rules, span=(each.start, each.end))


def personal_data(text: str, rules: SiteRules) -> list[Found]:
    """All that is anybody's, in the order of the text."""
    reading = Reading.of(text)
    return without_overlaps(
        [
            *_outside_links(_numbers(reading, rules), text),
            *emails.addresses(reading, rules.own_domains),
            *identity.written_numbers(reading),
            *payment.written_numbers(reading),
            *streets.addresses(reading),
        ]
    )


def _numbers(reading: Reading, rules: SiteRules) -> Iterator[Found]:
    for run in runs(reading.text) if may_be_long(reading) else ():
        first = 0
        while first < len(run.blocks):
            length = 1
            for window in windows_at(run, first):
                found = _number(window, reading, rules=rules)
                if found is not None:
                    length = len(window.blocks)
                    yield found
                    break
            first += length


def _outside_links(numbers: Iterator[Found], text: str) -> Iterator[Found]:
    """Articles and pictures have long numbers in their addresses."""
    found = list(numbers)
    links = [link for link in links_in(text) if not _CALLING.search(link.host)] if found else []
    for each in found:
        if not any(link.start <= each.start < link.end for link in links):
            yield each


def _number(window: Window, reading: Reading, *, rules: SiteRules) -> Found | None:
    if not _is_whole(window, reading):
        return None
    code = _kind(window, reading, rules=rules)
    if code is None:
        return None
    span = (window.start, window.end)
    if code == "phone_number":
        span = (_opening(window, reading), window.end)
    return reading.found(code, span, value=window.digits)


def _opening(window: Window, reading: Reading) -> int:
    """Where the number begins with its plus and its bracket, if that closes within it."""
    lead = _LEAD.search(reading.text, max(0, window.start - 3), window.start)
    if lead is None:
        return window.start
    closes = any(")" in joint for joint in window.joints)
    return lead.start() + (0 if closes else len(lead[0]) - len(lead[0].lstrip("(")))


def _kind(window: Window, reading: Reading, *, rules: SiteRules) -> str | None:
    """In the order of how surely the digits themselves tell."""
    if payment.is_card_number(window, reading):
        return "card_number"
    # A mobile with its country's code has twelve digits too, but is not grouped by fours.
    is_phone = is_phone_number(window, reading, regions=rules.regions)
    if identity.is_aadhaar_number(window, reading) and (not is_phone or len(window.blocks) == 3):
        return "aadhaar_number"
    if identity.is_social_security_number(window, reading):
        return "social_security_number"
    if payment.is_indian_account(window, reading):
        return "bank_account"
    return "phone_number" if is_phone else None


def _is_whole(window: Window, reading: Reading) -> bool:
    """Whether the digits are no part of a longer word, such as a code of an order."""
    before = reading.text[max(0, window.start - 12) : window.start]
    after = reading.text[window.end : window.end + 1]
    glued = _GLUED.search(before)
    return not after.isalpha() and (glued is None or _CUE.fullmatch(glued[0]) is not None)


class _Published:
    """What stands in the article is no secret."""

    def __init__(self, article: str) -> None:
        self._article = article
        self._tight: str | None = None

    def __contains__(self, found: Found) -> bool:
        if self._tight is None:
            self._tight = _tight(self._article)
        value = _tight(found.value)
        if found.code == "phone_number":
            # With or without the country's code.
            value = value[-_SIGNIFICANT:]
        return value in self._tight


def _tight(text: str) -> str:
    return "".join(_ALPHANUMERIC.findall(text.lower()))


def _may_hold_any(text: str) -> bool:
    return bool(_DIGIT_OR_AT.search(text) or _SPOKEN.search(text) or _HIDDEN_AT.search(text))
