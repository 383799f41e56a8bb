"""What every action shares: it holds nothing, runs off the event loop, and answers with ids."""

import asyncio
from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.serving import core_of_this_process
from sls.domain.conversations import Understood
from sls.services.turns import Taken


class CapabilityAction(Action, ABC):
    """An action for one capability.

    Actions hold no engine, lock or client: the core is built on first use in the process that
    serves them. A synchronous `run` would block its event loop, so the service runs in a thread.
    """

    @property
    @abstractmethod
    def capability(self) -> str:
        """The capability; abstract, so that rasa-sdk does not register this base class."""

    def name(self) -> str:
        """Return the name that rules use."""
        return f"action_{self.capability}"

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],  # noqa: ARG002 - the signature is rasa-sdk's
    ) -> list[dict[str, Any]]:
        """Take the turn and answer with ids and values, and with the words as well."""
        message = tracker.latest_message
        metadata = message.get("metadata") or {}
        if metadata.get("probe"):
            dispatcher.utter_message(json_message={"probe": {**metadata, "action": self.name()}})
            return []
        said = understood(self.capability, message)
        taken = await asyncio.to_thread(_take, tracker.sender_id, metadata.get("turn"), said)
        data = [each.as_data() for each in taken.utterances]
        dispatcher.utter_message(text=_words(taken), json_message={"messages": data})
        return []


def understood(capability: str, message: dict[str, Any]) -> Understood:
    """Return what Rasa understood, as the core takes it."""
    intent = message.get("intent") or {}
    ranking = [
        (str(each["name"]), float(each["confidence"])) for each in message.get("intent_ranking", [])
    ]
    entities = {str(each["entity"]): str(each["value"]) for each in message.get("entities", [])}
    return Understood(
        capability=capability,
        text=message.get("text") or "",
        intent=str(intent.get("name") or "nlu_fallback"),
        confidence=float(intent.get("confidence") or 0.0),
        ranking=ranking,
        entities=entities,
    )


def _take(sender: str, turn: str | None, said: Understood) -> Taken:
    conversing = core_of_this_process().conversing
    if turn is None:
        return conversing.take_from_shell(sender, said)
    return conversing.take(sender, turn, said)


def _words(taken: Taken) -> str:
    texts = core_of_this_process().texts
    return "\n".join(texts.say(taken.language, each) for each in taken.utterances)
