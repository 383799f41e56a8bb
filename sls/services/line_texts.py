"""What a call to our line says in a text message: when that is offered, to whom, and what goes out.

The message goes to the number that calls and to no other. Whoever proved that it is theirs may
read their own figures in it; everybody else reads what is the same for all, once in a call.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from sls.domain.budgets import Expense, prefix_of
from sls.domain.conversations import PHONE, Understood
from sls.domain.deliveries import Delivery, DeliveryState
from sls.domain.endings import End, ending_of
from sls.domain.errors import BudgetSpent
from sls.domain.factors import Channel
from sls.domain.line_calls import Asked
from sls.domain.messages import Utterance
from sls.domain.purposes import Purpose
from sls.domain.spoken_answers import (
    A_DAY,
    MAX_UNPROVED_A_DAY,
    is_answer,
    is_general,
    is_long,
    most_texts,
    said_first,
    seconds_to_say,
)
from sls.ports import Clock, NumberingPlan, Randomness, Words
from sls.services.choosing import last_offered
from sls.services.guiding import Guiding
from sls.services.handing_over import HandingOver
from sls.services.line_at import At
from sls.services.line_menus import means, mentions
from sls.services.sending import SendingRules
from sls.services.spending import Spending
from sls.services.turns import Turn, begin_turn, said_in
from sls.services.writing_answers import Answer, WritingAnswers

TEXT, REST = "text_answer", "hear_rest"
OFFER, OFFER_STEPS = "line.text_offer", "line.text_steps"
OFFERS = frozenset({OFFER, OFFER_STEPS})
# Said when a text message was asked for in words; whoever carries the call looks for it.
WANTED = "line.text_wanted"
# As long as whoever asked is likely to look at the phone for it.
_LIFETIME = timedelta(minutes=10)
_LIMITS = "limits."
_CODES = "code_not_received"
_FAILED = "line.text_failed"
_FAILED_BECAUSE = {
    End.LANDLINE.value: "line.text_landline",
    End.OPTED_OUT.value: "line.text_opted_out",
}
_LOOKS_BACK = 6


class LineTexts:
    """Offers and sends them, within a turn of a call."""

    def __init__(
        self,
        clock: Clock,
        randomness: Randomness,
        plan: NumberingPlan,
        words: Words,
        guiding: Guiding,
        rules: SendingRules,
        handing_over: HandingOver,
        writing: WritingAnswers,
    ) -> None:
        self._clock = clock
        self._randomness = randomness
        self._plan = plan
        self._words = words
        self._guiding = guiding
        self._countries = rules.countries
        self._spending = Spending(rules.spending)
        self._handing_over = handing_over
        self._writing = writing

    def offer(self, at: At, said: Sequence[Utterance]) -> Utterance | None:
        """Return the offer to read what is long by ear, if it is and somebody may be texted."""
        parts = [each for each in said if is_answer(each.id)]
        seconds = [self._seconds(at, each) for each in parts]
        options = tuple(last_offered(at.unit, at.conversation.id))
        if is_long(sum(seconds)):
            kept = said_first(seconds)
            rest = (REST,) if kept < len(parts) else ()
            offered = Utterance(OFFER, {"kept": kept}, (TEXT, *rest, *options))
            is_kept = self._fits(at, self._of_parts(at, parts)) and self._may_text(at)
            return offered if is_kept else None
        if at.call.asked is Asked.STEP and _is_first_step(said):
            steps = self._steps(at)
            is_much = is_long(sum(self._seconds(at, each) for each in steps))
            if is_much and self._fits(at, self._of_steps(at)) and self._may_text(at):
                return Utterance(OFFER_STEPS, {"count": len(steps)}, (*options, TEXT))
        return None

    def is_asked_for(self, at: At, words: str) -> bool:
        """Whether words take up the offer that was made last."""
        is_open = TEXT in last_offered(at.unit, at.conversation.id)
        return is_open and means(self._words, "hear.text_answer", words)

    def is_meant(self, turn: Turn, said: Understood) -> bool:
        """Whether a wish for a text message is for what is being said, and not for a code.

        A code is meant by whoever names it. Else the offer decides, while it is open, and then
        the steps under way, unless they are about a code that did not come.
        """
        if turn.conversation.channel != PHONE or self._names_a_code(said.text):
            return False
        if TEXT in last_offered(turn.unit, turn.conversation.id):
            return True
        guide = self._guiding.current(turn)
        is_at_step = guide is not None and guide.open_question is None
        return is_at_step and turn.conversation.walks[-1]["procedure"] != _CODES

    def send(self, at: At) -> Utterance:
        """Text what the caller stands at; return what is said of it, with what else is offered."""
        at.unit.deliveries.lock_number(at.caller)  # from the count to the message, nobody else
        left = [each for each in last_offered(at.unit, at.conversation.id) if each not in _OURS]
        answer = self._answer(at)
        if answer is None or not self._may_text(at):
            return Utterance("line.text_impossible", {}, tuple(left))
        notice = self._writing.fitted(at.conversation.language, answer)
        if notice is None:
            return Utterance("line.text_impossible", {}, tuple(left))
        try:
            delivery = self._queue(at, notice)
        except BudgetSpent as refusal:
            at.unit.refusals.note(refusal.budget, Channel.SMS)
            return Utterance("line.text_not_now", {}, tuple(left))
        at.call.text_id = delivery.id
        return Utterance("line.text_sent", {}, tuple(left))

    def rest(self, at: At) -> list[Utterance]:
        """Return what was left out for the offer, the last of it with what else is offered."""
        left = tuple(e for e in last_offered(at.unit, at.conversation.id) if e not in _OURS)
        said = self._offered(at)
        offer = next((each for each in said if each.id == OFFER), None)
        kept = int(str(offer.values["kept"])) if offer is not None else 0
        parts = [each for each in said if is_answer(each.id)][kept:]
        return [*(each.with_options() for each in parts[:-1]), *_last(parts, left)]

    def news(self, at: At) -> str | None:
        """Return what is to be said of a message that came to nothing; once."""
        delivery = at.unit.deliveries.get(at.call.text_id) if at.call.text_id else None
        if delivery is None or not delivery.is_over:
            return None
        at.call.text_id = None
        if ending_of(delivery) is None:
            return None
        return _FAILED_BECAUSE.get(delivery.reason or "", _FAILED)

    def may_repeat(self, at: At, utterance: Utterance) -> bool:
        """Whether something can be said once more; an offer cannot that nothing stands behind."""
        return utterance.id not in OFFERS or self._may_text(at)

    def _may_text(self, at: At) -> bool:
        """Whether a message may go to the number that calls, as far as that is for free to tell."""
        region = self._plan.region(at.caller) if at.caller else None
        is_reached = self._countries.refusal(region, Channel.SMS) is None
        if not is_reached or self._plan.refusal(at.caller) is not None:
            return False
        if not self._countries.takes_free_text(region):
            return False
        now, is_proved = self._clock.now(), self._is_proved(at)
        if not is_proved and not self._countries.takes_unproved(region):
            return False
        if self._handing_over.refusal(at.unit, Channel.SMS, now) is not None:
            return False
        sent = at.unit.deliveries.of_login(at.call.sid)
        if sum(each.purpose is Purpose.ANSWER for each in sent) >= most_texts(is_proved=is_proved):
            return False
        today = at.unit.line_calls.texts_since(at.caller, now - A_DAY)
        return is_proved or today < MAX_UNPROVED_A_DAY

    def _is_proved(self, at: At) -> bool:
        """Whether the caller proved that this number is theirs, and it still is on file."""
        customer_id = at.conversation.customer_at(self._clock.now())
        if customer_id is None or not at.caller:
            return False
        return any(each.id == customer_id for each in at.unit.customers.with_number(at.caller))

    def _answer(self, at: At) -> Answer | None:
        """Return what is to be texted: what was offered last, else the steps under way."""
        is_open = TEXT in last_offered(at.unit, at.conversation.id)
        said = self._offered(at) if is_open else []
        is_cut = any(each.id == OFFER for each in said)
        return (self._of_parts(at, said) if is_cut else None) or self._of_steps(at)

    def _of_parts(self, at: At, said: Sequence[Utterance]) -> Answer | None:
        is_proved = self._is_proved(at)
        may_go = is_answer if is_proved else is_general
        parts = [each.with_options() for each in said if may_go(each.id)]
        return Answer(_title(parts), parts, is_unproved=not is_proved) if parts else None

    def _of_steps(self, at: At) -> Answer | None:
        steps = self._steps(at)
        if not steps:
            return None
        title = Utterance(f"{at.conversation.walks[-1]['procedure']}.title")
        return Answer(title, steps, is_numbered=True, is_unproved=not self._is_proved(at))

    def _fits(self, at: At, answer: Answer | None) -> bool:
        """Whether there is anything to text, so that nothing is offered that is refused then."""
        if answer is None:
            return False
        return self._writing.fitted(at.conversation.language, answer) is not None

    def _offered(self, at: At) -> list[Utterance]:
        """Return what was said in the turn that offered a message last, if that was just now."""
        for turn in range(at.call.turn, max(-1, at.call.turn - _LOOKS_BACK), -1):
            name = at.call.name(turn)
            said = said_in(at.unit.conversations.events_of_turn(at.conversation.id, name))
            if any(each.id in OFFERS for each in said):
                return said
        return []

    def _steps(self, at: At) -> list[Utterance]:
        turn = begin_turn(at.unit, at.conversation, self._clock.now())
        guide = self._guiding.current(turn)
        if guide is None or guide.open_question is not None:
            return []
        return [Utterance(each) for each in guide.texts()]

    def _seconds(self, at: At, utterance: Utterance) -> float:
        values = utterance.as_data()["values"]
        assert isinstance(values, dict)
        text = self._words.text(at.conversation.language, utterance.id, **values)
        return seconds_to_say(text)

    def _names_a_code(self, text: str) -> bool:
        return mentions(self._words, "hear.code", text)

    def _queue(self, at: At, notice: dict[str, object]) -> Delivery:
        """Put the message into the outbox, counted like every send.

        Raises:
            BudgetSpent: somebody's budget has no room.
        """
        now, unit = self._clock.now(), at.unit
        # Who is not known counts as the account of the number.
        customer_id = at.conversation.customer_at(now) if self._is_proved(at) else None
        expense = Expense(
            delivery_id=self._randomness.token(),
            login_id=at.call.sid,
            customer_id=customer_id or at.caller,
            number=at.caller,
            prefix=prefix_of(at.caller),
            country=self._plan.region(at.caller) or "",
            channel=Channel.SMS,
            spent_at=now,
        )
        self._spending.check(unit, expense, now)
        delivery = Delivery(
            id=expense.delivery_id,
            job=self._randomness.token(),
            login_id=at.call.sid,
            code_id=None,
            channel=Channel.SMS,
            number=at.caller,
            language=at.conversation.language,
            state=DeliveryState.QUEUED,
            created_at=now,
            due_at=now,
            expires_at=now + _LIFETIME,
            gate_key="",
            conversation_id=at.conversation.id,
            purpose=Purpose.ANSWER,
            notice=notice,
        )
        unit.deliveries.add(delivery)
        self._spending.spend(unit, expense)
        return delivery


_OURS = frozenset({TEXT, REST})


def _is_first_step(said: Sequence[Utterance]) -> bool:
    steps = [each for each in said if each.id.startswith("walk.step")]
    return bool(steps) and steps[-1].values.get("number") == 1


def _title(parts: Sequence[Utterance]) -> Utterance:
    if parts[0].id.startswith(_LIMITS):
        return Utterance("option.topic.withdrawal_limit")
    return Utterance(f"{parts[0].id.partition('.')[0]}.title")


def _last(parts: Sequence[Utterance], options: tuple[str, ...]) -> list[Utterance]:
    return [replace(parts[-1], options=options)] if parts else []
