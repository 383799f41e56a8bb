"""A call that Twilio has placed for one code, and what its webhooks answer."""

from dataclasses import dataclass
from xml.etree import ElementTree as ET

from twilio.request_validator import RequestValidator
from werkzeug.test import TestResponse

from sls.adapters.vault import KeyedCodeVault
from sls.domain.deliveries import Delivery
from tests.people import LoginScreen
from tests.voice.documents import parsed
from tests.world import World

PUBLIC = "https://assistant.example"
TOKEN, OLD_TOKEN = "the token of now", "the token of before"
SID, OTHER_SID = "CA" + "1" * 32, "CA" + "2" * 32
LANGUAGES = ("en", "zh_CN")


@dataclass
class Call:
    """A call that Twilio has placed for one delivery."""

    world: World
    delivery: str
    language: str
    login: LoginScreen
    sid: str = SID

    @classmethod
    def of(cls, world: World, language: str = "en", channel: str = "voice") -> "Call":
        """Have a code sent to Alice; a worker has it in hand and its request has left."""
        login = LoginScreen.of(world.http, "alice", language=language)
        delivery = login.ask_for(channel).json()["delivery"]
        (taken,) = world.core.delivering.take("a worker", 1)
        assert taken.id == delivery
        return cls(world, delivery, language, login)

    def row(self) -> Delivery:
        """Return what the database holds of the delivery."""
        with self.world.core.units.read() as unit:
            found = unit.deliveries.get(self.delivery)
        assert found is not None
        return found

    def code(self) -> str:
        """Return the code, as only the vault can tell it."""
        with self.world.core.units.read() as unit:
            code = unit.codes.get(self.row().code_id)
        assert code is not None
        assert code.sealed is not None
        return KeyedCodeVault(self.world.settings.secret).unseal(code.sealed, code.id)

    def post(self, step: str, token: str = TOKEN, **params: str) -> TestResponse:
        """Post to a webhook of this call, signed over the public address."""
        path = f"/voice/calls/{self.row().job}/{step}"
        return post(self.world, path, token, CallSid=self.sid, **params)

    def document(self, step: str, **params: str) -> ET.Element:
        """Post to a webhook of this call and take its TwiML apart."""
        answer = self.post(step, **params)
        assert answer.status_code == 200
        assert answer.mimetype == "text/xml"
        return parsed(answer.get_data())

    def says(self, message_id: str, **values: object) -> str:
        """Return a text of the catalogue in the language of the call."""
        return self.world.core.texts.text(self.language, message_id, **values)


def post(world: World, path: str, token: str = TOKEN, **params: str) -> TestResponse:
    """Post to a path, signed over the public address."""
    signature = RequestValidator(token).compute_signature(PUBLIC + path, params)
    return world.client.post(path, data=params, headers={"X-Twilio-Signature": signature})


def words(document: ET.Element) -> list[str]:
    """Return what each Say of a document says."""
    return ["".join(say.itertext()) for say in document.iter("Say")]


def addresses(document: ET.Element) -> list[str]:
    """Return every address and every other attribute of a document."""
    values = [value for part in document.iter() for value in part.attrib.values()]
    return values + [part.text or "" for part in document.iter("Redirect")]
