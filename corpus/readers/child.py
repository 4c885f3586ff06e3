"""The process in which one file is read (隔离进程), with the file's ending and name.

With the number of a page too, that page is drawn instead.
"""

from __future__ import annotations

import resource
import sys

from corpus.errors import CorpusError
from corpus.readers.formats import FORMATS, MAX_OUTPUT, NO_MEMORY, Format, Said


def _limit(form: Format) -> None:
    """Set the limits of this process, before it looks at the file."""
    for what, most in (
        (resource.RLIMIT_AS, form.memory * 1_000_000),
        (resource.RLIMIT_CPU, form.seconds),
        (resource.RLIMIT_FSIZE, MAX_OUTPUT),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _main(ending: str, name: str, page: str = "") -> int:
    form = FORMATS[ending]
    _limit(form)
    if page:
        return _draw(form, int(page))
    try:
        said = Said(document=form.load()(sys.stdin.buffer.read(), name))
    except CorpusError as error:
        said = Said(error=type(error).__name__, message=str(error))
    except MemoryError:
        return NO_MEMORY
    sys.stdout.buffer.write(said.model_dump_json().encode())
    return 0


def _draw(form: Format, page: int) -> int:
    try:
        sys.stdout.buffer.write(form.drawer()(sys.stdin.buffer.read(), page))
    except MemoryError:
        return NO_MEMORY
    return 0


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
