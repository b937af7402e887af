"""Fits the classifier of acts to the accurate model's vectors:  python acts.py ../models/accurate CHECKPOINT...

Which of PLOVER's types a word names, or none, from the sentences of `sentences/acts`: the mean of the word's pieces and the vectors of
its first piece after some layers, standardised; one hidden layer. Writes OUT/acts.safetensors and OUT/acts.json, its scores on every
twentieth sentence, which are left out of the fit that is measured and in the one that is written.
"""
from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
import torch.nn as nn
import torch.nn.functional as F

import weights
from batching import Encoder, batches, collate
from corpora import ACTS, UNSURE, Sentence, acts
from export import load
from model import Model
from train import GESTA, OWN

LAYERS = (2, 4, 6)  # 2 is what the second layer puts out
HIDDEN, EPOCHS, BATCH, RATE, DECAY = 256, 16, 512, 1.5e-3, 0.05
INPUT_DROP, DROP = 0.3, 0.4


@torch.inference_mode()
def vectors(model: Model, sents: list[Sentence]) -> list[torch.Tensor]:
    """For each sentence the inputs [words, width] of its words, as f16."""
    encode, out = Encoder(), [torch.empty(0)] * len(sents)
    items = [encode(s) for s in sents]
    for group in batches(items, 4096):
        batch, _ = collate([items[i] for i in group])
        with torch.autocast("cpu", torch.bfloat16):
            layers = model.encoder(inputs_embeds=model.embed(**batch), attention_mask=batch["mask"].long(),
                                   output_hidden_states=True).hidden_states
        pieces = model.encoder.embeddings.word_embeddings(batch["ids"])
        for row, i in enumerate(group):
            first = items[i]["first"][1:] + [len(items[i]["ids"]) - 1]
            alone = torch.stack([pieces[row, a:b].mean(0) for a, b in zip(first, first[1:])])
            out[i] = torch.cat([alone, *(layers[n][row, first[:-1]].float() for n in LAYERS)], -1).half()
    return out


def fit(x: torch.Tensor, y: torch.Tensor) -> tuple[nn.Module, torch.Tensor, torch.Tensor]:
    """The network, and what inputs are shifted by and multiplied with."""
    torch.manual_seed(1)
    shift, scale = x.float().mean(0), 1 / (x.float().std(0) + 1e-4)
    net = nn.Sequential(nn.Linear(x.shape[1], HIDDEN), nn.GELU(), nn.Dropout(DROP), nn.Linear(HIDDEN, len(ACTS)))
    opt = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    steps = EPOCHS * (len(x) // BATCH)
    decay = torch.optim.lr_scheduler.LambdaLR(opt, lambda step: max(0.0, 1 - step / steps))
    for _ in range(EPOCHS):
        order = torch.randperm(len(x))
        for start in range(0, len(x) - BATCH, BATCH):
            some = order[start:start + BATCH]
            inputs = F.dropout((x[some].float() - shift) * scale, INPUT_DROP)
            loss = F.cross_entropy(net(inputs), y[some])
            opt.zero_grad()
            loss.backward()
            opt.step()
            decay.step()
    return net.eval(), shift, scale


def scores(probabilities: torch.Tensor, y: torch.Tensor) -> dict:
    """Precision, recall and F1 over words that name an act, and at which cost the surest answers come."""
    best = probabilities.argmax(-1)
    right = int(((best == y) & (y > 0)).sum())
    p, r = right / max(1, int((best > 0).sum())), right / int((y > 0).sum())
    share, kind = probabilities[:, 1:].max(-1)
    at = lambda least: dict(share=least, precision=round(float((kind + 1 == y)[share >= least].float().mean()), 3),
                            recall=round(int(((kind + 1 == y) & (share >= least)).sum()) / int((y > 0).sum()), 3))
    none = lambda least: dict(share=least, words=round(float((probabilities[:, 0] >= least).float().mean()), 3),
                              acts_lost=round(float((probabilities[y > 0, 0] >= least).float().mean()), 3))
    return dict(words=len(y), acts=int((y > 0).sum()), precision=round(p, 3), recall=round(r, 3),
                f1=round(2 * p * r / (p + r), 3), sure=[at(x) for x in (0.7, 0.8, 0.9)],
                none=[none(x) for x in (0.9, 0.95, 0.98, 0.99)])


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__)
    cli.add_argument("out", type=Path)
    cli.add_argument("checkpoints", nargs="+")
    cli.add_argument("--threads", type=int, default=2)
    a = cli.parse_args()
    torch.set_num_threads(a.threads)
    sents = acts(OWN / "acts", GESTA)
    model, _ = load(a.checkpoints)
    x = torch.cat(vectors(model, sents))
    y = torch.tensor([-1 if t == UNSURE else ACTS.index(t) for s in sents for t in s.acts])
    held = torch.tensor([i % 20 == 0 for i, s in enumerate(sents) for _ in s.words])
    known = y >= 0
    net, shift, scale = fit(x[known & ~held], y[known & ~held])
    with torch.no_grad():
        probabilities = net((x[known & held].float() - shift) * scale).softmax(-1)
    metrics = scores(probabilities, y[known & held]) | {"sentences": len(sents), "checkpoints": a.checkpoints}
    print(json.dumps(metrics, indent=1))
    (a.out / "acts.json").write_text(json.dumps(metrics, indent=1) + "\n")
    net, shift, scale = fit(x[known], y[known])
    weights.write(a.out / "acts.safetensors",
                  {"shift": weights.array(shift), "scale": weights.array(scale),
                   **weights.matrix("hidden", net[0].weight, net[0].bias), **weights.matrix("acts", net[3].weight, net[3].bias)},
                  {"layers": " ".join(map(str, LAYERS))})


if __name__ == "__main__":
    main()
