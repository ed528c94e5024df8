"""Erasing older comments without an account: an address, a mail, a link, a button."""

from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from parley.actions import erasing_older
from parley.models.author import Author
from parley.models.comment import CommentState
from parley.pages.me import EraseForm, status_of


class AddressForm(forms.Form):
    """The address that older comments were written with."""

    email = forms.EmailField(
        label=gettext_lazy("Email address you commented with"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Have a link sent; the answer is the same whether or not there is anything to erase."""
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["email"].strip().lower()
        limited: HttpResponse | None = ratelimit.consume_or_429(
            request, action="erase_older", key=address
        )
        if limited is not None:
            return limited
        erasing_older.mail_link.enqueue(address)
        messages.success(
            request,
            _(
                "If older comments were written with this address, and nobody has claimed them, "
                "a mail with a link is on its way to it."
            ),
        )
        return HttpResponseRedirect(reverse("erase-older"))
    return render(request, "parley/erase_older.html", {"form": form}, status=status_of(form))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, token: str) -> HttpResponse:
    """What the link would erase, and the word that does it."""
    found = erasing_older.authors_of(token)
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number = erasing_older.erase(token, timezone.now())
        said = ngettext("%(n)d comment is erased.", "%(n)d comments are erased.", number)
        messages.success(request, said % {"n": number})
        return HttpResponseRedirect(request.path)
    written = Author.objects.filter(pk__in=[author.pk for author in found]).annotate(
        written=Count("comments", filter=~Q(comments__state=CommentState.DELETED))
    )
    context = {"form": form, "authors": written.select_related("site").order_by("site", "pk")}
    return render(request, "parley/erase_older_now.html", context, status=status_of(form))
