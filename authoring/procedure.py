"""`make procedure NEW=<id>`: the skeleton of a procedure, its file and its texts to fill in.

The texts it writes say only that they are missing, so `make catalogues` stays red until a person
has written them in both languages.
"""

import re
import sys
from pathlib import Path

LANGUAGES = ("en", "zh_CN")
_ID = re.compile(r"[a-z][a-z0-9_]{2,40}")
_FILE = """# What it is for, and what it rests on.
id: {id}
version: 1
intents: []
sources: [KB0000]
asks:
  - {{name: platform, options: [client_portal, tws, ios, android]}}
steps:
  - id: first_step
    by: platform
    cites: [F0]
  - id: contact_us
    cites: [F15]
facts: [how_long]
"""
_HEAD = """# The steps of {id}.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""
_PLATFORMS = ("client_portal", "tws", "ios", "android")
_TEXTS = (
    "title",
    "intro",
    *(f"first_step.{platform}" for platform in _PLATFORMS),
    "contact_us",
    "fact.how_long",
)


class CannotScaffold(Exception):
    """The skeleton cannot be written; the text says why."""


def scaffold(root: Path, procedure_id: str) -> list[Path]:
    """Write the file and the two catalogues of a new procedure and return their paths.

    Raises:
        CannotScaffold: the name is no name of a procedure, or there is one already.
    """
    if not _ID.fullmatch(procedure_id):
        raise CannotScaffold("NEW needs a name such as change_pin: a-z, digits and _, 3 to 41 long")
    file = root / "procedures" / f"{procedure_id}.yml"
    if file.exists():
        raise CannotScaffold(f"{file.name} exists already")
    file.write_text(_FILE.format(id=procedure_id), encoding="utf-8")
    written = [file]
    for language in LANGUAGES:
        po = root / "locales" / language / "LC_MESSAGES" / f"procedure_{procedure_id}.po"
        entries = "".join(f'\nmsgid "{procedure_id}.{text}"\nmsgstr ""\n' for text in _TEXTS)
        po.write_text(_HEAD.format(id=procedure_id, language=language) + entries, encoding="utf-8")
        written.append(po)
    return written


def main(arguments: list[str]) -> int:
    """Write a skeleton and say what is left to do."""
    root = Path(__file__).resolve().parents[1]
    try:
        written = scaffold(root, arguments[0] if arguments else "")
    except CannotScaffold as refusal:
        print(f"make procedure: {refusal}", file=sys.stderr)
        return 2
    for path in written:
        print(path.relative_to(root))
    print("Next: write the steps and texts (docs/procedures.md), then `make catalogues`.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
