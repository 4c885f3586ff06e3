"""What is asked for (问的是什么): topics, the needs a value must meet, and unknown words."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from assistant.keys import AID, FEE
from assistant.model import Ask, Need, NeedRole
from assistant.understand.cues import cues
from assistant.understand.lexicon import (
    Concept,
    Topic,
    alternation,
    concept,
    concepts,
    subjects,
    topic,
    topics,
    words,
)
from assistant.understand.phrasing import phrasing
from corpus.model import ValueKind

# Parts of speech that can name a subject; pronouns, particles, numerals and the like cannot.
CONTENT_POS = ("v", "a", "z", "b")
NOUN_POS = ("n", "j", "l", "i", "eng", "vn")
OPEN_SLOTS = ("meta", "who", "change")
BASIC = "basic_insurance"
ASSISTANCE = "medical_assistance"
LONGEST_CUE = 6
ONE_TIER = "一档"
DENIALS = ("没", "无", "没有", "不", "不用", "不是", "不算", "非")
REMOTE = "remote"
FUND_RATIO, EMPLOYER = "fund_ratio", "payer_employer"
MEASURES = ("deductible", "cap", "ratio", "fee", "subsidy", "assistance")
# Topics that two halves of one question ask: 「报几成 起付多少」「新生儿交多少 多少天内交」.
TOLD_APART = ({"deductible", "cap", "ratio"}, {"newborn", "fee"}, {"window", "makeup"})
SAYS_RATIO = re.compile(r"比例|百分|几成|费率|%|占比")
SAYS_MONEY = re.compile(
    r"元|块|钱|金额|(?:每个?|一个?)月(?:(?!多|增)[^,，。]){0,4}(?:多少|几多)(?!天|次|小时)"
)
UNIT = re.compile(r"(?:几|多少)(家|次|人|项|种|位|张|所)")
# Other schemes state what one pays as a sum, as a rate, or that nothing is paid.
FOREIGN_FEE_KINDS = (ValueKind.MONEY, ValueKind.RATIO, ValueKind.WAIVER)
SIBLING_KINDS = (ValueKind.DATE, ValueKind.PERIOD)
OF_INSURED = ("fee", "assistance", "window", "subsidy", "birth")  # what a group has as insured
DAYS_SLOTS = ("newborn", "window", "makeup", "benefit")
TREATMENTS = ("setting", "hospital", "hospital_rank")
BARE_AMOUNT, DEFAULT = "any_money", FEE


def find_concepts(text: str, spoken: bool = True) -> list[tuple[Concept, int, int]]:
    """Concepts in the text with their places; a longer form hides a shorter one inside it.

    ``spoken`` takes in the words that only questions use.
    """
    by_form = _concept_forms(spoken)
    if spoken:
        for mask in words().masked:
            text = mask.sub(lambda m: " " * len(m.group()), text)
    pattern = alternation(tuple(by_form))
    return [(by_form[m.group()], m.start(), m.end()) for m in pattern.finditer(text)]


@cache
def _concept_forms(spoken: bool) -> dict[str, Concept]:
    found = reversed(concepts())
    return {f: c for c in found for f in (*c.forms, *(c.say if spoken else ()))}


def _is_waste(word: str) -> bool:
    """Numbers (几块钱), and cuts that no dictionary knows and that hold a particle: 期交, 能领."""
    import rjieba

    if re.fullmatch(r"[\d.%\s]+|几.{1,3}", word):
        return True
    return not rjieba.has_word(word) and bool(words().function & set(word))


def find_topics(text: str, grouped: bool = True) -> list[Topic]:
    """The topics heard in the text: one a slot, without those that another takes over.

    Topics of named groups alone are left out where the text is known to name none.
    """
    if any(p.search(text) for p in words().open):
        return [t for t in topics() if t.slot == "meta" and t.heard(text)]
    return topics_named(text, grouped)


def topics_named(text: str, grouped: bool = True) -> list[Topic]:
    """The topics that the words name, those too of an open question (起付线怎么定的)."""
    return list(_topics_of(text, grouped))


@lru_cache(maxsize=256)  # one question is asked for its topics several times
def _topics_of(text: str, grouped: bool) -> list[Topic]:
    heard: dict[str, Topic] = {}
    for candidate in topics():
        if candidate.only_with_group and not grouped:
            continue
        if candidate.slot not in heard and candidate.heard(text):
            heard[candidate.slot] = candidate
    silenced = {s for t in heard.values() for s in t.excludes}
    loud = [t for t in heard.values() if t.slot not in silenced or _apart(text, t, heard)]
    kinds = {k for t in loud for k in t.kinds}
    # 「几月份开始」 asks for a day beside an amount, but not beside another question of days.
    kept = [t for t in heard.values() if t not in loud and t.insists(text)]
    return loud + [t for t in kept if t.slot != "any" or not kinds & set(t.kinds)]


def _apart(text: str, about: Topic, heard: dict[str, Topic]) -> bool:
    """Whether a measure is asked in a phrase of its own: 「报几成 起付多少」 asks two things."""
    rivals = [t for t in heard.values() if about.slot in t.excludes]
    if not any({about.slot, *(t.slot for t in rivals)} <= pair for pair in TOLD_APART):
        return False
    phrases = phrasing().phrase_end.split(text)
    own = [t for t in topics() if t.slot == about.slot]
    theirs = [t for t in topics() if t.slot in {r.slot for r in rivals}]
    return any(
        any(t.heard(p) for t in own) and not any(t.heard(p) for t in theirs) for p in phrases
    )


def content_words(text: str, covered: list[tuple[int, int]]) -> list[tuple[str, bool]]:
    """Subject words outside everything already understood, in order; whether each is a noun.

    A single character beside another noun is a piece of it (护理院 cut as 护理/院), not a word.
    """
    import rjieba  # 0.1 s to load its dictionary: only when a question is read

    rest = list(text)
    for start, end in covered:
        rest[start:end] = "\n" * (end - start)
    filler = words().filler
    kept: list[tuple[str, bool]] = []
    beside = False
    for word, pos in rjieba.tag("".join(rest)):
        noun = pos.startswith(NOUN_POS)
        content = noun or pos.startswith(CONTENT_POS)
        if word in filler or not content or _is_waste(word):
            beside = False
            continue
        if len(word) > 1 or (noun and not beside):
            kept.append((word, noun))
        beside = noun
    return list(dict.fromkeys(kept))


def ask_about(name: str) -> Ask:
    """The ask of a topic with nothing that narrows it."""
    return _ask(topic(name), [], (), "")


def default_ask(text: str) -> Ask:
    """The ask of a question that names persons or the insurance and nothing else."""
    return _ask(topic(DEFAULT), [c for c, _, _ in find_concepts(text)], (), text)


def loosened(ask: Ask, groups: tuple[str, ...], terms: tuple[str, ...]) -> Ask | None:
    """The same ask without known keys: any value of the kind that meets every other need.

    Only where something narrows it (a case, a subject, a word), and then strictly.
    """
    if not topic(ask.topic or BARE_AMOUNT).keys:
        return None
    needs = tuple(n for n in ask.needs if n.role is not NeedRole.MEASURE)
    needs += tuple(_subject(g) for g in groups if g in subjects())
    if not terms and not any(narrows(n) for n in needs):
        return None
    kinds = (*ask.kinds, *SIBLING_KINDS) if set(ask.kinds) & set(SIBLING_KINDS) else ask.kinds
    return ask.model_copy(update={"keys": (), "needs": needs, "kinds": kinds, "strict": True})


def of_insured(ask: Ask) -> Ask | None:
    """The same ask for one of the insured: 「特困 三甲住院报多少」 is what all residents get.

    ``None`` unless it names a treatment, which no other programme than the insurance pays.
    """
    about = topic(ask.topic or BARE_AMOUNT)
    named = [n for n in ask.needs if n.role is NeedRole.PROGRAMME]
    if ask.keys or about.programme or named or not of_treatment(ask) or not about.keys:
        return None
    needs = tuple(n for n in ask.needs if n.role is not NeedRole.SUBJECT)
    known = (*about.keys, *about.also)
    return ask.model_copy(update={"keys": about.keys, "known": known, "needs": needs})


def of_treatment(ask: Ask) -> bool:
    """Whether a treatment is asked about (住院, 门诊), which the insurance alone pays."""
    cases = [n for n in ask.needs if n.role is NeedRole.RESTRICTOR]
    return any(concept(n.id.split("+")[0]).family in TREATMENTS for n in cases)


def of_all_care(ask: Ask) -> Ask | None:
    """The same ask for a cap without its setting: the country's rule (6倍) is for all care.

    ``None`` unless it asks for the cap of a stay.
    """
    stays = [n for n in ask.needs if n.id == "inpatient"]
    if ask.topic != "cap" or not stays or len(ask.needs) > len(stays) + 2:
        return None
    return ask.model_copy(update={"needs": tuple(n for n in ask.needs if n not in stays)})


def is_hospital(need: Need) -> bool:
    """Whether a need names the grade or rank of a hospital."""
    if need.role is not NeedRole.RESTRICTOR:
        return False
    return concept(need.id.split("+")[0]).family in ("hospital", "hospital_rank")


def narrows(need: Need) -> bool:
    """Whether a need keeps other things out: synonyms and soft words do not."""
    if need.role is NeedRole.RESTRICTOR:
        return not all(concept(i).soft or concept(i).synonym for i in need.id.split("+"))
    return need.role is NeedRole.SUBJECT


def lists_all(text: str) -> bool:
    """Whether every group's figure is asked for (分别, 各, 标准)."""
    return bool(words().lists_all.search(text))


