"""Tells a newspaper's administrators when somebody of its staff gets or loses a second factor."""

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from parley.models.site import Site
from parley.models.user import Membership, Role, User


def tell_administrators(user: User, *, added: bool) -> None:
    """By mail, those of each site that the user is of the staff of.

    Whoever has only the password of one of the staff could set up a factor of their own: then
    colleagues know. The account itself is told by its own mail.
    """
    for membership in Membership.objects.filter(user=user).exclude(role=Role.READER):
        _mail(user, membership.site, added=added)


def _mail(user: User, site: Site, *, added: bool) -> None:
    administrators = User.objects.filter(
        memberships__site=site, memberships__role=Role.ADMINISTRATOR, is_active=True
    )
    context = {"site": site, "name": user.display_name, "added": added}
    body = render_to_string("parley/mail/second_factor.txt", context)
    subject = _("The second factor of %(name)s") % {"name": user.display_name}
    for each in administrators.exclude(pk=user.pk):
        if each.mailbox:
            send_mail(" ".join(subject.split()), body, None, [each.mailbox])
