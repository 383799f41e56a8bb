"""Hands a customer's words to Rasa, whose rule then runs one action on the core."""

from typing import Any

import requests

from sls.domain.conversations import PHONE
from sls.domain.errors import GatewayError
from sls.ports import Heard

# Rasa itself would wait five minutes for a hung action; a customer does not.
DEADLINE_SECONDS = 4.0
# On the phone the silence is heard; whoever waits there is asked for a moment instead.
SPOKEN_DEADLINE_SECONDS = 3.0


class RasaGateway:
    """Rasa's guarded REST channel."""

    def __init__(self, base_url: str, token: str) -> None:
        self._url = f"{base_url}/webhooks/guarded/webhook"
        self._headers = {"Authorization": f"Bearer {token}"}

    def hear(self, heard: Heard) -> None:
        """Let Rasa act on a message.

        Raises:
            GatewayError: Rasa is down, late, or answered nothing, which is how a dead action
                server looks from here.
        """
        metadata = {"turn": heard.turn, "language": heard.language, "channel": heard.channel}
        is_spoken = heard.channel == PHONE
        deadline = SPOKEN_DEADLINE_SECONDS if is_spoken else DEADLINE_SECONDS
        self._post(heard.conversation_id, heard.text, metadata, deadline)

    def probe(self) -> dict[str, Any]:
        """Return what an action says of the running assistant, such as its tracker store."""
        answers = self._post("probe", "hello", {"probe": True}, DEADLINE_SECONDS)
        for answer in answers:
            custom = answer.get("custom")
            if isinstance(custom, dict) and isinstance(custom.get("probe"), dict):
                return dict(custom["probe"])
        raise GatewayError("no_probe", is_retryable=True)

    def _post(
        self, sender: str, text: str, metadata: dict[str, Any], deadline: float
    ) -> list[dict[str, Any]]:
        body = {"sender": sender, "message": text, "metadata": metadata}
        try:
            response = requests.post(self._url, json=body, headers=self._headers, timeout=deadline)
            response.raise_for_status()
            answers = response.json()
        except (requests.RequestException, ValueError) as error:
            raise GatewayError("assistant_unavailable", is_retryable=True) from error
        if not isinstance(answers, list) or not answers:
            raise GatewayError("assistant_silent", is_retryable=True)
        return [answer for answer in answers if isinstance(answer, dict)]
