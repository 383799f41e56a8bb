"""An agent types a customer's number and stands where the customer stood (design 5.4)."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from sls.domain.pick_ups import PickUp
from sls.domain.walks import Walk

OURS = {"Sec-Fetch-Site": "same-origin"}
NUMBER = "402981"
SAID = ["change_pin.choose_digits", "change_pin.open_menu", "change_pin.open_settings"]
WALK = Walk("change_pin", 1, {"device": "dsc_plus", "knows_pin": "yes"}, SAID)


@pytest.fixture
def put_down(world) -> Callable[..., None]:
    """Return a function that puts walks down under the number."""

    def put_down(*walks: Walk) -> None:
        core = world.core
        with core.units.write() as unit:
            unit.pick_ups.add(
                PickUp(
                    core.taking_over._numbers.digest(NUMBER),
                    [each.as_data() for each in walks],
                    {},
                    "en",
                    core.clock.now() + timedelta(minutes=15),
                )
            )

    return put_down


@pytest.fixture
def types(client, request):
    """Return a function that types a number at a desk of this test's own."""
    address = f"desk of {request.node.name}"

    def types(number: str, headers=OURS, host: str = "localhost"):
        return client.post(
            "/desk/pick-up",
            data={"number": number},
            headers={**headers, "Host": host},
            environ_overrides={"REMOTE_ADDR": address},
        )

    return types


@pytest.mark.parametrize("typed", [NUMBER, "402 981", "４０２９８１", "402-981"])
def test_a_number_leads_to_the_customers_step(put_down, types, client, typed):
    put_down(WALK)

    answer = types(typed)

    assert answer.status_code == 303
    assert answer.location == "/desk/procedures/change_pin?device=dsc_plus&knows_pin=yes&step=3"
    assert 'aria-current="step"' in client.get(answer.location).get_data(as_text=True)


def test_what_the_customer_had_set_aside_comes_along(put_down, types, client):
    put_down(WALK, Walk("forgot_pin", 1))

    page = client.get(types(NUMBER).location).get_data(as_text=True)

    assert "/desk/procedures/change_pin?device=dsc_plus&amp;knows_pin=yes&amp;step=3" in page


def test_the_number_is_in_no_address(put_down, types):
    put_down(WALK)

    assert NUMBER not in types(NUMBER).location


def test_a_number_works_once(put_down, types):
    put_down(WALK)
    types(NUMBER)

    again = types(NUMBER)

    assert again.status_code == 404
    assert 'id="pick-up-refusal"' in again.get_data(as_text=True)


def test_a_number_ends_after_fifteen_minutes(put_down, types, world):
    put_down(WALK)
    world.http.advance(15 * 60)

    assert types(NUMBER).status_code == 404


def test_after_five_wrong_numbers_even_the_right_one_has_to_wait(put_down, types, world):
    put_down(WALK)
    wrong = [types(f"{each:06d}").status_code for each in range(5)]

    sixth = types(NUMBER)

    assert wrong == [404] * 5
    assert sixth.status_code == 429
    assert 0 < int(sixth.headers["Retry-After"]) <= 15 * 60
    world.http.advance(15 * 60)
    assert types("000000").status_code == 404


def test_a_slip_of_the_finger_is_not_a_try(types):
    assert [types(each).status_code for each in ["", "12345", "1234567", "12345a"] * 3] == [
        422
    ] * 12
    assert types("000000").status_code == 404


def test_a_walk_whose_procedure_is_gone_says_so(put_down, types):
    put_down(Walk("gone", 1))

    assert types(NUMBER).status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        {"Origin": "https://elsewhere.test"},
        {"Origin": "null"},
        {},
    ],
)
def test_a_form_from_elsewhere_uses_no_number_up(put_down, types, headers):
    put_down(WALK)

    assert types(NUMBER, headers).status_code == 403
    assert types(NUMBER).status_code == 303


def test_a_browser_that_names_only_its_origin_is_believed(put_down, types):
    put_down(WALK)

    assert types(NUMBER, {"Origin": "http://localhost:8080"}, "localhost:8080").status_code == 303


def test_a_refusal_is_in_the_language_of_the_page(types, client, world):
    client.get("/desk/procedures?lang=zh_CN")

    page = types("000000").get_data(as_text=True)

    assert world.core.texts.text("zh_CN", "desk.pick_up.unknown") in page
