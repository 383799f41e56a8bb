"""The channel asks for its token, runs no command, and lets itself be probed."""

import asyncio
from types import SimpleNamespace

import pytest
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.domain import Domain
from sanic import Sanic
from sanic_testing.testing import SanicASGITestClient

from bot.components.channel import GuardedRestInput, neutralise, tracker_store_name
from bot.components.tracker_store import ForgetfulTrackerStore

TOKEN = "a-token-of-the-tests"
AUTHORISED = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def heard():
    return []


@pytest.fixture
def post(heard, request):
    """Return a function that posts to a channel whose assistant echoes."""

    async def answer(message):
        heard.append(message)
        await message.output_channel.send_text_message(message.sender_id, message.text)
        await message.output_channel.send_custom_json(message.sender_id, {"seen": True})

    Sanic.test_mode = True
    app = Sanic(f"guarded_{abs(hash(request.node.name))}")
    store = FailSafeTrackerStore(ForgetfulTrackerStore(None, Domain.empty(), None))
    app.ctx.agent = SimpleNamespace(tracker_store=store)
    app.blueprint(GuardedRestInput(TOKEN).blueprint(answer), url_prefix="/webhooks/guarded")
    client = SanicASGITestClient(app)

    def send(headers=AUTHORISED, **options):
        path = "/webhooks/guarded/webhook"
        return asyncio.run(client.post(path, headers=headers, **options))[1]

    return send


@pytest.mark.parametrize(
    "header", [{}, {"Authorization": TOKEN}, {"Authorization": "Bearer x"}, {"Authorization": ""}]
)
def test_without_the_token_nobody_is_heard(post, heard, header):
    response = post(headers=header, json={"sender": "s", "message": "hi"})

    assert response.status_code == 401
    assert heard == []


def test_the_answers_of_a_turn_come_as_a_list(post):
    response = post(json={"sender": "s", "message": "你好", "metadata": {"session": "1"}})

    assert response.status_code == 200
    assert response.json == [
        {"recipient_id": "s", "text": "你好"},
        {"recipient_id": "s", "custom": {"seen": True}},
    ]


@pytest.mark.parametrize(
    "body",
    [
        "no json",
        "[]",
        "null",
        '{"sender": "s"}',
        '{"message": "hi"}',
        '{"sender": 1, "message": "hi"}',
        '{"sender": "s", "message": ["hi"]}',
        '{"sender": "s", "message": "  "}',
        '{"sender": "s", "message": "hi", "metadata": "x"}',
    ],
)
def test_a_body_that_is_not_the_expected_json_is_refused(post, heard, body):
    response = post(data=body)

    assert response.status_code == 400
    assert heard == []


@pytest.mark.parametrize(
    ("written", "understood"),
    [
        ("/affirm", "affirm"),
        ('  /affirm{"platform":"tws"}', 'affirm{"platform":"tws"}'),
        ("／restart", "restart"),
        ("/ / //restart", "restart"),
        ("\u200b/restart", "restart"),
        ("\u3000／\ufeff/restart", "restart"),
        ("////", "."),
        ("and/or", "and/or"),
        ("我要/他要", "我要/他要"),
    ],
)
def test_what_a_person_types_is_never_a_command(written, understood):
    assert neutralise(written) == understood


def test_a_slash_is_gone_before_the_assistant_hears_it(post, heard):
    post(json={"sender": "s", "message": " /restart"})

    assert heard[0].text == "restart"


def test_a_probe_learns_which_tracker_store_is_in_use(post, heard):
    post(json={"sender": "s", "message": "hi", "metadata": {"probe": True}})

    assert heard[0].metadata == {"probe": True, "tracker_store": "ForgetfulTrackerStore"}


def test_without_a_probe_nothing_is_added(post, heard):
    post(json={"sender": "s", "message": "hi", "metadata": {"language": "en"}})

    assert heard[0].metadata == {"language": "en"}


@pytest.mark.parametrize("credentials", [None, {}, {"token": ""}, {"token": "${RASA_TOKEN}"}])
def test_a_channel_without_a_token_is_not_built(credentials):
    with pytest.raises(ValueError, match="RASA_TOKEN"):
        GuardedRestInput.from_credentials(credentials)


def test_the_name_of_the_store_is_that_of_the_innermost():
    store = FailSafeTrackerStore(ForgetfulTrackerStore(None, Domain.empty(), None))

    assert tracker_store_name(SimpleNamespace(tracker_store=store)) == "ForgetfulTrackerStore"
