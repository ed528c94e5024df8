"""How names and initials are spelled, for putting capitals right where they were lost."""

from collections.abc import Mapping
from types import MappingProxyType
from unicodedata import normalize

import regex

from parley.policy.word_sets import word_set

# Initials that a reader of news knows; "us", "it" and "who" are left out, as they are
# far more often the words.
_INITIALS = word_set("""
    AAP AI AIADMK AIDS AIIMS API ASEAN ATM BBC BCCI BJP BRICS BSP CAA CBI CBSE CCTV CEO CIA CNN CPI
    CPM DGP DMK DNA ED EPS ESG EU EVM FBI FDI FIR FIFA FM GDP GST HIV IAS ICC ICU ID IIM IIT IMF
    INC IPL IPS IRS ISRO ISIS JDU JNU KYC LGBT LPG LTTE MBA MBBS MLA MLAS MLC MNREGA MP MPS MSP NASA
    NATO NCERT NDA NDTV NEET NGO NGOS NHS NIA NRC NRI NSA OBC OBCS OK OPEC OPS OTP PAN PDF PDP PDS
    PIL PM PSU PTI RBI RJD RSS RTI SC SCS SEBI SP ST STS TDP TMC TRS TV TVS UAE UAPA UK UN UNESCO
    UNICEF UPA UPI UPSC UK URL USA USSR UV VAT VHP VIP VIPS WHO WTO YSR
""")

_NAMES = word_set("""
    Mr Mrs Ms Dr Prof Smt Shri
    January February April June July August September October November December Monday Tuesday
    Wednesday Thursday Friday Saturday Sunday Christmas Diwali Eid Easter Africa African America
    American Arab Asia Asian Australia Australian Bangladesh Bengal Bengali Bihar Brazil Britain
    British Canada Canadian Chennai China Chinese Christian Christians Christianity Congress Dalit
    Dalits Delhi Dravidian Dutch Egypt England English Europe European Facebook France French Gandhi
    German Germany God Google Greek Gujarat Hamas Hindi Hindu Hindus Hinduism Hyderabad India Indian
    Indians Internet Iran Iraq Ireland Irish Islam Islamic Israel Israeli Italian Italy Japan
    Japanese Jew Jewish Jews Kannada Karnataka Kashmir Kerala Kolkata Korea Lanka London Madras
    Maharashtra Malayalam Marathi Mexico Modi Mumbai Muslim Muslims Nehru Nepal Odisha Pakistan
    Pakistani Palestine Palestinian Parliament Paris Punjab Rajasthan Russia Russian Russians
    Sanskrit Scotland Scottish Sikh Sikhs Spain Spanish Tamil Tamils Telangana Telugu Trump Turkey
    Twitter Ukraine Urdu Wales Washington WhatsApp YouTube
""")

KNOWN_NAMES: Mapping[str, str] = MappingProxyType(
    {name.lower(): name for name in (*_NAMES, *_INITIALS) if name != "WHO"}
)

# Initials have no vowels often enough to know them by it; these are words.
_VOWELLESS_WORDS = word_set(
    "brr by cry dr dry fly fry hmm jr mr mrs ms my nth pry psst shh shy sky sly spy sr st thy try "
    "why"
)
_VOWELLESS = regex.compile(r"[bcdfghjklmnpqrstvwxz]{2,6}")

_CAPITALISED = regex.compile(r"(?<=[\p{Ll},;] )\p{Lu}[\p{L}\p{M}]+")


def names_in(text: str) -> dict[str, str]:
    """Words that the text writes with a capital inside its sentences, by small letters.

    Composed and decomposed, as a comment may be either.
    """
    found = _CAPITALISED.findall(normalize("NFC", text))
    return {form.lower(): form for name in found for form in (name, normalize("NFD", name))}


def is_initials(word: str) -> bool:
    """Whether a word, given in small letters, can only be a row of initials."""
    if word in _VOWELLESS_WORDS:
        return False
    return KNOWN_NAMES.get(word, "").isupper() or _VOWELLESS.fullmatch(word) is not None
