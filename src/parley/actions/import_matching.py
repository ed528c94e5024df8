"""Decides for every article of an import whether it is known here, and by which names."""

import re
from dataclasses import dataclass

from parley import canonical
from parley.actions import import_names
from parley.actions.import_quarantine import as_raw
from parley.actions.import_staging import Import, article_of
from parley.errors import BadInput
from parley.importers.record import ImportedArticle, Kind, Quarantined, Trouble
from parley.importers.report import Fate
from parley.models.article import Article, ArticleAlias

_URL = re.compile(r"https?://\S+")
_SHOWN_HOSTS = 20


@dataclass(frozen=True, slots=True)
class Keys:
    """By what an article may be found: the publisher's name for it, its addresses, and, when
    it lies on another domain than the site's, the same path on the site's own."""

    identifier: str
    addresses: tuple[str, ...]
    own_path: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """For staging, the surest first; no address begins with "="."""
        return (*([f"={self.identifier}"] if self.identifier else []), *self.addresses)

    def are_at(self, url: str) -> bool:
        """Whether one of the addresses has the same path, on whatever domain."""
        paths = {address.partition("/")[2] for address in self.addresses}
        return canonical.normalise(url).key.partition("/")[2] in paths


def plan_articles(task: Import) -> None:
    """Gives each staged article its fate, and a leader unless it is quarantined."""
    hosts = frozenset(task.site.domains.values_list("host", flat=True))
    foreign: set[str] = set()
    for batch in task.staging.batches("SELECT rowid, record FROM article WHERE fate IS NULL"):
        accepted: list[tuple[ImportedArticle, Keys]] = []
        for _rowid, record in batch:
            article = article_of(record)
            try:
                address = canonical.normalise(article.url)
            except BadInput as refusal:
                _refuse(task, article, trouble=Trouble.BAD_ADDRESS, detail=str(refusal))
                continue
            if article.deleted:
                _refuse(
                    task, article, trouble=Trouble.DELETED_THREAD, detail="The thread was deleted."
                )
                continue
            if address.host not in hosts:
                foreign.add(address.host)
            accepted.append((article, _keys(article, address, task=task, hosts=hosts)))
        known = _KnownArticles(
            task,
            [keys for _article, keys in accepted],
            source_ids=[article.source_id for article, _keys in accepted],
        )
        for article, keys in accepted:
            _plan_article(task, article, keys=keys, known=known)
    if foreign:
        task.warnings.append(
            f"Not domains of this site: {', '.join(sorted(foreign)[:_SHOWN_HOSTS])}. Articles there"
            f" are found under their own addresses, and under the same path on {task.site.domain}."
        )


def _keys(
    article: ImportedArticle,
    address: canonical.CanonicalUrl,
    *,
    task: Import,
    hosts: frozenset[str],
) -> Keys:
    if task.source == import_names.PARLEY and article.other_urls:
        # It tells all of them.
        keys = [canonical.normalise(url).key for url in article.other_urls]
        return Keys(article.identifier, tuple(keys))
    addresses = [address.key]
    # WordPress' plugin writes "1234 https://paper.example/?p=1234".
    for url in (*article.other_urls, *_URL.findall(article.identifier)):
        try:
            addresses.append(canonical.normalise(url).key)
        except BadInput:
            continue
    path = address.key.removeprefix(address.host)
    # The front pages of two papers have nothing in common.
    own_path = task.site.domain + path if path and address.host not in hosts else ""
    return Keys(article.identifier, tuple(dict.fromkeys(addresses)), own_path)


def _plan_article(
    task: Import, article: ImportedArticle, *, keys: Keys, known: "_KnownArticles"
) -> None:
    found = known.find(article.source_id, keys)
    staged = _staged_leader(task, keys)
    if found is not None:
        leader = f"#{found.pk}"
        again = known.is_by_source(article.source_id, found)
        fate = Fate.UNCHANGED if again else Fate.MERGED
        task.staging.execute("INSERT OR IGNORE INTO leader VALUES (?, ?)", leader, found.pk)
    elif staged:
        leader, fate = staged, Fate.MERGED
    else:
        leader, fate = article.source_id, Fate.IMPORTED
        task.staging.execute("INSERT INTO leader VALUES (?, NULL)", leader)
    task.staging.execute(
        "UPDATE article SET leader = ?, fate = ? WHERE id = ?", leader, fate, article.source_id
    )
    rows = [(name, leader, False) for name in keys.names]
    rows += [(keys.own_path, leader, True)] if keys.own_path else []
    task.staging.execute_many("INSERT OR IGNORE INTO address VALUES (?, ?, ?)", rows)


def _staged_leader(task: Import, keys: Keys) -> str:
    """An article of the same file with one of the names; "" if there is none.

    The path alone is enough only where the other one lies on the site's own domain.
    """
    for name in keys.names:
        for (leader,) in task.staging.rows("SELECT leader FROM address WHERE key = ?", name):
            return str(leader)
    for (leader,) in task.staging.rows(
        "SELECT leader FROM address WHERE key = ? AND NOT by_path", keys.own_path
    ):
        return str(leader)
    return ""


def _refuse(task: Import, article: ImportedArticle, *, trouble: Trouble, detail: str) -> None:
    task.staging.execute(
        "UPDATE article SET fate = 'quarantined', trouble = ? WHERE id = ?",
        trouble,
        article.source_id,
    )
    task.staging.quarantine(
        Quarantined(
            kind=Kind.ARTICLE,
            record=article.record or f"id {article.source_id}",
            trouble=trouble,
            detail=detail,
            raw=as_raw(article),
            line=article.line,
        )
    )


class _KnownArticles:
    """The articles in the database that a batch may mean."""

    def __init__(self, task: Import, batch: list[Keys], *, source_ids: list[str]) -> None:
        self._source = task.source
        self._by_source = dict(task.known(Article.objects.all(), source_ids))
        identifiers = {keys.identifier for keys in batch if keys.identifier}
        addresses = {key for keys in batch for key in (*keys.addresses, keys.own_path) if key}
        articles = Article.objects.called([task.site.pk], identifiers)
        self._by_identifier = {article.publisher_id: article for article in articles}
        aliases = ArticleAlias.objects.filter(site=task.site, url_key__in=addresses)
        self._by_address = {
            alias.url_key: alias.article for alias in aliases.select_related("article")
        }

    def find(self, source_id: str, keys: Keys) -> Article | None:
        """By identifier, then by address, by the name of an earlier import, and by path among
        what was not imported likewise."""
        found = self._by_identifier.get(keys.identifier)
        for address in keys.addresses:
            found = found or self._by_address.get(address)
        if found is None and source_id in self._by_source:
            # Two installations of one system have the same ids for different pages.
            known = self._by_source[source_id]
            if keys.are_at(known.url):
                return known
        if found is None:
            found = self._by_address.get(keys.own_path)
            if found is not None and found.source == self._source:
                return None
        return found

    def is_by_source(self, source_id: str, found: Article) -> bool:
        """Whether it was an earlier import that has brought the article, under this name."""
        known = self._by_source.get(source_id)
        return known is not None and known.pk == found.pk
