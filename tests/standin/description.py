"""Twilio's own description of its API, where it is at hand, and what breaks it."""

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from openapi_schema_validator import OAS30Validator

NAME = "twilio_api_v2010.calls_messages.json"
BESIDE_THE_TESTS = Path(__file__).parent / "data" / NAME
API = "/2010-04-01/Accounts/{AccountSid}"
SCHEMAS = {"Calls": "api.v2010.account.call", "Messages": "api.v2010.account.message"}

# Method, path, form and answer of one exchange with the official client.
Exchange = tuple[str, str, dict[str, Any], Any]


def find() -> dict[str, Any] | None:
    """Load the description, if it is at hand."""
    path = Path(os.environ.get("TWILIO_DESCRIPTION", BESIDE_THE_TESTS))
    if not path.is_file():
        return None
    loaded: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return loaded


def faults(description: dict[str, Any], schema: Mapping[str, Any], instance: Any) -> list[str]:
    """List where an instance breaks its schema."""
    # The references of the description point into its components, so they travel along.
    validator = OAS30Validator({**schema, "components": description["components"]})
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(instance)]


def reference(name: str) -> dict[str, str]:
    """Point to a schema of the description."""
    return {"$ref": f"#/components/schemas/{name}"}


def form_schema(description: dict[str, Any], path: str) -> dict[str, Any]:
    """Find the schema of a create or update form, closed to unknown parameters."""
    content = description["paths"][path]["post"]["requestBody"]["content"]
    schema: dict[str, Any] = content["application/x-www-form-urlencoded"]["schema"]
    return {**schema, "additionalProperties": False}


def broken(description: dict[str, Any], exchanges: Iterable[Exchange]) -> list[str]:
    """List what breaks the description in exchanges that both sides took for valid."""
    found: list[str] = []
    for method, path, form, answer in exchanges:
        if answer.status_code >= 400:
            continue
        told = json.loads(answer.text)
        resource = next(name for name in SCHEMAS if f"/{name}" in path)
        items = told.get(resource.lower(), [told])
        for item in items:
            found += faults(description, reference(SCHEMAS[resource]), item)
        if method == "POST":
            one = "" if path.endswith(f"/{resource}.json") else "/{Sid}"
            schema = form_schema(description, f"{API}/{resource}{one}.json")
            found += faults(description, schema, _typed(schema, form))
    return found


def _typed(schema: dict[str, Any], form: Mapping[str, Any]) -> dict[str, Any]:
    """Read a form as it leaves the client: booleans are words there."""
    kinds = {name: each.get("type") for name, each in schema["properties"].items()}
    return {
        name: value == "true" if kinds.get(name) == "boolean" else value
        for name, value in form.items()
    }
