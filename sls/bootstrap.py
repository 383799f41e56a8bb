"""The composition root: the only place that knows every concrete class."""

from dataclasses import dataclass

from sls.adapters.clock import DemoClock, SystemClock
from sls.adapters.country_table import load_country_policy
from sls.adapters.database import Database
from sls.adapters.demo_data import DemoData
from sls.adapters.exchange_calendar import NewYorkCalendar
from sls.adapters.identity_tokens import JwtIdentityTokens
from sls.adapters.limit_table import load_limit_table
from sls.adapters.numbering import LibphonenumberPlan
from sls.adapters.passwords import DemoPasswordCheck
from sls.adapters.procedure_files import ProcedureLibrary
from sls.adapters.randomness import SystemRandomness
from sls.adapters.rasa_gateway import RasaGateway
from sls.adapters.repositories import SqlUnitsOfWork
from sls.adapters.schema import Schema
from sls.adapters.twilio_gateway import TwilioGateway
from sls.adapters.vault import KeyedCodeVault, KeyedSecretVault
from sls.adapters.worker_signs import WorkerSigns
from sls.domain.limits import SendingLimits
from sls.ports import Clock, UnitsOfWork
from sls.services.calling import Calling
from sls.services.capabilities import Capabilities
from sls.services.challenging import Challenging
from sls.services.conversing import Conversing
from sls.services.counting_limits import CountingLimits
from sls.services.delivering import Delivering
from sls.services.demonstrating import Demonstrating
from sls.services.explaining_limits import ExplainingLimits
from sls.services.identifying import Identifying
from sls.services.listening import Listening
from sls.services.logging_in import LoggingIn
from sls.services.reporting import Reporting
from sls.services.requesting_codes import RequestingCodes
from sls.services.sending import Sending, SendingRules
from sls.services.walking import Walking
from sls.services.withdrawing import Withdrawing
from sls.settings import Settings
from sls.texts import Catalogues


@dataclass(frozen=True)
class Core:
    """Everything an edge may call."""

    settings: Settings
    texts: Catalogues
    clock: Clock
    units: UnitsOfWork
    schema: Schema
    worker_signs: WorkerSigns
    logging_in: LoggingIn
    conversing: Conversing
    calling: Calling
    delivering: Delivering
    listening: Listening
    withdrawing: Withdrawing
    rasa: RasaGateway
    demonstrating: Demonstrating | None


def build(settings: Settings) -> Core:
    """Build the core from its settings; opens nothing until it is used."""
    database = Database(settings.database_url)
    units = SqlUnitsOfWork(database)
    texts = Catalogues(settings.locales)
    demo_clock = DemoClock(database)
    clock: Clock = demo_clock if settings.is_demo else SystemClock()
    randomness, plan = SystemRandomness(), LibphonenumberPlan()
    vault, passwords = KeyedCodeVault(settings.secret), DemoPasswordCheck()
    secrets = KeyedSecretVault((settings.secret, *settings.old_secrets))
    reporting = Reporting(randomness)
    counting = CountingLimits(NewYorkCalendar(), load_limit_table())
    rules = SendingRules(load_country_policy(), SendingLimits(), settings.tws_voice_from)
    sending = Sending(rules, plan, vault, randomness)
    walking = Walking(ProcedureLibrary(settings.procedures), sending)
    requesting = RequestingCodes(sending, reporting)
    capabilities = Capabilities(walking, requesting, ExplainingLimits(counting))
    tokens = JwtIdentityTokens(
        settings.identity_issuer, {settings.identity_key_id: settings.identity_secret}
    )
    rasa = RasaGateway(settings.rasa_url, settings.rasa_token)
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
            passwords,
            vault,
            sending,
            Challenging(secrets, randomness),
            reporting,
            settings.tws_m2fs_from,
        ),
        conversing=Conversing(
            units, clock, randomness, texts, rasa, capabilities, Identifying(tokens), reporting
        ),
        calling=Calling(units, clock, vault, plan, reporting),
        delivering=Delivering(units, clock, TwilioGateway(settings), vault, texts, reporting),
        listening=Listening(units),
        withdrawing=Withdrawing(units, clock, randomness, counting),
        rasa=rasa,
        demonstrating=Demonstrating(demo_clock, DemoData(database, passwords, secrets))
        if settings.is_demo
        else None,
    )
