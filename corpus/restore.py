"""Bringing back what was (恢复), and wiping what must be forgotten (抹去)."""

from __future__ import annotations

from corpus.draft import Draft, drafting
from corpus.errors import StillThere, UnknownNotice
from corpus.history import COMMAND_LINE, Kept, Note, What, read_history
from corpus.recording import files_of
from corpus.settings import Settings


def restore_notice(
    settings: Settings, wanted: str, version: str, progress: bool = False, by: str = COMMAND_LINE
) -> tuple[str, bool]:
    """Make one notice, by id or 文号, what it was in a version: its id, and whether it changed.

    It may have been removed, replaced or damaged since. ``UnknownVersion``; ``UnknownNotice`` when
    the version had no such notice; ``ForgottenNotice`` when it was wiped.
    """
    history = read_history(settings.data)
    whole = history.version(version)
    state = history.state(whole)
    ident = next((i for i, kept in state.items() if wanted in (i, kept.doc_number)), None)
    if ident is None:
        raise UnknownNotice(f"版本“{whole}”里没有编号或文号为“{wanted}”的文件。")
    note = Note(What.RESTORE, by, note=whole)
    with drafting(settings, note, progress, spare={ident}.__contains__) as draft:
        return ident, _put_back(draft, ident, state[ident])


def restore_all(
    settings: Settings, version: str, progress: bool = False, by: str = COMMAND_LINE
) -> list[str]:
    """Make the whole corpus what it was in a version; the ids of the notices that changed."""
    history = read_history(settings.data)
    whole = history.version(version)
    state = history.state(whole)
    with drafting(settings, Note(What.RESTORE, by, note=whole), progress, spare=_any) as draft:
        gone = [ident for ident in draft.entries if ident not in state]
        for ident in gone:
            draft.remove(ident)
        return [*gone, *(i for i, kept in state.items() if _put_back(draft, i, kept))]


def forget(settings: Settings, wanted: str, by: str = COMMAND_LINE) -> str:
    """Wipe a removed notice, by id or 文号, from the history; its id.

    That it was there, and when, stays written; its words and files do not. ``StillThere`` while it
    is in the corpus, ``UnknownNotice`` when the history never had it.
    """
    with drafting(settings, Note(What.BUILD)) as draft:
        ident = draft.history.ident(wanted)
        if ident in draft.entries:
            raise StillThere(
                f"“{ident}”还在库中；请先用 python -m corpus remove 移除，再抹去历史。"
            )
        draft.recorder.forget(ident, Note(What.FORGET, by, note=ident))
        return ident


def _any(_: str) -> bool:
    return True


def _put_back(draft: Draft, ident: str, kept: Kept) -> bool:
    """Make a notice what it was; whether that changes anything."""
    now = draft.entries.get(ident)
    if now is not None and files_of(now.folder) == kept.files:
        return False
    draft.put_back(ident, draft.history.files(ident, kept))
    return True
