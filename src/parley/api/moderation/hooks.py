"""Hooks: where a site's events are told, and what became of each delivery."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Status

from parley import desk_access
from parley.actions import hook_settings
from parley.actions.hook_settings import Wanted
from parley.api.moderation import hook_schemas, schemas
from parley.api.moderation.cursors import by_moment
from parley.api.moderation.scopes import desk_viewer, needs
from parley.models.hook import Delivery, Hook, HookForm, HookKind
from parley.models.permission import Permission
from parley.models.viewer import Viewer

router = Router(tags=["moderation"])


@router.get(
    "/moderation/hooks",
    response=hook_schemas.HooksOut,
    openapi_extra=needs(Permission.MANAGE_HOOKS),
)
def hooks(request: HttpRequest, response: HttpResponse) -> dict[str, Any]:
    """All of them, by name; there are twenty at most."""
    response["Cache-Control"] = "private, no-store"
    viewer = desk_viewer(request)
    viewer.require(Permission.MANAGE_HOOKS)
    return {"hooks": [_told(row) for row in Hook.objects.filter(site=viewer.site)]}


@router.post(
    "/moderation/hooks",
    response={201: hook_schemas.MadeOut},
    openapi_extra=needs(Permission.MANAGE_HOOKS),
)
def add(
    request: HttpRequest, response: HttpResponse, *, body: hook_schemas.HookIn
) -> Status[dict[str, Any]]:
    """Tell events somewhere; the secret by which they are signed is answered this once."""
    response["Cache-Control"] = "private, no-store"
    wanted = Wanted(
        form=body.form,
        name=body.name,
        target=body.target,
        kinds=tuple(body.kinds),
        every_minutes=body.every_minutes,
    )
    made, secret = hook_settings.add(desk_viewer(request), wanted, now=timezone.now())
    return Status(201, {"hook": _told(made), "secret": secret})


@router.get(
    "/moderation/hooks/{int:pk}",
    response=hook_schemas.HookOut,
    openapi_extra=needs(Permission.MANAGE_HOOKS),
)
def hook(request: HttpRequest, response: HttpResponse, *, pk: int) -> dict[str, Any]:
    """One hook; never its secret."""
    response["Cache-Control"] = "private, no-store"
    return _told(_asked(request, pk)[1])


@router.patch(
    "/moderation/hooks/{int:pk}",
    response=hook_schemas.HookOut,
    openapi_extra=needs(Permission.MANAGE_HOOKS),
)
def change(request: HttpRequest, pk: int, *, body: hook_schemas.HookChangeIn) -> dict[str, Any]:
    """Another name, target or choice of kinds."""
    viewer, row = _asked(request, pk)
    wanted = Wanted(
        form=HookForm(row.form),
        name=row.name if body.name is None else body.name,
        target=row.target if body.target is None else body.target,
        kinds=tuple(map(HookKind, row.kinds if body.kinds is None else body.kinds)),
        every_minutes=body.every_minutes or row.every_minutes,
    )
    return _told(hook_settings.change(viewer, row, wanted=wanted, now=timezone.now()))


@router.delete(
    "/moderation/hooks/{int:pk}",
    response={204: None},
    openapi_extra=needs(Permission.MANAGE_HOOKS),
)
def remove(request: HttpRequest, pk: int) -> Status[None]:
    """For good, with all its deliveries."""
    viewer, row = _asked(request, pk)
    hook_settings.remove(viewer, row, now=timezone.now())
    return Status(204, None)


@router.post(
    "/moderation/hooks/{int:pk}/enable",
    response=hook_schemas.HookOut,
    openapi_extra=needs(Permission.MANAGE_HOOKS),
)
def enable(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Tell it again, from now on, as if it had never failed."""
    viewer, row = _asked(request, pk)
    hook_settings.enable(viewer, row, now=timezone.now())
    return _told(_asked(request, pk)[1])


