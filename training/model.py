"""The model: MiniLM-L6, shape and affix embeddings, and heads for tags, lemmas, entities and a biaffine parse.

Its teacher is the same with MPNet in the place of MiniLM.
"""
from __future__ import annotations

import torch
import torch.nn as nn
import torch.nn.functional as F
from transformers import BertModel, MPNetModel

from corpora import CORPORA
from features import MINILM, MPNET, TABLES, mpnet_rows

FEATURE = 32  # width of each feature embedding
TAG, ARC, LABEL = 256, 256, 64
IGNORE = -100
GOLD_SHARE = 0.5  # of the loss of a word that has a label and a teacher


class FastDropout(nn.Module):
    """Dropout whose masks are cut from one random pool at a random offset; `bernoulli_` costs 13 % of a CPU step."""

    pool: dict = {}
    SIZE = 1 << 23

    def __init__(self, p: float):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training or self.p == 0:
            return x
        key = (self.p, x.dtype)
        if key not in self.pool:
            self.pool[key] = ((torch.rand(self.SIZE) >= self.p).float() / (1 - self.p)).to(x.dtype)
        n = x.numel()
        start = int(torch.randint(self.SIZE - n, ()))
        return x * self.pool[key][start:start + n].view(x.shape)


def use_fast_dropout(module: nn.Module) -> None:
    for name, child in module.named_children():
        if isinstance(child, nn.Dropout):
            setattr(module, name, FastDropout(child.p))
        else:
            use_fast_dropout(child)


class Model(nn.Module):
    """`labels` gives the label lists (upos, feats, lemma, deprel, ner) that size the heads."""

    def __init__(self, labels: dict[str, list[str]], drop: float = 0.33, large: bool = False):
        super().__init__()
        kind, path = (MPNetModel, MPNET) if large else (BertModel, MINILM)
        self.encoder = kind.from_pretrained(path, add_pooling_layer=False, attn_implementation="eager",
                                            attention_probs_dropout_prob=0.0, dtype=torch.float32)
        if large:
            rows = self.encoder.embeddings.word_embeddings.weight[mpnet_rows()].detach()
            self.encoder.embeddings.word_embeddings = nn.Embedding.from_pretrained(rows)
        self.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
        width = self.encoder.config.hidden_size
        word = width + FEATURE * len(TABLES)
        self.shape_in = nn.Embedding(TABLES[0], width, padding_idx=0)
        nn.init.zeros_(self.shape_in.weight)
        self.corpus = nn.Embedding(len(CORPORA), width)
        nn.init.zeros_(self.corpus.weight)
        self.tables = nn.ModuleList([nn.Embedding(rows, FEATURE) for rows in TABLES])
        for table in self.tables:
            nn.init.normal_(table.weight, std=0.3)
        head = lambda: nn.Sequential(nn.Linear(word, TAG), nn.GELU(), nn.Dropout(drop))
        self.tag, self.entity = head(), head()
        self.upos = nn.Linear(TAG, len(labels["upos"]))
        self.feats = nn.Linear(TAG, len(labels["feats"]))
        self.lemma = nn.Linear(TAG, len(labels["lemma"]))
        self.ner = nn.Linear(TAG, len(labels["ner"]))
        self.parse = nn.Linear(word, 2 * ARC + 2 * LABEL)
        self.arc = nn.Parameter(nn.init.xavier_uniform_(torch.zeros(ARC + 1, ARC)))
        self.rel = nn.Parameter(torch.randn(len(labels["deprel"]), LABEL + 1, LABEL + 1) * 0.02)
        self.drop, self.feature_drop = nn.Dropout(drop), nn.Dropout(0.2)
        use_fast_dropout(self)

    def embed(self, ids, first, feats, words, corpus, **_):
        """Encoder input [B,S,width] (no positions).

        Word-piece rows, plus the corpus's row, plus the shape's row on each word's first piece.
        """
        x = self.encoder.embeddings.word_embeddings(ids) + self.corpus(corpus).unsqueeze(1)
        add = self.shape_in(feats[..., 0]) * words.unsqueeze(-1)
        return x.scatter_add(1, first.unsqueeze(-1).expand(-1, -1, x.size(-1)), add.to(x.dtype))

    def features(self, feats):
        return torch.cat([table(feats[..., i]) for i, table in enumerate(self.tables)], -1)

    def forward(self, batch: dict) -> dict:
        x = self.embed(**batch)
        h = self.encoder(inputs_embeds=x, attention_mask=batch["mask"].long()).last_hidden_state
        out = self.heads(h, batch["first"], self.features(batch["feats"]))
        out["arc"] = out["arc"].float().masked_fill(~batch["words"][:, None, :], -1e4)
        return out

    def heads(self, h, first, features) -> dict:
        """Scores per word; `ld` and `lh` are label vectors with a trailing 1, `arc` is [B, dependent, head]."""
        w = h.gather(1, first.unsqueeze(-1).expand(-1, -1, h.size(-1)))
        w = torch.cat([self.drop(w), self.feature_drop(features).to(w.dtype)], -1)
        ad, ah, ld, lh = self.drop(F.gelu(self.parse(w))).split([ARC, ARC, LABEL, LABEL], -1)
        one = torch.ones_like(ad[..., :1])
        arc = (torch.cat([ad, one], -1) @ self.arc.to(ad.dtype)) @ ah.transpose(1, 2)
        tag = self.tag(w)
        return dict(upos=self.upos(tag), feats=self.feats(tag), lemma=self.lemma(tag), ner=self.ner(self.entity(w)),
                    arc=arc, ld=torch.cat([ld, one], -1), lh=torch.cat([lh, one], -1))

    def relation_scores(self, ld, lh, heads):
        """Scores [B,W,relations] of each word's relation to the head given for it."""
        hh = lh.gather(1, heads.clamp(min=0).unsqueeze(-1).expand(-1, -1, lh.size(-1))).float()
        return (torch.einsum("bwi,rij->bwrj", ld.float(), self.rel.float()) * hh.unsqueeze(2)).sum(-1)


