"""Types of the staff desk: who may do what, what was checked, and what was decided."""

from __future__ import annotations

import datetime as dt
import unicodedata
from enum import StrEnum
from typing import Any

from pydantic import Field

from assistant.model import Verdict, VerdictKind
from corpus.model import Frozen


class Role(StrEnum):
    """What a member of staff may do; each role may also do what those before it may."""

    CHECKER = "checker"  # 核对员：核对、接受或改判、导出；看通知
    EDITOR = "editor"  # 编审：还能处理队列、收进问题集，收文、核对数值、发布
    ADMIN = "admin"  # 管理员：还能看日志、管账号

    def covers(self, needed: Role | str) -> bool:
        """Whether this role may do what ``needed`` may."""
        ranks = list(Role)
        return ranks.index(self) >= ranks.index(Role(needed))


class Account(Frozen):
    """A member of staff (账号): name, role, and the argon2 hash of the password."""

    name: str
    role: Role
    hash: str = Field(pattern=r"^\$argon2id\$")

    @property
    def subject(self) -> str:
        """The account as the log names it."""
        return f"account/{self.name}"


class Action(StrEnum):
    """What a line of the log tells of."""

    LOGIN = "login"  # 登录
    LOGOUT = "logout"  # 退出
    LOCKED = "locked"  # 输错多次，锁定
    UNLOCKED = "unlocked"  # 解锁
    ACCOUNT_ADDED = "account_added"  # 加账号
    ACCOUNT_REMOVED = "account_removed"  # 删账号
    PASSWORD_CHANGED = "password_changed"  # 改密码
    CHECKED = "checked"  # 核对了一段文字
    ACCEPTED = "accepted"  # 接受结论
    OVERRULED = "overruled"  # 改判
    EXPORTED = "exported"  # 导出报告
    SETTLED = "settled"  # 处理了队列里的一件
    PROMOTED = "promoted"  # 收进问题集
    RECEIVED = "received"  # 收文
    STOPPED = "stopped"  # 停止读取
    DISCARDED = "discarded"  # 从收文箱删除
    CONFIRMED = "confirmed"  # 确认数值
    REJECTED = "rejected"  # 否决数值
    REOPENED = "reopened"  # 撤销对数值的处理
    CORRECTED = "corrected"  # 改正数值
    ADDED = "added"  # 补充数值
    LINE_SURE = "line_sure"  # 核对存疑的一行
    RETYPED = "retyped"  # 按原件改字
    PUBLISHED = "published"  # 发布通知
    REPLACED = "replaced"  # 替换通知
    REMOVED = "removed"  # 移除通知
    RESTORED = "restored"  # 恢复通知
    RELATED = "related"  # 写明通知之间的关系
    UNRELATED = "unrelated"  # 取消通知之间的关系


class Line(Frozen):
    """A line of the log (日志): who did what, when, to what, on which corpus version.

    ``hash`` is over all the other fields, ``previous`` that of the line before.
    """

    id: int
    at: dt.datetime
    who: str
    action: Action
    subject: str
    detail: dict[str, Any]
    corpus: str
    previous: str
    hash: str


class CitedClause(Frozen):
    """A clause that a verdict cites, as it read when the text was checked.

    ``quotes`` are where the citations start and end in ``clause``, the decisive one first; there
    are none where the citation is not of a clause but of the notice's head or foot.
    """

    number: str
    title: str
    path: str
    clause: str
    quotes: tuple[tuple[int, int], ...] = ()


class CheckedClaim(Frozen):
    """A claim with its verdict and the clauses in full, each once, the decisive one first."""

    verdict: Verdict
    clauses: tuple[CitedClause, ...] = ()


class Check(Frozen):
    """A text that was checked (核对过的文字), masked, with its claims in their order."""

    id: int
    at: dt.datetime
    who: str
    name: str
    region: str | None
    as_of: dt.date
    corpus: str
    text: str
    claims: tuple[CheckedClaim, ...]


class Decision(Frozen):
    """What a member of staff said of a claim: accepted, or overruled to another verdict."""

    line: int
    at: dt.datetime
    who: str
    check: int
    claim: int
    action: Action
    verdict: VerdictKind
    note: str


def plain_name(name: str) -> str:
    """A name as it is kept and compared: one writing for what looks alike."""
    return unicodedata.normalize("NFKC", name).strip()
