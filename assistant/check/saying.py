"""How a finding is told (说法): the difference in words, a correction that can be pasted."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer.evidence import evidence
from assistant.answer.grounding import Carried, loose_figures
from assistant.answer.wording import bound_words, cell_words, phrase, subject, year_words
from assistant.check.documents import DocumentFinding
from assistant.check.finding import Finding, Why
from assistant.check.lexicon import check_words, says
from assistant.check.reading import Reading
from assistant.check.wording import OpenFinding
from assistant.errors import UngroundedAnswer
from assistant.model import AnswerCitation, Claim, Verdict, VerdictKind
from corpus.library import Library
from corpus.model import COUNTRY_ADCODE, Citation, PolicyValue

VALIDITY = "validity_period"


class Sayer:
    """Tells findings over one library."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def verdict(self, claim: Claim, reading: Reading, finding: Finding) -> Verdict:
        """The verdict of a claim; its correction's every figure stands in a citation."""
        rested = [*finding.values, *([finding.now] if finding.now else [])]
        rested += self._life(rested[0]) if finding.why is Why.EXPIRED else []
        basis = [c for v in rested for c in evidence(v, self._library)]
        citations = tuple(dict.fromkeys(map(self.cited, basis)))
        mended = finding.verdict in (VerdictKind.CONTRADICTED, VerdictKind.OUTDATED)
        difference = self._difference(reading, finding) if mended else None
        correction = self._correction(finding) if mended else None
        if correction is not None:
            grounded(correction, citations, [cell_words(v) for v in rested])
        return Verdict(
            **claim.model_dump(),
            verdict=finding.verdict,
            correction=correction,
            difference=difference,
            citations=citations,
        )

    def of_document(self, claim: Claim, finding: DocumentFinding) -> Verdict:
        """The verdict of a claim about a document."""
        citations = tuple(dict.fromkeys(map(self.cited, finding.citations)))
        if finding.correction:
            grounded(finding.correction, citations)
        return Verdict(
            **claim.model_dump(),
            verdict=finding.verdict,
            correction=finding.correction,
            difference=finding.difference,
            citations=citations,
        )

    def of_sentence(self, claim: Claim, finding: OpenFinding) -> Verdict:
        """The verdict of a claim without a figure: the notice's own sentence mends it."""
        against = finding.verdict is VerdictKind.CONTRADICTED and finding.sentence is not None
        quote = finding.sentence.quote if finding.sentence else ""
        return Verdict(
            **claim.model_dump(),
            verdict=finding.verdict,
            correction=says("sentence", quote=quote) if against else None,
            difference=says("differs_sentence") if against else None,
            citations=(self.cited(finding.sentence),) if finding.sentence else (),
        )

    def noted(self, verdict: Verdict) -> Verdict:
        """The verdict with what of its claim could not be checked: a number that was masked."""
        hidden = check_words().masked.search(verdict.text)
        return verdict.model_copy(update={"note": says("masked")}) if hidden else verdict

    def _correction(self, finding: Finding) -> str:
        value = finding.now or finding.values[0]
        told = says(
            "is",
            place=self._place(value),
            year=year_words(value),
            subject=subject(value),
            figure=phrase(value, evidence(value, self._library)[0].quote),
        )
        if finding.why is Why.EXPIRED:
            return told + self._expired(value)
        return told + (says("past") if finding.why is Why.YEAR and not finding.now else "")

    def _expired(self, value: PolicyValue) -> str:
        """That the notice's time is over, in its own words where it states them."""
        life = self._life(value)
        return says("expired", life="，".join(f"{v.label}{phrase(v)}" for v in life))

    def _life(self, value: PolicyValue) -> list[PolicyValue]:
        return [v for v in self._library.values([value.notice]) if v.key == VALIDITY]

    def _difference(self, reading: Reading, finding: Finding) -> str:
        value, said = finding.values[0], reading.statement.value
        before, after = bound_words(said)
        mine, theirs = f"{before}{said.citations.value.quote}{after}", phrase(value)
        figures = {
            "said": mine,
            "stated": f"{value.label}{theirs}" if mine == theirs else theirs,
            "label": value.label,
            "group": value.group.text if value.group else value.label,
            "year": year_words(value) or self._library.entries[value.notice].notice.title,
        }
        name = finding.why.value if finding.why else Why.VALUE.value
        return says(f"differs_{name}", **figures)

    def _place(self, value: PolicyValue) -> str:
        if value.jurisdiction == COUNTRY_ADCODE:
            return says("of_country")
        return self._library.places.get(value.jurisdiction).name

    def cited(self, citation: Citation) -> AnswerCitation:
        """A citation as scripts and people read it; it must still be the exact characters."""
        notice = self._library.entries[citation.notice].notice
        text = self._library.text(citation.notice)
        if text[citation.start : citation.end] != citation.quote:
            raise UngroundedAnswer(f"引文与原文不一致：{notice.title}")
        try:
            path = self._library.clause(citation.clause).path
        except KeyError:
            path = citation.clause.rpartition("#")[2]
        return AnswerCitation(
            notice=notice.doc_number or notice.title,
            title=notice.title,
            clause=path,
            quote=citation.quote,
            start=citation.start,
            end=citation.end,
            id=citation.clause,
        )


def grounded(text: str, citations: Sequence[AnswerCitation], cells: Sequence[str] = ()) -> None:
    """``UngroundedAnswer`` when a figure of a correction stands in no citation."""
    carried = Carried()
    carried.take(cells)
    for citation in citations:
        carried.take((citation.quote, citation.notice, citation.title, citation.clause))
    carried.take_quotes(c.quote for c in citations)
    loose = loose_figures(text, carried)
    if loose:
        raise UngroundedAnswer(f"更正里的数字没有依据：{'、'.join(loose)}。")
