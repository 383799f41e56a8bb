"""The online card: asked for with a passcode, proved by two cells, 21 days in force (F14, G8)."""

from datetime import timedelta

import pytest

from sls.domain.challenges import CARD_CELLS
from sls.domain.customers import Customer
from sls.domain.errors import (
    CardNotOffered,
    CardUnknown,
    LoginUnknown,
    NotVerified,
    TemporaryAccessOver,
)
from sls.domain.factors import FactorKind
from sls.domain.logins import LoginState
from sls.domain.online_cards import LOGIN_SERVES_FOR, MAX_PROOFS, PENDING_FOR, QUESTION_LIFETIME
from sls.domain.platforms import Platform
from sls.domain.temporary_access import Access
from sls.services.limiting_access import end_temporary_access
from tests.fakes.bootstrap import ALICE, PASSWORD, World

SECOND = timedelta(seconds=1)
CARD_LIFE = timedelta(days=21)
WRONG = "000000"


class Holder:
    """Alice in Client Portal, with a passcode and without her phone."""

    def __init__(self, world: World) -> None:
        self.world, self.issuing = world, world.issuing_cards
        world.has_customer("alice")
        issued = world.issuing_passcodes.issue("alice", "agent.en", ["factor-alice-sms"])
        self.passcode, self.passcode_id = issued.clear, issued.passcode.factor_id

    def logs_in(self, platform: Platform = Platform.CLIENT_PORTAL) -> str:
        """Log in with the passcode, chosen where there is a choice."""
        login_id = self.world.logs_in(platform=platform)
        self.world.logging_in.choose_factor(login_id, self.passcode_id)
        self.world.logging_in.verify(login_id, self.passcode)
        return login_id

    def cells(self, card_id: str, login_id: str) -> dict[str, str]:
        """Print a card and return what stands on it."""
        return dict(self.issuing.printed(card_id, login_id).cells)

    def proves(self, card_id: str, login_id: str, cells: dict[str, str]):
        """Answer the two cells that are asked for."""
        asked = self.issuing.ask(card_id, login_id).cells
        return self.issuing.activate(card_id, login_id, "".join(cells[each] for each in asked))

    def has_card(self) -> tuple[str, dict[str, str]]:
        """Ask for a card, print and prove it; return its id and what stands on it."""
        login_id = self.logs_in()
        card_id = self.issuing.request(login_id).id
        cells = self.cells(card_id, login_id)
        self.proves(card_id, login_id, cells)
        return card_id, cells

    def uses(self, card_id: str, cells: dict[str, str], platform: Platform) -> list[str]:
        """Log in with a card and return the cells that were asked for."""
        login_id = self.world.logs_in(platform=platform)
        asked = self.world.logging_in.choose_factor(login_id, card_id).challenge.cells
        self.world.logging_in.verify(login_id, "".join(cells[each] for each in asked))
        assert self.world.logging_in.view(login_id).state is LoginState.VERIFIED
        return asked


@pytest.fixture
def holder() -> Holder:
    """Give Alice with her passcode."""
    return Holder(World())


@pytest.mark.parametrize("days", [0, 2, 9])
def test_a_card_is_made_printed_and_proved(holder, days):
    """F13, G8: on every day of the passcode, also when it opens nothing else."""
    holder.world.clock.advance(days=days)
    login_id = holder.logs_in()
    card = holder.issuing.request(login_id)
    cells = holder.cells(card.id, login_id)

    card = holder.proves(card.id, login_id, cells)

    assert len(cells) == CARD_CELLS
    assert all(len(code) == 3 for code in cells.values()), "C2: three characters"
    assert card.expires_at == holder.world.now() + CARD_LIFE
    with holder.world.units.read() as unit:
        factor = unit.customers.factor(card.id)
    assert (factor.kind, factor.expires_at) == (FactorKind.ONLINE_CARD, card.expires_at)


def test_the_number_on_file_is_told_when_a_card_comes_into_force(holder):
    """A6."""
    while holder.world.works():
        pass
    before = len(holder.world.telephony.messages)

    holder.has_card()
    assert holder.world.works()

    (message,) = holder.world.telephony.messages[before:]
    assert message.to == ALICE
    assert "notice.device_activated" in message.body


@pytest.mark.parametrize("platform", Platform)
def test_f14_a_card_in_force_opens_every_platform_until_21_days_are_over(holder, platform):
    card_id, cells = holder.has_card()
    holder.world.clock.advance(CARD_LIFE - SECOND)

    holder.uses(card_id, cells, platform)


