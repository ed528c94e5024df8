"""Signed-in accounts, what they may do on which site, and their tokens."""

import secrets
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parley.models.site import Site

# RFC 2606: nobody can ever own it, so nobody receives mail there or registers with it.
NO_ADDRESS_HOST = "sign-on.invalid"


def no_address() -> str:
    """Stands for the address of an account that has none, so that it stays unique."""
    return f"{secrets.token_hex(16)}@{NO_ADDRESS_HOST}"


class UserManager(BaseUserManager["User"]):
    """Makes accounts by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An account; `fields` are the model's own. The name must have been checked."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An operator of the whole installation."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A signed-in account. `name_key` is the folded display name: unique, so that no
    two people look alike (see `parley.names.fold`)."""

    email = models.EmailField(_("e-mail address"), unique=True)
    display_name = models.CharField(_("display name"), max_length=80)
    name_key = models.CharField(max_length=240, unique=True)
    is_active = models.BooleanField(default=True)
    # Django's own meaning: may enter /admin/. A newspaper's staff are Memberships.
    is_staff = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    def __str__(self) -> str:
        return self.display_name

    @property
    def mailbox(self) -> str:
        """Where mail reaches the reader; "" for one whom a publisher named without an address."""
        return "" if self.email.endswith(f"@{NO_ADDRESS_HOST}") else self.email


class Role(models.TextChoices):
    """What an account may do on one site; each includes what stands above it."""

    READER = "reader", _("reader")
    STAFF = "staff", _("staff")
    MODERATOR = "moderator", _("moderator")
    ADMINISTRATOR = "administrator", _("administrator")


# Higher may do all that lower may.
RANK = {Role.READER: 0, Role.STAFF: 1, Role.MODERATOR: 2, Role.ADMINISTRATOR: 3}


class Membership(models.Model):
    """A role above reader, on one site. No row means reader."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role.choices)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("site", "user"), name="membership_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="membership_role_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} {self.role} {self.site}"


class ApiToken(models.Model):
    """A bearer token for scripts and native apps, bound to one site; stored hashed.

    `role` is the most it may do; the user's own role on the site caps it further. `scopes`
    are the rights of staff that it is confined to (`models.permission`); empty, all of the role.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="tokens")
    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    role = models.CharField(max_length=16, choices=Role.choices, default=Role.READER)
    scopes = models.JSONField(default=list, db_default=[], blank=True)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user} {self.created_at:%Y-%m-%d}"
