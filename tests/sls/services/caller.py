"""Somebody who calls our line: presses keys, says words, is silent, and hears ids of texts."""

from dataclasses import replace

from sls.domain.calls import CallTurn, Connect, GoOn, HangUp, Listen, ReadCode, Speak, Speech
from sls.domain.messages import Utterance
from tests.fakes.bootstrap import ALICE, World


class Caller:
    """One call to our line, on the turn that was said last."""

    def __init__(self, world: World, sid: str = "CA1", number: str = ALICE) -> None:
        self._world = world
        self.line = world.answering_line
        self.sid = sid
        self.number = number
        self.speech: Speech = self.line.answer(sid, number)

    @classmethod
    def in_menu(cls, world: World, sid: str = "CA1", number: str = ALICE) -> "Caller":
        """Return a caller who has chosen English."""
        caller = cls(world, sid, number)
        caller.presses("1")
        return caller

    @classmethod
    def at_step(cls, world: World, sid: str = "CA1", number: str = ALICE) -> "Caller":
        """Return a caller at the first step of "I got no code", for TWS."""
        caller = cls.in_menu(world, sid, number)
        caller.presses("1")
        caller.presses("2")
        return caller

    def presses(self, keys: str) -> list[str]:
        """Press keys, and return what is heard."""
        return self.turns(CallTurn(keys=keys))

    def says(self, words: str, confidence: float = 0.9) -> list[str]:
        """Say words, and return what is heard."""
        return self.turns(CallTurn(words=words, confidence=confidence))

    def is_cut_off(self) -> None:
        """Be gone in the middle."""
        self.line.end(self.sid)

    def is_silent(self) -> list[str]:
        """Say and press nothing, and return what is heard."""
        return self.turns(CallTurn())

    def turns(self, said: CallTurn) -> list[str]:
        """Hand in a turn."""
        self.speech = self.line.hear(self.sid, self.turn, replace(said, caller=self.number))
        return self.hears()

    def waits(self) -> list[str]:
        """Do what is asked while words are being understood."""
        (on,) = [part for part in self.speech.parts if isinstance(part, GoOn)]
        turn, _, step = on.to.partition("/")
        assert step == "wait"
        self.speech = self.line.wait(self.sid, int(turn), self.number)
        return self.hears()

    @property
    def turn(self) -> int:
        """The turn that the last speech waits for."""
        (to,) = [part.to for part in self.speech.parts if isinstance(part, Listen)]
        turn, _, step = to.partition("/")
        assert step == "heard"
        return int(turn)

    @property
    def listen(self) -> Listen:
        """How the last speech listens."""
        (listen,) = [part for part in self.speech.parts if isinstance(part, Listen)]
        return listen

    @property
    def is_hung_up(self) -> bool:
        """Whether the call has been ended."""
        return isinstance(self.speech.parts[-1], HangUp)

    @property
    def connection(self) -> Connect | None:
        """Whom the call is connected with."""
        return next((part for part in self.speech.parts if isinstance(part, Connect)), None)

    def hears(self) -> list[str]:
        """Return what is said, with options as their key and id, and steps as their texts."""
        return [_heard(each) for each in self.spoken()]

    def spoken(self) -> list[Speak]:
        """Return all texts, in order."""
        found: list[Speak] = []
        for part in self.speech.parts:
            if isinstance(part, Speak):
                found.append(part)
            elif isinstance(part, Listen):
                found += part.prompts
        return found

    def digits(self) -> list[str]:
        """Return the digits that are read out."""
        return [part.code for part in self.speech.parts if isinstance(part, ReadCode)]

    def conversation(self):
        """Return the conversation as it stands."""
        with self._world.units.read() as unit:
            call = unit.line_calls.get_to_change(self.sid)
            assert call is not None
            return unit.conversations.get(call.conversation_id)

    def call(self):
        """Return the call as it stands."""
        with self._world.units.read() as unit:
            return unit.line_calls.get_to_change(self.sid)


def _heard(speak: Speak) -> str:
    if speak.message_id == "line.option":
        return f"{speak.values['key']} {_id(speak.values['label'])}"
    inner = speak.values.get("text")
    return _id(inner) if inner is not None else speak.message_id


def _id(value: object) -> str:
    return value.id if isinstance(value, Utterance) else str(value["id"])  # type: ignore[index]
