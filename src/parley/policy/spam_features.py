"""What in a comment speaks for advertising or against it, as names that a person can read."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType

import regex

from parley.policy.fold import folded
from parley.policy.word_sets import word_set

# The opening tells; a long text is no advertisement only because it is long.
READ = 2_000

# What an advertiser wants of the reader, and what he promises.
_GROUPS = {
    "contact": word_set("""
        whatsapp telegram dm inbox call contact message text sms ping ring dial mail email write
        reach chat enquire inquire enquiry reply talk missed number channel
        """),
    "click": word_set("""
        click visit link website site page tap download install apply register join subscribe follow
        book order buy enrol enroll sign login open check watch shop
        """),
    "offer": word_set("""
        free offer offers discount off sale bonus cashback coupon code price prices rate rates cheap
        cheapest lowest best affordable quote demo trial package packages deal gift prize exchange
        emi warranty installation delivery shipping
        """),
    "urgent": word_set("""
        hurry now today tonight instant instantly fast immediately limited last seats urgent before
        ends closes soon quick quickly minutes hours
        """),
    "sure": word_set("""
        guarantee guaranteed genuine legit legal trusted verified certified licensed original
        registered safe secure real sure proven assured confidential privacy discreet anonymous
        honest reliable professional expert experts specialist
        """),
    "earn": word_set("""
        earn earned earning earnings income profit profits payout salary invest invested investing
        investment returns passive trader trading trade broker forex bitcoin btc crypto usdt
        withdraw withdrawal deposit wallet daily weekly monthly hourly millionaire rich jackpot
        lottery betting casino bet
        """),
    "lend": word_set("""
        loan loans lender lenders lending credit cibil mortgage debt debts collateral disbursal
        finance funds approval approved apply
        """),
    "we": word_set("we us our"),
    "trade": word_set("""
        services service dealer dealers supplier suppliers manufacturers wholesale showroom
        franchise dealership company agent agents experts team customers clients warranty quality
        certificate branch catalogue brand brands stock export
        """),
    "told": word_set("""
        thanks thank god lord testimony testify grateful blessed helped introduced recovered cured
        husband lover ex spell herbal herbs dr mrs mr changed life hope
        """),
    "job": word_set("""
        job jobs hiring vacancy freshers typing housewives students part-time homemakers candidates
        resume interview joining task tasks
        """),
}
_GROUPS_OF = {
    word: [name for name, words in _GROUPS.items() if word in words]
    for word in frozenset().union(*_GROUPS.values())
}

# Groups that a remark on the news has as often as an advertisement.
_COMMON = frozenset({"we", "urgent", "told"})

# What an advertiser does, whatever he sells: words without which it cannot be, and its form.
_HABITS: Mapping[str, tuple[frozenset[str], "regex.Pattern[str]"]] = MappingProxyType(
    {
        "<asks to be contacted>": (
            word_set("""
                message dm inbox ping pm contact call text mail email whatsapp ring reach write chat
                talk ask send
                """),
            regex.compile(
                r"\b(?:message|dm|inbox|ping|pm|contact|call|text|e?-?mail|whatsapp|ring|reach|"
                r"write(?: to)?|chat with|talk to|ask|send)\s(?:me|us|him|her|our|now|today|once|"
                r"mr|mrs|dr|agent|manager|hi|for (?:details|more|a demo|price|promotion|quot\w+))\b"
            ),
        ),
        "<offers>": (
            word_set("we our"),
            regex.compile(
                r"\bwe (?:also )?(?:offer|provide|buy|sell|hire|arrange|supply|repair|settle|"
                r"approve|deliver|manufacture|translate|help|are the (?:best|leading|top)|do it)\b|"
                r"\bour (?:company|firm|team|services?|agents?|experts?|clients|customers|website|"
                r"site|app|showroom|products?|executive|technicians|store|spa|package)\b"
            ),
        ),
        "<leads to a page>": (
            word_set("my our link check follow"),
            regex.compile(
                r"\b(?:my|our) (?:profile|page|bio|channel|link|website|inbox|wall|name|picture|"
                r"code|group|site|catalogue)\b|\blink in\b|\bcheck (?:out )?(?:my|your|our|this) "
                r"(?:new|page|inbox|website|site|out|profile)|\bfollow (?:me|us|@)"
            ),
        ),
        "<recommends somebody>": (
            word_set("""
                introduced me my up too life him her his bless trader manager broker
                """),
            regex.compile(
                r"\bintroduced me\b|\b(?:trad|manag|invest)\w* (?:for me|my)\b|\byou too can\b|"
                r"\blook (?:her|him|them) up\b|\bchanged my life\b|\blife changed\b|\btry him\b|"
                r"\bhelped me (?:to )?(?:recover|win|get|clear)|\bgave me a loan\b|"
                r"\bbrought (?:him|her|my \w+) back\b|\bher page\b|\bhis (?:contact|email|spell)\b|"
                r"\b(?:god|lord) bless\b"
            ),
        ),
        "<urges>": (
            word_set("""
                click tap limited hurry last offer register apply book order join enrol enroll
                download install subscribe visit get only before first
                """),
            regex.compile(
                r"\bclick (?:here|the|on|my|this)\b|\btap (?:here|the|to)\b|\bhurry\b|"
                r"\blimited (?:seats|offer|period|time|territor)|\blast (?:date|few seats)\b|"
                r"\boffer (?:ends|valid|closes|till)|\bvisit (?:our|my|us|www)|"
                r"\b(?:register|apply|book|order|join|enrol|enroll|download|install|subscribe) "
                r"(?:now|today|online|with|here|from|at|us|our|free|the channel|my)\b|"
                r"\bget (?:yours|a quote|your)\b|\bonly \w+ left\b|\bbefore it is too late\b|"
                r"\bfirst \d+ people\b"
            ),
        ),
        "<pays>": (
            word_set("""
                earn make making makes made income salary pay pays paid profit profits receive
                withdraw withdrew wage wages
                """),
            regex.compile(
                r"\b(?:earn|mak(?:e|ing|es)|made|income|salary|pays?|paid|profits?|receive|"
                r"withdr[ae]w|wages?)\b[^.!?]{0,30}?\d[^.!?]{0,25}?\b(?:day|daily|hour|hourly|week|"
                r"weekly|monthly|month|home)\b"
            ),
        ),
    }
)

_EDGES = ".,;:!?…\"'“”‘’()[]{}<>*_~-–—|/\\"
_LINK = regex.compile(
    r"//|^www\.|^t\.me/|^[\w-]{2,}(?:\.[\w-]{2,})*\.(?:com|in|net|org|info|biz|xyz|shop|app|example)\b"
)
_DISGUISED = regex.compile(
    r"(?=.*\p{L})\p{L}*[0-9@$!|]+\p{L}[\p{L}0-9@$!|]*|\p{L}{2,}[0@$!]+\p{L}*"
)
_LEET = str.maketrans("01345@$!|", "oieasasil")
_CURRENCY = regex.compile(r"[₹$€£]|^rs\.?\d|\dk$")
_PARTS = regex.compile(r"[\p{L}\p{M}]++(?:'\p{L}++)?")
_CAPITAL = regex.compile(r"\p{Lu}")
_EMOJI = regex.compile(r"\p{Extended_Pictographic}")

# Digits in a row that are somebody's number rather than a sum.
_LONG_NUMBER = 8
# Letters one by one; fewer are initials.
_SPACED = 4


def features(text: str) -> set[str]:
    """Words, pairs of words, and what they show together."""
    opening = folded(text[:READ])
    words = [*_words(opening)]
    found = set(words)
    found.update(
        name
        for name, (needed, habit) in _HABITS.items()
        if not needed.isdisjoint(words) and habit.search(opening)
    )
    found.update(f"{one} {other}" for one, other in pairwise(words))
    found.update(_of_groups(words))
    found.update(_of_the_surface(text[:READ], len(words)))
    return found


def _words(text: str) -> Iterator[str]:
    digits = 0
    letters = ""
    for chunk in text.split():
        word = chunk.strip(_EDGES)
        if word.isalpha():
            if len(word) == 1:
                letters += word
            elif letters:
                yield from _spelled(letters)
                letters = ""
            digits = 0
            yield word
            continue
        digits = _digits_in(word) + digits if word[:1].isdigit() or word[:1] == "+" else 0
        yield from ["<phone>"] if digits >= _LONG_NUMBER else _kinds(chunk, word)
    yield from _spelled(letters)


def _digits_in(word: str) -> int:
    return sum(letter.isdigit() for letter in word)


def _spelled(letters: str) -> Iterator[str]:
    """What "e a r n" says."""
    if len(letters) >= _SPACED:
        yield "<spaced>"
        yield letters


def _kinds(chunk: str, word: str) -> Iterator[str]:
    """What stands for a chunk that is no plain word."""
    if "@" in word[1:] and "." in word:
        yield "<mail>"
    elif _LINK.search(word):
        yield "<link>"
    elif word.startswith("@"):
        yield "<handle>"
    elif _CURRENCY.search(word):
        yield "<money>"
    elif "%" in chunk and word[:1].isdigit():
        yield "<share>"
    elif _DISGUISED.fullmatch(word):
        yield "<disguised>"
        yield word.translate(_LEET)
    elif any(letter.isdigit() for letter in word):
        yield "<number>"
    elif _EMOJI.search(chunk):
        yield "<emoji>"
    else:
        yield from _PARTS.findall(word.replace("’", "'"))


def _of_groups(words: list[str]) -> Iterator[str]:
    """ "earn:2" stands for two different words of the group, or more."""
    found = Counter(group for word in set(words) for group in _GROUPS_OF.get(word, ()))
    for group, count in found.items():
        for least in range(1, min(count, 4) + 1):
            yield f"{group}:{least}"
    reach = {"<phone>", "<mail>", "<link>", "<handle>"}.intersection(words)
    if reach:
        yield "reach:1"
    kinds = len(found.keys() - _COMMON) + bool(reach)
    for least in range(2, min(kinds, 6) + 1):
        yield f"groups:{least}"


def _of_the_surface(text: str, count: int) -> Iterator[str]:
    if "!!" in text:
        yield "<shouting>"
    if ">>" in text:
        yield "<arrow>"
    capitals = len(_CAPITAL.findall(text))
    if capitals > 20 and capitals * 2 > len(text) - text.count(" "):
        yield "<capitals>"
    for most in (4, 8, 16):
        if count <= most:
            yield f"words<={most}"
