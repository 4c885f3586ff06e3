"""A notice's folder (文件夹): its source byte for byte, canonical text, particulars and values.

``<root>/<id>/notice.yaml`` holds the particulars and the table of clauses, ``text.txt`` the
canonical text, ``values.yaml`` the extracted values, and the source file stands beside them under
its own name. A source with pages has ``pages.json`` too, which tells what characters of the text
stand where on which page, and ``relations.yaml`` what staff have said that it does to other
notices. A file that holds several notices is kept in the folder of each, so that
every folder can be checked, moved and removed on its own. People may edit ``status`` in
``values.yaml``.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from corpus.errors import CorpusError
from corpus.model import Clause, Notice, NoticeText, Placed, PolicyValue, Relation

NOTICE, TEXT, VALUES, PAGES = "notice.yaml", "text.txt", "values.yaml", "pages.json"
RELATIONS = "relations.yaml"
RESERVED = frozenset((NOTICE, TEXT, VALUES, PAGES, RELATIONS))
_PLACES: TypeAdapter[tuple[Placed, ...]] = TypeAdapter(tuple[Placed, ...])
_WIDTH = 110


class _Flow(dict[str, Any]):
    """A mapping written on one line."""


class _Dumper(yaml.CSafeDumper):
    pass


def _flow(dumper: yaml.CSafeDumper, data: _Flow) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=True)


_Dumper.add_representer(_Flow, _flow)


def write_notice(
    root: Path, notice: NoticeText, values: Iterable[PolicyValue], source: bytes
) -> Path:
    """Write the folder of a notice that is not there yet and return it."""
    folder = root / notice.notice.id
    folder.mkdir(parents=True)
    fill(folder, notice, list(values), source)
    return folder


def write_document(folder: Path, notice: NoticeText, values: Sequence[PolicyValue]) -> None:
    """Write text, particulars and values into a folder that has the source already.

    Places are written where the notice has them: one that was loaded does not, and keeps its file.
    """
    (folder / TEXT).write_text(notice.text + "\n", encoding="utf-8", newline="\n")
    (folder / NOTICE).write_text(_dump(_notice_data(notice)), encoding="utf-8", newline="\n")
    (folder / VALUES).write_text(
        _dump([_value_data(v) for v in values]), encoding="utf-8", newline="\n"
    )
    if notice.places:
        (folder / PAGES).write_bytes(_PLACES.dump_json(notice.places, exclude_none=True))


def fill(folder: Path, notice: NoticeText, values: Sequence[PolicyValue], source: bytes) -> None:
    """Write all files of a notice into an empty folder."""
    (folder / notice.notice.source.file).write_bytes(source)
    write_document(folder, notice, values)


def replace_notice(folder: Path, notice: NoticeText) -> None:
    """Replace ``notice.yaml`` of a folder in one step."""
    draft = folder / f".{NOTICE}.new"
    draft.write_text(_dump(_notice_data(notice)), encoding="utf-8", newline="\n")
    os.replace(draft, folder / NOTICE)


def replace_whole(folder: Path, notice: NoticeText, values: Sequence[PolicyValue]) -> None:
    """Replace a folder by one with another text, and another name where the id is another."""
    made, gone = (folder.with_name(f".{kind}-{folder.name}") for kind in ("new", "old"))
    for left in (made, gone):
        shutil.rmtree(left, ignore_errors=True)
    shutil.copytree(folder, made)
    write_document(made, notice, values)
    folder.rename(gone)
    made.rename(folder.with_name(notice.notice.id))
    shutil.rmtree(gone)


def settle(root: Path) -> None:
    """Put back what :func:`replace_whole` had just taken away when it was killed."""
    for gone in root.glob(".old-*"):
        name = gone.name.removeprefix(".old-")
        if (root / f".new-{name}").exists() and not (root / name).exists():
            gone.rename(root / name)


def replace_values(folder: Path, values: Sequence[PolicyValue]) -> None:
    """Replace ``values.yaml`` of a folder in one step."""
    draft = folder / f".{VALUES}.new"
    draft.write_text(_dump([_value_data(v) for v in values]), encoding="utf-8", newline="\n")
    os.replace(draft, folder / VALUES)


def _dump(data: object) -> str:
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH)


def _notice_data(notice: NoticeText) -> dict[str, Any]:
    data = _without_staff(notice.notice).model_dump(mode="json", exclude_defaults=True)
    # Text and notice id of a clause can be derived; the table stays readable without them.
    data["clauses"] = [
        _Flow(c.model_dump(mode="json", exclude={"text", "notice"}, exclude_defaults=True))
        for c in notice.clauses
    ]
    return data


def _without_staff(notice: Notice) -> Notice:
    """The notice with the relations that its text states, and none that a person set."""
    own = tuple(r.model_copy(update={"cancelled": False}) for r in notice.relations if not r.staff)
    return notice.model_copy(update={"relations": own})


def load_relations(folder: Path) -> tuple[Relation, ...]:
    """What staff set for a notice; empty when they set nothing."""
    if not (folder / RELATIONS).exists():
        return ()
    try:
        return tuple(Relation.model_validate(row) for row in _parse(folder / RELATIONS) or [])
    except (ValidationError, TypeError) as error:
        raise _damaged(folder / RELATIONS) from error


def relations_yaml(rows: Iterable[Relation]) -> str:
    """The text of ``relations.yaml``."""
    return _dump([r.model_dump(mode="json", exclude_defaults=True) for r in rows])


def related(notice: Notice, rows: Sequence[Relation]) -> Notice:
    """The notice with what staff set, and without what they found to be read wrongly."""
    cancelled = {_stated(r) for r in rows if r.cancelled}
    own = (
        r.model_copy(update={"cancelled": True}) if _stated(r) in cancelled else r
        for r in _without_staff(notice).relations
    )
    relations = (*own, *(r for r in rows if not r.cancelled))
    if relations == notice.relations:
        return notice
    return notice.model_copy(update={"relations": relations})


def _stated(relation: Relation) -> tuple[object, ...]:
    return relation.kind, relation.doc_number, relation.title, relation.articles


def _value_data(value: PolicyValue) -> dict[str, Any]:
    data = value.model_dump(mode="json", exclude_defaults=True)
    data["kind"], data["status"] = value.kind.value, value.status.value
    data["value"] = value.model_dump(mode="json")["value"]
    data.setdefault("unit", value.unit)
    return {key: _flow_citations(item) for key, item in data.items()}


def _flow_citations(data: Any) -> Any:
    """Write each citation on one line."""
    if isinstance(data, dict):
        if "quote" in data and "start" in data:
            return _Flow(data)
        return {key: _flow_citations(item) for key, item in data.items()}
    if isinstance(data, list):
        return [_flow_citations(item) for item in data]
    return data


def load_notice(folder: Path) -> tuple[NoticeText, list[PolicyValue]]:
    """Load a notice's folder; ``CorpusError`` names the file that is damaged."""
    text = _read(folder / TEXT).removesuffix("\n")
    data = _parse(folder / NOTICE)
    if not isinstance(data, dict):
        raise _damaged(folder / NOTICE)
    rows = data.pop("clauses", [])
    rules = load_relations(folder)
    try:
        notice = related(Notice.model_validate(data), rules)
        clauses = tuple(_clause(row, notice.id, text) for row in rows)
    except (ValidationError, KeyError, TypeError) as error:
        raise _damaged(folder / NOTICE) from error
    return NoticeText(notice=notice, text=text, clauses=clauses), _load_values(folder)


