"""Sentences to padded tensors. Lengths are rounded up to few shapes, so that oneDNN reuses its primitives."""
from __future__ import annotations

import random
from collections import Counter

import numpy as np
import regex
import torch

from corpora import CORPORA, NER, UPOS, Sentence
from features import CLS, SEP, UNK, TABLES, lemma_script, pieces, word_features
from model import IGNORE
from noise import WORD_DROP

LAYERS = ("upos", "feats", "lemma", "ner", "heads", "deprel")


def label_lists(sents: list[Sentence]) -> dict[str, list[str]]:
    """The label lists of a training set.

    Feature bundles seen twice, relations seen ten times, edit scripts seen three times that append no digits,
    addresses or hyphens, which would be the corpora's names and numbers.
    """
    feats, scripts, rels = Counter(), Counter(), Counter()
    upper = Counter()
    for s in sents:
        feats.update(s.feats or [])
        rels.update(s.deprels or [])
        for w, lemma in zip(s.words, s.lemmas or []):
            scripts[lemma_script(w, lemma)] += 1
            upper[lemma_script(w.upper(), lemma)] += 1
    lemmas = {k for k, n in scripts.items() if n >= 3} | {k for k, n in upper.items() if n >= 50}
    lemmas = {k for k in lemmas if not regex.search(r"[\p{N}@]|-.", k.split("|", 2)[2])}
    return dict(upos=UPOS, feats=sorted(k for k, n in feats.items() if n >= 2), lemma=sorted(lemmas),
                deprel=sorted(r for r, n in rels.items() if n >= 10 or ":" not in r), ner=NER)


class Encoder:
    """Turns sentences into id lists, with labels if label lists are given."""

    def __init__(self, labels: dict[str, list[str]] | None = None):
        self.index = {k: {label: i for i, label in enumerate(v)} for k, v in labels.items()} if labels else None

    def __call__(self, s: Sentence, rng: random.Random | None = None) -> dict:
        ids, first = [CLS], [0]
        for w in s.words:
            p = pieces(w)
            if rng and rng.random() < WORD_DROP:
                p = (UNK,)
            first.append(len(ids))
            ids += p
        item = dict(ids=ids + [SEP], first=first, n=len(s.words),
                    corpus=CORPORA.index(s.corpus),
                    table_rows=[(0,) * len(TABLES)] + [word_features(w) for w in s.words])
        if self.index:
            item.update(self.labels(s))
        return item

    def labels(self, s: Sentence) -> dict[str, list[int]]:
        none = [IGNORE] * len(s.words)
        ix = self.index
        get = lambda layer, values: [ix[layer].get(v, IGNORE) for v in values]
        rel = ix["deprel"]
        return {k: [IGNORE] + v for k, v in dict(
            upos=get("upos", s.upos) if s.upos else none,
            feats=get("feats", s.feats) if s.feats else none,
            lemma=get("lemma", map(lemma_script, s.words, s.lemmas)) if s.lemmas else none,
            ner=get("ner", s.ner) if s.ner else none,
            heads=s.heads or none,
            deprel=[rel.get(r, rel.get(r.split(":")[0], IGNORE)) for r in s.deprels] if s.deprels else none,
        ).items()}


def rounded(n: int) -> int:
    step = 4 if n <= 48 else 8 if n <= 96 else 32
    return -(-n // step) * step


def batches(items: list[dict], budget: int, rng: random.Random | None = None) -> list[list[int]]:
    """Groups of item numbers of like length, of at most `budget` word pieces each; shuffled if `rng` is given."""
    order = sorted((rounded(len(d["ids"])), rng.random() if rng else 0, i) for i, d in enumerate(items))
    out, last = [], None
    for length, _, i in order:
        if out and length == last and (len(out[-1]) + 1) * length <= budget:
            out[-1].append(i)
        else:
            out.append([i])
            last = length
    if rng:
        rng.shuffle(out)
    return out


def collate(items: list[dict], size=rounded) -> tuple[dict, dict]:
    """Padded inputs and gold labels of a batch: ids, mask [B,S]; first, words [B,W]; feats [B,W,4]; corpus [B]; labels [B,W].

    `size` gives the padded length; `size=int` pads no further than the longest sentence.
    """
    b = len(items)
    s = size(max(len(d["ids"]) for d in items))
    w = min(s, size(max(d["n"] for d in items) + 1))
    x = dict(ids=np.zeros((b, s), np.int64), mask=np.zeros((b, s), np.bool_), first=np.zeros((b, w), np.int64),
             feats=np.zeros((b, w, len(TABLES)), np.int64), words=np.zeros((b, w), np.bool_),
             corpus=np.array([d["corpus"] for d in items], np.int64))
    y = {k: np.full((b, w), IGNORE, np.int64) for k in LAYERS if k in items[0]}
    for i, d in enumerate(items):
        n, m = d["n"] + 1, len(d["ids"])
        x["ids"][i, :m], x["mask"][i, :m] = d["ids"], True
        x["first"][i, :n], x["feats"][i, :n], x["words"][i, :n] = d["first"], d["table_rows"], True
        for k in y:
            y[k][i, :n] = d[k]
    tensors = lambda d: {k: torch.from_numpy(v) for k, v in d.items()}
    return tensors(x), tensors(y)
