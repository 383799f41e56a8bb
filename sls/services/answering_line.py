"""Answering the line: whoever calls us is helped by keys and words, in two languages."""

from datetime import datetime

from sls.domain.calls import CallTurn, HangUp, Speech
from sls.domain.conversations import PHONE, Conversation
from sls.domain.errors import CallRefused, GatewayError
from sls.domain.languages import ENGLISH
from sls.domain.line_calls import MAX_HOLDS, RESUMED_WITHIN, Asked, LineCall
from sls.domain.messages import Utterance
from sls.ports import Clock, UnitOfWork, UnitsOfWork
from sls.ports.digests import Digests
from sls.services.choosing import last_offered
from sls.services.finding_person import FindingPerson
from sls.services.hearing import Hearing
from sls.services.line_places import LinePlaces
from sls.services.line_speech import Person, speech
from sls.services.line_turns import LineTurns, ToProve
from sls.services.reporting import Reporting
from sls.services.transferring import Transferring
from sls.services.turns import said_in

_CALLERS = "callers of the line"
_NEWEST = 10


class AnsweringLine:
    """A turn in, speech out; each turn acts once, however often it is handed in."""

    def __init__(
        self,
        units: UnitsOfWork,
        clock: Clock,
        digests: Digests,
        hearing: Hearing,
        turns: LineTurns,
        places: LinePlaces,
        reporting: Reporting,
        person: FindingPerson,
        transferring: Transferring,
    ) -> None:
        self._units = units
        self._clock = clock
        self._digests = digests
        self._hearing = hearing
        self._turns = turns
        self._places = places
        self._reporting = reporting
        self._person = person
        self._transferring = transferring

    def answer(self, sid: str, caller: str) -> Speech:
        """A call comes in: ask for the language, or whether to go on after a dropped call.

        The number that calls says in which language to greet, and nothing else: it is no proof
        of who calls. An empty one is somebody who withholds it.
        """
        with self._units.write() as unit:
            call = unit.line_calls.get_to_change(sid)
            if call is None:
                call = self._begin(unit, sid, caller)
            return self._speech(unit, call)

    def hear(self, sid: str, turn: int, said: CallTurn) -> Speech:
        """Take what came back on a turn, once.

        Raises:
            CallRefused: there is no such call, or it has not come to this turn.
        """
        with self._units.write() as unit:
            call = self._live(unit, sid, turn)
            left = self._turns.take(unit, call, said) if turn == call.turn else None
            if left is None:
                return self._speech(unit, call)
            turn = call.turn
        if isinstance(left, ToProve):
            return self._judge(sid, turn, left.code)
        return self._understand(sid, turn, left.words, said.caller)

    def wait(self, sid: str, turn: int, caller: str = "") -> Speech:
        """Look whether words have been understood meanwhile, and if not, try again.

        Raises:
            CallRefused: as `hear`.
        """
        with self._units.write() as unit:
            call = self._live(unit, sid, turn)
            if turn != call.turn or call.asked is not Asked.HOLD:
                return self._speech(unit, call)
            words = _last_heard(unit, call)
        return self._understand(sid, turn, words, caller)

    def connected(self, sid: str, turn: int, *, is_bridged: bool = True) -> Speech:
        """Take what became of connecting the call with a person, though the caller be gone.

        Raises:
            CallRefused: as `hear`.
        """
        with self._units.write() as unit:
            call = self._known(unit, sid, turn)
            if call.is_over:
                return self._told_after(unit, call, turn, is_bridged=is_bridged)
            if turn == call.turn and call.asked is Asked.PERSON:
                call.go_on(self._clock.now())
                if self._transferring.end(unit, sid, is_bridged=is_bridged):
                    call.asked = Asked.OVER
                else:
                    self._places.miss_person(unit, call)
            return self._speech(unit, call)

    def end(self, sid: str) -> None:
        """The call is over; told again, or of a call we do not know, nothing happens."""
        with self._units.write() as unit:
            call = unit.line_calls.get_to_change(sid)
            if call is not None and not call.is_over:
                call.ended_at = call.last_at = self._clock.now()
                self._transferring.leave(unit, sid)

    def _begin(self, unit: UnitOfWork, sid: str, caller: str) -> LineCall:
        now = self._clock.now()
        digest = self._digests.digest(_CALLERS, caller) if caller else None
        earlier = self._broken_off(unit, digest, now) if digest else None
        language = earlier.language if earlier else _language_on_file(unit, caller)
        conversation = self._hearing.new_conversation(language, PHONE)
        conversation.is_language_pinned = earlier is not None
        unit.conversations.add(conversation)
        asked = Asked.RESUME if earlier else Asked.LANGUAGE
        call = LineCall(sid, conversation.id, digest, asked, now, now)
        unit.line_calls.add(call)
        if earlier is not None:
            call.resumes = earlier.id
            self._reporting.say(unit, conversation, Utterance("line.resume"), now, call.name())
        return call

    def _broken_off(self, unit: UnitOfWork, caller: bytes, now: datetime) -> Conversation | None:
        """Return the conversation of a call that may have been cut off in the middle of steps."""
        call = unit.line_calls.latest_from(caller, now - RESUMED_WITHIN)
        if call is None or not call.is_over or call.asked is Asked.OVER:
            return None  # who still talks was not cut off; another caller may show their number
        is_unanswered = call.asked is Asked.RESUME and call.resumes
        source = call.resumes if is_unanswered else call.conversation_id
        conversation = unit.conversations.get(source or "")
        return conversation if conversation is not None and conversation.walks else None

    def _told_after(
        self, unit: UnitOfWork, call: LineCall, turn: int, *, is_bridged: bool
    ) -> Speech:
        """Take whether two people were bridged, once there is nobody to speak to any more."""
        if turn == call.turn and call.asked is Asked.PERSON:
            self._transferring.end(unit, call.sid, is_bridged=is_bridged)
        return Speech(ENGLISH, None, (HangUp(),))

    def _live(self, unit: UnitOfWork, sid: str, turn: int) -> LineCall:
        call = self._known(unit, sid, turn)
        if call.is_over:
            raise CallRefused
        return call

    def _known(self, unit: UnitOfWork, sid: str, turn: int) -> LineCall:
        call = unit.line_calls.get_to_change(sid)
        if call is None or turn > call.turn:
            raise CallRefused
        return call

    def _judge(self, sid: str, turn: int, code: str) -> Speech:
        """Judge a code, after its try has been committed."""
        with self._units.write() as unit:
            call = self._live(unit, sid, turn)
            if turn == call.turn:
                self._turns.judge(unit, call, code)
            return self._speech(unit, call)

    def _understand(self, sid: str, turn: int, words: str, caller: str) -> Speech:
        """Have words understood, with nothing held meanwhile."""
        with self._units.read() as unit:
            call = self._live(unit, sid, turn)
            conversation = unit.conversations.get(call.conversation_id)
            assert conversation is not None
            name = call.name(turn)
        is_understood = True
        try:
            self._hearing.let_understand(conversation, name, words)
        except GatewayError:
            is_understood = False
        with self._units.write() as unit:
            call = self._live(unit, sid, turn)
            if turn == call.turn and call.asked is Asked.HOLD:
                if is_understood:
                    self._places.settle(unit, call, caller)
                else:
                    self._hold(unit, call)
            return self._speech(unit, call)

    def _hold(self, unit: UnitOfWork, call: LineCall) -> None:
        """Ask for a moment, and after some of those go back to what works without words."""
        call.holds += 1
        if call.holds > MAX_HOLDS:
            self._hearing.give_up(unit, call.conversation_id, call.name())
            call.go_on(self._clock.now())
            self._places.return_to_place(unit, call, "line.not_now")

    def _speech(self, unit: UnitOfWork, call: LineCall) -> Speech:
        conversation = unit.conversations.get(call.conversation_id)
        assert conversation is not None
        said = said_in(unit.conversations.events_of_turn(conversation.id, call.name()))
        options = last_offered(unit, conversation.id)
        person = self._person_for(unit, call)
        return speech(call, conversation.language, said, options, person)

    def _person_for(self, unit: UnitOfWork, call: LineCall) -> Person | None:
        """Return who is rung for a call that is being put through."""
        number = self._person.number
        if call.asked is not Asked.PERSON or number is None:
            return None
        transfer = unit.transfers.latest_of(call.sid)
        return Person(number, transfer.id) if transfer is not None else None


def _language_on_file(unit: UnitOfWork, caller: str) -> str:
    customers = unit.customers.with_number(caller) if caller else ()
    languages = {each.language for each in customers}
    return languages.pop() if len(languages) == 1 else ENGLISH


def _last_heard(unit: UnitOfWork, call: LineCall) -> str:
    """Return the words that are being understood, masked as they were kept."""
    if call.doubt:
        return call.doubt
    messages = unit.conversations.recent_messages(call.conversation_id, _NEWEST)
    told = (each.data["text"] for each in messages if each.data.get("from") == "customer")
    return next(told, "")
