"""The shipped sets together (全部问题集): their notices added, their floors kept."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import Field, ValidationError

from corpus.change import add_files
from corpus.intake import Given
from corpus.model import Frozen
from corpus.settings import Settings
from eval.cases import load_set
from eval.checking import MEASURES
from eval.errors import BadFloors
from eval.kinds import Kind
from eval.measures import NAMES
from eval.results import Summary
from eval.run import ROOT, Target, code_digest
from eval.stats import Estimate
from eval.words import word

SETS = Path(__file__).parent / "sets"
SHIPPED = SETS / "sets.yaml"
MADE_OF = "made-of.txt"


class ShippedSet(Frozen):
    """One set of ``sets.yaml``; the fields are explained there."""

    half: Literal["dev", "test"]
    kind: Kind = "questions"
    notices: tuple[str, ...] = ()
    floors: dict[str, float] = Field(default_factory=dict)
    outside: bool = False
    fast: bool = False


@lru_cache(maxsize=4)
def shipped_sets(path: Path = SHIPPED) -> Mapping[str, ShippedSet]:
    """All shipped sets by name; ``BadFloors`` says what is wrong with the file."""
    try:
        listed = yaml.safe_load(path.read_text(encoding="utf-8"))["sets"]
        sets = {name: ShippedSet.model_validate(one) for name, one in listed.items()}
    except (OSError, yaml.YAMLError, ValidationError, LookupError, AttributeError) as error:
        raise BadFloors(f"{path.name} 读不懂：{error}") from error
    unknown = {floor for one in sets.values() for floor in one.floors} - {*NAMES, *MEASURES}
    if unknown:
        raise BadFloors(f"{path.name} 里没有这些指标：{'、'.join(sorted(unknown))}。")
    return sets


def held_out_sets() -> frozenset[str]:
    """Names of the sets of which only totals are shown (只评分的一半)."""
    return frozenset(name for name, one in shipped_sets().items() if one.half == "test")


def chosen_sets(only: Sequence[str] | None, fast: bool, given: Mapping[str, Path]) -> list[str]:
    """Names of the question sets to run; those on outside notices only where these are given."""
    sets = shipped_sets()
    unknown = sorted(set(only or ()) - set(sets))
    if unknown:
        raise BadFloors(f"没有这些问题集：{'、'.join(unknown)}，可选：{'、'.join(sets)}。")
    named = [name for name in _named(only) if sets[name].kind == "questions"]
    ready = [name for name in named if not sets[name].outside or name in given]
    return [name for name in ready if not fast or sets[name].fast]


def claims_sets(only: Sequence[str] | None, fast: bool) -> list[str]:
    """Names of the claims sets to run."""
    sets = shipped_sets()
    named = [name for name in _named(only) if sets[name].kind == "claims"]
    return [name for name in named if not fast or sets[name].fast]


def folder_of(name: str, settings: Settings) -> Settings:
    """The data folder with the notices of a shipped set."""
    folders = [ROOT / folder for folder in shipped_sets()[name].notices]
    return folder_with(settings, folders) if folders else settings


def _named(only: Sequence[str] | None) -> list[str]:
    return [name for name in shipped_sets() if not only or name in only]


def targets_of(
    names: Sequence[str], settings: Settings, given: Mapping[str, Path] | None = None
) -> list[Target]:
    """The named sets, each on a data folder with its notices; sets on one folder come together.

    ``given`` names the folders of notices that lie outside the repository.
    """
    sets, outside = shipped_sets(), given or {}
    targets = []
    for name in names:
        one = sets[name]
        folders = [ROOT / folder for folder in one.notices]
        folders += [outside[name]] if one.outside else []
        data = folder_with(settings, folders) if folders else settings
        cases = load_set(SETS / f"{name}.jsonl")
        shown = (*one.notices, *(str(outside[name]) for _ in range(one.outside)))
        targets.append(Target(cases, data, shown, one.half == "test"))
    return sorted(targets, key=lambda target: str(target.settings.data))


def folder_with(settings: Settings, folders: Sequence[Path]) -> Settings:
    """Settings of a data folder that holds the shipped notices and those of the folders.

    It lies under ``eval-data`` of the data folder, and is made anew when a file or the code that
    reads it has changed.
    """
    files = [file for folder in folders for file in sorted(folder.rglob("*")) if file.is_file()]
    if not files:
        raise BadFloors(f"没有找到通知文件：{'、'.join(map(str, folders))}。")
    made_of = _digest(files)
    name = "+".join(folder.name for folder in folders)
    own = settings.model_copy(update={"data": settings.data / "eval-data" / name})
    mark = own.data / MADE_OF
    if not mark.is_file() or mark.read_text("utf-8") != made_of:
        shutil.rmtree(own.data / "notices", ignore_errors=True)
        _share_models(settings.data, own.data)
        add_files(own, files, Given(None, None, None))
        mark.write_text(made_of, encoding="utf-8")
    return own


def _share_models(data: Path, own: Path) -> None:
    """One expanded model (280 MB, 20 s) serves all data folders."""
    own.mkdir(parents=True, exist_ok=True)
    (data / "models").mkdir(parents=True, exist_ok=True)
    if not (own / "models").exists():
        (own / "models").symlink_to((data / "models").resolve(), target_is_directory=True)


def _digest(files: Sequence[Path]) -> str:
    digest = hashlib.sha256(code_digest(("corpus",)).encode())
    for file in files:
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()


class BelowFloor(Frozen):
    """A measure of a set that is below its floor (低于底线)."""

    set: str
    measure: str
    floor: float
    value: float | None

    def __str__(self) -> str:
        """One Chinese line."""
        seen = "没有可评分的题" if self.value is None else f"{100 * self.value:.1f}%"
        name = word("measures", self.measure)
        return f"低于底线：{self.set} 的{name}是 {seen}，底线 {100 * self.floor:.1f}%。"


def below_floors(summary: Summary, sets: Mapping[str, ShippedSet]) -> Iterator[BelowFloor]:
    """Every floor of the sets of a run that isn't kept; a measure without data doesn't keep it."""
    for name, group in summary.by_set.items():
        yield from below(name, sets[name].floors, group.measures)


def below(
    name: str, floors: Mapping[str, float], measures: Mapping[str, Estimate]
) -> Iterator[BelowFloor]:
    """The floors of one set that its measures don't keep."""
    for measure, floor in floors.items():
        estimate = measures.get(measure)
        if estimate is None or estimate.value < floor:
            value = estimate.value if estimate else None
            yield BelowFloor(set=name, measure=measure, floor=floor, value=value)
