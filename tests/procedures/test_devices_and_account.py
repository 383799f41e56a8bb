"""What the knowledge base says of devices, the account and enrolment, branch by branch."""

import re
from pathlib import Path

import pytest

from sls.adapters.procedure_files import ProcedureLibrary
from sls.domain.languages import LANGUAGES
from sls.services.choosing import holds
from sls.texts import Catalogues

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = ProcedureLibrary(ROOT / "procedures")
TEXTS = Catalogues(ROOT / "locales")
TABLE = [
    ("security_code_card", ("200,000", "600,000")),
    ("ib_key", ("1,000,000", "1,000,000")),
    ("dsc", ("1,000,000", "1,500,000")),
    ("sms", ("200,000", "600,000")),
    ("temporary_passcode", ("50,000", "100,000")),
]
UNLIMITED = ("dsc_plus", "gold", "platinum")
FIGURES_OF_THE_LOCK = ("10", "24", "24")
LEGACY = ("security_code_card", "dsc", "gold", "platinum")


def _steps(procedure_id: str, **known: str) -> list[str]:
    return [step.id for step in LIBRARY.get(procedure_id).branch(known)]


def _said(procedure_id: str, step_id: str, **known: str) -> tuple[str, str]:
    """Return what a step says, in English and in Chinese."""
    procedure = LIBRARY.get(procedure_id)
    step = next(each for each in procedure.branch(known) if each.id == step_id)
    message_id = procedure.message_id(step, known)
    return TEXTS.raw("en", message_id), TEXTS.raw("zh_CN", message_id)


def _offered(procedure_id: str, **known: str) -> set[str]:
    branch = LIBRARY.get(procedure_id).branch(known)
    return {offer for step in branch for offer in step.offers}


def test_f7_who_does_not_know_the_pin_is_sent_to_the_phone():
    steps = _steps("change_pin", device="dsc_plus", knows_pin="no")

    assert steps == ["ask_for_reset"]
    assert all("ibkr.com/support" in each for each in _forgotten())


def test_f8_a_new_pin_of_a_dsc_plus_is_proved_by_a_response():
    steps = _steps("change_pin", device="dsc_plus", knows_pin="yes")

    in_order = ["open_menu", "enter_new_pin", "make_response", "type_response", "confirm"]
    assert [step for step in steps if step in in_order] == in_order


def test_x8_the_code_of_the_text_message_is_asked_before_an_android_pin_is_changed():
    """F9: the step stands in the image texts only."""
    steps = _steps("change_pin", device="ib_key", phone="android", knows_pin="yes")

    assert steps[-3:] == ["enter_pins", "enter_sms_code", "done"]


def test_f10_an_iphone_has_no_pin_to_change():
    assert _steps("change_pin", device="ib_key", phone="ios") == ["no_pin_on_iphone"]


def test_a_phone_that_was_named_before_does_not_hide_the_pin_of_a_card():
    known = {"device": "dsc_plus", "phone": "ios"}

    assert LIBRARY.get("change_pin").open_question(known).name == "knows_pin"


@pytest.mark.parametrize(
    ("step", "english", "chinese"),
    [
        ("two_days", "2 days", "2天"),
        ("eight_days", "8 more days", "8天内"),
        ("get_card", "21 days", "21天"),
    ],
)
def test_x4_a_temporary_passcode_lasts_two_and_eight_days_and_the_card_21(step, english, chinese):
    """F12, F13, F14: the source's figures, also where public copies differ."""
    said = _said("temporary_passcode", step)

    assert english in said[0]
    assert chinese in said[1]


def test_f17_and_f16_say_both_the_quickest_and_the_safest_way_back():
    """X25."""
    assert {"back_for_good", "no_second_one"} <= set(_steps("temporary_passcode"))


@pytest.mark.parametrize("device", ["dsc_plus", *LEGACY])
def test_f11_who_has_another_device_is_not_sent_for_a_temporary_passcode(device):
    known = {"device": device, "what_happened": "lost"}

    assert "walk:temporary_passcode" in _offered("lost_device", **known, has_device="no")
    assert "walk:temporary_passcode" not in _offered("lost_device", **known, has_device="yes")


def test_a_lost_phone_leads_to_reactivation_and_a_lost_card_to_a_replacement():
    known = {"what_happened": "lost", "has_device": "no"}

    assert "walk:reactivate_ib_key" in _offered("lost_device", device="ib_key", **known)
    assert "walk:request_replacement" in _offered("lost_device", device="dsc_plus", **known)


@pytest.mark.parametrize("device", LEGACY)
def test_x16_a_legacy_device_is_not_issued_again(device):
    known = {"device": device, "what_happened": "broken", "has_device": "no"}

    assert "walk:request_replacement" not in _offered("lost_device", **known)
    assert "ask_about_legacy" in _steps("lost_device", **known)


@pytest.mark.parametrize(("device", "figures"), TABLE)
def test_f23_to_f25_a_withdrawal_is_limited_by_the_device_that_confirms_it(device, figures):
    """X1: the table counts; C3 has the figures of SMS and the temporary passcode."""
    for said in _said("confirm_withdrawal", "limit", device=device):
        assert re.findall(r"\d[\d,]*\d", said) == list(figures)


@pytest.mark.parametrize("device", UNLIMITED)
def test_f26_to_f28_an_unlimited_device_names_no_figure_and_counts_no_days(device):
    for said in _said("confirm_withdrawal", "limit", device=device):
        assert not re.search(r"\d{2}", said)
    assert "count_five_days" not in _steps("confirm_withdrawal", device=device)


