"""Names of people, organizations and places from GUM's entity layer (`Entity=` in MISC).

GUM marks every mention, names or not, and its types follow other guidelines than Universal NER. Only clear names become
labels; every other proper noun gets the tag `UNSURE`, which the loss skips.
"""
from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import unquote

from corpora import UNSURE, Sentence, to_bioes

TYPES = {"person": "PER", "organization": "ORG", "place": "LOC"}
INSIDE = {"of", "for", "and", "the", "on", "in", "-", "–", "&", "’s", "'s"}
TITLES = set("president mr mrs ms dr sir secretary senator general justice king queen prime minister vice".split())
_BRACKET = re.compile(r"\(([^()]*)(\))?|([^()]+)\)")


@dataclass
class Mention:
    """A mention's first and last word, its GUM type, the words that carry it, and its Wikipedia title or ''."""

    start: int
    end: int
    kind: str
    core: list[int]
    link: str


def mentions(misc: list[str]) -> list[Mention]:
    """The mentions of one sentence; those that cross its end are left out."""
    out, open_ = [], []
    for i, cell in enumerate(misc):
        m = re.search(r"Entity=([^|]*)", cell)
        for opened, single, closed in _BRACKET.findall(m[1]) if m else []:
            if closed:
                at = max((k for k, (_, fields) in enumerate(open_) if fields[0] == closed), default=None)
                if at is None:
                    continue
                start, fields = open_.pop(at)
            elif single:
                start, fields = i, opened.split("-")
            else:
                open_.append((i, opened.split("-")))
                continue
            if len(fields) > 6 and fields[1] in TYPES:
                core = [start + int(k) - 1 for k in fields[5].split(",") if k.isdigit()]
                out.append(Mention(start, i, fields[1], core, unquote("-".join(fields[7:])).replace("_", " ")))
    return out


def name_span(s: Sentence, m: Mention) -> tuple[int, int] | None:
    """The words of a mention that are its name, in agreement with its Wikipedia title if it has one."""
    title = re.findall(r"\w+", m.link.lower())
    words = [w.lower().rstrip(".") for w in s.words]
    person = m.kind == "person"
    core = [i for i in m.core if i <= m.end and s.words[i][:1].isupper() and (s.upos[i] == "PROPN" or not person)]
    while person and core and (words[core[0]] in TITLES or title and words[core[0]] not in title):
        core = core[1:]
    if not core or person and "Number=Plur" in s.feats[core[-1]]:
        return None
    start = end = core[0]
    for i in core[1:]:
        gap = words[end + 1:i]
        hyphen = all(w in ("-", "–", "") for w in gap)
        joined = not person and words[i] in title and all(w in INSIDE for w in gap)
        if not (hyphen or joined):
            break
        end = i
    if not any(s.upos[i] == "PROPN" for i in range(start, end + 1)):
        return None
    part_of_name = start == end and not person and not s.words[start].isupper() and title[:1] != [words[start]]
    return None if part_of_name else (start, end)


def label(sents: list[Sentence]) -> None:
    """Sets the entity layer of GUM sentences."""
    found = [mentions(s.misc) for s in sents]
    kinds = defaultdict(set)
    for m in (m for per_sentence in found for m in per_sentence if m.link):
        kinds[m.link].add(m.kind)
    for s, per_sentence in zip(sents, found):
        tags = [UNSURE if u == "PROPN" else "O" for u in s.upos]
        for m in sorted(per_sentence, key=lambda m: m.start - m.end):  # the longest first
            span = name_span(s, m)
            if span is None or any(t[0] in "BI" for t in tags[span[0]:span[1] + 1]):
                continue
            kind = m.kind
            if kind == "organization" and "place" in kinds[m.link]:
                kind = "place"  # a country that acts is still a place in Universal NER
            if kind == "person" and (m.link.endswith(" people") or not m.link and len(m.core) == 1):
                continue
            tags[span[0]] = "B-" + TYPES[kind]
            tags[span[0] + 1:span[1] + 1] = ["I-" + TYPES[kind]] * (span[1] - span[0])
        s.ner = to_bioes(tags)
