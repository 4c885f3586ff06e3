"""The browser that the pages are tried in, where the machine has one."""

import shutil
import subprocess
from functools import cache

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_BROWSER = (
    "！！没有找到 Chromium，网页没有在浏览器里测：请装 chromium（make browser），再跑一次！！"
)


@cache
def found_browser():
    """The path of a browser that starts; some systems have one that only says how to get it."""
    return next((path for name in NAMES if (path := shutil.which(name)) and starts(path)), None)


def starts(path):
    try:
        got = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return got.returncode == 0
