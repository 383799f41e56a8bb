"""Where a call to our line stands: what is said and asked there, and how patient we are."""

from collections.abc import Sequence

from sls.domain.conversations import Conversation
from sls.domain.line_calls import MAX_MISSES, MAX_SILENCES, Asked, LineCall
from sls.domain.messages import Utterance
from sls.ports import Clock, UnitOfWork
from sls.services.choosing import last_offered
from sls.services.finding_person import CALLBACK, CONNECTING
from sls.services.line_at import At, at_call
from sls.services.line_menus import MAIN_MENU, PROVE, PROVE_TO_BE_CALLED, spoken
from sls.services.line_texts import WANTED, LineTexts
from sls.services.picking_up import PICK_UP
from sls.services.reporting import Reporting
from sls.services.transferring import Transferring
from sls.services.turns import said_in

_GOODBYES = frozenset({"small_talk.goodbye", "line.goodbye", "line.silence_goodbye"})
# Not understood; or understood, and it is for a menu to say which of a few was meant.
_UNCLEAR = "clarify."
_TO_CHOOSE_FROM = frozenset({"clarify.which", "clarify.offer_person", "clarify.none"})
# About how a turn was answered; the rest of a turn can be said once more.
_PROMPTS = frozenset(
    {
        "line.silence",
        "line.take_your_time",
        "line.no_such_key",
        "line.say_again",
        "line.slower",
        "line.not_now",
        "line.way_out",
        "line.person_missed",
        "line.person_missed_known",
        "line.code_wrong",
        "line.code_over",
        "redaction.masked",
        "line.text_wanted",
        "line.text_sent",
        "line.text_not_now",
        "line.text_impossible",
        "line.text_failed",
        "line.text_landline",
        "line.text_opted_out",
    }
)
_LOOKS_BACK = 6
_TO_BE_CALLED = frozenset({PROVE, PROVE_TO_BE_CALLED, CALLBACK})
_NOT_CAUGHT = "clarify.not_understood"


