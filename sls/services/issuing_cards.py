"""Issuing online cards: asked for in Client Portal, printed, proved by two cells, in force (G8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sls.domain.audit import AuditKind
from sls.domain.challenges import CARD_CELLS, CELLS_ASKED, Device, cell, cells_match
from sls.domain.errors import CardNotOffered, CardUnknown, LoginUnknown, NotVerified
from sls.domain.factors import Factor, FactorKind
from sls.domain.logins import LoginState, PendingLogin
from sls.domain.messages import Utterance
from sls.domain.online_cards import LOGIN_SERVES_FOR, CardState, OnlineCard
from sls.domain.platforms import Platform
from sls.domain.temporary_access import TemporaryRules
from sls.ports import Clock, Randomness, SecretVault, UnitOfWork, UnitsOfWork
from sls.services.auditing import record
from sls.services.notifying import Notifying


@dataclass(frozen=True)
class CardQuestion:
    """The two cells by which a customer shows that the card is at hand and can be read."""

    cells: Sequence[str]
    expires_at: datetime


@dataclass(frozen=True)
class PrintedCard:
    """Everything that stands on the paper; `ends_at` is for a card that is activated now."""

    username: str
    language: str
    cells: Sequence[tuple[str, str]]
    ends_at: datetime
    life: timedelta


class IssuingCards:
    """The use cases of the online security code card."""

    def __init__(
        self,
        units: UnitsOfWork,
        clock: Clock,
        randomness: Randomness,
        secrets: SecretVault,
        rules: TemporaryRules,
        notifying: Notifying,
    ) -> None:
        self._units = units
        self._clock = clock
        self._randomness = randomness
        self._secrets = secrets
        self._rules = rules
        self._notifying = notifying

    def request(self, login_id: str) -> OnlineCard:
        """Make a new card; one that was asked for before and waits is void.

        Raises:
            LoginUnknown, NotVerified, CardNotOffered: this login may not (see `_login`).
        """
        now, card_id = self._clock.now(), self._randomness.token()
        with self._units.write() as unit:
            login = _login(unit, login_id, now)
            unit.temporary_accesses.lock(login.customer_id)
            for earlier in unit.temporary_accesses.pending_cards(login.customer_id):
                earlier.void()
            card = OnlineCard(
                id=card_id,
                customer_id=login.customer_id,
                sealed_key=self._secrets.seal(self._randomness.token().encode(), _place(card_id)),
                state=CardState.PENDING,
                requested_at=now,
            )
            unit.temporary_accesses.add_card(card)
            _record(unit, AuditKind.CARD_REQUESTED, card, now)
            return card

    def printed(self, card_id: str, login_id: str) -> PrintedCard:
        """Return what is printed, for as long as the card waits to be proved.

        Raises:
            LoginUnknown, NotVerified, CardNotOffered, CardUnknown.
        """
        now = self._clock.now()
        with self._units.read() as unit:
            login, card = _pending(unit, login_id, card_id, now)
            customer = unit.customers.get(login.customer_id)
            if customer is None:
                raise CardUnknown
            key = self._key(card)
            numbers = [str(number) for number in range(1, CARD_CELLS + 1)]
            return PrintedCard(
                username=customer.username,
                language=login.language,
                cells=[(number, cell(key, number)) for number in numbers],
                ends_at=now + self._rules.card,
                life=self._rules.card,
            )

    def ask(self, card_id: str, login_id: str) -> CardQuestion:
        """Ask for two cells of a card; asked again, for two others.

        Raises:
            LoginUnknown, NotVerified, CardNotOffered, CardUnknown.
        """
        now = self._clock.now()
        with self._units.write() as unit:
            _, card = _pending(unit, login_id, card_id, now)
            cells = self._draw()
            return CardQuestion(cells, card.ask(" ".join(cells), now))

    def activate(self, card_id: str, login_id: str, response: str) -> OnlineCard:
        """Bring a card into force by its two cells; the card before it ends.

        The try is charged and committed before anything is compared, as with every factor.

        Raises:
            LoginUnknown, CardNotOffered, CardUnknown.
            NotVerified: wrong, too late, or nothing was asked.
        """
        now = self._clock.now()
        with self._units.write() as unit:
            _, waiting = _pending(unit, login_id, card_id, now)
            is_charged = unit.temporary_accesses.charge_card(card_id, now)
            if is_charged:
                _record(unit, AuditKind.RESPONSE_TRIED, waiting, now)
        if not is_charged:
            raise CardUnknown
        with self._units.write() as unit:
            login = _login(unit, login_id, now)
            unit.temporary_accesses.lock(login.customer_id)
            card = unit.temporary_accesses.card(card_id)
            if card is None or card.state is not CardState.PENDING:
                raise CardUnknown
            cells, key = card.asked_cells(now), self._key(card)
            if not cells or not cells_match(key, cells, response):
                raise NotVerified
            self._bring_into_force(unit, card, key, now)
            unit.devices.use_cells(card.id, cells, now)
            _record(unit, AuditKind.CARD_ACTIVATED, card, now)
            self._tell(unit, card, now)
            return card

    def _bring_into_force(
        self, unit: UnitOfWork, card: OnlineCard, key: bytes, now: datetime
    ) -> None:
        _end_cards(unit, card.customer_id, now)
        factor = Factor(
            id=card.id,
            customer_id=card.customer_id,
            kind=FactorKind.ONLINE_CARD,
            number=None,
            active_from=now,
            expires_at=card.activate(now, self._rules.card),
        )
        sealed_key = self._secrets.seal(key, f"devices|{card.id}|key")
        unit.temporary_accesses.add_factor(factor, Device(card.id, sealed_key, sealed_pin=None))

    def _tell(self, unit: UnitOfWork, card: OnlineCard, now: datetime) -> None:
        customer = unit.customers.get(card.customer_id)
        if customer is not None:
            device = Utterance(f"factor.{FactorKind.ONLINE_CARD}")
            news = Utterance("notice.device_activated", {"device": device})
            self._notifying.tell(unit, customer, news, now)

    def _draw(self) -> list[str]:
        cells: list[str] = []
        while len(cells) < CELLS_ASKED:
            number = str(int(self._randomness.digits(9)) % CARD_CELLS + 1)
            if number not in cells:
                cells.append(number)
        return cells

    def _key(self, card: OnlineCard) -> bytes:
        return self._secrets.unseal(card.sealed_key, _place(card.id))


def _record(unit: UnitOfWork, kind: AuditKind, card: OnlineCard, now: datetime) -> None:
    record(unit, kind, now, customer=card.customer_id, subject=card.id)


def _login(unit: UnitOfWork, login_id: str, now: datetime) -> PendingLogin:
    """Return a login that may ask for a card.

    It was verified in Client Portal a short while ago, with a temporary passcode (G7), or with
    the password alone by somebody who never had a device (G11).

    Raises:
        LoginUnknown: no such login.
        NotVerified: it is not verified, or too long ago.
        CardNotOffered: it was verified with something else, or elsewhere.
    """
    login = unit.logins.get(login_id)
    if login is None:
        raise LoginUnknown
    if login.state is not LoginState.VERIFIED or login.verified_at is None:
        raise NotVerified
    if now >= login.verified_at + LOGIN_SERVES_FOR:
        raise NotVerified
    if login.platform is not Platform.CLIENT_PORTAL or not _may_ask(unit, login, now):
        raise CardNotOffered
    return login


def _may_ask(unit: UnitOfWork, login: PendingLogin, now: datetime) -> bool:
    if login.factor_id is None:
        return not unit.temporary_accesses.is_participant(login.customer_id)
    factor = unit.customers.factor(login.factor_id)
    is_passcode = factor is not None and factor.kind is FactorKind.TEMPORARY_PASSCODE
    return is_passcode and factor is not None and not factor.is_over(now)


def _pending(
    unit: UnitOfWork, login_id: str, card_id: str, now: datetime
) -> tuple[PendingLogin, OnlineCard]:
    login = _login(unit, login_id, now)
    card = unit.temporary_accesses.card(card_id)
    if card is None or card.customer_id != login.customer_id or not card.is_pending(now):
        raise CardUnknown
    return login, card


def _end_cards(unit: UnitOfWork, customer_id: str, now: datetime) -> None:
    for each in unit.customers.factors_of(customer_id):
        if each.kind is FactorKind.ONLINE_CARD:
            earlier = unit.customers.factor_to_change(each.id)
            if earlier is not None:
                earlier.end(now)


def _place(card_id: str) -> str:
    return f"online_cards|{card_id}|key"
