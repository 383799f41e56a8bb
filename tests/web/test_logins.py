"""The SLS API that login screens call (design 4.4)."""

from typing import Any

import pytest
import requests

from sls.adapters.vault import KeyedCodeVault
from sls.domain.codes import CODE_LIFETIME, MAX_ATTEMPTS, OneTimeCode
from sls.domain.factors import Channel
from tests.people import NUMBERS, LoginScreen
from tests.world import World

UNKNOWN = "x" * 43


def code_of(world: World, username: str = "alice") -> str:
    """Let the worker send what is due and read the code in the newest text message."""
    world.work()
    (code,) = {
        "".join(char for char in message["text"] if char.isdigit())[:6]
        for message in world.http.inbox(NUMBERS[username])[-1:]
    }
    return code


def sent(world: World, username: str = "alice") -> tuple[LoginScreen, str]:
    """Log in and have a code sent by text message."""
    login = LoginScreen.of(world.http, username)
    assert login.ask_for("sms").status_code == 202
    return login, code_of(world, username)


def same_but_for_its_date(answer: requests.Response) -> tuple[int, bytes, dict[str, str]]:
    """Return everything of an answer that another answer can be told apart by."""
    headers = {name: value for name, value in answer.headers.items() if name != "Date"}
    return answer.status_code, answer.content, headers


@pytest.mark.parametrize(
    ("username", "state", "kinds"),
    [
        ("alice", "ready", ["sms"]),
        ("dana", "ready", ["security_code_card"]),
        ("bao", "choose", ["dsc_plus", "ib_key_ios"]),
        ("eli", "choose", ["dsc", "gold"]),
    ],
)
def test_a_right_password_opens_a_pending_login(
    username: str, state: str, kinds: list[str], world: World
) -> None:
    body = {"username": username, "password": f"{username}-demo-2fa", "platform": "ios"}

    answer = world.http.post("/api/sls/v1/logins", body)

    login = answer.json()
    assert answer.status_code == 201
    assert list(login) == ["login", "state", "factors", "expires_at"]
    assert login["state"] == state
    assert sorted(each["kind"] for each in login["factors"]) == kinds
    assert all(list(each) == ["id", "kind", "label"] for each in login["factors"])
    assert len(login["login"]) >= 43
    assert login["expires_at"].endswith("Z")


def test_nothing_is_sent_before_a_code_is_asked_for(world: World) -> None:
    LoginScreen.of(world.http, "alice")

    world.work()

    assert world.http.inbox(NUMBERS["alice"]) == []


@pytest.mark.parametrize("username", ["ALICE", " alice "])
def test_a_user_name_is_folded(username: str, world: World) -> None:
    body = {"username": username, "password": "alice-demo-2fa", "platform": "tws"}

    answer = world.http.post("/api/sls/v1/logins", body)

    assert answer.status_code == 201


def test_the_factors_are_named_in_the_language_of_the_login(world: World) -> None:
    body = {"username": "bao", "password": "bao-demo-2fa", "platform": "ios"}

    chinese = world.http.post("/api/sls/v1/logins", body).json()["factors"]
    english = world.http.post("/api/sls/v1/logins", {**body, "language": "en"}).json()["factors"]

    assert {each["id"] for each in chinese} == {each["id"] for each in english}
    assert {each["label"] for each in chinese} != {each["label"] for each in english}


def test_every_refused_login_looks_the_same(world: World) -> None:
    right = {"username": "alice", "password": "alice-demo-2fa", "platform": "tws"}
    wrong: list[dict[str, Any]] = [
        {"password": "wrong"},
        {"password": "alice-demo-2fa "},
        {"password": "ALICE-DEMO-2FA"},
        {"username": "nobody"},
        {"username": "nobody", "password": "wrong"},
        {"username": "al'; DROP TABLE customers --"},
        {"username": "dana"},
        {"username": "kara", "password": "x" * 1024},
    ]

    answers = [world.http.post("/api/sls/v1/logins", {**right, **each}) for each in wrong]

    first = same_but_for_its_date(answers[0])
    assert first[0] == 401
    assert answers[0].json()["code"] == "login_refused"
    assert all(same_but_for_its_date(each) == first for each in answers)


