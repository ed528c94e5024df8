"""Letters of other scripts that pass for Latin ones, as used to slip past word lists."""

import regex

# Small letters suffice, because the text has been case folded. The pairs are those
# of the "confusables" of Unicode Technical Standard 39 that a reader takes for the
# Latin letter in running text: Cyrillic, Greek, then Armenian and phonetic letters.
_LIKENESS = str.maketrans(
    "аеорсухіјѕԁԛԝһӏкмтвн" + "αβεικνορτυχγωη" + "օսոհɑɡɩıɴʀʏᴀᴄᴇᴋᴏᴘᴛᴜᴠᴡᴢ",
    "aeopcyxijsdqwhlkmtbh" + "abeikvoptuxywn" + "ounhagiinryacekoptuvwz",
)
_WORD = regex.compile(r"\p{L}[\p{L}\p{N}]*")
_LATIN = regex.compile(r"\p{Latin}")
_UNLIKE = regex.compile(r"[\p{L}--\p{Latin}]", regex.V1)


def unmask(text: str) -> str:
    """Latin letters for their look-alikes, one for one, where Latin is meant.

    A word is meant to be Latin when it mixes Latin with look-alikes, or when all of
    it looks Latin in a text that is otherwise written so. A Russian sentence has
    words that look Latin too, but also letters that do not; it is left alone.
    """
    if text.isascii():
        return text
    plain = text.translate(_LIKENESS)
    if plain == text:
        return text
    is_latin_text = len(_LATIN.findall(text)) > len(_UNLIKE.findall(plain))

    def unmasked(word: "regex.Match[str]") -> str:
        likeness = plain[word.start() : word.end()]
        mixed = _LATIN.search(word[0]) is not None
        return likeness if (mixed or is_latin_text) and not _UNLIKE.search(likeness) else word[0]

    return _WORD.sub(unmasked, text)
