"""Postal addresses: a house, its street or building, and the place or the code of the place."""

from collections.abc import Iterator

import regex

from parley.policy.personal_data import cues
from parley.policy.personal_data.places import (
    FAMOUS,
    INSTITUTIONS,
    NOT_OF_AN_ADDRESS,
    PLACES,
)
from parley.policy.personal_data.reading import Found, Reading
from parley.policy.word_sets import word_set

_NUMBER = r"\d{1,5}[a-z]?(?:[/-][a-z]?\d{1,4}[a-z]?){0,4}"
_HOUSE = rf"(?:(?:no|h\.?no|number)\b\.?\s?|\#\s?)?(?:[a-z]{{1,2}}[-/]?)?{_NUMBER}"
_PREMISES = (
    r"(?:flat|apartment|apt|house|h\.?\s?no|hno|door|d\.?\s?no|plot|villa|bungalow|quarters?)"
    r"(?:\s?(?:no|number|nos)\b)?[\s.:#-]{0,3}"
)
# Written small, "walk", "place" and their like are words as any other.
_STREETS = "street|road|lane|avenue|marg|salai|nagar|colony|layout|crescent|enclave|gali|sarani"
_STREETS_WITH_CAPITAL = (
    f"{_STREETS}|st|rd|ln|ave|drive|close|court|terrace|way|place|square|gardens|grove|boulevard|"
    "blvd|parkway|row|walk|mews|hill|rise|parade|quay|path|cross|main|extension|extn|galli|vihar|"
    "puri|veedhi|theru|bagh|kunj|sector|apartments"
)
_BEGINNING = r"(?<![\p{L}\p{N}.,/₹$£€:-])(?<![₹$£€]\s|\brs\s|\brs\.\s)"
_STREET = regex.compile(
    rf"{_BEGINNING}(?:{_PREMISES})?{_HOUSE},?\s{{1,2}}"
    r"(?P<name>(?:[\p{L}\d][\p{L}\p{M}\d.'’-]{0,20}\s){1,4}?)"
    rf"(?P<type>{_STREETS_WITH_CAPITAL})\b\.?",
    regex.IGNORECASE,
)
_BUILDING = regex.compile(
    rf"(?<![\p{{L}}\p{{N}}]){_PREMISES}(?:[a-z]{{1,2}}[- /]?)?{_NUMBER}", regex.IGNORECASE
)
_BARE = regex.compile(rf"{_BEGINNING}{_HOUSE}(?:,\s{{0,2}}|\s)(?=\p{{L}})", regex.IGNORECASE)
_TELLING = frozenset(_STREETS_WITH_CAPITAL.split("|")) | word_set(
    "flat apartment apt house hno h door d plot villa bungalow quarter quarters"
)
_POSTCODE_END = regex.compile(r"\d[A-Z]{2}(?![\p{L}\p{N}])")
_CODE = regex.compile(
    # An Indian PIN, a British postcode, an American state with its ZIP code.
    r"(?<=[\p{L})][\s,–-]{1,4})[1-9]\d{2}\s?\d{3}(?![\p{L}\p{N}]|[.,]\d)"
    r"|(?<![\p{L}\p{N}])[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}(?![\p{L}\p{N}])"
    r"|(?<![\p{L}\p{N}])[A-Z]{2}[\s,]{1,2}\d{5}(?:-\d{4})?(?![\p{L}\p{N}])"
)
_NAME = r"[\p{Lu}\d#][\p{L}\p{M}\p{N}.'’&/-]{0,30}"
_WORDS = rf"{_NAME}(?:[ \t](?:of|and|near|{_NAME})){{0,5}}"
# Behind a comma, or on a line of its own.
_PART = regex.compile(
    rf"[ \t]{{0,2}}(?:[,–-]\s{{0,2}})?({_WORDS})"
    rf"|\s{{0,2}}\n[ \t]{{0,2}}({_WORDS})(?=[ \t]*(?:[,\n]|\.?$))"
)
_HOME = regex.compile(
    r"(?:\b(?:liv(?:e|es|ed|ing)|stay(?:s|ed|ing)?|resid(?:e|es|ed|ing)|resident|come|"
    r"(?:find|visit|meet) (?:him|her|me|them|us))\s"
    r"(?:\w+\s){0,3}?(?:at|of|to|in|on|near)\s"
    r"|\b(?:my|his|her|their|our|your|whose|[’']s)\s(?:\w+\s)?(?:house|home|residence|flat|"
    r"place|family)(?:\s(?:is|was|lives?|stays?))?\s(?:at|on|in|is)\s"
    r"|\baddress(?:\sis|\swas)?\s?[:=-]?\s?|\br/o\s)$",
    regex.IGNORECASE,
)
_CLOSED = regex.compile(r"[.,;:!?)\n]|\Z")
_YEAR = regex.compile(r"(?:1[89]|20)\d\d\b")
_DATING = regex.compile(
    r"\b(?:in|since|of|by|until|from|before|after|around|year|during|jan\w*|feb\w*|mar\w*|apr\w*|"
    r"may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*)\s$",
    regex.IGNORECASE,
)
_BESIDE = regex.compile(r"\b(?:near|opp\w*|behind|beside|next to|off)\.?\s[^,]*", regex.IGNORECASE)
# "Church Road" is a street, not a church.
_NAMED_FOR = regex.compile(rf"[\p{{L}}.'’]+\s(?:{_STREETS_WITH_CAPITAL})\b", regex.IGNORECASE)
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_SENTENCE_END = regex.compile(r"[!?]|\n\s*\n|(?<!\b\p{L}{1,3})\.\s")

