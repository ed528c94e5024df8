"""How often a sentence that only names a group of people is taken for abuse, by kind of group."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from training.evaluation.table import Row, Wish
from training.examples import Example

# The identities that the held-out text asks about, by what sets them apart.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "religion": (
        "Muslim", "Hindu", "Jewish", "Christian", "Sikh", "Parsi", "Jain", "Mormon", "atheist",
    ),
    "caste and tribe": ("Dalit", "Brahmin", "Navajo"),
    "colour and origin": (
        "black", "white", "African", "Asian", "Chinese", "Pakistani", "Mexican", "immigrant",
        "refugee", "Nepali", "Welsh", "Romanian", "Kurdish", "Somali", "Filipino", "Korean",
        "Ghanaian", "Puerto Rican",
    ),
    "region of India": ("Tamil", "Kashmiri", "Bihari", "Gujarati"),
    "sex and family": ("woman", "widow", "single mother"),
    "sexuality and gender": (
        "gay", "lesbian", "homosexual", "transgender", "queer", "bisexual", "hijra",
    ),
    "disability": ("blind", "deaf", "disabled", "autistic", "wheelchair user"),
    "age": ("old",),
}  # fmt: skip

_GROUP_OF = {term: group for group, terms in GROUPS.items() for term in terms}

# As for a single term: a group is not to have more false alarms than comments at large.
_MOST = 0.03


def rows(name: str, examples: Iterable[Example], is_told: Callable[[Example], bool]) -> list[Row]:
    """Raises KeyError for a term that stands in no group."""
    told: dict[str, list[bool]] = defaultdict(list)
    for example in examples:
        if example.term:
            told[_GROUP_OF[example.term]].append(is_told(example))
    return [
        Row(
            measure=f"{name}: neutral sentences on {group}, false alarms",
            value=sum(found) / len(found),
            wish=Wish.AT_MOST,
            target=_MOST,
            data=f"own held-out text, {len(found)}",
        )
        for group, found in told.items()
    ]
