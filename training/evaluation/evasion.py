"""Disguised words: what is caught plainly must be caught in disguise, and clean text left alone."""

from collections import defaultdict
from random import Random

from parley.policy.disguise import disguises
from parley.policy.scoring import first_tier
from parley.policy.word_sets import word_set
from training.corpora import talk_held_out
from training.evaluation.abuse import is_told
from training.evaluation.table import Row, Wish
from training.evasions import DISGUISES
from training.examples import Example
from training.own_texts import held_out_texts

# Words in frames of their own, which no text that trains has.
_FRAMES = ("I told you last week, you {} of a neighbour.", "So says the {}, as always, does he?")
_WORDS = word_set("""
    idiot moron imbecile stupid bastard bitch asshole fucker shithead cunt whore slut wanker prick
    scumbag retard faggot nigger dickhead loser pathetic liar coward motherfucker dumbass twat
    """)


def rows() -> list[Row]:
    framed = [(frame, word) for frame in _FRAMES for word in sorted(_WORDS)]
    plainly = [(frame, word) for frame, word in framed if _is_caught(frame.format(word))]
    caught: dict[str, list[bool]] = defaultdict(list)
    random = Random(7)
    for name, disguise in DISGUISES.items():
        for frame, word in plainly:
            caught[name].append(_is_caught(frame.format(disguise(word, random))))
    every = [each for found in caught.values() for each in found]
    data = f"{len(plainly)} sentences with a word that is caught plainly"
    return [
        *(
            Row(measure=f"{name}, still caught", value=sum(found) / len(found), data=data)
            for name, found in caught.items()
        ),
        Row(
            measure="all disguises, still caught",
            value=sum(every) / len(every),
            target=0.95,
            data=f"{len(every):,} disguised words",
        ),
        _false_alarms(),
    ]


def _is_caught(text: str) -> bool:
    return is_told(Example(text=text, labels={}, source="disguise"))


def _false_alarms() -> Row:
    """Clean text in which a word is taken for a disguise."""
    watched = first_tier().watched
    texts = [text for text, toxic, teacher in talk_held_out() if not toxic and teacher < 0.3]
    texts += [each.text for each in held_out_texts() if not any(each.labels.values())]
    return Row(
        measure="clean text with a word taken for a disguise",
        value=sum(bool(disguises(text, watched)) for text in texts) / len(texts),
        wish=Wish.AT_MOST,
        target=0.01,
        data=f"Wikipedia talk and own held-out text, {len(texts):,}",
    )
