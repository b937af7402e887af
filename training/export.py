"""Exports checkpoints for the Rust program:  python export.py OUT CHECKPOINT... [--corpora DIR] [--test]

Averages the checkpoints' weights and writes OUT/encoder.onnx (int8), tables.bin, vocab.txt, labels.json; with
--corpora also lemmas.tsv and metrics.json: dev scores of the float model and of the export (onnxruntime), with --test
the test sets.
"""
from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

import lexicon
import tables
from batching import Encoder, collate
from corpora import Corpora, Sentence
from evaluate import DEV, TEST, measure, predict, torch_runner
from features import MINILM
from graph import build
from model import LABEL, Model

EXAMPLES = [  # sentences of our own, for the parity check of the Rust side
    "The foreign minister did n’t say when the talks in Geneva would resume .",
    "Rebels of the Northern Front shelled two villages near Karshtel on Friday , killing at least 12 people , officials said .",
    "“ We are n’t leaving , ” Anna Okafor told Radio Meridian , whose reporters were turned away .",
]


def load(paths: list[Path]) -> tuple[Model, dict]:
    """The model with the mean of the checkpoints' weights, and its label lists."""
    states = [torch.load(p, weights_only=False) for p in paths]
    labels = states[0]["labels"]
    model = Model(labels)
    model.load_state_dict({k: sum(s["weights"][k].double() for s in states).div(len(states)).to(v.dtype)
                           for k, v in states[0]["weights"].items()})
    return model.eval(), labels


def quantize(proto: onnx.ModelProto, out: Path, keep: tuple[str, ...] = (), seven_bit: bool = True) -> None:
    """Writes the graph with int8 weights per output channel; products whose weight name starts with `keep` stay.

    Weights of seven bits cannot saturate the 16-bit sums of x86 processors without VNNI, and score the same.
    """
    float_nodes = [n.name for n in proto.graph.node if n.op_type == "MatMul" and keep and n.input[1].startswith(keep)]
    with tempfile.TemporaryDirectory() as tmp:
        path = Path(tmp) / "float.onnx"
        onnx.save(proto, path)
        quantize_dynamic(path, out, per_channel=True, reduce_range=seven_bit, weight_type=QuantType.QInt8,
                         nodes_to_exclude=float_nodes, extra_options={"MatMulConstBOnly": True})
    q = onnx.load(out)
    used = {n.domain for n in q.graph.node}
    kept = [o for o in q.opset_import if o.domain in used]
    del q.opset_import[:]
    q.opset_import.extend(kept)
    onnx.save(onnx.shape_inference.infer_shapes(q), out)


def onnx_runner(folder: Path, threads: int = 2):
    """A function from a batch to head outputs, run as the Rust program runs it: table look-ups, then the graph."""
    words, shapes, feature_tables = tables.read(folder / "tables.bin")
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    session = ort.InferenceSession(str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"])
    names = [o.name for o in session.get_outputs()]

    def run(batch):
        ids, first, feats, real = (batch[k].numpy() for k in ("ids", "first", "feats", "words"))
        x = words[ids]
        b, w = np.nonzero(real)
        x[b, first[b, w]] += shapes[feats[b, w, 0]]
        f = np.concatenate([t[feats[..., i]] for i, t in enumerate(feature_tables)], -1)
        values = session.run(names, dict(x=x, mask=batch["mask"].numpy().astype(np.float32), first=first, feats=f))
        out = {k: torch.from_numpy(v) for k, v in zip(names, values)}
        out["feats"] = out.pop("morph")

        def relation(heads):
            lh = out["lh"].gather(1, heads.unsqueeze(-1).expand(-1, -1, LABEL + 1))
            t = out["relt"].unflatten(-1, (-1, LABEL + 1))
            return (t * lh.unsqueeze(2)).sum(-1)
        return dict(out, relation=relation)
    return run


def write_parity(run, labels: dict, words: dict, path: Path) -> None:
    """Each example alone in a batch, without padding (which would change the quantisation).

    Its inputs, what the export predicts, and the first scores of some outputs.
    """
    rows, encode = [], Encoder()
    for text in EXAMPLES:
        s = Sentence(None, text.split())
        item = encode(s)
        p = predict(run, labels, [s], words, size=int)[0]
        o = run(collate([item], int)[0])
        n = item["n"] + 1
        rows.append(dict(words=s.words, ids=item["ids"], first=item["first"], table_rows=item["table_rows"],
                         upos=p.upos, feats=p.feats, lemma=p.lemmas, head=p.heads, deprel=p.deprels, ner=p.ner,
                         scores={k: np.round(o[k][0, :n, :6].numpy().astype(float), 4).tolist()
                                 for k in ("upos", "ner", "arc", "lh")}))
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1))


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__)
    cli.add_argument("out", type=Path)
    cli.add_argument("checkpoints", type=Path, nargs="+")
    cli.add_argument("--corpora", type=Path)
    cli.add_argument("--test", action="store_true")
    cli.add_argument("--threads", type=int, default=2)
    a = cli.parse_args()
    torch.set_num_threads(a.threads)
    a.out.mkdir(parents=True, exist_ok=True)
    model, labels = load(a.checkpoints)
    quantize(build(model), a.out / "encoder.onnx")
    tables.write(model, a.out / "tables.bin")
    vocab = json.loads((Path(MINILM) / "tokenizer.json").read_text(encoding="utf8"))["model"]["vocab"]
    (a.out / "vocab.txt").write_text("".join(w + "\n" for w in sorted(vocab, key=vocab.get)), encoding="utf8")
    (a.out / "labels.json").write_text(json.dumps(labels, ensure_ascii=False, indent=0) + "\n", encoding="utf8")
    run = onnx_runner(a.out, a.threads)
    if a.corpora:
        corpora = Corpora(a.corpora)
        words = lexicon.build(corpora.ewt("train") + corpora.gum("train"))
        lexicon.write(words, a.out / "lemmas.tsv")
        write_parity(run, labels, words, a.out / "parity.json")
        metrics = {"checkpoints": [p.stem for p in a.checkpoints],
                   "float": measure(torch_runner(model, bf16=False), labels, corpora, DEV),
                   "int8": measure(run, labels, corpora, DEV),
                   "int8, with lemmas.tsv": measure(run, labels, corpora, TEST if a.test else DEV, words)}
        (a.out / "metrics.json").write_text(json.dumps(metrics, indent=1) + "\n")
        print(json.dumps(metrics, indent=1))


if __name__ == "__main__":
    main()
