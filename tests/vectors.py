"""Vectors that cost nothing, for tests that ask nothing of them but to be there."""

import numpy as np


def counted(text, dim):
    """The unit vector of how often characters occur."""
    counts = np.bincount([ord(c) % dim for c in text or " "], minlength=dim)
    return (counts / np.linalg.norm(counts)).astype(np.float32)
