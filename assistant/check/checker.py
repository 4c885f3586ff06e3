"""The fact checker (核对): pasted text → claims, each with its verdict."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answer.evidence import evidence
from assistant.check.apart import asks_more, crossed, of_others
from assistant.check.content import of_some_only
from assistant.check.documents import (
    Cited,
    DocumentFinding,
    Documents,
    cited_documents,
    unnumbered,
)
from assistant.check.faithful import Stray, stray
from assistant.check.finding import Finding
from assistant.check.fitting import Fitter
from assistant.check.judge import Judge, notices_at
from assistant.check.laying import DIGIT, FIGURE
from assistant.check.lexicon import check_words
from assistant.check.opening import Open, open_claims
from assistant.check.parts import Part, parts_of
from assistant.check.pasted import CELL, Pasted, read_pasted
from assistant.check.reading import Reading
from assistant.check.saying import Sayer
from assistant.check.scope import place_of, scope_of
from assistant.check.statements import Statement, read_statements
from assistant.check.told import Here
from assistant.check.when import speaks_for
from assistant.check.wording import OpenFinding, Sentences
from assistant.matching.match import Matcher
from assistant.model import Claim, Verdict, VerdictKind
from assistant.understand.cues import cues
from corpus.library import Library
from corpus.model import (
    Citation,
    Condition,
    ConditionKind,
    Jurisdiction,
    Notice,
    PolicyValue,
    ValueKind,
)

BY_THE_WAY = frozenset(
    {ValueKind.DATE, ValueKind.COUNT, ValueKind.DURATION, ValueKind.WAIVER, ValueKind.START}
)

GRANTED = (
    (re.compile(r"(?:报销?|支付)(?:\d[\d.]*%|一半)"), "可以报销"),
    (
        re.compile(r"按?[^，。；\d]{0,8}\d[\d.]*%资助|资助[^，。；\d]{0,4}\d[\d.]*(?:%|元)"),
        "可以资助",
    ),
    (
        re.compile(r"(?:另外|另行|单独|额外)(?:要|得|再)?[交缴掏]纳?(?:每[人年])*\d[\d.]*元"),
        "要另外缴费",
    ),
    (re.compile(r"退还?(?:\d[\d.]*%|一半)"), "退费"),
    (re.compile(r"(?<=[入资])的(?:一半|[\d.]+%)(?=$|[，。；])"), ""),
    (re.compile(r"(?<!再)(?:收取?|[交缴])\d[\d.]*元的?(?=[^，。；\d]{1,6}费)"), "可以收取"),
)
"""A share or sum of what isn't granted at all is gainsaid by the sentence that says so."""


