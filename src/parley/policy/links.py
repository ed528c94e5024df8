"""Links in a comment: found however they are written, counted against the site's limit."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex

from parley.policy.decision import Reason
from parley.policy.fold import fold
from parley.policy.messages import reason
from parley.policy.site_rules import SiteRules
from parley.policy.submission import Submission

# Endings under which a bare "name.ending" is taken for an address. Endings that are
# also file suffixes (.py .md .sh) or that follow a full stop without a space too
# often (.is .so .me .to .no .it) need a scheme, "www." or a path to count.
_ENDINGS = (
    "com|org|net|info|biz|edu|gov|mil|io|co|app|dev|xyz|online|site|shop|store|club|top|live|news|"
    "blog|tech|link|click|icu|vip|bid|win|loan|work|world|space|website|page|pro|mobi|tv|fm|ly|gl|"
    "gg|uk|de|fr|nl|be|es|pt|ch|pl|se|dk|fi|cz|sk|hu|ro|bg|gr|ru|ua|su|tr|cn|jp|kr|tw|hk|sg|th|vn|"
    "ph|id|pk|bd|lk|np|ae|ir|il|eg|za|ng|ke|br|mx|ar|cl|pe|ca|us|au|nz|eu|asia|рф|भारत|中国"
)
_WORDY_ENDINGS = "in|is|so|me|to|no|it|at|am|my|us|do|as|an|la|im"
_DOT = r"(?:\.|。|\s?\[\.\]\s?|\s?\(\.\)\s?|\s?[\[(]\s?dot\s?[\])]\s?)"
_LABEL = r"[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?"
_TAIL = r"(?::\d{1,5})?(?:[/?#][^\s<>\"”»]*)?"

_LINK = regex.compile(
    rf"""
    (?P<scheme>(?:h[tx]{{2}}ps?|ftp)\s?:\s?//[^\s<>"”»]+)
    | (?<![\p{{L}}\p{{N}}@._-])
      (?P<bare>
        www{_DOT}(?:{_LABEL}{_DOT}){{0,8}}{_LABEL}{_TAIL}
        | (?:{_LABEL}{_DOT}){{1,8}}(?:{_ENDINGS})(?![\p{{L}}\p{{M}}\p{{N}}@-]){_TAIL}
        | (?:{_LABEL}{_DOT}){{1,8}}(?:{_WORDY_ENDINGS})(?:/[^\s<>"”»]+)
        | (?:{_LABEL}{_DOT}){{2,8}}(?:{_WORDY_ENDINGS})(?![\p{{L}}\p{{M}}\p{{N}}@-]){_TAIL}
        | {_LABEL}\sdot\s(?:com|org|net)(?![\p{{L}}\p{{M}}\p{{N}}])
      )
    """,
    regex.VERBOSE,
)
# Nearly every comment has none of these, and is done with a hundredth of the work.
_HINT = regex.compile(r"//|[.。][^\s.]|[\[(]\s?(?:\.|dot)|\sdot\s")
_SPOKEN_DOT = regex.compile(_DOT + r"|\sdot\s")
_SCHEME = regex.compile(r"^(?:h[tx]{2}ps?|ftp)\s?:\s?//")
_BEYOND_HOST = regex.compile(r"[/?#\\]")
_CLOSING = ".,;:!?…'’)]}*_"


@dataclass(frozen=True, slots=True)
class Link:
    start: int
    end: int
    host: str


# Several checks ask for those of the same text.
@lru_cache(maxsize=32)
def links_in(text: str) -> tuple[Link, ...]:
    """Every address in the text, with offsets into it; e-mail addresses are none."""
    return tuple(_links(text))


def _links(text: str) -> Iterator[Link]:
    folded = fold(text)
    if not _HINT.search(folded.text):
        return
    for found in _LINK.finditer(folded.text):
        address = _without_closing_marks(found[0])
        start, end = folded.span(found.start(), found.start() + len(address))
        if found["bare"] and _is_sentence_end(text[start:end]):
            continue
        yield Link(start, end, _host(address))


def within_limit(submission: Submission, rules: SiteRules) -> Iterator[Reason]:
    counted = [
        link for link in links_in(submission.text) if not _belongs_to(link.host, rules.own_domains)
    ]
    for link in counted[rules.max_links : rules.max_links + 1]:
        code = "too_many_links" if rules.max_links else "no_links"
        yield reason(code, rules, span=(link.start, link.end), limit=rules.max_links)


def _without_closing_marks(address: str) -> str:
    """The sentence's own marks after an address are not part of it, balanced brackets are."""
    while address and address[-1] in _CLOSING:
        if address[-1] == ")" and address.count("(") >= address.count(")"):
            break
        address = address[:-1]
    return address


def _is_sentence_end(original: str) -> bool:
    """Whether "the end.Then" was taken for an address: a capital follows the stop."""
    before, stop, after = original.rpartition(".")
    return bool(stop) and after[:1].isupper() and not before[-1:].isupper() and "/" not in original


def _host(address: str) -> str:
    """What a browser would connect to, whatever stands before an "@" or after a "\\"."""
    authority = _BEYOND_HOST.split(_SCHEME.sub("", address), maxsplit=1)[0].rpartition("@")[2]
    return _SPOKEN_DOT.sub(".", authority).partition(":")[0].strip(" .")


def _belongs_to(host: str, domains: tuple[str, ...]) -> bool:
    own = (domain.lower() for domain in domains)
    return any(host == domain or host.endswith("." + domain) for domain in own)
