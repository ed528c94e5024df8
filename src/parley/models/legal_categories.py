"""What is illegal about a comment, by the European Union's categories for all services."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LegalCategory(models.TextChoices):
    """The categories of Implementing Regulation (EU) 2024/2835, Annex I, by their codes there."""

    SPEECH = "ILLEGAL_OR_HARMFUL_SPEECH", _("Hate, defamation or other illegal speech")
    VIOLENCE = "VIOLENCE", _("Threats, or incitement to violence")
    MINORS = "PROTECTION_OF_MINORS", _("Danger to children")
    PRIVACY = "DATA_PROTECTION_AND_PRIVACY_VIOLATIONS", _("Personal data and privacy")
    CYBER_VIOLENCE = "CYBER_VIOLENCE", _("Bullying, harassment or stalking")
    AGAINST_WOMEN = "CYBER_VIOLENCE_AGAINST_WOMEN", _("Violence against women")
    SECURITY = "RISK_FOR_PUBLIC_SECURITY", _("Terrorism, or danger to public security")
    FRAUD = "SCAMS_AND_FRAUD", _("Scams and fraud")
    PROPERTY = "INTELLECTUAL_PROPERTY_INFRINGEMENTS", _("Copyright and trade marks")
    CIVIC = "NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS", _("Elections and public debate")
    SELF_HARM = "SELF_HARM", _("Self-harm")
    PRODUCTS = "UNSAFE_AND_PROHIBITED_PRODUCTS", _("Unsafe or forbidden products")
    CONSUMERS = "CONSUMER_INFORMATION", _("Misleading consumers")
    ANIMALS = "ANIMAL_WELFARE", _("Animal welfare")
    NOT_SPECIFIED = "NOT_SPECIFIED", _("Something else")
