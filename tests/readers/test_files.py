"""Files of every sort: read, or refused in one clear sentence."""

from pathlib import Path

import pytest

from corpus import readers
from corpus.errors import CorpusError, NoNoticeFound, UnreadableFile
from corpus.structure import read_notices

NOTICES = Path(__file__).parents[1] / "fixtures" / "notices"
TEXT = "关于调整标准的通知\n一、个人缴费标准为每人每年400元。\n"

BAD = {
    "empty.txt": (UnreadableFile, "空文件"),
    "blank.txt": (UnreadableFile, "空文件"),
    "binary.txt": (UnreadableFile, "不是文本文件"),
    "false_bom.txt": (UnreadableFile, "编码标记"),
    "poem.txt": (NoNoticeFound, "没有找到"),
    "navigation.html": (NoNoticeFound, "没有找到"),
    "wrong_format.pdf": (UnreadableFile, "损坏"),
    "unknown.xyz": (UnreadableFile, "不支持 .xyz"),
    "missing.txt": (UnreadableFile, "找不到文件"),
}


@pytest.mark.parametrize(("name", "wanted"), BAD.items())
def test_bad_file(name, wanted):
    kind, words = wanted
    with pytest.raises(kind, match=words) as caught:
        read_notices(NOTICES / "bad" / name, region="聊城市")
    message = str(caught.value)
    assert message.endswith("。")
    assert "\n" not in message


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_encodings(tmp_path, encoding):
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode(encoding))
    assert [b.text for b in readers.read_file(path).blocks] == TEXT.splitlines()


def test_big5_and_gb18030_are_told_apart(tmp_path):
    for encoding, text in (
        ("big5", "關於調整個人繳費標準的通知"),
        ("gb18030", "关于调整个人缴费标准的通知"),
    ):
        path = tmp_path / "a.txt"
        path.write_bytes(text.encode(encoding))
        assert [b.text for b in readers.read_file(path).blocks] == [text]


def test_too_large(tmp_path):
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(500_000_000)  # takes no place on the disk
    with pytest.raises(UnreadableFile, match="太大（500 MB）"):
        readers.read_file(path)


def test_one_long_line(tmp_path):
    path = tmp_path / "a.txt"
    for count, words in ((1_700_000, "太多"), (900_000, "过长")):
        path.write_text(TEXT + "缴" * count, encoding="utf-8")
        with pytest.raises(UnreadableFile, match=words):
            read_notices(path)


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(CorpusError, match="不是文件"):
        readers.read_file(tmp_path)


def test_place_that_nothing_states_is_asked_for():
    with pytest.raises(CorpusError, match="--region"):
        read_notices(NOTICES / "good" / "articles_wrapped.txt")
