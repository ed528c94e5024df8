"""A discussion whose readers stand in two camps, with its picture as the refresh stores it."""

from datetime import timedelta
from itertools import cycle, islice

from django.utils import timezone

from parley.models.article import Article
from parley.models.comment import Comment
from parley.models.common_ground import ThreadGround
from parley.models.site import Site
from tests import factories
from tests.ranking.pictures import composed, demo

# Of the comments that `demo` makes, the first sixth are what both camps respect.
COMMON = (
    "Whatever is decided, publish the traffic counts first. Nobody in this town has seen them.",
    "The school run is the real problem. Two buses at eight would help more than any barrier.",
    "Ask the shopkeepers on both banks, not only the ones who shout in the council chamber.",
    "Repair the pavement. My mother has not crossed the bridge alone since the winter.",
    "Try it for six weeks in spring and count again. Then we can argue about something real.",
    "An ambulance has to get across at any hour. Show us how, and I will listen to the rest.",
    "I drive and I cycle, and both are dangerous at the northern end. Start there.",
    "The ferry ran until 1998 and everybody used it. Why is it in neither of the two plans?",
    "Loading in the early morning only, as the market did for years. It worked.",
    "Thank you for printing the engineer’s report in full. The arch needs work either way.",
)
APART = (
    "Close it to cars for good. A bridge of 1886 was never meant for this traffic.",
    "Closing the bridge is a gift to people who work from home and a fine for those who cannot.",
    "Every city that did this would not go back. The noise alone is worth it.",
    "My customers come by car. Without them I close before the bridge does.",
    "Twenty minutes more for every nurse on the late shift. Has anybody counted that?",
    "Drivers had a hundred years. Let the children have the next ones.",
    "First the bus lanes, then the car park, now the bridge. It never ends.",
    "Less traffic is the cheapest repair that this bridge will ever get.",
)
AUTHORS = (
    "Asha Menon", "Tomás Rivera", "Ines Okafor", "J. P. Lindqvist", "Meher Irani", "Ruth Adeyemi",
    "Old Ferryman", "Dr. Salma Haddad", "kestrel", "Wen Li",
)  # fmt: skip


def discussion(
    site: Site, *, readers: int = 300, comments: int = 60, path: str = "/bridge/"
) -> Article:
    """An article with that many comments and their picture."""
    article = factories.article(site, path, headline="Should the old bridge be closed to cars?")
    common = comments // 6
    texts = [*islice(cycle(COMMON), common), *islice(cycle(APART), comments - common)]
    authors = [factories.author(site, display_name=name) for name in AUTHORS]
    start = timezone.now() - timedelta(days=1)
    made = [
        factories.comment(
            article,
            authors[number % len(authors)],
            text=text,
            created_at=start + timedelta(minutes=number),
        )
        for number, text in enumerate(texts)
    ]
    store(article, made, readers=readers)
    return article


def store(article: Article, comments: list[Comment], *, readers: int = 300) -> ThreadGround:
    """The picture of a simulated vote on these comments."""
    found = composed(
        demo(readers=readers, comments=len(comments)), first_id=min(one.pk for one in comments)
    )
    ground, _ = ThreadGround.objects.update_or_create(
        article=article,
        defaults={
            "site": article.site,
            "enough": found is not None,
            "picture": found,
            "placed": readers,
            "refreshed_at": timezone.now(),
        },
    )
    agreed = found["agreed"] if found else []
    Comment.objects.filter(pk__in=agreed).update(common_ground=True, ground=0.6)
    return ground


def first_agreed(article: Article) -> int:
    """The comment that all of them respect most."""
    found = ThreadGround.objects.get(article=article).picture
    assert found is not None
    agreed: int = found["agreed"][0]
    return agreed
