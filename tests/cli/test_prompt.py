"""The question prompt in the terminal and through a pipe."""

import datetime as dt
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.prompt import run_prompt

DAY = dt.date(2024, 10, 1)
ROOT = Path(__file__).resolve().parents[2]


def test_app_reads_questions_from_a_pipe(process):
    asked = "聊城成年人交多少\n\n聊城学生交多少\n"
    done = process("app.py", stdin=asked.encode())
    assert done.code == 0, done.err
    assert done.err == ""
    assert "410元" in done.out
    assert "380元" in done.out


def test_app_says_how_it_is_used(process, one_sentence):
    done = process("app.py", "--help")
    assert (done.code, done.err) == (0, "")
    assert "用法" in done.out
    assert "打开网页" in done.out
    wrong = process("app.py", "--prot", "3")
    assert (wrong.code, wrong.out) == (2, "")
    one_sentence(wrong.err, "--prot")


def test_app_without_a_question(process):
    done = process("app.py", stdin=b"")
    assert (done.code, done.out, done.err) == (0, "", "")


@pytest.mark.parametrize("env", [{"LC_ALL": "C"}, {"LC_ALL": "POSIX", "PYTHONUTF8": "1"}])
def test_app_in_a_plain_locale(process, env):
    done = process("app.py", stdin="聊城成年人交多少".encode(), env=env)
    assert done.code == 0, done.err
    assert "410元" in done.out


def test_bytes_that_are_no_text(process):
    lines = ["聊城成年人交多少\n".encode("gb18030"), b"\xff\xfe\x00\n", "聊城学生交多少\n".encode()]
    done = process("app.py", stdin=b"".join(lines))
    assert (done.code, done.err) == (0, "")
    assert "410元" in done.out
    assert "错误：这一行不是 UTF-8 或 GB18030 编码的文字，没有读。" in done.out
    assert "380元" in done.out


def test_app_with_a_bad_data_folder(process, one_sentence, tmp_path):
    taken = tmp_path / "占用"
    taken.write_text("", "utf-8")
    done = process("app.py", at=taken)
    assert (done.code, done.out) == (2, "")
    one_sentence(done.err, "占用")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="没有 /dev/full")
def test_a_full_disk_is_one_sentence(data, one_sentence):
    command = f"{sys.executable} -m corpus list --data {data} > /dev/full"
    done = subprocess.run(["sh", "-c", command], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 2
    one_sentence(done.stderr.decode(), "磁盘空间不够")


def test_ask_as_a_process(process):
    done = process("-m", "assistant", "ask", "聊城成年人交多少", "--as-of", "2024-10-01", "--json")
    assert done.code == 0, done.err
    assert json.loads(done.out)["values"][0]["value"] == "410"


def test_the_answer_stands_first(assistant):
    lines = assistant("ask", "聊城成年人交多少", "--as-of", "2024-10-01").out.splitlines()
    assert "410元" in lines[0]
    assert lines[1].startswith("依据：聊医保发〔2024〕27号")


def test_region_and_errors_in_the_prompt(wence):
    out = io.StringIO()
    typed = ["大人交多少", "/地区 聊城市", "大人交多少", "/地区 聊成", "大人交多少"]
    typed += ["/地区 厦门", "交多少", "/退出", "不再回答"]
    assert run_prompt(wence, None, DAY, io.StringIO("\n".join(typed)), out) == 0
    answers = out.getvalue().split("问> ")
    assert "哪个城市" in answers[1]
    assert "410元" in answers[3]
    assert "没有找到地区" in answers[5]
    assert "410" not in answers[7]
    assert "不再回答" not in out.getvalue()


class Terminal(io.StringIO):
    """Input that a person types."""

    def isatty(self):
        return True


def test_turns_of_a_person_hang_together(wence, monkeypatch):
    typed = iter(["聊城成年人交多少", "那学生呢", "/新", "那学生呢"])

    def read(mark):
        try:
            return next(typed)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr("builtins.input", read)
    out = io.StringIO()
    assert run_prompt(wence, None, DAY, Terminal(), out) == 0
    answers = out.getvalue().split("\n\n")
    assert "380元" in answers[1]
    assert "380元" not in answers[2]