class LinePlaces:
    """What a turn may do with the place where its call stands."""

    def __init__(
        self, clock: Clock, reporting: Reporting, texts: LineTexts, transferring: Transferring
    ) -> None:
        self._clock = clock
        self._reporting = reporting
        self._texts = texts
        self._transferring = transferring

    def settle(self, unit: UnitOfWork, call: LineCall, caller: str = "") -> None:
        """After a turn was acted on, see what is to be asked; or to be texted to the caller."""
        at = at_call(unit, call, caller)
        conversation = at.conversation
        said = said_in(unit.conversations.events_of_turn(conversation.id, call.name()))
        ids = {each.id for each in said}
        call.is_slow = call.is_slow or "line.slower" in ids
        if any(each.startswith(_UNCLEAR) for each in ids):
            call.page, call.doubt = 0, None
            self.miss(at, ids)
            if _NOT_CAUGHT in ids and call.asked is not Asked.OVER:
                self.say(at, "line.menu", *MAIN_MENU)
        else:
            call.hear_something()
        if call.asked is not Asked.OVER:
            call.asked = asked_next(conversation, ids)
        if call.asked is Asked.PERSON:
            self._transferring.of_line(at)
        if WANTED in ids:
            self.text(at)
        elif call.asked in (Asked.CHOICE, Asked.STEP) and not self._offer_text(at, said):
            self._offer_anything_else(at, said)

    def text(self, at: At) -> None:
        """Text what the caller stands at, and say so."""
        at.call.hear_something()
        answer = self._texts.send(at)
        self._say_again(at, answer)
        self._offer_anything_else(at, (answer,))

    def say_rest(self, at: At) -> None:
        """Say what was left out when it was offered as a text message."""
        at.call.hear_something()
        rest = self._texts.rest(at)
        for each in rest:
            self._say_again(at, each)
        if not rest:
            self.say_last(at)

    def news(self, at: At) -> str | None:
        """Return what is to be said of a text message that came to nothing."""
        return self._texts.news(at)

    def is_text_asked_for(self, at: At, words: str) -> bool:
        """Whether words take up the offer of a text message."""
        return self._texts.is_asked_for(at, words)

    def _offer_text(self, at: At, said: Sequence[Utterance]) -> bool:
        offer = self._texts.offer(at, said)
        if offer is not None:
            self._say_again(at, offer)
        return offer is not None

    def _offer_anything_else(self, at: At, said: Sequence[Utterance]) -> None:
        """Open the menu again where there is nothing left to choose from."""
        is_lost = at.call.asked is Asked.CHOICE and at.conversation.open_question is None
        if is_lost and not any(spoken(each.options) for each in said):
            self.say(at, "line.anything_else", *MAIN_MENU)

    def return_to_place(self, unit: UnitOfWork, call: LineCall, message_id: str) -> None:
        """Say something and go back to where the caller was: the step, the question, the menu."""
        at = at_call(unit, call)
        self.say(at, message_id)
        if at.conversation.walks:
            call.asked = asked_next(at.conversation, set())
        else:
            self.open_menu(at)

    def miss_person(self, unit: UnitOfWork, call: LineCall) -> None:
        """Nobody of ours took the call: go back, and offer a call to whoever says who they are."""
        at = at_call(unit, call)
        left = last_offered(unit, at.conversation.id) if at.conversation.walks else MAIN_MENU
        options = [each for each in left if each not in _TO_BE_CALLED]
        call.asked = asked_next(at.conversation, set())
        call.page = 0
        if at.conversation.customer_at(self._clock.now()) is None:
            self.say(at, "line.person_missed", PROVE_TO_BE_CALLED, *options)
        else:
            self.say(at, "line.person_missed_known", CALLBACK, *options)

    def say(self, at: At, message_id: str, *options: str, **values: str) -> None:
        """Say one text in this turn."""
        utterance = Utterance(message_id, values, options)
        self._say_again(at, utterance)

    def _say_again(self, at: At, utterance: Utterance) -> None:
        now = self._clock.now()
        self._reporting.say(at.unit, at.conversation, utterance, now, at.call.name())

    def begin_in(self, at: At, language: str) -> None:
        """Begin with the main menu in a language, which stays."""
        at.conversation.language, at.conversation.is_language_pinned = language, True
        at.call.hear_something()
        self.say(at, "line.welcome")
        self.open_menu(at)

    def open_menu(self, at: At) -> None:
        """Offer what the line helps with."""
        at.call.asked = Asked.CHOICE
        at.call.page = 0
        self.say(at, "line.menu", *MAIN_MENU)

    def end(self, at: At) -> None:
        """Say goodbye."""
        at.call.asked = Asked.OVER
        self.say(at, "line.goodbye")

    def start_over(self, at: At) -> None:
        """Leave whatever is under way, and offer the main menu."""
        at.conversation.walks = []
        at.conversation.open_question = at.conversation.pending = None
        at.call.hear_something()
        self.open_menu(at)

    def be_patient(self, at: At) -> None:
        """After silence: shortly, then in full, then a goodbye that says how to come back."""
        call = at.call
        call.silences += 1
        if call.asked in (Asked.LANGUAGE, Asked.RESUME) and call.silences > 1:
            self.begin_in(at, at.conversation.language)
        elif call.silences >= MAX_SILENCES:
            call.asked = Asked.OVER
            self.say(at, "line.silence_goodbye")
        elif call.asked is Asked.STEP and call.silences == 1:
            self.say(at, "line.take_your_time")
        elif call.asked is not Asked.LANGUAGE:
            self.say(at, "line.silence")
            self.say_last(at)

    def miss(self, at: At, ids: set[str]) -> None:
        """Three times not understood: say how to reach a person; once more: goodbye."""
        call = at.call
        call.misses += 1
        if call.misses > MAX_MISSES:
            self.end(at)
        elif call.misses == MAX_MISSES and "clarify.offer_person" not in ids:
            self.say(at, "line.way_out")

    def say_last(self, at: At) -> None:
        """Say once more what was said last, without what was about how it was answered."""
        events_of_turn, newest = at.unit.conversations.events_of_turn, at.call.turn - 1
        for turn in range(newest, max(-1, newest - _LOOKS_BACK), -1):
            said = said_in(events_of_turn(at.conversation.id, at.call.name(turn)))
            again = [each for each in said if each.id not in _PROMPTS]
            again = [each for each in again if self._texts.may_repeat(at, each)]
            for each in again:
                self._say_again(at, each)
            if again:
                return


def asked_next(conversation: Conversation, ids: set[str]) -> Asked:
    """Return what a call waits for, by where its conversation stands and what was just said."""
    if CONNECTING in ids:
        return Asked.PERSON
    if ids & _GOODBYES:
        return Asked.OVER
    if conversation.open_question == PICK_UP:
        return Asked.NUMBER
    is_at_step = conversation.walks and conversation.open_question is None
    return Asked.STEP if is_at_step and not ids & _TO_CHOOSE_FROM else Asked.CHOICE
