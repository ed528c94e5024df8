"""The template of Implementing Regulation (EU) 2024/2835, Annex I: its columns and categories.

Names stand here as in the Commission's English CSV files, blanks at their ends included.
"""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

TOTAL = "TOTAL"
OTHER = "OTHER"
OTHER_TERMS = "OTHER_VIOLATION_TC"
# From Austria to Sweden, as the template has them: by their English names.
_STATES = "AT BE BG HR CY CZ DK EE FI FR DE EL HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE"
MEMBER_STATES: Sequence[str] = tuple(_STATES.split())

# Of every category the finer ones, in the template's order.
KEYWORDS: Mapping[str, str] = MappingProxyType(
    {
        "ANIMAL_WELFARE": "ANIMAL_HARM UNLAWFUL_SALE_ANIMALS OTHER",
        "CONSUMER_INFORMATION": (
            "HIDDEN_ADVERTISEMENT INSUFFICIENT_INFORMATION_ON_TRADERS "
            "MISLEADING_INFO_GOODS_SERVICES MISLEADING_INFO_CONSUMER_RIGHTS "
            "NONCOMPLIANCE_PRICING OTHER"
        ),
        "CYBER_VIOLENCE": (
            "CYBER_BULLYING_INTIMIDATION CYBER_HARASSMENT CYBER_INCITEMENT CYBER_STALKING "
            "NON_CONSENSUAL_IMAGE_SHARING NON_CONSENSUAL_MATERIAL_DEEPFAKE OTHER"
        ),
        "CYBER_VIOLENCE_AGAINST_WOMEN": (
            "BULLYING_AGAINST_GIRLS CYBER_HARASSMENT_AGAINST_WOMEN CYBER_STALKING_AGAINST_WOMEN "
            "FEMALE_GENDERED_DISINFORMATION INCITEMENT_AGAINST_WOMEN "
            "NON_CONSENSUAL_IMAGE_SHARING_AGAINST_WOMEN "
            "NON_CONSENSUAL_MATERIAL_DEEPFAKE_AGAINST_WOMEN OTHER"
        ),
        "DATA_PROTECTION_AND_PRIVACY_VIOLATIONS": (
            "BIOMETRIC_DATA_BREACH DATA_FALSIFICATION MISSING_PROCESSING_GROUND "
            "RIGHT_TO_BE_FORGOTTEN OTHER"
        ),
        "ILLEGAL_OR_HARMFUL_SPEECH": "DEFAMATION DISCRIMINATION HATE_SPEECH OTHER",
        "INTELLECTUAL_PROPERTY_INFRINGEMENTS": (
            "COPYRIGHT_INFRINGEMENT DESIGN_INFRINGEMENT GEOGRAPHIC_INDICATIONS_INFRINGEMENT "
            "PATENT_INFRINGEMENT TRADE_SECRET_INFRINGEMENT TRADEMARK_INFRINGEMENT OTHER"
        ),
        "NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS": (
            "MISINFORMATION_DISINFORMATION VIOLATION_EU_LAW VIOLATION_NATIONAL_LAW OTHER"
        ),
        "PROTECTION_OF_MINORS": (
            "AGE_SPECIFIC_RESTRICTIONS_MINORS CHILD_SEXUAL_ABUSE_MATERIAL "
            "CHILD_SEXUAL_ABUSE_MATERIAL_DEEPFAKE GROOMING_SEXUAL_ENTICEMENT_MINORS "
            "UNSAFE_CHALLENGES OTHER"
        ),
        "RISK_FOR_PUBLIC_SECURITY": (
            "ILLEGAL_ORGANIZATIONS RISK_ENVIRONMENTAL_DAMAGE RISK_PUBLIC_HEALTH "
            "TERRORIST_CONTENT OTHER"
        ),
        "SCAMS_AND_FRAUD": (
            "IMPERSONATION_ACCOUNT_HIJACKING INAUTHENTIC_ACCOUNTS INAUTHENTIC_LISTINGS "
            "INAUTHENTIC_USER_REVIEWS PHISHING PYRAMID_SCHEMES OTHER"
        ),
        "SELF_HARM": "CONTENT_PROMOTING_EATING_DISORDERS SELF_MUTILATION SUICIDE OTHER",
        "UNSAFE_AND_PROHIBITED_PRODUCTS": "PROHIBITED_PRODUCTS UNSAFE_PRODUCTS OTHER",
        "VIOLENCE": (
            "COORDINATED_HARM INCITEMENT_VIOLENCE_HATRED HUMAN_EXPLOITATION HUMAN_TRAFFICKING "
            "TRAFFICKING_WOMEN_GIRLS OTHER"
        ),
    }
)
_TERMS = (
    "ADULT_SEXUAL_MATERIAL AGE_SPECIFIC_RESTRICTIONS GEOGRAPHICAL_REQUIREMENTS "
    "GOODS_SERVICES_NOT_PERMITTED LANGUAGE_REQUIREMENTS NUDITY OTHER"
)

