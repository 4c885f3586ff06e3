"""Corpora of several sizes for the bench (各种大小的文件库): the shipped notices and invented ones.

The invented notices are read once into a pool by the product's own readers and grammar; a corpus
of any size links to the first of them. Size 1 has about a hundred clauses, like a real small town.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tqdm import tqdm

from corpus import store
from corpus.extract import extract_values
from corpus.index.entries import make_entries
from corpus.jurisdictions import places
from corpus.library import load_library
from corpus.settings import Settings
from corpus.structure import read_notices
from eval.bench.notices import SEED, WORDS, Invented, invented
from eval.run import code_digest

CLAUSES = 100
"""Clauses to be found in a corpus of size 1."""

PER_NOTICE = 25
"""Clauses of an invented notice (without bare headings)."""

GRAMMAR = ("corpus/readers", "corpus/structure", "corpus/extract", "corpus/lexicon")


def notices_of(size: int, shipped: int) -> int:
    """How many invented notices stand beside ``shipped`` clauses in a corpus of a size."""
    return max(0, round((size * CLAUSES - shipped) / PER_NOTICE))


def pool_folder(bench: Path, seed: int = SEED) -> Path:
    """The pool of this seed, wording and grammar: another one of any of them is another pool."""
    mark = hashlib.sha256(f"{seed}/{code_digest(GRAMMAR)}".encode() + WORDS.read_bytes())
    return bench / "pool" / mark.hexdigest()[:12]


def fill_pool(pool: Path, count: int, seed: int = SEED) -> list[Path]:
    """The folders of the first ``count`` invented notices; only those not there yet are made."""
    slots = [pool / f"{number:05d}" for number in range(count)]
    missing = [
        (slot, made)
        for slot, made in zip(slots, invented(count, seed), strict=True)
        if _held(slot) is None
    ]
    with tqdm(total=len(missing), desc="编写虚构文件", unit="份", disable=not missing) as bar:
        for _ in _worked(missing):
            bar.update()
    return [folder for slot in slots if (folder := _held(slot)) is not None]


def _worked(missing: Iterable[tuple[Path, Invented]]) -> Iterator[Path]:
    pairs = list(missing)
    if not pairs:
        return
    with ProcessPoolExecutor(os.cpu_count()) as workers:
        yield from workers.map(write_invented, *zip(*pairs, strict=True), chunksize=8)


def _held(slot: Path) -> Path | None:
    folders = store.notice_folders(slot)
    return folders[0] if folders else None


def write_invented(slot: Path, made: Invented) -> Path:
    """Read one invented notice as ``corpus add`` does and write its folder under ``slot``."""
    with tempfile.TemporaryDirectory(prefix="wence-bench-") as name:
        path = Path(name) / made.name
        path.write_text(made.text + "\n", encoding="utf-8")
        (document,) = read_notices(path, region=made.place)
        values = extract_values(document, places())
        return store.write_notice(slot, document, values, path.read_bytes())


def link_corpus(data: Path, folders: Iterable[Path]) -> None:
    """A data folder with these notices, linked and not copied; whatever was there is removed."""
    shutil.rmtree(data, ignore_errors=True)
    for folder in folders:
        shutil.copytree(folder, data / "notices" / folder.name, copy_function=os.link)


def shipped_clauses(data: Path) -> int:
    """How many clauses of the shipped notices are to be found."""
    return len(make_entries(load_library(Settings(data=data)).documents))
