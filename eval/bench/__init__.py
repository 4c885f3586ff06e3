"""The bench (测速): start, memory, speed and growth, side by side; ``python -m eval.bench``."""
