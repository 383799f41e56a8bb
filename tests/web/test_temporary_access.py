"""Temporary passcodes and online cards over HTTP (docs/api.md)."""

import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
import requests
from openapi_schema_validator import OAS31Validator

from sls.settings import DEMO_AGENT_KEY
from tests.people import LoginScreen
from tests.world import World
from web.description import read_description

API = "/api/sls/v1"
OPENAPI = read_description()
CELL = re.compile(r"<dt>(\d{1,3})</dt><dd>([A-HJ-NP-Z2-9]{3})</dd>")
DAY = 24 * 3600
AGENT = {"X-API-Key": DEMO_AGENT_KEY}


def passcode(world: World) -> str:
    """Return the passcode of Jun, as the stand-in tells it."""
    cast: list[dict[str, Any]] = world.http.get("/standin/cast").json()
    return str(next(each["passcode"] for each in cast if each["username"] == "jun"))


def logged_in(world: World, access: str = "full") -> LoginScreen:
    """Log Jun in to Client Portal."""
    login = LoginScreen.of(world.http, "jun")
    answer = login.verify(passcode(world))
    assert (answer.status_code, answer.json()) == (200, {"state": "verified", "access": access})
    return login


def issue(world: World, **body: Any) -> requests.Response:
    """Ask for a passcode in an agent's name."""
    asked = {"username": "alice", "agent": "agent.en", **body}
    return world.http.post(f"{API}/passcodes", asked, headers=AGENT)


def begin(world: World, **body: Any) -> requests.Response:
    """Enter Jun's user name and password."""
    asked = {"username": "jun", "password": "jun-demo-2fa", "platform": "client_portal", **body}
    return world.http.post(f"{API}/logins", asked)


def request_card(world: World, login: LoginScreen) -> dict[str, str | None]:
    """Ask for a card."""
    answer = world.http.post(f"{API}/online-cards", {"login": login.id})
    assert answer.status_code == 201, answer.text
    card: dict[str, str | None] = answer.json()
    return card


def show(world: World, card: dict[str, Any], **form: str) -> requests.Response:
    """Open the page of a card as the login page's form does."""
    return world.http.session.post(
        f"{world.http.base_url}{card['print_url']}", data=form, timeout=30, allow_redirects=False
    )


def prove(
    world: World, card: dict[str, Any], login: LoginScreen, cells: dict[str, str]
) -> requests.Response:
    """Answer the two cells that are asked for."""
    of_card = f"{API}/online-cards/{card['card']}"
    asked = world.http.post(f"{of_card}/activate", {"login": login.id}).json()["challenge"]["cells"]
    response = " ".join(cells[each] for each in asked)
    return world.http.post(f"{of_card}/verify", {"login": login.id, "response": response})


def matches(found: Any, schema: str) -> None:
    """Hold an answer to its description."""
    wanted = {**OPENAPI["components"]["schemas"][schema], "components": OPENAPI["components"]}
    OAS31Validator(wanted).validate(found)


def test_jun_logs_in_with_the_passcode_of_the_demo(world: World) -> None:
    login = LoginScreen.of(world.http, "jun", platform="tws")

    chosen = login.post("factor", {"factor": "factor-jun-temporary_passcode"})

    assert login.view()["access"] is None
    assert chosen.json()["kind"] == "temporary_passcode"
    assert chosen.json()["challenge"] is None
    typed = f"{passcode(world)[:4].lower()}-{passcode(world)[4:]}"
    assert login.verify(typed).json() == {"state": "verified", "access": "full"}
    assert login.view() == {"state": "verified", "access": "full", "deliveries": []}
    matches(login.view(), "LoginView")


def test_a_wrong_passcode_is_refused_like_everything_wrong(world: World) -> None:
    login = LoginScreen.of(world.http, "jun")

    wrong, empty = login.verify("AAAAAAAA"), login.verify(None)

    assert (wrong.status_code, wrong.json()["code"]) == (403, "not_verified")
    assert wrong.content == empty.content


@pytest.mark.parametrize("platform", ["tws", "ios", "android"])
def test_after_two_days_the_login_screen_can_say_why(platform: str, world: World) -> None:
    world.http.advance(2 * DAY)

    answer = begin(world, platform=platform)

    assert (answer.status_code, answer.json()["code"]) == (409, "card_only")
    assert begin(world).status_code == 201
    wrong_password = begin(world, platform=platform, password="wrong")
    assert wrong_password.json()["code"] == "login_refused", "only after the right password"


