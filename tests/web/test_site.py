"""The pages of the support site, in both languages, and what they may load."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient

from web.site import LANGUAGE_COOKIE, LANGUAGES, create_site

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("/", "/login")
ID = re.compile(r"web\.[a-z_]+(?:\.\w+)*")
PLACEHOLDER = re.compile(r"\{(\w+)\}")
LOADING = {"script": "src", "link": "href", "img": "src", "use": "href", "iframe": "src"}


class CatalogueTexts:
    """The site's own catalogues, read straight from their files."""

    def __init__(self) -> None:
        self.texts = {language: self._read(language) for language in LANGUAGES}

    def text(self, language: str, message_id: str, **values: object) -> str:
        """Return one text; an id that is missing raises KeyError."""
        return self.texts[language][message_id].format(**values)

    def section(self, language: str, prefix: str) -> dict[str, str]:
        """Return the raw texts below a prefix."""
        return {key: text for key, text in self.texts[language].items() if key.startswith(prefix)}

    @staticmethod
    def _read(language: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for path in sorted((ROOT / "locales" / language / "LC_MESSAGES").glob("*.po")):
            with path.open("rb") as file:
                catalogue: Any = read_po(file)
            found |= {each.id: each.string for each in catalogue if each.id.startswith("web.")}
        return found


class Tags(HTMLParser):
    """Every start tag of a page, and the text between script or style tags."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inline: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Note what stands inside a script or style element."""
        if self.tags and self.tags[-1][0] in {"script", "style"} and data.strip():
            self.inline.append(data)


@pytest.fixture
def texts() -> CatalogueTexts:
    """Return the catalogues."""
    return CatalogueTexts()


@pytest.fixture
def client(texts: CatalogueTexts) -> FlaskClient:
    """Return a client of an application that holds nothing but the site."""
    app = Flask(__name__, static_folder=None)
    app.register_blueprint(create_site(texts, demo=True))
    return app.test_client()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_each_page_speaks_the_language_asked_for(
    client: FlaskClient, texts: CatalogueTexts, path: str, language: str
) -> None:
    """Text, lang attribute and cookie agree with the link that was followed."""
    page = client.get(path, query_string={"lang": language})

    assert page.status_code == 200
    assert f'lang="{LANGUAGES[language]}"' in page.text
    assert texts.texts[language]["web.brand"] in page.text
    cookie = client.get_cookie(LANGUAGE_COOKIE)
    assert cookie is not None
    assert cookie.value == language


@pytest.mark.parametrize(
    ("wishes", "expected"),
    [
        ("zh-Hans-CN,zh;q=0.9,en;q=0.5", "zh-CN"),
        ("zh-TW", "zh-CN"),
        ("fr,en;q=0.5", "en"),
        ("en,zh;q=0.5", "en"),
        ("fr", "en"),
        ("", "en"),
    ],
)
def test_without_a_choice_the_browser_s_wish_decides(
    client: FlaskClient, wishes: str, expected: str
) -> None:
    """Chinese of any kind gets Simplified Chinese, everything unknown gets English."""
    page = client.get("/", headers={"Accept-Language": wishes})

    assert f'<html lang="{expected}"' in page.text


def test_the_cookie_counts_more_than_the_browser(client: FlaskClient) -> None:
    """A choice made once holds on the next page."""
    client.get("/?lang=zh_CN")

    page = client.get("/login", headers={"Accept-Language": "en"})

    assert '<html lang="zh-CN"' in page.text


def test_an_unknown_language_is_ignored(client: FlaskClient) -> None:
    """A link to a language that is not there neither breaks nor sticks."""
    page = client.get("/?lang=xx")

    assert '<html lang="en"' in page.text
    assert client.get_cookie(LANGUAGE_COOKIE) is None


@pytest.mark.parametrize("path", PAGES)
def test_pages_hold_no_inline_script_or_style(client: FlaskClient, path: str) -> None:
    """The strict policy would refuse them."""
    page = client.get(path)
    found = Tags(page.text)

    assert found.inline == []
    assert not [attributes for _, attributes in found.tags if "style" in attributes]
    assert not [
        name for _, attributes in found.tags for name in attributes if name.startswith("on")
    ]
    assert page.headers["Content-Security-Policy"].startswith("default-src 'self'")


@pytest.mark.parametrize("path", PAGES)
def test_pages_load_nothing_from_elsewhere(client: FlaskClient, path: str) -> None:
    """Every script, sheet and picture comes from this server and is really there."""
    found = Tags(client.get(path).text).tags
    addresses = [attributes[LOADING[tag]] or "" for tag, attributes in found if tag in LOADING]

    assert addresses
    for address in addresses:
        assert address.startswith("/static/"), address
        assert client.get(address.split("#")[0]).status_code == 200, address


def test_scripts_and_sheets_name_no_foreign_address() -> None:
    """Nothing in the static files reaches out; a link a person may follow is no loading."""
    for file in (ROOT / "web" / "static").rglob("*.css"):
        assert "url(" not in file.read_text(), file
    for file in (ROOT / "web" / "static").rglob("*.js"):
        imports = re.findall(r'from "([^"]+)"', file.read_text())
        assert all(each.startswith("./") for each in imports), file
        assert not re.search(r'fetch\("https?:', file.read_text()), file


@pytest.mark.parametrize("path", PAGES)
def test_element_ids_are_unique_and_labels_point_somewhere(client: FlaskClient, path: str) -> None:
    """What assistive technology follows must exist once."""
    found = Tags(client.get(path).text).tags
    ids = [attributes["id"] for _, attributes in found if "id" in attributes]
    pointers = {
        target
        for _, attributes in found
        for name in ("for", "aria-labelledby", "aria-controls", "aria-describedby")
        for target in (attributes.get(name) or "").split()
    }

    assert len(ids) == len(set(ids))
    assert pointers <= set(ids)


def test_the_pictures_that_are_used_are_drawn(client: FlaskClient) -> None:
    """Each name used in a template or script is in the sprite."""
    drawn = set(re.findall(r'<symbol id="(\w+)"', client.get("/static/icons.svg").text))
    used = {
        (attributes["href"] or "").split("#")[1]
        for path in PAGES
        for tag, attributes in Tags(client.get(path).text).tags
        if tag == "use"
    }
    scripts = "".join(file.read_text() for file in (ROOT / "web" / "static" / "js").glob("*.js"))
    used |= set(re.findall(r'icon\("(\w+)"', scripts))

    assert used
    assert used <= drawn


def test_the_banner_leads_to_the_phones_in_the_demonstration_only(texts: CatalogueTexts) -> None:
    """In production nothing mentions pretend phones or demo passwords."""
    app = Flask(__name__, static_folder=None)
    app.register_blueprint(create_site(texts, demo=False))
    pages = [app.test_client().get(path).text for path in PAGES]

    assert not any("/standin" in page or "demo-2fa" in page for page in pages)


def test_the_banner_opens_the_phones_in_a_new_tab(client: FlaskClient) -> None:
    """The person keeps the page they were on."""
    tags = Tags(client.get("/").text).tags
    links = [each for _, each in tags if (each.get("href") or "").startswith("/standin")]

    assert [link["target"] for link in links] == ["_blank"]


def test_both_languages_are_complete_and_equal(texts: CatalogueTexts) -> None:
    """Same ids, same placeholders, nothing empty."""
    english, chinese = texts.texts["en"], texts.texts["zh_CN"]

    assert english.keys() == chinese.keys()
    for key, text in english.items():
        assert text.strip(), key
        assert chinese[key].strip(), key
        assert set(PLACEHOLDER.findall(text)) == set(PLACEHOLDER.findall(chinese[key])), key


def test_every_text_is_used_and_every_id_has_its_text(texts: CatalogueTexts) -> None:
    """Templates and scripts name ids in full, so both directions can be checked."""
    web = ROOT / "web"
    files = [*(web / "templates" / "site").rglob("*.html"), *(web / "static" / "js").glob("*.js")]
    named = {found for file in files for found in ID.findall(file.read_text())}

    notice = {each for each in texts.texts["en"] if each.startswith("web.privacy.")}  # by its rules
    assert texts.texts["en"].keys() - notice == named - notice


@pytest.mark.parametrize("language", LANGUAGES)
def test_scripts_get_all_texts_of_a_language(
    client: FlaskClient, texts: CatalogueTexts, language: str
) -> None:
    """The route answers with the whole section and can be revalidated."""
    answer = client.get(f"/static/texts/{language}.json")

    assert answer.json == texts.texts[language]
    again = client.get(answer.request.path, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_texts_of_an_unknown_language_are_not_found(client: FlaskClient) -> None:
    """No file system is behind this route."""
    assert client.get("/static/texts/xx.json").status_code == 404


def test_chinese_is_written_the_chinese_way(texts: CatalogueTexts) -> None:
    """Full-width punctuation, 您, no exclamation marks."""
    for key, text in texts.texts["zh_CN"].items():
        assert not re.search(r"[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]", text), key
        assert "你" not in text, key
        assert "！" not in text, key
