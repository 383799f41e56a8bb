"""Settings from the environment, typed and checked at start; `.env.example` describes each."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sls.domain.bindings import BindingRules
from sls.domain.breakers import BreakerRules
from sls.domain.business_hours import BusinessHours, read_business_hours
from sls.domain.pacing import Pacing
from sls.domain.phones import PhoneNumber
from sls.domain.retention import Kept, Retention
from sls.domain.scopes import ApiKey, read_api_keys
from sls.domain.temporary_access import TemporaryRules
from sls.domain.text_messages import MOST_SEGMENTS

DEMO_SECRET = "demo-secret-for-loopback-only"  # noqa: S105 - refused in production
DEMO_AGENT_KEY = "demo-agent-key"
DEMO_AGENT_NUMBER = "+12025550198"
DEMO_ACCOUNT_SID = "AC" + "0" * 31 + "1"
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_SECRETS = ("SLS_SECRET", "TWILIO_AUTH_TOKEN", "RASA_TOKEN", "IDENTITY_SECRET")


class SettingsError(Exception):
    """A setting is missing or wrong; the text says which and what to do."""


@dataclass(frozen=True)
class Settings:
    """Everything that differs from one installation to the next."""

    environment: str
    database_url: str
    public_base_url: str
    secret: str
    identity_secret: str
    identity_key_id: str
    identity_issuer: str
    rasa_url: str
    rasa_token: str
    twilio_account_sid: str
    twilio_auth_token: str
    twilio_auth_token_old: str | None
    twilio_from: str
    twilio_base_url: str | None
    agent_number: str | None
    business_hours: BusinessHours
    machine_detection: str
    plain_one_regions: frozenset[str]
    tws_voice_from: str
    tws_m2fs_from: str
    longest_session: timedelta
    temporary_access: TemporaryRules
    bindings: BindingRules
    nightly_restart: time
    dsc_plus_equity_cents: int
    old_secrets: tuple[str, ...]
    api_keys: tuple[ApiKey, ...]
    audit_head_file: Path
    retention: Retention
    standin_pace: float
    pacing: Pacing
    breakers: BreakerRules
    worker_threads: int
    text_segments: int
    procedures: Path
    locales: Path

    @property
    def is_demo(self) -> bool:
        """The demonstration on one machine, with its cast and its stand-in."""
        return self.environment == "demo"


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings.

    Raises:
        SettingsError: a value cannot be used, or production would run on demo values.
    """
    given = os.environ if environ is None else environ
    # A blank value is no value: `API_KEYS=` must not open the login API to everybody.
    env = {name: value for name, value in given.items() if value.strip()}
    environment = env.get("SLS_ENV", "demo")
    if environment not in ("demo", "production"):
        raise SettingsError("SLS_ENV is either demo or production.")
    if environment == "production":
        _refuse_demo_values(env)
    root = Path(__file__).resolve().parent.parent
    var, port = env.get("SLS_VAR", root / "var"), env.get("PORT", "8080")
    base_url = env.get("TWILIO_BASE_URL") or (
        f"http://127.0.0.1:{port}" if environment == "demo" else None
    )
    _refuse_foreign_host(base_url)
    return Settings(
        environment=environment,
        database_url=env.get("DATABASE_URL", f"sqlite:///{var}/sls.db"),
        public_base_url=env.get("PUBLIC_BASE_URL", f"http://127.0.0.1:{port}").rstrip("/"),
        secret=env.get("SLS_SECRET", DEMO_SECRET),
        identity_secret=env.get("IDENTITY_SECRET", DEMO_SECRET),
        identity_key_id=env.get("IDENTITY_KEY_ID", "demo"),
        identity_issuer=env.get("IDENTITY_ISSUER", "demo-site"),
        rasa_url=env.get("RASA_URL", "http://127.0.0.1:5005"),
        rasa_token=env.get("RASA_TOKEN", DEMO_SECRET),
        twilio_account_sid=env.get("TWILIO_ACCOUNT_SID", DEMO_ACCOUNT_SID),
        twilio_auth_token=env.get("TWILIO_AUTH_TOKEN", DEMO_SECRET),
        twilio_auth_token_old=env.get("TWILIO_AUTH_TOKEN_OLD"),
        twilio_from=env.get("TWILIO_FROM", "+12025550199"),
        twilio_base_url=base_url,
        agent_number=_agent_number(env, environment),
        business_hours=_business_hours(env),
        machine_detection=_machine_detection(env),
        plain_one_regions=_regions(env, "PLAIN_ONE_REGIONS", "HK MO TW"),
        tws_voice_from=env.get("TWS_VOICE_FROM", "10.30"),
        tws_m2fs_from=env.get("TWS_M2FS_FROM", "966"),
        longest_session=_minutes(env, "SESSION_MINUTES", 60),
        temporary_access=TemporaryRules(
            _days(env, "PASSCODE_FULL_DAYS", 2),
            _days(env, "PASSCODE_CARD_DAYS", 8),
            _days(env, "ONLINE_CARD_DAYS", 21),
        ),
        bindings=BindingRules(
            _code_length(env, "ACTIVATION_CODE_DIGITS", 6),
            _is_on(env, "SMS_ENDS_WITH_DEVICE", "yes"),
            _days(env, "NUMBER_COOL_OFF_DAYS", 3),
        ),
        nightly_restart=_time_of_day(env, "NIGHTLY_RESTART", "04:00"),
        dsc_plus_equity_cents=_cents(env, "DSC_PLUS_EQUITY", 500_000),
        old_secrets=tuple(env.get("SLS_SECRETS_OLD", "").split()),
        api_keys=_api_keys(env.get("API_KEYS", f"demo-desk:agent,audit:{DEMO_AGENT_KEY}")),
        audit_head_file=Path(env.get("AUDIT_HEAD_FILE", f"{var}/audit-head.json")),
        retention=_retention(env),
        standin_pace=_number(env, "STANDIN_PACE", 1.0),
        pacing=Pacing(
            _positive(env, "CALLS_PER_SECOND", 1),
            timedelta(seconds=_positive(env, "RING_WITHIN_SECONDS", 60)),
            timedelta(seconds=_positive(env, "CALL_SETUP_SECONDS", 10)),
        ),
        breakers=BreakerRules(
            in_a_row=int(_positive(env, "BREAKER_FAILURES", 5)),
            share=_positive(env, "BREAKER_PERCENT", 50) / 100,
            window=timedelta(seconds=_positive(env, "BREAKER_WINDOW_SECONDS", 120)),
            pause=timedelta(seconds=_positive(env, "BREAKER_PAUSE_SECONDS", 30)),
        ),
        worker_threads=int(_positive(env, "WORKER_THREADS", 16)),
        text_segments=min(int(_positive(env, "TEXT_SEGMENTS", MOST_SEGMENTS)), MOST_SEGMENTS),
        procedures=root / "procedures",
        locales=root / "locales",
    )


