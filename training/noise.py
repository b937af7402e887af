"""Training noise that makes web text look like news: typographic quotes, headlines without a stop, capitals."""
from __future__ import annotations

import random
from dataclasses import replace

from corpora import Sentence

CURLY, NO_STOP, UPPER, TITLE = 0.30, 0.04, 0.02, 0.02  # shares of sentences
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


def noisy(s: Sentence, rng: random.Random) -> Sentence:
    """A copy of the sentence with noise; the labels stay true."""
    words = curly(s) if rng.random() < CURLY else s.words
    case = rng.random()
    if case < UPPER:
        words = [w.upper() for w in words]
    elif case < UPPER + TITLE:
        words = [w[:1].upper() + w[1:] for w in words]
    s = replace(s, words=words)
    return without_stop(s) if rng.random() < NO_STOP else s
