"""Which texts the product uses: literal ids in its sources, and families built from a pattern."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml

from sls.adapters.country_table import load_country_policy
from sls.adapters.procedure_files import ProcedureLibrary
from sls.domain import callback_errors, errors, security_errors
from sls.domain.factors import Channel, FactorKind
from sls.domain.messages import label_id
from sls.domain.procedures import FACT_KINDS, REACHES
from sls.domain.transfers import CallerKnown, TransferKind, TransferState
from sls.domain.withdrawals import LimitKind
from sls.services.asking import TOLD_BY_LOOKING
from sls.services.calming import CHOICES as CALMING
from sls.services.line_menus import MAIN_MENU
from sls.services.requesting_codes import PLATFORM_OPTIONS
from sls.services.walking import MOVES
from standin.faults import SWITCHES

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("sls", "actions", "voice", "web", "desk", "worker", "standin", "deploy", "procedures")
SKIPPED = frozenset({"node_modules", "vendor", "__pycache__"})
ID = re.compile(r"[a-z][a-z_0-9]*(?:\.[A-Za-z0-9_]+)+")
QUOTED = re.compile(r"""(["'`])((?:(?!\1)[^\\\n]|\\.)*)\1""")
# These look like ids of texts and are names of something else.
NOT_TEXTS = frozenset({"standin.static"})
LOGGING = frozenset({"debug", "info", "warning", "error", "exception"})

WALKED = frozenset(
    {"action_walk_procedure", "action_check_withdrawal_limit", "action_start_reactivation"}
)
EDGE_PROBLEMS = (
    "slow_down streams_full assistant_unavailable bad_request not_found method_not_allowed api_key "
    "scope_missing unavailable internal"
)
VOICE_NEWS = (
    "ringing read_out busy no_answer no_key rejected failed expired machine not_needed "
    "busy.again no_answer.again failed.again"
)
SMS_NEWS = "delivered failed expired landline unreachable filtered opted_out"
REFUSED_PINS = "differs form_digits form_characters weak unchanged"
REFUSED_NUMBERS = (
    "extension not_a_number premium_rate shared_cost voip toll_free pager uan voicemail not_mobile "
    "unchanged"
)
REFUSED_SHARES = (
    "different_person temporary_device own_device ib_key_not_shared device_not_active "
    "borrowed_device loop shared_already weaker_than_present less_secure_device"
)
REFUSED_ADDRESSES = (
    "not_an_address too_wide private_address locks_out address_missing known_already too_many"
)
WAITING_STATES = "requested calling talking"
REFUSED_CALLBACKS = "number_changed country too_many"
A_MOMENT = "2026-11-23T14:00Z[America/New_York]"
REFUSED_CHANNELS = "not_an_sms_factor tws_version number_changed line_full channel_down"


def literal_ids() -> set[str]:
    """Return every quoted word of the sources that has the form of an id."""
    return {word for word in _words() if ID.fullmatch(word) and word not in NOT_TEXTS}


def families() -> dict[str, set[str]]:
    """Return the ids that are built from a pattern, by that pattern."""
    return {
        "greeting.{place}": _ids("greeting.", "site login login_without_call"),
        "small_talk.{intent}": _ids(
            "small_talk.", "greet goodbye thank wait bot_challenge insult chitchat"
        ),
        "why.{question}": _ids("why.", "platform username pick_up") | _of_questions("why."),
        "unsure.{name}": _ids("unsure.", "any") | {f"unsure.{each}" for each in TOLD_BY_LOOKING},
        "ask.{question}": _ids("ask.", "platform username") | _of_questions("ask."),
        "clarify.{reason}.walk": _ids("clarify.", "not_understood.walk out_of_scope.walk"),
        "delivery.voice.{state}": _ids("delivery.voice.", VOICE_NEWS),
        "delivery.sms.{state}": _ids("delivery.sms.", SMS_NEWS),
        "send_code.started.{channel}": _per_channel("send_code.started"),
        "send_code.too_soon.{channel}": _per_channel("send_code.too_soon"),
        "send_code.anonymous.{channel}": _per_channel("send_code.anonymous"),
        "send_code.unavailable.{reason}": _ids("send_code.unavailable.", REFUSED_CHANNELS)
        | _country_reasons(),
        "callback.refused.{reason}": _ids("callback.refused.", REFUSED_CALLBACKS),
        "callback.call.{name}": _ids("callback.call.", "no_key wrong_key"),
        "desk.callbacks.state.{state}": _ids("desk.callbacks.state.", WAITING_STATES),
        "desk.callbacks.language.{language}": _ids("desk.callbacks.language.", "en zh_CN"),
        "transfer.kind.{kind}": {f"transfer.kind.{kind}" for kind in TransferKind},
        "transfer.language.{language}": _ids("transfer.language.", "en zh_CN"),
        "transfer.known_by.{known_by}": {f"transfer.known_by.{known}" for known in CallerKnown},
        "desk.transfers.state.{state}": {f"desk.transfers.state.{each}" for each in TransferState},
        "desk.transfers.kind.{kind}": {f"desk.transfers.kind.{kind}" for kind in TransferKind},
        "desk.transfers.known_by.{known_by}": {
            f"desk.transfers.known_by.{known}" for known in CallerKnown
        },
        "option.{option}": {label_id(option) for option in options()},
        "problem.{code}": _refusals() | _ids("problem.", EDGE_PROBLEMS),
        "factor.{kind}": {f"factor.{kind}" for kind in FactorKind},
        "limit.{device}": {f"limit.{kind}" for kind in LimitKind},
        "limits.device.{verdict}": _ids("limits.device.", "issued legacy enough not_enough"),
        "limits.own.{kind}": _ids("limits.own.", "limited unlimited"),
        "pin.refused.{reason}": _ids("pin.refused.", REFUSED_PINS),
        "number.refused.{reason}": _ids("number.refused.", REFUSED_NUMBERS),
        "share.refused.{reason}": _ids("share.refused.", REFUSED_SHARES),
        "opt_out.refused.{reason}": _ids("opt_out.refused.", "country_not_allowed country_unknown"),
        "address.refused.{reason}": _ids("address.refused.", REFUSED_ADDRESSES),
        "transcript.{from}": _ids("transcript.", "assistant agent system customer"),
        "voice.digit.{digit}": {f"voice.digit.{digit}" for digit in range(10)}
        | {"voice.digit.1.plain"},
        "voice.group.{size}": _ids("voice.group.", "3 4"),
        "{procedure}.{step}": {text for each in procedures().all() for text in each.message_ids()},
        "desk.shelf.{shelf}": _ids("desk.shelf.", "login loss app devices account other"),
        "desk.fact.{kind}": {f"desk.fact.{kind}" for kind in FACT_KINDS},
        "desk.ask.{channel}": _per_channel("desk.ask"),
        "desk.reach.{channel}.{reach}": {
            f"desk.reach.{channel}.{reach}" for channel in Channel for reach in REACHES
        },
        "standin.language.{code}": _ids("standin.language.", "en zh_CN"),
        "standin.phone.state.{state}": _ids(
            "standin.phone.state.", "idle dialling ringing in_call"
        ),
        "standin.log.{entry}": _ids(
            "standin.log.",
            "dialling ringing in_progress completed busy rejected no_answer failed canceled error "
            "voicemail",
        ),
        "standin.fault.{switch}": {f"standin.fault.{switch}" for switch in SWITCHES}
        | {f"standin.fault.{switch}.{fault}" for switch in SWITCHES for fault in SWITCHES[switch]},
    }


def options() -> set[str]:
    """Return every option that may be offered."""
    return {
        *MOVES,
        *PLATFORM_OPTIONS,
        *("finish", "hand_off", "why", "pick_up", "topic:none", "language:en", "language:zh_CN"),
        *("slower", "text_answer", "hear_rest", "prove:callback", *MAIN_MENU),
        *CALMING,
        *(
            "callback",
            "callback:now",
            "callback:other",
            f"callback:{A_MOMENT}",
            "callback:no",
            "callback_cancel",
        ),
        *(f"send_code:{channel}" for channel in Channel),
        *(f"topic:{intent}" for intent in topics()),
        *(offer for each in procedures().all() for offer in each.offers),
        *(offer for each in procedures().all() for step in each.steps for offer in step.offers),
        *(
            f"{question.name}:{option}"
            for each in procedures().all()
            for question in each.asks
            for option in question.options
        ),
    }


def topics() -> set[str]:
    """Return the intents that are about something, and not about the conversation."""
    return intents_of("action_send_code", *WALKED)


def intents_of(*actions: str) -> set[str]:
    """Return the intents whose rule picks one of these actions."""
    found: set[str] = set()
    for path in sorted((ROOT / "bot" / "data" / "rules").glob("*.yml")):
        for rule in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]:
            steps = rule["steps"]
            if any(step.get("action") in actions for step in steps):
                found |= {
                    each["intent"]
                    for step in steps
                    for each in step.get("or", [step])
                    if "intent" in each
                }
    return found