@pytest.mark.parametrize("kind", ["ib_key_ios", "dsc_plus"])
def test_a_device_puts_its_challenge_when_it_is_chosen(kind: str, world: World) -> None:
    """F20: after the password the device is chosen, and its own screen follows."""
    login = LoginScreen.of(world.http, "bao")

    answer = login.post("factor", {"factor": f"factor-bao-{kind}"})

    body = answer.json()
    assert answer.status_code == 200
    assert list(body) == ["kind", "challenge", "expires_at"]
    assert body["kind"] == kind
    assert len(body["challenge"]) == 6
    assert body["challenge"].isdigit()
    assert login.view()["state"] == "ready"


def test_a_card_asks_for_two_of_its_cells(world: World) -> None:
    login = LoginScreen.of(world.http, "dana")

    answer = login.post("factor", {"factor": "factor-dana-security_code_card"})

    cells = answer.json()["challenge"]["cells"]
    assert answer.status_code == 200
    assert len(cells) == len(set(cells)) == 2


def test_a_factor_that_receives_codes_puts_no_challenge(world: World) -> None:
    login = LoginScreen.of(world.http, "alice")

    answer = login.post("factor", {"factor": "factor-alice-sms"})

    assert (answer.status_code, answer.json()["challenge"]) == (200, None)


@pytest.mark.parametrize("factor", ["factor-alice-sms", "factor-bao-sms", "nonsense"])
def test_a_factor_of_somebody_else_cannot_be_chosen(factor: str, world: World) -> None:
    login = LoginScreen.of(world.http, "bao")

    answer = login.post("factor", {"factor": factor})

    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")


def test_another_factor_cannot_be_chosen_afterwards(world: World) -> None:
    login = LoginScreen.of(world.http, "bao")
    first = login.post("factor", {"factor": "factor-bao-dsc_plus"})

    other = login.post("factor", {"factor": "factor-bao-ib_key_ios"})
    again = login.post("factor", {"factor": "factor-bao-dsc_plus"})

    assert (other.status_code, other.json()["code"]) == (409, "wrong_state")
    assert again.status_code == 200
    assert again.json()["challenge"] != first.json()["challenge"], "a new one each time"


@pytest.mark.parametrize("channel", ["sms", "voice"])
def test_a_code_is_on_its_way_to_a_masked_number(channel: str, world: World) -> None:
    login = LoginScreen.of(world.http, "alice")

    answer = login.ask_for(channel)

    body = answer.json()
    assert answer.status_code == 202
    assert list(body) == ["delivery", "channel", "to"]
    assert (body["channel"], body["to"]) == (channel, "+1 ••• 0101")
    assert login.view() == {
        "state": "ready",
        "access": None,
        "deliveries": [{"id": body["delivery"], "channel": channel, "state": "queued"}],
    }


@pytest.mark.parametrize(
    ("username", "platform", "version", "channel", "reason", "offer"),
    [
        ("fang", "ios", None, "voice", "country_not_reached", "sms"),
        ("alice", "tws", "978", "voice", "tws_version", "sms"),
        ("alice", "tws", "10.29", "voice", "tws_version", "sms"),
        ("fang", "tws", "978", "voice", "tws_version", "sms"),
        ("kara", "ios", None, "sms", "number_changed", None),
        ("dana", "ios", None, "sms", "not_an_sms_factor", None),
    ],
)
def test_a_channel_that_does_not_reach_the_customer_says_why_and_what_does(
    username: str,
    platform: str,
    version: str | None,
    channel: str,
    reason: str,
    offer: str | None,
    world: World,
) -> None:
    login = LoginScreen.of(world.http, username, platform=platform, platform_version=version)

    answers = {
        language: login.post("code", {"channel": channel}, headers={"Accept-Language": language})
        for language in ("en", "zh-CN")
    }

    for answer in answers.values():
        body = answer.json()
        assert answer.status_code == 409
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert body["code"] == "channel_unavailable"
        assert (body["reason"], body["offer"]) == (reason, offer)
    assert answers["en"].json()["detail"] != answers["zh-CN"].json()["detail"]
    assert login.view()["deliveries"] == []


