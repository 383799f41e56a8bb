"""The composition root: the only place that knows every concrete class."""

from sls.adapters.audit_anchor import FileAnchor
from sls.adapters.audit_keys import KeyedAuditSeals
from sls.adapters.budget_table import load_spending_rules
from sls.adapters.clock import DemoClock, SystemClock
from sls.adapters.country_table import load_country_policy
from sls.adapters.database import TURN_SECONDS, Database
from sls.adapters.demo_data import DemoData
from sls.adapters.digests import KeyedDigests
from sls.adapters.exchange_calendar import NewYorkCalendar
from sls.adapters.identity_tokens import JwtIdentityTokens
from sls.adapters.limit_table import load_limit_table
from sls.adapters.numbering import LibphonenumberPlan
from sls.adapters.passcode_vault import ArgonPasscodeVault
from sls.adapters.passwords import DemoPasswordCheck
from sls.adapters.pick_up_keys import KeyedPickUpNumbers
from sls.adapters.pin_list import load_pin_rules
from sls.adapters.procedure_files import ProcedureLibrary
from sls.adapters.randomness import SystemRandomness
from sls.adapters.rank_table import load_device_ranks
from sls.adapters.rasa_gateway import RasaGateway
from sls.adapters.repositories import SqlUnitsOfWork
from sls.adapters.request_digest import RequestDigest
from sls.adapters.schema import Schema
from sls.adapters.twilio_gateway import TwilioGateway
from sls.adapters.vault import KeyedCodeVault, KeyedSecretVault
from sls.adapters.worker_signs import WorkerSigns
from sls.core import Core
from sls.domain.limits import SendingLimits
from sls.ports import Clock
from sls.services.activating import Activating, Ways
from sls.services.admitting import Admitting
from sls.services.answering_facts import AnsweringFacts
from sls.services.answering_line import AnsweringLine
from sls.services.app_pins import AppPins
from sls.services.arranging_calls import ArrangingCalls
from sls.services.attending import Attending
from sls.services.auditing import Auditing
from sls.services.calling import Calling
from sls.services.calling_back import CallingBack
from sls.services.capabilities import Capabilities, Handlers
from sls.services.challenging import Challenging
from sls.services.changing_numbers import ChangingNumbers, Steps
from sls.services.changing_pins import ChangingPins, Proving
from sls.services.checking_audit import CheckingAudit
from sls.services.conversing import Conversing
from sls.services.counting_limits import CountingLimits
from sls.services.delivering import Delivering
from sls.services.demonstrating import Demonstrating
from sls.services.enrolling import Enrolling
from sls.services.erasing import ErasingCustomers
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
from sls.services.listing_devices import ListingDevices
from sls.services.logging_in import LoggingIn
from sls.services.metering import Metering
from sls.services.notifying import Notifying
from sls.services.offering_instead import OfferingInstead
from sls.services.picking_up import PickingUp
from sls.services.proving_caller import ProvingCaller
from sls.services.purging import PurgingData
from sls.services.putting_through import PuttingThrough
from sls.services.reading_out import ReadingOut
from sls.services.recording_people import RecordingPeople
from sls.services.repeating import Repeating
from sls.services.reporting import Reporting
from sls.services.requesting_codes import RequestingCodes
from sls.services.resetting_pins import ResettingPins
from sls.services.restricting_addresses import RestrictingAddresses
from sls.services.reviewing_misses import ReviewingMisses
from sls.services.ringing_again import RingingAgain
from sls.services.ringing_back import RingingBack
from sls.services.sending import Sending, SendingRules
from sls.services.sharing import ShareRules, Sharing
from sls.services.starting_reactivation import StartingReactivation
from sls.services.stepping_up import SteppingUp
from sls.services.taking_effect import TakingEffect
from sls.services.taking_over import TakingOver
from sls.services.talking_back import TalkingBack
from sls.services.transferring import Transferring
from sls.services.verifying import Verifying
from sls.services.walking import Walking
from sls.services.watching_transfers import WatchingTransfers
from sls.services.whispering import Whispering
from sls.services.withdrawing import Withdrawing
from sls.services.writing_answers import WritingAnswers
from sls.settings import Settings
from sls.texts import Catalogues


