"""An interpreter that understands what the test has taught it, as Rasa and its actions would."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sls.domain.conversations import Understood
from sls.domain.errors import GatewayError
from sls.domain.understanding import FALLBACK
from sls.ports import Heard

Take = Callable[[str, str, Understood], Any]


class TaughtInterpreter:
    """Hands taught texts to the core as understood; every other text is clarified.

    `attend` says who takes the turns; `goes_down` and `comes_up` are Rasa's health, and
    `falls_silent` is a Rasa that answers although nobody took the turn.
    """

    def __init__(self) -> None:
        self.heard: list[Heard] = []
        self._taught: dict[str, Understood] = {}
        self._take: Take | None = None
        self._is_down = False
        self._is_silent = False
        self._fails_after_taking = False

    def attend(self, take: Take) -> None:
        """Say whom to hand the turns to."""
        self._take = take

    def teach(
        self,
        text: str,
        capability: str,
        intent: str,
        *,
        confidence: float = 0.95,
        ranking: Sequence[tuple[str, float]] = (),
        entities: Mapping[str, str] | None = None,
    ) -> None:
        """Understand this text from now on."""
        self._taught[text] = Understood(
            capability, text, intent, confidence, ranking, dict(entities or {})
        )

    def goes_down(self) -> None:
        """Fail from now on."""
        self._is_down = True

    def falls_silent(self) -> None:
        """Answer from now on although nobody took the turn."""
        self._is_silent = True

    def fails_after_taking(self) -> None:
        """Fail from now on, but only when the turn has been taken: the answer got lost."""
        self._fails_after_taking = True

    def comes_up(self) -> None:
        """Be well again."""
        self._is_down = self._is_silent = self._fails_after_taking = False

    def hear(self, heard: Heard) -> None:
        """Have the turn taken."""
        self.heard.append(heard)
        if self._is_down:
            raise GatewayError("assistant_unavailable", is_retryable=True)
        if self._is_silent:
            return
        not_understood = Understood("clarify", heard.text, FALLBACK, 0.1)
        assert self._take is not None
        self._take(heard.conversation_id, heard.turn, self._taught.get(heard.text, not_understood))
        if self._fails_after_taking:
            raise GatewayError("assistant_unavailable", is_retryable=True)
