"""What an answer of the API says of a factor, its question and the codes on their way to it."""

from enum import StrEnum
from typing import Any, TypeVar

from flask import Response, jsonify

from sls.core import Core
from sls.domain.challenges import Challenge
from sls.domain.deliveries import Delivery
from sls.domain.factors import Factor
from sls.domain.phones import PhoneNumber
from sls.services.challenging import CARD_KINDS
from web.problems import BadRequest

Kind = TypeVar("Kind", bound=StrEnum)


def one_of(kind: type[Kind], value: Any) -> Kind:
    """Return a value of the body that must be one of a few words.

    Raises:
        BadRequest: it is none of them.
    """
    try:
        return kind(value)
    except ValueError as error:
        raise BadRequest from error


def show_factor(core: Core, language: str, factor: Factor) -> dict[str, str]:
    """Return a factor as a drop-down shows it."""
    label = core.texts.text(language, f"factor.{factor.kind}")
    return {"id": factor.id, "kind": factor.kind, "label": label}


def show_question(factor: Factor, challenge: Challenge | None) -> str | dict[str, list[str]] | None:
    """Return six digits, the cells of a card, or None where nothing is asked."""
    if challenge is None:
        return None
    return {"cells": challenge.cells} if factor.kind in CARD_KINDS else challenge.question


def show_delivery(delivery: Delivery) -> dict[str, str]:
    """Return how a code stands that is on its way."""
    return {"id": delivery.id, "channel": delivery.channel, "state": delivery.public_state}


def accepted(delivery: Delivery) -> tuple[Response, int]:
    """Return the answer that a code is on its way, and where to."""
    shown: dict[str, Any] = {
        "delivery": delivery.id,
        "channel": delivery.channel,
        "to": PhoneNumber(delivery.number).masked,
    }
    return jsonify(shown), 202
