"""The operators' pages at /admin/; what changes state here goes through the same actions."""

from collections.abc import Callable
from typing import Any

from allauth.account.decorators import secure_admin_login
from csp.decorators import csp_replace
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from parley.actions import ground_refreshing, operating, roles, word_lists
from parley.errors import BadField, Conflict
from parley.models.api_key import ApiKey
from parley.models.guidelines import Guidelines
from parley.models.import_run import ImportRun
from parley.models.site import Site, SiteDomain, SiteKey
from parley.models.suggestion import ScoreSuggestion
from parley.models.user import ApiToken, Membership, User
from parley.policy.site_rules import SiteRules
from parley.policy.word_list import WordList

# Django's own scripts for these pages write HTML as text, which Trusted Types forbid.
_POLICY = {"require-trusted-types-for": None}
_admin_view = admin.site.admin_view


def _relaxed_view(view: Callable[..., Any], cacheable: bool = False) -> Callable[..., Any]:
    relaxed: Callable[..., Any] = csp_replace(_POLICY)(_admin_view(view, cacheable))
    return relaxed


admin.site.admin_view = _relaxed_view  # type: ignore[method-assign, assignment]
# Signing in goes by allauth's page, with its limits and second factors.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.site_header = admin.site.site_title = "Parley"
admin.site.index_title = _("Operators")


class ReadOnly(admin.ModelAdmin[Any]):
    """Rows that are looked at here and made elsewhere."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class DomainInline(admin.TabularInline[SiteDomain, Site]):
    model = SiteDomain
    extra = 0


class SiteForm(ModelForm[Site]):
    def _unknown_before(self) -> object:
        """What another release has set, and may stay."""
        try:
            return SiteRules.kept(self.initial.get("rules", {})).unknown
        except BadField:
            return {}

    def clean_rules(self) -> object:
        """A rule that cannot be read would keep everybody from commenting."""
        stored: object = self.cleaned_data["rules"]
        try:
            rules = SiteRules.kept(stored)
            if rules.unknown != self._unknown_before():
                SiteRules.from_json(stored)
            for words in (rules.banned_words, rules.suspect_words):
                WordList(words)
        except BadField as fault:
            raise ValidationError(f"{fault.field}: {fault.detail}") from fault
        return stored


@admin.register(Site)
class SiteAdmin(admin.ModelAdmin[Site]):
    """A site is added by `parley site add`, which makes its key and guidelines too."""

    form = SiteForm
    list_display = ("domain", "name", "language", "timezone")
    search_fields = ("domain", "name")
    inlines = (DomainInline,)
    actions = ("issue_key",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Site | None = None) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, obj: Site, form: ModelForm[Site], change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        if "common_ground" in form.changed_data:
            ground_refreshing.switched(obj, timezone.now())
        # Lists of words that were typed into the rules go where the others are.
        word_lists.adopt(obj, now=timezone.now())

    @admin.action(description=_("Issue a new secret key"))
    def issue_key(self, request: HttpRequest, queryset: QuerySet[Site]) -> None:
        for site in queryset:
            secret = operating.add_key(site)
            text = _("The new key of %(site)s, shown only now: %(key)s")
            self.message_user(request, text % {"site": site, "key": secret}, messages.SUCCESS)


class _Secret(ReadOnly):
    """Only a secret's hash is kept; it can be revoked."""

    actions = ("revoke",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # Without it Django hides the action; no field of the form can be changed.
        return bool(request.user.is_superuser)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [field.name for field in self.opts.fields]

    @admin.action(description=_("Revoke"))
    def revoke(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        count = queryset.filter(revoked_at=None).update(revoked_at=timezone.now())
        self.message_user(request, _("Revoked: %(n)d") % {"n": count}, messages.SUCCESS)


@admin.register(SiteKey)
class SiteKeyAdmin(_Secret):
    list_display = ("site", "created_at", "revoked_at")
    exclude = ("digest",)
    list_filter = ("site",)


@admin.register(ApiToken)
class ApiTokenAdmin(_Secret):
    list_display = ("user", "site", "role", "created_at", "revoked_at")
    exclude = ("digest",)
    list_filter = ("site", "role")
    list_select_related = ("user", "site")


@admin.register(ApiKey)
class ApiKeyAdmin(_Secret):
    """Made by `parley key create`."""

    list_display = ("site", "name", "hint", "per_minute", "per_day", "created_at", "revoked_at")
    exclude = ("digest",)
    list_filter = ("site",)
    list_select_related = ("site",)


@admin.register(ScoreSuggestion)
class ScoreSuggestionAdmin(ReadOnly):
    """What other programs' moderators sent; it may be deleted."""

    list_display = ("site", "attribute", "value", "community_id", "created_at")
    list_filter = ("site", "attribute")
    list_select_related = ("site",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin[Membership]):
    """Roles above reader; saving and deleting go through `actions.roles`."""

    list_display = ("user", "site", "role")
    list_filter = ("site", "role")
    list_select_related = ("user", "site")
    search_fields = ("user__display_name", "user__email")
    autocomplete_fields = ("user",)

    def save_model(
        self, request: HttpRequest, obj: Membership, form: ModelForm[Membership], change: bool
    ) -> None:
        try:
            granted = roles.grant_role(obj.user, obj.site, role=obj.role, now=timezone.now())
        except Conflict as error:
            self.message_user(request, error.detail, messages.ERROR)
            return
        if granted is not None:
            obj.pk = granted.pk

    def get_readonly_fields(self, request: HttpRequest, obj: Membership | None = None) -> list[str]:
        """Whose and where is settled when it is made; moved, it would leave a badge behind."""
        return ["user", "site"] if obj else []

    def delete_model(self, request: HttpRequest, obj: Membership) -> None:
        self._revoke(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Membership]) -> None:
        for membership in queryset.select_related("user", "site"):
            self._revoke(request, membership)

    def _revoke(self, request: HttpRequest, membership: Membership) -> None:
        try:
            roles.revoke_role(membership.user, membership.site, now=timezone.now())
        except Conflict as error:
            self.message_user(request, error.detail, messages.ERROR)


@admin.register(User)
class UserAdmin(admin.ModelAdmin[User]):
    """Accounts. Closing one keeps what it wrote; its owner alone can erase it."""

    list_display = ("display_name", "email", "is_active", "is_staff", "created_at")
    list_filter = ("is_active", "is_staff", "is_superuser")
    search_fields = ("display_name", "email")
    readonly_fields = ("display_name", "email", "created_at", "last_login")
    fields = ("is_active", "is_staff", "is_superuser", *readonly_fields)

    def save_model(
        self, request: HttpRequest, obj: User, form: ModelForm[User], change: bool
    ) -> None:
        """Nobody waits for who cannot sign in."""
        super().save_model(request, obj, form, change)
        if not obj.is_active:
            roles.give_back(obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False


@admin.register(Guidelines)
class GuidelinesAdmin(ReadOnly):
    """Every version; a new one is written at /guidelines/edit/."""

    list_display = ("site", "version", "published_at", "published_by")
    list_filter = ("site",)
    list_select_related = ("site", "published_by")


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnly):
    list_display = ("site", "format", "file_name", "started_at", "finished_at")
    list_filter = ("site", "format")
    list_select_related = ("site",)
