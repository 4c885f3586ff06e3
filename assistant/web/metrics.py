"""What is counted (指标), for Prometheus. Each app has a registry of its own."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from assistant.model import Answer, Status

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
REFUSALS = (Status.REFUSED, Status.UNANSWERABLE)


class Metrics:
    """Counters of one process; safe to share between threads."""

    def __init__(self) -> None:
        """All at zero."""
        own = self.registry = CollectorRegistry()
        self.requests = Counter(
            "wence_http_requests", "请求数", ("method", "route", "status"), registry=own
        )
        self.seconds = Histogram(
            "wence_http_request_seconds",
            "请求用时（秒）",
            ("route",),
            buckets=SECONDS,
            registry=own,
        )
        self.answers = Counter(
            "wence_answers", "答复数", ("interface", "status", "reason"), registry=own
        )
        self.refusals = Counter("wence_refusals", "没有给出答案的数", ("interface",), registry=own)
        self.working = Histogram(
            "wence_work_seconds", "一件事本身的用时（秒），不算排队", buckets=SECONDS, registry=own
        )
        self.waiting = Gauge("wence_waiting", "正在排队和正在算的请求", registry=own)
        self.feedback = Counter("wence_feedback", "反馈数", ("verdict",), registry=own)
        self.notices = Gauge("wence_notices", "收录的通知数", registry=own)

    def answered(self, interface: str, answer: Answer) -> None:
        """Count an answer by its status and reason."""
        self.answers.labels(interface, answer.status.value, answer.reason or "").inc()
        if answer.status in REFUSALS:
            self.refusals.labels(interface).inc()

    def text(self) -> bytes:
        """The page that Prometheus reads."""
        return generate_latest(self.registry)
