import os
import signal
import subprocess
import sys
from contextlib import closing

import numpy as np
import pytest

from corpus.errors import BadSetting, CorpusBusy, CorpusError
from corpus.index import build_index, generation, open_index
from corpus.index.build import tidy
from corpus.index.embedders.base import Embedder, silent
from corpus.index.entries import MAX_CHARS, make_entries
from corpus.settings import Settings
from corpus.transaction import write_lock
from tests.chroma import chroma_server


class Counting(Embedder):
    """Passes everything on and notes which texts were embedded."""

    def __init__(self, inner, name="counting"):
        self.inner = inner
        self.name = name
        self.texts = []
        self.queries = 0

    @property
    def dim(self):
        return self.inner.dim

    def query_vector(self, text):
        self.queries += 1
        return self.inner.query_vector(text)

    def document_vectors(self, texts, advance=silent):
        self.texts += texts
        return self.inner.document_vectors(texts, advance)


@pytest.fixture
def counting(embedder):
    return Counting(embedder)


QUESTIONS = [
    ("聊城成年人一年交多少钱", None, "liao-2031#1"),
    ("聊城什么时候能缴费", None, "liao-2031#2"),
    ("刚生的娃几个月内要参保", None, "liao-2031#3"),
    ("福建财政给补多少", None, "min-2031#2"),
    ("福建个人缴费标准", None, "min-2031#1"),
    ("居住证", None, "min-2031#3"),
    ("广州低保一个月多少", None, "sui-2031#1"),
    ("个人缴费标准", ["min-2031"], "min-2031#1"),
    ("个人缴费标准", ["liao-2031"], "liao-2031#1"),
]


def test_the_right_clause_of_the_right_notice_is_first(settings, books, embedder):
    index = open_index(settings, books(), embedder=embedder)
    for warm in (False, True):
        if warm:
            index.warm()  # from here on Chroma answers what is not limited to some notices
        for question, notices, clause in QUESTIONS:
            assert index.search(question, 3, notices)[0].clause_id == clause, question


def test_chroma_finds_what_comparing_with_every_vector_finds(settings, books, embedder):
    index = open_index(settings, books(), embedder=embedder)
    vector = index.embed_query("缴费")
    exact = np.argsort(-(index._vectors @ vector))
    assert index.store.nearest(vector, 5) == [index._rows[i][0] for i in exact[:5]]
    assert index.store.size() == index.info.entries == 8


@pytest.mark.parametrize("query", ["", "   ", "？？！", "\0", "zzzz", "元" * 3000], ids=range(6))
def test_any_query_is_answered_or_empty(settings, books, embedder, query):
    index = open_index(settings, books(), embedder=embedder)
    hits = index.search(query, 3)
    assert len(hits) == (3 if query.strip() else 0)
    assert all(0 <= hit.score <= 1 for hit in hits)


def test_a_question_is_embedded_once(settings, books, counting):
    index = open_index(settings, books(), embedder=counting)
    for _ in range(3):
        index.search("个人缴费", 2)
        index.embed_query("个人缴费")
    assert counting.queries == 1
    assert index.search("个人缴费", 2, notices=[]) == []


def test_only_what_changed_is_embedded_again(settings, books, counting):
    first = build_index(settings, books(), embedder=counting)
    assert first.embedded == len(counting.texts) == 8

    counting.texts.clear()
    assert build_index(settings, books(), embedder=counting) == first
    assert counting.texts == []

    changed = books(
        sui=["低保标准提高到每人每月1400元。", "特困人员基本生活标准为低保标准的1.6倍。"]
    )
    second = build_index(settings, changed, embedder=counting)
    assert second.name != first.name
    assert [text.splitlines()[-1] for text in counting.texts] == ["低保标准提高到每人每月1400元。"]
    index = open_index(settings, changed, embedder=counting)
    assert index.search("广州低保", 1)[0].clause_id == "sui-2031#1"
    assert not (settings.data / "index" / first.folder).exists()


@pytest.mark.parametrize("later", [0, 1, 2])
def test_an_index_that_grew_is_as_one_made_afresh(tmp_path, books, embedder, later):
    grew, afresh = Settings(data=tmp_path / "grew"), Settings(data=tmp_path / "afresh")
    first = [book for at, book in enumerate(books()) if at != later]
    build_index(grew, first, embedder=embedder)
    indexes = [open_index(s, books(), embedder=embedder) for s in (grew, afresh)]
    assert indexes[0].info.embedded == len(make_entries(books()[later : later + 1]))
    assert indexes[0].info.name == indexes[1].info.name
    for warm in (False, True):
        for question, notices, _ in QUESTIONS:
            found = [index.search(question, 20, notices) for index in indexes]
            assert found[0] == found[1], question
        vector = indexes[0].embed_query("缴费")
        assert len({tuple(index.store.nearest(vector, 8)) for index in indexes}) == 1
        for index in indexes if not warm else ():
            index.warm()


