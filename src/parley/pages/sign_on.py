"""Where a signed-in reader lets a newspaper sign them on to the account they have here."""

from allauth.account.decorators import reauthentication_required
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from parley.actions import agreeing, signing_on
from parley.errors import SignInNeeded
from parley.models.site import Site
from parley.models.user import User


@never_cache
@require_http_methods(["GET", "POST"])
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]  # allauth's
def sign_on(request: HttpRequest) -> HttpResponse:
    """Agree that a newspaper may sign one on, or take that back."""
    user = request.user
    if not isinstance(user, User):
        raise SignInNeeded
    now = timezone.now()
    alive = Q(sign_on_keys__expires_at=None) | Q(sign_on_keys__expires_at__gt=now)
    sites = Site.objects.filter(alive, sign_on_keys__revoked_at=None, sign_on_keys__isnull=False)
    second_step = is_mfa_enabled(user)
    if request.method == "POST":
        if "part" in request.POST:
            signing_on.part(user, request.POST["part"])
            messages.success(request, _("That newspaper no longer signs you on."))
        elif not second_step:
            site = get_object_or_404(sites.distinct(), domain=request.POST.get("site", ""))
            agreeing.agree(request, site, now=now)
            messages.success(
                request,
                _("Now open an article of %(site)s where you are signed in, within 15 minutes.")
                % {"site": site.name},
            )
        return HttpResponseRedirect(reverse("me-sign-on"))
    joined = user.sign_on_identities.exclude(linked_at=None).select_related("site")
    context = {
        "joined": joined,
        "sites": sites.exclude(pk__in=joined.values("site")).distinct(),
        "second_step": second_step,
    }
    return render(request, "parley/me_sign_on.html", context)