@pytest.mark.parametrize("version", ["10.30", "1030", "10.31.2", None])
def test_the_latest_builds_of_tws_offer_voice(version: str | None, world: World) -> None:
    login = LoginScreen.of(world.http, "alice", platform="tws", platform_version=version)

    answer = login.ask_for("voice")

    assert answer.status_code == 202


def test_a_second_code_has_to_wait_and_is_told_how_long(world: World) -> None:
    login = LoginScreen.of(world.http, "alice")
    login.ask_for("sms")

    answer = login.ask_for("sms")

    assert (answer.status_code, answer.json()["code"]) == (429, "resend_too_soon")
    assert 1 <= int(answer.headers["Retry-After"]) <= 30
    assert answer.headers["Retry-After"] in answer.json()["detail"]


def test_after_the_wait_the_next_code_goes_out(world: World) -> None:
    login = LoginScreen.of(world.http, "alice")
    login.ask_for("sms")

    world.http.advance(int(login.ask_for("sms").headers["Retry-After"]))
    answer = login.ask_for("sms")

    assert answer.status_code == 202


def test_the_first_change_of_channel_and_a_new_login_wait_for_nothing(world: World) -> None:
    first = LoginScreen.of(world.http, "alice")
    first.ask_for("sms")

    other_channel = first.ask_for("voice")
    other_login = LoginScreen.of(world.http, "alice").ask_for("sms")

    assert (other_channel.status_code, other_login.status_code) == (202, 202)


def test_a_number_gets_five_codes_in_ten_minutes(world: World) -> None:
    answers = [LoginScreen.of(world.http, "alice").ask_for("sms") for _ in range(6)]

    assert [each.status_code for each in answers] == [202] * 5 + [429]
    assert 500 < int(answers[-1].headers["Retry-After"]) <= 600


def test_a_verified_login_gives_its_own_codes_back_to_the_limit(world: World) -> None:
    for _ in range(4):
        LoginScreen.of(world.http, "alice").ask_for("sms")
    login, code = sent(world)
    login.verify(code)

    answer = LoginScreen.of(world.http, "alice").ask_for("sms")

    assert answer.status_code == 202


def test_a_right_code_verifies_the_login_once(world: World) -> None:
    login, code = sent(world)

    answer = login.verify(code)

    assert (answer.status_code, answer.json()) == (200, {"state": "verified", "access": "full"})
    assert login.view()["state"] == "verified"


@pytest.mark.parametrize(
    "typed", ["{} {}", "{}-{}", "  {}{}\n", "{}\u2011{}", "{}\u00a0{}", "{}　{}"]
)
def test_the_blanks_and_hyphens_that_people_add_are_forgiven(typed: str, world: World) -> None:
    login, code = sent(world)

    answer = login.verify(typed.format(code[:3], code[3:]))

    assert answer.status_code == 200


def test_a40_full_width_digits_are_digits(world: World) -> None:
    login, code = sent(world)

    answer = login.verify(code.translate({ord("0") + n: ord("０") + n for n in range(10)}))

    assert answer.status_code == 200


@pytest.mark.parametrize("zero", "٠۰०๐𝟎", ids=lambda zero: f"U+{ord(zero):X}")
def test_a40_digits_of_other_scripts_are_not(zero: str, world: World) -> None:
    login, code = sent(world)
    other = "".join(chr(ord(zero) + int(digit)) for digit in code)

    answer = login.verify(other)

    # Mathematical digits are compatibility forms of ASCII, which NFKC folds as it does full width.
    expected = 200 if zero == "𝟎" else 403
    assert answer.status_code == expected


