"""Fits the sentence boundary model of `gesta-text` and writes `models/segmenter.bin`.

    python segment.py --corpora ../../shared/data --out ../models/segmenter.bin

Fitted on UD English-EWT train (CC BY-SA 4.0) and GUM train, the documents free to ship (CC BY 4.0 and the licences of
its texts). Candidates and features come from the Rust side (`cargo run --example segmenter_features`), so that both
sides see the same; here only the weights of a logistic regression are found and rounded to int8.
"""
from __future__ import annotations

import argparse
import json
import random
import struct
import subprocess
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from news_noise import as_news
from text_corpora import gum, read, text_of

BUCKETS = 1 << 16
SEED = 20211122
DOCUMENT, END = "\x1e", "\x1f"


def features(binary: str, texts: list[str]) -> tuple[csr_matrix, np.ndarray]:
    """Runs the Rust example over marked texts."""
    process = subprocess.run([binary], input=DOCUMENT.join(texts).encode(), stdout=subprocess.PIPE, check=True)
    labels, indices, starts = [], [], [0]
    for line in process.stdout.decode().splitlines():
        label, *cells = line.split(" ")
        labels.append(int(label))
        indices += [int(c, 16) for c in cells]
        starts.append(len(indices))
    shape = (len(labels), BUCKETS)
    matrix = csr_matrix((np.ones(len(indices), np.float32), np.array(indices), np.array(starts)), shape=shape)
    matrix.sum_duplicates()
    return matrix, np.array(labels)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--binary", default="../target/release/examples/segmenter_features")
    parser.add_argument("--out", type=Path, default=Path("../models/segmenter.bin"))
    parser.add_argument("--strength", type=float, default=0.5, help="inverse of the L2 penalty")
    args = parser.parse_args()
    syntax = args.corpora / "syntax"
    rng = random.Random(SEED)
    ewt, gum_train = read(syntax / "ewt" / "en_ewt-ud-train.conllu"), gum(syntax / "gum", "train")
    texts = [text_of(d, END) for d in ewt + gum_train]
    noisy = [as_news(t, rng) for t in texts]
    x, y = features(args.binary, texts + noisy)
    model = LogisticRegression(C=args.strength, solver="liblinear", random_state=SEED, max_iter=200)
    model.fit(x, y)
    metrics: dict = {}
    for name, documents in (("ewt", read(syntax / "ewt" / "en_ewt-ud-dev.conllu")), ("gum", gum(syntax / "gum", "dev"))):
        dx, dy = features(args.binary, [text_of(d, END) for d in documents])
        guess = model.predict(dx)
        right = int(((guess == 1) & (dy == 1)).sum())
        metrics[name + "-dev"] = {"precision": round(right / guess.sum(), 4), "recall": round(right / dy.sum(), 4)}
    weights = model.coef_[0]
    scale = float(np.abs(weights).max() / 127)
    rounded = np.clip(np.rint(weights / scale), -127, 127).astype(np.int8)
    args.out.write_bytes(b"GSB1" + struct.pack("<ff", scale, float(model.intercept_[0])) + rounded.tobytes())
    metrics |= {"candidates": len(y), "boundaries": int(y.sum()), "nonzero": int((rounded != 0).sum())}
    args.out.with_suffix(".metrics.json").write_text(json.dumps(metrics, indent=1) + "\n")


if __name__ == "__main__":
    main()
