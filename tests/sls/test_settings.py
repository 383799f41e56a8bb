"""Settings: typed, checked at start, and never a demo in production."""

from datetime import time, timedelta

import pytest

from sls.domain.bindings import BindingRules
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


def test_a_session_is_an_hour_unless_it_is_said_otherwise():
    assert load_settings({}).longest_session == timedelta(minutes=60)
    assert load_settings({"SESSION_MINUTES": "15"}).longest_session == timedelta(minutes=15)


@pytest.mark.parametrize("minutes", ["0", "-1", "1.5", "an hour", "10001", "９"])
def test_a_session_is_a_whole_number_of_minutes(minutes):
    with pytest.raises(SettingsError, match="SESSION_MINUTES"):
        load_settings({"SESSION_MINUTES": minutes})


def test_what_no_source_states_about_bindings_is_set():
    settings = load_settings(
        {
            "ACTIVATION_CODE_DIGITS": "8",
            "SMS_ENDS_WITH_DEVICE": "no",
            "NUMBER_COOL_OFF_DAYS": "7",
        }
    )

    assert settings.bindings == BindingRules(8, sms_ends=False, number_cool_off=timedelta(days=7))
    assert load_settings({}).bindings == BindingRules()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ACTIVATION_CODE_DIGITS", "5"),
        ("ACTIVATION_CODE_DIGITS", "six"),
        ("SMS_ENDS_WITH_DEVICE", "maybe"),
        ("NUMBER_COOL_OFF_DAYS", "0"),
    ],
)
def test_a_binding_rule_that_makes_no_sense_is_refused(name, value):
    with pytest.raises(SettingsError, match=name):
        load_settings({name: value})


def test_the_nightly_restart_is_a_time_of_day_in_utc():
    assert load_settings({}).nightly_restart == time(4)
    assert load_settings({"NIGHTLY_RESTART": "23:45"}).nightly_restart == time(23, 45)


@pytest.mark.parametrize("shown", ["midnight", "25:00", "04:00+08:00"])
def test_a_nightly_restart_at_no_time_of_day_is_refused(shown):
    with pytest.raises(SettingsError, match="NIGHTLY_RESTART"):
        load_settings({"NIGHTLY_RESTART": shown})


def test_people_are_connected_to_nobody_in_production_until_there_is_a_number() -> None:
    assert load_settings(PRODUCTION).agent_number is None


@pytest.mark.parametrize("number", ["02025550198", "+1202555019,,8", "agent"])
def test_a_number_for_people_is_e164(number: str) -> None:
    with pytest.raises(SettingsError, match="AGENT_NUMBER"):
        load_settings({"AGENT_NUMBER": number})


def test_a_number_for_people_needs_hours_in_production() -> None:
    with pytest.raises(SettingsError, match="BUSINESS_HOURS"):
        load_settings(PRODUCTION | {"AGENT_NUMBER": "+12025550198"})


def test_nobody_listens_for_machines_unless_it_is_wanted() -> None:
    assert load_settings({}).machine_detection == "off"
    assert load_settings({"MACHINE_DETECTION": "async"}).machine_detection == "async"
    with pytest.raises(SettingsError, match="MACHINE_DETECTION"):
        load_settings({"MACHINE_DETECTION": "yes"})


def test_one_is_said_plainly_where_the_setting_says_so() -> None:
    assert load_settings({}).plain_one_regions == {"HK", "MO", "TW"}
    assert load_settings({"PLAIN_ONE_REGIONS": "TW US"}).plain_one_regions == {"TW", "US"}


@pytest.mark.parametrize("regions", ["hk", "HK,MO", "Taiwan"])
def test_regions_are_written_as_two_letters_between_blanks(regions: str) -> None:
    with pytest.raises(SettingsError, match="PLAIN_ONE_REGIONS"):
        load_settings({"PLAIN_ONE_REGIONS": regions})


def test_hours_in_another_form_are_refused() -> None:
    with pytest.raises(SettingsError, match="BUSINESS_HOURS"):
        load_settings({"BUSINESS_HOURS": "nine to five"})


@pytest.mark.parametrize(("written", "segments"), [("3", 3), ("10", 10), ("99", 10), ("", 10)])
def test_an_answer_takes_as_many_segments_as_are_set_and_providers_take(
    written: str, segments: int
) -> None:
    assert load_settings({"TEXT_SEGMENTS": written}).text_segments == segments


def test_no_segments_at_all_are_refused() -> None:
    with pytest.raises(SettingsError, match="TEXT_SEGMENTS"):
        load_settings({"TEXT_SEGMENTS": "0"})
