"""Explaining limits: the table to everyone, their own figures to those we know."""

import json
from pathlib import Path

import pytest

from sls.domain.conversations import Conversation, ConversationState, Understood
from sls.domain.factors import FactorKind
from sls.domain.withdrawals import MAX_AMOUNT_CENTS
from sls.services.explaining_limits import ExplainingLimits
from sls.services.turns import begin_turn
from sls.texts import Catalogues
from tests.sls.bank import Bank
from tests.sls.services.conversation import Customer

TEXTS = Catalogues(Path(__file__).resolve().parents[3] / "locales")
USD = 100
CARD, APP, DSC_PLUS = FactorKind.SECURITY_CODE_CARD, FactorKind.IB_KEY_IOS, FactorKind.DSC_PLUS


@pytest.fixture
def bank() -> Bank:
    """Give a bank on twins."""
    return Bank()


def _tell(bank: Bank, customer_id: str | None = None, **entities: str):
    conversation = Conversation(
        id="chat",
        bearer_digest="digest",
        language="en",
        is_language_pinned=False,
        state=ConversationState.ASSISTANT,
        channel="chat",
        created_at=bank.clock.now(),
        last_at=bank.clock.now(),
        customer_id=customer_id,
    )
    said = Understood("check_withdrawal_limit", "", "withdrawal_limit", entities=entities)
    with bank.units.write() as unit:
        turn = begin_turn(unit, conversation, bank.clock.now())
        ExplainingLimits(bank.counting).tell(turn, said)
    return turn.replies


def _ids(replies) -> list[str]:
    return [each.id for each in replies]


def _words(replies, language: str) -> str:
    """Return the words as an edge would say them: after a way through the database as JSON."""
    stored = [json.loads(json.dumps(each.as_data())) for each in replies]
    return "\n".join(TEXTS.text(language, each["id"], **each["values"]) for each in stored)


def test_everyone_may_hear_the_whole_table(bank):
    replies = _tell(bank)

    assert _ids(replies) == [
        "limits.rule",
        "limits.table.issued",
        "limits.table.others",
        "limits.table.legacy",
    ]


TABLE = {
    "en": [
        "Digital Security Card+: unlimited",
        "IBKR Mobile app (IB Key): USD 1,000,000 per day, USD 1,000,000 per 5 business days",
        "SMS: USD 200,000 per day, USD 600,000 per 5 business days",
        "Temporary passcode: USD 50,000 per day, USD 100,000 per 5 business days",
        "No security device: USD 50,000 per day, USD 100,000 per 5 business days",
        "Security Code Card: USD 200,000 per day, USD 600,000 per 5 business days",
        "Digital Security Card: USD 1,000,000 per day, USD 1,500,000 per 5 business days",
        "Gold Device: unlimited",
        "Platinum Device: unlimited",
    ],
    "zh_CN": [
        "数码安全卡+：不限",
        "移动IBKR程序（IB Key）：单日1,000,000美元，5个工作日内1,000,000美元",
        "手机短信：单日200,000美元，5个工作日内600,000美元",
        "临时安全码：单日50,000美元，5个工作日内100,000美元",
        "未启用安全设备：单日50,000美元，5个工作日内100,000美元",
        "\n安全代码卡：单日200,000美元，5个工作日内600,000美元",
        "数码安全卡：单日1,000,000美元，5个工作日内1,500,000美元",
        "金卡：不限",
        "铂金卡：不限",
    ],
}


@pytest.mark.parametrize("language", TABLE)
def test_the_table_has_every_figure_in_both_languages(language, bank):
    words = _words(_tell(bank), language)

    assert [line for line in TABLE[language] if line not in words] == []


def test_the_table_is_cited_and_the_old_example_is_not_repeated(bank):
    app = _words(_tell(bank, amount="250000.0"), "en")

    assert "IBKR Mobile app" in app
    assert "public copy" not in _words(_tell(bank), "en")


