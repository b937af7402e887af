"""The fast model: word vectors, gated convolutions over words, one attention block, and the accurate model's heads, smaller.

With `quantized = True` it computes what the int8 program computes (weights and inputs of products rounded, gradients
passed straight through).
"""
from __future__ import annotations

from dataclasses import asdict, dataclass

import torch
import torch.nn as nn
import torch.nn.functional as F

from features import MAX_PIECES, TABLES
from model import FEATURE, use_fast_dropout

PIECES, PIECE = 30522, 112  # word pieces and the width of their vectors
TAG, ENTITY, ARC, LABEL = 256, 192, 128, 48
HIDDEN = (TAG, ENTITY, ARC, ARC, LABEL, LABEL)  # tag, entity, arc and label vectors of dependents and heads
HEAD = 32  # width of an attention head
LEVELS, REACH = 127, 6.0  # levels a side; normalised activations are cut at ±REACH
NO_PIECE = -1
FAR = -1e4


@dataclass
class Shape:
    """What sizes a model, besides its label lists."""

    width: int = 192
    blocks: str = "conv conv attention conv conv"
    dilations: str = "1 1 0 1 1"


class Rounded(torch.autograd.Function):
    """Whole multiples of `scale`, at most 127 of them either way; gradients pass straight through."""

    @staticmethod
    def forward(ctx, x, scale):
        return (x / scale).round_().clamp_(-LEVELS, LEVELS).mul_(scale)

    @staticmethod
    def backward(ctx, gradient):
        return gradient, None


def rows_rounded(x: torch.Tensor) -> torch.Tensor:
    """The last dimension's vectors on 127 levels a side of their largest value."""
    x = x.float()
    return Rounded.apply(x, x.detach().abs().amax(-1, keepdim=True).clamp(min=1e-12) / LEVELS)


class Product(nn.Linear):
    """A linear layer whose weights are rounded per output channel when the model is quantized."""

    quantized = False

    def forward(self, x):
        return F.linear(x, rows_rounded(self.weight) if self.quantized else self.weight, self.bias)


class Block(nn.Module):
    """A pre-norm residual block."""

    quantized = False

    def __init__(self, drop: float):
        super().__init__()
        self.drop = nn.Dropout(drop)

    def normal(self, x):
        n = F.layer_norm(x, x.shape[-1:])
        return Rounded.apply(n, REACH / LEVELS) if self.quantized else n


class Convolution(Block):
    """Three words wide, gated."""

    def __init__(self, width: int, dilation: int, drop: float):
        super().__init__(drop)
        self.dilation = dilation
        self.conv = Product(3 * width, 2 * width)

    def forward(self, x, words, bias):
        n = self.normal(x) * words
        if torch.is_autocast_enabled("cpu"):
            n = n.bfloat16()
        w, d = x.size(1), self.dilation
        p = F.pad(n, (0, 0, d, d))
        u = self.conv(torch.cat([p[:, :w], n, p[:, 2 * d:]], -1))
        return x + self.drop(F.glu(u, -1))


class Attention(Block):
    """Over the words of the sentence, without positions."""

    def __init__(self, width: int, drop: float):
        super().__init__(drop)
        self.heads = width // HEAD
        self.qkv, self.out = Product(width, 3 * width), Product(width, width)

    def forward(self, x, words, bias):
        b, w, _ = x.shape
        q, k, v = self.qkv(self.normal(x)).view(b, w, 3, self.heads, HEAD).permute(2, 0, 3, 1, 4)
        scores = (q * HEAD ** -0.5) @ k.transpose(2, 3) + bias
        c = (scores.softmax(-1).to(v.dtype) @ v).transpose(1, 2).reshape(b, w, -1)
        return x + self.drop(self.out(rows_rounded(c) if self.quantized else c))


