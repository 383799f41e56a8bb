"""The core built on twins: the composition root of the service tests."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from sls.adapters.budget_table import load_spending_rules
from sls.adapters.limit_table import load_limit_table
from sls.adapters.pick_up_keys import KeyedPickUpNumbers
from sls.adapters.pin_list import load_pin_rules
from sls.adapters.rank_table import load_device_ranks
from sls.domain.bindings import BindingRules
from sls.domain.breakers import BreakerRules
from sls.domain.business_hours import read_business_hours
from sls.domain.countries import CountryPolicy, Reach
from sls.domain.customers import Customer
from sls.domain.deliveries import Delivery
from sls.domain.factors import Channel, Factor, FactorKind
from sls.domain.limits import SendingLimits
from sls.domain.pacing import Pacing
from sls.domain.platforms import Platform
from sls.domain.temporary_access import TemporaryRules
from sls.ports import CodeVault, TelephonyGateway, UnitsOfWork
from sls.services.activating import Activating, Ways
from sls.services.admitting import Admitting
from sls.services.answering_facts import AnsweringFacts
from sls.services.answering_line import AnsweringLine
from sls.services.app_pins import AppPins
from sls.services.arranging_calls import ArrangingCalls
from sls.services.attending import Attending
from sls.services.calling import Calling
from sls.services.calling_back import CallingBack
from sls.services.capabilities import Capabilities, Handlers
from sls.services.challenging import Challenging
from sls.services.changing_pins import ChangingPins, Proving
from sls.services.checking_audit import CheckingAudit
from sls.services.conversing import Conversing
from sls.services.counting_limits import CountingLimits
from sls.services.delivering import Delivering
from sls.services.enrolling import Enrolling
from sls.services.explaining_limits import ExplainingLimits
from sls.services.finding_person import FindingPerson
from sls.services.guiding import Guiding
from sls.services.handing_over import HandingOver
from sls.services.hanging_up import HangingUp
from sls.services.hearing import Hearing
from sls.services.identifying import Identifying
from sls.services.issuing_cards import IssuingCards
from sls.services.issuing_passcodes import IssuingPasscodes, JudgingPasscodes
from sls.services.judging import Judging
from sls.services.line_places import LinePlaces
from sls.services.line_texts import LineTexts
from sls.services.line_turns import LineTurns
from sls.services.listening import Listening
from sls.services.logging_in import LoggingIn, LoginRequest
from sls.services.notifying import Notifying
from sls.services.offering_instead import OfferingInstead
from sls.services.picking_up import PickingUp
from sls.services.proving_caller import ProvingCaller
from sls.services.putting_through import PuttingThrough
from sls.services.reading_out import ReadingOut
from sls.services.recording_people import RecordingPeople
from sls.services.reporting import Reporting
from sls.services.requesting_codes import RequestingCodes
from sls.services.resetting_pins import ResettingPins
from sls.services.restricting_addresses import RestrictingAddresses
from sls.services.ringing_again import RingingAgain
from sls.services.ringing_back import RingingBack
from sls.services.sending import Sending, SendingRules
from sls.services.sharing import ShareRules, Sharing
from sls.services.starting_reactivation import StartingReactivation
from sls.services.stepping_up import SteppingUp
from sls.services.taking_effect import TakingEffect
from sls.services.talking_back import TalkingBack
from sls.services.transferring import Transferring
from sls.services.verifying import Verifying
from sls.services.walking import Walking
from sls.services.watching_transfers import WatchingTransfers
from sls.services.whispering import Whispering
from sls.services.writing_answers import WritingAnswers
from tests.fakes.audit_anchor import MemoryAnchor
from tests.fakes.audit_keys import PlainAuditSeals
from tests.fakes.clock import ManualClock
from tests.fakes.digests import PlainDigests
from tests.fakes.exchange_calendar import WinterCalendar
from tests.fakes.identity_tokens import IssuedTokens
from tests.fakes.numbering import SmallPlan
from tests.fakes.passcode_vault import PlainPasscodeVault
from tests.fakes.passwords import PlainPasswords
from tests.fakes.procedures import SHELF
from tests.fakes.randomness import CountingRandomness
from tests.fakes.rasa_gateway import TaughtInterpreter
from tests.fakes.repositories import MemoryUnitsOfWork
from tests.fakes.texts import IdsAsWords
from tests.fakes.twilio_gateway import BookedTelephony
from tests.fakes.vault import PlainSecretVault, PlainVault
from tests.fakes.worker import work_once

Seed = Callable[[Customer, Sequence[Factor]], None]

VOICE_SINCE, CHOICE_SINCE = "10.30", "966"
RESTART_AT = time(4)
COUNTRIES = CountryPolicy(
    {
        "CN": Reach(frozenset({Channel.SMS}), "country_not_reached", takes_free_text=False),
        "US": Reach(frozenset(Channel), "country_not_reached", takes_unproved=True),
    },
    Reach(frozenset({Channel.SMS, Channel.VOICE}), "country_not_reached"),
)
AGENT = "+12025550198"
SEGMENTS = 8
# Tests begin on a Monday at noon, UTC; people of ours are there on weekdays from nine to five.
HOURS = read_business_hours("UTC mon-fri 09:00-17:00", lambda _zone: UTC)
ALICE, HUGO, FANG = "+12025550101", "+447400900107", "+8613800138000"
PASSWORD = "correct horse"
LONGEST_SESSION = timedelta(minutes=60)


@dataclass(frozen=True)
class Sent:
    """A code on its way: its login, its delivery, and the code itself."""

    login_id: str
    delivery: Delivery
    code: str


class World:
    """Every service on twins, with the few steps that most stories begin with.

    The provider takes a thousand calls a second, for the clock of a story stands still.
    """

    pacing = Pacing(calls_per_second=1000)
    breakers = BreakerRules()
    spending_rules = load_spending_rules()

    def __init__(
        self,
        units: UnitsOfWork | None = None,
        seed: Seed | None = None,
        vault: CodeVault | None = None,
    ) -> None:
        memory = MemoryUnitsOfWork()
        self.units: UnitsOfWork = units or memory
        self._seed = seed or memory.seed
        self.clock, self.randomness = ManualClock(), CountingRandomness()
        self.vault, self.plan = vault or PlainVault(), SmallPlan()
        self.secrets = PlainSecretVault()
        self.passwords, self.words = PlainPasswords(), IdsAsWords()
        self.telephony = BookedTelephony(self.clock)
        self.interpreter, self.tokens = TaughtInterpreter(), IssuedTokens()
        self._build()
        self.whispering = Whispering(self.units, self.clock)
        self.watching_transfers = WatchingTransfers(self.units, self.clock)

    def _build(self) -> None:
        self.seals, self.anchor = PlainAuditSeals(), MemoryAnchor()
        self.checking_audit = CheckingAudit(self.units, self.clock, self.seals, self.anchor)
        self.handing_over = HandingOver(self.pacing, self.breakers, self.randomness)
        rules = SendingRules(COUNTRIES, SendingLimits(), VOICE_SINCE, self.spending_rules)
        self.sending = Sending(rules, self.plan, self.vault, self.randomness, self.handing_over)
        self.reporting = Reporting(self.randomness, self.sending)
        self.challenging = Challenging(self.secrets, self.randomness)
        self.passcodes = PlainPasscodeVault()
        self.notifying = Notifying(COUNTRIES, self.plan, self.randomness)
        self.judging = Judging(
            self.vault, self.challenging, JudgingPasscodes(self.passcodes), self.notifying
        )
        self.verifying = Verifying(
            self.units,
            self.clock,
            self.randomness,
            self.sending,
            self.judging,
            self.reporting,
            LONGEST_SESSION,
        )
        world, rules_of_access = (self.units, self.clock, self.randomness), TemporaryRules()
        self.issuing_passcodes = IssuingPasscodes(
            *world, self.passcodes, rules_of_access, self.notifying
        )
        self.issuing_cards = IssuingCards(*world, self.secrets, rules_of_access, self.notifying)
        self.taking_effect = TakingEffect(self.notifying, BindingRules())
        self.activating = Activating(
            self.units,
            self.clock,
            self.randomness,
            self.secrets,
            AppPins(self.secrets, load_pin_rules()),
            Ways(self.sending, self.judging, self.verifying, self.taking_effect),
            BindingRules(),
        )
        self.digests, stepping_up = PlainDigests(), SteppingUp(self.verifying)
        self.admitting = Admitting(
            self.units, self.clock, self.passwords, self.digests, self.notifying
        )
        self.enrolling = Enrolling(self.units, self.clock, stepping_up)
        self.recording_people = RecordingPeople(self.units, self.digests)
        self.restricting_addresses = RestrictingAddresses(
            self.units, self.clock, self.randomness, stepping_up, RESTART_AT
        )
        self.sharing = Sharing(
            self.units,
            self.clock,
            self.randomness,
            self.admitting,
            ShareRules(self.judging, stepping_up, self.taking_effect, load_device_ranks()),
        )
        self.changing_pins = ChangingPins(
            self.units,
            self.clock,
            self.randomness,
            self.secrets,
            load_pin_rules(),
            Proving(self.verifying, self.judging, self.challenging, self.sending, self.notifying),
        )
        self.resetting_pins = ResettingPins(self.units, self.clock, self.randomness, self.notifying)
        self.walking = Walking(SHELF, self.sending)
        self.line_texts = LineTexts(
            self.clock,
            self.randomness,
            self.plan,
            self.words,
            Guiding(SHELF, self.sending),
            rules,
            self.handing_over,
            WritingAnswers(self.words, SEGMENTS),
        )
        self.requesting = RequestingCodes(self.sending, self.reporting)
        counting = CountingLimits(WinterCalendar(), load_limit_table())
        self.person = FindingPerson(AGENT, HOURS)
        self.arranging_calls = ArrangingCalls(self.randomness, self.plan, COUNTRIES, HOURS)
        self.capabilities = Capabilities(
            Handlers(
                self.walking,
                self.requesting,
                ExplainingLimits(counting),
                AnsweringFacts(SHELF, self.walking),
                PickingUp(self.walking, KeyedPickUpNumbers("tests"), self.randomness),
                StartingReactivation(self.activating),
                self.person,
                CallingBack(self.arranging_calls, HOURS, self.words),
                self.line_texts,
            )
        )
        self.identifying = Identifying(self.tokens)
        self.listening = Listening(self.units)
        self.logging_in = LoggingIn(
            self.units,
            self.clock,
            self.randomness,
            self.admitting,
            self.sending,
            self.judging,
            self.reporting,
            CHOICE_SINCE,
        )
        self.putting_through = PuttingThrough(AGENT, HOURS)
        self.transferring = Transferring(self.clock, self.randomness)
        self.calling = Calling(
            self.units,
            self.clock,
            self.randomness,
            self.plan,
            self.reporting,
            ReadingOut(
                self.vault,
                self.sending,
                self.reporting,
                self.putting_through,
                self.transferring,
            ),
            RingingAgain(self.sending, self.randomness),
            self.putting_through,
            self.transferring,
        )
        self.hanging_up = HangingUp(self.units, self.clock, self.telephony, self.reporting)
        self.offering_instead = OfferingInstead(self.units, self.clock, self.reporting)
        self.delivering = self.delivering_to(self.telephony)
        self.hearing = Hearing(
            self.units,
            self.clock,
            self.randomness,
            self.interpreter,
            self.capabilities,
            self.reporting,
        )
        self.line_places = LinePlaces(
            self.clock, self.reporting, self.line_texts, self.transferring
        )
        self.line_turns = LineTurns(
            self.clock,
            self.words,
            self.hearing,
            self.line_places,
            ProvingCaller(self.sending, self.judging, self.randomness),
        )
        self.ringing_back = RingingBack(
            self.units,
            self.clock,
            self.randomness,
            self.plan,
            self.arranging_calls,
            rules,
            self.handing_over,
            self.reporting,
        )
        self.talking_back = TalkingBack(
            self.units,
            self.clock,
            self.randomness,
            self.ringing_back,
            self.putting_through,
            self.hearing,
            self.line_places,
            self.reporting,
            self.transferring,
        )
        self.attending = Attending(self.units, self.clock, self.arranging_calls, self.reporting)
        self.answering_line = AnsweringLine(
            self.units,
            self.clock,
            self.digests,
            self.hearing,
            self.line_turns,
            self.line_places,
            self.reporting,
            self.person,
            self.transferring,
        )
        self.conversing = Conversing(
            self.units,
            self.clock,
            self.randomness,
            self.words,
            self.hearing,
            self.capabilities,
            self.identifying,
            self.reporting,
        )
        self.interpreter.attend(self.conversing.take)

    def has_customer(
        self,
        username: str,
        *kinds: FactorKind,
        number: str = ALICE,
        language: str = "en",
        cooling_off: timedelta = timedelta(0),
    ) -> Customer:
        """Let there be a customer with these factors; by default one that gets codes by SMS."""
        customer = Customer(
            id=f"customer-{username}",
            username=username,
            language=language,
            number=number,
            password_hash=self.passwords.hash(PASSWORD),
        )
        factors = [
            Factor(
                id=f"factor-{username}-{kind}",
                customer_id=customer.id,
                kind=kind,
                number=number if kind is FactorKind.SMS else None,
                active_from=self.clock.now() + cooling_off,
            )
            for kind in kinds or (FactorKind.SMS,)
        ]
        self._seed(customer, factors)
        return customer

    def logs_in(
        self,
        username: str = "alice",
        platform: Platform = Platform.CLIENT_PORTAL,
        version: str | None = None,
        language: str | None = None,
    ) -> str:
        """Open a pending login with the right password and return its id."""
        request = LoginRequest(username, PASSWORD, platform, version, language)
        return self.logging_in.start(request).login.id

    def sends(self, login_id: str, channel: Channel = Channel.VOICE) -> Sent:
        """Request a code for a login and return it on its way."""
        delivery = self.logging_in.request_code(login_id, channel, None)
        return Sent(login_id, delivery, self.code_of(delivery))

    def code_of(self, delivery: Delivery) -> str:
        """Return the code of a delivery, which only the vault can tell."""
        with self.units.read() as unit:
            code = unit.codes.get(delivery.code_id)
        assert code is not None
        assert code.sealed is not None
        return self.vault.unseal(code.sealed, code.id)

    def delivery(self, delivery_id: str) -> Delivery:
        """Return a delivery as it stands now."""
        with self.units.read() as unit:
            delivery = unit.deliveries.get(delivery_id)
        assert delivery is not None
        return delivery

    def delivering_to(
        self, provider: TelephonyGateway, units: UnitsOfWork | None = None
    ) -> Delivering:
        """Return what workers do, with another provider."""
        return Delivering(
            units or self.units,
            self.clock,
            provider,
            self.vault,
            self.words,
            self.reporting,
            self.handing_over,
        )

    def works(self, worker: str = "worker-1") -> bool:
        """Let a worker take one step."""
        return work_once(self.delivering, worker)

    def rings(self, login_id: str) -> Sent:
        """Request a call and let the worker place it."""
        sent = self.sends(login_id)
        assert self.works()
        return Sent(login_id, self.delivery(sent.delivery.id), sent.code)

    def now(self) -> datetime:
        """Return the present moment."""
        return self.clock.now()