def procedures() -> ProcedureLibrary:
    """Return the procedures as they are shipped."""
    return ProcedureLibrary(ROOT / "procedures")


def _words() -> Iterator[str]:
    for path in _sources():
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".py":
            yield from _constants(ast.parse(text))
        elif path.suffix == ".yml":
            yield from _quoted(re.sub(r"#.*", "", text))
        else:
            yield from _quoted(text)


def _constants(tree: ast.AST) -> Iterator[str]:
    """Return the text constants of a module, without the names of what it logs."""
    logged = {
        id(argument)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in LOGGING
        for argument in node.args
    }
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in logged:
            yield node.value


def _quoted(text: str) -> Iterator[str]:
    """Return what stands in quotes, and what stands in quotes within that."""
    for match in QUOTED.finditer(text):
        yield match[2]
        if any(quote in match[2] for quote in "\"'`"):
            yield from _quoted(match[2])


def _sources() -> Iterator[Path]:
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            is_source = path.suffix in {".py", ".html", ".js", ".yml"}
            if is_source and not SKIPPED & set(path.parts):
                yield path


def _ids(prefix: str, names: str) -> set[str]:
    return {prefix + name for name in names.split()}


def _per_channel(prefix: str) -> set[str]:
    return {f"{prefix}.{channel}" for channel in Channel}


