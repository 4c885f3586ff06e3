"""Understanding (理解): the text and the earlier turns become slots."""

from assistant.understand.slots import read_slots

__all__ = ["read_slots"]
