"""Readers for the corpora: CoNLL-U treebanks and column files with entity tags.

Every reader returns a list of `Sentence`. A layer a corpus does not annotate is `None`; the losses skip it.
Entity tags are BIOES over PER, ORG and LOC whatever scheme the file uses.
"""
from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Callable

import marked

UPOS = "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split()
NER = ["O"] + [p + "-" + t for t in ("PER", "ORG", "LOC") for p in "BIES"]
UNSURE = "?"  # a word whose entity tag is not known; the loss skips it
ACTS = ["none", *marked.ACTS]
CORPORA = ("ewt", "gum", "wikigold", "wnut", "btc", "own")  # each has its vector at the model's input
WNUT = {"person": "PER", "location": "LOC", "corporation": "ORG", "group": "ORG"}
WORLDWIDE = {"Person": "PER", "Organization": "ORG", "Location": "LOC", "Facility": "LOC"}


@dataclass
class Sentence:
    """One sentence of `len(words)` syntactic words. `heads` holds 1-based word numbers, 0 for the root."""

    id: str | None
    words: list[str]
    upos: list[str] | None = None
    xpos: list[str] | None = None
    feats: list[str] | None = None
    lemmas: list[str] | None = None
    heads: list[int] | None = None
    deprels: list[str] | None = None
    ner: list[str] | None = None
    acts: list[str] | None = None
    misc: list[str] | None = None
    corpus: str = "ewt"


def read_conllu(path: Path, corpus: str = "ewt") -> list[Sentence]:
    """Reads a CoNLL-U file; multi-word tokens and empty nodes are left out, their words stay."""
    out, rows, sid = [], [], None
    for line in open(path, encoding="utf8"):
        line = line.rstrip("\n")
        if line.startswith("# sent_id"):
            sid = line.split("=", 1)[1].strip()
        elif not line:
            if rows:
                c = list(zip(*rows))
                out.append(Sentence(sid, list(c[1]), list(c[3]), list(c[4]), list(c[5]), list(c[2]),
                                    [int(h) for h in c[6]], list(c[7]), misc=list(c[9]), corpus=corpus))
            rows = []
        elif line[0].isdigit() and line.split("\t", 1)[0].isdigit():
            rows.append(line.split("\t"))
    return out


def to_bioes(tags: list[str]) -> list[str]:
    """Turns IOB1, IOB2 or BIOES tags into BIOES."""
    out = []
    for i, tag in enumerate(tags):
        if tag in ("O", UNSURE):
            out.append(tag)
            continue
        before = tags[i - 1] if i else "O"
        after = tags[i + 1] if i + 1 < len(tags) else "O"
        begins = before[2:] != tag[2:] or tag[0] in "BS" or before[0] in "ES"
        ends = after[2:] != tag[2:] or after[0] in "BS" or tag[0] in "ES"
        out.append({(1, 1): "S", (1, 0): "B", (0, 0): "I", (0, 1): "E"}[int(begins), int(ends)] + tag[1:])
    return out


def read_columns(path: Path, word: int, tag: int, types: dict[str, str], sep: str | None = None,
                 corpus: str = "ewt") -> list[Sentence]:
    """Reads a column file. `types` maps the file's entity types to ours; types not in it (and a bare `B-O`) become O."""
    out, words, tags, sid = [], [], [], None

    def flush():
        if words:
            out.append(Sentence(sid, words[:], ner=to_bioes(tags), corpus=corpus))
        words.clear()
        tags.clear()

    for line in open(path, encoding="utf8", errors="replace"):
        line = line.rstrip("\n")
        if line.startswith("# sent_id"):
            sid = line.split("=", 1)[1].strip()
        if line.startswith("# ") and "=" in line:
            continue
        cells = line.split(sep)
        if not line.strip():
            flush()
        elif len(cells) > max(word, tag) and cells[word].strip():
            kind = types.get(cells[tag][2:].strip())
            words.append(cells[word].strip())
            tags.append(cells[tag][:2] + kind if kind else "O")
    flush()
    return out


SAME = {t: t for t in ("PER", "ORG", "LOC")}


class Corpora:
    """The corpora below one folder, laid out as training/README.md describes."""

    def __init__(self, root: str | Path):
        self.root = Path(root)

    def uner(self, split: str) -> list[Sentence]:
        path = self.root / "entities/uner_ewt" / f"en_ewt-ud-{split}.iob2"
        if not path.exists():  # the only published train file that tags every sentence
            path = path.with_name(f"en_ewt-ud-{split}.firstcommit.iob2")
        return read_columns(path, 1, 2, SAME, "\t")

    def ewt(self, split: str) -> list[Sentence]:
        """EWT with Universal NER joined by sentence id; sentences without a match have no entity layer."""
        sents = read_conllu(self.root / f"syntax/ewt/en_ewt-ud-{split}.conllu")
        tags = {s.id: s for s in self.uner(split)}
        for s in sents:
            other = tags.get(s.id)
            if other and len(other.words) == len(s.words):
                s.ner = other.ner
        return sents

    def gum(self, split: str, keep: Callable[[str], bool] = lambda genre: True) -> list[Sentence]:
        """GUM documents of one official split (`splits.md`) whose texts may be redistributed, by genre."""
        out, section = [], None
        for line in open(self.root / "syntax/gum/splits.md", encoding="utf8"):
            if line.startswith("## "):
                section = line[3:].strip()
            m = re.search(r"GUM_([a-z]+)_\w+", line)
            if m and section == split and keep(m[1]):
                path = self.root / "syntax/gum/ship" / f"{m[0]}.conllu"
                if path.exists():
                    out += read_conllu(path, "gum")
        return out

    def wikigold(self) -> list[Sentence]:
        return read_columns(self.root / "entities/wikigold/CONLL-format/data/wikigold.conll.txt", 0, 1, SAME,
                            corpus="wikigold")

    def wnut(self) -> list[Sentence]:
        """WNUT 17's training part; its corporations and groups are organizations."""
        return read_columns(self.root / "entities/wnut17/wnut17train.conll", 0, 1, WNUT, "\t", "wnut")

    def btc(self) -> list[Sentence]:
        """The Broad Twitter Corpus; `@` and a handle are one word, whose tag is not used."""
        files = sorted((self.root / "entities/BTC/CONLL-format/data").glob("*.conll"))
        return [joined_handles(s) for f in files for s in read_columns(f, 0, 1, SAME, "\t", "btc")]

    def worldwide(self) -> list[Sentence]:
        """Worldwide newswire, for measuring only; sentences are cut at 150 words."""
        files = sorted((self.root / "entities/worldwide_newswire").glob("*.tsv"))
        return split_long([s for f in files for s in read_columns(f, 0, 1, WORLDWIDE, "\t")])


