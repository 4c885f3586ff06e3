"""The word leg that has grown has the scores of one made afresh, and those of the library."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.index.bm25 import WordIndex
from corpus.index.words import terms

TEXTS = st.lists(
    st.text("居民医保缴费标准四百元大病2025", min_size=1, max_size=12), min_size=1, max_size=9
)


@settings(max_examples=30, deadline=None)
@given(TEXTS, st.data())
def test_grown_as_made_afresh(tmp_path_factory, texts, data):
    folder = tmp_path_factory.mktemp("words")
    new = np.array(data.draw(st.lists(st.booleans(), min_size=len(texts), max_size=len(texts))))
    new[0] = False
    told = {flag: [t for t, n in zip(texts, new, strict=True) if n == flag] for flag in (0, 1)}
    WordIndex.build(told[0], folder / "before")
    grown = WordIndex.grow(folder / "before", told[1], new, folder / "grown")
    afresh = WordIndex.build(texts, folder / "afresh")
    again = WordIndex.load(folder / "grown")
    warm = WordIndex.load(folder / "grown")
    warm.warm()
    for query in (*texts, "居民缴费", "完全没有的字词"):
        assert np.array_equal(warm.scores(query), afresh.scores(query))
        assert np.array_equal(grown.scores(query), afresh.scores(query))
        assert np.array_equal(again.scores(query), afresh.scores(query))


@settings(max_examples=20, deadline=None)
@given(TEXTS)
def test_scores_of_the_library(tmp_path_factory, texts):
    import bm25s

    model = bm25s.BM25()
    model.index([terms(text) for text in texts], show_progress=False)
    made = WordIndex.build(texts, tmp_path_factory.mktemp("words"))
    for query in texts:
        known = [term for term in terms(query) if term in model.vocab_dict]
        assert not known or np.allclose(made.scores(query), model.get_scores(known), atol=1e-5)
