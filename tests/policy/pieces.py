"""Text as people write it under articles: pieces of every kind that a rule may stumble over."""

from unicodedata import normalize

from hypothesis import strategies as st

PLAIN = [
    "the", "council", "publish", "figures", "before", "it", "decides", "I", "agree", "they", "said",
    "nothing", "about", "water", "because", "we", "are", "not", "asked", "why", "did", "Meera",
    "Nair", "write", "this", "NATO", "BJP", "U.S.", "Mr.", "Modi", "Monday", "a", "good", "idea",
    "is", "was", "has", "could", "never", "report", "road", "tax", "money", "people", "read",
]  # fmt: skip
SHORT = [
    "u", "r", "U", "n", "d", "i", "lol", "plz", "2", "b4", "btw", "OMG", "gr8", "IS", "WRONG",
    "dont", "4", "wid", "D", "u're", "fr", "“u r”", "im", "wont",
]  # fmt: skip
FOUL = ["idiot", "moron", "stupid", "shit", "fucking", "liar", "bastard", "scum", "whore", "kill"]
DISGUISED = [
    "1d10t", "i d i o t", "id iot", "i.d.i.o.t", "stuuupid", "sh*t", "f***ing", "m0r0n", "ѕhit",
    "ｉｄｉｏｔ", "🅘🅓🅘🅞🅣", "i\u200bdiot", "sh\u0301it", "i\u0337d\u0337i\u0337o\u0337t", "ídïöt",
    "b@stard", "1d1ot's", "mo-ron",
]  # fmt: skip
MARKS = [
    ".",
    ",",
    "!",
    "?",
    "!!!",
    "…",
    "?!",
    ";",
    ":",
    "(",
    ")",
    "*",
    "**",
    "'",
    "—",
    "-",
    "#",
    "@",
]
EMOJI = ["👍", "👩‍👧", "👍🏽", "🇮🇳", "❤️", "😂😂😂", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"]
INDIC = ["नहीं", "है।", "सरकार", "क़", "இல்லை", "কী", "می‌خواهم", "क्‍ष"]
COMPOSED = [
    "Zoë", "zoë", "José", "NÚÑEZ", "Núñez,", "Bogotá", "é.", "à)", "É", "ñ", "@zoë",
    "Rue de l’Église", "12 Élysée Road, Bogotá 600004",
    "é", "Café", "naïve", "Ångström", "ﬁ", "ß", "ŉ", "İstanbul", "Å", "한글", "ẛ̣", "ǆ",
]  # fmt: skip
MARKED = ["e\u0301", "o\u0308\u0304", "a\u0323\u0302", "\u0301", "n\u0303o", "Z\u0335\u0336"]
QUOTED = [
    "“said”", "“NOBODY SHOULD EVER DO THIS”", "‘u’", '"idiot"', "«liar»", "> quoted u", "`u`",
    "“", "”", "\n> ", "```",
]  # fmt: skip
LINKS = [
    "https://a.example/b", "HTTPS://A.EXAMPLE/É", "example.com", "www.x.example/i-am", "@asha",
    "#tag", "https://xn--e1afmkfd.example/u", "a@b.example", "http://1.2.3.4/idiot",
]  # fmt: skip
NUMBERS = [
    "98765", "43210", "98765 43210", "+91 98765 43210", "nine", "９８７", "12 Gandhi Street,",
    "Chennai 600004", "name at mail dot com", "asha.k@mail.example", "4111 1111 1111 1111",
]  # fmt: skip
ODD = ["\u200b", "\ufeff", "\u00ad", "\u202e", "asdfghjkl", "傻瓜", "x" * 30, "\u2028", "\u00a0"]

PIECES = st.one_of(
    st.sampled_from(PLAIN),
    st.sampled_from(PLAIN).map(str.capitalize),
    st.sampled_from(PLAIN).map(str.upper),
    *map(
        st.sampled_from,
        (
            SHORT,
            FOUL,
            DISGUISED,
            MARKS,
            EMOJI,
            INDIC,
            COMPOSED,
            MARKED,
            QUOTED,
            LINKS,
            NUMBERS,
            ODD,
        ),
    ),
)
BETWEEN = st.sampled_from([" ", " ", " ", " ", "", "\n", "  ", "\n\n", "\t", ", ", ". ", "\r\n"])


@st.composite
def comments(draw: st.DrawFn, most: int = 20) -> str:
    """Pieces with what people put between them, in any form of composition."""
    parts = draw(st.lists(st.tuples(PIECES, BETWEEN), max_size=most))
    return "".join(piece + between for piece, between in parts)


def forms(text: str) -> tuple[str, str]:
    """The same text with its letters composed, and decomposed."""
    return normalize("NFC", text), normalize("NFD", text)
