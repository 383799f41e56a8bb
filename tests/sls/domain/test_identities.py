"""Whether two users are the same person (F55a)."""

from dataclasses import replace
from datetime import date

import pytest

from sls.domain.identities import COMPARED, Identity, IdentityPapers, canonical

PAPERS = IdentityPapers(date(1980, 2, 29), "GB", "GB", "passport", "AB 123 456")


def _identity(customer_id: str, papers: IdentityPapers = PAPERS, entity: str = "") -> Identity:
    return Identity.of(customer_id, entity or f"entity-{customer_id}", papers, _digest)


def _digest(purpose: str, text: str) -> bytes:
    return f"{purpose}={text}".encode()


def _are_same(papers: IdentityPapers, other: IdentityPapers) -> bool:
    return _identity("a", papers).is_same_person(_identity("b", other))


def test_equal_papers_are_the_same_person():
    assert _are_same(PAPERS, replace(PAPERS))


@pytest.mark.parametrize(
    "change",
    [
        {"date_of_birth": date(1980, 2, 28)},
        {"citizenship": "IE"},
        {"residence": "IE"},
        {"document_type": "identity card"},
        {"document_number": "AB123457"},
    ],
)
def test_a28_one_field_that_differs_is_another_person(change):
    assert set(change) <= set(COMPARED)
    assert not _are_same(PAPERS, replace(PAPERS, **change))


@pytest.mark.parametrize(
    "number", ["ab123456", "AB-123-456", " AB 123\u00a0456 ", "ＡＢ１２３４５６", "AB\u200b123456"]
)
def test_a28_case_space_and_width_make_no_difference(number):
    assert _are_same(PAPERS, replace(PAPERS, document_number=number))


def test_a28_letters_that_only_look_alike_do():
    assert not _are_same(PAPERS, replace(PAPERS, document_number="\u0410B123456"))


@pytest.mark.parametrize("field", ["citizenship", "residence"])
def test_us_citizens_and_residents_are_compared_by_their_ssn_too(field):
    american = replace(PAPERS, **{field: "us"})

    assert not _are_same(american, american)
    assert not _are_same(replace(american, ssn="123-45-6789"), american)
    assert not _are_same(replace(american, ssn="123-45-6789"), replace(american, ssn="123456780"))
    assert _are_same(replace(american, ssn="123-45-6789"), replace(american, ssn="123456789"))


def test_others_are_not():
    assert _are_same(replace(PAPERS, ssn="1"), replace(PAPERS, ssn="2"))


def test_users_of_one_entity_need_not_be_the_same_person():
    other = replace(PAPERS, document_number="ZZ9")

    assert _identity("a", PAPERS, "firm").is_same_person(_identity("b", other, "firm"))


@pytest.mark.parametrize("number", ["", "  ", "--"])
def test_an_empty_field_equals_nothing(number):
    with pytest.raises(ValueError, match="empty"):
        replace(PAPERS, document_number=number).compared()


def test_the_one_spelling_is_stable():
    assert canonical(canonical("Straße ① ﬁ")) == canonical("STRASSE 1 FI")
