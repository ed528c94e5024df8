"""Who votes: those who write, and the many more who only read and never say a word."""

import random
from dataclasses import dataclass
from functools import cache

from demo.seed.people import Person, people
from parley.models.user import Role

SILENT = 260
# Of ten silent readers, six like to see things changed by a rule; few stand in between.
FOR_RULES = 0.6
FAR_FROM_THE_MIDDLE, SPREAD = 0.62, 0.24
# How much of what a writing reader votes on a silent one does; some open every article.
LEAST_EAGER, MOST_EAGER = 0.05, 0.7

_GIVEN = """Aarti Abhishek Amrita Anand Bhavna Chetan Damini Eknath Firoz Geeta Hemant Indira
    Jagdish Kalpana Lokesh Mamta Naveen Omprakash Pallavi Qasim Rekha Sanjay Tara Usha Vinod
    Yamini""".split()  # noqa: SIM905 - It reads as the names that it makes.
_FAMILY = """Acharya Bajaj Chavan Dutta Fernandes Goswami Hazarika Jadhav Kamath Lobo Mishra
    Nayak Parikh Rawat Saxena Tiwari""".split()  # noqa: SIM905 - As above.


@dataclass(frozen=True, slots=True, kw_only=True)
class Voter:
    """`leaning` as a person's; `eagerness` is the share of what they see that they vote on."""

    handle: str
    leaning: float
    eagerness: float = 1.0


@cache
def silent_readers() -> dict[str, tuple[Person, Voter]]:
    """Accounts that never wrote, by handle; the same ones every time."""
    chance = random.Random("silent readers")
    taken = {person.name for person in people().values()}
    names = [f"{given} {family}" for given in _GIVEN for family in _FAMILY]
    chance.shuffle(names)
    readers = {}
    for number, name in enumerate([name for name in names if name not in taken][:SILENT], 1):
        handle = f"reader-{number}"
        side = 1 if chance.random() < FOR_RULES else -1
        leaning = max(-1.0, min(1.0, chance.gauss(side * FAR_FROM_THE_MIDDLE, SPREAD)))
        voter = Voter(
            handle=handle, leaning=leaning, eagerness=chance.uniform(LEAST_EAGER, MOST_EAGER)
        )
        email = f"{handle}@readers.example"
        readers[handle] = Person(handle=handle, name=name, leaning=leaning, email=email), voter
    return readers


@cache
def voters() -> list[Voter]:
    """Every reader with an account, staff excepted."""
    writing = [person for person in people().values() if person.role == Role.READER]
    return [
        *(Voter(handle=person.handle, leaning=person.leaning) for person in writing),
        *(voter for _person, voter in silent_readers().values()),
    ]
