"""Lines that hold only a number: cells of a flattened table stay, numbers of pages go."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from corpus.structure.flat_tables import flat_tables
from corpus.structure.pages import page_numbers

CASES = yaml.safe_load((Path(__file__).parent / "flat.yaml").read_text(encoding="utf-8"))
WORDS = st.text("甲乙丙丁戊己庚辛", min_size=2, max_size=8)
FIGURES = st.one_of(st.integers(0, 9999).map(str), st.integers(1, 99).map(lambda n: f"{n}%"))


@pytest.mark.parametrize("case", CASES["pages"], ids=lambda c: c["why"])
def test_only_proven_page_numbers_go(case):
    dropped = page_numbers(case["lines"])
    assert [case["lines"][at] for at in sorted(dropped)] == case.get("dropped", [])


@pytest.mark.parametrize("case", CASES["tables"], ids=lambda c: c["why"])
def test_tables_are_found(case):
    lines = case["lines"]
    found = [
        ["｜".join("".join(lines[at] for at in cell) for cell in row) for row in table.rows]
        for table in flat_tables(lines)
    ]
    assert found == case["rows"]


@given(
    st.integers(2, 6).flatmap(
        lambda columns: st.tuples(
            st.lists(WORDS, min_size=columns, max_size=columns),
            st.lists(
                st.tuples(WORDS, st.lists(FIGURES, min_size=columns - 1, max_size=columns - 1)),
                min_size=2,
                max_size=6,
            ),
        )
    )
)
def test_a_table_written_one_cell_a_line_is_read_back(table):
    heads, rows = table
    grid = [heads, *([name, *figures] for name, figures in rows)]
    lines = [cell for row in grid for cell in row]
    found = flat_tables(lines)
    assert len(found) == 1
    assert [[lines[at] for (at,) in row] for row in found[0].rows] == grid
    assert not page_numbers(lines)
