"""What an operator can set, read once from the environment; every setting has a working default."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet
from environs import Env

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one running service.

    ``database_url`` is an SQLAlchemy URL, ``files`` is where uploads and letters lie (a folder, or
    ``s3://bucket/prefix`` with the usual ``AWS_…`` variables), ``mail_url`` is
    ``smtp://user:password@host:port`` (then encrypted by STARTTLS, as ``smtp+starttls://`` is without a password),
    ``smtps://…`` (encrypted from the start), ``smtp://host`` (a relay) or empty (mail is then written into ``instance/mail/``).
    ``office_idle_minutes`` is after how long without a request whoever moves money is signed out, ``idle_minutes``
    the same for everybody else; ``metrics_token`` opens ``/metrics``, which is closed without one.
    ``trial_days`` is how long trials of the laboratory are kept;
    ``backups`` is the folder for nightly backups (none if empty), ``backups_kept`` how many stay;
    ``secret_key`` signs cookies; ``field_key`` encrypts bank data at rest (Fernet key).
    """

    database_url: str
    instance: Path
    files: str
    secret_key: str
    field_key: str
    base_url: str
    mail_url: str
    mail_sender: str
    jobs_url: str
    rate_limit_url: str
    rate_limits_on: bool
    brand: str
    secure_cookies: bool
    proxies: int
    threads: int
    log_level: str
    second_factor_required: bool
    office_idle_minutes: int
    idle_minutes: int
    metrics_token: str
    trial_days: int
    backups: str
    backups_kept: int
    receipt_bytes_max: int
    request_bytes_max: int


def read_settings(instance: Path | None = None, **overrides: object) -> Settings:
    """Read the settings from the environment (prefix ``KIEZFONDS_``); keys are made once in the instance folder."""
    env = Env(prefix="KIEZFONDS_")
    folder = Path(instance or env.str("INSTANCE", str(ROOT / "instance"))).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    base_url = env.str("BASE_URL", "http://127.0.0.1:8000")
    values: dict[str, object] = {
        "database_url": env.str("DATABASE_URL", f"sqlite:///{folder / 'kiezfonds.db'}"),
        "instance": folder,
        "files": env.str("FILES", str(folder / "files")),
        "secret_key": env.str("SECRET_KEY", "") or _kept(folder / "secret.key", secrets.token_urlsafe(48)),
        "field_key": env.str("FIELD_KEY", "") or _kept(folder / "field.key", Fernet.generate_key().decode()),
        "base_url": base_url.rstrip("/"),
        "mail_url": env.str("MAIL_URL", ""),
        "mail_sender": env.str("MAIL_SENDER", "Kiezfonds <noreply@localhost>"),
        "jobs_url": env.str("JOBS_URL", ""),
        "rate_limit_url": env.str("RATE_LIMIT_URL", "memory://"),
        "rate_limits_on": env.bool("RATE_LIMITS", True),
        "brand": env.str("BRAND", "Kiezfonds"),
        "secure_cookies": base_url.startswith("https://"),
        "proxies": env.int("PROXIES", 0),
        "threads": env.int("THREADS", 8),
        "log_level": env.str("LOG_LEVEL", "INFO"),
        "second_factor_required": env.bool("SECOND_FACTOR", True),
        "office_idle_minutes": env.int("OFFICE_IDLE_MINUTES", 30),
        "idle_minutes": env.int("IDLE_MINUTES", 12 * 60),
        "metrics_token": env.str("METRICS_TOKEN", ""),
        "trial_days": env.int("TRIAL_DAYS", 30),
        "backups": env.str("BACKUPS", ""),
        "backups_kept": max(1, env.int("BACKUPS_KEPT", 14)),
        "receipt_bytes_max": env.int("UPLOAD_MAX_MB", 15) * 1024 * 1024,
        "request_bytes_max": env.int("REQUEST_MAX_MB", 40) * 1024 * 1024,
    }
    return Settings(**{**values, **overrides})  # type: ignore[arg-type]


def _kept(path: Path, fresh: str) -> str:
    try:
        with path.open("x") as file:
            path.chmod(0o600)
            file.write(fresh)
    except FileExistsError:
        return path.read_text()
    return fresh
