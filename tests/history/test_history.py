"""Every change is told and can be undone, whatever was done by hand in between."""

import json
import shutil
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest

from corpus.history import read_history
from corpus.library import load_library
from corpus.settings import SHIPPED_NOTICES, Settings

NOTICE = Path(__file__).parents[1] / "cli" / "notices" / "tongling.txt"
ID, NUMBER = "铜医保发2024-88", "铜医保发〔2024〕88号"
LIAOCHENG = "聊医保发2024-27"


def folder_of(data):
    return data / "notices" / ID


def replace_in(path, old, new):
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")


def contents(folder):
    return {p.name: p.read_bytes() for p in folder.iterdir()}


def test_three_times_replaced_then_removed(corpus, history, with_fee, fees, version):
    versions = []
    for fee in ("437", "438", "439"):
        assert corpus("add", with_fee(fee), "--replace", "--by", "陈主任").code == 0
        versions.append(version())
    assert corpus("remove", NUMBER).code == 0
    rows = history(NUMBER)
    assert [(r["what"], r["by"]) for r in rows] == [
        ("add", "陈主任"),
        ("replace", "陈主任"),
        ("replace", "陈主任"),
        ("remove", "命令行"),
    ]
    assert [r["notices"][0]["change"] for r in rows] == ["added", "changed", "changed", "removed"]
    assert [r["after"] for r in rows[:3]] == versions
    assert all(b["before"] == a["after"] for a, b in pairwise(rows))
    for fee, was in zip(("437元", "438元", "439元"), versions, strict=True):
        assert corpus("restore", ID, "--version", was).code == 0
        assert (fees(), version()) == ([fee], was)


def test_the_first_change_records_what_was_there(corpus, history, data):
    assert history() == []
    corpus("remove", LIAOCHENG)
    first, second = history()
    assert (first["what"], first["before"], len(first["notices"])) == ("first", None, 3)
    assert (second["what"], second["before"]) == ("remove", first["after"])


def test_files_are_kept_once(corpus, data, with_fee):
    for fee in ("437", "438", "437", "438"):
        corpus("add", with_fee(fee), "--replace")
    corpus("remove", NUMBER)
    corpus("add", NOTICE)
    packs = sorted((data / "history").glob("*.zip"))
    names = [name for pack in packs for name in zipfile.ZipFile(pack).namelist()]
    assert len(names) == len(set(names))
    held = read_history(data).holders
    assert set(held) == set(names)


def test_an_edit_by_hand_is_a_change(corpus, history, data, version):
    corpus("add", NOTICE)
    replace_in(folder_of(data) / "values.yaml", "status: extracted", "status: rejected")
    edited = version()
    corpus("remove", LIAOCHENG)
    by_hand = history(ID)[-1]
    assert (by_hand["what"], by_hand["by"], by_hand["after"]) == ("by_hand", "不详", edited)
    kept = read_history(data)
    assert b"rejected" in kept.files(ID, kept.latest[ID])["values.yaml"]


def test_build_records_what_was_done_by_hand(corpus, history, data):
    corpus("add", NOTICE)
    shutil.rmtree(folder_of(data))
    assert corpus("build").code == 0
    assert history()[-1]["what"] == "by_hand"
    assert history()[-1]["notices"][0]["change"] == "removed"
    before = history()
    assert corpus("build").code == 0
    assert history() == before


def test_an_update_of_the_product_is_told_apart(corpus, history, data, tmp_path, monkeypatch):
    shipped = shutil.copytree(SHIPPED_NOTICES, tmp_path / "shipped")
    monkeypatch.setenv("WENCE_SHIPPED", str(shipped))
    corpus("add", NOTICE)
    replace_in(shipped / LIAOCHENG / "values.yaml", "status: extracted", "status: rejected")
    replace_in(folder_of(data) / "values.yaml", "status: extracted", "status: confirmed")
    shutil.rmtree(shipped / "闽医保2024-70")
    corpus("build")
    assert [r["what"] for r in history()] == ["first", "add", "product", "by_hand"]
    assert {n["id"] for n in history()[2]["notices"]} == {LIAOCHENG, "闽医保2024-70"}