def test_an_index_never_grows_over_what_was_removed(settings, books, embedder):
    build_index(settings, books()[:2], embedder=embedder)
    info = build_index(settings, books()[1:], embedder=embedder)
    folder = settings.data / "index" / info.folder
    # Chroma's vector files hold numbers, and between them whatever the memory held before.
    files = [p for p in folder.rglob("*") if p.is_file() and p.suffix != ".bin"]
    kept = b"".join(p.read_bytes() for p in files)
    assert b"min-2031" in kept
    assert b"liao-2031" not in kept


def test_another_embedder_rebuilds_by_itself(settings, books, embedder):
    first = build_index(settings, books(), embedder=embedder)
    other = Counting(embedder, "other")
    second = open_index(settings, books(), embedder=other)
    assert second.info.name != first.name
    assert len(other.texts) == 8


def test_removed_notice_is_not_found_any_more(settings, books, embedder):
    open_index(settings, books(), embedder=embedder).close()
    index = open_index(settings, books()[:2], embedder=embedder)
    assert {hit.notice for hit in index.search("低保标准", 20)} == {"liao-2031", "min-2031"}


def test_an_open_index_outlives_its_replacement(settings, books, embedder):
    old = open_index(settings, books(), embedder=embedder)
    build_index(settings, books()[:1], embedder=embedder)
    assert old.search("广州低保", 1)[0].notice == "sui-2031"
    assert old.store.size() == 8
    old.close()
    build_index(settings, books()[:2], embedder=embedder)
    assert not (settings.data / "index" / old.info.folder).exists()


def test_long_clauses_are_split_and_found_as_one_clause(settings, books, embedder):
    long = "参保人员按规定享受待遇。" * 60 + "丧葬补助金为2222元。"
    documents = books(liao=[long])
    entries = [entry for entry in make_entries(documents) if entry.notice == "liao-2031"]
    assert len(entries) > 1
    assert all(len(entry.text) < MAX_CHARS + 80 for entry in entries)
    hits = open_index(settings, documents, embedder=embedder).search("聊城丧葬补助金", 20)
    assert [hit.clause_id for hit in hits].count("liao-2031#1") == 1
    assert hits[0].clause_id == "liao-2031#1"


def test_nothing_to_index_is_one_clear_sentence(settings, embedder):
    with pytest.raises(CorpusError, match="没有可以建索引的条款"):
        build_index(settings, [], embedder=embedder)


def test_second_writer_is_told_at_once(settings, books, embedder, run_python):
    code = (
        "import sys; from pathlib import Path; from corpus.transaction import write_lock\n"
        "from corpus.errors import CorpusBusy\n"
        "try:\n"
        f"    with write_lock(Path({str(settings.data)!r})): print('got it')\n"
        "except CorpusBusy as error: print(error)"
    )
    with write_lock(settings.data):
        assert "正被另一个进程写入" in run_python(code).stdout
        build_index(settings, books(), embedder=embedder)  # the holder itself may go on
    assert "got it" in run_python(code).stdout


