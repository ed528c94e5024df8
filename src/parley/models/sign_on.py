"""Publisher sign-on: the keys of a publisher's server, whom it names, and tokens seen."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from parley.models.site import Site


class SignOnAlgorithm(models.TextChoices):
    """How the publisher's server signs; a key is of one kind for all its life."""

    EDDSA = "EdDSA", _("EdDSA (Ed25519): we keep only the public half")
    HS256 = "HS256", _("HS256: a secret that both sides keep")


class SignOnKey(models.Model):
    """A key by which a publisher's server may sign its readers on.

    `kid` is its public name. `public_key` is PEM, for EdDSA; `secret_sealed` the shared secret
    (`actions.sealing`), for HS256. `expires_at` is set when a newer key replaces it.
    `vouches_for_email` says whether an address that its tokens call verified is taken so.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="sign_on_keys")
    kid = models.CharField(max_length=32, unique=True)
    algorithm = models.CharField(max_length=8, choices=SignOnAlgorithm.choices)
    public_key = models.TextField(blank=True)
    secret_sealed = models.TextField(blank=True)
    label = models.CharField(max_length=80, blank=True)
    vouches_for_email = models.BooleanField(default=True, db_default=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(algorithm__in=SignOnAlgorithm.values), name="sign_on_algorithm_known"
            ),
        )

    def __str__(self) -> str:
        return self.kid


class SignOnIdentity(models.Model):
    """Who the publisher's `sub` is here.

    `linked_at` is None where the sign-on made the account; else its owner, signed in here,
    agreed then that the publisher may sign them in. `name` is what the publisher last called
    them, so that a change of it is noticed and a name chosen here is left alone.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="sign_on_identities")
    subject = models.CharField(max_length=255)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="sign_on_identities"
    )
    name = models.CharField(max_length=200, blank=True, db_default="")
    created_at = models.DateTimeField()
    linked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("site", "subject"), name="sign_on_subject_once"),
        )

    def __str__(self) -> str:
        return f"{self.site_id} {self.subject}"


class UsedToken(models.Model):
    """A token that was exchanged, by its `jti`, kept until it would have ended anyway."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    jti_digest = models.CharField(max_length=64)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("site", "jti_digest"), name="sign_on_token_once"),
        )

    def __str__(self) -> str:
        return self.jti_digest
