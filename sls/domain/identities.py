"""Whether two users are the same person: compared field by field, in one spelling (F55a)."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

UNITED_STATES = "us"
# What must be equal for two users of different entities; US citizens and residents add the SSN.
COMPARED = ("date_of_birth", "citizenship", "residence", "document_type", "document_number")


@dataclass(frozen=True)
class IdentityPapers:
    """What the broker has on file about the person behind a user; countries as ISO 3166."""

    date_of_birth: date
    citizenship: str
    residence: str
    document_type: str
    document_number: str
    ssn: str | None = None

    @property
    def needs_ssn(self) -> bool:
        """Whether this is a US citizen or resident."""
        return UNITED_STATES in (canonical(self.citizenship), canonical(self.residence))

    def compared(self) -> dict[str, str]:
        """Return every field that is compared, in its one spelling.

        Raises:
            ValueError: a field is empty, and would be equal to every other empty one.
        """
        fields = {name: canonical(str(getattr(self, name))) for name in COMPARED}
        if self.ssn is not None:
            fields["ssn"] = canonical(self.ssn)
        if not all(fields.values()):
            raise ValueError("a field of an identity is empty")
        return fields


@dataclass
class Identity:
    """The same as keyed digests, with the entity whose user it is.

    Only whether two are equal is ever asked, so nobody, not even the holder of the key, needs to be
    able to read them again; a seal could be opened.
    """

    customer_id: str
    entity_id: str
    needs_compliance: bool
    needs_ssn: bool
    date_of_birth: bytes
    citizenship: bytes
    residence: bytes
    document_type: bytes
    document_number: bytes
    ssn: bytes | None = None

    @classmethod
    def of(
        cls,
        customer_id: str,
        entity_id: str,
        papers: IdentityPapers,
        digest: Callable[[str, str], bytes],
        *,
        needs_compliance: bool = False,
    ) -> "Identity":
        """Return what is kept of somebody's papers; `digest` takes a purpose and a text.

        Raises:
            ValueError: a field is empty.
        """
        digests = {
            name: digest(f"identity {name}", text) for name, text in papers.compared().items()
        }
        return cls(customer_id, entity_id, needs_compliance, papers.needs_ssn, **digests)

    def is_same_person(self, other: "Identity") -> bool:
        """Whether both are users of one entity, or every compared field is equal."""
        if self.entity_id == other.entity_id:
            return True
        if any(getattr(self, field) != getattr(other, field) for field in COMPARED):
            return False
        if not (self.needs_ssn or other.needs_ssn):
            return True
        return self.ssn is not None and self.ssn == other.ssn


def canonical(value: str) -> str:
    """Return the one spelling of a field: NFKC, case folded, letters and digits only."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", value).casefold())
    return "".join(char for char in folded if char.isalnum())
