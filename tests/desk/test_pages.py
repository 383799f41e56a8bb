"""The desk's pages: both languages, nothing inline, all state in the address."""

import dataclasses
import re
from html import unescape
from html.parser import HTMLParser

import pytest

from serve import compose
from tests.desk.conftest import SHIPPED

EVERY = sorted(path.stem for path in SHIPPED.glob("*.yml"))
STEP = "/desk/procedures/change_pin?device=dsc_plus&knows_pin=yes&step=4"
QUESTION = "/desk/procedures/change_pin"
PAGES = ("/desk/procedures", QUESTION, STEP, f"{STEP}&step=done", "/desk/procedures/nothing")
LOADING = {"script": "src", "link": "href", "img": "src", "use": "href"}


class Tags(HTMLParser):
    """Every start tag of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, dict(attrs)))


def tags(client, path: str) -> list[tuple[str, dict[str, str | None]]]:
    """Load a page and return its tags."""
    return Tags(client.get(path).get_data(as_text=True)).tags


def links(client, path: str, attribute: str) -> list[str]:
    """Return the links of a page that carry an attribute."""
    found = [each for tag, each in tags(client, path) if tag == "a" and attribute in each]
    return [str(each["href"]).partition("#")[0] for each in found]


def text_of(page: str) -> str:
    """Return a page's text without its tags."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


@pytest.mark.parametrize("path", PAGES)
def test_a_page_loads_nothing_from_elsewhere_and_has_nothing_inline(client, path):
    for tag, attributes in tags(client, path):
        source = attributes.get(LOADING.get(tag, ""))
        assert source is None or source.startswith("/"), source
        assert tag != "style"
        assert tag != "script" or "src" in attributes
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]


@pytest.mark.parametrize("path", PAGES)
def test_every_file_that_a_page_names_is_served(client, path):
    named = {each.get(LOADING.get(tag, "")) for tag, each in tags(client, path)} - {None}

    assert len(named) >= 6
    assert {client.get(str(each)).status_code for each in named} == {200}


@pytest.mark.parametrize("path", PAGES)
def test_the_headers_are_as_strict_as_the_sites(client, path):
    headers = client.get(path).headers

    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe-inline" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    ("query", "accepted", "tag"),
    [
        ("?lang=zh_CN", "en", "zh-CN"),
        ("?lang=en", "zh-CN", "en"),
        ("", "zh-CN,zh;q=0.9", "zh-CN"),
        ("", "fr, en;q=0.5", "en"),
        ("?lang=fr", "fr", "en"),
    ],
)
def test_the_pages_own_words_are_in_the_language_asked_for(client, query, accepted, tag):
    page = client.get(f"/desk/procedures{query}", headers={"Accept-Language": accepted})

    assert f'<html lang="{tag}">' in page.get_data(as_text=True)


def test_a_language_that_was_chosen_is_kept(client):
    client.get("/desk/procedures?lang=zh_CN")

    assert '<html lang="zh-CN">' in client.get(STEP).get_data(as_text=True)


def test_the_switch_of_languages_stays_at_the_step(client):
    switches = [each for tag, each in tags(client, STEP) if "hreflang" in each]

    assert [each["href"] for each in switches] == [f"{STEP}&lang=en", f"{STEP}&lang=zh_CN"]


def test_the_list_has_every_procedure_with_both_titles(client, world):
    page = client.get("/desk/procedures?lang=en").get_data(as_text=True)

    listed = re.findall(r'<a href="/desk/procedures/(\w+)">', page)
    assert sorted(listed) == EVERY
    for each in EVERY:
        for language in ("en", "zh_CN"):
            assert world.core.texts.text(language, f"{each}.title") in unescape(page)


@pytest.mark.parametrize("wanted", ["card", "在线", "KB1873"])
def test_the_list_can_be_searched_without_a_script(client, wanted):
    found = [
        each
        for tag, each in tags(client, f"/desk/procedures?q={wanted}")
        if "data-words" in each and "hidden" not in each
    ]

    assert 0 < len(found) < 10
    assert all(wanted.lower() in str(each["data-words"]).lower() for each in found)


