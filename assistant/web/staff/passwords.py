"""Passwords (密码): argon2id hashes, and the same work for a name that nobody has."""

from __future__ import annotations

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from assistant.errors import BadAccount

SHORTEST, LONGEST = 10, 200
LETTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without those that look alike on paper."""

RANDOM = 16


def hashed(password: str, name: str) -> str:
    """The hash of a new password; ``BadAccount`` when it is too short, too long or the name."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise BadAccount(f"密码应有 {SHORTEST} 到 {LONGEST} 个字符。")
    if name.casefold() in password.casefold() and len(password) < len(name) + SHORTEST:
        raise BadAccount("密码里不要用账号的名字。")
    return _hasher().hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether this is the password of the hash; ``None``, for no such account, takes as long."""
    try:
        _hasher().verify(kept or _nobodys(), password[: LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def random_password() -> str:
    """A password that nobody can guess."""
    return "".join(secrets.choice(LETTERS) for _ in range(RANDOM))


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobodys() -> str:
    return _hasher().hash(secrets.token_urlsafe())
