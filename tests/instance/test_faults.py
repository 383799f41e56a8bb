"""Processes are killed while they are needed: nothing is lost, nothing is done twice (A22)."""

import os
import signal
import time
import uuid
from pathlib import Path

import pytest

from tests.instance.conftest import OwnInstance
from tests.people import NUMBERS, Chat, LoginScreen, Phone, eventually

LOOPBACK = {"0100007F", "00000000000000000000000001000000", "0000000000000000FFFF00000100007F"}
LISTEN = "0A"


def listening(processes: dict[int, str]) -> dict[str, str]:
    """Return the addresses on which processes listen, with who does."""
    sockets: dict[str, str] = {}
    for process, command in processes.items():
        for each in Path(f"/proc/{process}/fd").iterdir():
            try:
                target = str(each.readlink())
            except OSError:
                continue
            if target.startswith("socket:["):
                sockets[target[8:-1]] = command
    found = {}
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in Path(table).read_text(encoding="ascii").splitlines()[1:]:
            columns = line.split()
            if columns[3] == LISTEN and columns[9] in sockets:
                found[columns[1]] = sockets[columns[9]]
    return found


@pytest.fixture
def instance(own_instance: OwnInstance) -> OwnInstance:
    """Give the module's instance, whole and as new."""
    own_instance.waits_to_be_ready()
    own_instance.http.reset()
    return own_instance


def test_every_process_listens_on_loopback_only(instance: OwnInstance) -> None:
    found = listening(instance.processes())

    assert len(found) >= 3, "Rasa, the action server and the web server"
    assert {address.split(":")[0] for address in found} <= LOOPBACK


def test_a_killed_worker_comes_back(instance: OwnInstance) -> None:
    before = set(instance.processes("-m worker"))

    instance.kill("-m worker")
    eventually(lambda: set(instance.processes("-m worker")) - before)
    login = LoginScreen.of(instance.http, "alice")
    login.ask_for("sms")

    eventually(lambda: login.last_delivery() == "delivered", 30)


def test_a_worker_killed_right_after_queuing_loses_nothing_and_rings_once(
    instance: OwnInstance,
) -> None:
    login, phone = LoginScreen.of(instance.http, "alice"), Phone(instance.http, NUMBERS["alice"])

    assert login.ask_for("voice").status_code == 202
    instance.kill("-m worker")
    eventually(phone.rings, 45)
    phone.does("answer")
    phone.presses_the_gate_key()
    code = phone.hears_the_code("en")

    assert login.verify(code).status_code == 200
    assert len(phone.calls()) == 1


def test_a_worker_killed_again_and_again_sends_each_message_once(instance: OwnInstance) -> None:
    logins = []
    for username in ("alice", "hugo", "ines"):
        logins.append(LoginScreen.of(instance.http, username))
        logins[-1].ask_for("sms")
        instance.kill("-m worker")

    for login in logins:
        eventually(lambda login=login: login.last_delivery() == "delivered", 60)

    for username in ("alice", "hugo", "ines"):
        assert len(instance.http.inbox(NUMBERS[username])) == 1


def test_a_killed_web_server_comes_back_with_every_conversation(instance: OwnInstance) -> None:
    chat = Chat.open(instance.http)
    chat.choose("hand_off")
    before = chat.events()

    instance.kill("gunicorn")
    instance.waits_to_be_ready()

    assert chat.events() == before
    assert chat.choose("hand_off")["messages"]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_without_rasa_options_work_and_words_are_taken_up_later(
    language: str, instance: OwnInstance
) -> None:
    chat = Chat.open(instance.http, language=language)
    message = {
        "text": {"en": "hello there", "zh_CN": "你好"}[language],
        "client_id": str(uuid.uuid4()),
    }
    for process in instance.processes("rasa run"):
        os.kill(process, signal.SIGSTOP if language == "zh_CN" else signal.SIGKILL)
    started = time.monotonic()

    failed = chat.post(message, **{"Accept-Language": language.replace("_", "-")})
    took = time.monotonic() - started
    chosen = chat.choose("topic:code_not_received")

    assert (failed.status_code, failed.json()["code"]) == (503, "assistant_unavailable")
    assert took < 6, "the customer is not kept waiting"
    system = [each["data"] for each in chat.events() if each["data"].get("from") == "system"]
    assert [each["language"] for each in system] == [language]
    assert system[0]["text"].isascii() == failed.json()["detail"].isascii() == (language == "en")
    assert chosen["messages"][-1]["options"]

    for process in instance.processes("rasa run"):
        os.kill(process, signal.SIGCONT)
    instance.waits_to_be_ready()
    again = chat.post(message)

    assert again.status_code == 200
    assert [each["from"] for each in again.json()["messages"]] == ["assistant"]
    own = [each for each in chat.events() if each["data"].get("from") == "customer"]
    assert [each["data"]["text"] for each in own].count(message["text"]) == 1


def test_the_logs_of_all_this_hold_no_secret(instance: OwnInstance) -> None:
    login, phone = LoginScreen.of(instance.http, "alice"), Phone(instance.http, NUMBERS["alice"])
    chat = Chat.open(instance.http, login=login.id)
    chat.say("my password is hunter2horse")
    chat.choose("send_code:voice")
    phone.picks_up()
    phone.presses_the_gate_key()
    code = phone.hears_the_code("en")
    login.verify(code)

    log = instance.log()

    assert log
    for secret in (code, "hunter2horse", "alice-demo-2fa", login.id, chat.opened["session"]):
        assert secret not in log


def test_ctrl_c_leaves_no_process_behind(instance: OwnInstance) -> None:
    before = instance.processes()

    instance.stop()

    assert len(before) >= 5
    assert instance.processes() == {}
    assert not [each for each in before if _is_alive(each, before[each])]


def _is_alive(process: int, command: str) -> bool:
    try:
        now = Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return False
    return now == command
