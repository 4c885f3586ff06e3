"""A process of the bench (测速的子进程): ``python -m eval.bench.child JOB``, figures as JSON."""

from __future__ import annotations

import json
import sys

from eval.bench.figures import Job


def main(argv: list[str]) -> int:
    """Do one job and print its figures on the last line of standard output."""
    job = Job.model_validate_json(argv[0])
    if job.task == "parts":
        from eval.bench.parts import parts

        print(json.dumps(parts(job)))
        return 0
    from eval.bench import tasks

    if job.task in ("first", "sample"):
        print(tasks.first(job) if job.task == "first" else tasks.sample(job))
    else:
        figures = tasks.build(job) if job.task == "build" else tasks.ask(job)
        print(figures.model_dump_json())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
