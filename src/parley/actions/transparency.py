"""Writes a site's transparency report: the parts of the Commission's template, as CSV in a ZIP.

After arts. 15 and 24 of the Digital Services Act and Implementing Regulation (EU) 2024/2835:
RFC 4180, UTF-8. What Parley does not know is empty, for the publisher to fill in.
"""

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from parley.actions import csv_table
from parley.actions import transparency_counts as counts
from parley.actions import transparency_template as template
from parley.actions.legal_register import Asked
from parley.actions.transparency_counts import Measures, Papers, Period, middle
from parley.actions.transparency_indicators import appeals, automated, qualitative
from parley.actions.transparency_template import Line
from parley.models.legal_categories import LegalCategory
from parley.models.sections.law import DigitalServices
from parley.models.site import Site

Row = Sequence[object]

_README = """\
Transparency report of {service}, {period}
==========================================

These files follow the templates of Commission Implementing Regulation (EU) 2024/2835, Annex I:
one file for each part, with its columns and rows. The names of columns and categories were taken
from a copy of the Commission's English CSV files; compare them with the files that the
Commission publishes now before you publish these.

Median times are in hours. Counts are by Parley's own records of this site. Empty are

- rows of the finer categories (KEYWORD_...), which Parley does not ask anybody for, except
  those of part 6 that follow from a house rule;
- out-of-court disputes, suspensions for misuse, accuracy and recall in parts 7 and 8, and the
  rows for very large platforms in parts 8, 9 and 10;
- the date of the latest previous report.

Fill in what you know, and read the qualitative part 11 before you publish it. Micro and small
enterprises need not report (arts. 15(2) and 19). Online platforms beyond these also send their
statements of reasons to the Commission's database (art. 24(5)); Parley does not send them.

This is not legal advice.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """For whom and when; `today` is the date of publication."""

    site: Site
    period: Period
    today: date

    @property
    def service(self) -> str:
        return self.site.name

    @property
    def provider(self) -> str:
        return DigitalServices.of(self.site).provider or self.site.name

    def first(self, applicability: str) -> tuple[str, str, str]:
        """The columns with which most rows begin."""
        return applicability, self.service, str(self.period)


def archive(report: Report) -> bytes:
    """The whole report. Raises BadField for a period that ends before it begins."""
    report.period.check()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as files:
        files.writestr("README.txt", _readme(report))
        for name, part in PARTS.items():
            files.writestr(name, part(report))
    return packed.getvalue()


def _readme(report: Report) -> str:
    return _README.format(service=report.service, period=report.period)


def _csv(columns: Sequence[str], rows: Iterable[Row]) -> str:
    """Without the mark of the encoding, which the Commission's own files do not have."""
    return "".join(csv_table.lines(columns, rows, mark=False))


def _identification(report: Report) -> str:
    told = {
        "Name of the service provider": report.provider,
        "Date of the publication of the report": report.today.isoformat(),
        "Date of the publication of the latest previous report": "",
        "Starting date of reporting period": report.period.first.isoformat(),
        "Ending date of reporting period": report.period.last.isoformat(),
    }
    rows = [(template.ALL, report.service, name, value) for name, value in told.items()]
    return _csv(template.IDENTIFICATION, rows)


def _names(_report: Report) -> str:
    """What readers choose from when they send a notice."""
    return _csv(
        template.NAMES,
        [
            (each.label, "", f"STATEMENT_CATEGORY_{each.value}", "")
            for each in LegalCategory
            if each is not LegalCategory.NOT_SPECIFIED
        ],
    )


def _orders(report: Report) -> str:
    found = counts.orders(report.site, report.period)

    def rows() -> Iterable[Row]:
        for scope in (template.TOTAL, *template.MEMBER_STATES):
            for line in template.lines(last="NOT_SPECIFIED_ORDER"):
                papers = found.get((scope, line.category), {})
                yield _order(report, line, scope=scope, papers=papers)

    return _csv(template.ORDERS, rows())


def _order(report: Report, line: Line, *, scope: str, papers: dict[str, Papers]) -> Row:
    act = papers.get(Asked.REMOVAL, Papers())
    tell = papers.get(Asked.DISCLOSURE, Papers())
    told: Row = (
        act.received,
        act.items,
        middle(act.confirmed),
        middle(act.settled),
        tell.received,
        middle(tell.confirmed),
        middle(tell.settled),
    )
    values = [""] * len(told) if line.keyword else told
    return *report.first(template.ALL), line.code, "", scope, *values, *_no_context(told)


