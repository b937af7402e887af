"""Sentences of our own with marks, one a line, `#` comments.

Names: `The [ORG Ministry of Oil] in [LOC Basra] …`. Acts, in `acts/`: `Rebels [ASSAULT shelled] the town.`, the one word that
names the act, by PLOVER's types; every word without a mark names none, except in lines that start with `~`.

    python marked.py FILE...    checks files and counts what is marked
"""
from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

KINDS = ("PER", "ORG", "LOC")
ACTS = ("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
        "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT")
_MARK = re.compile(r"\[(\w+) ([^\[\]]*)\]")


def read_line(line: str) -> tuple[str, list[tuple[int, int, str]]]:
    """The plain text of a marked line and its names: first and past-the-last character, kind.

    Raises ValueError on unknown kinds, empty names, stray brackets and doubled or outer spaces.
    """
    text, names, at = "", [], 0
    for m in _MARK.finditer(line):
        text += line[at:m.start()]
        kind, name = m.groups()
        if kind not in KINDS + ACTS:
            raise ValueError(f"unknown kind {kind}")
        if kind in ACTS and re.search(r"\s", name):
            raise ValueError(f"an act is one word: {m[0]}")
        if not name or name != name.strip():
            raise ValueError(f"a name starts or ends with a space: {m[0]}")
        if name.endswith(("'s", "’s")) and kind == "PER":
            raise ValueError(f"possessive inside the name: {m[0]}")
        if name.startswith("the "):
            raise ValueError(f"article inside the name: {m[0]}")
        names.append((len(text), len(text) + len(name), kind))
        text += name
        at = m.end()
    text += line[at:]
    if "[" in text or "]" in text:
        raise ValueError("stray or nested bracket")
    if "  " in text or text != text.strip():
        raise ValueError("doubled or outer space")
    if re.search(r" [,.;:!?](\s|$)", text):
        raise ValueError("a space before punctuation: write plain text")
    return text, names


def read(path: Path) -> list[tuple[str, list[tuple[int, int, str]]]]:
    """All marked sentences of a file; errors name the file and the line."""
    out = []
    for number, line in enumerate(path.read_text(encoding="utf8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            try:
                out.append(read_line(line))
            except ValueError as e:
                raise ValueError(f"{path}:{number}: {e}") from e
    return out


def main() -> None:
    seen, bad = {}, 0
    for path in map(Path, sys.argv[1:]):
        count, words = Counter(), 0
        for number, line in enumerate(path.read_text(encoding="utf8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            try:
                text, names = read_line(line)
                if text in seen:
                    raise ValueError(f"written before, {seen[text]}")
                seen[text] = f"{path}:{number}"
                words += len(text.split())
                count.update(kind for _, _, kind in names)
                count["sentences"] += 1
                count["without a name"] += not names
            except ValueError as e:
                bad += 1
                print(f"{path}:{number}: {e}")
        print(f"{path}: {words} words,", ", ".join(f"{v} {k}" for k, v in count.items()))
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
