"""Predictions and scores on gold words."""
from __future__ import annotations

from collections import Counter
from typing import Callable

import numpy as np
import torch
import torch.nn.functional as F

from batching import Encoder, batches, collate, rounded
from corpora import Corpora, Sentence
from decode import entity_tags, spans, tree
from features import apply_script
from model import Model


def torch_runner(model: Model, bf16: bool = True) -> Callable[[dict], dict]:
    """A function from a batch to head outputs, run by torch."""
    model.eval()

    @torch.inference_mode()
    def run(batch):
        with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
            out = model(batch)
        out = {k: v.float() for k, v in out.items()}
        return dict(out, relation=lambda heads: model.relation_scores(out["ld"], out["lh"], heads))
    return run


@torch.inference_mode()
def predict(run: Callable[[dict], dict], labels: dict, sents: list[Sentence], lexicon: dict | None = None,
            budget: int = 6000, size=rounded) -> list[Sentence]:
    """The sentences with every layer predicted; lemmas come from the lexicon if it has the word."""
    lexicon = lexicon or {}
    encode = Encoder()
    items, out = [encode(s) for s in sents], [None] * len(sents)
    root = labels["deprel"].index("root")
    for group in batches(items, budget):
        batch, _ = collate([items[i] for i in group], size)
        o = run(batch)
        lengths = [items[i]["n"] for i in group]
        tags = entity_tags(F.log_softmax(o["ner"], -1)[:, 1:].double().numpy(), lengths)
        arc, heads = o["arc"].double().numpy(), torch.zeros(batch["first"].shape, dtype=torch.long)
        for k, n in enumerate(lengths):
            sub = torch.from_numpy(arc[k, :n + 1, :n + 1])
            heads[k, :n + 1] = torch.from_numpy(tree(F.log_softmax(sub, -1).numpy()).astype(np.int64))
        rel = o["relation"](heads)
        rel[..., root] = rel[..., root].masked_fill(heads != 0, -1e4)
        best = {k: o[k].argmax(-1).numpy() for k in ("upos", "feats", "lemma")} | {"deprel": rel.argmax(-1).numpy()}
        for k, i in enumerate(group):
            names = {layer: [labels[layer][x] for x in v[k, 1:lengths[k] + 1]] for layer, v in best.items()}
            words = sents[i].words
            out[i] = Sentence(sents[i].id, words, names["upos"], None, names["feats"],
                              [lexicon.get((w.lower(), u)) or apply_script(w, x)
                               for w, u, x in zip(words, names["upos"], names["lemma"])],
                              heads[k, 1:lengths[k] + 1].tolist(), names["deprel"], tags[k])
    return out


def score(gold: list[Sentence], system: list[Sentence]) -> dict[str, float]:
    """Percentages. LAS compares relations without subtypes, as CoNLL-18 does; entities are exact spans."""
    c, ent = Counter(), Counter()
    for g, s in zip(gold, system):
        if g.heads:
            for i in range(len(g.words)):
                attached = g.heads[i] == s.heads[i]
                c["n"] += 1
                c["UPOS"] += g.upos[i] == s.upos[i]
                c["Feats"] += g.feats[i] == s.feats[i]
                c["Lemma"] += g.lemmas[i] == s.lemmas[i]
                c["UAS"] += attached
                c["LAS"] += attached and g.deprels[i].split(":")[0] == s.deprels[i].split(":")[0]
        if g.ner:
            a, b = spans(g.ner), spans(s.ner)
            for kind in ("PER", "ORG", "LOC"):
                ga, sb = {x for x in a if x[2] == kind}, {x for x in b if x[2] == kind}
                for key, v in (("tp", ga & sb), ("gold", ga), ("sys", sb)):
                    ent[kind, key] += len(v)
                    ent["all", key] += len(v)
    out = {k: 100 * c[k] / c["n"] for k in ("UPOS", "Feats", "Lemma", "UAS", "LAS") if c["n"]}
    if ent["all", "gold"]:
        f1 = lambda k: 200 * ent[k, "tp"] / max(1, ent[k, "gold"] + ent[k, "sys"])
        out |= {"P": 100 * ent["all", "tp"] / max(1, ent["all", "sys"]),
                "R": 100 * ent["all", "tp"] / ent["all", "gold"], "F1": f1("all")}
        out |= {"F1_" + k: f1(k) for k in ("PER", "ORG", "LOC")}
    return {k: round(v, 2) for k, v in out.items()}


NEWS = lambda genre: genre in ("news", "interview")
DEV = {"EWT dev": lambda c: c.ewt("dev"), "GUM dev": lambda c: c.gum("dev")}
TEST = {"EWT test": lambda c: c.ewt("test"), "GUM news+interview dev": lambda c: c.gum("dev", NEWS),
        "Worldwide newswire": lambda c: c.worldwide()}


def measure(run, labels: dict, corpora: Corpora, sets: dict, lexicon: dict | None = None) -> dict[str, dict]:
    return {name: score(s := read(corpora), predict(run, labels, s, lexicon)) for name, read in sets.items()}
