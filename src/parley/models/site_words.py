"""A site's lists of words, apart from the site: it is read with every request, they are not."""

import hashlib

from django.db import models
from django.utils.translation import gettext_lazy as _

from parley.models.site import Site


class WordsKind(models.TextChoices):
    """What a word of the list leads to."""

    BANNED = "banned", _("Banned words")
    SUSPECT = "suspect", _("Suspect words")


class SiteWords(models.Model):
    """One of the two lists. `entries` has one a line; `digest` is of them, and names what a
    process has made of them."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="words")
    kind = models.CharField(max_length=16, choices=WordsKind.choices)
    entries = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = _("site words")
        constraints = (models.UniqueConstraint(fields=("site", "kind"), name="site_words_once"),)

    def __str__(self) -> str:
        return f"{self.site_id} {self.kind}"


def digest_of(entries: str) -> str:
    """The same for the same list, in whichever process."""
    return hashlib.sha256(entries.encode(errors="surrogatepass")).hexdigest()
