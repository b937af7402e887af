"""What the accurate model makes of noisy copies of the training sentences, kept on disk for distillation.

A copy is a folder of arrays over the words of all sentences, each sentence with its root before its words:
`types` (numbers of `words.json`), `gold` and `hard` labels, `soft` log-probabilities (f16), and `arc`, log-probabilities of each
word's heads, sentence after sentence.
"""
from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from batching import Encoder, batches, collate
from corpora import Sentence
from features import CLS, MAX_PIECES, TABLES, pieces, word_features
from model import IGNORE, Model

GOLD = ("upos", "feats", "lemma", "ner", "heads", "deprel")
HARD = ("feats", "lemma", "heads")  # the teacher's best; the relations are scored under the gold head, else under its
SOFT = ("upos", "ner", "deprel")
FLOOR = -20.0  # log-probabilities below are as good as this


@torch.inference_mode()
def label(model: Model, labels: dict, sents: list[Sentence], gold: int, folder: Path, budget: int = 4096) -> None:
    """Writes one copy: `sents` as they are, of which the first `gold` have true labels."""
    folder.mkdir(parents=True, exist_ok=True)
    encode = Encoder(labels)
    items, types = [encode(s) for s in sents], {"": 0}
    lengths = np.array([d["n"] + 1 for d in items], np.int32)
    starts = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])
    squares = np.concatenate([[0], np.cumsum(lengths.astype(np.int64) ** 2)])
    numbers = np.concatenate([[0] + [types.setdefault(w, len(types)) for w in s.words] for s in sents])
    true = np.concatenate([np.array([d[k] for k in GOLD], np.int16).T for d in items])
    true[starts[gold]:] = IGNORE
    create = lambda name, dtype, shape: np.lib.format.open_memmap(folder / f"{name}.npy", "w+", dtype, shape)
    hard = create("hard", np.int16, (int(starts[-1]), len(HARD)))
    soft = create("soft", np.float16, (int(starts[-1]), sum(len(labels[k]) for k in SOFT)))
    arc = create("arc", np.float16, (int(squares[-1]),))
    for group in batches(items, budget):
        batch, y = collate([items[i] for i in group])
        with torch.autocast("cpu", torch.bfloat16):
            out = model(batch)
        arcs = F.log_softmax(out["arc"].float(), -1)
        best = arcs.argmax(-1)
        known = torch.stack([(y["heads"][r] >= 0) & (i < gold) for r, i in enumerate(group)])
        heads = torch.where(known, y["heads"], best)
        relation = model.relation_scores(out["ld"], out["lh"], heads)
        scores = torch.cat([F.log_softmax(v.float(), -1) for v in (out["upos"], out["ner"], relation)], -1)
        scores, arcs = (x.clamp(min=FLOOR).half().numpy() for x in (scores, arcs))
        labelled = torch.stack([out["feats"].argmax(-1), out["lemma"].argmax(-1), heads], -1).numpy()
        for r, i in enumerate(group):
            n, at = lengths[i], slice(starts[i], starts[i + 1])
            hard[at], soft[at] = labelled[r, :n], scores[r, :n]
            arc[squares[i]:squares[i + 1]] = arcs[r, :n, :n].ravel()
    np.save(folder / "gold.npy", true)
    np.save(folder / "types.npy", numbers.astype(np.int32))
    (folder / "words.json").write_text(json.dumps(list(types)), encoding="utf8")
    np.save(folder / "lengths.npy", lengths)  # last: its presence says that the copy is whole


def missing(folder: Path, count: int) -> list[int]:
    """Numbers of the copies that are not there or not whole."""
    return [i for i in range(count) if not (folder / f"copy-{i:02}/lengths.npy").exists()]


def prepare(folder: Path, numbers: list[int], make: Callable[[random.Random], list[Sentence]], gold: int,
            model: Model, labels: dict, seed: int) -> None:
    """Makes and labels copies; each depends on the seed and its number only."""
    (folder / "labels.json").write_text(json.dumps(labels), encoding="utf8")
    for i in numbers:
        start = time.time()
        sents = make(random.Random(f"{seed} {i}"))
        label(model, labels, sents, gold, folder / f"copy-{i:02}")
        words, seconds = sum(len(s.words) for s in sents), time.time() - start
        print(f"copy {i}: {words} words in {seconds:.0f} s", flush=True)


@dataclass
class Copy:
    """One labelled copy, mapped into memory; `types` count through all copies' words."""

    lengths: np.ndarray
    starts: np.ndarray
    squares: np.ndarray
    types: np.ndarray
    gold: np.ndarray
    hard: np.ndarray
    soft: np.ndarray
    arc: np.ndarray

    def batch(self, group: np.ndarray) -> dict[str, np.ndarray]:
        """Arrays [B,W,…] of some sentences, padded to the longest; padding has type 0 and is not in `words`."""
        lengths = self.lengths[group].astype(np.int64)
        w = lengths.max()
        column = np.arange(w)
        words = column < lengths[:, None]
        at = np.where(words, self.starts[group, None] + column, 0)
        inside = words[:, :, None] & words[:, None, :]
        arc_at = self.squares[group, None, None] + column[:, None] * lengths[:, None, None] + column
        arc = np.full(inside.shape, FLOOR, np.float16)
        arc[inside] = self.arc[arc_at[inside]]
        keep = words.copy()
        keep[:, 0] = False  # the root has no labels
        gold = np.where(keep[..., None], self.gold[at], IGNORE)
        hard = np.where(words[..., None], self.hard[at], 0)
        return dict(words=words, types=np.where(words, self.types[at], 0), gold=gold, hard=hard, soft=self.soft[at],
                    arc=arc, keep=keep)


def label_lists(folder: Path) -> dict:
    return json.loads((folder / "labels.json").read_text(encoding="utf8"))


def open_copies(folder: Path, count: int) -> tuple[list[Copy], np.ndarray, np.ndarray]:
    """The copies, and pieces [types, 6] and table rows [types, 4] of all their words; type 0 is the root."""
    types, copies = {"": 0}, []
    for i in range(count):
        path = folder / f"copy-{i:02}"
        words = json.loads((path / "words.json").read_text(encoding="utf8"))
        renumber = np.array([types.setdefault(w, len(types)) for w in words], np.int32)
        array = lambda name: np.load(path / f"{name}.npy", mmap_mode="r")
        lengths = np.array(array("lengths"))
        total = lambda x: np.concatenate([[0], np.cumsum(x.astype(np.int64))])
        copies.append(Copy(lengths, total(lengths), total(lengths.astype(np.int64) ** 2),
                           renumber[array("types")], array("gold"), array("hard"), array("soft"), array("arc")))
    pieces_of = np.full((len(types), MAX_PIECES), -1, np.int32)
    rows = np.zeros((len(types), len(TABLES)), np.int32)
    for word, i in types.items():
        ids = pieces(word) if i else (CLS,)
        pieces_of[i, :len(ids)] = ids
        rows[i] = word_features(word) if i else 0
    return copies, pieces_of, rows
