"""Common ground in words and numbers, around the pictures and in place of them."""

from collections.abc import Sequence
from html import escape

from django.utils.formats import number_format
from django.utils.translation import get_language_bidi, ngettext, override
from django.utils.translation import gettext as _

from parley.ranking.picture import LEAST_IN_CELL, LEAST_READERS
from parley.snapshots.ground import svg
from parley.snapshots.ground.scene import Said, Scene

# As many of each kind as one reads; the table has all.
LISTED = 5


def ground_html(scene: Scene) -> str:
    """Everything, as one fragment in the language of the site."""
    with override(scene.language):
        turned = ' dir="rtl"' if get_language_bidi() else ""
        return (
            f'<section class="parley-pictures" data-article="{scene.article_id}"'
            f' lang="{escape(scene.language)}"{turned} aria-labelledby="parley-pictures-head">\n'
            f'<h2 id="parley-pictures-head">{escape(_("Common ground"))}</h2>\n'
            f"{_paragraph(_introduction(scene))}{_figures(scene)}{_lists(scene)}{_tables(scene)}"
            "</section>\n"
        )


def empty_html(language: str, article_id: int) -> str:
    """What stands where there is nothing to show yet, and what it would take."""
    with override(language):
        turned = ' dir="rtl"' if get_language_bidi() else ""
        return (
            f'<section class="parley-pictures" data-article="{article_id}"'
            f' lang="{escape(language)}"{turned}>\n'
            f'<p class="parley-empty">{escape(_("No common ground found here yet."))}</p>\n'
            f"{_paragraph(what_it_takes())}</section>\n"
        )


def what_it_takes() -> str:
    """One sentence, of the same numbers as `parley.ranking.picture`."""
    return _(
        "It takes %(readers)d readers who vote often enough on this site to tell who usually"
        " disagrees with whom, and who have voted here from both sides."
    ) % {"readers": LEAST_READERS}


def _introduction(scene: Scene) -> str:
    return _(
        "%(readers)s readers whose votes on this site tell where they stand have voted %(votes)s"
        " times in this discussion. Nobody’s own vote or place is shown."
    ) % {
        # Set as the language sets large numbers.
        "readers": number_format(scene.picture["readers"], use_l10n=True, force_grouping=True),
        "votes": number_format(scene.picture["votes"], use_l10n=True, force_grouping=True),
    }


# --- pictures ---


def _figures(scene: Scene) -> str:
    near = _(
        "Who votes alike stands close together. Every dot stands for %(least)d readers or more;"
        " the larger it is, the more."
    ) % {"least": LEAST_IN_CELL}
    apart = scene.picture["apart"]
    if apart:
        near += " " + ngettext(
            "%(count)d reader stands too far from others to be shown.",
            "%(count)d readers stand too far from others to be shown.",
            apart,
        ) % {"count": apart}
    both = _(
        "Every mark is a comment, and the larger it is, the more votes it has. In the upper right"
        " stands what more than half on both sides respect; the green ones would stand there even"
        " if chance had a hand in the votes."
    )
    left_out = scene.picture["left_out"]
    if left_out:
        both += " " + ngettext(
            "%(count)d comment with fewer votes is left out.",
            "%(count)d comments with fewer votes are left out.",
            left_out,
        ) % {"count": left_out}
    line = _(
        "On the left stand comments of which both sides think alike, be it well or ill; on the"
        " right, those on which they differ most."
    )
    return (
        _figure(_("The map of opinions"), svg.opinion_map(scene), caption=near)
        + _figure(
            _("What one side respects, and what the other"),
            svg.sides_compared(scene) + svg.key(),
            caption=both,
        )
        + _figure(_("From common to divisive"), svg.common_to_divisive(scene), caption=line)
    )


def _figure(title: str, drawn: str, *, caption: str) -> str:
    return (
        f'<figure class="parley-figure"><h3>{escape(title)}</h3>{drawn}'
        f"<figcaption>{escape(caption)}</figcaption></figure>\n"
    )


# --- words ---


def _lists(scene: Scene) -> str:
    return _list(
        _("What all sides respect"),
        scene.listed("agreed")[:LISTED],
        nothing=_("No comment yet that most on every side respect beyond doubt."),
    ) + _list(
        _("What divides"),
        scene.listed("divides")[:LISTED],
        nothing=_("No comment yet on which the sides differ beyond doubt."),
    )


def _list(title: str, comments: Sequence[Said], *, nothing: str) -> str:
    quotes = "".join(quote_html(said) for said in comments)
    body = f'<ul class="parley-quotes">{quotes}</ul>' if quotes else _paragraph(nothing)
    return f'<div class="parley-said"><h3>{escape(title)}</h3>{body}</div>\n'


def quote_html(said: Said) -> str:
    """A comment in quotation marks, whose it is, and what both sides make of it."""
    return (
        f'<li><blockquote cite="{escape(said.url)}"><p dir="auto">“{escape(said.quote)}”</p>'
        "</blockquote>"
        f'<p class="parley-by"><a href="{escape(said.url)}"><bdi>{escape(said.author)}</bdi></a>'
        f" <span>{escape(svg.in_words(said))}</span></p></li>"
    )


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>\n"


# --- tables ---


def _tables(scene: Scene) -> str:
    return (
        f'<details class="parley-numbers"><summary>{escape(_("The same as tables"))}</summary>'
        f"{_table_of_comments(scene)}{_table_of_readers(scene)}</details>\n"
    )


def _table_of_comments(scene: Scene) -> str:
    between = len(scene.comments[0].shares) - 2
    heads = (
        _("Comment"),
        _("Respected on side A"),
        *[_("In between")] * between,
        _("Respected on side B"),
        _("Points apart"),
        _("Votes"),
    )
    rows = "".join(
        f'<tr><th scope="row"><a href="{escape(said.url)}" dir="auto">“{escape(said.quote)}”</a>'
        f" <bdi>{escape(said.author)}</bdi></th>"
        + "".join(f"<td>{_percent(share)}</td>" for share in said.shares)
        + f"<td>{said.gap}</td><td>{said.votes}</td></tr>"
        for said in scene.comments
    )
    return _table(_("Comments, from common to divisive"), heads, rows=rows)


def _table_of_readers(scene: Scene) -> str:
    names = {
        "left": _("Most from side A"),
        "mixed": _("Elsewhere"),
        "right": _("Most from side B"),
    }
    cells = scene.picture["cells"]
    rows = ""
    for side, name in names.items():
        of_side = [cell["readers"] for cell in cells if cell["side"] == side]
        rows += (
            f'<tr><th scope="row">{escape(name)}</th>'
            f"<td>{len(of_side)}</td><td>{sum(of_side)}</td></tr>"
        )
    apart = escape(_("Too far from others to be shown"))
    rows += f'<tr><th scope="row">{apart}</th><td></td><td>{scene.picture["apart"]}</td></tr>'
    return _table(_("Readers on the map"), (_("Place"), _("Dots"), _("Readers")), rows=rows)


def _percent(share: int | None) -> str:
    return "–" if share is None else f"{share}%"


def _table(caption: str, heads: Sequence[str], *, rows: str) -> str:
    """In a box that can be scrolled, by keys as well, where the page is narrow."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    return (
        f'<div class="parley-scroll" role="region" tabindex="0" aria-label="{escape(caption)}">'
        f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )
