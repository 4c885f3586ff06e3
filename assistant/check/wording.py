"""Claims without a figure (没有数值的声明): the words of one sentence of a notice must carry them.

What the claim asserts (可以报销, 不能兼领) is read by a data file. A sentence that asserts the same
of the same subject supports it, one that asserts the opposite gainsays it; all else is silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.check.beginning import OWN_SUBJECT
from assistant.check.content import find_content, qualified
from assistant.check.counterpart import find_counterpart
from assistant.check.faithful import Stray, stray
from assistant.check.lexicon import Assertion, check_words
from assistant.check.opening import PHONE, Open
from assistant.check.pasted import CELL
from assistant.check.phones import judge_phone
from assistant.check.roles import BY, judge_role
from assistant.check.sentence import (
    LISTED,
    NUMBER,
    SAME,
    back,
    by_place,
    carries,
    denies_alike,
    excepted,
    foreign,
    keeps,
    keeps_case,
    limits,
    matter,
    stands_there,
    told_side,
)
from assistant.check.sharing import pairs_of, words_of
from assistant.check.swapped import find_swapped
from assistant.check.things import find_among, find_things
from assistant.check.told import Told, heading
from assistant.model import VerdictKind
from assistant.understand.cues import cues
from corpus.library import Library
from corpus.model import Citation, Notice

SENTENCE = re.compile(r"[^。；\n]+")
ONLY = re.compile(
    r"(?:只有|仅)(?P<some>[^，。；]+?)(?:的?人|的)?才?(?:能|可以?)(?P<what>[^，。；]+)"
)
ALSO = re.compile(r"[、和及以].*(?:都|均|也)?(?:可以?|能)(?!以外)|(?:也|还)(?:可以?|能)")
BREAKS = "，。；：、（）\\s"
EDGE = re.compile(r"^[一二三四五六七八九十\d]*[、.]|^（[一二三四五六七八九十\d]+）|[和及与]$")
LONG_ENOUGH, OWN_STATEMENT = 10, 5
OPPOSITE, VERBATIM, ALONE, TOLD_ALONE, MOST, A_LITTLE = 0.45, 0.8, 0.1, 0.4, 0.7, 0.2
GRAVEST = (VerdictKind.CONTRADICTED, VerdictKind.NOT_FOUND, VerdictKind.SUPPORTED)


@dataclass(frozen=True)
class OpenFinding:
    """A verdict on an open claim with the sentence that it rests on."""

    verdict: VerdictKind
    sentence: Citation | None = None
    named: bool = False  # by the things that it names, however else it is told


class Sentences:
    """Looks claims without a figure up in the sentences of a library."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.told = Told(library)

    def judge(self, claim: Open, notices: Sequence[Notice]) -> OpenFinding:
        """The finding on an open claim among the notices that hold."""
        claim = self._at_home(claim, notices)
        if claim.listed:
            return self._listed(claim, notices)
        phones = list(PHONE.finditer(claim.text))
        if phones:
            near = [(c, words) for notice in notices for c, _, words in self.told.of(notice)]
            numbers = [judge_phone(claim.text, phone, near) for phone in phones]
            return OpenFinding(*min(numbers, key=lambda f: GRAVEST.index(f[0])), named=True)
        if told := self._exclusive(claim, notices) or self._eligible(claim, notices):
            return told
        if told := self._role(claim, notices) or self._things(claim, notices):
            return told
        if told := self._where(claim, notices) or self._lasts(claim, notices):
            return told
        asserted = check_words().asserted(claim.text)
        if asserted is None:
            told = self._verbatim(claim, notices)
        else:
            told = self._sided(claim, asserted[0], asserted[1], notices)
        return told if told.verdict is not VerdictKind.NOT_FOUND else self._turned(claim, notices)

    def _lasts(self, claim: Open, notices: Sequence[Notice]) -> OpenFinding | None:
        """How long something holds (备案长期有效, 有效期12个月): for ever, or for a time."""
        words = check_words()
        lasting, bounded = words.lasts.search(claim.text), words.expires.search(claim.text)
        if bool(lasting) is bool(bounded):
            return None
        bare = (words.lasts if lasting else words.expires).sub("，", claim.text)
        for share, citation, sentence in self.told.ranked(bare, notices):
            told = words.lasts.search(sentence), words.expires.search(sentence)
            if share >= SAME and bool(told[0]) is bool(bounded) and bool(told[1]) is bool(lasting):
                return OpenFinding(VerdictKind.CONTRADICTED, citation)
        return None

    def _turned(self, claim: Open, notices: Sequence[Notice]) -> OpenFinding:
        """What a piece in the same words says, or its opposite (逾期不予受理)."""
        near = ((c, words) for notice in notices for c, _, words in self.told.of(notice))
        told = find_counterpart(claim.text, claim.lead, near)
        return OpenFinding(*told) if told else self.in_other_words(claim, notices)

    def in_other_words(self, claim: Open, notices: Sequence[Notice]) -> OpenFinding:
        """What the sentences say that have every word of matter of a claim."""
        claim = self._at_home(claim, notices)
        own = words_of(claim.text)
        near = [
            (c, words, self.told.above(c))
            for notice in notices
            for c, said, words in self.told.of(notice)
            if own.share_in(said) >= A_LITTLE
        ]
        if told := find_content(claim.text, claim.lead, near):
            return OpenFinding(*told)
        swapped = find_swapped(claim.text, near, self._is_place)
        return OpenFinding(VerdictKind.CONTRADICTED if swapped else VerdictKind.NOT_FOUND, swapped)

    def _is_place(self, word: str) -> bool:
        """Whether a word is the name of a place."""
        return any(end - at == len(word) for _, at, end in self._library.places.find_all(word))

    def _at_home(self, claim: Open, notices: Sequence[Notice]) -> Open:
        """A claim without the names of the notices' own places, which say nothing of its matter."""
        text, lead = (self._bare(told, notices) for told in (claim.text, claim.lead))
        text = cues("claims.yaml").one("linking").sub("", text)
        return replace(claim, text=text, lead=lead)

    def _bare(self, text: str, notices: Sequence[Notice]) -> str:
        """A text without them (鹤壁户口的人, 在黄冈); what they are the beginning of stays."""
        places = self._library.places
        for code in {n.jurisdiction for n in notices}:
            name, short = places.get(code).name, places.short_name(code)
            own = f"{short}(?:{name.removeprefix(short) or short[-1]}(?![级内外]))?"
            text = re.sub(f"在?{own}的?", "", text)
        return text

    def _listed(self, claim: Open, notices: Sequence[Notice]) -> OpenFinding:
        """What the notices list under a head that says the same, or not (下列费用不予支付)."""
        told = check_words().asserted(claim.listed)
        items = [words_of(item) for item in LISTED.split(claim.text) if pairs_of(item)]
        for notice in notices if told and items else ():
            for citation, _, words in self.told.of(notice):
                head, listed = _listed_under(words.removesuffix(citation.quote), citation.quote)
                near, side = words_of(listed), told[0].side(head or words) if told else None
                enough = OPPOSITE if head else SAME
                if any(qualified(item, citation.quote) for item in LISTED.split(claim.text)):
                    continue
                if side is not None and all(item.share_in(near) >= enough for item in items):
                    same = side is (told and told[1])
                    kind = VerdictKind.SUPPORTED if same else VerdictKind.CONTRADICTED
                    return OpenFinding(kind, citation, named=True)
        return OpenFinding(VerdictKind.NOT_FOUND)

    def verbatim(self, told: str, above: str, notices: Sequence[Notice]) -> Citation | None:
        """The sentence that holds these very words, from the end of a piece to the end of one.

        Not where what they stand under in the text (``above``) is of another case than there.
        """
        text = EDGE.sub("", told)
        if len(text) < LONG_ENOUGH:
            return None
        pattern = re.compile(rf"(?:^|[{BREAKS}]|\.(?!\d)){re.escape(text)}(?=$|[{BREAKS}和])")
        for notice in notices:
            for citation, _, words in self.told.of(notice):
                if text in words and pattern.search(words) and not self._apart(above, citation):
                    return citation
        return None

    def _apart(self, above: str, citation: Citation) -> bool:
        """Whether a text and a sentence stand under opposed cases (门诊, 住院)."""
        theirs = "\n".join(self._library.clause(citation.clause).headings[-1:])
        words = check_words()
        opposed = words.are_opposed((above,), (theirs,))
        return opposed or not words.same_setting(above, theirs)

    def _role(self, claim: Open, notices: Sequence[Notice]) -> OpenFinding | None:
        """Who does what the claim tells of (由税务部门征收)."""
        near = [(c, words) for notice in notices for c, _, words in self.told.of(notice)]
        back = claim.text.startswith(BY) or check_words().this_money.search(claim.text)
        pointed = claim.lead if back else ""  # of whom or what is told before
        told = judge_role(claim.text, near, pointed)
        return OpenFinding(*told, named=CELL in told[1].quote) if told else None

    def _exclusive(self, claim: Open, notices: Sequence[Notice]) -> OpenFinding | None:
        """Only some may (只有…才能…), where a sentence lists others who may as well."""
        found = ONLY.search(claim.text)
        if found is None:
            return None
        some = words_of(matter(found["some"]))
        for share, citation, words in self.told.ranked(found["what"], notices):
            if share >= SAME and some.share_in(words_of(words)) > 0 and ALSO.search(words):
                return OpenFinding(VerdictKind.CONTRADICTED, citation)
        listed = list(self._open_to(notices)) if "参" in found["what"] else []
        own = [some.share_in(words_of(words)) >= SAME for _, words in listed]
        if any(own) and not all(own):
            return OpenFinding(VerdictKind.CONTRADICTED, listed[own.index(False)][0])
        return None

    def _eligible(self, claim: Open, notices: Sequence[Notice]) -> OpenFinding | None:
        """Who may take part (有居住证也可以参保), by the list of those who may."""
        found = check_words().eligible.search(claim.text)
        if found is None or ONLY.search(claim.text) or limits(found["who"]):
            return None
        some = words_of(matter(found["who"]))
        for citation, words in self._open_to(notices):
            if some.share_in(words_of(words)) >= SAME and not foreign(found["who"], words):
                left = check_words().left_out.search(words)
                kind = VerdictKind.CONTRADICTED if left else VerdictKind.SUPPORTED
                return OpenFinding(kind, citation, named=True)
        return None

    def _open_to(self, notices: Sequence[Notice]) -> Iterator[tuple[Citation, str]]:
        """The sentences under a heading over those who may take part."""
        for notice in notices:
            for citation, _, words in self.told.of(notice):
                heads = self._library.clause(citation.clause).headings[-1:]
                if any(check_words().open_to.search(head) for head in heads):
                    yield citation, words

    def _where(self, claim: Open, notices: Sequence[Notice]) -> OpenFinding | None:
        """Where what its sentence told before is done (，到便民服务中心办)."""
        found = check_words().where.search(claim.text)
        if found is None or any(said.search(claim.text) for said in check_words().actors.values()):
            return None  # who does it is judged apart
        place = words_of(matter(found["where"]))
        for share, citation, words in self.told.ranked(claim.lead, notices):
            if share >= OPPOSITE and place.share_in(words_of(words)) >= MOST:
                if not _of_other_grade(found["where"], words):
                    return OpenFinding(VerdictKind.SUPPORTED, citation, named=True)
                if not check_words().contrasts["duty"][0].search(claim.text):
                    return OpenFinding(VerdictKind.CONTRADICTED, citation)
        return None

    def _things(self, claim: Open, notices: Sequence[Notice]) -> OpenFinding | None:
        """What to bring, and through what to pay (带身份证, 在微信缴费)."""
        near = [(c, words) for notice in notices for c, _, words in self.told.of(notice)]
        if among := find_among(claim.text, claim.lead, near):
            return OpenFinding(VerdictKind.CONTRADICTED, among)
        found = find_things(claim.text, claim.lead, near)
        return OpenFinding(VerdictKind.SUPPORTED, found, named=True) if found else None

    def _verbatim(self, claim: Open, notices: Sequence[Notice]) -> OpenFinding:
        """What asserts nothing that can be denied must stand in a sentence."""
        short = len(words_of(matter(claim.text))) < OWN_SUBJECT
        ranked = sorted(self.told.ranked(claim.text, notices, whole=short), key=lambda r: -r[0])
        for share, citation, words in ranked:
            near = share >= SAME and share == ranked[0][0] and not NUMBER.search(claim.text)
            told = (share >= VERBATIM or near) and not foreign(claim.text, words)
            told = told and denies_alike(claim.text, words) and stands_there(claim.text, words)
            if told and carries(citation, claim) and keeps(citation, claim):
                return OpenFinding(VerdictKind.SUPPORTED, citation)
        if ranked and ranked[0][0] >= SAME and stray(claim.text, ranked[0][2]) is Stray.AGAINST:
            return OpenFinding(VerdictKind.CONTRADICTED, ranked[0][1])
        return OpenFinding(VerdictKind.NOT_FOUND)

    def _sided(
        self, claim: Open, assertion: Assertion, side: bool, notices: Sequence[Notice]
    ) -> OpenFinding:
        """The sentence whose subject is nearest says whether it is so."""
        subject, said = assertion.without(claim.text), claim.text
        if len(pairs_of(subject)) < OWN_SUBJECT:
            subject, said = (f"{claim.lead}，{told}" for told in (subject, said))
        enough = ALONE if assertion.alone else OPPOSITE
        agreed = TOLD_ALONE if assertion.alone else SAME
        shares = dict(by_place(self.told.ranked(said, notices)))
        best: tuple[float, OpenFinding] | None = None
        own = pairs_of(subject)
        ranked = list(self.told.ranked(subject, notices))
        if assertion.alone and sum(assertion.side(words) is not None for *_, words in ranked) == 1:
            enough = 0.0  # nothing else can be meant
        for share, citation, words in ranked:
            theirs = told_side(assertion, words, own)
            if theirs is None or qualified(claim.text, words):
                continue
            out = excepted(words, claim.text)
            theirs = theirs is not out
            finding = None
            if theirs is not side and max(share, back(assertion, words, subject)) >= enough:
                finding = OpenFinding(VerdictKind.CONTRADICTED, citation)
            whole = shares.get((citation.notice, citation.start), 0.0)
            kept = not assertion.alone or keeps_case(
                assertion, words, f"{claim.lead}，{claim.text}"
            )
            if theirs is side and whole >= agreed and kept and carries(citation, claim):
                finding = OpenFinding(VerdictKind.SUPPORTED, citation, named=out)
            if finding and (best is None or share > best[0]):
                best = share, finding
        return best[1] if best else OpenFinding(VerdictKind.NOT_FOUND)


def _of_other_grade(where: str, sentence: str) -> bool:
    """Whether a claim names hospitals of other grades (三级) than its sentence (二级及以上)."""
    mine, theirs = (set(cues("claims.yaml").one("grade").findall(t)) for t in (where, sentence))
    return bool(mine - theirs and theirs)


def _listed_under(head: str, quote: str) -> tuple[str, str]:
    """What heads the items of a list, and the items: the head may stand in their own sentence."""
    own = heading(quote)
    return (head, quote) if head or not own else (own, quote.removeprefix(own))