def _refuse_demo_values(env: Mapping[str, str]) -> None:
    for name in (*_SECRETS, "TWILIO_ACCOUNT_SID", "TWILIO_FROM", "PUBLIC_BASE_URL", "API_KEYS"):
        if env.get(name, DEMO_SECRET) == DEMO_SECRET:
            raise SettingsError(f"{name} must be set to a value of your own in production.")
    if DEMO_AGENT_KEY in env["API_KEYS"]:
        raise SettingsError("API_KEYS must not hold the demo's key in production.")
    if env.get("TWILIO_BASE_URL"):
        raise SettingsError("TWILIO_BASE_URL selects the stand-in, which production refuses.")
    if "DATABASE_URL" not in env:
        raise SettingsError("DATABASE_URL must name the production database.")
    if env["DATABASE_URL"].startswith("sqlite") and env.get("WORKERS", "1") != "1":
        raise SettingsError("SQLite carries one worker; use PostgreSQL for more.")


def _refuse_foreign_host(base_url: str | None) -> None:
    if base_url is not None and urlsplit(base_url).hostname not in _LOOPBACK:
        raise SettingsError("TWILIO_BASE_URL is for the stand-in on this machine only.")


def _number(env: Mapping[str, str], name: str, default: float) -> float:
    try:
        return float(env.get(name, default))
    except ValueError as error:
        raise SettingsError(f"{name} must be a number.") from error


def _positive(env: Mapping[str, str], name: str, default: float) -> float:
    number = _number(env, name, default)
    if not 0 < number <= 1_000_000 or (number < 1 and name != "CALLS_PER_SECOND"):
        raise SettingsError(f"{name} must be above zero, and one at least where it counts.")
    return number


def _api_keys(text: str) -> tuple[ApiKey, ...]:
    try:
        return read_api_keys(text)
    except ValueError:
        # Without its cause, which would show a key.
        raise SettingsError("API_KEYS must be written as name:scope,scope:secret …") from None


