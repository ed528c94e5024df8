"""What is kept of a record in quarantine, in a form that a person can mend and that can be read."""

import json

import msgspec

from parley.errors import BadInput
from parley.importers.record import MAX_RAW, ImportedArticle, ImportedComment, Kind

# Says that what follows is a record as Parley has read it, not as the export has it.
_MARK = "parley_record"
_TYPES = {Kind.ARTICLE: ImportedArticle, Kind.COMMENT: ImportedComment}


def as_raw(record: ImportedArticle | ImportedComment) -> str:
    """A record that was read well and had no place: as JSON, without the author's address."""
    told = msgspec.to_builtins(record)
    if isinstance(record, ImportedComment):
        told["author"].pop("email")
        for vote in told["votes"]:
            vote["voter"].pop("email")
    kept = {name: value for name, value in told.items() if value not in (None, "", {}, [], False)}
    text = json.dumps({_MARK: 1, **kept}, ensure_ascii=False, indent=1)
    if len(text) > MAX_RAW:
        kept.pop("original", None)
        text = json.dumps({_MARK: 1, **kept}, ensure_ascii=False, indent=1)
    return text[:MAX_RAW]


def from_raw(kind: Kind, raw: str) -> ImportedArticle | ImportedComment | None:
    """The record again; None where `raw` is in the export's own form. Raises BadInput."""
    if not raw.lstrip().startswith("{") or f'"{_MARK}"' not in raw[:100]:
        return None
    try:
        told = json.loads(raw)
        told.pop(_MARK, None)
        found: ImportedArticle | ImportedComment = msgspec.convert(told, _TYPES[kind])
    except (ValueError, KeyError, msgspec.ValidationError) as error:
        raise BadInput(f"The record cannot be read: {error}") from error
    return found
