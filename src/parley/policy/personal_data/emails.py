"""E-mail addresses, also where they were written so that machines should not find them."""

from collections.abc import Iterator, Sequence

import regex

from parley.policy.personal_data import cues
from parley.policy.personal_data.reading import Found, Reading
from parley.policy.word_sets import word_set

_OPEN, _CLOSE = r"[\[({<]\s?", r"\s?[\])}>]"
# "name[at]mail.com", and what a browser shows as "@".
_SURE_AT = (
    rf"(?:\\?@|\s?{_OPEN}(?:at|@|a){_CLOSE}\s?|&\#0{{0,4}}64;|&\#x0{{0,4}}40;|&commat;"
    # As "@" is read out in India.
    r"|\s{1,2}at\sthe\srate(?:\sof)?\s{1,2})"
)
# "at" between spaces is a word of English as a rule.
_SPACED_AT = r"\s{1,2}(?:at|@)\s{1,2}|\s@|@\s"
_DOT = (
    rf"(?:\\?\.|\s?{_OPEN}(?:dot|\.){_CLOSE}\s?|\s{{1,2}}dot\s{{1,2}}|\s\.\s|"
    r"&\#0{0,4}46;|&\#x0{0,4}2e;|&period;|,(?=(?:com|org|net|in|co)\b))"
)
_PLAIN_DOT = regex.compile(rf"{_DOT}")
_LOCAL = r"[\p{L}\p{N}][\p{L}\p{M}\p{N}_%+'-]{0,63}+"
_LABEL = r"[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?+"

# Without giving back, as in links: a long run of letters must not cost its square.
_ADDRESS = regex.compile(
    rf"""
    (?<![\p{{L}}\p{{M}}\p{{N}}._%+'@-])(?<!//)
    (?P<local>{_LOCAL}(?:{_DOT}{_LOCAL}){{0,4}}+)
    (?:(?P<sure>{_SURE_AT})|(?P<spaced>{_SPACED_AT}))
    (?P<domain>{_LABEL}(?:{_DOT}{_LABEL}){{1,5}}+)
    """,
    regex.VERBOSE,
)
_HIDDEN = regex.compile(
    r"[\[({<]\s?at?\s?[\])}>]|&\#|&commat|\bat\sthe\srate\b|"
    r"\bat\b.{1,60}?(?:\bdot\b|\[dot|\(dot)|\bat\s(?:\w++mail|mail|yahoo|outlook|icloud|rediff|proton)"
)

_ENDING = regex.compile(r"\p{L}[\p{L}\p{M}]+")

# The last label of a domain that is spelled out; anything else is prose.
_SPELLED_ENDINGS = word_set(
    "com org net in co uk edu gov info io me us ca au de fr eu ac biz nic res"
)
_FILES = word_set("png jpg jpeg gif svg webp pdf doc docx html js css py md sh mp3 mp4")
_MAIL_PROVIDERS = word_set(
    "mail gmail googlemail yahoo ymail rocketmail hotmail outlook live msn aol icloud mac me "
    "rediffmail rediff proton protonmail pm zoho zohomail gmx yandex fastmail tutanota "
    "btinternet sky virginmedia comcast verizon att"
)

# Behind these at a public office sits whoever holds it.
_OFFICES = word_set(
    "info contact help helpdesk helpline support complaint complaints grievance grievances "
    "enquiry enquiries inquiry office feedback press media pio rti webmaster admin commissioner "
    "collector mayor secretary registrar director cm pm dm sp dgp editor letters newsdesk"
)
_PUBLIC = regex.compile(
    r"(?:^|\.)(?:gov|mil|gov\.[a-z]{2}|gob\.[a-z]{2}|nic\.in|police\.uk|nhs\.uk|parliament\.uk|"
    r"europa\.eu|mil\.[a-z]{2}|who\.int|un\.org)$"
)


def addresses(reading: Reading, own_domains: Sequence[str]) -> Iterator[Found]:
    """Everybody's but the publisher's own, and those of public offices."""
    text = reading.text
    if "@" not in text and not _HIDDEN.search(text):
        return
    start = 0
    while found := _ADDRESS.search(text, start):
        start = found.end()
        local = _PLAIN_DOT.sub(".", found["local"])
        domain = _PLAIN_DOT.sub(".", found["domain"])
        if not _is_address(found, local, domain=domain, reading=reading):
            # In "he is at ravi dot rao at mail dot com" it begins later than it seems to.
            start = found.start("domain")
        elif not _is_published(local, domain, own_domains=own_domains):
            yield reading.found("email_address", found.span(), value=f"{local}@{domain}")


def _is_address(found: "regex.Match[str]", local: str, *, domain: str, reading: Reading) -> bool:
    ending = domain.rpartition(".")[2]
    if not _ENDING.fullmatch(ending) or ending in _FILES:
        return False
    spelled = "." not in found["domain"].replace("[.]", "").replace("(.)", "")
    if not (found["sure"] and not spelled) and ending not in _SPELLED_ENDINGS:
        return False
    if found["sure"]:
        return True
    shouted = reading.written(*found.span("spaced")).strip() == "AT"
    if shouted or not local.replace("-", "").isalpha():
        return True
    if cues.MAIL.search(reading.before(found.start())):
        return True
    # "Have a look at gmail.com" names a site.
    meant = spelled or "@" in found["spaced"]
    return meant and domain.partition(".")[0] in _MAIL_PROVIDERS


def _is_published(local: str, domain: str, *, own_domains: Sequence[str]) -> bool:
    own = (each.lower().partition(":")[0] for each in own_domains)
    if any(domain == each or domain.endswith("." + each) for each in own):
        return True
    return local in _OFFICES and _PUBLIC.search(domain) is not None
