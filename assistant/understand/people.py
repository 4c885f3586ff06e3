"""Persons in a question (人员).

The tokens are put together in three steps: within each segment (the text between commas and 和)
words, ages, schools and counts that stand together are one mention; mentions without a word of
their own (「一个上小学，一个上初中」) spell out an earlier one; what is left becomes persons.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal

from assistant.model import Person
from assistant.understand.lexicon import Noun, alternation, people
from assistant.understand.mentions import GROWN_STAGES, Mention, has_one, read_mentions
from assistant.understand.people_tokens import ADULT_AGE, Kind, Token, gap, tokens

ADULT = "adult_resident"
MINOR = "minor"
SPEAKER = "您"
STUDENT = "student"
SCHOOL_AGE = 23
NEAR = 4


@dataclass
class Party:
    """Persons of one sort while the text is read; ``spelled`` of them got a party of their own."""

    mention: Mention
    count: int | None
    stage: str | None
    age: Decimal | None
    noun: Noun | None
    spelled: int = 0
    asked: bool = False
    parts: list[Party] = field(default_factory=list)


def find_persons(text: str) -> tuple[Person, ...]:
    """The persons whom the question is about, in the order of the text."""
    text = people().grammar["whole_of"].sub("", text)
    text = people().grammar["short"].sub(r"\g<big>个大人\g<small>个小孩", text)
    found = tokens(text)
    mentions = read_mentions(text, found)
    parties: list[Party] = []
    for mention in mentions:
        _take(parties, mention)
        if mention.every:
            _share(parties, mention)
    if (asked := [p for p in parties if p.asked]) and not people().grammar["sums"].search(text):
        parties = asked  # 孙子上高一，他爸在外打工，孩子收多少
    persons = _not_employed(text, [p for party in parties for p in _persons(party)])
    persons = _with_self(text, found, mentions, persons)
    return tuple(_fill_household(text, found, persons) or _speaker(text, found, mentions))


def _not_employed(text: str, persons: list[Person]) -> list[Person]:
    """Those who are of the employees' scheme (老公有职工医保) pay nothing beside the others."""
    employed = people().grammar["employed"]
    left = [p for p in persons if not employed.match(text, text.find(p.words) + len(p.words))]
    return left or persons


def _take(parties: list[Party], mention: Mention) -> None:
    """Add a mention: a new party, or something said of an earlier one."""
    if mention.speaker:
        return
    if mention.noun:
        repeated = _repeated(parties, mention)
        if _sums_up(parties, mention, mention.noun):
            return
        counted = _counted_with(parties, mention.noun)
        if counted is not None:
            counted.spelled += 1
            counted.parts.append(_party(mention, mention.noun))
        elif repeated is None:
            parties.append(_party(mention, mention.noun))
        else:
            _fill(repeated, mention)
            repeated.asked = mention.talks and mention.noun.words in people().generic
        return
    if parties and _completes(parties[-1], mention):
        _fill(parties[-1], mention)
        return
    head = next((p for p in reversed(parties) if _may_be(p, mention)), None)
    if head is None or _adds(head, mention):
        if mention.stage or mention.age is not None or mention.under:
            parties.append(_party(mention, head.noun if head else None))
    elif _splits(head, mention):
        head.spelled += mention.count or 1
        head.parts.append(_party(mention, head.noun))
    else:
        _fill(head, mention)


def _counted_with(parties: list[Party], noun: Noun) -> Party | None:
    """The children among whom one told by the order of birth is (俩孩子，老大12岁，老二4岁)."""
    if noun.words not in people().birth_order:
        return None
    children = (p for p in reversed(parties) if p.noun and p.noun.life != "adult")
    return next((p for p in children if max(p.spelled, 1) < _whole(p)), None)


def _whole(party: Party) -> int:
    """How many persons the words of a party stand for."""
    return party.count or (party.noun.count if party.noun else 1)


def _completes(party: Party, mention: Mention) -> bool:
    """「十八岁刚过，还在读高三」: an age and a school of one whom no word names."""
    if party.noun or party.count or mention.count or mention.joined or mention.under:
        return False
    ages, stages = (party.age, mention.age), (party.stage, mention.stage)
    if ages.count(None) != 1 or stages.count(None) != 1:
        return False
    return may_attend(next(a for a in ages if a is not None), party.stage or mention.stage or "")


