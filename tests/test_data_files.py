"""Data files: a key that stands twice would silently hide what was written first."""

from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("corpus", "assistant", "eval")
FILES = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.yaml"))]


def twice(path):
    """The keys of a YAML file that stand twice in one mapping, with their lines."""
    return list(_twice(yaml.compose(path.read_text("utf-8"), Loader=yaml.CSafeLoader)))


def _twice(node):
    if isinstance(node, yaml.SequenceNode):
        for part in node.value:
            yield from _twice(part)
    if isinstance(node, yaml.MappingNode):
        names = [key.value for key, _ in node.value]
        for key, part in node.value:
            if names.count(key.value) > 1:
                yield f"{key.value}:{key.start_mark.line + 1}"
            yield from _twice(part)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_key_stands_twice(path):
    assert twice(path) == []


def test_a_key_that_stands_twice_is_found(tmp_path):
    path = tmp_path / "twice.yaml"
    path.write_text("a: 1\nb: [{c: 1, c: 2}]\na: 3\n", encoding="utf-8")
    assert sorted(twice(path)) == ["a:1", "a:3", "c:2", "c:2"]