def spoken_kind(text: str) -> ValueKind | None:
    """The kind of figure that the words themselves ask for."""
    if SAYS_RATIO.search(text):
        return ValueKind.RATIO
    return ValueKind.MONEY if SAYS_MONEY.search(text) else None


def cue_spans(text: str) -> list[tuple[int, int]]:
    """Characters of short cues: they are understood, so no unknown words are in them."""
    spans = [m.span() for t in find_topics(text) for c in t.cues for m in c.finditer(text)]
    return [(a, b) for a, b in spans if b - a <= LONGEST_CUE]


def denied(text: str, start: int) -> bool:
    """「没单位给交」 does not ask about the employer's share, nor 「500一档」 about 一档."""
    before = text[:start]
    named = text.startswith(ONE_TIER, start) and cues("flows.yaml").says("sum_tier", before)
    return named or before[-2:].endswith(DENIALS)


def build_asks(
    text: str,
    groups: tuple[str, ...],
    unknown: tuple[str, ...],
    people_named: bool,
    away: bool = False,
    content: tuple[str, ...] = (),
) -> tuple[Ask, ...]:
    """The asks of a question; none when only an open question is left."""
    found = [c for c, start, _ in find_concepts(text) if not denied(text, start)]
    found += [concept(REMOTE)] if away else []
    payers = people_named and not any(p.search(text) for p in words().receives)
    topics_heard = [t for t in find_topics(text, bool(groups)) if t.slot not in OPEN_SLOTS]
    # 「医保积分能换多少钱」 asks for another sum than 「医保多少钱」.
    heard = [topic(BARE_AMOUNT) if content and t.barely(text) else t for t in topics_heard]
    named = bool(found or groups or content)
    if not named and any(t.slot == "change" for t in find_topics(text)):
        heard = [
            t for t in heard if t.id != BARE_AMOUNT
        ]  # 「比去年多了多少」 is about the turn before
    receives = cues("flows.yaml").says("receiving", text)
    plain = [] if receives else found  # 「社保最多补多少」 asks for no fee
    meant = [_meant(t, plain, groups, unknown if payers else content, payers) for t in heard]
    unit = UNIT.search(text)
    asks = _tie_bare([_ask(t, found, groups, text) for t in dict.fromkeys(meant)], meant)
    return tuple(
        a.model_copy(update={"unit": unit.group(1)}) if unit and ValueKind.COUNT in a.kinds else a
        for a in asks
    )


