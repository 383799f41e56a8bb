"""Reading out: the code, for whoever pressed the key, and what may be pressed after it."""

from datetime import datetime, timedelta

from sls.domain.audit import AuditKind
from sls.domain.calls import (
    MAX_MENU_MISSES,
    MAX_READINGS,
    HangUp,
    Listen,
    Pace,
    ReadCode,
    Speak,
    Spoken,
    Wait,
)
from sls.domain.codes import CODE_LENGTH
from sls.domain.deliveries import Delivery, DeliveryState
from sls.domain.errors import Refusal, ResendTooSoon
from sls.domain.factors import Channel
from sls.domain.waits import whole_minutes, whole_seconds
from sls.ports import CodeVault, UnitOfWork
from sls.services.auditing import record
from sls.services.looking_up import awaiting_of, owner_of
from sls.services.putting_through import PuttingThrough
from sls.services.reporting import Reporting
from sls.services.sending import Sending
from sls.services.transferring import Transferring

AGAIN, SLOWER, TEXT, PERSON = "1", "2", "3", "0"
_KEY_TIMEOUT = timedelta(seconds=8)
_BETWEEN_READINGS = timedelta(seconds=2)
_A_MOMENT = timedelta(seconds=60)
_GOODBYE = (Speak("voice.goodbye", {}), HangUp())


class ReadingOut:
    """Says what follows the gate, inside the transaction of the webhook."""

    def __init__(
        self,
        vault: CodeVault,
        sending: Sending,
        reporting: Reporting,
        putting_through: PuttingThrough,
        transferring: Transferring,
    ) -> None:
        self._vault = vault
        self._sending = sending
        self._reporting = reporting
        self._putting_through = putting_through
        self._transferring = transferring

    def read(
        self, unit: UnitOfWork, delivery: Delivery, pace: Pace, now: datetime
    ) -> tuple[Spoken, ...]:
        """Read the code; counted here, for a signed webhook can be replayed."""
        delivery.readings += 1
        if delivery.readings > MAX_READINGS:
            return _GOODBYE
        code = unit.codes.get(delivery.code_id or "")
        assert code is not None
        assert code.sealed is not None
        read = ReadCode(self._vault.unseal(code.sealed, code.id), pace)
        if delivery.move(DeliveryState.READ_OUT, now):
            self._reporting.report(unit, delivery, now)
        owner = owner_of(unit, delivery)
        record(unit, AuditKind.CODE_READ_OUT, now, customer=owner, subject=delivery.login_id)
        return (
            Speak("voice.code_follows", {"length": str(CODE_LENGTH)}),
            read,
            Wait(_BETWEEN_READINGS),
            Speak("voice.once_more", {}),
            read,
            Speak("voice.never_share", {}),
            self._menu(),
        )

    def choose(
        self, unit: UnitOfWork, delivery: Delivery, key: str, now: datetime
    ) -> tuple[Spoken, ...]:
        """Do what a key of the menu means; silence and other keys are asked again, once."""
        if key in (AGAIN, SLOWER):
            return self.read(unit, delivery, Pace.SLOW if key == SLOWER else Pace.NORMAL, now)
        if key == TEXT:
            return self._text_instead(unit, delivery, now)
        if key == PERSON:
            return self._connect(unit, delivery, now)
        opening = "voice.menu.unknown_key" if key else "voice.no_key"
        return self._ask_again(delivery, Speak(opening, {}))

    def _ask_again(self, delivery: Delivery, opening: Speak) -> tuple[Spoken, ...]:
        delivery.menu_misses += 1
        if delivery.menu_misses >= MAX_MENU_MISSES:
            return (Speak("voice.menu.goodbye", {}), HangUp())
        return (self._menu(opening),)

    def _text_instead(
        self, unit: UnitOfWork, delivery: Delivery, now: datetime
    ) -> tuple[Spoken, ...]:
        """Queue a text message like the chat does, with the same limits, and say what happened."""
        login = awaiting_of(unit, delivery)
        if login is None:
            return self._ask_again(delivery, Speak("voice.sms.unavailable", {}))
        language, asked_by = delivery.language, delivery.conversation_id
        try:
            sent = self._sending.request(unit, login, Channel.SMS, language, now, asked_by)
        except Refusal as refusal:
            return self._ask_again(delivery, _why_no_text(refusal))
        self._reporting.report(unit, sent, now)
        if sent.code_id == delivery.code_id:
            return (Speak("voice.sms.started", {}), *_GOODBYE)
        delivery.end(now)  # or it would be cut off before it says that its code is void
        return (Speak("voice.sms.new_code", {}), *_GOODBYE)

    def _connect(self, unit: UnitOfWork, delivery: Delivery, now: datetime) -> tuple[Spoken, ...]:
        """Put the call through, once: the key that is told again gets the same answer.

        A call that was bidden goodbye is put through to nobody, though the desk has opened since.
        """
        begun = self._transferring.begun(unit, delivery.provider_sid or "")
        if begun is not None:
            return self._putting_through.begin("connected", begun)
        refusal = self._putting_through.refusal(now)
        if refusal is not None:
            delivery.menu_misses = MAX_MENU_MISSES
            return (refusal, *_GOODBYE)
        if delivery.menu_misses >= MAX_MENU_MISSES:
            return (self._putting_through.end(was_taken=False), HangUp())
        delivery.connected_at = now
        return self._putting_through.begin("connected", self._transferring.of_code(unit, delivery))

    def _menu(self, *openings: Speak) -> Listen:
        person = (Speak("voice.menu.person", {}),) if self._putting_through.is_possible else ()
        prompts = (*openings, Speak("voice.menu", {}), *person, Speak("voice.menu.done", {}))
        return Listen(prompts, "menu", "menu", _KEY_TIMEOUT, may_interrupt=True)


def _why_no_text(refusal: Refusal) -> Speak:
    if isinstance(refusal, ResendTooSoon):
        wait = refusal.retry_after
        if wait > _A_MOMENT:
            return Speak("voice.sms.too_many", {"minutes": whole_minutes(wait)})
        return Speak("voice.sms.too_soon", {"seconds": whole_seconds(wait)})
    return Speak("voice.sms.unavailable", {})
