"""What both databases can compute of a row, each in its own words."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, DateField, F, Func
from django.db.models.sql.compiler import SQLCompiler

from parley.policy.decision import Severity

# What keeps a comment from appearing at once; the rest is advice.
STOPPING = (Severity.REVISE, Severity.HOLD, Severity.REJECT)
_STOPPING = ", ".join(f"'{severity}'" for severity in STOPPING)


class LocalDay(Func):
    """The day of a moment where clocks are so many seconds ahead of UTC; with `weekly`, the
    Monday of its week. Computed by the database itself, not by Python for each row."""

    output_field = DateField()
    arity = 1

    def __init__(self, moment: F, seconds: int, *, weekly: bool) -> None:
        super().__init__(moment)
        self._seconds, self._weekly = seconds, weekly

    @property
    def identity(self) -> Any:
        return (*super().identity, self._seconds, self._weekly)

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_more: Any
    ) -> Any:
        week = ", 'weekday 0', '-6 days'" if self._weekly else ""
        template = f"date(%(expressions)s, '{self._seconds:+d} seconds'{week})"
        return super().as_sql(compiler, connection, template=template)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_more: Any
    ) -> Any:
        local = f"(%(expressions)s AT TIME ZONE 'UTC' + interval '{self._seconds} seconds')"
        template = f"date_trunc('week', {local})::date" if self._weekly else f"{local}::date"
        return super().as_sql(compiler, connection, template=template)


class StoppingRules(Func):
    """The rules of those stored reasons that keep a comment from appearing at once, in order,
    each once, between commas: "abuse,spam". Null where there are none."""

    output_field = CharField()
    arity = 1

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_more: Any
    ) -> Any:
        template = (
            "(SELECT group_concat(rule) FROM (SELECT DISTINCT json_extract(value, '$.rule') AS"
            " rule FROM json_each(%(expressions)s) WHERE json_extract(value, '$.severity') IN"
            " (%(stopping)s) ORDER BY 1))"
        )
        return super().as_sql(compiler, connection, template=template, stopping=_STOPPING)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_more: Any
    ) -> Any:
        template = (
            "(SELECT string_agg(DISTINCT reason->>'rule', ',' ORDER BY reason->>'rule')"
            " FROM jsonb_array_elements(%(expressions)s) AS reason"
            " WHERE reason->>'severity' IN (%(stopping)s))"
        )
        return super().as_sql(compiler, connection, template=template, stopping=_STOPPING)


def listed(rules: str | None) -> tuple[str, ...]:
    """What `StoppingRules` has found."""
    return tuple(rules.split(",")) if rules else ()
