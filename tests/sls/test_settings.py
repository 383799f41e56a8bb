"""Settings: typed, checked at start, and never a demo in production."""

from datetime import timedelta

import pytest

from sls.domain.retention import Kept
from sls.settings import DEMO_AGENT_KEY, DEMO_SECRET, SettingsError, load_settings

PRODUCTION = {
    "SLS_ENV": "production",
    "SLS_SECRET": "one",
    "TWILIO_AUTH_TOKEN": "two",
    "RASA_TOKEN": "three",
    "IDENTITY_SECRET": "four",
    "TWILIO_ACCOUNT_SID": "AC5",
    "TWILIO_FROM": "+12025550199",
    "PUBLIC_BASE_URL": "https://sls.example/",
    "API_KEYS": "portal:login:six",
    "DATABASE_URL": "postgresql://db/sls",
}


def test_the_demo_needs_nothing():
    settings = load_settings({})

    assert settings.is_demo
    assert settings.database_url.startswith("sqlite:///")
    assert settings.public_base_url == "http://127.0.0.1:8080"
    assert settings.twilio_base_url == "http://127.0.0.1:8080"


def test_the_port_moves_every_address_of_the_demo():
    settings = load_settings({"PORT": "9090"})

    assert settings.public_base_url == settings.twilio_base_url == "http://127.0.0.1:9090"


def test_production_takes_values_of_its_own():
    settings = load_settings(PRODUCTION)

    assert not settings.is_demo
    assert settings.twilio_base_url is None
    assert settings.public_base_url == "https://sls.example"


@pytest.mark.parametrize("name", sorted(set(PRODUCTION) - {"SLS_ENV"}))
def test_production_refuses_a_missing_value_by_its_name(name):
    environ = {key: value for key, value in PRODUCTION.items() if key != name}

    with pytest.raises(SettingsError, match=name):
        load_settings(environ)


@pytest.mark.parametrize(
    "name", ["SLS_SECRET", "TWILIO_AUTH_TOKEN", "RASA_TOKEN", "IDENTITY_SECRET"]
)
def test_production_refuses_the_secret_of_the_demo(name):
    with pytest.raises(SettingsError, match=name):
        load_settings({**PRODUCTION, name: DEMO_SECRET})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TWILIO_BASE_URL", "http://127.0.0.1:8080"),
        ("SLS_ENV", "staging"),
        ("WORKERS", "2"),
    ],
)
def test_production_refuses_what_belongs_to_the_demo(name, value):
    environ = {**PRODUCTION, "DATABASE_URL": "sqlite:///sls.db", name: value}

    with pytest.raises(SettingsError):
        load_settings(environ)


@pytest.mark.parametrize(
    "url", ["http://example.com", "http://127.0.0.1.example.com", "http://10.0.0.1", "nonsense"]
)
def test_the_stand_in_is_on_this_machine_only(url):
    with pytest.raises(SettingsError, match="TWILIO_BASE_URL"):
        load_settings({"TWILIO_BASE_URL": url})


def test_a_number_must_be_one():
    with pytest.raises(SettingsError, match="STANDIN_PACE"):
        load_settings({"STANDIN_PACE": "fast"})


def test_production_refuses_the_demos_key_of_staff():
    with pytest.raises(SettingsError, match="API_KEYS"):
        load_settings({**PRODUCTION, "API_KEYS": f"desk:agent:{DEMO_AGENT_KEY}"})


def test_a_key_that_cannot_be_read_is_refused_and_not_told():
    with pytest.raises(SettingsError, match="API_KEYS") as refused:
        load_settings({**PRODUCTION, "API_KEYS": "portal:everything:top-secret"})

    assert "top-secret" not in str(refused.value)
    assert refused.value.__cause__ is None


@pytest.mark.parametrize("days", ["0", "-1", "1.5", "a week", "999999", "１０"])
def test_a_period_is_a_whole_number_of_days(days):
    with pytest.raises(SettingsError, match="KEEP_LOGINS_DAYS"):
        load_settings({"KEEP_LOGINS_DAYS": days})


def test_every_kind_of_data_has_a_period_of_its_own():
    settings = load_settings({"KEEP_WITHDRAWALS_DAYS": "3000", "KEEP_LOGINS_DAYS": "1"})

    assert settings.retention.period(Kept.WITHDRAWALS) == timedelta(days=3000)
    assert settings.retention.period(Kept.LOGINS) == timedelta(days=1)
