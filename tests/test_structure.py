"""The shape of the tree: what every module is like, and what must never be (style 1-4, 20, 29)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PRODUCT = (
    "actions",
    "bot",
    "deploy",
    "desk",
    "evaluation",
    "sls",
    "standin",
    "voice",
    "web",
    "worker",
)
# Written once by Alembic's pattern and never edited: history, not code.
HISTORY = ROOT / "migrations" / "versions"
NOT_OURS = {".venv", ".tools", "node_modules", "__pycache__", "models", "var", ".rasa", ".cache"}
LONGEST_MODULE = 300
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "misc"}
CHINESE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff]")
MAY_HOLD_CHINESE = (
    "bot/",
    "sls/domain/bare_errors.py",
    "sls/domain/cries.py",
    "sls/domain/languages.py",
    "sls/domain/questions.py",
    "sls/domain/wished_times.py",
    # What gives a secret away is grammar too: its names, links and looks in every Chinese.
    "sls/domain/redaction/",
    # How figures and names are said is grammar; the words for signs are in `ear.po`.
    "voice/ear.py",
    "voice/figures.py",
    "voice/numerals.py",
)
SETTING = re.compile(r"[A-Z][A-Z0-9_]+")
SETTING_OF_SUPERVISOR = re.compile(r"%\(ENV_([A-Z0-9_]+)\)s")


def ours(*folders: str) -> Iterator[Path]:
    """Yield every Python file of ours below these folders."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if not NOT_OURS & set(path.relative_to(ROOT).parts):
                yield path


def name_of(path: Path) -> str:
    """Return a file's path inside the project."""
    return path.relative_to(ROOT).as_posix()


def product() -> list[Path]:
    """Return every module of the product."""
    return [*ours(*PRODUCT), ROOT / "serve.py"]


def syntax(path: Path) -> ast.Module:
    """Return a file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> set[str]:
    """Return every module that a file imports."""
    found: set[str] = set()
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def test_the_product_is_found() -> None:
    assert len(product()) > 80


def test_nothing_imports_what_composes_the_server() -> None:
    found = [name_of(path) for path in product() if "serve" in imported(path)]

    assert found == []


def test_no_edge_imports_the_tests() -> None:
    found = [
        name_of(path)
        for path in product()
        if any(module.split(".")[0] == "tests" for module in imported(path))
    ]

    assert found == []


def test_every_module_opens_with_a_sentence() -> None:
    modules = [*product(), *ours("tests", "migrations", "benchmarks")]

    silent = [
        name_of(path)
        for path in modules
        if path.read_text(encoding="utf-8").strip() and not ast.get_docstring(syntax(path))
    ]

    assert silent == []


def test_no_module_is_longer_than_one_can_keep_in_mind() -> None:
    lengths = {
        name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in product()
    }

    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    found = [
        name_of(path)
        for path in [*product(), *ours("tests", "benchmarks")]
        if VAGUE_NAMES & {path.stem, *path.relative_to(ROOT).parts[:-1]}
    ]

    assert found == []


def test_every_folder_of_tests_is_a_package() -> None:
    folders = {path.parent for path in ours("tests")}

    missing = [name_of(folder) for folder in folders if not (folder / "__init__.py").exists()]

    assert missing == []


def test_words_stand_in_the_catalogues_and_not_in_the_code() -> None:
    found = [
        name_of(path)
        for path in [*product(), *ours("benchmarks", "migrations")]
        if not name_of(path).startswith(MAY_HOLD_CHINESE)
        and CHINESE.search(path.read_text(encoding="utf-8"))
    ]

    assert found == []


def settings_named(path: Path) -> set[str]:
    """Return every environment name that a file reads or hands on."""
    found = set(SETTING_OF_SUPERVISOR.findall(path.read_text(encoding="utf-8")))
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.Subscript) and _is_environment(node.value):
            found |= _names([node.slice])
        elif isinstance(node, ast.Call):
            of_environment = isinstance(node.func, ast.Attribute) and _is_environment(
                node.func.value
            )
            if of_environment or any(_is_environment(each) for each in node.args):
                found |= _names(node.args)
        elif isinstance(node, ast.Compare) and any(
            _is_environment(each) for each in node.comparators
        ):
            found |= _names([node.left])
    return found


def _is_environment(node: ast.AST) -> bool:
    named = (
        node.id
        if isinstance(node, ast.Name)
        else node.attr
        if isinstance(node, ast.Attribute)
        else ""
    )
    return named in {"env", "environ"}


def _names(nodes: list[ast.expr]) -> set[str]:
    constants = [node.value for node in nodes if isinstance(node, ast.Constant)]
    return {each for each in constants if isinstance(each, str) and SETTING.fullmatch(each)}


def test_every_setting_is_described_and_no_other() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    described = [
        line.split("=")[0].lstrip("# ") for line in lines if re.match(r"#? ?[A-Z0-9_]+=", line)
    ]

    read: set[str] = set()
    for path in [ROOT / "sls" / "settings.py", *ours("deploy")]:
        read |= settings_named(path)

    assert sorted(described) == sorted(read)


def test_every_setting_stands_under_a_sentence_of_its_own_or_its_group() -> None:
    blocks = (ROOT / ".env.example").read_text(encoding="utf-8").split("\n\n")

    bare = [block for block in blocks if "=" in block and not block.lstrip().startswith("#")]

    assert bare == []
