"""Whether the comment is written in sentences, as far as its surface shows."""

from collections.abc import Iterator, Mapping
from itertools import islice

from parley.policy.capitals import capitals_faults
from parley.policy.decision import Reason
from parley.policy.endings import end_mark, missing_end, repeated_marks
from parley.policy.languages import may_be_english
from parley.policy.mashing import has_words, mashed_words
from parley.policy.messages import reason
from parley.policy.proper_names import names_in
from parley.policy.recasing import calmed
from parley.policy.site_rules import SiteRules
from parley.policy.submission import Submission
from parley.policy.text_speak import abbreviations, in_place
from parley.policy.wholeness import fragment

# More marks than this teach nothing, and a decision must not outgrow its comment.
_MOST_OF_A_KIND = 20


def in_full_sentences(submission: Submission, rules: SiteRules) -> Iterator[Reason]:
    text = submission.text
    if not has_words(text):
        yield reason("no_words", rules)
        return
    yield from islice(_capitals(text, rules, names=names_around(submission)), _MOST_OF_A_KIND)
    if may_be_english(text, rules):
        yield from islice(_text_speak(text, rules), _MOST_OF_A_KIND)
        yield from islice(_mashing(text, rules), _MOST_OF_A_KIND)
        yield from _fragment(submission, rules)
    yield from islice(_repeated_marks(text, rules), _MOST_OF_A_KIND)
    yield from _end_mark(text, rules)


def names_around(submission: Submission) -> Mapping[str, str]:
    """Names as the article and the comment answered to spell them, by small letters."""
    article = submission.article
    return names_in("\n".join((article.headline, article.body, submission.parent_text or "")))


def _capitals(text: str, rules: SiteRules, *, names: Mapping[str, str]) -> Iterator[Reason]:
    for found in capitals_faults(text, names):
        suggestion = calmed(text, found.span, names=names) if found.span else None
        yield reason(found.fault.value, rules, span=found.span, suggestion=suggestion)


def _text_speak(text: str, rules: SiteRules) -> Iterator[Reason]:
    for found in abbreviations(text):
        span = (found.start, found.end)
        if found.full is None:
            yield reason("chat_initials", rules, span=span, short=found.short)
        elif found.short == found.full.lower():
            yield reason("small_i", rules, span=span, suggestion=found.full)
        else:
            # "Dont" is a slip, and "dnt" a habit.
            slip = found.full.replace("'", "").lower() == found.short.lower()
            full = in_place(text, found)
            code = "missing_apostrophe" if slip else "text_speak"
            yield reason(code, rules, span=span, suggestion=full, full=full, short=found.short)


def _mashing(text: str, rules: SiteRules) -> Iterator[Reason]:
    for word in mashed_words(text):
        yield reason("mashing", rules, span=(word.start, word.end))


def _fragment(submission: Submission, rules: SiteRules) -> Iterator[Reason]:
    asked = (submission.parent_text or "").rstrip().endswith("?")
    found = fragment(submission.text, answers_question=asked)
    if found is not None:
        code = "short_fragment" if found.is_short else "fragment"
        yield reason(code, rules, span=(found.start, found.end))


def _repeated_marks(text: str, rules: SiteRules) -> Iterator[Reason]:
    for start, end, mark in repeated_marks(text):
        yield reason("repeated_marks", rules, span=(start, end), suggestion=mark, mark=mark)


def _end_mark(text: str, rules: SiteRules) -> Iterator[Reason]:
    offset = missing_end(text)
    if offset is not None:
        mark = end_mark(text, offset)
        yield reason("no_end_mark", rules, span=(offset, offset), suggestion=mark)
