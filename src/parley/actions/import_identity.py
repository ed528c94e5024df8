"""Tells imported authors apart without keeping their addresses."""

from django.utils.crypto import salted_hmac

from parley import markup
from parley.actions.import_names import PARLEY
from parley.importers.record import MAX_ID, ImportedAuthor

MAX_NAME = 120
NAMELESS = "Guest"


def email_hash(email: str) -> str:
    """A keyed hash: whoever verifies the address is recognised, a stolen table tells nothing.

    The key is PARLEY_SECRET_KEY; with another one, imported addresses are recognised no more.
    """
    normal = email.strip().lower()
    return salted_hmac("parley.imported-address", normal, algorithm="sha256").hexdigest()


def display_name(author: ImportedAuthor) -> str:
    """The name as readers will see it: one line of visible characters."""
    return " ".join(markup.clean_text(author.name).split())[:MAX_NAME] or NAMELESS


def source_id(author: ImportedAuthor) -> str:
    """By what an author of an export is known again: the account there, or else the name and,
    where there is one, the address.

    Guests are not told apart by address alone: two names of one person would fall together,
    and readers would learn what that person chose not to say.
    """
    if author.user_id:
        return f"user:{author.user_id}"[:MAX_ID]
    address = email_hash(author.email)[:32] if author.email else ""
    return f"guest:{address}:{display_name(author)}"


def key(author: ImportedAuthor, export_source: str) -> str:
    """The name of an author in an export; Parley's own give it with the author."""
    return author.user_id if export_source == PARLEY and author.user_id else source_id(author)