class Checker:
    """Checks texts against one corpus version. Safe to share between threads."""

    def __init__(self, library: Library, matcher: Matcher) -> None:
        self._library = library
        self._judge = Judge(library, Fitter(matcher.profiler), matcher.areas)
        self._documents = Documents(library)
        self._sentences = Sentences(library)
        self._sayer = Sayer(library)

    def check(self, text: str, region: str | None, as_of: dt.date) -> tuple[Verdict, ...]:
        """The claims of a text in its order; ``BadText``, ``UnknownRegion`` say what is wrong."""
        chosen = self._library.places.resolve(region) if region else None
        pasted = read_pasted(text)
        parts = [p for part in parts_of(pasted.text) if (p := _asserted(pasted, part)).text]
        documents = [c for part in parts for c in cited_documents(part)]
        taken = [(c.start, c.end) for c in documents]
        issued = list(self._issued(pasted, parts, taken, chosen, as_of))
        taken += [(c.start, c.end) for c, _ in issued]
        figures = read_statements(pasted.text, parts, taken)
        taken += [(s.start, s.end) for s in figures]
        judged = [(c, self._documents.judge(c, as_of)) for c in documents] + issued
        found = [
            self._sayer.of_document(_claim(pasted, c.start, c.end), told) for c, told in judged
        ]
        found += self._figures(pasted, figures, chosen, as_of)
        for part in parts:
            found += self._open(pasted, part, taken, chosen, as_of)
        return tuple(sorted(map(self._sayer.noted, found), key=lambda v: v.start))

    def _issued(
        self,
        pasted: Pasted,
        parts: Sequence[Part],
        taken: Sequence[tuple[int, int]],
        chosen: Jurisdiction | None,
        as_of: dt.date,
    ) -> Iterator[tuple[Cited, DocumentFinding]]:
        """What is told of who issued a document and when, where its number isn't told beside."""
        for part in parts:
            for cited in unnumbered(part, taken):
                earlier = pasted.text[: part.start]
                place = place_of(part.text, part, earlier, chosen, self._library.places)
                before = pasted.text[: cited.start]
                if told := self._documents.of_place(cited, place, before, as_of):
                    yield cited, told

    def _open(
        self,
        pasted: Pasted,
        part: Part,
        taken: Sequence[tuple[int, int]],
        chosen: Jurisdiction | None,
        as_of: dt.date,
    ) -> Iterator[Verdict]:
        earlier, places = pasted.text[: part.start], self._library.places
        here = notices_at(self._library, place_of(part.text, part, earlier, chosen, places), as_of)
        for claim in open_claims(part, taken, Here(self._sentences.told, here)):
            place = place_of(claim.text, part, earlier, chosen, places)
            notices = notices_at(self._library, place, as_of)
            found = _kept(claim.text, self._sentences.judge(claim, notices))
            finding = self._verbatim(part, claim.end, found.verdict, notices) or found
            yield self._sayer.of_sentence(_claim(pasted, claim.start, claim.end), finding)

    def _figures(
        self,
        pasted: Pasted,
        statements: Sequence[Statement],
        chosen: Jurisdiction | None,
        as_of: dt.date,
    ) -> Iterator[Verdict]:
        near: frozenset[str] = frozenset()
        line = ""
        for statement in statements:
            earlier = pasted.text[: statement.part.start]
            scope = scope_of(statement, earlier, chosen, self._library.places, as_of)
            same = earlier.count("\n") == line.count("\n") or statement.part.columns
            near = near if same else frozenset()
            line = earlier
            reading = Reading(statement, scope, near)
            finding = self._judge.judge(reading, as_of)
            if finding.verdict is VerdictKind.SUPPORTED:
                near = frozenset(n for v in finding.values[:1] for n in self._judge.fitter.near(v))
            claim = _claim(pasted, statement.start, statement.end)
            told = self._strayed(reading, finding)
            told = told or self._as_words(statement, finding, scope.place, as_of)
            told = told or self._in_other_words(reading, finding, as_of)
            told = self._copied(reading, told or finding, as_of) or told
            if told is not None:
                yield self._sayer.of_sentence(claim, told)
                continue
            yield self._sayer.verdict(claim, reading, finding)

    def _strayed(self, reading: Reading, finding: Finding) -> OpenFinding | None:
        """What is found where the figure is the notice's and the claim's other words are not."""
        told = reading.statement
        if finding.verdict is not VerdictKind.SUPPORTED:
            return None
        value = finding.values[0]
        sentence = self._judge.fitter.masked(told.value, value, FIGURE)
        row = CELL in sentence
        if row:  # only what heads it and its column are the figure's
            names = [c for c in sentence.split(CELL) if len(c) > 1 and not DIGIT.search(c)]
            sentence = "，".join((*names, f"{value.label}{FIGURE}"))
        if value.group and not reading.people and of_others(told.text, value.group.text):
            return OpenFinding(VerdictKind.NOT_FOUND)  # 低保 in words that name no group in full
        claim, around = told.masked(FIGURE), self._around(reading, value)
        above = "，".join((told.lead, *told.part.headings))
        if _of_a_birth(sentence) and not _of_a_birth(above):
            return OpenFinding(VerdictKind.NOT_FOUND)  # it is told of all care
        claim = _unbanded(claim, reading.conditions)
        sentence = _unbanded(sentence, value.conditions)
        how = stray(claim, sentence, around)
        if row and how is Stray.OTHER and not asks_more(claim, f"{sentence}，{around}"):
            how = None
        return _left(how, evidence(value, self._library)[0])

    def _copied(
        self, reading: Reading, found: Finding | OpenFinding, as_of: dt.date
    ) -> OpenFinding | None:
        """A notice's own sentence as it stands there, which needs no reading (照抄)."""
        scope, told = reading.scope, reading.statement
        year = None if scope.dated else scope.year  # a year that is copied too is the notice's
        notices = self._speaking(scope.place, year, as_of)
        return self._verbatim(told.part, told.end, found.verdict, notices)

    def _speaking(
        self, place: Jurisdiction | None, year: int | None, as_of: dt.date
    ) -> list[Notice]:
        """The place's own notices that speak for a year."""
        notices = notices_at(self._library, place, as_of)
        if place:
            notices = [n for n in notices if n.jurisdiction == place.adcode]
        return [n for n in notices if speaks_for(n, year, as_of)]

    def _in_other_words(
        self, reading: Reading, finding: Finding, as_of: dt.date
    ) -> OpenFinding | None:
        """What a sentence says that has all words of a claim, where no figure tells."""
        told, scope = reading.statement, reading.scope
        if finding.verdict is not VerdictKind.NOT_FOUND or told.part.columns:
            return None
        notices = self._speaking(scope.place, scope.year, as_of)
        if scope.year is not None:  # a notice of no year tells of none
            notices = [n for n in notices if n.benefit_years]
        claim = Open(told.text, told.start, told.end, told.lead[: told.start - told.part.start])
        found = self._sentences.in_other_words(claim, notices)
        return found if found.verdict is not VerdictKind.NOT_FOUND else None

    def _verbatim(
        self, part: Part, end: int, verdict: VerdictKind, notices: Sequence[Notice]
    ) -> OpenFinding | None:
        """The sentence that holds a part as far as a claim goes, where it isn't supported yet."""
        if verdict is VerdictKind.SUPPORTED or verdict is VerdictKind.OUTDATED:
            return None
        above = "，".join((*part.headings[-1:], part.before))
        found = self._sentences.verbatim(part.text[: end - part.start], above, notices)
        return OpenFinding(VerdictKind.SUPPORTED, found) if found else None

    def _around(self, reading: Reading, value: PolicyValue) -> str:
        """What a value's sentence stands under, and how its place is named."""
        places = self._library.places
        period = value.kind is ValueKind.PERIOD
        names = [places.get(value.jurisdiction).name]
        names += [reading.scope.place.name] if reading.scope.place else []
        names += [cues("claims.yaml").one("both_ends").pattern] if period else []
        return "，".join((*self._judge.fitter.above(value), *names))

    def _as_words(
        self, statement: Statement, finding: Finding, place: Jurisdiction | None, as_of: dt.date
    ) -> OpenFinding | None:
        """What the sentences say, where no figure does and a day or count is told by the way."""
        if finding.verdict is not VerdictKind.NOT_FOUND:
            return None
        notices = notices_at(self._library, place, as_of)
        for figure, granted in GRANTED:
            if figure.search(statement.text):
                text = figure.sub(granted, statement.text)
                told = self._sentences.judge(Open(text, statement.start, statement.end), notices)
                if not granted:
                    return _without_share(told, figure)
                return told if told.verdict is VerdictKind.CONTRADICTED else None
        if statement.value.kind not in BY_THE_WAY:
            return None
        claim = Open(statement.text, statement.start, statement.end, statement.lead)
        told = _kept(claim.text, self._sentences.judge(claim, notices))
        if told.verdict is VerdictKind.CONTRADICTED and self._above(told, place):
            return None  # an upper level's days leave room for a place's own
        return told if told.verdict is not VerdictKind.NOT_FOUND else None

    def _above(self, told: OpenFinding, place: Jurisdiction | None) -> bool:
        """Whether the sentence of a finding is an upper level's."""
        if told.sentence is None or place is None:
            return False
        return self._library.entries[told.sentence.notice].notice.jurisdiction != place.adcode


