"""Tables, mapped onto the domain's plain classes from outside."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from sls.adapters.address_tables import map_addresses
from sls.adapters.audit_tables import audit_entries, audit_head, audit_keys
from sls.adapters.binding_tables import map_bindings
from sls.adapters.database import UtcDateTime
from sls.adapters.enrolment_tables import map_enrolment
from sls.adapters.help_request_tables import map_help_requests
from sls.adapters.idempotency_tables import idempotent_requests
from sls.adapters.line_tables import map_line_calls
from sls.adapters.mapping import mapper, metadata, words
from sls.adapters.miss_tables import map_misses
from sls.adapters.pick_up_tables import pick_ups
from sls.adapters.retention_tables import purges
from sls.adapters.sending_tables import map_sending
from sls.adapters.sharing_tables import map_sharing
from sls.adapters.temporary_access_tables import online_cards, temporary_passcodes
from sls.adapters.verification_tables import map_verifications
from sls.domain.challenges import Challenge, Device
from sls.domain.codes import OneTimeCode
from sls.domain.conversations import Conversation, ConversationState, Event, TurnRecord
from sls.domain.customers import Customer
from sls.domain.deliveries import Delivery, DeliveryState
from sls.domain.factors import Channel, Factor, FactorKind
from sls.domain.logins import LoginState, PendingLogin
from sls.domain.online_cards import OnlineCard
from sls.domain.pick_ups import PickUp
from sls.domain.platforms import Platform
from sls.domain.purposes import Purpose
from sls.domain.temporary_access import Passcode
from sls.domain.withdrawals import LimitKind, Withdrawal, WithdrawalState

customers = Table(
    "customers",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("username", String(64), nullable=False, unique=True),
    Column("language", String(8), nullable=False),
    Column("number", String(16), nullable=False, index=True),
    Column("password_hash", Text, nullable=False),
)
factors = Table(
    "factors",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("customer_id", ForeignKey("customers.id"), nullable=False, index=True),
    Column("kind", words(FactorKind), nullable=False),
    Column("number", String(16)),
    Column("active_from", UtcDateTime, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("locked_until", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Column("expires_at", UtcDateTime),
)
devices = Table(
    "devices",
    metadata,
    Column("factor_id", ForeignKey("factors.id"), primary_key=True),
    Column("sealed_key", LargeBinary, nullable=False),
    Column("sealed_pin", LargeBinary),
    Column("counter", Integer, nullable=False),
)
logins = Table(
    "logins",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("customer_id", ForeignKey("customers.id"), nullable=False, index=True),
    Column("platform", words(Platform), nullable=False),
    Column("platform_version", String(32)),
    Column("language", String(8), nullable=False),
    Column("state", words(LoginState), nullable=False),
    Column("factor_id", ForeignKey("factors.id")),
    Column("attempts", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("verified_at", UtcDateTime),
    Column("is_card_only", Boolean, nullable=False),
)
one_time_codes = Table(
    "one_time_codes",
    metadata,
    Column("id", String(64), primary_key=True),
    # The login or verification that the code is for, and so no foreign key.
    Column("login_id", String(64), nullable=False, index=True),
    Column("digest", LargeBinary(32), nullable=False),
    Column("sealed", LargeBinary),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("consumed_at", UtcDateTime),
    Column("voided_at", UtcDateTime),
)
challenges = Table(
    "challenges",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("purpose", words(Purpose), nullable=False),
    Column("subject_id", String(64), nullable=False, index=True),
    Column("factor_id", ForeignKey("factors.id"), nullable=False, index=True),
    Column("question", String(16), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("consumed_at", UtcDateTime),
)
used_cells = Table(
    "used_cells",
    metadata,
    # The primary key is the rule: each cell of a card is used once.
    Column("factor_id", ForeignKey("factors.id"), primary_key=True),
    Column("cell", String(4), primary_key=True),
    Column("used_at", UtcDateTime, nullable=False),
)
deliveries = Table(
    "deliveries",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("job", String(64), nullable=False, unique=True),
    # What the delivery belongs to, by its purpose, and so no foreign key.
    Column("login_id", String(64), nullable=False, index=True),
    Column("code_id", ForeignKey("one_time_codes.id")),
    Column("channel", words(Channel), nullable=False),
    Column("number", String(16), nullable=False),
    Column("language", String(8), nullable=False),
    Column("state", words(DeliveryState), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("gate_key", String(1), nullable=False),
    Column("conversation_id", String(64)),
    Column("worker", String(64)),
    Column("lease_until", UtcDateTime),
    Column("announced_at", UtcDateTime),
    Column("provider_sid", String(64), unique=True),
    Column("tries", Integer, nullable=False),
    Column("gate_tries", Integer, nullable=False),
    Column("readings", Integer, nullable=False),
    Column("reason", String(64)),
    Column("ended_at", UtcDateTime),
    Column("purpose", words(Purpose), nullable=False),
    Column("notice", JSON),
    Column("ringing_at", UtcDateTime),
    Column("follows", String(64)),
    Column("menu_misses", Integer, nullable=False),
    Column("connected_at", UtcDateTime),
    Column("hang_up_at", UtcDateTime, index=True),
    Column("slow_since", UtcDateTime),
    Index("deliveries_due", "state", "due_at"),
    Index("deliveries_number", "number", "created_at"),
)
conversations = Table(
    "conversations",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("bearer_digest", String(64), nullable=False, unique=True),
    Column("language", String(8), nullable=False),
    Column("is_language_pinned", Boolean, nullable=False),
    Column("state", words(ConversationState), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("last_at", UtcDateTime, nullable=False),
    Column("login_id", String(64), index=True),
    Column("customer_id", String(64)),
    Column("open_question", String(64)),
    Column("pending", JSON),
    Column("answers", JSON, nullable=False),
    Column("walks", JSON, nullable=False),
    Column("misunderstandings", Integer, nullable=False),
)
turns = Table(
    "turns",
    metadata,
    Column("conversation_id", ForeignKey("conversations.id"), primary_key=True),
    Column("client_id", String(64), primary_key=True),
    Column("answered_at", UtcDateTime),
)
events = Table(
    "events",
    metadata,
    # SQLite counts upward in an INTEGER only, which has 64 bits there.
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("data", JSON, nullable=False),
    Column("turn", String(64)),
    Column("created_at", UtcDateTime, nullable=False),
    # Without this SQLite may hand out an id again, and a listener would miss an event.
    sqlite_autoincrement=True,
)
accounts = Table(
    "accounts",
    metadata,
    Column("id", String(64), primary_key=True),
    # The person or company whose money it is; several accounts may have the same holder (F54).
    Column("holder", String(64), nullable=False, index=True),
)
account_users = Table(
    "account_users",
    metadata,
    Column("customer_id", ForeignKey("customers.id"), primary_key=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False, index=True),
)
shared_devices = Table(
    "shared_devices",
    metadata,
    # A factor that is another user's physical device, by that user's factor.
    Column("factor_id", ForeignKey("factors.id"), primary_key=True),
    Column("device_id", ForeignKey("factors.id"), nullable=False, index=True),
)
withdrawals = Table(
    "withdrawals",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False),
    Column("customer_id", ForeignKey("customers.id"), nullable=False),
    Column("key", String(64), nullable=False),
    Column("amount_cents", BigInteger, nullable=False),
    Column("state", words(WithdrawalState), nullable=False),
    Column("kind", words(LimitKind), nullable=False),
    Column("confirmed_by", words(FactorKind)),
    # The record outlives the device, so these are no foreign keys.
    Column("factor_id", String(64)),
    Column("device_id", String(64)),
    Column("business_day", Date, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    UniqueConstraint("customer_id", "key", name="withdrawals_key"),
    CheckConstraint("amount_cents > 0", name="withdrawals_amount"),
    Index("withdrawals_account", "account_id", "kind", "business_day"),
    Index("withdrawals_device", "device_id", "business_day"),
)
used_identity_tokens = Table(
    "used_identity_tokens",
    metadata,
    Column("jti", String(128), primary_key=True),
    Column("expires_at", UtcDateTime, nullable=False),
)
worker_signs = Table(
    "worker_signs",
    metadata,
    Column("worker", String(64), primary_key=True),
    Column("seen_at", UtcDateTime, nullable=False),
)
demo_clock = Table(
    "demo_clock",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("offset_seconds", Float, nullable=False),
)

# Tables of other modules that no class is mapped onto; named here, so that the schema knows them.
UNMAPPED = (audit_entries, audit_head, audit_keys, idempotent_requests, purges)


def map_classes() -> None:
    """Map the domain's classes onto the tables, once."""
    if mapper.mappers:
        return
    for kind, table in (
        (Customer, customers),
        (Factor, factors),
        (Device, devices),
        (Challenge, challenges),
        (PendingLogin, logins),
        (OneTimeCode, one_time_codes),
        (Delivery, deliveries),
        (Conversation, conversations),
        (TurnRecord, turns),
        (Event, events),
        (Withdrawal, withdrawals),
        (Passcode, temporary_passcodes),
        (OnlineCard, online_cards),
        (PickUp, pick_ups),
    ):
        mapper.map_imperatively(kind, table)
    map_sharing()
    map_enrolment()
    map_addresses()
    map_bindings()
    map_verifications()
    map_misses()
    map_sending()
    map_line_calls()
    map_help_requests()
