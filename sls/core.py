"""What the core offers: everything that an edge may call."""

from dataclasses import dataclass

from sls.adapters.procedure_files import ProcedureLibrary
from sls.adapters.rasa_gateway import RasaGateway
from sls.adapters.schema import Schema
from sls.adapters.worker_signs import WorkerSigns
from sls.ports import Clock, UnitsOfWork
from sls.ports.line_calls import PhoneDialogue
from sls.services.activating import Activating
from sls.services.attending import Attending
from sls.services.calling import Calling
from sls.services.changing_numbers import ChangingNumbers
from sls.services.changing_pins import ChangingPins
from sls.services.checking_audit import CheckingAudit
from sls.services.conversing import Conversing
from sls.services.delivering import Delivering
from sls.services.demonstrating import Demonstrating
from sls.services.enrolling import Enrolling
from sls.services.erasing import ErasingCustomers
from sls.services.hanging_up import HangingUp
from sls.services.issuing_cards import IssuingCards
from sls.services.issuing_passcodes import IssuingPasscodes
from sls.services.listening import Listening
from sls.services.listing_devices import ListingDevices
from sls.services.logging_in import LoggingIn
from sls.services.metering import Metering
from sls.services.offering_instead import OfferingInstead
from sls.services.purging import PurgingData
from sls.services.recording_people import RecordingPeople
from sls.services.repeating import Repeating
from sls.services.resetting_pins import ResettingPins
from sls.services.restricting_addresses import RestrictingAddresses
from sls.services.reviewing_misses import ReviewingMisses
from sls.services.ringing_back import RingingBack
from sls.services.sharing import Sharing
from sls.services.taking_over import TakingOver
from sls.services.talking_back import TalkingBack
from sls.services.verifying import Verifying
from sls.services.watching_transfers import WatchingTransfers
from sls.services.whispering import Whispering
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
    answering_line: PhoneDialogue
    library: ProcedureLibrary
    taking_over: TakingOver
    calling: Calling
    delivering: Delivering
    ringing_back: RingingBack
    talking_back: TalkingBack
    attending: Attending
    whispering: Whispering
    watching_transfers: WatchingTransfers
    hanging_up: HangingUp
    offering_instead: OfferingInstead
    listening: Listening
    metering: Metering
    withdrawing: Withdrawing
    verifying: Verifying
    changing_pins: ChangingPins
    resetting_pins: ResettingPins
    enrolling: Enrolling
    recording_people: RecordingPeople
    restricting_addresses: RestrictingAddresses
    sharing: Sharing
    activating: Activating
    changing_numbers: ChangingNumbers
    listing_devices: ListingDevices
    issuing_passcodes: IssuingPasscodes
    issuing_cards: IssuingCards
    repeating: Repeating
    checking_audit: CheckingAudit
    purging: PurgingData
    reviewing_misses: ReviewingMisses
    erasing: ErasingCustomers
    rasa: RasaGateway
    demonstrating: Demonstrating | None
