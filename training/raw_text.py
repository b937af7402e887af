"""Raw text to distil from: ECB+, WikiWars, and the example sentences and articles of this repository.

`gesta parse` cuts it into sentences and words; its tags and names serve only to choose what may stand in a word's place.
"""
from __future__ import annotations

import html
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from corpora import Sentence, read_conllu

REPOSITORY = Path(__file__).parents[1]
INPUT = 300_000  # characters given to `gesta` at once
_SENTENCE = re.compile(r"[\"“‘]?[A-Z][^=|→{}\[\]]*[.!?][\"”’]?")
_TOML_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')


def detokenized(line: str) -> str:
    """Text of words set apart by spaces, as it would be written: `( Parliament ) began .` -> `(Parliament) began.`"""
    quotes = re.split(r"(?<!\S)(?:\"|``|'')(?!\S)", line)
    line = "".join(part if i % 2 == 0 else f' "{part.strip()}" ' for i, part in enumerate(quotes)) \
        if len(quotes) % 2 else line
    line = re.sub(r" (n['’]t|['’] ?(?:s|re|ve|ll|d|m))(?!\w)", lambda m: m[1].replace(" ", ""), line)
    line = re.sub(r" +([,.;:!?%)\]])(?=\s|$)", r"\1", line)
    line = re.sub(r"([(\[$£€#]) +", r"\1", line)
    line = re.sub(r'(")\s+([,.;:!?])', r"\1\2", line)
    line = re.sub(r"(?<=\w) - (?=\w)", "-", line)
    line = re.sub(r"(?<=\d): (?=\d\d\b)", ":", line)
    return re.sub(r" {2,}", " ", line).strip()


def ecbplus(data: Path) -> Iterator[str]:
    for line in open(data / "stories/ecbplus/docs_dev.jsonl", encoding="utf8"):
        lines = json.loads(line)["text"].split("\n")
        yield "\n\n".join(detokenized(x) for x in lines if "http" not in x)


def wikiwars(data: Path) -> Iterator[str]:
    for path in sorted((data / "time/wikiwars").glob("*.tml")):
        text = re.search(r"<TEXT>(.*)</TEXT>", path.read_text(encoding="utf8"), re.S)[1]
        yield re.sub(r"\n+", "\n\n", html.unescape(re.sub(r"<[^>]*>", "", text)))


def examples(repository: Path) -> Iterator[str]:
    """Cells and strings of the knowledge files that are sentences, with marks and expectations taken off."""
    for path in sorted((repository / "knowledge").rglob("*")):
        if path.suffix not in (".toml", ".tsv"):
            continue
        for line in path.read_text(encoding="utf8").splitlines():
            if line.startswith("#"):
                continue
            for cell in line.split("\t") if path.suffix == ".tsv" else _TOML_STRING.findall(line):
                plain = re.sub(r"[\[\]{}*]", "", cell.split("=>")[0]).replace('\\"', '"').strip()
                if _SENTENCE.fullmatch(plain) and plain.count(" ") >= 2:
                    yield plain


def stories(repository: Path) -> Iterator[str]:
    for path in sorted((repository / "examples/articles").glob("*.txt")):
        yield path.read_text(encoding="utf8")
    for path in sorted((repository / "books").glob("*.md")):
        yield from re.findall(r"^```text\n(.*?)^```", path.read_text(encoding="utf8"), re.S | re.M)


def joined(texts: list[str]) -> list[str]:
    """Texts put together to inputs of a few hundred kilobytes; `gesta` cuts longer ones."""
    out = [""]
    for text in texts:
        if len(out[-1]) + len(text) > INPUT:
            out.append("")
        out[-1] += text + "\n\n"
    return out


def parsed(data: Path, gesta: Path, cache: Path, limit: int = 0) -> list[Sentence]:
    """All raw text as sentences; `cache` keeps what `gesta parse` makes of it. `limit` takes so many texts only."""
    if not cache.exists():
        texts = list(dict.fromkeys([*examples(REPOSITORY), *stories(REPOSITORY), *ecbplus(data), *wikiwars(data)]))
        texts = texts[::max(1, len(texts) // limit)] if limit else texts
        conllu = [subprocess.run([gesta, "parse", "-"], input=part, capture_output=True, text=True, check=True).stdout
                  for part in joined(texts)]
        cache.parent.mkdir(parents=True, exist_ok=True)
        cache.write_text("".join(conllu), encoding="utf8")
    seen, out = set(), []
    for s in read_conllu(cache, "own"):
        if tuple(s.words) not in seen:
            seen.add(tuple(s.words))
            s.ner = [m[1] if (m := re.search(r"Entity=([^|]*)", cell)) else "O" for cell in s.misc]
            out.append(s)
    return out