def build(settings: Settings) -> Core:
    """Build the core from its settings; opens nothing until it is used."""
    database = Database(settings.database_url, TURN_SECONDS)
    secrets = KeyedSecretVault((settings.secret, *settings.old_secrets))
    seals = KeyedAuditSeals((settings.secret, *settings.old_secrets), secrets)
    units = SqlUnitsOfWork(database, Auditing(seals).append)
    texts = Catalogues(settings.locales)
    demo_clock = DemoClock(database)
    clock: Clock = demo_clock if settings.is_demo else SystemClock()
    randomness, plan = SystemRandomness(), LibphonenumberPlan()
    vault, passwords = KeyedCodeVault(settings.secret), DemoPasswordCheck()
    counting = CountingLimits(NewYorkCalendar(), load_limit_table())
    spending_rules = load_spending_rules()
    rules = SendingRules(
        load_country_policy(), SendingLimits(), settings.tws_voice_from, spending_rules
    )
    handing_over = HandingOver(settings.pacing, settings.breakers, randomness)
    sending = Sending(rules, plan, vault, randomness, handing_over)
    reporting = Reporting(randomness, sending)
    putting_through = PuttingThrough(settings.agent_number, settings.business_hours)
    transferring = Transferring(clock, randomness)
    gateway = TwilioGateway(settings, clock)
    temporary = settings.temporary_access
    passcodes = ArgonPasscodeVault((settings.secret, *settings.old_secrets))
    challenging = Challenging(secrets, randomness)
    notifying = Notifying(rules.countries, plan, randomness)
    judging = Judging(vault, challenging, JudgingPasscodes(passcodes), notifying)
    verifying = Verifying(
        units, clock, randomness, sending, judging, reporting, settings.longest_session
    )
    taking_effect = TakingEffect(notifying, settings.bindings)
    activating = Activating(
        units,
        clock,
        randomness,
        secrets,
        AppPins(secrets, load_pin_rules()),
        Ways(sending, judging, verifying, taking_effect),
        settings.bindings,
    )
    digests, stepping_up = KeyedDigests(settings.secret), SteppingUp(verifying)
    admitting = Admitting(units, clock, passwords, digests, notifying)
    proving = Proving(verifying, judging, challenging, sending, notifying)
    library = ProcedureLibrary(settings.procedures)
    walking = Walking(library, sending)
    line_texts = LineTexts(
        clock,
        randomness,
        plan,
        texts,
        Guiding(library, sending),
        rules,
        handing_over,
        WritingAnswers(texts, settings.text_segments),
    )
    requesting = RequestingCodes(sending, reporting)
    numbers = KeyedPickUpNumbers(settings.secret)
    person = FindingPerson(settings.agent_number, settings.business_hours)
    arranging_calls = ArrangingCalls(randomness, plan, rules.countries, settings.business_hours)
    capabilities = Capabilities(
        Handlers(
            walking,
            requesting,
            ExplainingLimits(counting),
            AnsweringFacts(library, walking),
            PickingUp(walking, numbers, randomness),
            StartingReactivation(activating),
            person,
            CallingBack(arranging_calls, settings.business_hours, texts),
            line_texts,
        )
    )
    tokens = JwtIdentityTokens(
        settings.identity_issuer, {settings.identity_key_id: settings.identity_secret}
    )
    rasa = RasaGateway(settings.rasa_url, settings.rasa_token)
    hearing = Hearing(units, clock, randomness, rasa, capabilities, reporting)
    line_places = LinePlaces(clock, reporting, line_texts, transferring)
    proving_caller = ProvingCaller(sending, judging, randomness)
    line_turns = LineTurns(clock, texts, hearing, line_places, proving_caller)
    ringing_back = RingingBack(
        units, clock, randomness, plan, arranging_calls, rules, handing_over, reporting
    )
    return Core(
        settings=settings,
        texts=texts,
        clock=clock,
        units=units,
        schema=Schema(database),
        worker_signs=WorkerSigns(database),
        logging_in=LoggingIn(
            units,
            clock,
            randomness,
            admitting,
            sending,
            judging,
            reporting,
            settings.tws_m2fs_from,
        ),
        conversing=Conversing(
            units, clock, randomness, texts, hearing, capabilities, Identifying(tokens), reporting
        ),
        answering_line=AnsweringLine(
            units,
            clock,
            digests,
            hearing,
            line_turns,
            line_places,
            reporting,
            person,
            transferring,
        ),
        library=library,
        taking_over=TakingOver(units, clock, numbers),
        calling=Calling(
            units,
            clock,
            randomness,
            plan,
            reporting,
            ReadingOut(vault, sending, reporting, putting_through, transferring),
            RingingAgain(sending, randomness),
            putting_through,
            transferring,
        ),
        ringing_back=ringing_back,
        talking_back=TalkingBack(
            units,
            clock,
            randomness,
            ringing_back,
            putting_through,
            hearing,
            line_places,
            reporting,
            transferring,
        ),
        attending=Attending(units, clock, arranging_calls, reporting),
        whispering=Whispering(units, clock),
        watching_transfers=WatchingTransfers(units, clock),
        hanging_up=HangingUp(units, clock, gateway, reporting),
        offering_instead=OfferingInstead(units, clock, reporting),
        delivering=Delivering(units, clock, gateway, vault, texts, reporting, handing_over),
        listening=Listening(units),
        metering=Metering(units, clock, spending_rules, settings.pacing, settings.breakers),
        withdrawing=Withdrawing(units, clock, randomness, counting, verifying),
        verifying=verifying,
        enrolling=Enrolling(units, clock, stepping_up),
        recording_people=RecordingPeople(units, digests),
        restricting_addresses=RestrictingAddresses(
            units, clock, randomness, stepping_up, settings.nightly_restart
        ),
        sharing=Sharing(
            units,
            clock,
            randomness,
            admitting,
            ShareRules(judging, stepping_up, taking_effect, load_device_ranks()),
        ),
        changing_pins=ChangingPins(units, clock, randomness, secrets, load_pin_rules(), proving),
        resetting_pins=ResettingPins(units, clock, randomness, notifying),
        activating=activating,
        changing_numbers=ChangingNumbers(
            units,
            clock,
            randomness,
            plan,
            Steps(verifying, sending, judging, notifying),
            settings.bindings,
        ),
        listing_devices=ListingDevices(units, clock, settings.longest_session),
        issuing_passcodes=IssuingPasscodes(
            units, clock, randomness, passcodes, temporary, notifying
        ),
        issuing_cards=IssuingCards(units, clock, randomness, secrets, temporary, notifying),
        repeating=Repeating(units, clock, secrets, RequestDigest(settings.secret)),
        checking_audit=CheckingAudit(units, clock, seals, FileAnchor(settings.audit_head_file)),
        purging=PurgingData(units, clock, settings.retention),
        reviewing_misses=ReviewingMisses(units, clock),
        erasing=ErasingCustomers(units, clock, randomness, digests),
        rasa=rasa,
        demonstrating=Demonstrating(
            demo_clock, DemoData(database, passwords, secrets, passcodes, temporary, digests)
        )
        if settings.is_demo
        else None,
    )