def _tie_bare(asks: list[Ask], meant: list[Topic]) -> list[Ask]:
    """「起付标准多少天算一次」: a bare kind beside a measure is about that measure, and alone."""
    bare = [n for n, t in enumerate(dict.fromkeys(meant)) if t.slot == "any"]
    measures = [t for t in dict.fromkeys(meant) if t.slot in MEASURES]
    if not bare or not measures:
        return asks
    tie = Need(role=NeedRole.TERM, id=measures[0].id, forms=measures[0].label)
    ask = asks[bare[0]]
    return [ask.model_copy(update={"needs": (*ask.needs, tie)})]


def _meant(
    heard: Topic,
    found: list[Concept],
    groups: tuple[str, ...],
    other: tuple[str, ...],
    payers: bool,
) -> Topic:
    """The topic behind the words: a subsidy of a group is its assistance, and a bare amount of
    the residents' insurance is its fee."""
    if heard.with_group and groups:
        return topic(heard.with_group)
    if heard.id == AID and not groups and payers:
        return topic(DEFAULT)  # 「大学生免费吗」: nothing but the fee itself can tell
    plain = all(c.id == BASIC or c.soft or c.synonym for c in found) and not groups and not other
    if heard.id == BARE_AMOUNT and plain and (payers or any(c.id == BASIC for c in found)):
        return topic(DEFAULT)
    return heard


