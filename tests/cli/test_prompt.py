"""The question prompt in the terminal and through a pipe."""

import datetime as dt
import io
import json

import pytest

from assistant.prompt import run_prompt

DAY = dt.date(2024, 10, 1)


def test_app_reads_questions_from_a_pipe(process):
    asked = "聊城成年人交多少\n\n聊城学生交多少\n"
    done = process("app.py", stdin=asked.encode())
    assert done.code == 0, done.err
    assert done.err == ""
    assert "410元" in done.out
    assert "380元" in done.out


def test_app_without_a_question(process):
    done = process("app.py", stdin=b"")
    assert (done.code, done.out, done.err) == (0, "", "")


@pytest.mark.parametrize("env", [{"LC_ALL": "C"}, {"LC_ALL": "POSIX", "PYTHONUTF8": "1"}])
def test_app_in_a_plain_locale(process, env):
    done = process("app.py", stdin="聊城成年人交多少".encode(), env=env)
    assert done.code == 0, done.err
    assert "410元" in done.out


def test_bytes_that_are_no_text(process):
    done = process("app.py", stdin="聊城成年人交多少\n".encode("gb18030") + b"\xff\xfe\x00\n")
    assert done.code in (0, 2)
    assert "Traceback" not in done.err


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