def test_a_search_without_a_find_says_so(client):
    [none] = [
        each
        for _, each in tags(client, "/desk/procedures?q=xyz")
        if each.get("id") == "search-none"
    ]

    assert "hidden" not in none


def test_what_is_searched_for_cannot_break_out_of_the_page(client):
    page = client.get("/desk/procedures?q=%22><script>alert(1)</script>").get_data(as_text=True)

    assert "<script>alert" not in page


@pytest.mark.parametrize("name", EVERY)
def test_a_procedure_is_shown_in_both_languages_from_its_first_page(client, world, library, name):
    page = unescape(client.get(f"/desk/procedures/{name}?lang=en").get_data(as_text=True))

    procedure = library.get(name)
    first = procedure.asks[0].name if procedure.asks else None
    shown = [f"{name}.title", *(procedure.fact_id(kind) for kind in procedure.facts)]
    shown.append(f"ask.{first}" if first else procedure.message_id(procedure.steps[0], {}))
    for each in shown:
        for language in ("en", "zh_CN"):
            assert world.core.texts.text(language, each) in page, (language, each)


def test_a_step_names_its_place_and_what_it_rests_on(client, world):
    """F8: the menu of Client Portal in which a PIN is changed."""
    page = client.get(f"{STEP}&lang=en").get_data(as_text=True)

    assert world.core.texts.text("en", "desk.run.step", number=4, of=10) in text_of(page)
    assert "<code>F8</code>" in page
    assert "<code>KB1018</code>" in page


def test_links_alone_lead_from_the_question_to_the_end_and_back(client):
    """Without a script: choose, choose, next until done, and back to the last step."""
    first = links(client, QUESTION, "data-choice")[0]
    path = links(client, first, "data-choice")[0]
    steps = 0
    while following := links(client, path, "data-next"):
        steps += 1
        path = following[0]

    assert steps == 10
    assert path.endswith("step=done")
    assert links(client, path, "data-back")[0].endswith("step=10")


def test_an_answer_can_be_asked_again(client):
    chips = [each for tag, each in tags(client, STEP) if each.get("class") == "chip"]

    page = client.get(str(chips[0]["href"])).get_data(as_text=True)

    assert len(chips) == 2
    assert 'aria-current="true"' in page
    assert "data-choice" in page


def test_the_map_is_a_picture_with_a_name_and_a_description(client):
    found = tags(client, STEP)

    [picture] = [each for tag, each in found if tag == "svg" and each.get("role") == "img"]
    ids = {each["id"] for _, each in found if "id" in each}
    assert set(str(picture["aria-labelledby"]).split()) <= ids
    assert len([tag for tag, each in found if each.get("class", "").startswith("map-line")]) == 5


def test_the_present_step_is_marked_once_in_the_list_and_once_in_the_map(client):
    found = tags(client, STEP)

    assert [each for _, each in found if each.get("aria-current") == "step"] != []
    assert len([each for tag, each in found if each.get("class") == "map-here"]) == 1


def test_an_unknown_procedure_is_a_page_that_leads_to_the_list(client):
    answer = client.get("/desk/procedures/nothing")

    assert answer.status_code == 404
    assert 'href="/desk/procedures"' in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "query", ["step=done", "again=step", "was=x", "under=%3F", "device=ib_key&was=phone:ios&step=7"]
)
@pytest.mark.parametrize("name", ["change_pin", "code_not_received", "opt_out"])
def test_an_address_that_makes_no_sense_is_still_a_page(client, name, query):
    assert client.get(f"/desk/procedures/{name}?{query}").status_code == 200


def test_production_serves_no_desk_as_long_as_agents_cannot_sign_in(world):
    app = compose(dataclasses.replace(world.core, demonstrating=None))

    assert [each for each in app.url_map.iter_rules() if "desk" in each.rule] == []


def test_the_footer_says_that_only_the_demo_has_a_desk(client, world):
    page = client.get("/desk/procedures?lang=en").get_data(as_text=True)

    assert world.core.texts.text("en", "desk.footer.demo") in unescape(page)
