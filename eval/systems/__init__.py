"""Systems under test (被测系统), one file each; ``make_system`` opens one by name."""

from __future__ import annotations

from collections.abc import Callable

from corpus.settings import Settings
from eval.errors import UnknownSystem
from eval.systems.base import Search, System, SystemOptions
from eval.systems.wence import WenceSystem

__all__ = ["SYSTEMS", "Search", "System", "SystemOptions", "WenceSystem", "make_system"]

Maker = Callable[[Settings, SystemOptions], System]


def _naive(settings: Settings, options: SystemOptions) -> System:
    from eval.systems.naive import NaiveSystem  # LangChain and Chroma take seconds to import

    return NaiveSystem(settings, options)


def _bm25(settings: Settings, options: SystemOptions) -> System:
    from eval.systems.bm25 import Bm25System

    return Bm25System(settings, options)


def _http(settings: Settings, options: SystemOptions) -> System:
    from eval.systems.http import HttpSystem

    return HttpSystem(settings, options)


SYSTEMS: dict[str, Maker] = {"wence": WenceSystem, "naive": _naive, "bm25": _bm25, "http": _http}


def make_system(name: str, settings: Settings, options: SystemOptions | None = None) -> System:
    """Open a system by name; an unknown name lists the known ones."""
    if name not in SYSTEMS:
        raise UnknownSystem(f"没有名为“{name}”的系统，可选：{'、'.join(SYSTEMS)}。")
    return SYSTEMS[name](settings, options or SystemOptions())