def test_reader_that_needs_a_rebuild_is_told_at_once(settings, books, embedder, tmp_path):
    code = (
        "import sys; from pathlib import Path; from corpus.transaction import write_lock\n"
        f"with write_lock(Path({str(settings.data)!r})):\n"
        "    print('held', flush=True); sys.stdin.read()"
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", code], **pipes) as holder:
        assert holder.stdout.readline().strip() == b"held"
        with pytest.raises(CorpusBusy):
            open_index(settings, books(), embedder=embedder)
        holder.kill()
    assert open_index(settings, books(), embedder=embedder).search("低保", 1)


SLOW_BUILD = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from notices import books
from corpus.index import build_index, generation, store
from corpus.settings import Settings

def stop(*args):
    print("here", flush=True)
    sys.stdin.read()

place = {{"embedded": (generation, "save_rows"), "written": (generation, "stage"),
         "storing": (store.ChromaStore, "write"), "published": (generation, "remove_folders")}}
setattr(*place[{where!r}], stop)
build_index(Settings(data=Path({data!r})), books()[:2])
"""


@pytest.mark.parametrize("where", ["embedded", "storing", "written", "published"])
def test_killed_in_the_middle_leaves_the_old_or_the_new(settings, books, embedder, where):
    before = build_index(settings, books(), embedder=embedder)
    tests = os.path.dirname(__file__)
    code = SLOW_BUILD.format(tests=tests, where=where, data=str(settings.data))
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", code], **pipes) as builder:
        assert builder.stdout.readline().strip() == b"here"
        builder.send_signal(signal.SIGKILL)
    old = open_index(settings, books(), embedder=embedder)
    assert old.search("广州低保", 1)[0].notice == "sui-2031"
    assert old.info.name == before.name
    assert old.store.size() == 8
    new = open_index(settings, books()[:2], embedder=embedder)
    assert {hit.notice for hit in new.search("缴费", 20)} == {"liao-2031", "min-2031"}


def test_two_processes_answer_from_one_index(settings, books, embedder, run_python):
    index = open_index(settings, books(), embedder=embedder)
    index.warm()
    code = (
        "import sys; from pathlib import Path\n"
        f"sys.path.insert(0, {os.path.dirname(__file__)!r})\n"
        "from notices import books; from corpus.index import open_index\n"
        "from corpus.settings import Settings\n"
        f"index = open_index(Settings(data=Path({str(settings.data)!r})), books())\n"
        "index.warm(); print(index.search('广州低保', 1)[0].clause_id)"
    )
    assert run_python(code).stdout.strip() == "sui-2031#1"
    assert index.search("广州低保", 1)[0].clause_id == "sui-2031#1"


@pytest.fixture
def chroma_url(tmp_path):
    with chroma_server(tmp_path / "server") as url:
        yield url


def test_a_real_chroma_server(tmp_path, books, embedder, chroma_url):
    settings = Settings(data=tmp_path / "data", chroma_url=chroma_url)
    index = open_index(settings, books(), embedder=embedder)
    assert not (tmp_path / "data" / "index" / index.info.folder / "chroma").exists()
    assert index.store.size() == 8
    assert index.search("广州低保一个月多少", 1)[0].clause_id == "sui-2031#1"

    index.store.drop(index.store.names()[0])  # somebody emptied the server
    again = open_index(settings, books(), embedder=embedder)
    assert again.store.size() == 8
    index.close()
    again.close()

    changed = open_index(settings, books()[:1], embedder=embedder)
    assert changed.store.size() == 3
    assert len(changed.store.names()) == 1


def test_on_a_server_an_index_grows_in_the_collection_it_has(tmp_path, books, embedder, chroma_url):
    settings = Settings(data=tmp_path / "data", chroma_url=chroma_url)
    first, *_ = books()
    old = open_index(settings, [first], embedder=embedder)
    grown = open_index(settings, books(), embedder=embedder)
    assert (grown.store.names(), grown.store.size()) == (old.store.names(), 8)
    assert grown.search("广州低保一个月多少", 1)[0].clause_id == "sui-2031#1"
    # Who still has the index before open finds its own entries alone.
    assert {hit.notice for hit in old.search("广州低保一个月多少", 8)} == {first.notice.id}

    stray = make_entries([first])[0].model_copy(update={"id": "stray"})
    grown.store.put([stray], embedder.document_vectors([stray.text]))  # killed before it held
    assert grown.store.size() == 9
    assert build_index(settings, books(), embedder=embedder) == grown.info
    with write_lock(settings.data):
        tidy(settings)
    assert grown.store.size() == 8

    old.close()
    grown.close()
    removed = open_index(settings, [first], embedder=embedder)
    assert removed.store.size() == len(make_entries([first]))
    with write_lock(settings.data):
        tidy(settings)
    assert len(removed.store.names()) == 1


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "ftp://x", "localhost:8000"])
def test_no_chroma_server_is_one_clear_sentence(tmp_path, books, embedder, url):
    with pytest.raises(BadSetting, match="Chroma 服务"):
        build_index(Settings(data=tmp_path, chroma_url=url), books(), embedder=embedder)


def test_retriever_gives_verbatim_clauses_with_their_place(settings, books, embedder):
    from assistant.retrieve import ClauseRetriever

    documents = books()
    texts = {document.notice.id: document.text for document in documents}
    index = open_index(settings, documents, embedder=embedder)
    found = ClauseRetriever.over(index, documents, k=4).invoke("福建财政给补多少")
    assert len(found) == 4
    assert found[0].metadata["path"] == "第2条"
    for document in found:
        meta = document.metadata
        assert texts[meta["notice"]][meta["start"] : meta["end"]] == document.page_content


def test_half_deleted_index_is_made_anew(settings, books, embedder):
    """A folder that lost a file, as after a careless deletion, must not fail for ever."""
    info = build_index(settings, books(), embedder=embedder)
    (generation.index_root(settings.data) / info.folder / generation.ROWS).unlink()
    with closing(open_index(settings, books(), embedder=embedder)) as index:
        assert index.info.folder != info.folder
        assert index.search("个人缴费标准", 1)
