"""What the knowledge base says of logging in and of the phone app, branch by branch."""

from pathlib import Path

import pytest

from sls.adapters.procedure_files import ProcedureLibrary
from sls.domain.languages import LANGUAGES
from sls.texts import Catalogues

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = ProcedureLibrary(ROOT / "procedures")
TEXTS = Catalogues(ROOT / "locales")
READERS = ("dsc_plus", "dsc", "gold", "platinum")


def _steps(procedure_id: str, **known: str) -> list[str]:
    procedure = LIBRARY.get(procedure_id)
    return [step.id for step in procedure.branch(known)]


def _texts(procedure_id: str, step_id: str, **known: str) -> tuple[str, str]:
    """Return what a step says, in English and in Chinese."""
    procedure = LIBRARY.get(procedure_id)
    step = next(each for each in procedure.branch(known) if each.id == step_id)
    message_id = procedure.message_id(step, known)
    return TEXTS.raw("en", message_id), TEXTS.raw("zh_CN", message_id)


def _offered(procedure_id: str, **known: str) -> set[str]:
    procedure = LIBRARY.get(procedure_id)
    return {offer for step in procedure.branch(known) for offer in step.offers}


@pytest.mark.parametrize("phone", ["ios", "android"])
def test_no_text_message_is_spoken_of_where_another_device_is_active(phone):
    """G57: a user with an additional active device is asked for that device instead."""
    without = _steps("reactivate_ib_key", phone=phone, same_phone="other", has_device="no")
    with_one = _steps("reactivate_ib_key", phone=phone, same_phone="other", has_device="yes")

    assert {"number_ready", "enter_code"} <= set(without)
    assert not {"number_ready", "enter_code"} & set(with_one)
    assert "device_instead" in with_one


def test_the_old_pin_is_needed_on_the_same_android_phone_only():
    """G57 A and B."""
    given = {"phone": "android", "has_device": "no"}

    assert "pin_ready" in _steps("reactivate_ib_key", same_phone="same", **given)
    assert "pin_ready" not in _steps("reactivate_ib_key", same_phone="other", **given)


def test_the_same_phone_leads_to_recovery_and_another_one_to_migration():
    """G57: A is KB2748, B is KB3073."""
    given = {"phone": "ios", "has_device": "no"}

    assert "walk:recover_ib_key" in _offered("reactivate_ib_key", same_phone="same", **given)
    assert "migrate" in _steps("reactivate_ib_key", same_phone="other", **given)


@pytest.mark.parametrize("phone", ["ios", "android"])
@pytest.mark.parametrize("same_phone", ["same", "other"])
@pytest.mark.parametrize("has_device", ["yes", "no"])
def test_f51_any_other_case_always_has_its_way_out(phone, same_phone, has_device):
    steps = _steps("reactivate_ib_key", phone=phone, same_phone=same_phone, has_device=has_device)

    assert steps[-1] == "other_case"


def test_f53_a_reset_is_offered_on_android_only():
    android = _offered("recover_ib_key", app_problem="malfunction", phone="android")
    iphone = _offered("recover_ib_key", app_problem="malfunction", phone="ios")

    assert "walk:reset_android_app" in android
    assert "walk:reset_android_app" not in iphone
    assert "no_reset" in _steps("recover_ib_key", app_problem="malfunction", phone="ios")


def test_permissions_are_adjusted_before_the_phone_restarts():
    """F53 names them in its note only; G59 says where."""
    steps = _steps("reset_android_app", android_version="six_or_later")

    assert steps.index("check_cleared") < steps.index("permissions") < steps.index("reboot")


@pytest.mark.parametrize(
    ("phone", "english", "chinese"),
    [
        ("ios", "bottom right", "右下角"),
        ("android", "top left", "左上角"),
    ],
)
def test_x11_more_is_in_the_corner_that_the_article_on_adding_a_user_names(phone, english, chinese):
    said = _texts("add_user", "open_more", phone=phone, opened_at="home_page")

    assert english in said[0]
    assert chinese in said[1]


def test_x11_more_is_at_the_bottom_right_where_an_identity_is_verified():
    said = _texts("verify_identity", "open_app", device="ib_key", opened_app_at="home_page")

    assert "bottom right" in said[0]
    assert "右下角" in said[1]


@pytest.mark.parametrize(
    ("procedure", "step", "phone", "labels"),
    [
        ("add_user", "enter_code", "ios", ("“Activate”", "“激活”")),
        ("add_user", "enter_code", "android", ("“Send”", "“Send”")),
        ("verify_identity", "generate", "ios", ("“Generate Code”", "“Generate Code”")),
        ("verify_identity", "generate", "android", ("“Generate Response”", "“Generate Response”")),
    ],
)
def test_x12_each_phone_keeps_its_own_labels(procedure, step, phone, labels):
    known = {"phone": phone, "device": "ib_key", "opened_app_at": "home_page"}

    said = _texts(procedure, step, **known)

    assert labels[0] in said[0]
    assert labels[1] in said[1]


@pytest.mark.parametrize("device", READERS)
def test_f36_a_device_with_buttons_is_given_its_pin_before_the_challenge(device):
    steps = _steps("login_with_card", device=device)

    in_order = ["credentials", "turn_on", "enter_pin", "enter_challenge", "enter_response"]
    assert [step for step in steps if step in in_order] == in_order
    assert steps[-1] == "expired"


@pytest.mark.parametrize("device", READERS)
def test_f36_the_figures_of_a_login_with_buttons_are_six_four_and_eight(device):
    for step, digit in (("turn_on", "6"), ("enter_pin", "4"), ("enter_response", "8")):
        for said in _texts("login_with_card", step, device=device):
            assert digit in said


@pytest.mark.parametrize("device", ["security_code_card", "online_card"])
def test_a_card_of_codes_has_no_pin_and_no_challenge(device):
    assert not {"enter_pin", "enter_challenge"} & set(_steps("login_with_card", device=device))


@pytest.mark.parametrize("device", ["gold", "platinum"])
def test_x16_legacy_devices_are_told_as_usable_though_no_guide_has_their_steps(device):
    assert _steps("login_with_card", device=device)[0] == "no_guide"


def test_f48_other_devices_are_not_led_through_an_identity_check():
    assert _steps("verify_identity", device="sms") == ["not_covered"]


def test_x27_the_version_of_tws_is_named():
    """F21: from version 966."""
    assert all("966" in said for said in _texts("m2fs", "tws_version"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_c4_the_lower_balance_stands_with_the_word_on_the_higher_one_right_behind(language):
    steps = _steps("m2fs")

    assert steps.index("higher_figure") == steps.index("who_can") + 1
    assert {"en": "500,000", "zh_CN": "50万"}[language] in TEXTS.raw(language, "m2fs.who_can")


def test_c13_the_digital_security_card_is_operated_like_the_newer_one():
    assert _steps("login_with_card", device="dsc")[1:] == _steps(
        "login_with_card", device="dsc_plus"
    )


@pytest.mark.parametrize("procedure", ["code_not_received", "login_with_card", "verify_identity"])
@pytest.mark.parametrize(("language", "words"), [("en", "not stated"), ("zh_CN", "没有写明")])
def test_f39_a_time_that_the_source_does_not_state_is_not_invented(procedure, language, words):
    assert words in TEXTS.raw(language, f"{procedure}.fact.how_long")
