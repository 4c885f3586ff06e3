"""What the bench measures (测速的数): one frozen type a thing; seconds, milliseconds, MB."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from corpus.model import Frozen

SYSTEMS = ("wence", "naive", "embed")


class Job(Frozen):
    """One measurement for a process of its own: which system on which corpus, and what to do.

    ``truly``: all vectors are really computed; otherwise they are made from those in the file
    ``base``. ``rate`` is how many texts a second are really computed.
    """

    task: str
    system: str
    size: int
    data: str
    truly: bool = True
    base: str = ""
    rate: float = 1.0


class BuildFigures(Frozen):
    """Making what a system asks, ``seconds`` as measured.

    ``whole_s`` adds what computing vectors would take that were not computed in it (外推).
    """

    texts: int
    clauses: int
    seconds: float
    whole_s: float
    truly: bool
    folder_mb: float
    peak_mb: float

    @property
    def rate(self) -> float:
        """Clauses a second of a whole build."""
        return self.clauses / self.whole_s


class Times(Frozen):
    """Milliseconds of the questions of one kind."""

    count: int
    p50: float
    p95: float


class AskFigures(Frozen):
    """Answering: times by kind of question (``all`` for all), rates by number of threads.

    ``open_s`` is opening and the first answer in a process that has imported everything.
    """

    open_s: float
    times: Mapping[str, Times]
    per_second: Mapping[int, float]
    peak_mb: float
    errors: int = 0
    differing: int = 0


class SizeFigures(Frozen):
    """One system on the corpus of one size. ``cold_s``: from starting a process to an answer."""

    system: str
    size: int
    clauses: int
    notices: int
    build: BuildFigures
    cold_s: float
    ask: AskFigures


class Bench(Frozen):
    """A whole run of the bench: the sizes, the parts of the product alone, and the machine."""

    started: str
    machine: str
    sizes: tuple[SizeFigures, ...]
    parts: Mapping[str, float]


def summed(milliseconds: Sequence[float]) -> Times:
    """Median and 95th percentile of some times."""
    p50, p95 = np.percentile(milliseconds, (50, 95))
    return Times(count=len(milliseconds), p50=round(float(p50), 2), p95=round(float(p95), 2))
