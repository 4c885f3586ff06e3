"""Waiting for what another thread, process or browser does."""

import time

PATIENCE = 60


def until(done, seconds=PATIENCE):
    """Wait until ``done()``; fail when it takes too long."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "没有等到"
        time.sleep(0.05)
