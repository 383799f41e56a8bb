"""What the demo's broker knows of its cast: papers, the accounts' countries, and who opted out."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sls.domain.enrolment import Enrolment
from sls.domain.identities import Identity, IdentityPapers
from sls.ports.digests import Digests

AGENT = "agent.en"


def identities(data: Mapping[str, Any], digests: Digests) -> list[Identity]:
    """Return the papers of everybody who has some; one person has the same under each name.

    Each account is an entity of its own, so that papers are what decides about sharing.
    """
    return [
        Identity.of(
            f"customer-{member['username']}",
            f"entity-{member['username']}",
            IdentityPapers(**data["papers"][person]),
            digests.digest,
        )
        for member in data["customers"]
        if (person := member.get("holder", member["username"])) in data["papers"]
    ]


def enrolments(data: Mapping[str, Any], now: datetime) -> list[Enrolment]:
    """Return how everybody takes part; each is the only user of an account, and its master."""
    return [
        Enrolment(
            customer_id=f"customer-{member['username']}",
            country=member.get("country", "US"),
            may_change_security=True,
            opted_out_at=now if member.get("opted_out") else None,
            opted_out_by=AGENT if member.get("opted_out") else None,
        )
        for member in data["customers"]
    ]