def _notices(report: Report) -> str:
    found = counts.notices(report.site, report.period)

    def rows() -> Iterable[Row]:
        for line in template.lines(last="NOT_SPECIFIED_NOTICE"):
            everybody, flaggers = found.get(line.category, (Papers(), Papers()))
            told: Row = (
                everybody.received,
                flaggers.received,
                everybody.items,
                flaggers.items,
                middle(everybody.settled),
                middle(flaggers.settled),
                everybody.law,
                flaggers.law,
                everybody.terms,
                flaggers.terms,
            )
            values = [""] * len(told) if line.keyword else told
            first = report.first(template.HOSTING)
            yield *first, line.code, "", *values, *_no_context(told)

    return _csv(template.NOTICES, rows())


def _own_illegal(report: Report) -> str:
    by_law, _by_terms = counts.own_initiative(report.site, report.period)
    note = "Moderators name the law, not a category: what they did is in the TOTAL."

    def rows() -> Iterable[Row]:
        for line in template.lines():
            told = _measured(by_law.get((line.category, ""), Measures()))
            known = not line.keyword
            context = [note if line.category == template.TOTAL else "", *_no_context(told)[1:]]
            values = told if known else [""] * len(told)
            yield *report.first(template.ALL), line.code, "", *values, *context

    return _csv(template.OWN_ILLEGAL, rows())


def _own_terms(report: Report) -> str:
    _by_law, by_terms = counts.own_initiative(report.site, report.period)
    note = "Suspensions and bans of accounts are in the TOTAL alone."

    def rows() -> Iterable[Row]:
        for line in template.lines(terms=True):
            told = _measured(by_terms.get((line.category, line.keyword), Measures()))
            known = not line.keyword or line.category == template.OTHER_TERMS
            values = told if known else [""] * len(told)
            context = [note if line.category == template.TOTAL else "", *_no_context(told)[1:]]
            is_other = (line.category, line.keyword) == (template.OTHER_TERMS, template.OTHER)
            described = "House rules: spam, off topic, repetition, form" if is_other else ""
            yield *report.first(template.ALL), line.code, described, *values, *context

    return _csv(template.OWN_TERMS, rows())


def _measured(measures: Measures) -> list[object]:
    """The sixteen columns, in order; Parley knows no other sorts of restriction."""
    sorts = measures.sorts
    visibility = [sorts[counts.REMOVAL], sorts[counts.DISABLE], 0, 0, 0, 0, sorts[counts.HIDDEN]]
    accounts = [sorts[counts.SUSPENSION], sorts[counts.TERMINATION]]
    return [measures.taken, measures.found_by_machine, *visibility, 0, 0, 0, 0, 0, *accounts]


def _no_context(told: Sequence[object]) -> list[str]:
    return [""] * len(told)


def _appeals(report: Report) -> str:
    rows = [
        (*report.first(applicability), *indicator)
        for applicability, indicator in appeals(report.site, report.period)
    ]
    return _csv(template.INDICATORS, rows)


def _automated(report: Report) -> str:
    rows = [
        (*report.first(applicability), *indicator)
        for applicability, indicator in automated(report.site, report.period)
    ]
    return _csv(template.INDICATORS, rows)


def _resources(report: Report) -> str:
    section = "Human resources dedicated to content moderation "
    note = "Members of the site with this role at the time of the report."
    told = [
        (
            "Number of internal moderators employed by the provider",
            counts.moderators(report.site),
            note,
        ),
        ("Number of external moderators contracted by the provider", "", ""),
        ("Number of total moderators with sufficient linguistic expertise ", "", ""),
    ]
    rows = [
        (*report.first(template.VERY_LARGE), section, indicator, "Total number", value, context)
        for indicator, value, context in told
    ]
    return _csv(template.RESOURCES, rows)


def _recipients(report: Report) -> str:
    indicator = "Number of average monthly active recipients during the reporting period "
    first = report.first("Only for VLOPs and VLOSEs")
    return _csv(template.RECIPIENTS, [(*first, "AMAR", indicator, template.TOTAL, "")])


def _qualitative(report: Report) -> str:
    rows = [
        (*report.first(template.ALL), indicator, text)
        for indicator, text in qualitative(report.site)
    ]
    return _csv(template.QUALITATIVE, rows)


PARTS: dict[str, Callable[[Report], str]] = {
    "1_report_identification.csv": _identification,
    "2_categories_names.csv": _names,
    "3_member_states_orders.csv": _orders,
    "4_notices.csv": _notices,
    "5_own_initiative_illegal.csv": _own_illegal,
    "6_own_initiative_TC.csv": _own_terms,
    "7_appeals_and_recidivism.csv": _appeals,
    "8_automated_means.csv": _automated,
    "9_human_resources.csv": _resources,
    "10_AMAR.csv": _recipients,
    "11_qualitative.csv": _qualitative,
}