@router.post(
    "/moderation/hooks/{int:pk}/disable",
    response=hook_schemas.HookOut,
    openapi_extra=needs(Permission.MANAGE_HOOKS),
)
def disable(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Tell it nothing more; 409 where it is turned off already."""
    viewer, row = _asked(request, pk)
    hook_settings.disable(viewer, row, now=timezone.now())
    return _told(_asked(request, pk)[1])


@router.post(
    "/moderation/hooks/{int:pk}/roll",
    response=hook_schemas.SecretOut,
    openapi_extra=needs(Permission.MANAGE_HOOKS),
)
def roll(request: HttpRequest, response: HttpResponse, *, pk: int) -> dict[str, Any]:
    """A new secret, answered this once; for three days messages are signed with the old one too."""
    response["Cache-Control"] = "private, no-store"
    viewer, row = _asked(request, pk)
    return {"secret": hook_settings.roll(viewer, row, now=timezone.now())}


@router.post(
    "/moderation/hooks/{int:pk}/try",
    response=hook_schemas.DeliveryOut,
    openapi_extra=needs(Permission.MANAGE_HOOKS),
)
def attempt(request: HttpRequest, pk: int) -> Any:
    """Have it told that this is a test; 409 where it is turned off."""
    viewer, row = _asked(request, pk)
    return _delivery(hook_settings.try_out(viewer, row, now=timezone.now()))


@router.post(
    "/moderation/hooks/{int:pk}/replay",
    response=hook_schemas.ReplayedOut,
    openapi_extra=needs(Permission.MANAGE_HOOKS),
)
def replay_dead(request: HttpRequest, pk: int, *, body: hook_schemas.ReplayIn) -> dict[str, Any]:
    """Attempt anew what was given up since a moment, a thousand at most."""
    viewer, row = _asked(request, pk)
    count = hook_settings.replay_dead(viewer, row, since=body.since, now=timezone.now())
    return {"count": count}


@router.get(
    "/moderation/hooks/{int:pk}/deliveries",
    response=hook_schemas.DeliveriesOut,
    openapi_extra=needs(Permission.MANAGE_HOOKS),
)
def deliveries(
    request: HttpRequest,
    response: HttpResponse,
    *,
    pk: int,
    wanted: Query[hook_schemas.DeliveryFilter],
    paging: Query[schemas.Paging],
) -> dict[str, Any]:
    """What it was told, the newest first."""
    response["Cache-Control"] = "private, no-store"
    _viewer, row = _asked(request, pk)
    rows = row.deliveries.all()
    if wanted.state is not None:
        rows = rows.filter(state=wanted.state)
    page = by_moment(rows, paging, field="created_at", newest=True)
    return {"deliveries": [_delivery(each) for each in page.rows], "next": page.next}


@router.post(
    "/moderation/deliveries/{int:pk}/replay",
    response=hook_schemas.DeliveryOut,
    openapi_extra=needs(Permission.MANAGE_HOOKS),
)
def replay(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Attempt one anew, under its old id; 409 while it is under way."""
    viewer = desk_viewer(request)
    row = desk_access.delivery_to_manage(viewer, pk)
    hook_settings.replay(viewer, row, now=timezone.now())
    return _delivery(desk_access.delivery_to_manage(viewer, pk))


def _asked(request: HttpRequest, pk: int) -> tuple[Viewer, Hook]:
    viewer = desk_viewer(request)
    return viewer, desk_access.hook_to_manage(viewer, pk)


def _told(hook: Hook) -> dict[str, Any]:
    return {
        "id": hook.pk,
        "form": hook.form,
        "name": hook.name,
        "target": "" if hook.form == HookForm.CHAT else hook.target,
        "kinds": hook.kinds,
        "every_minutes": hook.every_minutes,
        "failures": hook.failures,
        "failing_since": hook.failing_since,
        "resting_until": hook.resting_until,
        "created_at": hook.created_at,
        "disabled_at": hook.disabled_at,
        "disabled_why": hook.disabled_why,
    }


def _delivery(row: Delivery) -> dict[str, Any]:
    names = ("message", "kind", "state", "attempts", "next_at", "status", "error")
    told = {name: getattr(row, name) for name in (*names, "created_at", "settled_at")}
    return {"id": row.pk, "hook": row.hook_id, **told}