_FIRST = ("Applicability", "Service", "Reporting period")
_DESCRIBED = 'Description of the sub-category "Other"'
_ILLEGAL = "Category of illegal content"
_CONTEXT = "Contextual information on "

_TO_ACT = "orders to act against illegal content"
_THE_ORDER = "order to act against illegal content"
_ORDERS = (
    "Number of orders to act against illegal content received",
    f"Number of specific items of information included in the total number of {_TO_ACT}",
    f"Median time to inform the authority of the receipt of the {_THE_ORDER}",
    f"Median time to give effect to the {_THE_ORDER}",
    "Number of orders to provide information",
    "Median time to inform the authority of the receipt of the order to provide information",
    "Median time to give effect to the order to provide information",
)
_FLAGGED = " (Trusted Flagger notices)"
_NOTICES = (
    "Number of notices received ",
    "Number of notices received from Trusted flaggers",
    "Number of specific items of information included in the total number of notices",
    "Number of specific items of information included in the total number of notices by Trusted "
    "Flaggers" + _FLAGGED,
    "Median time to take action",
    "Median time to take action" + _FLAGGED,
    "Number of actions taken on the basis of the law",
    "Number of actions taken on the basis of the law" + _FLAGGED,
    "Number of actions taken on the basis of the terms and conditions of the service",
    "Number of actions taken on the basis of the terms and conditions of the service" + _FLAGGED,
)
_MEASURES = (
    "Number of measures taken at the provider's own initiative ",
    "Number of measures taken after detection with solely automated means ",
    "Visibility restriction Removal",
    "Visibility restriction Disable",
    "Visibility restriction Demoted",
    "Visibility restriction Age restricted",
    "Visibility restriction Interaction restricted",
    "Visibility restriction Labelled ",
    "Visibility restriction Other",
    "Monetary restriction Suspension",
    "Monetary restriction Termination",
    "Monetary restriction Other",
    "Provision of the service Suspension",
    "Provision of the service Termination",
    "Account restriction Suspension",
    "Account restriction Termination",
)


def _small(name: str) -> str:
    """The template writes the first two of the orders' with a small letter, and no others."""
    is_first = name.startswith(("Number of orders to act", "Number of specific"))
    return "number" + name.removeprefix("Number") if is_first else name


ORDERS = (
    *_FIRST,
    _ILLEGAL,
    _DESCRIBED,
    "Scope",
    *_ORDERS,
    *(_CONTEXT + _small(name) for name in _ORDERS),
)
NOTICES = (*_FIRST, _ILLEGAL, _DESCRIBED, *_NOTICES, *(_CONTEXT + name for name in _NOTICES))
_OWN = (_DESCRIBED, *_MEASURES, *("Contextual Information on " + name for name in _MEASURES))
OWN_ILLEGAL = (*_FIRST, _ILLEGAL, *_OWN)
OWN_TERMS = (
    *_FIRST,
    "Category of incompatibility with the provider's terms and conditions",
    *_OWN,
)
IDENTIFICATION = ("Applicability", "Service", "Indicator", "Value")
NAMES = (
    "Category label",
    "Category description",
    "Category of illegal content / incompatible with the terms and conditions",
    "Contextual information",
)
INDICATORS = (*_FIRST, "Section", "Indicator", "Scope", "Value", "Contextual Information")
RESOURCES = (*INDICATORS[:-1], "Contextual information")
RECIPIENTS = INDICATORS[:-1]
QUALITATIVE = (*_FIRST, "Indicator", "Value")

ALL = "All"
HOSTING = "Only for providers of hosting services, including online platforms"
PLATFORMS = "Only for providers of online platforms"
VERY_LARGE = "Only for VLOPs"


class Line(NamedTuple):
    """A row that every block has: `category` without prefix, `keyword` "" for the category."""

    code: str
    category: str
    keyword: str = ""


def lines(*, last: str = "", terms: bool = False) -> Iterator[Line]:
    """The rows of one block; `last` is the category for what was not specified."""
    yield Line(TOTAL, TOTAL)
    for category, keywords in (*KEYWORDS.items(), *([(OTHER_TERMS, _TERMS)] if terms else [])):
        yield Line(f"STATEMENT_CATEGORY_{category}", category)
        for keyword in keywords.split():
            yield Line(f"KEYWORD_{keyword}", category, keyword)
    if last:
        yield Line(f"STATEMENT_CATEGORY_{last}", "NOT_SPECIFIED")