def test_restore_over_other_content_of_the_same_id(corpus, fees, version, with_fee, history):
    corpus("add", NOTICE)
    was = version()
    corpus("remove", NUMBER)
    corpus("add", with_fee("439"))
    assert corpus("restore", NUMBER, "--version", was[:6]).code == 0
    assert fees() == ["437元"]
    assert history()[-1]["note"] == was
    again = corpus("restore", NUMBER, "--version", was)
    assert (again.code, "没有改动" in again.out) == (0, True)


def test_restored_byte_for_byte(corpus, data, version):
    corpus("add", NOTICE)
    before, was = contents(folder_of(data)), version()
    corpus("remove", NUMBER)
    corpus("restore", ID, "--version", was)
    assert contents(folder_of(data)) == before
    assert corpus("verify").code == 0


def test_a_removed_shipped_notice_comes_back_as_the_products(corpus, data, version):
    was = version()
    corpus("remove", LIAOCHENG)
    assert corpus("restore", LIAOCHENG, "--version", was).code == 0
    assert not (data / "notices" / LIAOCHENG).exists()
    assert version() == was


def test_everything_as_it_was(corpus, data, version, with_fee):
    corpus("add", NOTICE)
    was = version()
    corpus("remove", LIAOCHENG)
    corpus("add", with_fee("439"), "--replace")
    done = corpus("restore", "--version", was)
    assert done.code == 0
    assert ID in done.out
    assert LIAOCHENG in done.out
    assert version() == was


def test_a_damaged_notice_can_be_restored(corpus, data, version, fees):
    corpus("add", NOTICE)
    was = version()
    (folder_of(data) / "notice.yaml").write_text("a: [", "utf-8")
    assert corpus("list").code == 2
    assert corpus("restore", ID, "--version", was).code == 0
    assert (fees(), version()) == (["437元"], was)


def test_a_source_changed_by_hand_is_put_right(corpus, data, version):
    corpus("add", NOTICE)
    was = version()
    (folder_of(data) / NOTICE.name).write_text("别的", "utf-8")
    assert corpus("verify").code == 2
    assert corpus("restore", ID, "--version", was).code == 0
    assert corpus("verify").code == 0


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["restore", ID, "--version", "0000"], ["没有版本"]),
        (["restore", ID, "--version", ""], ["没有版本"]),
        (["restore", "没有", "--version", "{first}"], ["{first}", "没有编号或文号"]),
        (["restore", ID], ["--version"]),
        (["compare", "0000", "{first}"], ["没有版本“0000”"]),
        (["history", "没有"], ["历史里没有"]),
        (["history", "--forget", ID, "--yes"], ["还在库中"]),
        (["history", "--forget", "没有", "--yes"], ["历史里没有"]),
    ],
)
def test_what_cannot_be_done_is_told(corpus, history, data, one_sentence, command, words):
    corpus("add", NOTICE)
    first = history()[0]["after"]
    before = {p: p.read_bytes() for p in (data / "history").iterdir()}
    done = corpus(*(word.format(first=first) for word in command))
    assert done.code == 2
    one_sentence(done.err, *(word.format(first=first) for word in words))
    assert {p: p.read_bytes() for p in (data / "history").iterdir()} == before


def test_nothing_recorded_yet(corpus, data, one_sentence):
    assert "还没有历史" in corpus("history").out
    one_sentence(corpus("restore", "--version", "abcdef").err, "没有版本")


@pytest.fixture
def forgotten(corpus, version, with_fee):
    """A version with a notice that was removed and wiped."""
    corpus("add", NOTICE)
    corpus("add", with_fee("439"), "--replace")
    was = version()
    corpus("remove", NUMBER)
    done = corpus("history", "--forget", NUMBER, "--yes", "--by", "陈主任")
    assert done.code == 0, done.err
    return was