def may_attend(age: Decimal, stage: str) -> bool:
    """Whether one of that age may be at that school: no grown-up of 45 is at a primary school."""
    return age < SCHOOL_AGE or stage in GROWN_STAGES


def _party(mention: Mention, noun: Noun | None) -> Party:
    return Party(mention, mention.count, mention.stage, mention.age, noun)


def _fill(party: Party, mention: Mention) -> None:
    """What the mention says of the party, where nothing was said before."""
    party.stage = party.stage or mention.stage
    party.age = mention.age if party.age is None else party.age
    party.count = party.count or (None if has_one(party.noun) else mention.count)


def _share(parties: list[Party], mention: Mention) -> None:
    """「儿子女儿都上小学」: said of all who were named just before."""
    for party in reversed(parties):
        if party.stage is None and party.age is None and _may_be(party, mention):
            _fill(party, replace(mention, count=None))


def _may_be(party: Party, mention: Mention) -> bool:
    """Whether a mention without a word of its own can be of these persons."""
    noun = party.noun
    if noun is None:
        return False
    if mention.under:
        return noun.life != "adult"
    if mention.stage and noun.life == "adult":
        return False
    if mention.age is not None and mention.age < ADULT_AGE:
        return noun.life != "adult"
    grown = mention.age is not None and not mention.stage
    return not (grown and noun.life == "child" and party.stage not in (None, *GROWN_STAGES))


def _adds(head: Party, mention: Mention) -> bool:
    """「我儿子和一个上小学的」: one more person, not the son again."""
    single = _whole(head) == 1 and not head.parts
    return single and mention.count is not None and (head.count == 1 or mention.joined)


def _splits(head: Party, mention: Mention) -> bool:
    """Whether the mention is of some of the persons only: 「俩娃，一个8岁」「孩子5岁和8岁」."""
    known = mention.age is not None and head.age is not None
    known = known or bool(mention.stage and head.stage)
    described = bool(mention.stage) or mention.age is not None
    return described and (known or bool(head.parts) or mention.count is not None)


def _repeated(parties: list[Party], mention: Mention) -> Party | None:
    """The party that the mention takes up again: the same word, or a general one (孩子, 老人)."""
    noun = mention.noun
    if noun is None or mention.count or not parties:
        return None
    bare = mention.age is None and mention.stage is None
    for party in reversed(parties):
        if party.noun is None:
            continue
        same = party.noun.words == noun.words and not mention.joined
        if same and (bare or (party.stage is None and party.age is None)):
            return party
        alike = party.noun.life in (noun.life, "unknown") or noun.life == "unknown"
        general = noun.words in people().generic and not mention.joined
        if (general and mention.talks and bare and alike) or _as_pupil(party, mention):
            return party
        if general and alike and _is_bare_child(party):
            return party  # 小孩没上幼儿园的3岁娃
    return None


def _sums_up(parties: list[Party], mention: Mention, noun: Noun) -> bool:
    """「儿子女儿两个孩子交多少」「我爸我妈两个老人」: the number of those named before it.

    Of other grown-ups the same words may be others: 夫妻俩，两个老人.
    """
    plain = mention.age is None and mention.stage in (None, noun.key) and not mention.joined
    child = noun.life == "child"
    named = [p for p in parties if (_may_be_child(p) if child else _is_elder(p))]
    each = all(p.count in (None, p.noun.count if p.noun else 1) and not p.parts for p in named)
    general = noun.words in people().generic and (child or noun.words in people().elders)
    heads = sum(p.noun.count if p.noun else 1 for p in named)
    return plain and general and each and heads > 1 and heads == mention.count


def _is_elder(party: Party) -> bool:
    noun = party.noun
    return noun is not None and noun.words in people().elders


def _may_be_child(party: Party) -> bool:
    noun = party.noun
    if noun is None:
        return party.age is not None and party.age < ADULT_AGE
    return noun.life != "adult" and noun.words not in people().generic


def _is_bare_child(party: Party) -> bool:
    """Whether a party is one child of whom nothing was said (小孩)."""
    noun = party.noun
    plain = party.count is None and party.stage is None and party.age is None and not party.parts
    return plain and noun is not None and noun.life == "child" and noun.words in people().generic


