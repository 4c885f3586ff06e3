"""The process that reads one file of the inbox (后台读取): ``python -m corpus.reading FOLDER``.

It tells how far it is in ``progress.json``, and its last word is that the notices are there to be
looked at, or the one sentence why not.
"""

from __future__ import annotations

import resource
import signal
import sys
from pathlib import Path
from types import FrameType

from filelock import FileLock

from corpus import store
from corpus.errors import CorpusError, DuplicateNotice
from corpus.inbox import (
    ARRIVAL,
    NOTICES,
    PROGRESS,
    QUEUE,
    SOURCE,
    Arrival,
    Progress,
    Step,
    write_json,
)
from corpus.intake import Given, read_file, twice_given, values_of
from corpus.readers.progress import listening
from corpus.settings import Settings

SECONDS = 3_600
"""Processor time of reading one file, that of its reader's own process not counted."""

BROKEN = "读这份文件时出错了，没有读完；可以再读一次，还不行请告诉管理员。"


def main(folder: Path) -> int:
    """Read the file of this folder of the inbox."""
    signal.signal(signal.SIGTERM, _leave)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    arrival = Arrival.model_validate_json((folder / ARRIVAL).read_bytes())
    with FileLock(folder.parent / QUEUE):
        write_json(folder / PROGRESS, Progress(step=Step.READING))
        try:
            remarks = _read(folder, arrival)
        except CorpusError as error:
            write_json(folder / PROGRESS, Progress(step=Step.FAILED, why=str(error)))
        except MemoryError:
            write_json(folder / PROGRESS, Progress(step=Step.FAILED, why=BROKEN))
        else:
            write_json(folder / PROGRESS, Progress(step=Step.READY, remarks=remarks))
    return 0


def _read(folder: Path, arrival: Arrival) -> tuple[str, ...]:
    path = folder / SOURCE / arrival.name
    given = Given(arrival.region, arrival.doc_number, arrival.issued)
    settings = Settings(data=folder, ocr_certain=arrival.certain)

    def heard(done: int, total: int) -> None:
        write_json(folder / PROGRESS, Progress(step=Step.READING, done=done, total=total))

    with listening(heard):
        documents = read_file(settings, path, given)
    for document in documents:
        if (folder / NOTICES / document.notice.id).exists():
            raise DuplicateNotice(twice_given(document))
        store.write_notice(folder / NOTICES, document, values_of(document), path.read_bytes())
    return tuple(remark for document in documents for remark in document.remarks)


def _leave(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(1)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
