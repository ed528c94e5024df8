"""What to ask each former system for; `docs/migrate/` says more."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Source:
    """A system by its name, its format and an example of its files, and how they are had."""

    title: str
    format: str
    files: str
    ask: "_StrPromise"


SOURCES = (
    Source(
        "Disqus",
        "disqus",
        "export.xml.gz",
        gettext_lazy(
            "Admin → Moderation → Export. A link to the file comes by e-mail; do not unpack it."
            " Exports since 2021 have no e-mail addresses: ask for answers of the API as well, or"
            " set up publisher sign-on before."
        ),
    ),
    Source(
        "WordPress",
        "wordpress",
        "paper.xml",
        gettext_lazy(
            "Tools → Export → All content; for a large site `wp export` on the server, all of whose"
            " files are named in one command. Have the site's time zone ready."
        ),
    ),
    Source(
        "Vuukle",
        "vuukle",
        "comments.xlsx",
        gettext_lazy(
            "Ask Vuukle for a table of all comments with the ids of comments, parents and articles,"
            " the articles' addresses, names, e-mail addresses, times and statuses. What its own"
            " export to .xlsx has may lack parents and statuses."
        ),
    ),
    Source(
        "Coral",
        "coral",
        "stories.json comments.json users.json",
        gettext_lazy(
            "`mongoexport` of the collections stories, comments and users, and of the archived ones"
            " where there are such."
        ),
    ),
    Source(
        "Remark42", "remark42", "backup.gz", gettext_lazy("Its daily backup, or `backup -s SITE`.")
    ),
    Source(
        "Isso",
        "isso",
        "comments.db",
        gettext_lazy("Its database, copied while Isso is stopped or by sqlite3's .backup."),
    ),
    Source(
        "Commento",
        "commento",
        "export.json.gz",
        gettext_lazy("Dashboard → your domain → Export data. A link comes by e-mail."),
    ),
    Source(
        "Comentario",
        "comentario",
        "comentario.json.gz",
        gettext_lazy("Domain manager → your domain → Operations → Export data."),
    ),
    Source(
        "Artalk",
        "artrans",
        "artrans.json",
        gettext_lazy("Control centre → Transfer → Export, or `artalk export`."),
    ),
    Source(
        "Waline",
        "waline",
        "waline.json",
        gettext_lazy("Import and export, on Waline's own pages; or its SQLite database, or a CSV."),
    ),
    Source(
        "Livefyre",
        "livefyre",
        "conversations.json users.json",
        gettext_lazy("The files of conversations and of users that you have from an earlier move."),
    ),
    Source(
        "Parley",
        "parley",
        "paper.jsonl.gz",
        gettext_lazy("`parley export` at the other installation."),
    ),
)