def split_long(sents: list[Sentence], limit: int = 150) -> list[Sentence]:
    """Cuts sentences with only an entity layer into pieces of at most `limit` words, outside entities if possible."""
    out = []
    for s in sents:
        start = 0
        while len(s.words) - start > limit:
            free = [i + 1 for i in range(start + limit // 2, start + limit) if s.ner[i] == "O"]
            stops = [i for i in free if s.words[i - 1] in (".", ",", ";")]
            end = (stops or free or [start + limit])[-1]
            out.append(Sentence(s.id, s.words[start:end], ner=s.ner[start:end]))
            start = end
        out.append(Sentence(s.id, s.words[start:], ner=s.ner[start:]))
    return out


def joined_handles(s: Sentence) -> Sentence:
    words, tags, i = [], [], 0
    while i < len(s.words):
        handle = s.words[i] == "@" and i + 1 < len(s.words)
        words.append("@" + s.words[i + 1] if handle else s.words[i])
        tags.append(UNSURE if handle else s.ner[i])
        i += 2 if handle else 1
    return Sentence(s.id, words, ner=tags, corpus=s.corpus)


def own(folder: Path, gesta: Path) -> list[Sentence]:
    """The marked sentences of `folder/*.txt` (`marked.py`), cut into words by `gesta parse`."""
    return [s for path in sorted(folder.glob("*.txt")) for s in cut(marked.read(path), gesta)]


def cut(lines: list[tuple[str, list[tuple[int, int, str]]]], gesta: Path) -> list[Sentence]:
    """Marked lines as sentences of words."""
    starts, text = [], ""
    for plain, _ in lines:
        starts.append(len(text))
        text += plain + "\n\n"
    conllu = subprocess.run([gesta, "parse", "-"], input=text, capture_output=True, text=True, check=True).stdout
    names = [(start + a, start + b, kind) for start, (_, found) in zip(starts, lines) for a, b, kind in found]
    return with_names(conllu, names)


def acts(folder: Path, gesta: Path) -> list[Sentence]:
    """The sentences of `folder/*.txt` in which acts are marked. They are read like EWT, of which they have no layer."""
    out = []
    for path in sorted(folder.glob("*.txt")):
        lines = marked.read(path)
        for partly in (False, True):
            some = [(plain.removeprefix("~"), [(a - partly, b - partly, kind) for a, b, kind in found])
                    for plain, found in lines if plain.startswith("~") == partly]
            unmarked = UNSURE if partly else "none"
            for s in cut(some, gesta):
                kinds = [tag if tag == UNSURE else unmarked if tag == "O" else tag[2:] for tag in s.ner]
                out.append(replace(s, ner=None, acts=kinds, corpus="ewt"))
    return out


def with_names(conllu: str, names: list[tuple[int, int, str]]) -> list[Sentence]:
    """Sentences of CoNLL-U with `TokenRange`s and the names' tags.

    A name that ends within a token covers its first word if it has several (`Okello` in `Okello's`); else it is UNSURE.
    """
    out, at = [], 0
    for block in conllu.split("\n\n"):
        tokens: list[tuple[int, int, list[str]]] = []
        for cells in (line.split("\t") for line in block.split("\n") if line[:1].isdigit()):
            if span := re.search(r"TokenRange=(\d+):(\d+)", cells[9]):
                several = "-" in cells[0]
                tokens.append((int(span[1]), int(span[2]), [] if several else [cells[1]]))
            else:
                tokens[-1][2].append(cells[1])
        words, tags = [], []
        for start, end, parts in tokens:
            while at < len(names) and names[at][1] <= start:
                at += 1
            first, last, kind = names[at] if at < len(names) else (end, end, "")
            begin = "B-" if start == first else "I-"
            if end <= first:
                found = ["O"] * len(parts)
            elif first <= start and end <= last:
                found = [begin + kind] + ["I-" + kind] * (len(parts) - 1)
            elif first <= start and len(parts) > 1:
                found = [begin + kind] + ["O"] * (len(parts) - 1)
            else:
                found = [UNSURE] * len(parts)
            words += parts
            tags += found
        if words:
            out.append(Sentence(None, words, ner=to_bioes(tags), corpus="own"))
    return out
