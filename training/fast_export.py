"""Exports the fast model for the Rust program:  python fast_export.py OUT CHECKPOINT... [--corpora DIR] [--test]

Averages the checkpoints' weights and writes OUT/model.safetensors (int8), vocab.txt and labels.json; with --corpora
also lemmas.tsv, parity.json and metrics.json: dev scores of the float model and of the file read back and computed as the
program does, with --test the test sets.
"""
from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch

import lexicon
import weights
from corpora import Corpora
from evaluate import DEV, TEST, measure, torch_runner
from export import write_parity, write_words
from fast_model import HEAD, HIDDEN, REACH, FastModel, load

HEADS = ("hidden", "tags", "ner", "arc", "rel")


def products(model: FastModel):
    """Names in the file and layers of all int8 products."""
    for i, block in enumerate(model.blocks):
        for name, layer in block.named_children():
            if hasattr(layer, "weight"):
                yield f"blocks.{i}.{name}", layer
    for name in HEADS:
        yield f"heads.{name}", getattr(model, name)


def query_scale(model: FastModel, name: str) -> torch.Tensor | float:
    """Factors of a product's outputs: the queries carry the attention's scale in the file."""
    if not name.endswith(".qkv"):
        return 1.0
    d = model.shape.width
    return torch.cat([torch.full((d,), HEAD ** -0.5), torch.ones(2 * d)])


def tensors(model: FastModel) -> dict[str, np.ndarray]:
    out = weights.table("pieces", model.pieces.weight)
    for i, rows in enumerate(model.tables):
        out[f"tables.{i}.weight"] = weights.half(rows.weight)
    out["input.weight"], out["input.bias"] = weights.array(model.input.weight.T), weights.array(model.input.bias)
    for name, layer in products(model):
        by = query_scale(model, name)
        out |= weights.matrix(name, layer.weight * (by[:, None] if torch.is_tensor(by) else by), layer.bias * by)
    return out


def metadata(model: FastModel) -> dict[str, str]:
    s = model.shape
    return dict(architecture="convolution", blocks=s.blocks, dilations=s.dilations, width=str(s.width),
                head=str(HEAD), reach=str(REACH), hidden=" ".join(map(str, HIDDEN)))


@torch.no_grad()
def read_back(path: Path, labels: dict, model: FastModel) -> FastModel:
    """The model of a file, which rounds as the program does; sizes are those of `model`."""
    t = {k: torch.from_numpy(v) for k, v in weights.read(path).items()}
    wide = lambda name: t[f"{name}.weight"].float() * t[f"{name}.scale"][:, None]
    out = FastModel(labels, model.shape)
    out.pieces.weight.copy_(wide("pieces"))
    for i, rows in enumerate(out.tables):
        rows.weight.copy_(t[f"tables.{i}.weight"].float())
    out.input.weight.copy_(t["input.weight"].T)
    out.input.bias.copy_(t["input.bias"])
    for name, layer in products(out):
        by = query_scale(out, name)
        layer.weight.copy_(wide(name) / (by[:, None] if torch.is_tensor(by) else by))
        layer.bias.copy_(t[f"{name}.bias"] / by)
    out.quantize()
    return out.eval()


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("out", type=Path)
    cli.add_argument("checkpoints", type=Path, nargs="+")
    cli.add_argument("--corpora", type=Path)
    cli.add_argument("--test", action="store_true")
    cli.add_argument("--threads", type=int, default=2)
    a = cli.parse_args()
    torch.set_num_threads(a.threads)
    a.out.mkdir(parents=True, exist_ok=True)
    model, labels = load([torch.load(p, weights_only=False) for p in a.checkpoints])
    path = a.out / "model.safetensors"
    weights.write(path, tensors(model), metadata(model))
    write_words(a.out, labels)
    if a.corpora:
        corpora = Corpora(a.corpora)
        words = lexicon.build(corpora.ewt("train") + corpora.gum("train"))
        lexicon.write(words, a.out.parent / "lemmas.tsv")
        run = torch_runner(read_back(path, labels, model), bf16=False)
        write_parity(run, labels, words, a.out / "parity.json")
        metrics = {"checkpoints": [p.stem for p in a.checkpoints],
                   "float": measure(torch_runner(model, bf16=False), labels, corpora, DEV),
                   "int8": measure(run, labels, corpora, DEV),
                   "int8, with lemmas.tsv": measure(run, labels, corpora, TEST if a.test else DEV, words)}
        (a.out / "metrics.json").write_text(json.dumps(metrics, indent=1) + "\n")
        print(json.dumps(metrics, indent=1))


if __name__ == "__main__":
    main()
