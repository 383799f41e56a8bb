"""Answers as text messages: offered when long by ear, sent once, to the number that calls."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from sls.domain.budgets import Budget, BudgetScope, SpendingRules
from sls.domain.calls import CallTurn
from sls.domain.deliveries import Delivery, DeliveryState
from sls.domain.factors import Channel, FactorKind
from sls.domain.languages import LANGUAGES
from sls.domain.line_calls import Asked
from sls.domain.purposes import Purpose
from sls.domain.spoken_answers import (
    MAX_PROVED_A_CALL,
    MAX_UNPROVED_A_DAY,
    MAX_UNPROVED_SEGMENTS,
    is_answer,
    is_general,
    is_long,
    seconds_to_say,
)
from sls.domain.text_messages import segments
from sls.services.line_texts import OFFER, OFFER_STEPS, TEXT
from sls.services.spending import Spending
from sls.services.writing_answers import WritingAnswers
from sls.texts import Catalogues
from tests.fakes.bootstrap import ALICE, FANG, HUGO, SEGMENTS, World
from tests.sls.services.caller import Caller
from tests.sls.services.shipped import LIBRARY, shipped_world

ROOT = Path(__file__).resolve().parents[3]
TEXTS = Catalogues(ROOT / "locales")
LANDLINE_OR_FREE = "+18005550100"
OFFERED = "option.text_answer"
TO_TEXT = sorted(text for each in LIBRARY.all() for text in each.message_ids())
LINK = re.compile(r"(?:https?://|\b(?:[a-z0-9-]+\.)+(?:com|org|net|io|hk|cn)\b)[\w./-]*", re.ASCII)
OF_THE_KNOWLEDGE_BASE = re.compile(r"(https://)?(www\.)?ibkr\.com")


@pytest.fixture
def world() -> World:
    """Give a world of twins that says the shipped procedures in the shipped words."""
    world = shipped_world()
    world.line_texts._words = world.line_turns._words = world.delivering._words = TEXTS
    world.line_texts._writing = WritingAnswers(TEXTS, SEGMENTS)
    world.interpreter.teach("my limit", "check_withdrawal_limit", "withdrawal_limit")
    world.interpreter.teach("send it over", "send_code", "request_code_by_sms")
    world.interpreter.teach("send the code over", "send_code", "request_code_by_sms")
    kinds = (FactorKind.SMS, FactorKind.IB_KEY_IOS, FactorKind.DSC, FactorKind.SECURITY_CODE_CARD)
    world.has_customer("alice", *kinds)
    return world


def _asks_for_limits(world: World, sid: str = "CA1", number: str = ALICE) -> Caller:
    caller = Caller.in_menu(world, sid, number)
    caller.says("my limit")
    return caller


def _at_first_step(world: World, sid: str = "CA1", number: str = ALICE) -> Caller:
    """Return a caller at the first step of changing the PIN of a card, by keys."""
    return _walks_to_step(Caller.in_menu(world, sid, number))


def _walks_to_step(caller: Caller) -> Caller:
    caller.presses("6")
    while caller.call().asked is Asked.CHOICE:
        caller.presses("1")
    return caller


def _proved(world: World, sid: str = "CA1") -> Caller:
    caller = Caller.in_menu(world, sid)
    caller.presses("6")
    caller.presses("5")
    with world.units.read() as unit:
        proof = unit.line_calls.proof_of(sid)
        (delivery,) = unit.deliveries.of_login(proof.id)
    caller.presses(world.code_of(delivery))
    return caller


def _key_of(caller: Caller, option: str) -> str:
    return next(each[0] for each in caller.hears() if each.endswith(f" {option}"))


def _texts(world: World, sid: str = "CA1") -> list[Delivery]:
    with world.units.read() as unit:
        sent = unit.deliveries.of_login(sid)
    return [each for each in sent if each.purpose is Purpose.ANSWER]


def _body(world: World) -> str:
    while world.works():
        pass
    return str(world.telephony.messages[-1].body)


def _allows(world: World, scope: BudgetScope, sends: int) -> None:
    """Let there be this one budget for messages to numbers that nobody proved."""
    budget = Budget(scope, Channel.SMS, sends, timedelta(hours=1), is_unproved=True)
    rules = SpendingRules((budget,), world.spending_rules.conversion)
    world.line_texts._spending = Spending(rules)


class TestTheOffer:
    """What is long by ear is offered to be read."""

    def test_the_table_of_limits_is_cut_to_what_is_in_use(self, world):
        """F22 to F29: eleven rows of figures are more than one keeps in mind."""
        heard = _asks_for_limits(world).hears()

        assert heard[0] == "limits.rule"
        assert "limits.table.legacy" not in heard
        assert f"1 {OFFERED}" in heard
        assert "2 option.hear_rest" in heard

    def test_the_rest_is_heard_by_key(self, world):
        caller = _asks_for_limits(world)

        heard = caller.presses("2")

        tables = [each for each in heard if each.startswith("limits.table")]
        assert tables == ["limits.table.others", "limits.table.legacy"]
        assert "1 option.prove" in heard
        assert not [each for each in heard if OFFERED in each]

    def test_an_answer_of_a_few_seconds_is_said_and_nothing_is_offered(self, world):
        gold = {"device": "gold"}
        world.interpreter.teach("gold", "check_withdrawal_limit", "withdrawal_limit", entities=gold)
        caller = Caller.in_menu(world)

        heard = caller.says("gold")

        assert "limits.device.legacy" in heard
        assert OFFER not in heard

    def test_all_steps_are_offered_at_the_first_one(self, world):
        caller = _at_first_step(world)

        assert OFFER_STEPS in caller.hears()
        assert OFFER_STEPS not in caller.presses("1")

    def test_the_keys_of_a_step_stay_what_they_are(self, world):
        caller = _at_first_step(world)

        caller.presses(_key_of(caller, OFFERED))

        assert caller.call().asked is Asked.STEP
        assert caller.presses("1")[0].startswith("change_pin.")

    def test_what_was_offered_is_said_again_by_the_pound_key(self, world):
        caller = _asks_for_limits(world)
        first = caller.hears()

        again = caller.presses("#")

        assert again[: len(first)] == first

    def test_no_answer_is_too_long_to_be_cut(self):
        """Answers are cut between their parts."""
        for language in LANGUAGES:
            answers = [each for each in TEXTS.ids(language) if is_answer(each)]
            assert len(answers) > 50
            assert not [e for e in answers if is_long(seconds_to_say(TEXTS.raw(language, e)))]


class TestTheMessage:
    """It goes out like every message, in the language of the call, and is counted."""

    def test_by_key(self, world):
        caller = _asks_for_limits(world)

        heard = caller.presses("1")

        (sent,) = _texts(world)
        assert heard[0] == "line.text_sent"
        assert (sent.number, sent.channel, sent.language) == (ALICE, Channel.SMS, "en")

    @pytest.mark.parametrize("words", ["text it to me", "Text me, please.", "发短信给我"])
    def test_by_words_without_understanding_them(self, world, words):
        caller = _asks_for_limits(world)
        caller.says(words.replace(",", ""))

        assert len(_texts(world)) == 1

    def test_by_words_that_are_understood_as_a_wish_for_a_message(self, world):
        caller = _asks_for_limits(world)

        heard = caller.says("send it over")

        assert heard[:2] == ["line.text_wanted", "line.text_sent"]
        assert len(_texts(world)) == 1

    def test_whoever_names_the_code_means_the_code(self, world):
        caller = _asks_for_limits(world)

        heard = caller.says("send the code over")

        assert heard[0] == "line.no_codes_here"
        assert _texts(world) == []

    def test_without_an_offer_a_wish_for_a_message_is_for_a_code(self, world):
        caller = Caller.in_menu(world)

        assert caller.says("send it over")[0] == "line.no_codes_here"

    def test_at_a_later_step_the_steps_are_meant(self, world):
        caller = _at_first_step(world)
        caller.presses("1")

        heard = caller.says("send it over")

        assert heard[:2] == ["line.text_wanted", "line.text_sent"]
        assert caller.call().asked is Asked.STEP

    def test_at_a_step_about_a_code_that_did_not_come_the_code_is_meant(self, world):
        caller = Caller.in_menu(world)
        caller.presses("1")
        caller.presses("1")
        caller.presses("1")
        assert caller.conversation().walks[-1]["procedure"] == "code_not_received"

        assert caller.says("send it over")[0] == "line.no_codes_here"

    @pytest.mark.parametrize("language_key", ["1", "2"])
    def test_a_procedure_is_sent_as_numbered_steps(self, world, language_key):
        caller = Caller(world)
        caller.presses(language_key)
        _walks_to_step(caller)
        caller.presses(_key_of(caller, OFFERED))

        lines = _body(world).splitlines()

        numbers = [each.partition(".")[0] for each in lines if each[0].isdigit()]
        assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
        assert numbers
        assert segments("\n".join(lines)) <= MAX_UNPROVED_SEGMENTS

    def test_all_steps_are_sent_to_whoever_proved_that_the_number_is_theirs(self, world):
        caller = _proved(world)
        caller.presses("*")
        _walks_to_step(caller)
        caller.says("send it over")

        lines = _body(world).splitlines()

        assert len([each for each in lines if each[0].isdigit()]) > 3
        assert MAX_UNPROVED_SEGMENTS < segments("\n".join(lines)) <= SEGMENTS

    def test_a15_what_does_not_fit_for_a_number_that_nobody_proved_is_said(self, world):
        caller = _asks_for_limits(world)
        caller.presses("1")

        body = _body(world)

        assert segments(body) <= MAX_UNPROVED_SEGMENTS
        assert TEXTS.raw("en", "texted.cut") in body
        assert TEXTS.raw("en", "texted.unasked") in body

    def test_nothing_is_offered_that_no_message_has_room_for(self, world):
        world.line_texts._writing = WritingAnswers(TEXTS, 1)

        assert OFFER not in _asks_for_limits(world).hears()

    def test_the_limits_are_sent_with_every_figure_to_who_proved(self, world):
        caller = _proved(world)
        caller.says("my limit")
        caller.says("text it to me")

        body = _body(world)

        assert "1,000,000" in body
        assert "Gold Device" in body
        assert TEXTS.raw("en", "texted.unasked") not in body

    def test_after_it_the_call_goes_on_with_what_was_offered(self, world):
        caller = _asks_for_limits(world)

        heard = caller.presses("1")

        assert "1 option.prove" in heard
        assert not [each for each in heard if OFFERED in each]

    def test_a_turn_that_comes_twice_sends_once(self, world):
        caller = _asks_for_limits(world)
        turn = caller.turn
        caller.presses("1")

        again = world.answering_line.hear("CA1", turn, CallTurn(keys="1", caller=ALICE))

        assert again == caller.speech
        assert len(_texts(world)) == 1

    def test_it_is_no_code_and_takes_no_try_of_a_login(self, world):
        caller = _asks_for_limits(world)
        caller.presses("1")

        with world.units.read() as unit:
            assert unit.deliveries.sent_to(ALICE, world.now() - timedelta(hours=1)) == []


class TestWhoGetsNone:
    """No message goes where none can, or should."""

    @pytest.mark.parametrize(
        "number",
        [
            pytest.param("", id="withheld"),
            pytest.param(LANDLINE_OR_FREE, id="no mobile number"),
            pytest.param(FANG, id="a country that takes templates only"),
        ],
    )
    def test_no_offer_is_made_and_everything_is_said(self, world, number):
        caller = _asks_for_limits(world, number=number)

        heard = caller.hears()

        assert OFFER not in heard
        assert "limits.table.legacy" in heard

    def test_words_get_an_answer_all_the_same(self, world):
        caller = _at_first_step(world, number="")

        heard = caller.says("send it over")

        assert "line.text_impossible" in heard
        assert _texts(world) == []

    def test_a15_whoever_shows_a_number_of_somebodys_gets_nothing_of_theirs_sent(self, world):
        """The caller id is forged: the message goes to its owner, and says what is true of all."""
        caller = _asks_for_limits(world, number=ALICE)
        caller.presses("1")

        (sent,) = _texts(world)

        assert sent.number == ALICE
        answers = [each["id"] for each in sent.notice["lines"] if is_answer(each["id"])]
        assert answers
        assert all(is_general(each) for each in answers)
        assert sent.notice["lines"][-1]["id"] == "texted.unasked"

    def test_a15_whoever_proved_nothing_gets_one_in_a_call(self, world):
        caller = _asks_for_limits(world)
        caller.presses("1")

        heard = caller.says("my limit")

        assert OFFER not in heard
        assert len(_texts(world)) == 1

    def test_a15_a_number_gets_three_in_a_day_whoever_calls_with_it(self, world):
        for index in range(MAX_UNPROVED_A_DAY):
            _asks_for_limits(world, f"CA{index}").presses("1")

        assert OFFER not in _asks_for_limits(world, "CA9").hears()
        world.clock.advance(hours=24)
        assert OFFER in _asks_for_limits(world, "CA10").hears()

    @pytest.mark.parametrize("scope", list(BudgetScope))
    def test_a15_every_budget_holds(self, world, scope):
        _allows(world, scope, 1)
        _asks_for_limits(world, "CA1").presses("1")

        heard = _asks_for_limits(world, "CA2").presses("1")

        assert heard[0] == "line.text_not_now"
        assert _texts(world, "CA2") == []

    def test_a15_strangers_do_not_share_the_budget_of_an_account(self, world):
        _allows(world, BudgetScope.ACCOUNT, 1)
        _asks_for_limits(world, "CA1").presses("1")

        heard = _asks_for_limits(world, "CA2", number="+12025550177").presses("1")

        assert heard[0] == "line.text_sent"

    def test_a_refused_message_is_counted_for_operators(self, world):
        _allows(world, BudgetScope.EVERYBODY, 1)
        _asks_for_limits(world, "CA1").presses("1")
        _asks_for_limits(world, "CA2").presses("1")

        with world.units.read() as unit:
            (refused,) = unit.refusals.every()
        assert (refused.reason, refused.count) == ("unproved_everybody_sms_60m", 1)

    def test_a15_a_hundred_forged_numbers_of_a_block_deny_nobody_a_code(self, world):
        world.has_customer("amy", FactorKind.SMS)
        login = world.logs_in("amy")
        _asks_for_limits(world).presses("1")
        with world.units.write() as unit:
            (expense,) = unit.store.expenses
            for index in range(100):
                number = f"{ALICE[:-4]}{index:04d}"
                unit.expenses.add(replace(expense, customer_id=number, number=number))

        assert world.sends(login, Channel.SMS).delivery.number == ALICE

    def test_a15_a_block_of_numbers_that_nobody_proved_gets_five_in_an_hour(self, world):
        numbers = [f"{ALICE[:-4]}{index:04d}" for index in range(7)]

        heard = [_asks_for_limits(world, f"CA-{n}", number=n).presses("1")[0] for n in numbers]

        assert heard == ["line.text_sent"] * 5 + ["line.text_not_now"] * 2

    @pytest.mark.parametrize("scope", list(BudgetScope))
    def test_a15_what_nobody_proved_spends_nothing_of_the_budgets_of_codes(self, world, scope):
        budget = Budget(scope, Channel.SMS, 1, timedelta(hours=1))
        world.sending._spending = Spending(
            SpendingRules((budget,), world.spending_rules.conversion)
        )
        world.has_customer("amy", FactorKind.SMS)
        _asks_for_limits(world).presses("1")

        assert world.sends(world.logs_in("amy"), Channel.SMS).delivery.number == ALICE

    def test_a15_a_forged_number_of_a_country_that_is_not_listed_gets_none(self, world):
        """Messages reach it, codes among them; but the forger chose it, and what it costs."""
        caller = _asks_for_limits(world, number=HUGO)

        assert world.line_texts._countries.refusal("GB", Channel.SMS) is None
        assert OFFER not in caller.hears()
        assert _texts(world) == []


class TestWhoProvedWhoTheyAre:
    """Their own figures go to the number that they proved, and to no other."""

    @pytest.fixture(autouse=True)
    def _accounts(self, world):
        with world.units.write() as unit:
            unit.store.accounts["customer-alice"] = "account-alice"

    def test_their_own_figures_are_in_it(self, world):
        caller = _proved(world)
        caller.says("my limit")
        caller.says("text it to me")

        (sent,) = _texts(world)

        lines = [each["id"] for each in sent.notice["lines"]]
        assert [each for each in lines if each.startswith("limits.own.")]
        assert "texted.unasked" not in lines

    def test_they_may_have_several(self, world):
        caller = _proved(world)
        for _ in range(MAX_PROVED_A_CALL + 1):
            caller.presses("*")
            _walks_to_step(caller)
            caller.says("send it over")

        assert len(_texts(world)) == MAX_PROVED_A_CALL

    def test_a19_a_number_that_is_no_longer_on_file_gets_nothing_of_their_own(self, world):
        caller = _proved(world)
        customer_id = caller.conversation().customer_id
        with world.units.write() as unit:
            unit.customers.get(customer_id).number = "+12025550177"
        caller.says("my limit")
        caller.says("text it to me")

        lines = [line["id"] for sent in _texts(world) for line in sent.notice["lines"]]

        assert not [each for each in lines if each.startswith("limits.own.")]


class TestWhatBecomesOfIt:
    """A message that does not arrive is told as long as the call lives."""

    @pytest.mark.parametrize(
        ("reason", "told"),
        [
            ("unreachable", "line.text_failed"),
            ("landline", "line.text_landline"),
            ("opted_out", "line.text_opted_out"),
        ],
    )
    def test_a_failure_is_told_once_at_the_next_turn(self, world, reason, told):
        """STOP is honoured by the provider (21610); here it is told how to undo it."""
        caller = _at_first_step(world)
        caller.presses(_key_of(caller, OFFERED))
        world.works()
        (sent,) = _texts(world)
        world.calling.provider_says(sent.job, "SM1", "undelivered", None, reason)

        assert caller.presses("2")[0] == told
        assert told not in caller.presses("2")

    def test_one_that_arrives_is_not_worth_a_word(self, world):
        caller = _at_first_step(world)
        caller.presses(_key_of(caller, OFFERED))
        world.works()
        (sent,) = _texts(world)
        world.calling.provider_says(sent.job, sent.provider_sid or "SM1", "delivered", None)

        heard = caller.presses("2")

        assert _texts(world)[0].state is DeliveryState.DELIVERED
        assert not [each for each in heard if each.startswith("line.text")]


def test_no_message_holds_a_link_that_is_not_in_the_knowledge_base():
    """G-pages name ibkr.com and pages below it; whoever reads a text message may tap on it."""
    for language in LANGUAGES:
        texts = [TEXTS.raw(language, each) for each in TO_TEXT]
        found = {each.rstrip("./") for text in texts for each in LINK.findall(text)}
        assert found
        assert [each for each in found if not OF_THE_KNOWLEDGE_BASE.match(each)] == []


def test_an_option_of_ours_means_nothing_in_the_chat():
    assert TEXT not in {offer for each in LIBRARY.all() for offer in each.offers}
