"""What was said under one article while the newspaper was still with another system.

It comes in as any newspaper's would: by the importer, from an export of that system. One record
names a thread that the export does not have, so that there is something to mend.
"""

import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path

from demo.seed.articles import Story
from parley.actions.importing import Export, import_records
from parley.importers import formats
from parley.importers.source import Options
from parley.models.site import Site

STORY = "crown-talkies"
FILE_NAME = "meridian-disqus-2026-11.xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """`after` the article appeared. The address is one of a demo account, or of nobody."""

    number: int
    after: timedelta
    name: str
    email: str = ""
    text: str
    parent: int | None = None
    deleted: bool = False
    spam: bool = False
    thread: int = 88


RUKMINI = "rukmini@meridian.example"
SAID = (
    Said(
        number=5001,
        after=timedelta(minutes=38),
        name="rukmini_d",
        email=RUKMINI,
        text="<p>My father sold peanuts in that lane for thirty years. A plaque with no money is"
        " <b>not</b> conservation; it is an invoice sent to the owner.</p>",
    ),
    Said(
        number=5002,
        after=timedelta(minutes=52),
        name="Old Mysurean",
        email="old.mysurean@mail.example",
        text="<p>The owner has carried it since 2017, and nobody offered him a rupee until he"
        " applied. I would list the front and let the rest go.</p>",
        parent=5001,
    ),
    Said(
        number=5003,
        after=timedelta(hours=2),
        name="Deleted",
        text="<p>Removed by its author.</p>",
        deleted=True,
    ),
    Said(
        number=5004,
        after=timedelta(hours=2, minutes=20),
        name="rukmini_d",
        email=RUKMINI,
        text="<p>That is what the two engineers propose, as far as I understand it: see"
        ' <a href="https://paper.example/talkies">their drawing</a>.</p>',
        parent=5003,
    ),
    Said(
        number=5005,
        after=timedelta(hours=5),
        name="Cheap Reels",
        email="sales@reels.example",
        text="<p>Best price for film reels, write to us today.</p>",
        spam=True,
    ),
    Said(
        number=5006,
        after=timedelta(hours=26),
        name="rukmini_d",
        email=RUKMINI,
        text="<p>Seven minutes for an ambulance is a reason to move the parked cars, and no reason"
        " to pull down a cinema.</p>",
    ),
    Said(
        number=5007,
        after=timedelta(hours=27),
        name="Old Mysurean",
        email="old.mysurean@mail.example",
        text="<p>I have the programme of the first night, if anybody wants a copy.</p>",
        thread=91,
    ),
)


def bring(site: Site, story: Story, *, url: str, now: datetime) -> None:
    """Import the export, as `parley import disqus` would."""
    importer = next(one for one in formats.IMPORTERS if one.name == "disqus")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / FILE_NAME
        file.write_text(export(story.published(now), url), "utf-8")
        records = importer.read([file], Options(base_url=f"https://{site.domain}"))
        options = {"format": importer.name, "importer": importer.title}
        import_records(site, Export(importer.name, records, FILE_NAME, options), now=now)


def export(published: datetime, url: str) -> str:
    """The file of the former system."""
    posts = "\n".join(_post(each, published) for each in SAID)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<disqus xmlns="http://disqus.com"'
        ' xmlns:dsq="http://disqus.com/disqus-internals">\n'
        f'<thread dsq:id="88"><id>{STORY}</id><link>{escape(url)}</link></thread>\n'
        f"{posts}\n</disqus>\n"
    )


def _post(said: Said, published: datetime) -> str:
    moment = (published + said.after).astimezone(UTC)
    parent = f'<parent dsq:id="{said.parent}" />' if said.parent else ""
    return (
        f'<post dsq:id="{said.number}"><message><![CDATA[{said.text}]]></message>'
        f"<createdAt>{moment:%Y-%m-%dT%H:%M:%SZ}</createdAt>"
        f"<isDeleted>{str(said.deleted).lower()}</isDeleted>"
        f"<isSpam>{str(said.spam).lower()}</isSpam>"
        f"<author><email>{said.email}</email><name>{said.name}</name></author>"
        f'<thread dsq:id="{said.thread}" />{parent}</post>'
    )
