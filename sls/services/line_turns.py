"""One turn of a call to our line: what a key, words or silence mean."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from sls.domain.calls import CallTurn
from sls.domain.conversations import Digits, Option, Said
from sls.domain.line_calls import LONGEST_DOUBT, MAX_TURNS, SURE, Asked, LineCall
from sls.domain.pick_ups import carried, pick_up_number
from sls.domain.redaction.masking import CARD, CODE, SECRET, mask
from sls.domain.redaction.slips import tells_only_secrets
from sls.ports import Clock, UnitOfWork, Words
from sls.services.choosing import chosen_in_words, label_text, last_offered
from sls.services.finding_person import CALLBACK
from sls.services.hearing import Hearing
from sls.services.line_at import At, at_call
from sls.services.line_menus import (
    AGAIN_KEY,
    LANGUAGE_KEY,
    LANGUAGE_KEYS,
    MAIN_MENU,
    MORE_KEY,
    NO_KEY,
    PERSON_KEY,
    PROVE,
    PROVE_TO_BE_CALLED,
    START_KEY,
    YES_KEY,
    chosen,
    chosen_at_step,
    has_more,
    key_named,
    other_language,
    spoken,
    yes_or_no,
)
from sls.services.line_places import LinePlaces, asked_next
from sls.services.line_texts import REST, TEXT
from sls.services.proving_caller import ProvingCaller

_SECRETS = frozenset({CODE, SECRET, CARD})
# Options whose choice sends a message.
_SENDING = frozenset({PROVE, PROVE_TO_BE_CALLED, TEXT})


@dataclass(frozen=True)
class ToUnderstand:
    """Masked words that are still to be understood."""

    words: str


@dataclass(frozen=True)
class ToProve:
    """A code whose try has been charged, to be judged once that is committed."""

    code: str


Left: TypeAlias = ToUnderstand | ToProve | None


class LineTurns:
    """Takes turns within a transaction; what needs another one after it is handed back."""

    def __init__(
        self,
        clock: Clock,
        words: Words,
        hearing: Hearing,
        places: LinePlaces,
        proving: ProvingCaller,
    ) -> None:
        self._clock = clock
        self._words = words
        self._hearing = hearing
        self._places = places
        self._proving = proving
        self._when_asked: dict[Asked, Callable[[At, CallTurn], Left]] = {
            Asked.LANGUAGE: self._hear_language,
            Asked.RESUME: self._hear_resume,
            Asked.NUMBER: self._hear_number,
            Asked.PROOF: self._hear_code,
            Asked.DOUBT: self._hear_doubt,
            Asked.CHOICE: self._hear_wish,
            Asked.STEP: self._hear_wish,
        }

    def take(self, unit: UnitOfWork, call: LineCall, said: CallTurn) -> Left:
        """Take a turn; return what is left to do once this is committed."""
        at = at_call(unit, call, said.caller)
        take = self._when_asked.get(call.asked)
        if take is None:
            return None  # nothing is awaited now
        call.knows_keys = call.knows_keys or call.asked is Asked.STEP
        now, mistaken_at = self._clock.now(), call.last_at
        at = replace(at, is_slip=bool(said.keys) and call.is_slip(now))
        call.go_on(mistaken_at if at.is_slip else now)
        self._tell_news(at)
        if call.turn > MAX_TURNS:
            self._places.end(at)
            return None
        if said.is_silence:
            self._places.be_patient(at)
            return None
        return take(at, said)

    def _tell_news(self, at: At) -> None:
        """Say first that a text message came to nothing, if one did."""
        news = self._places.news(at)
        if news is not None:
            _hold_sends(at)
            self._places.say(at, news)

    def judge(self, unit: UnitOfWork, call: LineCall, code: str) -> None:
        """Judge a code whose try was charged; a right one says whose call this is."""
        at, now = at_call(unit, call), self._clock.now()
        customer_id = self._proving.take(unit, call, code, now)
        if customer_id is not None:
            at.conversation.customer_id, at.conversation.last_at = customer_id, now
            call.hear_something()
            call.asked = Asked.CHOICE
            is_for_call = PROVE_TO_BE_CALLED in last_offered(unit, at.conversation.id)
            self._places.say(at, "line.proved", "topic:withdrawal_limit", CALLBACK)
            if is_for_call:
                self._act(at, Option(CALLBACK))
        elif self._proving.is_open(unit, call, now):
            self._places.say(at, "line.code_wrong")
        else:
            self._places.return_to_place(unit, call, "line.code_over")

    def _hear_language(self, at: At, said: CallTurn) -> Left:
        language = LANGUAGE_KEYS.get(said.keys)
        if language is None:
            if not at.is_slip:
                self._places.miss(at, set())
            return None
        self._places.begin_in(at, language)
        return None

    def _hear_resume(self, at: At, said: CallTurn) -> Left:
        earlier = at.unit.conversations.get(at.call.resumes or "")
        if said.keys != YES_KEY or earlier is None:
            self._places.begin_in(at, at.conversation.language)
            return None
        at.conversation.walks = earlier.walks
        at.conversation.answers = carried(earlier.answers)
        self._act(at, Option("repeat"))
        return None

    def _hear_number(self, at: At, said: CallTurn) -> Left:
        if said.keys in (START_KEY, PERSON_KEY):
            at.conversation.open_question = None
            self._press(at, said.keys)
            return None
        number = pick_up_number(said.keys)
        if number is None:
            self._places.say(at, "line.pick_up_short")
            self._places.miss(at, set())
            return None
        self._hearing.record(at.unit, at.conversation, at.call.name(), CODE, is_masked=False)
        self._act(at, Digits(number))
        return None

    def _hear_code(self, at: At, said: CallTurn) -> Left:
        if said.keys in (START_KEY, PERSON_KEY):
            self._press(at, said.keys)
            return None
        name = at.call.name()
        self._hearing.record(at.unit, at.conversation, name, CODE, is_masked=False)
        if self._proving.charge(at.unit, at.call, self._clock.now()):
            return ToProve(said.keys)
        self._places.return_to_place(at.unit, at.call, "line.code_over")
        return None

    def _ask_for_proof(self, at: At) -> None:
        """Send a code to the number that calls, if it is on file; say the same if it is not."""
        now, language = self._clock.now(), at.conversation.language
        self._proving.begin(at.unit, at.call, at.caller, language, now)
        at.call.hear_something()
        at.call.asked = Asked.PROOF
        self._places.say(at, "line.proof_sent")

    def _hear_doubt(self, at: At, said: CallTurn) -> Left:
        answer = said.keys or yes_or_no(self._words, said.words)
        doubted = at.call.doubt or ""
        at.call.asked = asked_next(at.conversation, set())
        if answer == YES_KEY:
            return self._understand(at, doubted)
        at.call.doubt = None
        if answer == NO_KEY:
            self._places.say(at, "line.say_again")
            self._places.miss(at, set())
            return None
        return self._hear_wish(at, said)

    def _hear_wish(self, at: At, said: CallTurn) -> Left:
        key = said.keys or key_named(self._words, said.words)
        if key is None:
            return self._hear_words(at, said)
        self._press(at, key)
        return None

    def _hear_words(self, at: At, said: CallTurn) -> Left:
        masked = mask(said.words, told_before=self._hearing.told_before(at.unit, at.conversation))
        name = at.call.name()
        if self._option_in(at, masked.text) in _SENDING:
            _hold_sends(at)
        self._hearing.record(at.unit, at.conversation, name, masked.text, masked.is_masked)
        is_slip = masked.is_masked and at.conversation.walks and tells_only_secrets(masked.text)
        if is_slip or masked.text in _SECRETS:
            self._places.say_last(at)
            return None
        if said.confidence < SURE and len(masked.text) > LONGEST_DOUBT:
            self._places.say(at, "line.say_again")
            self._places.miss(at, set())
            return None
        if said.confidence < SURE and not masked.is_masked:
            at.call.asked, at.call.doubt = Asked.DOUBT, masked.text
            self._places.say(at, "line.doubt", words=masked.text)
            return None
        return self._understand(at, masked.text)

    def _understand(self, at: At, text: str) -> Left:
        option = self._option_in(at, text)
        if option is not None:
            self._act(at, Option(option))
            return None
        at.call.asked, at.call.holds = Asked.HOLD, 0
        return ToUnderstand(text)

    def _option_in(self, at: At, text: str) -> str | None:
        """Return the option that words name, or None."""
        if self._places.is_text_asked_for(at, text):
            return TEXT
        return chosen_in_words(at.unit, self._words, at.conversation, text)

    def _press(self, at: At, key: str) -> None:
        options = last_offered(at.unit, at.conversation.id)
        if key == PERSON_KEY:
            self._choose(at, "hand_off")
        elif key == START_KEY:
            self._places.start_over(at)
        elif key == AGAIN_KEY:
            at.call.knows_keys = False
            self._places.say_last(at)
        elif at.call.asked is Asked.STEP:
            self._press_at_step(at, options, key)
        else:
            self._press_in_menu(at, options, key)

    def _press_at_step(self, at: At, options: list[str], key: str) -> None:
        option = chosen_at_step(options, key)
        at.call.knows_keys = option is not None and option.id != "repeat"
        if option is not None:
            self._choose(at, option.id)
        else:
            self._refuse_key(at)

    def _press_in_menu(self, at: At, options: list[str], key: str) -> None:
        choices = spoken(options)
        option = chosen(choices, at.call.page, key)
        if option is not None:
            self._choose(at, option.id)
        elif key == MORE_KEY and has_more(choices):
            at.call.page += 1
            at.call.misses = at.call.silences = 0
        elif key == LANGUAGE_KEY and tuple(options) == MAIN_MENU:
            self._places.begin_in(at, other_language(at.conversation.language))
        else:
            self._refuse_key(at)

    def _refuse_key(self, at: At) -> None:
        self._places.say(at, "line.no_such_key")
        if not at.is_slip:
            self._places.miss(at, set())

    def _choose(self, at: At, option: str) -> None:
        if option in _SENDING:
            _hold_sends(at)
        label = label_text(self._words, at.conversation.language, option)
        self._hearing.record(at.unit, at.conversation, at.call.name(), label, is_masked=False)
        self._act(at, Option(option))

    def _act(self, at: At, said: Said) -> None:
        if said in (Option(PROVE), Option(PROVE_TO_BE_CALLED)):
            self._ask_for_proof(at)
            return
        if said in (Option(TEXT), Option(REST)):
            self._places.text(at) if said == Option(TEXT) else self._places.say_rest(at)
            return
        self._hearing.take_within(at.unit, at.conversation, at.call.name(), said)
        self._places.settle(at.unit, at.call, at.caller)


def _hold_sends(at: At) -> None:
    """Hold what a send is counted by, before the first event; after it a unit waits for nobody."""
    at.unit.deliveries.lock_number(at.caller)
    at.unit.expenses.lock()
