"""Claims about documents (文件): do they exist, who issued them and when, do they hold."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answer.located import OUTSIDE
from assistant.check.content import content_of
from assistant.check.lexicon import check_words, says
from assistant.check.parts import Part
from assistant.model import VerdictKind
from corpus.extract.scan import scan
from corpus.library import Library, known_on
from corpus.model import Citation, DatePoint, Jurisdiction, Notice, Relation, RelationKind

AGENCY = (
    "(?!印发|发布|下发|出台|执行|根据|依据|目前|政府)"
    "[\\u4e00-\\u9fff](?<![了按照由是的为和与及据依在行以])"
)
"""One character of a document number's agency: none of the words that lead to it."""
NUMBER = re.compile(rf"(?:{AGENCY}){{1,10}}〔20\d{{2}}〕\d{{1,4}}号")
TITLE = re.compile(r"《([^《》]{6,80})》")
TAKES_EFFECT = re.compile(r"，?[自从]?[\d年月日]+起?(?:开始)?(?:正式)?(?:施行|执行|实施|生效)")
PIECE = re.compile(r"[^，,]+")
DAY = re.compile(r"[\d年月日]+")
YEAR = re.compile(r"20\d{2}(?=年)")
NUMBERED = re.compile(r"^.+(?=〔)|〔20\d{2}〕|\d+号")
"""The parts of a document's number: its agency, its year, its count."""
TOLD = 2
BREAK = re.compile(r"[、，,。（）《》：\s和与及由是]")
ISSUED_WITH = re.compile(r"印发《?(?P<inner>[^《》]+?)》?的通知$")


@dataclass(frozen=True)
class Cited:
    """A document as a text cites it, at ``[start, end)`` of the text."""

    number: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class DocumentFinding:
    """What the library knows of a cited document."""

    verdict: VerdictKind
    correction: str | None = None
    difference: str | None = None
    citations: tuple[Citation, ...] = ()


def cited_documents(part: Part) -> Iterator[Cited]:
    """The documents that a part cites, each with the pieces that say who issued it and when."""
    pieces = list(PIECE.finditer(part.text))
    for at, piece in enumerate(pieces):
        number = NUMBER.search(piece.group())
        if number is None:
            continue
        dated = at > 0 and DAY.fullmatch(pieces[at - 1].group())
        start = pieces[at - 1].start() if dated else piece.start()
        ends = [piece.end()]
        for later in pieces[at + 1 :]:
            if not _goes_on(later.group()):
                break
            if check_words().issued.search(later.group()):
                ends.append(later.end())  # who issued it and when are told apart
            else:
                ends[-1] = later.end()
        if in_force := TAKES_EFFECT.match(piece.group(), number.end()):
            ends = [piece.start() + in_force.start()]
        for end in ends:
            yield Cited(number.group(), part.text[start:end], part.start + start, part.start + end)
            start = end + 1


def unnumbered(part: Part, taken: Sequence[tuple[int, int]]) -> Iterator[Cited]:
    """What a part says of who issued a document and when, without its number (落款为…)."""
    issue = check_words().issue
    for piece in PIECE.finditer(part.text):
        start, end = piece.start() + part.start, piece.end() + part.start
        told = issue.search(piece.group()) and not TITLE.search(piece.group())
        about = told and (orgs_in(piece.group()) or scan(piece.group()))
        if about and not any(s < end and start < e for s, e in taken):
            yield Cited("", piece.group(), start, end)


def _goes_on(piece: str) -> bool:
    """Whether a piece only goes on about the document: issuers, or the day of its issue."""
    words = check_words()
    if NUMBER.search(piece):
        return False
    issued = scan(piece) and (words.issued.search(piece) or DAY.fullmatch(piece))
    return bool(issued) or bool(orgs_in(piece))


def orgs_in(text: str) -> list[str]:
    """The bodies that a text names as issuers, in their full names."""
    found = []
    for token in BREAK.split(NUMBER.sub("，", TITLE.sub("，", text))):
        match = check_words().body.match(token)
        if match:
            found.append(full_name(match.group()))
    return found


def full_name(body: str) -> str:
    """The full name of a body: 国家医保局 is 国家医疗保障局."""
    for short, full in check_words().bodies.items():
        body = body.replace(short, full)
    return body


