"""Answer an open question by the right clause's own words (条文作答), in few sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.answer.caveats import has_successor, level_note
from assistant.answer.context import Context, Draft
from assistant.answer.leads import SENTENCE, joined, whole
from assistant.answer.texts import say
from assistant.matching.groups import forms_of
from assistant.matching.profile import programmes_in
from assistant.model import Ask, MoneyRole, NeedRole, Status
from assistant.understand.asks import BASIC, denied, find_concepts, topics_named
from assistant.understand.lexicon import Concept, concept, words
from assistant.understand.people import ADULT
from assistant.understand.phrasing import kind_nouns, phrasing
from corpus.model import COUNTRY_ADCODE, Citation, Clause, ClauseKind

PHRASES = re.compile(r"[^，。；\n]+")
FIGURES = re.compile(r"[\d%]|[一二三四五六七八九十百千万](?:元|块|成|倍|个月|天|日|年|万)")
FOLLOWED = re.compile(r"，(?:按|给予|为|补|报|支付)[^，。；]*\d")  # 对…的县市|，按70%补助
TITLES = re.compile(r"《[^《》\n]*》")
CANDIDATES, OF_THE_REST = 8, 3
MOST_SENTENCES = 2
HALF = 0.5
FEWEST_NEEDS = 2
LIMITS = ("deductible", "cap", "ratio")
NEAR_SHARE = 0.2
LONGEST_HEADING = 24
ANSWERS = ("答：", "答:")  # what follows the question of a page is no heading


@dataclass(frozen=True)
class Wanted:
    """What an answering clause must speak of: concepts by their forms, and plain terms."""

    concepts: tuple[tuple[str, ...], ...]
    terms: tuple[str, ...]
    hints: tuple[tuple[str, ...], ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether the question names nothing that could be looked for."""
        return not (self.concepts or self.terms or self.hints)

    def all_concepts(self, text: str) -> bool:
        """Whether every concept is spoken of: 异地住院 is not answered by 住院 alone."""
        return all(any(f in text for f in forms) for forms in self.concepts)

    def share(self, text: str) -> float:
        """The share of wanted things that the text carries; 0 when nothing is wanted."""
        grouped = (*self.concepts, *self.hints)
        wanted = len(grouped) + len(self.terms)
        if not wanted:
            return 0.0
        carried = sum(any(f in text for f in forms) for forms in grouped)
        return (carried + sum(t in text for t in self.terms)) / wanted


def opened(context: Context) -> Draft | None:
    """The clause that speaks of what is asked; ``None`` when none speaks of enough of it."""
    wanted = wanted_of(context)
    if wanted.nothing:
        return None
    best = _best(context, wanted)
    if best is None or (_holds_figure(context) and not FIGURES.search(best[1][0].quote)):
        return None
    return quoted(context, *best)


def _holds_figure(context: Context) -> bool:
    """Whether a figure is held up to the notices (也交410吗): words alone can't confirm it."""
    slots = context.slots
    stated = [m for m in slots.money if m.role is MoneyRole.STATED]
    return asks_whether(context) and bool(stated or (slots.figures and not slots.money))


def named_whole(context: Context) -> Draft | None:
    """For words without a question (连续参保激励): the clause, where one sentence has them all."""
    text = context.slots.text
    if phrasing().asking.search(text) or any(n in text for ns in kind_nouns().values() for n in ns):
        return None
    wanted = wanted_of(context)
    told = opened(context) if len(wanted.hints) + len(wanted.terms) >= FEWEST_NEEDS else None
    whole = told and any(wanted.share(c.quote) == 1 for c in told.citations)
    return told if whole else None


def most_alike(context: Context) -> Draft | None:
    """The sentence that shares most of the question's words, at least half of them."""
    text = context.slots.text
    lines = [(clause, m) for clause, _ in nearest(context) for m in SENTENCE.finditer(clause.text)]
    best = max(lines, key=lambda line: _overlap(line[1].group(), text), default=None)
    if best is None or _overlap(best[1].group(), text) < HALF:
        return None
    return quoted(context, best[0], [cite(*best)])


def asks_whether(context: Context) -> bool:
    """Whether the question asks whether something is so, not how much it is."""
    return any(p.search(context.slots.text) for p in words().yes_no)


def qualified(context: Context) -> Draft | None:
    """A typed question whose rule is stated without a figure: 起付标准不高于上年人均可支配收入.

    The sentence must name the measure and every case, fix it by a word of bounds, and carry no
    figure at all: a figure of another thing must not be read as the answer.
    """
    for ask in context.slots.asks:
        needs = [n.forms for n in ask.needs if n.role is not NeedRole.PROGRAMME or n.id != BASIC]
        if not any(n.role is not NeedRole.MEASURE and n.id != BASIC for n in ask.needs):
            continue  # a measure alone (补助) is in too many sentences
        terms: list[tuple[str, ...]] = [(t,) for t in context.slots.unknown_terms]
        terms = terms if ask.strict else []
        terms += [forms_of(g) for g in context.slots.groups]
        aside = context.matcher.upper.asks_others(ask, context.slots, context.notices)
        for notice in context.notices:
            if aside and notice.jurisdiction == COUNTRY_ADCODE:
                continue
            for clause in context.library.entries[notice.id].document.clauses:
                found = _sentence_with(clause, [*needs, *terms])
                if found and needs:
                    return quoted(context, clause, [found])
    return None


