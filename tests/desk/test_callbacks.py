"""Agents see who waits for a call, about what and how far they got, and ring or settle it."""

import pytest

from sls.domain.help_requests import HelpState
from sls.domain.platforms import Platform
from sls.services.logging_in import LoginRequest

OURS = {"Sec-Fetch-Site": "same-origin"}


class Waiting:
    """Alice, who got stuck in a procedure and asked to be called."""

    def __init__(self, core) -> None:
        self._core = core
        self._sent = 0
        request = LoginRequest("alice", "alice-demo-2fa", Platform.CLIENT_PORTAL, None, "en")
        login = core.logging_in.start(request).login
        self._bearer = core.conversing.open("en", None, login.id).bearer
        self.clicks("topic:code_not_received")
        self.clicks("hand_off")
        self.clicks("callback")
        # Whatever the hour, a time is offered.
        self.clicks(next(each for each in self.options() if each.startswith("callback:2")))

    def clicks(self, option: str) -> None:
        """Take an option that was offered."""
        self._sent += 1
        self._core.conversing.hear_option(self._bearer, f"client-{self._sent}", option)

    def options(self) -> list[str]:
        """Return what was offered last."""
        events = self._core.conversing.events_after(self._bearer, 0)
        offered = [each.data["utterance"]["options"] for each in events if "utterance" in each.data]
        return next(each for each in reversed(offered) if each)

    @property
    def request(self):
        """The request as it stands now."""
        with self._core.units.read() as unit:
            (request,) = unit.help_requests.all_open()
        return request


@pytest.fixture
def waiting(world) -> Waiting:
    """Give Alice, who waits for a call."""
    return Waiting(world.core)


def test_nobody_waits_at_first(client, world):
    page = client.get("/desk/callbacks?lang=en").text

    assert world.core.texts.text("en", "desk.callbacks.none") in page
    assert "data-entry" not in page


def test_a_list_that_is_as_it_was_is_not_sent_again(client, world):
    before = client.get("/desk/callbacks?lang=en").headers["ETag"]
    same = client.get("/desk/callbacks?lang=en", headers={"If-None-Match": before})
    Waiting(world.core)

    changed = client.get("/desk/callbacks?lang=en", headers={"If-None-Match": before})

    assert (same.status_code, same.text) == (304, "")
    assert changed.status_code == 200
    assert "data-entry" in changed.text


def test_a_page_that_renews_itself_chooses_no_language_for_the_others(client):
    client.get("/desk/callbacks?lang=zh_CN", headers={"Sec-Fetch-Dest": "empty"})
    asked_by_script = client.get_cookie("sls_language")
    client.get("/desk/callbacks?lang=zh_CN", headers={"Sec-Fetch-Dest": "document"})

    assert asked_by_script is None
    assert client.get_cookie("sls_language").value == "zh_CN"


@pytest.mark.parametrize(("language", "title"), [("en", "Login code"), ("zh_CN", "验证码")])
def test_the_page_tells_topic_language_place_and_time(client, waiting, language, title):
    page = client.get(f"/desk/callbacks?lang={language}").text

    assert title in page
    assert "+1 ••• 0101" in page
    assert "+12025550101" not in page
    assert {"en": "English", "zh_CN": "英文"}[language] in page
    assert "/desk/procedures/code_not_received" in page


def test_an_agent_lets_it_ring_now(client, world, waiting):
    answer = client.post(f"/desk/callbacks/{waiting.request.id}/ring", headers=OURS)

    assert answer.status_code == 303
    assert waiting.request.due_at <= world.core.clock.now()


def test_an_agent_settles_it(client, world, waiting):
    request = waiting.request

    client.post(f"/desk/callbacks/{request.id}/finish", headers=OURS)

    with world.core.units.read() as unit:
        assert unit.help_requests.get(request.id).state is HelpState.DONE


@pytest.mark.parametrize("button", ["ring", "finish"])
def test_a_form_of_another_site_does_nothing(client, waiting, button):
    before = waiting.request.due_at

    answer = client.post(
        f"/desk/callbacks/{waiting.request.id}/{button}", headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert answer.status_code == 403
    assert waiting.request.due_at == before


def test_a_request_that_is_gone_changes_nothing(client):
    assert client.post("/desk/callbacks/none/ring", headers=OURS).status_code == 303
