"""Other open-class words in the place of a sentence's own, so that a model meets more words than the corpora have."""
from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from dataclasses import replace

import torch

from corpora import Sentence

OPEN = {"NOUN", "VERB", "ADJ", "ADV"}
SENTENCES, WORDS = 0.5, 0.25  # shares: sentences that are changed, and of their open-class words
NEIGHBOURS = 24
UNKNOWN = "?"  # a gold label of a swapped word, which the loss skips


class Swaps:
    """Words by tag, features and frequency band; and the nearest words of a table of word-piece vectors."""

    def __init__(self, sents: list[Sentence], vocabulary: dict[str, int], embeddings: torch.Tensor):
        seen = Counter((w.lower(), u, f) for s in sents if s.upos and s.feats
                       for w, u, f in zip(s.words, s.upos, s.feats) if u in OPEN and w.isalpha())
        self.band_of, self.pool, best = {}, defaultdict(list), {}
        for (word, upos, feats), n in sorted(seen.items()):
            key = (upos, feats, int(math.log2(n)))
            self.band_of[word, upos, feats] = key
            self.pool[key].append(word)
            if n > best.get(word, (0,))[0]:
                best[word] = n, upos, feats
        self.usual = {w: tag[1:] for w, tag in best.items()}  # for sentences without tags
        self.near = neighbours(vocabulary, embeddings)

    def __call__(self, s: Sentence, rng: random.Random) -> Sentence:
        """The sentence or a changed copy, in which the tags and lemmas of new words are unknown."""
        if rng.random() >= SENTENCES:
            return s
        words, at = s.words[:], []
        for i, w in enumerate(s.words):
            if rng.random() >= WORDS or not w.isalpha():
                continue
            low = w.lower()
            tag = (s.upos[i], s.feats[i]) if s.upos and s.feats else self.usual.get(low, ("X", "_"))
            if tag[0] not in OPEN:
                continue
            others = self.near.get(low) if rng.random() < 0.5 else self.pool.get(self.band_of.get((low, *tag)))
            if others:
                new = rng.choice(others)
                words[i] = new.upper() if len(w) > 1 and w.isupper() else new.capitalize() if w[0].isupper() else new
                at.append(i)
        without = lambda layer: layer and [UNKNOWN if i in at else x for i, x in enumerate(layer)]
        return replace(s, words=words, upos=without(s.upos), feats=without(s.feats), lemmas=without(s.lemmas))


@torch.no_grad()
def neighbours(vocabulary: dict[str, int], embeddings: torch.Tensor) -> dict[str, list[str]]:
    """For each whole word of letters the nearest others."""
    words = [w for w in vocabulary if w.isalpha() and w.isascii() and len(w) > 2]
    vectors = embeddings[[vocabulary[w] for w in words]].float()
    vectors = torch.nn.functional.normalize(vectors - vectors.mean(0), dim=1)
    out = {}
    for start in range(0, len(words), 1024):
        best = (vectors[start:start + 1024] @ vectors.T).topk(NEIGHBOURS + 1, 1).indices[:, 1:].tolist()
        out.update((words[start + i], [words[j] for j in row]) for i, row in enumerate(best))
    return out
