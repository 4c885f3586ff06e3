"""The sentences of a library's notices (通知的句子), each with what heads it and its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.check.beginning import CONDITIONS, OWN_SUBJECT
from assistant.check.lexicon import check_words
from assistant.check.opening import OWN_STATEMENT, PIECE
from assistant.check.pasted import CELL
from assistant.check.sentence import SAME, Ranked, matter, run_in
from assistant.check.sharing import Words, words_of
from corpus.library import Library
from corpus.model import Citation, Notice

SENTENCE = re.compile(r"[^。；\n]+")


class Told:
    """The sentences of notices, read once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._kept: dict[str, tuple[tuple[Citation, Words, str], ...]] = {}
        self._stated: dict[str, tuple[Words, ...]] = {}

    def above(self, citation: Citation) -> str:
        """What heads a sentence: the headings, and the short first sentence of its clause."""
        clause = self._library.clause(citation.clause)
        return "\n".join((*clause.headings, run_in(clause.text)))

    def knows(self, text: str, notices: Sequence[Notice]) -> bool:
        """Whether one sentence tells of something in much the same words."""
        own = words_of(matter(text))
        if len(own) < OWN_SUBJECT:
            return False
        return any(own.share_in(near) >= SAME for n in notices for _, near, _ in self.of(n))

    def tells(self, text: str, notices: Sequence[Notice]) -> bool:
        """Whether a piece of a sentence, which is more than a case, tells much the same."""
        own = words_of(matter(text))
        if len(own) < OWN_STATEMENT:
            return False
        return any(own.share_in(near) >= SAME for n in notices for near in self._pieces(n))

    def _pieces(self, notice: Notice) -> tuple[Words, ...]:
        """What the pieces of a notice's sentences say that are no cases (…的，)."""
        if notice.id not in self._stated:
            said = (p for c, *_ in self.of(notice) for p in PIECE.findall(c.quote))
            told = (p for p in said if p[-1:] not in CONDITIONS)
            self._stated[notice.id] = tuple(words_of(p) for p in told)
        return self._stated[notice.id]

    def ranked(
        self, text: str, notices: Sequence[Notice], *, whole: bool = False
    ) -> Iterator[Ranked]:
        """The sentences by what they have of a text's matter, or of the whole of a short text."""
        own = words_of("" if whole else matter(text))
        own = own or words_of(check_words().without_places(text))
        for notice in notices:
            for citation, near, words in self.of(notice):
                if own:
                    yield own.share_in(near), citation, words

    def of(self, notice: Notice) -> tuple[tuple[Citation, Words, str], ...]:
        """A notice's sentences: where each stands, its words with what heads it, its text."""
        if notice.id not in self._kept:
            self._kept[notice.id] = tuple(self._sentences(notice))
        return self._kept[notice.id]

    def _sentences(self, notice: Notice) -> Iterator[tuple[Citation, Words, str]]:
        over = ("", "")
        for clause in self._library.entries[notice.id].document.clauses:
            above = "\n".join(clause.headings[-1:])
            over = over if over[0] and clause.path.startswith(f"{over[0]}（") else ("", "")
            head = over[1]
            if clause.text.endswith("：") and check_words().asserted(clause.text):
                over = clause.path, clause.text
            for found in SENTENCE.finditer(clause.text):
                if clause.text[found.start() - 1 : found.start()] != "；":
                    head = over[1]
                start = clause.start + found.start()
                citation = Citation(
                    notice=notice.id,
                    clause=clause.id,
                    start=start,
                    end=clause.start + found.end(),
                    quote=found.group(),
                )
                if self._library.is_unsure(citation):
                    continue  # read by OCR and not confirmed: it supports nothing
                row = _in_columns(found.group(), above) if CELL in above else ()
                words = "，".join((f"{head}{found.group()}", *row))
                head = heading(found.group()) or head
                near = f"{notice.title}\n{above}\n{run_in(clause.text)}\n{words}"
                yield citation, words_of(near), words


@dataclass(frozen=True)
class Here:
    """What the notices of a place tell (``Known``)."""

    told: Told
    notices: Sequence[Notice]

    def speak_of(self, text: str) -> bool:
        """Whether a sentence, with what heads it, is of what a text says."""
        return self.told.knows(text, self.notices)

    def tell(self, text: str) -> bool:
        """Whether a piece of a sentence, which is more than a case, tells it."""
        return self.told.tells(text, self.notices)


def _in_columns(row: str, heads: str) -> Iterator[str]:
    """What the cells of a row say of whom it is about, where their column asks who does it."""
    cells, above = row.split(CELL), heads.split(CELL)
    for cell, head in zip(cells[1:], above[1:], strict=False):
        for column, told in check_words().columns.items():
            if column.search(head):
                yield told.format(who=cells[0], cell=cell)
                break


def heading(sentence: str) -> str:
    """What heads the rest of a list within one sentence (下列费用不予支付：甲；乙), if it does."""
    head, colon, _ = sentence.partition("：")
    return f"{head}：" if colon and check_words().asserted(head) else ""
