"""Figures for the operator at ``/metrics``: requests, how long they take, jobs that wait, audit lines without a seal.

Closed unless a token is set; who asks sends it as ``Authorization: Bearer …``. Each serving process counts for itself.
"""

import hmac
import time
from collections.abc import Iterator

import sqlalchemy as sa
from flask import Flask, Response, abort, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from app.shell.audit.models import AuditPending
from app.shell.database import db
from app.shell.doors.context import public
from app.shell.jobs.outbox import Job

TEXT = "text/plain; version=0.0.4; charset=utf-8"
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
NO_ROUTE = "none"


class Waiting(Collector):
    """What waits in the database, counted when somebody asks."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield jobs that wait, jobs that were given up, and audit lines without a place in the tree."""
        jobs = sa.select(sa.func.count()).select_from(Job).where(Job.done_at.is_(None))
        figures = {
            ("kiezfonds_jobs_waiting", "Jobs in the outbox that wait to be done."): jobs.where(Job.failed_at.is_(None)),
            ("kiezfonds_jobs_failed", "Jobs that were given up."): jobs.where(Job.failed_at.is_not(None)),
            ("kiezfonds_audit_lines_unsealed", "Audit lines without a place in the tree."): sa.select(
                sa.func.count()
            ).select_from(AuditPending),
        }
        for (name, meaning), statement in figures.items():
            yield GaugeMetricFamily(name, meaning, value=db.session.scalar(statement) or 0)


def register(app: Flask, token: str) -> None:
    """Count every request from now on and show the figures to whoever knows the token."""
    registry = CollectorRegistry()
    registry.register(Waiting())
    labels = ("method", "route", "status")
    requests = Counter("kiezfonds_requests", "Requests answered.", labels, registry=registry)
    seconds = Histogram("kiezfonds_request_seconds", "Time to answer.", ("route",), buckets=SECONDS, registry=registry)

    def begin() -> None:
        g.begun = time.perf_counter()

    def count(answer: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else NO_ROUTE
        requests.labels(request.method, route, str(answer.status_code)).inc()
        seconds.labels(route).observe(time.perf_counter() - g.begun)
        return answer

    @public
    def metrics() -> Response:
        sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(sent.encode(), token.encode()):
            abort(401)
        return Response(generate_latest(registry), content_type=TEXT)

    app.before_request_funcs.setdefault(None, []).insert(0, begin)
    app.after_request(count)
    app.add_url_rule("/metrics", "metrics", metrics)
