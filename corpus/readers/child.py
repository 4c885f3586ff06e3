"""The process in which files are read (隔离进程).

With a file's ending and name it reads that one file; with the number of a page too, that page is
drawn instead. With nothing it stays and reads what its input tells of, one file after another.
"""

from __future__ import annotations

import json
import resource
import sys

from corpus.errors import CorpusError
from corpus.readers.formats import FORMATS, LENGTH, MAX_OUTPUT, NO_MEMORY, Format, Said


def _limit(form: Format) -> None:
    """Set the limits of this process, before it looks at the file.

    Only the soft limit of processor time is set: a process that stays has used some for the files
    before, and what it may use grows with each. Reaching the soft one ends a process all the same.
    """
    for what, most in (
        (resource.RLIMIT_AS, form.memory * 1_000_000),
        (resource.RLIMIT_FSIZE, MAX_OUTPUT),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + form.seconds
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    within = until if hard == resource.RLIM_INFINITY else min(until, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (within, hard))


def _main(ending: str = "", name: str = "", page: str = "") -> int:
    try:
        if not ending:
            return _stay()
        form = FORMATS[ending]
        _limit(form)
        if page:
            said = form.drawer()(sys.stdin.buffer.read(), int(page))
        else:
            said = _said(form, sys.stdin.buffer.read(), name)
    except MemoryError:
        return NO_MEMORY
    sys.stdout.buffer.write(said)
    return 0


def _said(form: Format, data: bytes, name: str) -> bytes:
    try:
        said = Said(document=form.load()(data, name))
    except CorpusError as error:
        said = Said(error=type(error).__name__, message=str(error))
    return said.model_dump_json().encode()


def _stay() -> int:
    """Answer until the input ends: a line with ending, name and size (bytes), then the file."""
    while header := sys.stdin.buffer.readline():
        ending, name, size = json.loads(header)
        _limit(FORMATS[ending])
        said = _said(FORMATS[ending], sys.stdin.buffer.read(size), name)
        sys.stdout.buffer.write(len(said).to_bytes(LENGTH, "big") + said)
        sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