@pytest.mark.parametrize("platform", Platform)
def test_a27_a_card_is_refused_at_21_days(holder, platform):
    card_id, cells = holder.has_card()
    holder.world.clock.advance(CARD_LIFE - SECOND)
    login_id = holder.world.logs_in(platform=platform)
    asked = holder.world.logging_in.choose_factor(login_id, card_id).challenge.cells
    holder.world.clock.advance(SECOND)

    with pytest.raises(NotVerified):
        holder.world.logging_in.verify(login_id, "".join(cells[each] for each in asked))
    with pytest.raises(TemporaryAccessOver):
        holder.world.logs_in(platform=platform)


def test_a27_no_cell_is_asked_for_twice_and_those_of_the_proof_are_used_up(holder):
    login_id = holder.logs_in()
    card_id = holder.issuing.request(login_id).id
    cells = holder.cells(card_id, login_id)
    asked = list(holder.issuing.ask(card_id, login_id).cells)
    holder.issuing.activate(card_id, login_id, "".join(cells[each] for each in asked))

    for _ in range(30):
        asked += holder.uses(card_id, cells, Platform.IOS)

    assert len(asked) == len(set(asked))


def test_a27_a_new_card_ends_the_old_one_at_its_activation(holder):
    old_id, old_cells = holder.has_card()
    login_id = holder.logs_in()
    new_id = holder.issuing.request(login_id).id
    new_cells = holder.cells(new_id, login_id)
    holder.uses(old_id, old_cells, Platform.TWS)  # still, for the new one is not in force

    holder.proves(new_id, login_id, new_cells)

    with holder.world.units.read() as unit:
        live = {each.id for each in unit.customers.factors_of("customer-alice")}
    assert live == {holder.passcode_id, new_id}
    holder.uses(new_id, new_cells, Platform.TWS)


def test_a_card_asked_for_again_replaces_the_one_that_waits(holder):
    login_id = holder.logs_in()
    first, second = holder.issuing.request(login_id), holder.issuing.request(login_id)

    with pytest.raises(CardUnknown):
        holder.issuing.printed(first.id, login_id)

    assert holder.cells(second.id, login_id)


def test_a_card_is_printed_only_before_it_is_in_force(holder):
    card_id, _ = holder.has_card()

    with pytest.raises(CardUnknown):
        holder.issuing.printed(card_id, holder.logs_in())


def test_a_card_waits_a_day_and_no_longer(holder):
    card_id = holder.issuing.request(holder.logs_in()).id
    holder.world.clock.advance(PENDING_FOR - SECOND)
    login_id = holder.logs_in()
    assert holder.cells(card_id, login_id)

    holder.world.clock.advance(SECOND)

    for use in (holder.issuing.printed, holder.issuing.ask):
        with pytest.raises(CardUnknown):
            use(card_id, login_id)


def test_a_wrong_proof_is_charged_first_and_the_fifth_is_the_last(holder):
    login_id = holder.logs_in()
    card_id = holder.issuing.request(login_id).id
    cells = holder.cells(card_id, login_id)
    for _ in range(MAX_PROOFS):
        holder.issuing.ask(card_id, login_id)
        with pytest.raises(NotVerified):
            holder.issuing.activate(card_id, login_id, WRONG)

    with pytest.raises(CardUnknown):
        holder.proves(card_id, login_id, cells)


@pytest.mark.parametrize("response", ["", "A", "A" * 100_000, "\0"])
def test_an_odd_proof_is_a_wrong_one(holder, response):
    login_id = holder.logs_in()
    card_id = holder.issuing.request(login_id).id
    holder.issuing.ask(card_id, login_id)

    with pytest.raises(NotVerified):
        holder.issuing.activate(card_id, login_id, response)


def test_nothing_proves_a_card_before_it_is_asked_or_after_five_minutes(holder):
    login_id = holder.logs_in()
    card_id = holder.issuing.request(login_id).id
    cells = holder.cells(card_id, login_id)

    with pytest.raises(NotVerified):
        holder.issuing.activate(card_id, login_id, "")
    asked = holder.issuing.ask(card_id, login_id).cells
    holder.world.clock.advance(QUESTION_LIFETIME)
    with pytest.raises(NotVerified):
        holder.issuing.activate(card_id, login_id, "".join(cells[each] for each in asked))


@pytest.mark.parametrize("platform", [Platform.TWS, Platform.IOS, Platform.ANDROID])
def test_a_card_is_asked_for_in_client_portal(holder, platform):
    """G8."""
    with pytest.raises(CardNotOffered):
        holder.issuing.request(holder.logs_in(platform))


def test_a_login_serves_half_an_hour(holder):
    login_id = holder.logs_in()
    holder.world.clock.advance(LOGIN_SERVES_FOR - SECOND)
    card_id = holder.issuing.request(login_id).id
    holder.world.clock.advance(SECOND)

    for use in (holder.issuing.printed, holder.issuing.ask):
        with pytest.raises(NotVerified):
            use(card_id, login_id)
    with pytest.raises(NotVerified):
        holder.issuing.request(login_id)


