"""Whether a comment is about its article, as far as their words tell: a hint, and no more."""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from math import log, sqrt

import regex

from parley.policy import plain_weights
from parley.policy.decision import Reason
from parley.policy.fold import folded
from parley.policy.languages import may_be_english
from parley.policy.messages import reason
from parley.policy.prose import unquoted
from parley.policy.site_rules import SiteRules
from parley.policy.submission import Submission
from parley.policy.word_sets import word_set

FILE = plain_weights.FOLDER / "words.tsv"

# Less than this of an article tells too little of what it is about.
_LEAST_OF_AN_ARTICLE = 80

# Of so few telling words none need be the article's: people tell what they saw themselves.
_LEAST_WORDS = 15

# In how many texts a word may be, as the logarithm of one in so many, to tell anything.
COMMON = 3.0

# Chosen on one discussion of the demo newsroom, of which it tells nobody wrongly.
_ABOUT = 0.6

# Who speaks of the newspaper or of the discussion is never off its subject.
_OURSELVES = word_set("""
    article articles headline headlines editor editors reporter reporters journalist journalists
    journalism correspondent columnist moderator moderators comment comments commenters newspaper
    """)
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}]*+(?:['’]\p{L}++)?")
_DOUBLED = regex.compile(r"([^aeiouls])\1\Z")

# The opening of a long comment tells enough.
_READ = 5_000


def is_about_the_article(submission: Submission, rules: SiteRules) -> Iterator[Reason]:
    article = submission.article
    # A reply is about what it answers.
    if submission.parent_text or not article.body:
        return
    central = _central(article.headline, article.body)
    if central is None or not may_be_english(submission.text, rules):
        return
    likeness = _likeness(submission.text, central)
    if likeness is not None and likeness < _ABOUT:
        yield reason("off_topic", rules)


@lru_cache(maxsize=1)
def rarity() -> Mapping[str, float]:
    """By stem, the logarithm of one in so many texts. Raises ModelUnavailable."""
    return plain_weights.read(FILE)


@lru_cache(maxsize=1)
def _rarest() -> float:
    """What a word counts that is in no list."""
    return max(rarity().values())


def words_of(text: str) -> list[str]:
    return _WORD.findall(folded(text))


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The word without the endings of English nouns and verbs, alike for all its forms."""
    word = word.replace("’", "'").removesuffix("'s")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 5 and word.endswith("ing"):
        word = word[:-3]
    elif len(word) > 4 and word.endswith("ed"):
        word = word[:-2]
    elif len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    if len(word) > 4:
        word = word.removesuffix("e")
    return word[:-1] if len(word) > 3 and _DOUBLED.search(word) else word


@lru_cache(maxsize=64)
def _central(headline: str, body: str) -> Mapping[str, float] | None:
    """How much each word says of the article; the headline says it twice."""
    words = words_of(f"{headline}\n{headline}\n{body}")
    if len(words) < _LEAST_OF_AN_ARTICLE:
        return None
    return {each: log(1 + count) for each, count in Counter(map(stem, words)).items()}


def _likeness(text: str, central: Mapping[str, float]) -> float | None:
    """What its telling words have of the article's, 0 for nothing; None: too few to tell."""
    words = set(words_of(unquoted(text[:_READ])))
    if not words.isdisjoint(_OURSELVES):
        return None
    known, rarest = rarity(), _rarest()
    telling = {
        each: rare - COMMON
        for each in sorted(set(map(stem, words)))
        if (rare := known.get(each, rarest)) >= COMMON
    }
    if len(telling) < _LEAST_WORDS:
        return None
    shared = sum(rare * central.get(each, 0.0) for each, rare in telling.items())
    return shared / sqrt(len(telling))