def _of_questions(prefix: str) -> set[str]:
    return {f"{prefix}{question.name}" for each in procedures().all() for question in each.asks}


def heard() -> set[str]:
    """Return the ids of the words in which people may answer; a question may do without."""
    answers = {
        f"hear.{question.name}.{option}"
        for each in procedures().all()
        for question in each.asks
        for option in question.options
    }
    keys = {f"hear.key.{key}" for key in (*range(10), "star", "pound")}
    numbers = {f"hear.number.{number}" for number in range(1, 7)}
    return (
        answers
        | numbers
        | keys
        | {
            "hear.question",
            "hear.alarm",
            "hear.yes",
            "hear.no",
            "hear.line",
            "hear.text_answer",
            "hear.code",
        }
    )


def _country_reasons() -> set[str]:
    policy = load_country_policy()
    reaches: Iterable[str] = (each.reason for each in (policy.default, *policy.table.values()))
    return {f"send_code.unavailable.{reason}" for reason in reaches}


def _refusals() -> set[str]:
    named = {**vars(errors), **vars(security_errors), **vars(callback_errors)}
    kinds = [each for each in named.values() if isinstance(each, type)]
    refusals = [each for each in kinds if issubclass(each, errors.Refusal)]
    # Nobody reads why a webhook's call was refused: it is hung up.
    silent = {errors.Refusal, errors.CallRefused}
    return {f"problem.{each.code}" for each in refusals if each not in silent}