def test_a_login_that_waits_or_is_unknown_gets_no_card(holder):
    with pytest.raises(NotVerified):
        holder.issuing.request(holder.world.logs_in())
    with pytest.raises(LoginUnknown):
        holder.issuing.request("nothing")


def test_a_login_with_a_permanent_device_or_a_card_gets_no_card(holder):
    card_id, cells = holder.has_card()
    with_card = holder.world.logs_in()
    asked = holder.world.logging_in.choose_factor(with_card, card_id).challenge.cells
    holder.world.logging_in.verify(with_card, "".join(cells[each] for each in asked))
    holder.world.has_customer("hugo", number="+447400900107")
    with_sms = holder.world.sends(holder.world.logs_in("hugo"))
    holder.world.logging_in.verify(with_sms.login_id, with_sms.code)

    for login_id in (with_card, with_sms.login_id):
        with pytest.raises(CardNotOffered):
            holder.issuing.request(login_id)


def test_a_card_belongs_to_the_customer_who_asked_for_it(holder):
    card_id = holder.issuing.request(holder.logs_in()).id
    holder.world.has_customer("bao", FactorKind.DSC_PLUS)
    passcode = holder.world.issuing_passcodes.issue("bao", "agent.en", ["factor-bao-dsc_plus"])
    baos = holder.world.logs_in("bao")
    holder.world.logging_in.verify(baos, passcode.clear)

    for use in (holder.issuing.printed, holder.issuing.ask):
        with pytest.raises(CardUnknown):
            use(card_id, baos)
    with pytest.raises(CardUnknown):
        holder.issuing.activate(card_id, baos, WRONG)


def test_a_device_that_is_back_ends_the_card_and_the_one_that_waits(holder):
    """A26, G12."""
    card_id, _ = holder.has_card()
    login_id = holder.logs_in()
    waiting = holder.issuing.request(login_id).id

    with holder.world.units.write() as unit:
        end_temporary_access(unit, "customer-alice", holder.world.now())

    with holder.world.units.read() as unit:
        assert unit.customers.factor(card_id).is_over(holder.world.now())
        assert list(unit.temporary_accesses.pending_cards("customer-alice")) == []
    with pytest.raises(CardNotOffered):
        holder.issuing.ask(waiting, login_id)


def test_a11_who_had_a_device_since_gets_no_card_by_the_password_alone(world):
    """F15: a device that came after the login and is gone again counts as well."""
    world.has_customer("bao", FactorKind.GOLD)
    with world.units.write() as unit:
        unit.customers.factor_to_change("factor-bao-gold").end(world.now())
    login_id = world.logs_in()
    with world.units.write() as unit:
        login = unit.logins.get(login_id)
        login.customer_id, login.factor_id = "customer-bao", None
        login.verify(world.now())

    with pytest.raises(CardNotOffered):
        world.issuing_cards.request(login_id)


def test_g11_somebody_without_any_device_may_begin_with_a_card(holder):
    world = holder.world
    hashed = world.passwords.hash(PASSWORD)
    world.units.seed(Customer("customer-new", "new", "en", ALICE, hashed), [])
    login_id = world.logs_in("new")
    card_id = holder.issuing.request(login_id).id
    cells = holder.cells(card_id, login_id)

    holder.proves(card_id, login_id, cells)

    with pytest.raises(CardNotOffered):
        holder.issuing.request(login_id)
    again = world.logs_in("new")
    asked = world.logging_in.choose_factor(again, card_id).challenge.cells
    answer = "".join(cells[each] for each in asked)
    assert world.logging_in.verify(again, answer) is Access.FULL


def test_g11_a_login_on_a_trading_platform_begins_nothing(holder):
    hashed = holder.world.passwords.hash(PASSWORD)
    holder.world.units.seed(Customer("customer-new", "new", "en", ALICE, hashed), [])

    with pytest.raises(CardNotOffered):
        holder.issuing.request(holder.world.logs_in("new", Platform.TWS))


def test_the_key_of_a_card_is_sealed_where_it_waits_and_where_it_is_used(holder):
    login_id = holder.logs_in()
    card = holder.issuing.request(login_id)
    key = holder.world.secrets.unseal(card.sealed_key, f"online_cards|{card.id}|key")
    holder.proves(card.id, login_id, holder.cells(card.id, login_id))

    with holder.world.units.read() as unit:
        device = unit.devices.get(card.id)
        assert unit.temporary_accesses.card(card.id).sealed_key == b""

    assert key not in card.sealed_key
    assert key not in device.sealed_key
    assert holder.world.secrets.unseal(device.sealed_key, f"devices|{card.id}|key") == key