def test_what_is_forgotten_is_nowhere(corpus, data, forgotten, history, assistant, one_sentence):
    words = NOTICE.read_text("utf-8").splitlines()[4].encode()
    title = "2025年度城乡居民基本医疗保险参保缴费".encode()
    files = [p for p in data.rglob("*") if p.is_file() and p.suffix != ".bin"]
    assert not [p for p in files if words in p.read_bytes() or title in p.read_bytes()]
    packs = [zipfile.ZipFile(p) for p in (data / "history").glob("*.zip")]
    assert not [n for pack in packs for n in pack.namelist() if title in pack.read(n)]
    assert (history()[-1]["what"], history()[-1]["by"]) == ("forget", "陈主任")
    assert all(n["forgotten"] for row in history(ID) for n in row["notices"][:1])
    for command in (["restore", "--version", forgotten], ["restore", ID, "--version", forgotten]):
        one_sentence(corpus(*command).err, "已经抹去")
    first = history()[0]["after"]
    assert corpus("restore", "--version", first).code == 0
    assert load_library(Settings(data=data)).version == first


def test_a_file_shared_with_another_notice_is_not_forgotten(corpus, data, version, tmp_path):
    """A notice that is added under another number has the same source."""
    corpus("add", NOTICE)
    corpus("add", NOTICE, "--doc-number", "铜医保发〔2024〕99号")
    was = version()
    corpus("remove", NUMBER)
    corpus("remove", "铜医保发〔2024〕99号")
    corpus("history", "--forget", NUMBER, "--yes")
    assert corpus("restore", "铜医保发〔2024〕99号", "--version", was).code == 0
    assert corpus("verify").code == 0


@pytest.mark.parametrize(("typed", "code"), [("别的\n", 2), ("", 2), (f"{ID}\n", 0)])
def test_forgetting_is_asked_twice(process, corpus, typed, code):
    corpus("add", NOTICE)
    corpus("remove", ID)
    done = process("-m", "corpus", "history", "--forget", ID, stdin=typed.encode())
    assert done.code == code, done.err
    assert ("什么也没有改" in done.err) == bool(code)


def test_comparing(corpus, data, version, with_fee):
    corpus("add", NOTICE)
    one = version()
    corpus("remove", LIAOCHENG)
    corpus("add", with_fee("439"), "--replace")
    path = folder_of(data) / "values.yaml"
    text = path.read_text("utf-8")
    path.write_text(text[::-1].replace("detcartxe", "demrifnoc", 1)[::-1], "utf-8")
    corpus("build")
    done = corpus("compare", one, version())
    assert done.code == 0, done.err
    assert f"移除 {LIAOCHENG}" in done.out
    assert (
        "改 一 个人缴费标准（成年居民）：437元 2025年度 → 一 个人缴费标准（成年居民）：439元"
        in done.out
    )
    assert "待核 → 已确认" in done.out
    found = json.loads(corpus("compare", one, version(), "--json").out)
    changed = next(n for n in found["notices"] if n["id"] == ID)["changed"]
    assert [(c["before"]["value"], c["after"]["value"]) for c in changed] == [("437", "439")]
    assert "两个版本相同" in corpus("compare", one, one).out


def test_comparing_leaves_nothing_behind(corpus, data, version):
    corpus("add", NOTICE)
    before = sorted(p.name for p in data.iterdir())
    corpus("compare", version(), version())
    assert sorted(p.name for p in data.iterdir()) == before


@pytest.mark.parametrize("damage", ["log", "pack", "swapped"])
def test_damage_is_told(corpus, data, version, one_sentence, damage):
    corpus("add", NOTICE)
    was = version()
    corpus("remove", ID)
    log, pack = data / "history" / "log.jsonl", data / "history" / "000002.zip"
    if damage == "log":
        log.write_text("{", "utf-8")
    elif damage == "pack":
        pack.unlink()
    else:
        shas = zipfile.ZipFile(pack).namelist()
        with zipfile.ZipFile(pack, "w") as made:
            for sha in shas:
                made.writestr(sha, "别的")
    done = corpus("restore", ID, "--version", was)
    assert done.code == 2
    one_sentence(done.err, "history/", "损坏")
    assert corpus("list").code == 0
