"""Trains the fast model on the accurate one's scores:

    python distil.py CORPORA OUT --teacher CHECKPOINT... --targets DIR [--copies N] [--minutes M]

First labels the copies that DIR lacks. Writes OUT/epoch-NNN.pt and a line of dev scores to OUT/metrics.jsonl now and then.
"""
from __future__ import annotations

import argparse
import json
import os
import random
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

import raw_text
import soft_targets
from corpora import CORPORA, Corpora
from evaluate import DEV, measure, torch_runner
from export import load as load_teacher
from fast_model import NO_PIECE, FastModel, Shape, checkpoint, load, start_pieces
from features import CLS, UNK, _tokenizer
from noise import Names, noisy
from swaps import Swaps
from train import GESTA, MAX_WORDS, training_set

UNKNOWN_PIECES, NO_ROWS = 0.03, 0.10  # shares of words without pieces, and of table rows switched off, in training
WEIGHTS = dict(upos=1.0, feats=0.5, lemma=0.5, ner=1.0, arc=1.0, deprel=1.0)
GOLD_SHARE = 0.5  # of the loss, where there is a gold label; the rest is the teacher's


def raw_sentences(corpora: Path, targets: Path, limit: int) -> list:
    return [s for s in raw_text.parsed(corpora, GESTA, targets / "raw.conllu", limit) if len(s.words) <= MAX_WORDS]


