"""The agents' runner in a real browser: by mouse and by keys, on a desktop and on a phone.

Served by a whole instance without Rasa: the desk needs none.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.world import World, shared_world

pytestmark = pytest.mark.enable_socket

WIDE: ViewportSize = {"width": 1280, "height": 860}
NARROW: ViewportSize = {"width": 360, "height": 740}
SIZES = {"wide": WIDE, "narrow": NARROW}
WIDTH = "document.documentElement.scrollWidth"
# Everything that sticks out of the box in which it is drawn.
STICKING_OUT = """() => ['now', 'pick-up', 'box', 'choice', 'chip', 'notice']
  .flatMap(name => [...document.getElementsByClassName(name)])
  .flatMap(box => [...box.querySelectorAll('*')].map(each => [box.className, each]))
  .filter(([name, each]) => {
    const [inner, outer] = [each, each.closest('.' + name)].map(e => e.getBoundingClientRect());
    return inner.width > 1 && (inner.right > outer.right + 1 || inner.left < outer.left - 1);
  }).map(([name, each]) => `${name} > ${each.className || each.tagName}`)"""
# The browser scrolls to the step when it has drawn the page, some frames after it is there.
# (`wait_for_function` has the page evaluate a string, which its policy forbids.)
TOP_OF_STEP = """() => new Promise(tell => {
  const look = frames => {
    const top = document.querySelector('#now').getBoundingClientRect().top;
    if ((0 <= top && top < 30) || !frames) tell(top);
    else requestAnimationFrame(() => look(frames - 1));
  };
  look(600);
})"""
PATHS = (
    "/desk/procedures",
    "/desk/procedures/lost_device",
    "/desk/procedures/change_pin?device=dsc_plus&knows_pin=yes&step=8",
    "/desk/procedures/code_not_received?platform=tws&step=2",
    "/desk/procedures/temporary_passcode?step=done&under=lost_device%3Fdevice%3Ddsc",
)


@pytest.fixture
def world() -> World:
    """Give the shared world, as new."""
    world = shared_world()
    world.reset()
    return world


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """Open a window that allows no trouble on its console."""
    context = browser.new_context(viewport=SIZES[request.param], reduced_motion="reduce")
    context.set_default_timeout(15_000)
    page, troubles = context.new_page(), []
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    yield page
    context.close()
    # A form that is refused is an answer, although Chromium calls it a failure.
    assert [each for each in troubles if "status of 422" not in each] == []


def test_a_procedure_is_walked_with_the_mouse(page: Page, world: World) -> None:
    """F8: the ten steps of changing the PIN of a DSC+, found by search, one answer corrected."""
    page.goto(f"{world.base_url}/desk/procedures?lang=en")
    page.fill("#search-words", "change pin")
    expect(page.locator("[data-words]:visible")).to_have_count(1)
    page.click("[data-words]:visible a")
    page.click("[data-choice] >> nth=1")
    page.click(".chip")
    page.click("[data-choice] >> nth=0")
    page.click("[data-choice] >> nth=0")

    for number in range(1, 11):
        expect(page.locator("#now-title")).to_contain_text(f"{number} of 10")
        expect(page.locator(".branch .is-done")).to_have_count(number - 1)
        page.click("[data-next]")

    expect(page.locator(".branch .is-done")).to_have_count(10)
    expect(page.locator("[data-next]")).to_have_count(0)
    page.go_back()
    expect(page.locator("#now-title")).to_contain_text("10 of 10")


def test_a_procedure_is_walked_with_keys_alone(page: Page, world: World) -> None:
    page.goto(f"{world.base_url}/desk/procedures/change_pin?lang=zh_CN")

    press(page, "1")
    expect(page.locator(".chip")).to_have_count(1)
    press(page, "1")
    for key, step in (("ArrowRight", 1), ("Enter", 2), ("ArrowLeft", 3), ("ArrowLeft", 2)):
        expect(page.locator("progress")).to_have_attribute("value", str(step))
        press(page, key)
    expect(page.locator("progress")).to_have_attribute("value", "1")
    press(page, "ArrowLeft")
    expect(page.locator("[data-choice]")).to_have_count(2)
    press(page, "2")
    expect(page.locator("[aria-current=step]")).to_have_count(1)


def press(page: Page, key: str) -> None:
    """Press a key when the page listens."""
    page.wait_for_selector("html[data-ready]")
    page.keyboard.press(key)


def test_keys_belong_to_the_field_that_is_typed_in(page: Page, world: World) -> None:
    page.goto(f"{world.base_url}/desk/procedures?lang=en")
    page.fill("#search-words", "lost")
    page.press("#search-words", "Enter")

    expect(page).to_have_url(f"{world.base_url}/desk/procedures/lost_device")


def test_the_map_scrolls_by_keys_and_the_step_stays(page: Page, world: World) -> None:
    page.goto(f"{world.base_url}/desk/procedures/change_pin?device=dsc_plus&knows_pin=yes&step=2")
    page.locator(".map-scroll").focus()

    press(page, "ArrowRight")
    press(page, "ArrowLeft")
    page.wait_for_timeout(300)

    expect(page.locator("progress")).to_have_attribute("value", "2")


def test_the_focus_can_be_seen(page: Page, world: World) -> None:
    page.goto(f"{world.base_url}/desk/procedures/change_pin?lang=en#now")
    page.keyboard.press("Tab")

    choice = page.locator("[data-choice]").first
    expect(choice).to_be_focused()
    assert choice.evaluate("each => getComputedStyle(each).outlineStyle") == "solid"


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("path", PATHS)
def test_nothing_sticks_out_or_is_cut(page: Page, world: World, path: str, language: str) -> None:
    page.goto(f"{world.base_url}{path}{'&' if '?' in path else '?'}lang={language}")

    viewport = page.viewport_size
    assert viewport is not None
    assert page.evaluate(WIDTH) == viewport["width"]
    assert page.evaluate(STICKING_OUT) == []


def test_on_a_phone_the_step_comes_into_view_and_on_a_desktop_the_page_stays(
    page: Page, world: World
) -> None:
    page.goto(f"{world.base_url}/desk/procedures/code_not_received?platform=tws&step=1")
    page.click("[data-next]")
    expect(page.locator("progress")).to_have_attribute("value", "2")

    viewport = page.viewport_size
    assert viewport is not None
    if viewport["width"] == WIDE["width"]:
        assert page.evaluate("scrollY") == 0
    else:
        assert 0 <= page.evaluate(TOP_OF_STEP) < 30


def test_both_languages_stand_side_by_side_or_on_a_phone_one_above_the_other(
    page: Page, world: World
) -> None:
    page.goto(f"{world.base_url}/desk/procedures/opt_out?lang=en")

    english = page.locator(".said :lang(en)").bounding_box()
    chinese = page.locator(".said :lang(zh)").bounding_box()
    viewport = page.viewport_size
    assert english is not None
    assert chinese is not None
    assert viewport is not None
    if viewport["width"] == WIDE["width"]:
        assert chinese["x"] > english["x"] + english["width"] - 1
        assert chinese["y"] == pytest.approx(english["y"])
    else:
        assert chinese["x"] == pytest.approx(english["x"])
        assert chinese["y"] > english["y"] + english["height"] - 1


def test_a_wrong_pick_up_number_is_told_at_its_field(page: Page, world: World) -> None:
    page.goto(f"{world.base_url}/desk/procedures?lang=en")
    page.fill("#pick-up-number", "12345")
    with page.expect_response("**/desk/pick-up") as answer:
        page.press("#pick-up-number", "Enter")

    assert answer.value.status == 422
    expect(page.locator("#pick-up-refusal")).to_be_visible()
    expect(page.locator("#pick-up-number")).to_be_focused()
