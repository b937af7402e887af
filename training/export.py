"""Exports checkpoints for the Rust program:  python export.py OUT CHECKPOINT... [--corpora DIR] [--like own]

Averages the checkpoints' weights (`PATH=SHARE` gives one its share, else all have the same) and writes OUT/model.safetensors (int8), labels.json and OUT/../vocab.txt; with --corpora
also OUT/../lemmas.tsv, OUT/metrics.json (dev scores of the float model) and parity.json. The scores of the export itself are measured by
the program (`gesta eval`).
"""
from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch

import lexicon
import weights
from batching import Encoder, collate
from corpora import CORPORA, Corpora, Sentence
from evaluate import DEV, measure, predict, torch_runner
from features import MINILM
from model import Model

HEADS, POSITIONS = 12, 256  # attention heads; a window of a sentence has at most 250 word pieces and two marks
EXAMPLES = [  # sentences of our own, for the parity check of the Rust side
    "The foreign minister did n’t say when the talks in Geneva would resume .",
    "Rebels of the Northern Front shelled two villages near Karshtel on Friday , killing at least 12 people , officials said .",
    "“ We are n’t leaving , ” Anna Okafor told Radio Meridian , whose reporters were turned away .",
]


def load(checkpoints: list[str]) -> tuple[Model, dict]:
    """The model with the mean of the checkpoints' weights, and its label lists. A checkpoint is `PATH` or `PATH=SHARE`."""
    given = [str(c).partition("=") for c in checkpoints]
    shares = torch.tensor([float(share or 1) for _, _, share in given], dtype=torch.float64)
    states = [torch.load(path, weights_only=False) for path, _, _ in given]
    labels = states[0]["labels"]
    model = Model(labels, large=states[0].get("large", False))
    mean = {k: sum(w * s["weights"][k].double() for w, s in zip(shares / shares.sum(), states)).to(v.dtype)
            for k, v in states[0]["weights"].items()}
    model.load_state_dict({**model.state_dict(), **mean})
    return model.eval(), labels


def tensors(m: Model, like: list[str]) -> dict[str, np.ndarray]:
    """The model's tensors by the names that README.md lists; `like` names the corpora whose mean vector is added."""
    emb = m.encoder.embeddings
    corpus = m.corpus.weight[[CORPORA.index(c) for c in like]].mean(0)
    positions = emb.position_embeddings.weight[:POSITIONS] + emb.token_type_embeddings.weight[0] + corpus
    out = {
        **weights.table("pieces", emb.word_embeddings.weight),
        "shapes.weight": weights.half(m.shape_in.weight),
        "positions.weight": weights.array(positions),
        **norm("norm", emb.LayerNorm),
    }
    for i, table in enumerate(m.tables):
        out[f"tables.{i}.weight"] = weights.half(table.weight)
    for i, layer in enumerate(m.encoder.encoder.layer):
        a, name = layer.attention, f"layers.{i}"
        size = a.self.query.weight.shape[0] // HEADS
        query, key, value = a.self.query, a.self.key, a.self.value
        out |= {
            **weights.matrix(f"{name}.qkv", torch.cat([query.weight * size ** -0.5, key.weight, value.weight]),
                             torch.cat([query.bias * size ** -0.5, key.bias, value.bias])),
            **weights.matrix(f"{name}.out", a.output.dense.weight, a.output.dense.bias),
            **norm(f"{name}.norm", a.output.LayerNorm),
            **weights.matrix(f"{name}.up", layer.intermediate.dense.weight, layer.intermediate.dense.bias),
            **weights.matrix(f"{name}.down", layer.output.dense.weight, layer.output.dense.bias),
            **norm(f"{name}.norm2", layer.output.LayerNorm),
        }
    return out | heads(m)


