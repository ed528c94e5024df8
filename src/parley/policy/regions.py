"""In which country a site's readers dial: from its language and its time zone."""

from collections.abc import Mapping
from types import MappingProxyType

import regex

# Zones that one country keeps for itself, and where newspapers in English are read.
_OF_ZONE: Mapping[str, str] = MappingProxyType(
    {
        "Asia/Kolkata": "IN", "Asia/Calcutta": "IN", "Asia/Karachi": "PK", "Asia/Dhaka": "BD",
        "Asia/Colombo": "LK", "Asia/Kathmandu": "NP", "Asia/Katmandu": "NP",
        "Asia/Thimphu": "BT", "Indian/Maldives": "MV", "Asia/Dubai": "AE", "Asia/Qatar": "QA",
        "Asia/Riyadh": "SA", "Asia/Kuwait": "KW", "Asia/Muscat": "OM", "Asia/Bahrain": "BH",
        "Asia/Singapore": "SG", "Asia/Kuala_Lumpur": "MY", "Asia/Manila": "PH",
        "Asia/Hong_Kong": "HK", "Asia/Jakarta": "ID", "Asia/Bangkok": "TH", "Asia/Tokyo": "JP",
        "Asia/Seoul": "KR", "Asia/Taipei": "TW", "Asia/Jerusalem": "IL", "Europe/London": "GB",
        "Europe/Dublin": "IE", "Europe/Malta": "MT", "Europe/Berlin": "DE", "Europe/Paris": "FR",
        "Europe/Madrid": "ES", "Europe/Rome": "IT", "Europe/Lisbon": "PT", "Europe/Vienna": "AT",
        "Europe/Zurich": "CH", "Europe/Brussels": "BE", "Europe/Amsterdam": "NL",
        "Europe/Copenhagen": "DK", "Europe/Oslo": "NO", "Europe/Stockholm": "SE",
        "Europe/Helsinki": "FI", "Europe/Warsaw": "PL", "Europe/Prague": "CZ",
        "Europe/Athens": "GR", "Europe/Bucharest": "RO", "Europe/Istanbul": "TR",
        "Africa/Lagos": "NG", "Africa/Nairobi": "KE", "Africa/Johannesburg": "ZA",
        "Africa/Accra": "GH", "Africa/Kampala": "UG", "Africa/Cairo": "EG",
        "America/Toronto": "CA", "America/Vancouver": "CA", "America/Edmonton": "CA",
        "America/Winnipeg": "CA", "America/Halifax": "CA", "America/New_York": "US",
        "America/Chicago": "US", "America/Denver": "US", "America/Los_Angeles": "US",
        "America/Phoenix": "US", "America/Jamaica": "JM", "America/Mexico_City": "MX",
        "America/Sao_Paulo": "BR", "America/Port_of_Spain": "TT", "Australia/Sydney": "AU",
        "Australia/Melbourne": "AU", "Australia/Brisbane": "AU", "Australia/Perth": "AU",
        "Australia/Adelaide": "AU", "Australia/Hobart": "AU", "Pacific/Auckland": "NZ",
    }
)  # fmt: skip
# "en-IN", "zh-Hant-HK"
_IN_TAG = regex.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z]{4})?-([a-zA-Z]{2})(?:-.*)?")


def home_region(language: str, timezone: str) -> str | None:
    """The country's two letters; None where neither tells."""
    tagged = _IN_TAG.fullmatch(language)
    return tagged[1].upper() if tagged else _OF_ZONE.get(timezone)