def make_targets(a: argparse.Namespace, numbers: list[int]) -> None:
    """Makes copies of the training sentences and raw text and lets the teacher label them."""
    gold, raw = training_set(Corpora(a.corpora)), raw_sentences(a.corpora, a.targets, a.limit)
    if a.limit:
        gold = gold[::max(1, len(gold) // a.limit)]
    teacher, labels = load_teacher(a.teacher)
    sents = [replace(s, corpus=a.like or s.corpus) for s in gold + raw]
    swaps = Swaps(sents, _tokenizer.get_vocab(), teacher.encoder.embeddings.word_embeddings.weight)
    names = Names(sents)
    # Read like one corpus, the names of the others are the teacher's business: they follow other guidelines.
    strange = [a.like is not None and s.corpus != a.like for s in gold + raw]
    named = lambda s, strange: replace(s, ner=None) if strange else s
    make = lambda rng: [named(noisy(swaps(s, rng), rng, names), other) for s, other in zip(sents, strange)]
    print(f"{len(gold)} sentences, {sum(len(s.words) for s in gold)} words with labels; "
          f"{len(raw)} sentences, {sum(len(s.words) for s in raw)} words without", flush=True)
    soft_targets.prepare(a.targets, numbers, make, len(gold), teacher, labels, a.seed)


def groups(lengths: np.ndarray, budget: int, rng: np.random.Generator) -> list[np.ndarray]:
    """Sentence numbers in batches of like length, at most `budget` words each with padding; shuffled."""
    order = np.lexsort((rng.random(len(lengths)), lengths))[::-1]
    out, at = [], 0
    while at < len(order):
        n = max(1, budget // lengths[order[at]])
        out.append(order[at:at + n])
        at += n
    return [out[i] for i in rng.permutation(len(out))]


class Words:
    """Vectors of a batch's words: each word type is computed once, and once more for where its pieces are hidden."""

    def __init__(self, pieces: np.ndarray, rows: np.ndarray):
        self.count = len(pieces)
        hidden = np.full_like(pieces, NO_PIECE)
        hidden[:, 0] = UNK
        hidden[0, 0] = CLS
        self.pieces = torch.from_numpy(np.concatenate([pieces, hidden]))
        self.rows = torch.from_numpy(np.concatenate([rows, rows]))

    def __call__(self, model: FastModel, types: np.ndarray, rng: np.random.Generator) -> torch.Tensor:
        types = types + self.count * (rng.random(types.shape) < UNKNOWN_PIECES)
        each, inverse = np.unique(types, return_inverse=True)
        each = torch.from_numpy(each)
        keep = torch.from_numpy((rng.random((len(each), 4)) >= NO_ROWS).astype(np.float32))
        x = model.word_vectors(self.pieces[each], self.rows[each], keep)
        return x[torch.from_numpy(inverse.reshape(-1))].view(*types.shape, -1)


def losses(model: FastModel, x: torch.Tensor, batch: dict[str, torch.Tensor], share: float) -> tuple[torch.Tensor, dict]:
    """The weighted sum of the heads' losses, per word, and each of them."""
    out = model.scores(x, batch["words"])
    gold = dict(zip(soft_targets.GOLD, batch["gold"].long().unbind(-1)))
    hard = dict(zip(soft_targets.HARD, batch["hard"].long().unbind(-1)))
    out["deprel"] = model.relation_scores(out["ld"], out["lh"], hard["heads"])
    keep, n = batch["keep"], batch["keep"].sum()
    sizes = [out[k].size(-1) for k in soft_targets.SOFT]
    soft = dict(zip(soft_targets.SOFT, batch["soft"].float().split(sizes, -1)), arc=batch["arc"].float())
    each = {}
    for k in WEIGHTS:
        logp = F.log_softmax(out[k].float(), -1)
        if k in soft:
            taught = -(soft[k].exp() * logp).sum(-1)
        else:
            taught = -logp.gather(-1, hard[k].clamp(min=0).unsqueeze(-1)).squeeze(-1)
        true = gold["heads" if k == "arc" else k]
        told = -logp.gather(-1, true.clamp(min=0).unsqueeze(-1)).squeeze(-1)
        each[k] = (torch.where(true >= 0, share * told + (1 - share) * taught, taught) * keep).sum() / n
    return sum(WEIGHTS[k] * v for k, v in each.items()), {k: float(v.detach()) for k, v in each.items()}


def start(a: argparse.Namespace, labels: dict) -> FastModel:
    shape = Shape(a.width, a.blocks, a.dilations)
    model = FastModel(labels, shape, a.drop, a.head_drop)
    if a.init:
        first = load([torch.load(a.init, weights_only=False)])[0]
        model.load_state_dict(first.state_dict())
    else:
        weights = torch.load(a.teacher[0], weights_only=False)["weights"]
        start_pieces(model, weights["encoder.embeddings.word_embeddings.weight"])
    return model


def arguments() -> argparse.Namespace:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("corpora", type=Path)
    cli.add_argument("out", type=Path)
    cli.add_argument("--teacher", type=Path, nargs="+", required=True)
    cli.add_argument("--targets", type=Path, required=True, help="folder of the teacher's scores")
    cli.add_argument("--like", choices=CORPORA, help="the teacher reads all sentences as of this corpus, not each as of its own")
    cli.add_argument("--copies", type=int, default=4)
    cli.add_argument("--epochs", type=int, default=60)
    cli.add_argument("--minutes", type=float, default=1e9, help="decay to zero within this time if it ends before the epochs do")
    cli.add_argument("--init", type=Path, help="go on from this checkpoint")
    cli.add_argument("--seed", type=int, default=1)
    cli.add_argument("--budget", type=int, default=4000, help="words a batch")
    cli.add_argument("--lr", type=float, default=3e-3)
    cli.add_argument("--piece-lr", type=float, default=1e-3)
    cli.add_argument("--warmup", type=float, default=0.02, help="share of the run")
    cli.add_argument("--quantize-from", type=float, default=0.3, help="share of the run before weights and inputs are rounded")
    cli.add_argument("--gold-share", type=float, default=GOLD_SHARE)
    cli.add_argument("--drop", type=float, default=0.1)
    cli.add_argument("--head-drop", type=float, default=0.2)
    cli.add_argument("--width", type=int, default=Shape.width)
    cli.add_argument("--blocks", default=Shape.blocks)
    cli.add_argument("--dilations", default=Shape.dilations)
    cli.add_argument("--measure-every", type=int, default=5, help="epochs")
    cli.add_argument("--threads", type=int, default=2)
    cli.add_argument("--float32", action="store_true", help="no bf16")
    cli.add_argument("--steps", type=int, default=0, help="stop after so many steps, to try things out")
    cli.add_argument("--limit", type=int, default=0, help="label so many sentences only, to try things out")
    return cli.parse_args()


def main() -> None:
    a = arguments()
    os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "16384")  # batches have many shapes; read at the first product
    a.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    random.seed(a.seed)
    rng = np.random.default_rng(a.seed)
    if numbers := soft_targets.missing(a.targets, a.copies):
        make_targets(a, numbers)
    labels, corpora = soft_targets.label_lists(a.targets), Corpora(a.corpora)
    copies, pieces, rows = soft_targets.open_copies(a.targets, a.copies)
    model, words = start(a, labels), Words(pieces, rows)
    rest = [p for n, p in model.named_parameters() if n != "pieces.weight"]
    opt = torch.optim.AdamW([dict(params=[model.pieces.weight], base=a.piece_lr, weight_decay=0.0),
                             dict(params=rest, base=a.lr, weight_decay=1e-3)], lr=a.lr, betas=(0.9, 0.98), fused=True)
    per_epoch = len(groups(copies[0].lengths, a.budget, rng))
    total = per_epoch * a.epochs
    print(f"{len(pieces)} word types, {per_epoch} steps an epoch,",
          {n: sum(p.numel() for p in m.parameters()) for n, m in model.named_children() if list(m.parameters())}, flush=True)

    step, done, begin = 0, 0.0, time.time()
    for epoch in range(1, a.epochs + 1):
        copy = copies[(epoch - 1) % len(copies)]
        model.train()
        started, sums, seen = time.time(), Counter(), 0
        for group in groups(copy.lengths, a.budget, rng):
            done = max(done, step / total, (time.time() - begin) / 60 / a.minutes)
            if done >= 1:
                break
            if done >= a.quantize_from and not model.quantized:
                print(f"quantized from step {step} on", flush=True)
                model.quantize()
            scale = min(1.0, done / a.warmup + 1e-3) * min(1.0, (1 - done) / (1 - a.warmup))
            for g in opt.param_groups:
                g["lr"] = g["base"] * scale
            batch = copy.batch(group)
            with torch.autocast("cpu", torch.bfloat16, enabled=not a.float32):
                x = words(model, batch.pop("types"), rng)
                loss, each = losses(model, x, {k: torch.from_numpy(v) for k, v in batch.items()}, a.gold_share)
            opt.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(rest, 1.0)
            opt.step()
            step, seen = step + 1, seen + 1
            sums.update(each)
            if step % 100 == 0 or step == a.steps:
                print(f"  step {step}/{total} {time.time() - started:.1f} s",
                      " ".join(f"{k} {v / seen:.4f}" for k, v in sums.items()), flush=True)
            if step == a.steps:
                break
        last = step == a.steps or done >= 1 or epoch == a.epochs
        row = dict(epoch=epoch, step=step, seconds=round(time.time() - started), quantized=model.quantized,
                   loss={k: round(v / max(1, seen), 4) for k, v in sums.items()})
        if last or epoch % a.measure_every == 0:
            row |= measure(torch_runner(model, bf16=False), labels, corpora, DEV)
            torch.save(checkpoint(model, labels, epoch=epoch), a.out / f"epoch-{epoch:03}.pt")
        print("EPOCH", json.dumps(row), flush=True)
        with open(a.out / "metrics.jsonl", "a") as f:
            f.write(json.dumps(row) + "\n")
        if last:
            break


if __name__ == "__main__":
    main()
