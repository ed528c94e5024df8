"""What the desk's script says, in the moderator's language."""

from django.utils.translation import gettext as _


def phrases() -> dict[str, str]:
    """By the names that the script knows; "{n}" stands for a number, "{why}" for a reason."""
    return {
        "approved": _("Approved."),
        "rejected": _("Rejected."),
        "approvedMany": _("{n} approved."),
        "rejectedMany": _("{n} rejected."),
        "undone": _("Undone."),
        "undoneMore": _("Undone. {n} more can be undone."),
        "urgent": _("Something urgent has come: it is next."),
        "changed": _("The comment before you has just changed. Read it again."),
        "tooLate": _("It is too late to undo this."),
        "gone": _("A colleague has decided about a comment that was here."),
        "goneMany": _("{n} comments that were here have gone to colleagues."),
        "offline": _("No connection. {n} decisions are kept here and will be sent again."),
        "online": _("The connection is back, and everything was sent."),
        "signedOut": _("You are signed out. Sign in in another tab, then try again."),
        "failed": _("This was not done: {why}"),
        "fault": _("Something went wrong on the server."),
        "empty": _("Nothing else is waiting here."),
        "arrived": _("There is something new to decide."),
        "chosen": _("{n} chosen."),
        "chosenNone": _("None chosen."),
        "done": _("Done."),
        "forMany": _("This is for all {n} that you have chosen."),
        "noReason": _("Choose a house rule, or write why."),
        "unavailable": _("This cannot be done here."),
        "keysOn": _("The keys are on."),
        "keysOff": _("The keys are off."),
        "loading": _("One moment…"),
        "leave": _("Some decisions have not been sent yet."),
    }