def _as_pupil(party: Party, mention: Mention) -> bool:
    """「闺女读大三，学生收多少」: one who was said to be at school is meant by 学生."""
    named = mention.noun.key or "" if mention.noun else ""
    pupil = named.endswith(STUDENT) and not mention.joined and mention.talks
    return pupil and party.count is None and (party.stage or "").endswith(STUDENT)


def _persons(party: Party) -> list[Person]:
    """The persons of a party: those not spelled out, then those spelled out."""
    whole = _whole(party)
    implied = party.count is None and whole == 1 and party.stage is None and party.age is None
    described = party.stage is not None or party.age is not None
    rest = 0 if implied and party.parts else whole - party.spelled
    if described and party.parts and party.count is None:
        rest = max(rest, 1)
    own = [_person(party, rest)] if rest > 0 else []
    return own + [p for part in party.parts for p in _persons_of_part(part)]


def _persons_of_part(part: Party) -> list[Person]:
    """Part of 老两口 is one person, whatever the word of the whole counts."""
    return [_person(part, part.count or 1)]


def _person(party: Party, count: int) -> Person:
    noun = party.mention.noun or (party.noun if not party.mention.stage else None)
    words = noun.words if noun else party.mention.words
    if party.noun is None and not party.stage:
        words = SPEAKER
    return Person(words=words, count=count, keys=_keys(party), age=party.age)


def _keys(party: Party) -> tuple[str, ...]:
    """Group keys of a person: the school stage says most, then the age, then the word."""
    noun, age = party.noun, party.age
    if party.stage:
        return (party.stage,)
    if noun and noun.life == "adult":
        return (ADULT,)
    if party.mention.under:
        return (MINOR,)
    if age is not None:
        return (ADULT,) if age >= ADULT_AGE else ((noun and noun.key) or MINOR,)
    return (noun.key,) if noun and noun.life == "child" and noun.key else ()


def _with_self(
    text: str, found: list[Token], mentions: list[Mention], persons: list[Person]
) -> list[Person]:
    """「我和老婆」「爸妈、我」「我45，老婆43」 count the speaker; 「我家」「我妈」 do not."""
    aged = [m for m in mentions if m.speaker and m.age is not None]
    if not persons:
        return persons
    if aged and (own := _own_school(persons, aged[0].age or Decimal(0))) is not None:
        told = persons[own].model_copy(update={"age": aged[0].age})
        return [*persons[:own], told, *persons[own + 1 :]]
    if aged:
        grown = (aged[0].age or 0) >= ADULT_AGE
        me = Person(words="我", age=aged[0].age, keys=(ADULT if grown else MINOR,))
        return [me, *persons]
    if any(_counts_self(text, found, n) for n, t in enumerate(found) if t.kind is Kind.SELF):
        return [Person(words="我", keys=(ADULT,)), *persons]
    return persons


def _own_school(persons: list[Person], age: Decimal) -> int | None:
    """「我今年十九，在读大专」: the one school that is told without a person is the speaker's."""
    stages = people().stages
    told = [n for n, p in enumerate(persons) if p.words in stages and p.count == 1]
    free = [n for n in told if persons[n].age is None and may_attend(age, stages[persons[n].words])]
    return free[0] if len(free) == len(told) == 1 else None


def _counts_self(text: str, found: list[Token], n: int) -> bool:
    """Whether the speaker stands in a row with others."""
    before = found[n - 1] if n and found[n - 1].end == found[n].start else None
    after = found[n + 1] if n + 1 < len(found) and found[n].end == found[n + 1].start else None
    follower = found[n + 2] if after and n + 2 < len(found) else None
    near = follower is not None and after is not None and len(gap(text, after, follower)) <= NEAR
    if near and after and follower and follower.kind not in (Kind.STOP, Kind.JOIN):
        if after.kind is Kind.JOIN:
            return True
        if after.kind is Kind.STOP and after.end == follower.start:
            mine = follower.kind is Kind.SELF and any(t.noun for t in found[n + 3 : n + 4])
            return bool(follower.noun or mine)  # 我，我媳妇
    if any(people().grammar[g].match(text, found[n].end) for g in ("chooses", "ordinary")):
        return True
    if _is_of_group(text, found[n].end) or _is_jobless(text, found[n].end):
        return True
    ends = people().grammar["self_ends"].match(text, found[n].end)
    return before is not None and before.kind is Kind.JOIN and bool(ends)


