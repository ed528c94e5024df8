"""Every section of the desk's settings, in the order of their page."""

from parley.models.desk_settings import DeskSection
from parley.models.sections.fairness import Fairness
from parley.models.sections.figures import Figures
from parley.models.sections.law import Authorities, DigitalServices, ItRules, Retention
from parley.models.sections.newsroom import Newsroom
from parley.models.sections.out import QueueAlarm
from parley.models.sections.reports import Reports
from parley.models.sections.staff import Staff

SECTIONS: tuple[type[DeskSection], ...] = (
    Reports,
    Fairness,
    Newsroom,
    Figures,
    QueueAlarm,
    DigitalServices,
    ItRules,
    Authorities,
    Retention,
    Staff,
)