def _clause(row: dict[str, Any], notice: str, text: str) -> Clause:
    words = text[row["start"] : row["end"]]
    if len(words) != row["end"] - row["start"]:
        raise KeyError("end")
    return Clause.model_validate({**row, "notice": notice, "text": words})


def _load_values(folder: Path) -> list[PolicyValue]:
    data = _parse(folder / VALUES) or []
    try:
        return [PolicyValue.model_validate(item) for item in data]
    except (ValidationError, TypeError) as error:
        raise _damaged(folder / VALUES) from error


def _parse(path: Path) -> Any:
    try:
        return yaml.load(_read(path), Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise _damaged(path) from error


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise CorpusError(f"文件夹“{path.parent.name}”缺少“{path.name}”。") from error
    except (OSError, UnicodeDecodeError) as error:
        raise _damaged(path) from error


def _damaged(path: Path) -> CorpusError:
    return CorpusError(f"“{path.parent.name}/{path.name}”已损坏，请恢复它或重新加入这份文件。")


def load_places(folder: Path) -> tuple[Placed, ...]:
    """Where the text of a notice stands on the pages of its source; empty without pages."""
    if not (folder / PAGES).exists():
        return ()
    try:
        return _PLACES.validate_json(_read(folder / PAGES))
    except ValidationError as error:
        raise _damaged(folder / PAGES) from error


def check_source(folder: Path, notice: Notice) -> None:
    """Raise ``CorpusError`` if the kept source is missing or is not the file that was read."""
    path = folder / notice.source.file
    if not path.is_file():
        raise CorpusError(f"文件夹“{folder.name}”缺少原文件“{path.name}”。")
    if hashlib.sha256(path.read_bytes()).hexdigest() != notice.source.sha256:
        raise CorpusError(f"“{folder.name}/{path.name}”与加入时的原文件不一致。")


def notice_folders(root: Path) -> list[Path]:
    """Return the notice folders under ``root`` in a stable order; drafts are left out."""
    if not root.is_dir():
        return []
    return sorted(p.parent for p in root.glob(f"*/{NOTICE}") if not p.parent.name.startswith("."))