# From its house number, no address is longer; and a cue or an institution stands no further off.
_LONGEST = 160
_AROUND = 60
# Words between an institution and its address: "the clinic is in our street, at".
_BESIDE_IT = 5


def addresses(reading: Reading) -> Iterator[Found]:
    """Where somebody can be found; not the addresses that everybody knows."""
    # Names have capitals.
    text = reading.cased
    if not reading.digit_groups or (
        reading.words.isdisjoint(_TELLING) and not _may_have_code(reading)
    ):
        return
    end = 0
    for start, head_end in _heads(text):
        if start < end:
            continue
        stop = _whole(text, start, head_end=head_end)
        if stop is not None and not _is_public(text, start, end=stop):
            end = stop
            # "Flat 4B" alone is in many articles, "12 Gandhi Street" in one.
            named = _STREET.fullmatch(text, start, head_end) is not None
            value = _plain(text[start : head_end if named else end])
            yield reading.found("postal_address", (start, end), value=value)


def _may_have_code(reading: Reading) -> bool:
    """At a glance: an Indian, an American or a British one."""
    groups = reading.digit_groups
    return (
        not {5, 6}.isdisjoint(groups)
        or groups.count(3) >= 2
        or (_POSTCODE_END.search(reading.cased) is not None)
    )


def _heads(text: str) -> list[tuple[int, int]]:
    """Where an address may begin, and where its house or street ends."""
    heads = [found.span() for found in _STREET.finditer(text) if _is_named(found)]
    heads += [found.span() for found in _BUILDING.finditer(text)]
    for code in _CODE.finditer(text):
        before = max(0, code.start() - _LONGEST)
        for found in _BARE.finditer(text, before, code.start()):
            between = text[found.end() : code.start()]
            if not (_could_be_one(between) and _is_locality(between)):
                continue
            if not cues.OTHER.search(text[max(0, found.start() - _AROUND) : found.start()].lower()):
                heads.append(found.span())
                break
    return sorted(heads, key=lambda head: (head[0], -head[1]))


def _is_named(found: "regex.Match[str]") -> bool:
    """Whether a street was meant: it has a capital, or is one of the plainer kinds of street."""
    if found["type"][0].isupper():
        return all(word[0].isupper() or word[0].isdigit() for word in found["name"].split())
    return regex.fullmatch(_STREETS, found["type"].lower()) is not None


def _whole(text: str, start: int, *, head_end: int) -> int | None:
    """Where the address ends; None when too little says that it is one."""
    before = text[max(0, start - _AROUND) : start]
    if _YEAR.match(text, start) and _DATING.search(before):
        return None
    code = _CODE.search(text, head_end - 1, start + _LONGEST)
    if code and _could_be_one(text[head_end : code.start()]):
        return code.end()
    parts, end = _parts(text, head_end)
    if _HOME.search(before) and (parts or not _BUILDING.fullmatch(text, start, head_end)):
        return end
    known = any(word in PLACES for part in parts for word in _words(part))
    # One place that we do not know may be what begins the rest of the sentence.
    enough = known or len(parts) >= 2 or (parts and _CLOSED.match(text, end))
    return end if enough else None


def _parts(text: str, position: int) -> tuple[list[str], int]:
    """What follows the house and is written as places are, with where it ends."""
    parts: list[str] = []
    while len(parts) < 6:
        found = _PART.match(text, position)
        part = (found[1] or found[2]) if found else ""
        if found is None or any(word in NOT_OF_AN_ADDRESS for word in _words(part)):
            break
        position = found.end() - len(part) + len(part.rstrip(".'’/-"))
        parts.append(part)
    return parts, position


def _could_be_one(between: str) -> bool:
    """Whether that may stand between a house and the code of its place."""
    if _SENTENCE_END.search(between):
        return False
    return not any(word in NOT_OF_AN_ADDRESS for word in _words(between))


def _is_locality(between: str) -> bool:
    """Whether more than a town stands there: "ward 12, Chennai 600034" is no house."""
    return len(_words(between)) >= 2 and not cues.AMOUNT_AFTER.match(between.lower())


def _is_public(text: str, start: int, *, end: int) -> bool:
    plain = _plain(text[start:end])
    if plain.startswith(FAMOUS) or f"no {plain}".startswith(FAMOUS):
        return True
    before = text[max(0, start - _AROUND) : start]
    own = _NAMED_FOR.sub("", _BESIDE.sub("", text[start:end]))
    if any(word in INSTITUTIONS for word in _words(own)):
        return True
    home = _HOME.search(before) is not None
    beside = _words(_SENTENCE_END.split(before)[-1])[-_BESIDE_IT:]
    return not home and any(word in INSTITUTIONS for word in beside)


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _plain(text: str) -> str:
    return " ".join(_words(text))