def _is_of_group(text: str, end: int) -> bool:
    """「我有低保，老公没有，俩人一共多少」: the speaker's own group, where a sum is asked for."""
    held = people().grammar["in_group"].match(text, end)
    named = held and alternation(tuple(people().groups)).match(text, held.end())
    return bool(named) and people().grammar["sums"].search(text) is not None


def _is_jobless(text: str, end: int) -> bool:
    """「俺没工作俩孩子上小学，一共多少」: one without another insurance, where sums are asked."""
    grammar = people().grammar
    return bool(grammar["jobless"].match(text, end)) and grammar["sums"].search(text) is not None


def _fill_household(text: str, found: list[Token], persons: list[Person]) -> list[Person]:
    """「一家三口，孩子8岁」: those who are not named are adults."""
    whole = next((int(t.number or 0) for t in found if t.kind is Kind.HOUSEHOLD), 0)
    named = sum(p.count for p in persons)
    if whole and whole < named:
        return _at_home(text, persons, whole)
    if not persons or whole <= named:
        return persons
    if len(persons) == 1 and named == 1 and _is_all(text, persons[0]):
        return [persons[0].model_copy(update={"count": whole})]
    if any(ADULT in p.keys for p in persons) and not people().grammar["sums"].search(text):
        return persons  # 一家三口，我妈交多少: only the mother is asked about
    return [Person(words="大人", count=whole - named, keys=(ADULT,)), *persons]


def _at_home(text: str, persons: list[Person], whole: int) -> list[Person]:
    """「儿子在外打工，在家这五口人」: the household without those who are away, where it fits."""
    gone = people().grammar["gone"]
    left = [p for p in persons if not gone.match(text, text.find(p.words) + len(p.words))]
    return left if sum(p.count for p in left) == whole else _among(persons, whole)


def _among(persons: list[Person], whole: int) -> list[Person]:
    """「五口，三个大人俩学生，里头奶奶吃低保」: one who is among those counted is no one more."""
    counted = [p for p in persons if p.count > 1]
    if sum(p.count for p in counted) != whole:
        return persons
    left = {p.words: p.count for p in counted}
    for one in (p for p in persons if p.count == 1):
        of = next((p for p in counted if p.keys == one.keys and left[p.words] > 1), None)
        if of is None:
            return persons
        left[of.words] -= 1
    return [p.model_copy(update={"count": left.get(p.words, 1)}) for p in persons]


def _is_all(text: str, person: Person) -> bool:
    """「两口人，都是大人」: the word is said of the whole household."""
    before = text[: max(text.find(person.words), 0)]
    return bool(people().grammar["all_named"].search(before))


def _speaker(text: str, found: list[Token], mentions: list[Mention]) -> list[Person]:
    """The speaker alone: an age (俺今年四十三了), or 「我自己一个人」「我不是学生」 without one."""
    aged = next((m for m in mentions if m.speaker and m.age is not None), None)
    pairs = [found[n : n + 2] for n, t in enumerate(found[:-1]) if t.kind is Kind.SELF]
    close = [b for a, b in pairs if a.end == b.start]
    total = next((t for t in close if t.kind in (Kind.TOTAL, Kind.COUNT)), None)
    if aged:
        grown = (aged.age or 0) >= ADULT_AGE
        count = int(total.number or 1) if total else 1
        key = ADULT if grown else MINOR
        return [Person(words=SPEAKER, count=count, age=aged.age, keys=(key,))]
    if total:
        return [Person(words=SPEAKER, count=int(total.number or 1))]
    denied = any(t.kind is Kind.DENIED for t in close)
    return [Person(words=SPEAKER)] if denied else []


def find_household(text: str) -> int | None:
    """How many a household or a party has whose members are not told (我家4口人)."""
    totals = [t.number for t in tokens(text) if t.kind in (Kind.HOUSEHOLD, Kind.TOTAL)]
    return next((int(n) for n in totals if n and n > 1), None)
