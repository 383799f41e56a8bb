"""Conversing: who has a session, how much it may, and shells without one."""

from datetime import timedelta

import pytest

from sls.domain.conversations import Level, Understood
from sls.domain.errors import (
    IdentityRejected,
    SessionUnknown,
)
from sls.domain.languages import CHINESE, ENGLISH
from tests.sls.services.conversation import Customer, everything_kept, ids

# Sessions


def test_a_session_is_opened_with_a_greeting_and_help(world):
    opened = world.conversing.open("en", None, None)

    assert ids(opened.events) == ["greeting.site"]
    assert opened.level is Level.ANONYMOUS
    assert opened.events[0].data["utterance"]["options"]


def test_the_bearer_is_told_once_and_not_kept(world):
    opened = world.conversing.open("en", None, None)

    assert f"'{opened.bearer}'" not in everything_kept(world)
    assert world.conversing.session(opened.bearer).id == opened.conversation.id


@pytest.mark.parametrize("bearer", ["", "unknown", "token-000001"])
def test_an_unknown_bearer_has_no_session(world, bearer):
    customer = Customer(world)
    assert customer.bearer != "" or bearer

    for call in (
        lambda: world.conversing.session(customer.conversation_id),
        lambda: world.conversing.events_after("unknown", 0),
        lambda: world.conversing.hear_text("unknown", "1", "hello"),
        lambda: world.conversing.hear_option("unknown", "1", "hand_off"),
    ):
        with pytest.raises(SessionUnknown):
            call()


def test_the_id_of_a_pending_login_opens_level_one(world):
    opened = world.conversing.open("en", None, world.logs_in())

    assert opened.level is Level.LOGIN_BOUND
    assert ids(opened.events) == ["greeting.login"]


@pytest.mark.parametrize("kind", ["unknown", "expired", "verified", "locked"])
def test_a_login_that_is_not_pending_opens_level_zero(world, kind):
    login_id = world.logs_in()
    if kind == "expired":
        world.clock.advance(minutes=20)
    elif kind == "verified":
        world.logging_in.verify(login_id, world.sends(login_id).code)
    elif kind == "locked":
        with world.units.write() as unit:
            unit.logins.get(login_id).attempts = 5

    opened = world.conversing.open("en", None, "nonsense" if kind == "unknown" else login_id)

    assert opened.level is Level.ANONYMOUS
    assert opened.conversation.login_id is None


def test_an_identity_token_opens_level_two(world):
    token = world.tokens.issue("alice", world.now())

    opened = world.conversing.open("en", token, None)

    assert opened.level is Level.SITE_AUTHENTICATED
    assert opened.conversation.customer_id == "customer-alice"


@pytest.mark.parametrize("quiet", [timedelta(hours=1), timedelta(days=30)])
def test_who_was_quiet_for_an_hour_is_no_longer_known_and_hears_so_once(world, quiet):
    """NIST SP 800-63B-4: a session of two factors ends after an hour without a sign of life."""
    customer = Customer(world, identity=world.tokens.issue("alice", world.now()))
    world.clock.advance(quiet)

    assert customer.clicks("topic:withdrawal_limit")[0] == "session.identity_ended"
    assert world.conversing.session(customer.bearer).customer_id is None
    assert "session.identity_ended" not in customer.clicks("topic:withdrawal_limit")


def test_who_goes_on_talking_stays_known_for_a_day_at_the_most(world):
    customer = Customer(world, identity=world.tokens.issue("alice", world.now()))
    for _ in range(47):
        world.clock.advance(timedelta(minutes=30))
        assert "session.identity_ended" not in customer.says("hello")
    world.clock.advance(timedelta(minutes=30))

    assert customer.says("hello")[0] == "session.identity_ended"


def test_a10_the_login_of_somebody_else_is_not_mixed_with_an_identity(world):
    world.has_customer("bao")
    token = world.tokens.issue("alice", world.now())

    opened = world.conversing.open("en", token, world.logs_in("bao"))

    assert opened.level is Level.SITE_AUTHENTICATED
    assert opened.conversation.login_id is None


def test_a_rejected_identity_opens_nothing(world):
    with pytest.raises(IdentityRejected):
        world.conversing.open("en", "forged", None)

    assert "greeting" not in everything_kept(world)


@pytest.mark.parametrize(
    ("asked", "language"),
    [("en", ENGLISH), ("zh_CN", CHINESE), ("zh-TW", CHINESE), ("de", ENGLISH), (None, ENGLISH)],
)
def test_a_session_speaks_the_language_it_is_asked_for(world, asked, language):
    assert world.conversing.open(asked, None, None).conversation.language == language


def test_a_session_without_a_language_speaks_the_logins(world):
    login_id = world.logs_in(language="zh_CN")

    assert world.conversing.open(None, None, login_id).conversation.language == CHINESE
    assert world.conversing.open("en", None, login_id).conversation.language == ENGLISH


# The shell


def test_a_shell_has_one_anonymous_conversation_per_sender(world):
    said = Understood("hand_off", "agent", "human_handoff")

    for _ in range(2):
        taken = world.conversing.take_from_shell("somebody", said)

    assert [each.id for each in taken.utterances] == ["hand_off.contact"]
    with world.units.read() as unit:
        (conversation,) = unit.store.conversations.values()
    assert (conversation.channel, conversation.login_id, conversation.customer_id) == (
        "shell",
        None,
        None,
    )


def test_a_shell_cannot_take_over_a_session_by_naming_it(world):
    customer = Customer(world, login_id=world.logs_in())
    said = Understood("send_code", "call me", "request_code_by_voice")

    taken = world.conversing.take_from_shell(customer.conversation_id, said)

    assert [each.id for each in taken.utterances] == ["ask.platform"]
    assert not world.works()


def test_a_shell_answers_in_the_language_it_hears(world):
    said = Understood("hand_off", "找人工", "human_handoff")

    assert world.conversing.take_from_shell("somebody", said).language == CHINESE
