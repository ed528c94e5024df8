"""What the first tier hears of a comment: its words, and where each of them stands.

A word counts differently in a quotation, behind a "not", and beside the person of whom it is
said. The tier and its training use this module alike, so that a model always meets what it
was trained on.
"""

from typing import NamedTuple

import regex

from parley.policy.addressing import called_by_name, called_so
from parley.policy.disguise import Watched, plain
from parley.policy.submission import Submission
from parley.policy.word_sets import word_set

# A comment's character shows in this much of it; a decision must not outgrow its comment.
_MOST_TOKENS = 1_500

_TOKEN = regex.compile(
    r"@[\p{L}\p{N}_.-]++|\p{L}[\p{L}\p{M}\p{N}_]*+(?:['’][\p{L}]++)*+|\p{N}++|[.!?…]++|\n++|[^\s\p{L}\p{N}]"
)
_URL = regex.compile(r"(?:https?://|www\.)\S++")

# Who is meant, when nobody is named.
_PERSONS = {
    word: person
    for person, said in {
        "you": "you your yours you're you've you'd you'll yourself yourselves u ur thou ya",
        "i": "i me my mine i'm i've i'd i'll myself we us our ours we're we've ourselves",
        "he": "he him his she her hers he's she's himself herself man woman guy lady",
        "they": "they them their theirs they're these those people everyone anyone who",
        "w": """author writer reporter journalist columnist editor editors reporters journalists
            correspondent newspaper""",
        "it": """it its it's this that article argument column editorial headline idea law plan
            policy report rule scheme story thing budget bill comment point logic claim decision
            government party paper film movie road system""",
    }.items()
    for word in said.split()
}
_NEGATIONS = word_set("""
    not never no nobody none neither nor without cannot can't don't doesn't didn't isn't aren't
    wasn't weren't won't wouldn't shouldn't couldn't ain't haven't hasn't hadn't stop
    """)
_NEGATED_WORDS = 4
_OPENING = {"“": "”", "«": "»", '"': '"', "‘": "’"}
_LONGEST_QUOTATION = 60
_END = frozenset(".!?…\n")

# Words between somebody and what is said of them.
_REACH = 8


class Token(NamedTuple):
    """`start` and `end` are offsets into the comment; `scope` is "", "q" or "n"."""

    text: str
    start: int
    end: int
    scope: str = ""
    person: str = ""

    @property
    def is_word(self) -> bool:
        return self.text[0].isalpha()


def tokens_of(submission: Submission, watched: Watched) -> list[Token]:
    """The words and marks of a comment, folded, each with where it stands."""
    return _with_persons(_with_scopes(_tokens(submission, watched)))


def _tokens(submission: Submission, watched: Watched) -> list[Token]:
    read = plain(submission.text, watched)
    text = _URL.sub(lambda url: " " * len(url[0]), read.folded.text)
    called = called_by_name(submission)
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        word = match[0].replace("’", "'")
        if word[0].isdigit():
            word = "0" * min(len(word), 5)
        elif word[0] == "@":
            # The sentence's full stop is no part of a name, as in "Ask @asha."
            word = (called_so(word.rstrip(".-"), called) or "<handle>").rpartition(" ")[2]
        elif word[0] in ".!?…":
            word = word[0]
        else:
            word = called[word].rpartition(" ")[2] if word in called else word
        # "Meera Nair" is one person.
        if called and found and word == found[-1].text and word in _PERSONS:
            continue
        found.append(Token(word, *read.folded.span(*match.span())))
        if len(found) >= _MOST_TOKENS:
            break
    return found


def _with_scopes(tokens: list[Token]) -> list[Token]:
    quoted = _quoted(tokens)
    scoped: list[Token] = []
    left = 0
    for index, token in enumerate(tokens):
        if token.text[0] in _END or token.text in {"but", ",", ";", ":"}:
            left = 0
        scope = "q" if index in quoted else "n" if left else ""
        scoped.append(Token(token.text, token.start, token.end, scope) if scope else token)
        left = _NEGATED_WORDS if token.text in _NEGATIONS else max(0, left - 1)
    return scoped


def _quoted(tokens: list[Token]) -> set[int]:
    quoted: set[int] = set()
    index = 0
    while index < len(tokens):
        closing = _OPENING.get(tokens[index].text)
        if closing:
            stop = min(len(tokens), index + _LONGEST_QUOTATION)
            end = next(
                (later for later in range(index + 2, stop) if tokens[later].text == closing), None
            )
            if end is not None:
                quoted.update(range(index + 1, end))
                index = end
        index += 1
    return quoted


def _with_persons(tokens: list[Token]) -> list[Token]:
    """Each word with whoever was last spoken of in its sentence, or will be first."""
    with_persons: list[Token] = []
    sentence: list[Token] = []
    for token in tokens:
        sentence.append(token)
        if token.text[0] in _END:
            with_persons += _in_sentence(sentence)
            sentence = []
    return with_persons + _in_sentence(sentence)


def _in_sentence(sentence: list[Token]) -> list[Token]:
    persons = [_person(token.text) for token in sentence]
    first = next(filter(None, persons), "-")
    last, seen = first, 0
    told: list[Token] = []
    for index, (token, person) in enumerate(zip(sentence, persons, strict=True)):
        if person:
            last, seen = person, index
        who = last if index - seen <= _REACH else "-"
        told.append(Token(token.text, token.start, token.end, token.scope, who))
    return told


def _person(word: str) -> str:
    return "you" if word == "<handle>" else _PERSONS.get(word, "")