def test_a26_on_day_five_nothing_but_the_card_can_be_had_in_client_portal(world: World) -> None:
    world.http.advance(5 * DAY)
    login = logged_in(world, "card_only")

    withdrawal = {"task": "withdrawal", "details": {"amount": 100}}
    tasks = [
        world.http.post(f"{API}/verifications", {"login": login.id, **task})
        for task in (withdrawal, {"task": "change_number"})
    ]

    assert [(each.status_code, each.json()["code"]) for each in tasks] == [(409, "card_only")] * 2
    straight = world.http.post(f"{API}/withdrawals", {"login": login.id, "amount": 100})
    assert straight.status_code == 403
    assert login.view()["access"] == "card_only"
    assert request_card(world, login)["state"] == "pending"


def test_g33_the_passcode_confirms_withdrawals_for_its_two_days_alone(world: World) -> None:
    """G5, F13: a limit is told for what confirms now."""
    limits = [world.http.get(f"{API}/customers/jun/limits", params={"amount": 5_000_000}).json()]
    world.http.advance(2 * DAY)
    limits += [world.http.get(f"{API}/customers/jun/limits", params={"amount": 5_000_000}).json()]

    assert [each["kind"] for each in limits[0]["devices"]] == ["temporary_passcode"]
    assert limits[0]["devices"][0]["allows"]
    assert limits[1]["devices"] == [], "and this is not the limit of having no device"


def test_after_ten_days_there_is_nothing_left_but_client_services(world: World) -> None:
    world.http.advance(10 * DAY)

    answer = begin(world)

    assert (answer.status_code, answer.json()["code"]) == (409, "temporary_access_over")
    assert "ibkr.com/support" in answer.json()["detail"]


def test_the_whole_way_of_a_card(world: World) -> None:
    login = logged_in(world)
    card = request_card(world, login)
    matches(card, "OnlineCard")
    cells = dict(CELL.findall(show(world, card, login=login.id).text))

    answer = prove(world, card, login, cells)

    matches(answer.json(), "OnlineCard")
    assert answer.status_code == 200
    assert (answer.json()["state"], len(cells)) == ("active", 224)
    days_left = datetime.fromisoformat(answer.json()["expires_at"]) - world.core.clock.now()
    assert timedelta(days=21) - timedelta(minutes=1) < days_left <= timedelta(days=21)
    world.http.advance(15 * DAY)
    again = LoginScreen.of(world.http, "jun", platform="tws")
    asked = again.post("factor", {"factor": card["card"]}).json()["challenge"]["cells"]
    verified = again.verify("".join(cells[each] for each in asked))
    assert verified.json() == {"state": "verified", "access": "full"}


def test_the_page_is_kept_by_nobody_and_shows_no_full_name(world: World) -> None:
    login = logged_in(world)
    card = request_card(world, login)

    page = show(world, card, login=login.id, language="en")

    assert page.headers["Cache-Control"] == "no-store"
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    assert page.headers["Content-Type"].startswith("text/html")
    assert "jun" not in page.text
    assert login.id not in page.text
    assert 'lang="en"' in page.text
    assert 'lang="zh-CN"' in show(world, card, login=login.id).text, "the login's own language"


def test_the_page_is_for_the_holder_alone(world: World) -> None:
    login = logged_in(world)
    card = request_card(world, login)
    stranger = LoginScreen.of(world.http, "alice")

    answers = [
        show(world, card),
        show(world, card, login="x" * 43),
        show(world, card, login="\0"),
        show(world, card, login=stranger.id),
        show(world, {"print_url": "/online-cards/nothing/print"}, login=login.id),
    ]

    assert [each.status_code for each in answers] == [404] * 5
    assert not any(CELL.search(each.text) for each in answers)
    assert world.http.get(str(card["print_url"])).status_code == 405, "no address shows a card"


def test_a_card_in_force_is_shown_no_more(world: World) -> None:
    login = logged_in(world)
    card = request_card(world, login)
    prove(world, card, login, dict(CELL.findall(show(world, card, login=login.id).text)))

    assert show(world, card, login=login.id).status_code == 404


def test_a_wrong_proof_and_an_unknown_card_have_their_codes(world: World) -> None:
    login = logged_in(world)
    card = request_card(world, login)
    world.http.post(f"{API}/online-cards/{card['card']}/activate", {"login": login.id})

    def answered(card_id: object, step: str, body: Any) -> tuple[int, str]:
        answer = world.http.post(f"{API}/online-cards/{card_id}/{step}", body)
        return answer.status_code, answer.json()["code"]

    wrong = {"login": login.id, "response": "AAAAAA"}
    assert answered(card["card"], "verify", wrong) == (403, "not_verified")
    assert answered(card["card"], "verify", {"login": login.id}) == (403, "not_verified")
    assert answered("nothing", "verify", wrong) == (404, "card_unknown")
    assert answered("nothing", "activate", wrong) == (404, "card_unknown")
    assert answered("%00", "activate", wrong) == (422, "bad_request")
    assert answered(card["card"], "verify", {"response": "AAAAAA"}) == (422, "bad_request")
    assert answered(card["card"], "activate", {"login": "nothing"}) == (404, "login_unknown")


