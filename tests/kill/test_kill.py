"""A short run of the killing: nothing is lost or mixed (``make kill`` does 200)."""

import subprocess
import sys
from pathlib import Path

ROUNDS = Path(__file__).parent / "rounds.py"
KILLS = 4
SECONDS = 600


def test_killed_again_and_again():
    """In a process of its own: it forks, and nothing else may have started threads."""
    command = [sys.executable, str(ROUNDS), "--kills", str(KILLS), "--seed", "7"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "问题 0 个" in done.stdout
