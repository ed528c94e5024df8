"""Closes the account of an import: what was read, what becomes of it, and what falls together."""

from itertools import islice

from parley.actions.import_staging import Import
from parley.errors import ImportFailed
from parley.importers.record import Kind, SourceState
from parley.importers.report import MAX_LISTED, Fate

_SHOWN_COLLISIONS = 100
_SHOWN_NAMES = 20
_OUTCOMES = {
    SourceState.PUBLISHED: "published",
    SourceState.HELD: "held",
    SourceState.RETURNED: "held",
    SourceState.REJECTED: "rejected",
    SourceState.SPAM: "rejected",
    SourceState.DELETED: "stubbed",
}


def close_accounts(task: Import) -> None:
    """Fills the report from staging. Raises ImportFailed if a record is not accounted for."""
    report = task.report
    for kind, account in report.accounts.items():
        for fate, count in task.staging.fates(kind).items():
            account.add(fate, count)
        account.add(Fate.MERGED, task.staging.repeated[kind])
    # Authors are no records of their own: one is read where a comment that is taken names one.
    authors = report.accounts[Kind.AUTHOR]
    authors.read = authors.imported + authors.unchanged + authors.quarantined
    report.quarantine.extend(islice(task.staging.quarantined(), MAX_LISTED))
    _count_outcomes(task)
    _tell_collisions(task)
    unbalanced = report.unbalanced()
    if unbalanced:
        raise ImportFailed(f"The account of {', '.join(unbalanced)} does not balance.")


def _count_outcomes(task: Import) -> None:
    states = list(SourceState)
    for rank, count in task.staging.rows(
        "SELECT rank, count(*) FROM comment WHERE fate IN ('imported', 'stubbed') GROUP BY rank"
    ):
        name = _OUTCOMES[states[rank]]
        setattr(task.report.outcomes, name, getattr(task.report.outcomes, name) + count)


def _tell_collisions(task: Import) -> None:
    collisions = task.report.collisions
    for identifier, leader in task.staging.rows(
        "SELECT id, leader FROM article WHERE fate = 'merged' ORDER BY rowid LIMIT ?",
        _SHOWN_COLLISIONS,
    ):
        here = f"article {leader[1:]} of this site" if leader.startswith("#") else leader
        collisions.articles.append({"record": identifier, "with": here})
    [(collisions.addresses_with_several_names,)] = task.staging.rows(
        "SELECT count(*) FROM (SELECT 1 FROM author WHERE address <> ''"
        " GROUP BY address HAVING count(*) > 1)"
    )
    several = "FROM author WHERE name <> '' GROUP BY lower(name) HAVING count(*) > 1"
    [(collisions.names_with_several_accounts,)] = task.staging.rows(
        f"SELECT count(*) FROM (SELECT 1 {several})"  # noqa: S608  # Ours.
    )
    collisions.names.extend(
        name
        for (name,) in task.staging.rows(
            f"SELECT min(name) {several} ORDER BY count(*) DESC, 1 LIMIT {_SHOWN_NAMES}"
        )
    )
