"""How many words two texts share (词的重合), by pairs of neighbouring characters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.check.lexicon import check_words

RUN = re.compile(r"[\u4e00-\u9fff]+")


@lru_cache(maxsize=32768)
def pairs_of(text: str) -> frozenset[str]:
    """Neighbouring Chinese characters."""
    runs = RUN.findall(text)
    return frozenset(r[i : i + 2] for r in runs for i in range(len(r) - 1))


@dataclass(frozen=True)
class Words:
    """The pairs of a text as it stands, and with one word for all that say the same."""

    raw: frozenset[str]
    plain: frozenset[str]

    def share_in(self, other: Words) -> float:
        """The share of these words that another text has; 0 where there are none."""
        return max(share(self.raw, other.raw), share(self.plain, other.plain))

    def __or__(self, other: Words) -> Words:
        return Words(self.raw | other.raw, self.plain | other.plain)

    def __len__(self) -> int:
        return max(len(self.raw), len(self.plain))


@lru_cache(maxsize=32768)
def words_of(text: str) -> Words:
    """The words of a text in both ways."""
    return Words(pairs_of(text), pairs_of(check_words().plain(text)))


def share(own: frozenset[str], all_: frozenset[str]) -> float:
    """The share of some pairs that another text has."""
    return len(own & all_) / len(own) if own else 0.0


def cut(text: str) -> list[str]:
    """The words of a text (分词)."""
    import rjieba  # its dictionary is loaded with the places already

    return list(rjieba.cut(text))


def known_words(text: str) -> list[str]:
    """The words of a text that the dictionary knows, and what stands between them (慢阻肺).

    A character that only joins others (里, 到, 再) is no part of an unknown word.
    """
    import rjieba

    words, unknown = [], ""
    for word in rjieba.cut(text, hmm=False):
        if len(word) == 1 and not check_words().joining.search(word):
            unknown += word
            continue
        words += [w for w in (unknown, word) if len(w) > 1]
        unknown = ""
    return [*words, unknown] if len(unknown) > 1 else words