def _ask(about: Topic, found: list[Concept], groups: tuple[str, ...], text: str) -> Ask:
    programmes = [c for c in found if c.role is NeedRole.PROGRAMME]
    needs = [_need(c) for c in _programmes(about, programmes)]
    needs += _restrictors([c for c in found if not _names(c, about) and not _aside(c, about)], text)
    if about.id == FUND_RATIO and any(n.id == EMPLOYER for n in needs):
        needs = [n for n in needs if n.id != BASIC]  # what employers pay is no residents' insurance
    if about.label:
        needs.append(Need(role=NeedRole.MEASURE, id=about.id, forms=about.label))
    keys = about.keys if _speaks_of_insurance(needs, groups, about) else ()
    kinds = about.kinds if keys or about.slot != "fee" else FOREIGN_FEE_KINDS
    # Beside a programme that is named (低保户的救助限额) a group only says whose figure is asked.
    named = any(c.id == ASSISTANCE for c in programmes)
    if (not keys or about.any_programme) and not named:
        needs += [_subject(key) for key in groups if key in subjects()]
    unique = tuple(dict.fromkeys(needs))
    known = (*about.keys, *about.also) if keys else ()
    return Ask(
        topic=about.id,
        keys=keys,
        known=known,
        kinds=kinds,
        needs=unique,
        strict=about.strict,
        local=about.local,
        bound=about.bound,
    )


def _aside(known: Concept, about: Topic) -> bool:
    """Where one is treated never tells the days of enrolment apart (多少天内交，住院的钱才能报)."""
    return about.slot in DAYS_SLOTS and known.family == "setting"


def _restrictors(found: list[Concept], text: str) -> list[Need]:
    """One need a restrictor; several of one family (西部和中部) are alternatives of one need."""
    needs: dict[str, list[Concept]] = {}
    for known in found:
        if known.role is NeedRole.RESTRICTOR:
            needs.setdefault(known.family or known.id, []).append(known)
    return [
        Need(
            role=NeedRole.RESTRICTOR,
            id="+".join(dict.fromkeys(c.id for c in alike)),
            forms=tuple(f for c in alike for f in (*c.forms, *(w for w in c.say if w in text))),
        )
        for alike in needs.values()
    ]


def _subject(key: str) -> Need:
    return Need(role=NeedRole.SUBJECT, id=key, forms=subjects()[key])


def _names(known: Concept, about: Topic) -> bool:
    """Words that the topic's own label already carries add no further need."""
    return any(f in label for f in known.forms for label in about.label)


def _programmes(about: Topic, found: list[Concept]) -> list[Concept]:
    """The programme asked about: a special one named beats the general insurance beside it."""
    special = [c for c in found if c.id != BASIC]
    if about.programme and about.programme not in {c.id for c in special}:
        special += [c for c in concepts() if c.id == about.programme]
    return special or [c for c in found if c.id == BASIC]


def _speaks_of_insurance(needs: list[Need], groups: tuple[str, ...], about: Topic) -> bool:
    """Whether the topic's known keys fit: they are about the residents' insurance.

    A group word alone with a bare amount (低保一个月多少) names a programme of its own.
    """
    named = {n.id for n in needs if n.role is NeedRole.PROGRAMME}
    if about.programme:
        return about.programme in named
    if about.any_programme:
        return True
    if any(i != BASIC and not concept(i).within for i in named):
        return False
    return bool(named) or not groups or about.slot in OF_INSURED


def _need(known: Concept) -> Need:
    return Need(role=known.role, id=known.id, forms=known.forms)