@pytest.mark.parametrize(
    "change",
    [
        lambda c: "0" + c,
        lambda c: c + "0",
        lambda c: c[:5],
        lambda c: "+" + c[1:],
        lambda c: c + "\u202e",
        lambda c: f"{int(c)}.0",
        lambda c: f"0x{int(c):x}",
        lambda _: "　" * 60,
    ],
    ids=["9 digits", "one more", "one less", "a sign", "a control", "a decimal", "hex", "blanks"],
)
def test_a_code_that_is_not_exactly_six_digits_is_wrong(change: Any, world: World) -> None:
    login, code = sent(world)

    answer = login.verify(change(code))

    assert (answer.status_code, answer.json()["code"]) == (403, "not_verified")


def not_verified(world: World, case: str) -> requests.Response:
    """Bring about one of the reasons for which a code does not verify a login."""
    if case == "unknown":
        return LoginScreen(world.http, UNKNOWN, "ready").verify("123456")
    login, code = sent(world)
    wrong = str((int(code) + 1) % 1_000_000).zfill(6)
    if case == "used":
        login.verify(code)
    elif case == "expired":
        world.http.advance(10 * 60 + 1)
    elif case == "login over":
        world.http.advance(20 * 60 + 1)
    elif case == "locked":
        for _ in range(MAX_ATTEMPTS):
            login.verify(wrong)
    elif case == "of another login":
        login = LoginScreen.of(world.http, "alice")
        login.ask_for("sms")
    return login.verify(wrong if case == "wrong" else code)


def test_every_code_that_does_not_verify_looks_the_same(world: World) -> None:
    cases = ["wrong", "used", "expired", "login over", "locked", "of another login", "unknown"]
    answers = {}
    for case in cases:
        world.reset()
        answers[case] = not_verified(world, case)

    first = same_but_for_its_date(answers["wrong"])
    assert first[0] == 403
    assert answers["wrong"].json()["code"] == "not_verified"
    assert {case for case in cases if same_but_for_its_date(answers[case]) != first} == set()


def test_a40_the_leading_zeros_of_a_code_are_kept(world: World) -> None:
    login = LoginScreen.of(world.http, "alice")
    now = world.core.clock.now()
    with world.core.units.write() as unit:
        pending = unit.logins.get(login.id)
        assert pending is not None
        digest = KeyedCodeVault(world.settings.secret).digest(pending, "000042")
        unit.codes.add(OneTimeCode("a code", login.id, digest, None, now, now + CODE_LIFETIME))

    without, with_them = login.verify("42"), login.verify("000042")

    assert (without.status_code, with_them.status_code) == (403, 200)


@pytest.mark.parametrize("step", ["factor", "code"])
def test_a_login_that_is_not_known_is_a_problem(step: str, world: World) -> None:
    body = {"factor": {"factor": "factor-alice-sms"}, "code": {"channel": "sms"}}[step]

    answer = LoginScreen(world.http, UNKNOWN, "ready").post(step, body)

    assert (answer.status_code, answer.json()["code"]) == (404, "login_unknown")


def test_a_login_that_is_over_takes_no_more_steps(world: World) -> None:
    login, _ = sent(world)
    world.http.advance(20 * 60 + 1)

    answer = login.ask_for("voice")

    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")
    assert login.view()["state"] == "expired"


def test_a_verified_login_gets_no_more_codes(world: World) -> None:
    login, code = sent(world)
    login.verify(code)

    answers = [login.ask_for(channel) for channel in Channel]

    assert {each.status_code for each in answers} == {409}


def test_a_text_message_that_arrived_is_delivered(world: World) -> None:
    login, _ = sent(world)

    assert login.last_delivery() in {"placing", "delivered"}


def test_the_message_is_in_the_language_of_the_login(world: World) -> None:
    for language in ("en", "zh_CN"):
        LoginScreen.of(world.http, "alice", language=language).ask_for("sms")
    world.work()

    english, chinese = (each["text"] for each in world.http.inbox(NUMBERS["alice"]))

    assert english.isascii()
    assert not chinese.isascii()
