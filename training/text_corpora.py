"""Treebanks as raw text with the sentences, tokens and words they cut it into."""
from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

NEWS_GENRES = ("GUM_news", "GUM_interview")


@dataclass
class Document:
    """Paragraphs of sentences of tokens; a token is (form, space after, its syntactic words)."""

    id: str
    paragraphs: list[list[list[tuple[str, bool, list[str]]]]] = field(default_factory=list)


def read(path: Path) -> list[Document]:
    """Reads the documents of a CoNLL-U file."""
    documents: list[Document] = []
    sentence: list[tuple[str, bool, list[str]]] = []
    new_paragraph, inside = True, 0
    for line in open(path, encoding="utf8"):
        line = line.rstrip("\n")
        if line.startswith("# newdoc"):
            documents.append(Document(line.split("=")[-1].strip()))
            new_paragraph = True
        elif line.startswith("# newpar"):
            new_paragraph = True
        elif not line and sentence:
            if new_paragraph:
                documents[-1].paragraphs.append([])
            documents[-1].paragraphs[-1].append(sentence)
            sentence, new_paragraph = [], False
        elif line and line[0].isdigit():
            cells = line.split("\t")
            space = "SpaceAfter=No" not in cells[9]
            if "-" in cells[0]:
                first, last = map(int, cells[0].split("-"))
                inside = last - first + 1
                sentence.append((cells[1], space, []))
            elif inside:
                sentence[-1][2].append(cells[1])
                inside -= 1
            elif "." not in cells[0]:
                sentence.append((cells[1], space, [cells[1]]))
    return documents


def splits(gum: Path) -> dict[str, str]:
    """Document name to split, from GUM's splits.md."""
    out, split = {}, ""
    for line in open(gum / "splits.md", encoding="utf8"):
        if line.startswith("## "):
            split = line[3:].strip()
        elif line.strip().startswith("* "):
            out[line.strip()[2:].strip()] = split
    return out


def gum(root: Path, split: str) -> list[Document]:
    """The `ship` documents of one split of GUM; documents that no split lists belong to train."""
    names = splits(root)
    documents = []
    for path in sorted((root / "ship").glob("*.conllu")):
        if names.get(path.stem, "train") == split:
            documents += read(path)
    return documents


def text_of(document: Document, end_mark: str = "") -> str:
    """The raw text; `end_mark` is put right after the last character of each sentence."""
    paragraphs = []
    for paragraph in document.paragraphs:
        out = []
        for sentence in paragraph:
            for k, (form, space, _) in enumerate(sentence):
                last = k + 1 == len(sentence)
                out.append(form + (end_mark if last else "") + (" " if space else ""))
        paragraphs.append("".join(out).strip(" "))
    return "\n\n".join(paragraphs) + "\n"
