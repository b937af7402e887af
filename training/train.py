"""Trains the accurate model:  python train.py CORPORA OUT [--epochs N] [--init CHECKPOINT...] [--seed N]

With --large the teacher, which has MPNet in the place of MiniLM; with --teacher CHECKPOINT a model that learns from it too.
Writes OUT/epoch-NN.pt (weights and label lists) after each epoch and one line of dev scores to OUT/metrics.jsonl.
"""
from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

import gum_entities
import raw_text
from batching import Encoder, batches, collate, label_lists
from corpora import Corpora, Sentence, acts, own
from evaluate import DEV, measure, torch_runner
from export import load
from model import Model, losses
from noise import Names, noisy

OWN = Path(__file__).parent / "sentences"
GESTA = Path(__file__).parents[1] / "target/release/gesta"  # cuts our own sentences into words
MAX_WORDS = 130  # longer sentences are left out of training


def parameter_groups(model: Model, encoder_lr: float, head_lr: float) -> list[dict]:
    enc = [p for n, p in model.named_parameters() if n.startswith("encoder.") and p.requires_grad]
    rest = [p for n, p in model.named_parameters() if not n.startswith("encoder.")]
    return [dict(params=enc, base=encoder_lr, lr=encoder_lr, weight_decay=0.01),
            dict(params=rest, base=head_lr, lr=head_lr, weight_decay=1e-4)]


def training_set(corpora: Corpora, large: bool = False) -> list[Sentence]:
    """All corpora and twice our own sentences; for the large model, whose steps are dear, half of the tweets and ours once."""
    gum = corpora.gum("train")
    gum_entities.label(gum)
    step = 2 if large else 1
    sents = (corpora.ewt("train") + gum + corpora.wikigold() + (corpora.wnut() + corpora.btc())[::step]
             + (3 - step) * own(OWN, GESTA))
    return [s for s in sents if len(s.words) <= MAX_WORDS]


def read_as_ewt(s: Sentence, rng: random.Random) -> Sentence:
    """Half of the sentences of other corpora as EWT's, of whose guidelines for names the teacher alone can tell."""
    return replace(s, corpus="ewt", ner=None) if s.corpus != "ewt" and rng.random() < 0.5 else s


def taught(teacher: Model, batch: dict) -> dict:
    """What the teacher makes of a batch."""
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        out = teacher(batch)
    out = {k: v.clone() for k, v in out.items()}
    return out | {"relation": lambda heads: teacher.relation_scores(out["ld"], out["lh"], heads).detach()}


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__)
    cli.add_argument("corpora", type=Path)
    cli.add_argument("out", type=Path)
    cli.add_argument("--epochs", type=int, default=10)
    cli.add_argument("--init", nargs="+", help="go on from this checkpoint, or the mean of these, with its label lists and a fresh optimizer")
    cli.add_argument("--large", action="store_true", help="train a teacher")
    cli.add_argument("--frozen", type=int, default=0, help="lower layers of the encoder that stay as they are")
    cli.add_argument("--teacher", type=Path, help="the checkpoint of a teacher")
    cli.add_argument("--raw", type=Path, help="what `gesta parse` made of raw text (`raw_text.py`), which only the teacher labels; the sentences with acts are added")
    cli.add_argument("--seed", type=int, default=1)
    cli.add_argument("--budget", type=int, default=1536, help="word pieces a batch")
    cli.add_argument("--encoder-lr", type=float, default=1.5e-4)
    cli.add_argument("--head-lr", type=float, default=1e-3)
    cli.add_argument("--warmup", type=float, default=0.08, help="share of the steps")
    cli.add_argument("--threads", type=int, default=2)
    cli.add_argument("--minutes", type=float, default=1e9, help="decay to zero within this time if it ends before the epochs do")
    cli.add_argument("--steps", type=int, default=0, help="stop after so many steps, to try things out")
    a = cli.parse_args()
    a.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    np.random.seed(a.seed)
    rng = random.Random(a.seed)

    corpora = Corpora(a.corpora)
    sents = training_set(corpora, a.large)
    if a.raw:
        raw = raw_text.parsed(a.corpora, GESTA, a.raw) + acts(OWN / "acts", GESTA)
        sents += [Sentence(None, s.words) for s in raw if len(s.words) <= MAX_WORDS]
    model, labels = load(a.init) if a.init else (None, label_lists(sents))
    encode, others = Encoder(labels), Names(sents)
    per_epoch = len(batches([encode(s) for s in sents], a.budget))
    total = per_epoch * a.epochs
    warm = max(1, int(a.warmup * total))
    print(f"{len(sents)} sentences, {sum(len(s.words) for s in sents)} words, {per_epoch} steps an epoch;",
          {k: len(v) for k, v in labels.items()}, flush=True)

    model = model or Model(labels, large=a.large)
    for layer in model.encoder.encoder.layer[:a.frozen]:
        layer.requires_grad_(False)
    teacher, known = load([a.teacher]) if a.teacher else (None, labels)
    if known != labels:
        raise SystemExit("the teacher has other labels")
    opt = torch.optim.AdamW(parameter_groups(model, a.encoder_lr, a.head_lr), betas=(0.9, 0.98), fused=True)
    step, done, begin = 0, 0.0, time.time()
    for epoch in range(1, a.epochs + 1):
        items = [encode(noisy(read_as_ewt(s, rng) if teacher else s, rng, others), rng) for s in sents]
        model.train()
        start, sums, seen = time.time(), Counter(), 0
        for group in batches(items, a.budget, rng):
            done = max(done, step / total, (time.time() - begin) / 60 / a.minutes)
            if done >= 1:
                break
            scale = min(1.0, (step + 1) / warm) * min(1.0, (1 - done) / (1 - a.warmup))
            for g in opt.param_groups:
                g["lr"] = g["base"] * scale
            batch, gold = collate([items[i] for i in group])
            from_teacher = taught(teacher, batch) if teacher else None
            with torch.autocast("cpu", torch.bfloat16):
                loss, each = losses(model, batch, gold, from_teacher)
            opt.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            opt.step()
            step, seen = step + 1, seen + 1
            sums.update(each)
            if step % 50 == 0 or step == a.steps:
                print(f"  step {step}/{total} {time.time() - start:.0f} s",
                      " ".join(f"{k} {v / seen:.4f}" for k, v in sums.items()), flush=True)
            if step == a.steps:
                break
        row = dict(epoch=epoch, step=step, seconds=round(time.time() - start),
                   **measure(torch_runner(model), labels, corpora, DEV))
        print("EPOCH", json.dumps(row), flush=True)
        with open(a.out / "metrics.jsonl", "a") as f:
            f.write(json.dumps(row) + "\n")
        torch.save(dict(weights=model.state_dict(), labels=labels, epoch=epoch, large=a.large), a.out / f"epoch-{epoch:02}.pt")
        if step == a.steps or done >= 1:
            break


if __name__ == "__main__":
    main()
