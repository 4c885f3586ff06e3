"""Fictional notices in a folder compared with the gold list that a person wrote."""

from functools import cache
from pathlib import Path

import yaml

from corpus.extract import extract_values
from corpus.structure import read_notices
from tests.extract.notices import fits, shown_value

NOTICES = Path(__file__).parents[1] / "fixtures" / "notices"


class Golden:
    """The notices of one folder: ``wanted`` by file name, read once."""

    def __init__(self, folder):
        self.folder = NOTICES / folder
        self.wanted = yaml.safe_load((self.folder / "gold.yaml").read_text("utf-8"))
        self.read = cache(self._read)

    def _read(self, name):
        (notice,) = read_notices(self.folder / name)
        return notice

    def particulars(self, name):
        """The particulars that were read of those wanted."""
        notice = self.read(name).notice
        shown = {field: getattr(notice, field) for field in self.wanted[name]["notice"]}
        return shown | {"issuers": list(notice.issuers)}

    def compared(self, name):
        """How many values were found, those that are missing, and those left over."""
        values = extract_values(self.read(name))
        left, missing = list(values), []
        for wanted in self.wanted[name]["values"]:
            found = next((v for v in left if _is(v, wanted)), None)
            if found is None:
                missing.append(wanted)
            else:
                left.remove(found)
        return len(values), missing, [shown_value(v) for v in left]

    def figures(self):
        """Precision and recall over all files, with what is left over and missing."""
        compared = [self.compared(name) for name in self.wanted]
        wanted = sum(len(notice["values"]) for notice in self.wanted.values())
        missing = [m for _, lacking, _ in compared for m in lacking]
        left = [v for _, _, over in compared for v in over]
        precision = 1 - len(left) / sum(found for found, _, _ in compared)
        return precision, 1 - len(missing) / wanted, left, missing


def _is(value, wanted):
    """``row`` and ``column`` are words that a reader is told beside the figure."""
    told = " ".join([value.label, value.group.text if value.group else "", *_conditions(value)])
    plain = {field: w for field, w in wanted.items() if field not in ("row", "column")}
    beside = [wanted[field] for field in ("row", "column") if field in wanted]
    return all(words in told for words in beside) and fits(value, plain)


def _conditions(value):
    return [condition.text for condition in value.conditions]
