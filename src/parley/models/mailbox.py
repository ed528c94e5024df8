"""Addresses to which a newspaper has mail sent, and what their owners say to it."""

from django.core.validators import MaxLengthValidator, validate_email
from django.db import models

from parley.models.site import Site

# As RFC 5321 bounds what stands between the angle brackets of a path.
LONGEST_ADDRESS = 254
# Begins what is no address, but a keyed digest of one that is forgotten.
SEALED = "digest:"


def check_address(address: str) -> None:
    """Raises ValidationError for what is no address, or longer than one can be."""
    validate_email(address)
    MaxLengthValidator(LONGEST_ADDRESS)(address)


class Mailbox(models.Model):
    """Where a site's events or figures go by mail. `address` is in lower case, and
    known here since `known_since`.

    Its owner has said yes at `confirmed_at`, or no more at `stopped_at`, which counts until
    they say yes again. They were asked `asked` times, last at `asked_at`. Where nobody names the
    address any more, `address` is a digest, by which it is known if somebody does.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    address = models.CharField(max_length=LONGEST_ADDRESS)
    known_since = models.DateTimeField()
    asked = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "mailboxes"
        constraints = (models.UniqueConstraint(fields=("site", "address"), name="mailbox_once"),)

    def __str__(self) -> str:
        return self.address

    @property
    def is_sealed(self) -> bool:
        return self.address.startswith(SEALED)