@pytest.mark.parametrize(
    ("amount", "named", "not_named"),
    [
        ("50000.0", ["SMS", "Temporary passcode", "Security Code Card"], ["No security device"]),
        ("50000.01", ["SMS"], ["Temporary passcode"]),
        ("200000.0", ["SMS", "Security Code Card", "IBKR Mobile app"], ["passcode"]),
        ("250000.0", ["Digital Security Card+", "IBKR Mobile app"], ["SMS", "Code Card"]),
        ("1500000", ["Digital Security Card+", "Gold Device", "Platinum"], ["IBKR Mobile"]),
    ],
)
def test_an_amount_is_answered_with_the_devices_that_allow_it_in_one_day(
    amount, named, not_named, bank
):
    replies = _tell(bank, amount=amount)

    words = _words(replies[:1], "en")
    assert _ids(replies) == ["limits.amount.allowed", "limits.amount.note"]
    assert [each for each in named if each not in words] == []
    assert [each for each in not_named if each in words] == []


def test_the_choice_of_devices_is_joined_as_each_language_does(bank):
    replies = _tell(bank, amount="2000000")[:1]

    english, chinese = _words(replies, "en"), _words(replies, "zh_CN")

    assert "USD 2,000,000" in english
    assert "Digital Security Card+, Gold Device, or Platinum Device" in english
    assert "2,000,000美元" in chinese
    assert "数码安全卡+、金卡或铂金卡" in chinese


def test_cents_are_said_only_where_there_are_some(bank):
    assert "USD 1,234.50 in" in _words(_tell(bank, amount="1234.5"), "en")
    assert "USD 1,234 in" in _words(_tell(bank, amount="1234.00"), "en")


@pytest.mark.parametrize(
    "amount",
    ["", "many", "0", "-5", "0.005", "nan", "sNaN", "inf", "1e99", "1e999999999", "1" * 40],
)
def test_what_is_no_amount_is_no_amount(amount, bank):
    assert _ids(_tell(bank, amount=amount))[0] == "limits.rule"


def test_the_highest_amount_there_is_can_still_be_asked_about(bank):
    replies = _tell(bank, amount=f"{MAX_AMOUNT_CENTS / USD}")

    assert _ids(replies)[0] == "limits.amount.allowed"


@pytest.mark.parametrize(
    ("device", "ids"),
    [
        ("ib_key", ["limits.device.issued"]),
        ("dsc_plus", ["limits.device.issued"]),
        ("gold", ["limits.device.legacy"]),
        ("security_code_card", ["limits.device.legacy"]),
        ("online_card", ["limits.device.unknown"]),
        ("temporary_passcode", ["limits.device.issued"]),
    ],
)
def test_a_device_is_answered_with_its_row(device, ids, bank):
    assert _ids(_tell(bank, device=device)) == ids


def test_a_device_without_a_figure_is_for_a_person_to_answer(bank):
    (reply,) = _tell(bank, device="online_card", amount="100")

    assert reply.options == ("hand_off",)
    assert "Client Services" in _words([reply], "en")
    assert "人工客服" in _words([reply], "zh_CN")


def test_a_code_read_out_by_voice_has_the_row_of_sms(bank):
    words = _words(_tell(bank, channel="voice"), "en")

    assert "USD 200,000 per day, USD 600,000 per 5 business days" in words


def test_a_device_and_an_amount_are_answered_with_a_verdict(bank):
    enough = _tell(bank, device="security_code_card", amount="200000")
    too_much = _tell(bank, device="security_code_card", amount="200000.01")

    assert _ids(enough)[1:] == ["limits.device.enough", "limits.amount.note"]
    assert _ids(too_much)[1:] == [
        "limits.device.not_enough",
        "limits.amount.allowed",
        "limits.amount.note",
    ]