def heads(m) -> dict[str, np.ndarray]:
    """The heads, with products of the same input joined to one. For both models."""
    hidden = [m.tag[0], m.entity[0], m.parse]
    tags = [m.upos, m.feats, m.lemma]
    arc, label = m.arc.shape[1], m.rel.shape[1] - 1
    rel = m.rel.permute(0, 2, 1).reshape(-1, label + 1)  # [r·(label+1)+j, i] = rel[r, i, j]
    return {
        **weights.matrix("heads.hidden", torch.cat([h.weight for h in hidden]), torch.cat([h.bias for h in hidden])),
        **weights.matrix("heads.tags", torch.cat([t.weight for t in tags]), torch.cat([t.bias for t in tags])),
        **weights.matrix("heads.ner", m.ner.weight, m.ner.bias),
        **weights.matrix("heads.arc", m.arc[:arc].T, m.arc[arc]),
        **weights.matrix("heads.rel", rel[:, :label], rel[:, label]),
    }


def norm(name: str, layer: torch.nn.LayerNorm) -> dict[str, np.ndarray]:
    return {f"{name}.weight": weights.array(layer.weight), f"{name}.bias": weights.array(layer.bias)}


def write_parity(run, labels: dict, words: dict, path: Path) -> None:
    """Each example alone: its inputs, what the float model predicts, and the first scores of some outputs."""
    rows, encode = [], Encoder()
    for text in EXAMPLES:
        s = Sentence(None, text.split(), corpus="own")
        item = encode(s)
        p = predict(run, labels, [s], words, size=int)[0]
        with torch.no_grad():
            o = run(collate([item], int)[0])
        n = item["n"] + 1
        rows.append(dict(words=s.words, ids=item["ids"], first=item["first"], table_rows=item["table_rows"],
                         upos=p.upos, feats=p.feats, lemma=p.lemmas, head=p.heads, deprel=p.deprels, ner=p.ner,
                         scores={k: np.round(o[k][0, :n, :6].float().numpy().astype(float), 4).tolist()
                                 for k in ("upos", "ner", "arc", "lh")}))
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1))


def write_words(out: Path, labels: dict) -> None:
    """labels.json, and vocab.txt in the folder above, which both models share."""
    vocab = json.loads((Path(MINILM) / "tokenizer.json").read_text(encoding="utf8"))["model"]["vocab"]
    (out.parent / "vocab.txt").write_text("".join(w + "\n" for w in sorted(vocab, key=vocab.get)), encoding="utf8")
    (out / "labels.json").write_text(json.dumps(labels, ensure_ascii=False, indent=0) + "\n", encoding="utf8")


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__)
    cli.add_argument("out", type=Path)
    cli.add_argument("checkpoints", nargs="+")
    cli.add_argument("--corpora", type=Path)
    cli.add_argument("--like", nargs="+", default=["ewt"], choices=CORPORA)
    cli.add_argument("--threads", type=int, default=2)
    a = cli.parse_args()
    torch.set_num_threads(a.threads)
    a.out.mkdir(parents=True, exist_ok=True)
    model, labels = load(a.checkpoints)
    with torch.no_grad():
        model.corpus.weight[:] = model.corpus.weight[[CORPORA.index(c) for c in a.like]].mean(0)
    weights.write(a.out / "model.safetensors", tensors(model, a.like),
                  {"architecture": "transformer", "attention_heads": str(HEADS)})
    write_words(a.out, labels)
    if a.corpora:
        corpora = Corpora(a.corpora)
        run = torch_runner(model, bf16=False)
        words = lexicon.build(corpora.ewt("train") + corpora.gum("train"))
        lexicon.write(words, a.out.parent / "lemmas.tsv")
        write_parity(run, labels, words, a.out / "parity.json")
        metrics = {"checkpoints": ["/".join(Path(c).parts[-2:]) for c in a.checkpoints], "like": a.like,
                   "float": measure(run, labels, corpora, DEV)}
        (a.out / "metrics.json").write_text(json.dumps(metrics, indent=1) + "\n")
        print(json.dumps(metrics, indent=1))


if __name__ == "__main__":
    main()
