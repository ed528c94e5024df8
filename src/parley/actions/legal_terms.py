"""The law's terms: by when a case must be acknowledged and decided, and an appeal made."""

from datetime import UTC, datetime, timedelta

from parley.models.sections.law import DigitalServices
from parley.models.site import Site

# Rule 3(2)(a) of India's IT Rules, 2021.
ACKNOWLEDGE_WITHIN = timedelta(hours=24)
DISPOSE_WITHIN_DAYS = 15
# Art. 20(1) of the Digital Services Act: at least six months, of which the longest have so
# many days.
COMPLAINTS_OPEN = timedelta(days=184)


def acknowledge_by(received: datetime) -> datetime:
    """So many hours later as a clock counts them that is never put forward or back."""
    return received.astimezone(UTC) + ACKNOWLEDGE_WITHIN


def appeal_window(site: Site) -> timedelta | None:
    """For how long the law keeps appeals open; None where the site's own setting says."""
    return COMPLAINTS_OPEN if DigitalServices.of(site).complaints else None
