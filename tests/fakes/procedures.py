"""A shelf of small procedures, with everything that the engine knows."""

from sls.domain.procedures import Condition, Procedure, Question, Step
from tests.fakes.procedure_files import Shelf

NO_VOICE = {"voice": ("unavailable",)}
# Two small procedures with everything the engine knows: questions, variants, branches and offers.
NO_CODE = Procedure(
    id="code_not_received",
    version=3,
    intents=("code_not_received",),
    asks=(Question("platform", ("client_portal", "tws", "ios", "android")),),
    steps=(
        Step("open_link", ("F1",), "platform", Condition(unless=NO_VOICE)),
        Step("wait_for_call", ("F2",), None, Condition(unless=NO_VOICE)),
        Step("ask_for_sms", ("F1",), None, Condition(when=NO_VOICE)),
        Step("check_phone", ("G62",)),
    ),
    subjects={"channel": ("voice",)},
    offers=("send_code:voice", "send_code:sms"),
    facts=("how_long",),
)
CHANGE_PIN = Procedure(
    id="change_pin",
    version=1,
    intents=("change_pin",),
    asks=(
        Question("device", ("dsc_plus", "ib_key")),
        Question("phone", ("ios", "android"), Condition(when={"device": ("ib_key",)})),
        Question("knows_pin", ("yes", "no"), Condition(unless={"phone": ("ios",)}), "no"),
    ),
    steps=(
        Step("no_pin", ("F10",), None, Condition(when={"phone": ("ios",)})),
        Step("prepare", ("F6",), None, Condition(unless={"phone": ("ios",)})),
        Step(
            "open_menu",
            ("F8", "F9"),
            "device",
            Condition(unless={"phone": ("ios",)}),
            not_found="other_menu",
        ),
        Step("ask_us", ("F7",), None, Condition(when={"knows_pin": ("no",)}), ("hand_off",)),
        Step("type_new_pin", ("F8",), None, Condition(when={"knows_pin": ("yes",)})),
    ),
    then=("code_not_received",),
    facts=("how_many",),
)
SHELF = Shelf(NO_CODE, CHANGE_PIN)
