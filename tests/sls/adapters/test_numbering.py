"""The numbering plan."""

import pytest

from sls.adapters.numbering import LibphonenumberPlan
from tests.fakes.numbering import SmallPlan


@pytest.fixture(params=[SmallPlan, LibphonenumberPlan])
def plan(request):
    """Give a numbering plan of either kind."""
    return request.param()


@pytest.mark.parametrize(
    ("number", "region"),
    [
        ("+12025550101", "US"),
        ("+85251230102", "HK"),
        ("+6585550103", "SG"),
        ("+8613800138000", "CN"),
        ("+447400900106", "GB"),
    ],
)
def test_a_number_has_the_region_of_its_country(plan, number, region):
    assert plan.region(number) == region


@pytest.mark.parametrize("number", ["+19005550100", "+18005550100", "+1", "+99912345678", ""])
def test_what_reaches_no_person_has_no_region(plan, number):
    assert plan.region(number) is None


@pytest.mark.parametrize(
    "number",
    [
        "+448081570192",
        "+449012345678",
        "+443301234567",
        "+447624123456789",
        "+881612345678",
        "+870773111632",
        "+12025550101,,,1",
        "+12025550101;ext=5",
    ],
)
def test_special_tariffs_satellites_and_malformed_numbers_have_no_region(number):
    assert LibphonenumberPlan().region(number) is None


@pytest.mark.parametrize(
    "number",
    ["+12025550101", "+85251230102", "+6585550103", "+8613800138000", "+447400900106"],
)
def test_a_mobile_number_may_be_put_on_file(plan, number):
    assert plan.refusal(number) is None


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("+19005550100", "premium_rate"),
        ("+18005550100", "toll_free"),
        ("+12025550101,,,1", "extension"),
        ("+1", "not_a_number"),
        ("", "not_a_number"),
    ],
)
def test_a_number_of_another_kind_may_not_and_the_reason_has_a_name(plan, number, reason):
    assert plan.refusal(number) == reason


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("+4918012345", "shared_cost"),
        ("+445612345678", "voip"),
        ("+447640123456", "pager"),
        ("+445512345678", "uan"),
        ("+491771234567", None),
        ("+33123456789", "not_mobile"),
        ("+447012345678", "not_mobile"),
        ("+41860123456789", "voicemail"),
        ("+12025550101;ext=5", "extension"),
        ("+12025550101w9", "extension"),
        ("+1 202 555 0101", "not_a_number"),
        ("+１２０２５５５０１０１", "not_a_number"),
        ("12025550101", "not_a_number"),
    ],
)
def test_a16_every_kind_that_costs_or_is_tied_to_no_phone_is_named(number, reason):
    assert LibphonenumberPlan().refusal(number) == reason