class Documents:
    """Knows the documents of a library, and those that they cite."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def judge(self, cited: Cited, as_of: dt.date) -> DocumentFinding:
        """The finding on a cited document on a day."""
        notices = [n for n in self._library.notices if known_on(n, as_of)]
        if check_words().repeals.search(cited.text):
            return self._repealed(cited, notices)
        for notice in notices:
            if _is_number(cited.number, notice.doc_number):
                return self._known(cited, notice, as_of)
        named = [
            (notice, relation)
            for notice in notices
            for relation in notice.relations
            if _is_number(cited.number, relation.doc_number)
        ]
        ends = [(n, r) for n, r in named if _ends_whole(r) and _works(n, r, as_of)]
        if not named:
            return self._altered(cited, notices) or self._by_title(cited, notices)
        notice, relation = (ends or named)[0]
        kind = RelationKind.REPEALS if ends else RelationKind.MENTIONS
        return self._mentioned(cited, notice, relation.doc_number or "", kind)

    def of_place(
        self, cited: Cited, place: Jurisdiction | None, text: str, as_of: dt.date
    ) -> DocumentFinding | None:
        """The finding where no number is told: of the last document cited before, else of the one
        that a place has of the year; ``None`` where there is no such one."""
        known = [n for n in self._library.notices if known_on(n, as_of)]
        last = NUMBER.findall(text)[-1:]
        meant = [n for n in known if any(_is_number(number, n.doc_number) for number in last)]
        if not last:
            years = set(YEAR.findall(text.rpartition("\n")[2]))
            meant = [n for n in known if place and n.jurisdiction == place.adcode]
            meant = [n for n in meant if not years or years & set(YEAR.findall(n.title))]
        return self._known(cited, meant[0], as_of) if len(meant) == 1 else None

    def _altered(self, cited: Cited, notices: list[Notice]) -> DocumentFinding | None:
        """A number of an agency that differs in its year or its count alone from that of which a
        notice says all that is told."""
        own = content_of(NUMBER.sub("，", cited.text)).words
        for notice in notices:
            for relation in notice.relations:
                number = relation.doc_number or ""
                sentence = self.cite(notice, number)
                near = len(set(NUMBERED.findall(cited.number)) ^ set(NUMBERED.findall(number))) == 2
                if near and len(own) >= TOLD and own <= content_of(sentence.quote).words:
                    return DocumentFinding(
                        VerdictKind.CONTRADICTED,
                        says("document_cited", number=number),
                        says("differs_document_number", number=number),
                        (sentence,),
                    )
        return None

    def _repealed(self, cited: Cited, notices: list[Notice]) -> DocumentFinding:
        """A document that is said to be repealed: supported where a notice says so."""
        for notice in notices:
            for relation in notice.relations:
                number = relation.doc_number or ""
                named = _is_number(cited.number, number)
                if named and self._titled(cited, notice) and _ends_whole(relation):
                    citations = (self.cite(notice, number),)
                    return DocumentFinding(VerdictKind.SUPPORTED, citations=citations)
        return DocumentFinding(VerdictKind.NOT_FOUND)

    def _known(self, cited: Cited, notice: Notice, as_of: dt.date) -> DocumentFinding:
        number = notice.doc_number or ""
        wrong = self._wrong_day(cited, notice) or self._wrong_body(cited, notice)
        wrong = wrong or self._wrong_title(cited, notice)
        if wrong:
            return wrong
        ending = self._library.ending(notice.id, as_of)
        if ending is not None:
            other = self._library.entries[ending.by].notice
            return self._mentioned(cited, other, number, RelationKind.REPEALS)
        if notice.effective_to and notice.effective_to < as_of:
            life = [v for v in self._library.values([notice.id]) if v.key == "validity_period"]
            quotes = tuple(v.citations.value for v in life)
            text = "，".join(f"{v.label}{v.citations.value.quote}" for v in life)
            return DocumentFinding(
                VerdictKind.OUTDATED,
                says("document_expired", number=number, life=text),
                says("differs_document_expired", number=number),
                (self.cite(notice, number), *quotes),
            )
        return DocumentFinding(VerdictKind.SUPPORTED, citations=(self.cite(notice, number),))

    def _wrong_day(self, cited: Cited, notice: Notice) -> DocumentFinding | None:
        day = notice.issued_on
        dates = [f.value for f in scan(NUMBER.sub("，", TITLE.sub("，", cited.text)))]
        if day is None:
            return None
        wrong = [
            d
            for d in dates
            if isinstance(d, DatePoint)
            and ((d.month, d.day) != (day.month, day.day) or d.year not in (None, day.year))
        ]
        if not wrong:
            return None
        words = f"{day.year}年{day.month}月{day.day}日"
        return DocumentFinding(
            VerdictKind.CONTRADICTED,
            says("document_day", number=notice.doc_number or "", day=words),
            says("differs_document_day", day=words),
            (self.cite(notice, notice.doc_number or ""), self.cite(notice, words)),
        )

    def _wrong_body(self, cited: Cited, notice: Notice) -> DocumentFinding | None:
        named = orgs_in(cited.text)
        known = [full_name(i) for i in notice.issuers]
        if all(any(k.endswith(n) for k in known) for n in named):
            return None
        return DocumentFinding(
            VerdictKind.CONTRADICTED,
            says(
                "document_issuers",
                number=notice.doc_number or "",
                issuers="、".join(notice.issuers),
            ),
            says("differs_document_issuers"),
            (self.cite(notice, notice.doc_number or ""),),
        )

    def _wrong_title(self, cited: Cited, notice: Notice) -> DocumentFinding | None:
        titles = TITLE.findall(cited.text)
        if not titles or any(_same_title(t, notice.title) for t in titles):
            return None
        return DocumentFinding(
            VerdictKind.CONTRADICTED,
            says("document_title", number=notice.doc_number or "", title=notice.title),
            says("differs_document_title"),
            (self.cite(notice, notice.doc_number or ""),),
        )

    def _mentioned(
        self, cited: Cited, notice: Notice, number: str, kind: RelationKind
    ) -> DocumentFinding:
        citation = self.cite(notice, number)
        if not self._titled(cited, notice):
            return DocumentFinding(VerdictKind.NOT_FOUND)
        if kind is not RelationKind.REPEALS:
            return DocumentFinding(VerdictKind.SUPPORTED, citations=(citation,))
        return DocumentFinding(
            VerdictKind.OUTDATED,
            says("document_repealed", number=number, by=notice.doc_number or notice.title),
            says("differs_document_repealed", number=number),
            (citation,),
        )

    def _titled(self, cited: Cited, notice: Notice) -> bool:
        """Whether a notice that mentions a document has the title that the text gives it."""
        text = self._library.text(notice.id)
        return all(title in text for title in TITLE.findall(cited.text))

    def _by_title(self, cited: Cited, notices: list[Notice]) -> DocumentFinding:
        """A title of the library under another number is that number told wrong."""
        for title in TITLE.findall(cited.text):
            for notice in notices:
                if notice.doc_number and _same_title(title, notice.title):
                    return DocumentFinding(
                        VerdictKind.CONTRADICTED,
                        says("document_number", title=notice.title, number=notice.doc_number),
                        says("differs_document_number", number=notice.doc_number),
                        (self.cite(notice, notice.doc_number),),
                    )
        return DocumentFinding(VerdictKind.NOT_FOUND)

    def cite(self, notice: Notice, words: str) -> Citation:
        """The sentence of a notice that holds some words; its first line where none does."""
        text = self._library.text(notice.id)
        at = max(text.find(words), 0)
        start = max(text.rfind(c, 0, at) for c in "\n。；") + 1
        stops = [n for c in "\n。；" if (n := text.find(c, at)) >= 0]
        end = min(stops, default=len(text))
        clauses = self._library.entries[notice.id].document.clauses
        inside = [c.id for c in clauses if c.start <= start and end <= c.end]
        clause = inside[-1] if inside else f"{notice.id}#{OUTSIDE}"
        return Citation(
            notice=notice.id, clause=clause, start=start, end=end, quote=text[start:end]
        )


def _is_number(cited: str, number: str | None) -> bool:
    """Whether a text cites this very number: 锦医保发 is another agency than 医保发."""
    if not number or not cited.endswith(number):
        return False
    before = cited.removesuffix(number)
    return not before or bool(check_words().before_number.search(before))


def _works(notice: Notice, relation: Relation, as_of: dt.date) -> bool:
    """Whether what a notice ends has ended by a day."""
    since = relation.since or notice.effective_from
    return since is None or since <= as_of


def _ends_whole(relation: Relation) -> bool:
    """Whether a relation takes the whole document out of use."""
    kinds = (RelationKind.REPEALS, RelationKind.REPLACES)
    partly = relation.articles or relation.struck
    return relation.kind in kinds and not (partly or relation.cancelled)


def _same_title(said: str, title: str) -> bool:
    one, other = ("".join(full_name(t).split()) for t in (said, title))
    issued = ISSUED_WITH.search(other)
    return one.endswith(other) or other.endswith(one) or bool(issued and issued["inner"] == one)
