"""The assistant room: questions in, grounded answers out.

It knows the corpus and nothing of Q&A sets. ``open_assistant`` is the one way in.
"""

from assistant.service import Assistant, open_assistant

__all__ = ["Assistant", "open_assistant"]
