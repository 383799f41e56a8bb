"""The whisper of `<Number url>`: what is said to whoever picks up, before the two are connected."""

import logging
import threading

from standin.calls import Call, Instruction
from standin.conversation import Conversation, Wait
from standin.documents import CallOver, Documents, Redirected
from standin.exchange import Exchange
from standin.faults import Faults
from standin.refusals import TwimlTrouble
from standin.settings import StandinSettings
from standin.twiml import Dial
from standin.webhooks import Webhooks

# "Cannot Dial out from a Dial Call Segment."
DIAL_WITHIN_DIAL = 13201

logger = logging.getLogger(__name__)


class Whisper:
    """One whisper; while it lasts, the person called is in a call of their own."""

    def __init__(
        self, call: Call, exchange: Exchange, settings: StandinSettings, faults: Faults
    ) -> None:
        self._call = call
        self._exchange = exchange
        self._settings = settings
        self._faults = faults
        # Heard to its end, by somebody who did not hang up and was not hung up on.
        self.is_over = False

    def start(self, instruction: Instruction) -> threading.Thread:
        """Let the whisper be heard; whoever waits for its end is woken."""
        self._call.instruction = instruction
        name = f"standin-whisper-{self._call.sid}"
        thread = threading.Thread(target=self._perform, name=name, daemon=True)
        thread.start()
        return thread

    def _perform(self) -> None:
        webhooks = Webhooks(self._settings.auth_token)
        documents = Documents(self._call, self._exchange, webhooks, self._faults)
        conversation = Conversation(
            self._call, self._exchange, documents, self._settings.pace, refuse_to_dial
        )
        try:
            conversation.carry_out()
            self._finish()
        except (CallOver, Redirected):
            logger.debug("standin.whisper_cut_off")
        except TwimlTrouble as trouble:
            self._fail(trouble)
        finally:
            webhooks.close()

    def _finish(self) -> None:
        with self._exchange.changed:
            self._call.is_closing = False
            self.is_over = True
            self._exchange.touch()

    def _fail(self, trouble: TwimlTrouble) -> None:
        at = self._exchange.now()
        with self._exchange.changed:
            self._exchange.record(self._call, "state", f"error {trouble.code}", at)
            self._call.note(at, "error", code=trouble.code, url=trouble.url)
            self._exchange.move(self._call, "completed", at, sip_code=200)


def refuse_to_dial(call: Call, dial: Dial, base: str, wait: Wait) -> dict[str, str]:  # noqa: ARG001
    """Refuse a connection within a connection.

    Raises: TwimlTrouble.
    """
    raise TwimlTrouble(DIAL_WITHIN_DIAL, base)