def test_a_known_customer_hears_what_is_used_and_left_on_each_device(bank):
    customer_id = bank.has_user("bao", APP, DSC_PLUS)
    bank.it_is(2026, 3, 3, 12)
    bank.withdraws("bao", APP, 300_000 * USD)
    bank.it_is(2026, 3, 4, 12)
    bank.withdraws("bao", APP, 100_000 * USD + 1)

    replies = _tell(bank, customer_id)

    assert _ids(replies) == ["limits.own.unlimited", "limits.own.limited", "limits.own.days"]
    assert (
        "you can confirm USD 599,999.99 more now. Used: USD 100,000.01 today, "
        "USD 400,000.01 within 5 business days." in _words(replies, "en")
    )
    assert "现在还可以取款599,999.99美元" in _words(replies, "zh_CN")


def test_a_known_customer_hears_which_of_their_devices_would_do(bank):
    customer_id = bank.has_user("bao", APP, DSC_PLUS)
    bank.withdraws("bao", APP, 900_000 * USD)

    verdict = _tell(bank, customer_id, amount="200000")[0]

    assert verdict.id == "limits.own.allowed"
    assert "with Digital Security Card+." in _words([verdict], "en")


def test_a_known_customer_whose_devices_do_not_do_hears_which_would(bank):
    customer_id = bank.has_user("dana", CARD)

    replies = _tell(bank, customer_id, amount="250000")

    assert _ids(replies) == [
        "limits.own.not_allowed",
        "limits.amount.allowed",
        "limits.own.limited",
    ]


def test_a_known_customer_who_names_a_device_of_theirs_hears_of_that_one(bank):
    customer_id = bank.has_user("bao", APP, DSC_PLUS)

    assert _ids(_tell(bank, customer_id, device="ib_key")) == ["limits.own.limited"]


def test_a_known_customer_who_names_another_device_hears_its_row_first(bank):
    customer_id = bank.has_user("dana", CARD)

    replies = _tell(bank, customer_id, device="dsc_plus")

    assert _ids(replies) == ["limits.device.issued", "limits.own.limited"]


def test_a_known_customer_with_an_online_card_is_told_whom_to_ask(bank):
    customer_id = bank.has_user("olga", FactorKind.ONLINE_CARD)

    (reply,) = _tell(bank, customer_id)

    assert (reply.id, reply.options) == ("limits.device.unknown", ("hand_off",))


def test_a_known_customer_without_an_account_hears_the_table(bank):
    assert _ids(_tell(bank, "customer-nobody"))[0] == "limits.rule"


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_answer_can_be_said(language, bank):
    customer_id = bank.has_user("bao", APP, DSC_PLUS, CARD)
    bank.withdraws("bao", APP, 1)

    for device in ("ib_key", "gold", "online_card", "sms", "nonsense"):
        for amount in ("1", "250000", "3000000", ""):
            for customer in (None, customer_id):
                words = _words(_tell(bank, customer, device=device, amount=amount), language)
                assert "{" not in words


def test_a_customer_whose_devices_are_all_over_is_told_the_table(bank):
    """None of them confirms, and the limit of never having had one is not theirs."""
    customer_id = bank.has_user("ann", CARD)
    with bank.units.write() as unit:
        unit.customers.factor_to_change(f"factor-ann-{CARD}").end(bank.clock.now())

    assert _ids(_tell(bank, customer_id)) == _ids(_tell(bank))
    assert _ids(_tell(bank, customer_id, amount="100")) == _ids(_tell(bank, amount="100"))


def test_another_device_named_after_limits_gets_its_limit_too(world):
    teach = world.interpreter.teach
    teach("limits?", "check_withdrawal_limit", "withdrawal_limit")
    teach("and sms?", "navigate", "inform", entities={"channel": "sms", "device": "sms"})
    customer = Customer(world)

    assert customer.says("and sms?") == ["ask.platform"]
    customer.says("limits?")
    assert customer.says("and sms?") == ["limits.device.issued"]
