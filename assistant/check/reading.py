"""What is read from a statement's words (读法): its standard, its people, its cases."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from assistant.check.counted import counted_name
from assistant.check.lexicon import check_words
from assistant.check.people import People, people_before, people_of
from assistant.check.scope import Scope
from assistant.check.sharing import Words, pairs_of, words_of
from assistant.check.statements import Statement
from assistant.model import NeedRole
from assistant.understand.asks import find_concepts
from assistant.understand.lexicon import Concept
from corpus.model import Condition, ConditionKind, ValueKind

GRADE = re.compile(r"[一二三四五]级|[一二三四五甲乙丙]类|[一二三四]档|[轻中重]度")
GRADES = re.compile(f"(?:(?:{GRADE.pattern})(?:及以[上下])?[、和及与]?){{2,}}")
COUNTED = frozenset({ConditionKind.HOSPITAL, ConditionKind.TIER, ConditionKind.COST_BAND})
EACH_OF = re.compile(r"分别|依次|各为")


@dataclass(frozen=True)
class Reading:
    """A statement with what is read from its words."""

    statement: Statement
    scope: Scope
    near: frozenset[str] = frozenset()  # the clauses that bear out what its line said before it

    @cached_property
    def universal(self) -> bool:
        """Whether it is said of all without exception (不论哪一级医院)."""
        return bool(check_words().everyone.search(self.statement.text))

    @cached_property
    def words(self) -> str:
        """The words that say what the claim is about: its own, or those that lead to it."""
        text = check_words().everyone.sub("，", self.statement.about)
        return text.replace(self.statement.value.citations.value.quote, "，")

    @cached_property
    def _counted_off(self) -> str:
        """The same without a list of grades whose figures follow (一级、二级分别为…)."""
        return _uncounted(self.words)

    @property
    def counts_off(self) -> bool:
        """Whether it is one of a row of figures whose cases stand elsewhere (分别报87%、78%)."""
        near = [c for c in self.conditions if c.citation.start >= self.statement.anchor]
        told_apart = any(c.kind in COUNTED for c in near) or GRADE.search(self.grades)
        return bool(EACH_OF.search(self.words)) and not told_apart and not self._listed

    @cached_property
    def grades(self) -> str:
        """The words that name its grade; of a list that counts grades off, its own."""
        if not EACH_OF.search(self.words):
            return self.words
        return "，".join((self._counted_off, *(c.text for c in self.conditions)))

    @cached_property
    def people(self) -> People:
        """Whom it is said of."""
        return people_of(self.statement)

    @cached_property
    def carried_people(self) -> People:
        """Whom the half of its sentence before it is of, where it names nobody itself."""
        named = self.people or check_words().somebody.search(self.statement.text)
        return People() if named else people_before(self.statement)

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """The cases that the grammar reads; what is said of all hospitals names none."""
        told = self.statement
        graded = {g[-1] for g in GRADE.findall(_uncounted(told.text))}
        return tuple(
            c
            for c in told.value.conditions
            if not (self.universal and c.kind is ConditionKind.HOSPITAL)
            and (told.holds(c.citation) or not graded & {g[-1] for g in GRADE.findall(c.text)})
        )

    @cached_property
    def key(self) -> str | None:
        """What the figure is: by the grammar, else by everyday words."""
        told = self.statement
        if told.value.kind is ValueKind.START:
            return self._said(told.text) or self._said(told.lead) or told.value.key
        own = (told.value.key if told.names_itself else None) or self._said(told.text)
        said = self._said(told.text)
        own = said if said in check_words().specific else own
        if told.part.columns:
            own = own or self._said(f"{told.column}{told.value.citations.value.quote}")
        if own is None and self._before is None:
            return check_words().key_assumed(told.text, told.value.kind)
        return own

    @cached_property
    def carried_key(self) -> str | None:
        """What the figure is by the words before it alone, which may be of something else."""
        return None if self.key else self._before

    @cached_property
    def _before(self) -> str | None:
        told = self.statement
        label = told.value.citations.label
        if told.value.key and (label is None or label.start >= told.part.start):
            return told.value.key
        above = reversed(told.part.headings)
        found = (self._said(text) for text in (told.lead, told.asked, *above))
        return next((key for key in found if key), None)

    def _said(self, text: str) -> str | None:
        return check_words().key_said(text, self.statement.value.kind)

    @cached_property
    def kinds(self) -> set[ConditionKind]:
        """The kinds of cases that it names."""
        return {c.kind for c in self.conditions}

    @cached_property
    def concepts(self) -> tuple[Concept, ...]:
        """The cases and programmes that the claim itself names."""
        found = tuple({c.id: c for c, _, _ in find_concepts(self._counted_off)}.values())
        named = "，".join(c.text for c in self.conditions)
        return tuple(
            c
            for c in found
            if not shares_family(c, found) or any(form in named for form in c.forms)
        )

    @cached_property
    def nearby(self) -> tuple[str, ...]:
        """Its words and cases, and what leads to it: the nearest first."""
        cases = "，".join(c.text for c in self.conditions)
        above = "，".join(self.statement.part.headings)
        told = self.statement
        return self._listed, told.text, f"{self.words}，{cases}", told.lead, above

    @cached_property
    def _listed(self) -> str:
        """Its name in a list whose figures follow one by one (高血压、糖尿病分别为300元、400元)."""
        told = self.statement
        at = told.value.citations.value.start - told.part.start
        return counted_name(told.part.text, told.part.text[:at])

    @cached_property
    def own_concepts(self) -> frozenset[str]:
        """Ids of those that stand in the claim itself and not only before it."""
        return frozenset(c.id for c, _, _ in find_concepts(self.statement.text))

    @cached_property
    def around(self) -> frozenset[str]:
        """Ids of the programmes that speak for it: of its sentence, its line, its headings."""
        part = self.statement.part
        text = "\n".join((*part.headings, part.before, self.statement.lead))
        found = find_concepts(text)
        return frozenset(c.id for c, _, _ in found if c.role is NeedRole.PROGRAMME)

    @cached_property
    def lead_pairs(self) -> frozenset[str]:
        """The same of all that leads to the claim in its sentence."""
        lead = words_of(self.statement.lead)
        return lead.raw | lead.plain | self.pairs

    @cached_property
    def own(self) -> Words:
        """The claim's own words, without its figure."""
        return words_of(self.words)

    @cached_property
    def led(self) -> Words:
        """The same with all that leads to the claim in its sentence."""
        return words_of(self.statement.lead) | self.own

    @cached_property
    def context(self) -> Words:
        """What its line said before it, and the headings: they tell apart what else is alike."""
        part = self.statement.part
        return words_of("\n".join((*part.headings, part.before)))

    @cached_property
    def pairs(self) -> frozenset[str]:
        """Neighbouring characters of the claim's own words, without its figure."""
        return pairs_of(self.words)


def _uncounted(text: str) -> str:
    """A text without a list of grades whose figures follow it one by one."""
    return GRADES.sub("，", text) if EACH_OF.search(text) else text


def shares_family(one: Concept, found: tuple[Concept, ...]) -> bool:
    """Whether a claim names several of a family: then the grammar says which is this figure's."""
    return one.family is not None and any(c.family == one.family and c is not one for c in found)
