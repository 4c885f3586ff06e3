"""The question prompt in the terminal (终端问答); it also reads questions from a pipe."""

from __future__ import annotations

import datetime as dt
import io
import os
import stat
import sys
from collections.abc import Sequence
from typing import TextIO

from assistant.errors import BadQuestion
from assistant.model import Answer, Status, Verdict, VerdictKind
from assistant.service import Assistant
from corpus.errors import CorpusError

WELCOME = (
    "问策：按已收录的政策通知回答问题。直接输入问题；/地区 聊城市 选地区，/新 换话题，/退出 结束。"
)
MARK = "问> "
LONGEST_QUOTE = 90
NO_CLAIMS = "没有找到可以核对的声明：金额、比例、日期、期限、人群、文号或者办法。"
SHOWN = {
    VerdictKind.SUPPORTED: "【相符】",
    VerdictKind.CONTRADICTED: "【不符】",
    VerdictKind.OUTDATED: "【过时】",
    VerdictKind.NOT_FOUND: "【未找到】",
}


def print_answer(answer: Answer, out: TextIO) -> None:
    """The answer as a person reads it: the text, the steps, the numbered citations."""
    print(answer.text, file=out)
    if len(answer.steps) > 1:
        print("计算：" + "；".join(s.text for s in answer.steps), file=out)
    if answer.status is not Status.UNANSWERABLE:
        for number, citation in enumerate(answer.citations, 1):
            quote = citation.quote
            if len(quote) > LONGEST_QUOTE:
                quote = f"{quote[: LONGEST_QUOTE // 2]}……{quote[-LONGEST_QUOTE // 2 :]}"
            print(f"  [{number}] {citation.notice} {citation.clause}：“{quote}”", file=out)
    for question in answer.follow_ups:
        print(f"  您可以接着说：{question}", file=out)


def is_piped(source: TextIO | None) -> bool:
    """Whether questions come from a pipe or a file: nobody sits there who could open a page."""
    if source is None:
        return False
    try:
        mode = os.fstat(source.fileno()).st_mode
    except (OSError, ValueError):
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISREG(mode)


def standard_input() -> TextIO:
    """Standard input as UTF-8; bytes that are none are kept, for :func:`mended` to read."""
    if sys.stdin is None:
        return io.StringIO()
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")
    return sys.stdin


def mended(line: str) -> str:
    """A line that was no UTF-8, read as GB18030; ``BadQuestion`` when it is neither."""
    try:
        line.encode("utf-8")
        return line
    except UnicodeEncodeError:
        pass
    try:
        return line.encode("utf-8", "surrogateescape").decode("gb18030")
    except UnicodeError:
        raise BadQuestion("这一行不是 UTF-8 或 GB18030 编码的文字，没有读。") from None


def print_verdicts(verdicts: Sequence[Verdict], out: TextIO) -> None:
    """Print what became of every claim: the verdict, what differs, the correction, the clauses."""
    if not verdicts:
        print(NO_CLAIMS, file=out)
    for number, verdict in enumerate(verdicts, 1):
        print(f"{number}. {SHOWN[verdict.verdict]}  {verdict.text.strip()}", file=out)
        for line in (verdict.difference, verdict.correction, verdict.note):
            if line:
                print(f"   {line}", file=out)
        for citation in verdict.citations:
            print(f"   依据：{citation.notice} {citation.clause}：{citation.quote}", file=out)


def run_prompt(
    assistant: Assistant, region: str | None, today: dt.date, source: TextIO, out: TextIO
) -> int:
    """Read questions until the end of input; turns of one topic are kept together."""
    talk = source.isatty()
    turns: list[str] = []
    if talk:
        print(WELCOME, file=out)
    while True:
        try:
            line = _read(source, out, talk)
        except BadQuestion as error:
            print(f"错误：{error}", file=out)
            continue
        if line is None or line in ("/退出", "/quit", "exit", "quit"):
            return 0
        if line.startswith("/地区"):
            region = line.removeprefix("/地区").strip() or None
            turns = []
            print(f"地区：{region or '未选'}", file=out)
        elif line == "/新":
            turns = []
        elif line:
            turns = _one(assistant, [*turns, line] if talk else [line], region, today, out)


def _read(source: TextIO, out: TextIO, talk: bool) -> str | None:
    if talk:
        try:
            return mended(input(MARK)).strip()
        except EOFError:
            print(file=out)
            return None
    line = source.readline()
    if not line:
        return None
    line = mended(line).lstrip("\ufeff").strip()
    print(f"{MARK}{line}", file=out)
    return line


def _one(
    assistant: Assistant, turns: list[str], region: str | None, today: dt.date, out: TextIO
) -> list[str]:
    """Answer the last turn; the turns that the next one may refer to."""
    try:
        print_answer(assistant.ask(turns, region, today), out)
    except CorpusError as error:
        print(f"错误：{error}", file=out)
        return turns[:-1]
    print(file=out)
    return turns[-6:]