def test_x33_the_online_card_gets_no_invented_figure():
    """F30."""
    for said in _said("confirm_withdrawal", "limit", device="online_card"):
        assert not re.search(r"\d", said)
        assert "ibkr.com/support" in said


def test_x2_a_full_day_is_told_to_users_of_the_app_only():
    assert "full_day" in _steps("confirm_withdrawal", device="ib_key")
    assert "full_day" not in _steps("confirm_withdrawal", device="dsc")


def test_x3_the_balance_for_a_dsc_plus_is_the_sources_with_a_word_on_newer_guides():
    """F19, C4: at least 500,000; Client Services decides."""
    english, chinese = _said("request_dsc_plus", "check_balance")

    assert english.index("500,000") < english.index("1 million") < english.index("decides")
    assert chinese.index("50万") < chinese.index("100万") < chinese.index("人工客服")


def test_x31_ib_key_is_not_shared_but_gets_another_user():
    assert _steps("share_device", device="ib_key") == ["use_add_user"]
    assert _offered("share_device", device="ib_key") == {"walk:add_user"}


def test_f57_the_conditions_come_before_the_login_of_the_user_who_asks():
    """F55, F56."""
    steps = _steps("share_device", device="dsc_plus", requester_device="no")

    conditions = ["same_person", "no_temporary_device", "strongest_device", "log_in"]
    assert steps[:4] == conditions


def test_f59_the_message_about_a_less_secure_device_is_quoted_as_it_stands():
    said = _said("share_device", "less_secure", device="dsc_plus", requester_device="yes")

    assert "“Less secure device”" in said[0]
    assert "“设备安全等级低”" in said[1]


def test_x6_how_to_opt_out_is_not_invented():
    """F32, F60."""
    steps = _steps("opt_out")

    assert steps[-1] == "ask_client_services"
    assert "risks" in steps


def test_f62_the_classic_portal_has_its_own_way_back_in():
    classic = _steps("rejoin_secure_login", portal="classic")
    new = _steps("rejoin_secure_login", portal="new", rejoin_way="ibkr_mobile")

    assert "choose_opt_back_in" in classic
    assert "choose_opt_back_in" not in new
    assert LIBRARY.get("rejoin_secure_login").open_question({"portal": "classic"}) is None


@pytest.mark.parametrize(
    ("way", "leads_to"),
    [
        ("ibkr_mobile", "walk:activate_ib_key"),
        ("online_card", "walk:online_card"),
        ("other_username", "walk:share_device"),
    ],
)
def test_g63_each_way_back_in_leads_to_its_own_procedure(way, leads_to):
    offered = _offered("rejoin_secure_login", portal="new", rejoin_way=way)

    assert {offer for offer in offered if offer.startswith("walk:")} == {leads_to}


def test_f31a_a_suspicion_is_asked_nothing_and_reported_in_the_first_step():
    assert LIBRARY.for_intent("suspected_break_in").asks == ()
    assert _steps("suspected_break_in") == [
        "report_now",
        "say_nothing",
        "change_password",
        "note_what_is_wrong",
    ]


def test_f31a_a_suspicion_has_a_person_at_every_step_and_advice_leads_to_it():
    """The first of the offers stands under the question too."""
    assert LIBRARY.get("suspected_break_in").offers == ("hand_off",)
    assert LIBRARY.get("security_best_practices").offers == ("walk:suspected_break_in",)
    assert "walk:suspected_break_in" in _offered("account_locked", login_trouble="locked")


@pytest.mark.parametrize("language", LANGUAGES)
def test_f31a_the_first_words_of_a_suspicion_say_whom_to_tell_and_where(language):
    said = TEXTS.raw(language, "suspected_break_in.report_now")

    assert "ibkr.com/support" in said


@pytest.mark.parametrize(
    "said",
    ["I clicked a link in a mail", "gave him my password", "密码被骗走了", "我把密碼告訴別人了"],
)
def test_a_suspicion_told_at_the_question_for_advice_is_no_choice_of_a_topic(said):
    """Each of them also holds a word of `links` or `passwords`."""
    alarms = [each for one in LANGUAGES for each in TEXTS.phrases(one, "hear.alarm")]

    assert any(holds(said, alarm) for alarm in alarms)


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_alarm_are_the_answer_to_no_question(language):
    """Else whoever answers with them would not be heard."""
    alarms = [each for one in LANGUAGES for each in TEXTS.phrases(one, "hear.alarm")]
    answers = [
        phrase
        for procedure in LIBRARY.all()
        for question in procedure.asks
        for option in question.options
        for phrase in TEXTS.phrases(language, f"hear.{question.name}.{option}")
    ]

    assert [each for each in answers if any(holds(each, alarm) for alarm in alarms)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_g74_the_lock_is_told_with_its_figures(language):
    said = TEXTS.raw(language, "account_locked.intro")

    assert sorted(re.findall(r"\d+", said)) == sorted(FIGURES_OF_THE_LOCK)


def test_a_forgotten_username_is_for_the_phone_and_a_password_for_the_login_page():
    """G78."""
    steps = _steps("account_locked", login_trouble="forgotten")

    assert steps == ["use_reset_link", "new_password", "phone_for_username"]


def test_f35_an_address_is_checked_before_logins_are_restricted_to_it():
    steps = _steps("ip_restriction", ip_action="add")

    assert steps.index("check_address") < steps.index("submit")
    assert "check_address" not in _steps("ip_restriction", ip_action="remove")


def test_a19_a_changed_number_is_said_to_get_no_codes_for_a_while():
    for page in ("communication", "user_settings"):
        assert _steps("change_mobile_number", number_page=page)[-1] == "cool_off"


def _forgotten() -> tuple[str, str]:
    return _said("forgot_pin", "phone_us", pin_trouble="forgotten")