def spelled_out(context: Context) -> Draft | None:
    """The sentence that carries every case and noun of a question for a bare kind of figure.

    The figure is left to the sentence itself: nothing is picked out of it.
    """
    for ask in [a for a in context.slots.asks if not a.keys]:
        needs = [n.forms for n in ask.needs if n.id != BASIC]
        needs += [(t,) for t in context.slots.unknown_terms]
        if len(needs) < FEWEST_NEEDS:
            continue
        for clause, _ in nearest(context):
            found = _sentence_all(clause, needs)
            if found and _of_scheme(context, ask, clause):
                return quoted(context, clause, [found])
    return None


def current(context: Context) -> list[str]:
    """The notices in question, without those of a yearly series that a later year replaced."""
    own = context.matcher.upper.without_insurance(context.slots, context.notices)
    return [n.id for n in own if not (n.benefit_years and has_successor(context, n))]


def nearest(context: Context) -> list[tuple[Clause, float]]:
    """The nearest clauses; for an open question some of each notice that has none among them.

    The place in the query draws its own notice's clauses before those of the country.
    """
    ids, query = current(context), query_of(context)
    hits = _of_benefit(context, context.search(query, ids, CANDIDATES) if ids else [])
    if context.slots.asks:
        return hits
    heard = {clause.notice for clause, _ in hits}
    left = [i for i in ids if i not in heard]
    rest = context.search(query, left, OF_THE_REST) if left else []
    return [*hits, *_of_benefit(context, rest)]


def is_aside(context: Context, clause: Clause) -> bool:
    """Whether a clause stands in the section of another benefit than the question names."""
    headings = "\n".join(clause.headings)
    text = context.slots.text
    return context.matcher.sections.of_another(clause.notice, headings, clause.text, text)


def _of_benefit(context: Context, hits: list[tuple[Clause, float]]) -> list[tuple[Clause, float]]:
    return [(clause, score) for clause, score in hits if not is_aside(context, clause)]


def _of_scheme(context: Context, ask: Ask, clause: Clause) -> bool:
    """Whether the clause's notice is about the scheme asked for: what one of the residents' says
    of 职工医保 in passing is not that scheme's rule."""
    asked = {n.id for n in ask.needs if n.role is NeedRole.PROGRAMME}
    schemes = {i for i in asked if not concept(i).within}
    own = programmes_in("\n".join((context.notice(clause.notice).title, *clause.headings)))
    return not schemes or not own or bool(schemes & own)


def _sentence_all(clause: Clause, needs: list[tuple[str, ...]]) -> Citation | None:
    for match in SENTENCE.finditer(clause.text):
        text = match.group()
        if re.search(r"\d", text) and all(any(f in text for f in forms) for forms in needs):
            return cite(clause, match)
    return None


def _sentence_with(clause: Clause, needs: list[tuple[str, ...]]) -> Citation | None:
    for match in PHRASES.finditer(clause.text):
        text = match.group()
        figures = re.search(r"\d", text) or FOLLOWED.match(clause.text, match.end())
        fixed = any(q in text for q in words().qualities) and not figures
        if fixed and all(any(f in text for f in forms) for forms in needs):
            return cite(clause, match)
    return None


def quoted(context: Context, clause: Clause, picked: list[Citation]) -> Draft:
    """What a clause says, word for word, and whose word it is."""
    draft = Draft()
    place = context.place_of(context.notice(clause.notice).jurisdiction)
    picked = whole(context, picked)
    quote = joined(picked)
    draft.lines.append(say("clause_says", place=place, quote=quote))
    draft.cite(*picked)
    level_note(draft, context, context.notice(clause.notice).jurisdiction)
    return draft


def wanted_of(context: Context) -> Wanted:
    """Concepts and terms of the question, without the ever-present name of the insurance."""
    text = context.slots.text
    heard = [(c, denied(text, start)) for c, start, _ in find_concepts(text)]
    # 「没有职工医保」 names what is not meant; 「能不能都领」 denies nothing.
    found = [c for c, no in heard if not (no and c.role is NeedRole.PROGRAMME)]
    special = [
        _or_rivals(c, found) for c in found if c.id != BASIC and not c.soft and not c.synonym
    ]
    hints = tuple(dict.fromkeys(c.forms for c in found if c.synonym))
    topics = topics_named(text)
    hints += tuple(t.label for t in topics if t.label and t.slot in LIMITS)
    hints += tuple(forms_of(k) for p in context.slots.persons for k in p.keys if k != ADULT)
    hints += tuple(forms_of(g) for g in context.slots.groups)
    terms = (*context.slots.content_words, *(() if hints else context.slots.group_words))
    if not special and not terms and not hints:
        hints = tuple(t.label for t in topics if t.label)
    return Wanted(tuple(dict.fromkeys(special)), tuple(dict.fromkeys(terms)), hints)