def _agent_number(env: Mapping[str, str], environment: str) -> str | None:
    number = env.get("AGENT_NUMBER", DEMO_AGENT_NUMBER if environment == "demo" else None)
    if number is None:
        return None
    try:
        PhoneNumber(number)
    except ValueError as error:
        raise SettingsError("AGENT_NUMBER must be written as +12025550198.") from error
    if environment == "production" and "BUSINESS_HOURS" not in env:
        raise SettingsError("AGENT_NUMBER needs BUSINESS_HOURS, or people are rung at night.")
    return number


def _business_hours(env: Mapping[str, str]) -> BusinessHours:
    # The demo is staffed around the clock: what it shows must not hang on when it is tried.
    written = env.get("BUSINESS_HOURS", "America/New_York mon-sun 00:00-24:00")
    try:
        return read_business_hours(written, ZoneInfo)
    except (ValueError, KeyError, OSError) as error:
        raise SettingsError(
            "BUSINESS_HOURS must be written as: America/New_York mon-fri 08:00-20:00 2026-12-25"
        ) from error


def _regions(env: Mapping[str, str], name: str, default: str) -> frozenset[str]:
    regions = env.get(name, default).split()
    if not all(len(each) == 2 and each.isascii() and each.isupper() for each in regions):
        raise SettingsError(f"{name} must be regions as HK MO TW, between blanks.")
    return frozenset(regions)


def _machine_detection(env: Mapping[str, str]) -> str:
    mode = env.get("MACHINE_DETECTION", "off")
    if mode not in ("off", "sync", "async"):
        raise SettingsError("MACHINE_DETECTION is off, sync or async.")
    return mode


def _cents(env: Mapping[str, str], name: str, default: int) -> int:
    dollars = env.get(name, str(default))
    if not (dollars.isascii() and dollars.isdigit() and len(dollars) <= 12):
        raise SettingsError(f"{name} must be a whole number of US dollars.")
    return int(dollars) * 100


def _minutes(env: Mapping[str, str], name: str, default: int) -> timedelta:
    minutes = env.get(name, str(default))
    if not (minutes.isascii() and minutes.isdigit() and 0 < int(minutes[:6]) <= 10_000):
        raise SettingsError(f"{name} must be a whole number of minutes, at least one.")
    return timedelta(minutes=int(minutes))


def _time_of_day(env: Mapping[str, str], name: str, default: str) -> time:
    try:
        found = time.fromisoformat(env.get(name, default))
    except ValueError as error:
        raise SettingsError(f"{name} must be a time of day in UTC, as 04:00.") from error
    if found.tzinfo is not None:
        raise SettingsError(f"{name} is in UTC and has no zone of its own.")
    return found


def _code_length(env: Mapping[str, str], name: str, default: int) -> int:
    digits = env.get(name, str(default))
    # Codes of other lengths would not be masked when somebody types one into the chat.
    if digits not in ("6", "8"):
        raise SettingsError(f"{name} is either 6 or 8.")
    return int(digits)


def _is_on(env: Mapping[str, str], name: str, default: str) -> bool:
    word = env.get(name, default)
    if word not in ("yes", "no"):
        raise SettingsError(f"{name} is either yes or no.")
    return word == "yes"


def _retention(env: Mapping[str, str]) -> Retention:
    periods = {
        Kept.CONVERSATIONS: _days(env, "KEEP_CONVERSATIONS_DAYS", 90),
        Kept.DELIVERIES: _days(env, "KEEP_DELIVERIES_DAYS", 30),
        Kept.LOGINS: _days(env, "KEEP_LOGINS_DAYS", 180),
        Kept.NETWORKS: _days(env, "KEEP_NETWORKS_DAYS", 90),
        Kept.DEVICES: _days(env, "KEEP_DEVICES_DAYS", 365),
        Kept.WITHDRAWALS: _days(env, "KEEP_WITHDRAWALS_DAYS", 2192),
    }
    try:
        return Retention(periods)
    except ValueError as error:
        raise SettingsError(f"KEEP_…_DAYS: {error}.") from error


def _days(env: Mapping[str, str], name: str, default: int) -> timedelta:
    days = env.get(name, str(default))
    if not (days.isascii() and days.isdigit() and int(days[:6]) > 0 and len(days) <= 5):
        raise SettingsError(f"{name} must be a whole number of days, at least one.")
    return timedelta(days=int(days))