def test_a_card_is_not_for_other_logins(world: World) -> None:
    on_phone = LoginScreen.of(world.http, "jun", platform="ios")
    on_phone.verify(passcode(world))
    waiting = LoginScreen.of(world.http, "jun")

    answers = [
        world.http.post(f"{API}/online-cards", {"login": each.id}) for each in (on_phone, waiting)
    ]

    codes = [(each.status_code, each.json()["code"]) for each in answers]
    assert codes == [(409, "card_not_offered"), (403, "not_verified")]


def test_an_agent_issues_a_passcode_and_is_told_it_once(world: World) -> None:
    answer = issue(world, lost=["factor-alice-sms"])

    body = answer.json()
    matches(body, "IssuedPasscode")
    assert answer.status_code == 201
    assert answer.headers["Cache-Control"] == "no-store"
    login = LoginScreen.of(world.http, "alice")
    assert login.verify(body["passcode"]).json()["access"] == "full"
    with world.core.units.read() as unit:
        stored = unit.temporary_accesses.passcode(body["factor"])
    assert stored is not None
    assert stored.hashed.startswith("$argon2id$")
    assert body["passcode"] not in repr(stored)


def test_nobody_but_an_agent_issues_one(world: World) -> None:
    """In the demo every browser may call the API of login screens, and not this."""
    answer = world.http.post(f"{API}/passcodes", {"username": "jun", "agent": "agent.en"})

    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")


def test_f17_a_second_one_straight_after_is_refused(world: World) -> None:
    assert issue(world).status_code == 201

    answers = [issue(world), issue(world, username="jun")]

    codes = [(each.status_code, each.json()["code"]) for each in answers]
    assert codes == [(409, "passcode_consecutive")] * 2


def test_a_passcode_asked_for_again_under_the_same_key_is_not_told_again(world: World) -> None:
    asked = {"username": "alice", "agent": "agent.en"}
    headers = {**AGENT, "Idempotency-Key": "one-call"}

    answers = [world.http.post(f"{API}/passcodes", asked, headers=headers) for _ in range(2)]

    assert [each.status_code for each in answers] == [201, 409]
    assert answers[0].json()["passcode"] not in answers[1].text


def test_a_wrong_proof_sent_again_under_the_same_key_is_charged_once(world: World) -> None:
    login = logged_in(world)
    card = request_card(world, login)
    cells = dict(CELL.findall(show(world, card, login=login.id).text))
    world.http.post(f"{API}/online-cards/{card['card']}/activate", {"login": login.id})

    for _ in range(9):
        world.http.post(
            f"{API}/online-cards/{card['card']}/verify",
            {"login": login.id, "response": "AAAAAA"},
            headers={"Idempotency-Key": "the-same"},
        )

    assert prove(world, card, login, cells).status_code == 200


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"username": "nobody"}, 404, "account_unknown"),
        ({"lost": ["factor-bao-dsc_plus"]}, 409, "wrong_state"),
        ({"lost": "factor-alice-sms"}, 422, "bad_request"),
        ({"lost": [1]}, 422, "bad_request"),
        ({"lost": ["x"] * 21}, 422, "bad_request"),
        ({"agent": None}, 422, "bad_request"),
        ({"agent": "x" * 65}, 422, "bad_request"),
        ({"username": ""}, 422, "bad_request"),
    ],
)
def test_a_passcode_that_cannot_be_issued(
    body: dict[str, Any], status: int, code: str, world: World
) -> None:
    answer = issue(world, **body)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_no_passcode_and_no_code_of_a_card_is_logged(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    login = logged_in(world)
    card = request_card(world, login)
    cells = dict(CELL.findall(show(world, card, login=login.id).text))
    told = issue(world).json()["passcode"]
    prove(world, card, login, cells)

    logged = json.dumps([record.getMessage() for record in caplog.records])

    assert told not in logged
    assert passcode(world) not in logged
    assert login.id not in "".join(line for line in logged.split('"') if "print" in line)


@pytest.mark.parametrize(
    ("equity", "eligible"),
    [("49999999", False), ("50000000", True), ("50000001", True), ("0", False), ("-1", False)],
)
def test_who_may_ask_for_a_dsc_plus(equity: str, eligible: bool, world: World) -> None:
    """F19, X3."""
    answer = world.http.get(f"{API}/eligibility/dsc-plus", params={"equity": equity})

    assert answer.json() == {"eligible": eligible, "equity": int(equity), "threshold": 50_000_000}


@pytest.mark.parametrize("equity", [None, "", "1.5", "1e9", "--1", "9" * 18, "٥"])
def test_an_equity_is_whole_cents(equity: str | None, world: World) -> None:
    answer = world.http.get(f"{API}/eligibility/dsc-plus", params={"equity": equity})

    assert (answer.status_code, answer.json()["code"]) == (422, "amount_invalid")