def _kept(text: str, finding: OpenFinding) -> OpenFinding:
    """A finding on words, where the claim keeps to the sentence that supports it."""
    sentence = finding.sentence
    if finding.verdict is not VerdictKind.SUPPORTED or sentence is None:
        return finding
    if of_some_only(text, sentence.quote):
        return OpenFinding(VerdictKind.CONTRADICTED, sentence)
    if not finding.named and crossed(text, sentence.quote):
        return OpenFinding(VerdictKind.NOT_FOUND)
    how = stray(text, sentence.quote)
    if finding.named and how is Stray.OTHER:
        return finding
    return _left(how, sentence) or finding


def _without_share(told: OpenFinding, figure: re.Pattern[str]) -> OpenFinding | None:
    """What gainsays a share of something (收入的一半): a sentence that says it of the whole."""
    sentence = told.sentence
    if told.verdict is not VerdictKind.SUPPORTED or not sentence or figure.search(sentence.quote):
        return None
    return OpenFinding(VerdictKind.CONTRADICTED, sentence)


def _of_a_birth(text: str) -> bool:
    return bool(check_words().childbirth.search(text))


def _unbanded(text: str, conditions: Sequence[Condition]) -> str:
    """A text without its bands of cost, which are compared by their ends (3万元以内)."""
    for condition in conditions:
        if condition.kind is ConditionKind.COST_BAND and DIGIT.search(condition.text):
            text = text.replace(condition.text, "，")
    return text


def _left(how: Stray | None, sentence: Citation) -> OpenFinding | None:
    if how is None:
        return None
    if how is Stray.AGAINST:
        return OpenFinding(VerdictKind.CONTRADICTED, sentence)
    return OpenFinding(VerdictKind.NOT_FOUND)


def _asserted(pasted: Pasted, part: Part) -> Part:
    """The part without what only asks whether something is so: nothing is claimed by that.

    The paste itself must ask: what English is read as in Chinese may be a question.
    """
    start, end = pasted.span(part.start, part.end)
    if not check_words().questions.search(pasted.raw[start:end]):
        return part
    text = part.text[: max(part.text.rfind("，"), part.text.rfind(","), 0)]
    return replace(part, text=text, end=part.start + len(text))


def _claim(pasted: Pasted, start: int, end: int) -> Claim:
    """The pasted characters of a stretch of the text."""
    first, last = pasted.span(start, end)
    return Claim(text=pasted.raw[first:last], start=first, end=last)
