"""Training noise that makes web text look like news: typographic quotes, headlines without a stop, capitals, scars of
other tokenizers, and other names in the place of names."""
from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace

from corpora import Sentence

CURLY, NO_STOP, UPPER, TITLE, LOWER, SCARS, RENAMED = 0.30, 0.04, 0.03, 0.03, 0.01, 0.02, 0.25  # shares of sentences
SCAR = {"(": "-LRB-", ")": "-RRB-", "[": "-LSB-", "]": "-RSB-", "“": "``", "”": "''", '"': "''", "—": "--", "–": "--"}
WORD_DROP = 0.01  # share of words whose pieces become [UNK]


def curly(s: Sentence) -> list[str]:
    """The words with typographic quotation marks and apostrophes."""
    out, opened = [], False
    for i, w in enumerate(s.words):
        if w == '"':
            w, opened = ("”" if opened else "“"), not opened
        elif w == "'" and s.xpos and s.xpos[i] == "``":
            w = "‘"
        else:
            w = w.replace("'", "’")
        out.append(w)
    return out


def without_stop(s: Sentence) -> Sentence:
    """The sentence without its final full stop, if nothing depends on it."""
    n = len(s.words)
    if n < 3 or s.words[-1] != "." or (s.heads and n in s.heads):
        return s
    return replace(s, **{k: v[:-1] for k, v in vars(s).items() if isinstance(v, list)})


class Names:
    """Names to put in the place of others: by kind and number of words, each as often as the corpora have it."""

    def __init__(self, sents: list[Sentence]):
        self.of = defaultdict(list)
        for s in sents:
            for start, end, kind in names(s):
                self.of[kind, end - start].append(s.words[start:end])

    def renamed(self, s: Sentence, rng: random.Random) -> Sentence:
        """The sentence with half of its names replaced by names of the same kind and number of words."""
        words, lemmas = s.words[:], s.lemmas and s.lemmas[:]
        for start, end, kind in names(s):
            others = self.of.get((kind, end - start))
            if others and rng.random() < 0.5:
                words[start:end] = rng.choice(others)
                if lemmas:
                    lemmas[start:end] = words[start:end]
        return replace(s, words=words, lemmas=lemmas)


def names(s: Sentence) -> list[tuple[int, int, str]]:
    """First word, one past the last, and kind of each name of a sentence."""
    out, start = [], 0
    for i, tag in enumerate(s.ner or []):
        if tag[0] in "BS":
            start = i
        if tag[0] in "ES":
            out.append((start, i + 1, tag[2:]))
    return out


def noisy(s: Sentence, rng: random.Random, others: Names) -> Sentence:
    """A copy of the sentence with noise; the labels stay true."""
    if rng.random() < RENAMED:
        s = others.renamed(s, rng)
    words = curly(s) if rng.random() < CURLY else s.words
    if rng.random() < SCARS:
        words = [SCAR.get(w, w) for w in words]
    case = rng.random()
    if case < UPPER:
        words = [w.upper() for w in words]
    elif case < UPPER + TITLE:
        words = [w[:1].upper() + w[1:] for w in words]
    elif case < UPPER + TITLE + LOWER:
        words = [w.lower() for w in words]
    s = replace(s, words=words)
    return without_stop(s) if rng.random() < NO_STOP else s