WEIGHTS = dict(upos=1.0, feats=0.5, lemma=0.5, ner=1.0, arc=1.0, deprel=1.0)


def losses(model: Model, batch: dict, gold: dict, taught: dict | None = None) -> tuple[torch.Tensor, dict[str, float]]:
    """The weighted sum of the cross-entropies, per word of the batch, and each of them.

    With `taught`, the outputs of a teacher, each word's loss is the mean of that against its label, where it has one, and that
    against the teacher's probabilities; words without a label have only the latter.
    """
    out = model(batch)
    n = batch["words"].sum().float()
    heads = gold["heads"]
    if taught:
        heads = torch.where(heads >= 0, heads, taught["arc"].float().argmax(-1))
        taught = taught | {"deprel": taught["relation"](heads)}
    out["deprel"] = model.relation_scores(out["ld"], out["lh"], heads)
    gold = dict(gold, arc=gold["heads"])
    each = {k: loss(out[k].float(), gold[k], taught and taught.get(k), batch["words"]) / n for k in WEIGHTS}
    return sum(WEIGHTS[k] * v for k, v in each.items()), {k: float(v.detach()) for k, v in each.items()}


def loss(scores: torch.Tensor, gold: torch.Tensor, taught: torch.Tensor | None, words: torch.Tensor) -> torch.Tensor:
    """The summed loss of one layer: scores and `taught` [B,W,labels], gold [B,W], the words that count [B,W]."""
    label = F.cross_entropy(scores.flatten(0, 1), gold.flatten(), ignore_index=IGNORE, reduction="none").view(gold.shape)
    if taught is None:
        return label.sum()
    real = words.clone()
    real[:, 0] = False  # the root has no labels
    soft = -(taught.float().softmax(-1) * scores.log_softmax(-1)).sum(-1)
    return (torch.where(gold != IGNORE, GOLD_SHARE * label + (1 - GOLD_SHARE) * soft, soft) * real).sum()
