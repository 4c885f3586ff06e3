"""Words of a case (情形的词): hospitals, settings, stays, treatment elsewhere, in any text."""

from __future__ import annotations

from functools import lru_cache

from assistant.calculate.lexicon import benefits

ANY = "*"  # a benefit that is the same in every setting
Visits = tuple[int, int | None]


def without_sender(text: str) -> str:
    """A text without the hospital that sends one elsewhere: only the other one treats."""
    return benefits().one("sender").sub("", text)


@lru_cache(maxsize=4096)
def grades_in(text: str) -> frozenset[str]:
    """Grades of hospitals that a text names; 二级及以下 names all below too."""
    lexicon = benefits()
    text = without_sender(text)
    found: set[str] = set()
    for name, pattern in lexicon.grades.items():
        for match in pattern.finditer(text):
            found |= {name} | _widened(name, text[match.end() :])
    return frozenset(found)


@lru_cache(maxsize=4096)
def classes_in(text: str) -> frozenset[str]:
    """Classes within a grade of hospitals (甲等, 乙等) that a text names."""
    return frozenset(m["name"] for m in benefits().one("hospital_class").finditer(text))


@lru_cache(maxsize=4096)
def sorts_in(text: str) -> frozenset[str]:
    """Sorts of the lowest grade of hospitals (村卫生室, 乡镇卫生院) that a text names."""
    return frozenset(n for n, p in benefits().sorts.items() if p.search(text))


def other_class(named: str, asked: str) -> bool:
    """Whether a value is for another class or sort of hospital than the one asked about."""
    sides = ((f(named), f(asked)) for f in (classes_in, sorts_in))
    return any(own and wanted and not own & wanted for own, wanted in sides)


def _widened(name: str, after: str) -> set[str]:
    lexicon = benefits()
    if name not in lexicon.ladder:
        return set()
    at = lexicon.ladder.index(name)
    if lexicon.says("and_below", after):
        return set(lexicon.ladder[:at])
    return set(lexicon.ladder[at:]) if lexicon.says("and_above", after) else set()


@lru_cache(maxsize=4096)
def setting_in(text: str) -> str:
    """The setting (住院, 门诊, 慢特病…) that a text names, the most special one first.

    ``ANY`` when it names both what is inside the hospital and what is outside it.
    """
    named = [n for n, p in benefits().settings.items() if p.search(text)]
    both = "inpatient" in named and any(benefits().within.get(n, n) == "outpatient" for n in named)
    return ANY if both else (named or [""])[0]


@lru_cache(maxsize=4096)
def filing_in(text: str) -> str:
    """Whether treatment elsewhere was put on record: filed, unfiled, or not said."""
    if benefits().says("unfiled", text):
        return "unfiled"
    return "filed" if benefits().says("filed", text) else ""


@lru_cache(maxsize=4096)
def beyond_in(text: str) -> str:
    """How far from home a text says that one is treated: abroad (省外), inside the province, or
    nothing where it does not say or says both."""
    named = [n for n, p in benefits().beyond.items() if p.search(text)]
    return named[0] if len(named) == 1 else ""


@lru_cache(maxsize=4096)
def visits_in(text: str) -> Visits | None:
    """The stays of the year that a text is about: 第二次及以后 is (2, no end)."""
    match = benefits().search("visits", text)
    if match is None:
        return None
    if match["first"]:
        return (1, 1)
    if match["again"]:
        return (2, None)
    nth = benefits().numbers.get(match["nth"]) or int(match["nth"])
    return (nth, None if match["on"] else nth)


@lru_cache(maxsize=4096)
def said(pattern: str, text: str) -> bool:
    """Whether a text says what a pattern of the lexicon stands for; kept for a notice's words."""
    return benefits().says(pattern, text)


@lru_cache(maxsize=4096)
def is_away(text: str) -> bool:
    """Whether a text is about treatment outside the insured area.

    Where it names both, the last one is where one is treated: 经本市三级医院转诊到市外.
    """
    text = without_sender(text)
    last = {side: _last(side, text) for side in ("away", "home")}
    return last["away"] > last["home"]


def _last(pattern: str, text: str) -> int:
    """Where a pattern is said last; −1 where it is not."""
    return max((m.end() for m in benefits().one(pattern).finditer(text)), default=-1)
