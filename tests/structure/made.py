"""Invented notices without a text, for what depends on their particulars alone."""

import datetime as dt

from corpus.model import Notice, Relation, RelationKind, Source


def notice(ident, title, issued, repeals=None):
    """A notice of Tongling; ``repeals`` is the title of another that it repeals."""
    relations = (Relation(kind=RelationKind.REPEALS, title=repeals),) if repeals else ()
    return Notice(
        id=ident,
        title=title,
        doc_number=None,
        issuers=("铜陵市医疗保障局",),
        jurisdiction="340700",
        issued_on=dt.date.fromisoformat(issued),
        relations=relations,
        source=Source(file="x.txt", sha256="0"),
    )