class FastModel(nn.Module):
    def __init__(self, labels: dict[str, list[str]], shape: Shape = Shape(), drop: float = 0.1, head_drop: float = 0.2):
        super().__init__()
        d, self.shape = shape.width, shape
        self.quantized = False
        self.pieces = nn.Embedding(PIECES, PIECE)
        self.tables = nn.ModuleList([nn.Embedding(rows, FEATURE) for rows in TABLES])
        for table in self.tables:
            nn.init.normal_(table.weight, std=0.5)
        self.input = nn.Linear(PIECE + FEATURE * len(TABLES), d)
        self.blocks = nn.ModuleList([Convolution(d, int(dilation), drop) if kind == "conv" else Attention(d, drop)
                                     for kind, dilation in zip(shape.blocks.split(), shape.dilations.split(), strict=True)])
        self.hidden = Product(d, sum(HIDDEN))
        self.tag_sizes = [len(labels[k]) for k in ("upos", "feats", "lemma")]
        self.tags = Product(TAG, sum(self.tag_sizes))
        self.ner = Product(ENTITY, len(labels["ner"]))
        self.arc = Product(ARC, ARC)
        self.rel = Product(LABEL, len(labels["deprel"]) * (LABEL + 1))
        nn.init.normal_(self.rel.weight, std=0.02)
        nn.init.normal_(self.rel.bias, std=0.02)
        self.in_drop, self.drop = nn.Dropout(drop), nn.Dropout(head_drop)
        use_fast_dropout(self)

    def quantize(self, on: bool = True) -> None:
        """Rounds as the int8 program does, or computes in float again."""
        for m in self.modules():
            if hasattr(m, "quantized"):
                m.quantized = on

    def word_vectors(self, pieces, rows, keep=None):
        """Vectors of words from their pieces [..., 6] (`NO_PIECE` fills) and table rows [..., 4].

        `keep` [..., 4] switches table rows off.
        """
        real = (pieces != NO_PIECE).unsqueeze(-1)
        p = self.pieces(pieces.clamp(min=0))
        p = ((rows_rounded(p) if self.quantized else p) * real).sum(-2) / real.sum(-2)
        t = [table(rows[..., i]) for i, table in enumerate(self.tables)]
        if keep is not None:
            t = [x * keep[..., i, None] for i, x in enumerate(t)]
        return self.input(torch.cat([p, *t], -1)).float()

    def forward(self, batch: dict) -> dict:
        """Scores for a batch of `batching.collate`."""
        first, words = batch["first"], batch["words"]
        end = torch.where(words.roll(-1, 1), first.roll(-1, 1), batch["mask"].sum(1, keepdim=True) - 1)
        end[:, -1] = batch["mask"].sum(1) - 1
        at = first.unsqueeze(-1) + torch.arange(MAX_PIECES)
        real = (at < end.unsqueeze(-1)) & words.unsqueeze(-1)
        real[..., 0] = True
        ids = batch["ids"].gather(1, at.clamp(max=batch["ids"].size(1) - 1).flatten(1)).view(at.shape)
        return self.scores(self.word_vectors(ids.masked_fill(~real, NO_PIECE), batch["feats"]), words)

    def scores(self, x, words) -> dict:
        """Head outputs from word vectors [B,W,width]; `lh` has a trailing 1, `arc` is [B, dependent, head]."""
        x = self.in_drop(x)
        bias = torch.zeros(words.shape).masked_fill(~words, FAR)[:, None, None, :]
        real = words.unsqueeze(-1)
        for block in self.blocks:
            x = block(x, real, bias)
        tag, entity, ad, ah, ld, lh = self.drop(F.gelu(self.hidden(self.blocks[0].normal(x)))).split(HIDDEN, -1)
        if self.quantized:
            tag, entity, ad, ld = map(rows_rounded, (tag, entity, ad, ld))
        upos, feats, lemma = self.tags(tag).split(self.tag_sizes, -1)
        arc = (self.arc(ad) @ ah.transpose(1, 2)).float() + bias[:, 0]
        return dict(upos=upos, feats=feats, lemma=lemma, ner=self.ner(entity), arc=arc, ld=ld,
                    lh=torch.cat([lh, torch.ones_like(lh[..., :1])], -1))

    def relation_scores(self, ld, lh, heads):
        """Scores [B,W,relations] of each word's relation to the head given for it."""
        hh = lh.gather(1, heads.clamp(min=0).unsqueeze(-1).expand(-1, -1, lh.size(-1)))
        return (self.rel(ld).unflatten(-1, (-1, LABEL + 1)) @ hh.unsqueeze(-1)).squeeze(-1).float()


@torch.no_grad()
def start_pieces(model: FastModel, embeddings: torch.Tensor) -> None:
    """The word pieces' vectors start as the leading components of a larger model's, each of unit variance."""
    x = embeddings.float() - embeddings.float().mean(0)
    _, vectors = torch.linalg.eigh(x.T @ x)
    y = x @ vectors[:, -PIECE:].flip(1)
    model.pieces.weight.copy_(y / y.std(0))


def checkpoint(model: FastModel, labels: dict, **more) -> dict:
    return dict(weights=model.state_dict(), labels=labels, shape=asdict(model.shape), **more)


def load(states: list[dict]) -> tuple[FastModel, dict]:
    """The model with the mean of the checkpoints' weights, and its label lists."""
    model = FastModel(states[0]["labels"], Shape(**states[0]["shape"]))
    model.load_state_dict({k: sum(s["weights"][k].double() for s in states).div(len(states)).to(v.dtype)
                           for k, v in states[0]["weights"].items()})
    return model.eval(), states[0]["labels"]