def _or_rivals(case: Concept, found: list[Concept]) -> tuple[str, ...]:
    """「按住院报还是按门诊报」: of cases that exclude each other, one is enough."""
    rivals = [c for c in found if case.family and c.family == case.family]
    return tuple(dict.fromkeys(f for c in rivals or [case] for f in c.forms))


def _best(context: Context, wanted: Wanted) -> tuple[Clause, list[Citation]] | None:
    """The first clause, in the order of the search and of nearness, that carries enough."""
    ids = current(context)
    ranked: list[tuple[float, int, float, Clause]] = []
    for clause, score in nearest(context):
        text = spoken("".join((*clause.headings, clause.text)))
        share = wanted.share(text)
        titled = text + context.notice(clause.notice).title
        row = clause.kind is ClauseKind.TABLE_ROW and phrasing().where.search(context.slots.text)
        if row:
            continue  # a row of figures does not say where a thing is done
        if share >= HALF and wanted.all_concepts(titled) and _programme_fits(context, clause):
            ranked.append((share, ids.index(clause.notice), score, clause))
    if not ranked:
        return None
    top = max(r[0] for r in ranked)
    good = [r for r in ranked if r[0] >= top - NEAR_SHARE]
    clause = min(good, key=lambda r: (r[1], -r[2]))[3]
    picked = pick_sentences(clause, wanted, context.slots.text)
    return (clause, picked) if picked else None


def spoken(text: str) -> str:
    """The text without the titles in it: 原《门诊慢性病办法》同时废止 says nothing of 慢性病."""
    return TITLES.sub("《》", text)


def query_of(context: Context) -> str:
    """The question with its place in front: sibling notices differ by little else.

    What a word of questions is called in notices stands behind it (哪里交: 窗口, 小程序).
    """
    heard = (c.forms for c, _, _ in find_concepts(context.slots.text) if c.synonym and c.say)
    called = " ".join(form for forms in heard for form in forms)
    return f"{context.place_name} {context.slots.text} {called}".strip()


def _programme_fits(context: Context, clause: Clause) -> bool:
    """A named scheme must be named by the clause or its notice as well."""
    found = find_concepts(context.slots.text)
    asked = {c.id for c, _, _ in found if c.role is NeedRole.PROGRAMME and c.id != BASIC}
    if not asked:
        return True
    title = context.notice(clause.notice).title
    text = "\n".join((clause.text, *clause.headings, title))
    return asked <= programmes_in(text)


def pick_sentences(clause: Clause, wanted: Wanted, question: str) -> list[Citation]:
    """The one or two sentences of the clause that carry most of what is wanted, in order."""
    scored = []
    for match in SENTENCE.finditer(clause.text):
        share = wanted.share(spoken(match.group()))
        scored.append((share + 0.3 * _overlap(match.group(), question), share, match))
    scored = [s for s in scored if s[1] > 0] or _body_of(clause, scored)
    if not scored:
        return []
    scored = _without_heading(clause, scored)
    top = max(s[0] for s in scored)
    kept = sorted(scored, key=lambda s: -s[0])[:MOST_SENTENCES]
    kept = [s for s in kept if s[0] >= 0.7 * top]
    return [cite(clause, s[2]) for s in sorted(kept, key=lambda s: s[2].start())]


def _body_of(
    clause: Clause, scored: list[tuple[float, float, re.Match[str]]]
) -> list[tuple[float, float, re.Match[str]]]:
    """When the headings alone speak of it (一、高龄津贴), the clause's first sentences do."""
    return [s for s in scored if s[2].start() > 0 or len(scored) == 1][:MOST_SENTENCES]


def _without_heading(
    clause: Clause, scored: list[tuple[float, float, re.Match[str]]]
) -> list[tuple[float, float, re.Match[str]]]:
    """A heading alone says nothing: the sentences after it do, or the first of them does."""
    body = [s for s in scored if not is_heading(s[2])]
    if body or len(clause.text) == scored[0][2].end():
        return body or scored
    follower = SENTENCE.match(clause.text, scored[0][2].end())
    return [(scored[0][0], scored[0][1], follower)] if follower else scored


def is_heading(sentence: re.Match[str]) -> bool:
    """A short opening without a pause (一、发放对象。) is a heading; a longer one is none, and
    so is one that goes on (学生一律免学费；)."""
    text = sentence.group()
    short = len(text) <= LONGEST_HEADING and "，" not in text and not text.endswith("；")
    short = short and not text.startswith(ANSWERS)
    return sentence.start() == 0 and short


def _overlap(text: str, question: str) -> float:
    pairs = {question[i : i + 2] for i in range(len(question) - 1)}
    return sum(p in text for p in pairs) / len(pairs) if pairs else 0.0


def cite(clause: Clause, match: re.Match[str]) -> Citation:
    """The characters of a match inside a clause."""
    start, end = clause.start + match.start(), clause.start + match.end()
    return Citation(
        notice=clause.notice, clause=clause.id, start=start, end=end, quote=match.group()
    )


def is_refusal(draft: Draft) -> bool:
    """Whether the draft answers nothing."""
    return draft.status in (Status.UNANSWERABLE, Status.REFUSED)
