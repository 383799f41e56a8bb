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
