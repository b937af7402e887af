"""The inference graph, built node by node: no tracing leftovers, and only operators that runtimes fuse well."""
from __future__ import annotations

import math

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from model import ARC, FEATURE, HIDDEN, LABEL, TAG, Model
from features import TABLES

HEADS, OPSET = 12, 17


class Graph:
    """Collects nodes and weights; each method returns the name of its output."""

    def __init__(self):
        self.nodes, self.weights = [], {}

    def const(self, value, name: str | None = None) -> str:
        value = value.detach().float().numpy() if isinstance(value, torch.Tensor) else np.asarray(value)
        name = name or f"c{len(self.weights)}"
        self.weights[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def op(self, kind: str, *inputs: str, outputs: int | list[str] = 1, **attributes):
        k = len(self.nodes)
        names = outputs if isinstance(outputs, list) else [f"{kind}_{k}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, f"{kind}_{k}", **attributes))
        return names[0] if len(names) == 1 else names

    def linear(self, x: str, weight: torch.Tensor, bias: torch.Tensor, name: str, output: str | None = None) -> str:
        """`x @ weight + bias`, `weight` being [in, out]."""
        y = self.op("MatMul", x, self.const(weight, name + ".weight"))
        return self.op("Add", y, self.const(bias, name + ".bias"), outputs=[output] if output else 1)

    def norm(self, x: str, m: torch.nn.LayerNorm) -> str:
        return self.op("LayerNormalization", x, self.const(m.weight), self.const(m.bias), axis=-1, epsilon=m.eps)

    def gelu(self, x: str) -> str:
        """The exact GELU in the form that runtimes recognise."""
        erf = self.op("Erf", self.op("Div", x, self.const(np.float32(math.sqrt(2)), "sqrt2")))
        y = self.op("Mul", x, self.op("Add", erf, self.const(np.float32(1), "one")))
        return self.op("Mul", y, self.const(np.float32(0.5), "half"))

    def split(self, x: str, sizes: list[int], outputs: list[str] | None = None) -> list[str]:
        return self.op("Split", x, self.const(np.array(sizes, np.int64)), outputs=outputs or len(sizes), axis=-1)


def encoder(g: Graph, bert, x: str, mask: str) -> str:
    """MiniLM from summed word embeddings [B,S,384] to its last hidden state."""
    emb = bert.embeddings
    positions = g.const(emb.position_embeddings.weight + emb.token_type_embeddings.weight[0], "positions")
    size = g.op("Shape", x, start=1, end=2)
    zero = g.const(np.array([0], np.int64), "zero")
    x = g.op("Add", x, g.op("Slice", positions, zero, size, zero))
    x = g.norm(x, emb.LayerNorm)
    bias = g.op("Mul", g.op("Sub", mask, g.const(np.float32(1), "one")), g.const(np.float32(1e4), "far"))
    bias = g.op("Unsqueeze", bias, g.const(np.array([1, 2], np.int64), "axes12"))
    heads = g.const(np.array([0, 0, HEADS, HIDDEN // HEADS], np.int64), "heads")
    merged = g.const(np.array([0, 0, HIDDEN], np.int64), "merged")
    for i, layer in enumerate(bert.encoder.layer):
        a = layer.attention.self
        scale = (HIDDEN // HEADS) ** -0.5  # folded into the queries
        weight = torch.cat([a.query.weight * scale, a.key.weight, a.value.weight]).T
        biases = torch.cat([a.query.bias * scale, a.key.bias, a.value.bias])
        q, k, v = (g.op("Reshape", t, heads) for t in g.split(g.linear(x, weight, biases, f"l{i}.qkv"), [HIDDEN] * 3))
        q, v = (g.op("Transpose", t, perm=[0, 2, 1, 3]) for t in (q, v))
        scores = g.op("Add", g.op("MatMul", q, g.op("Transpose", k, perm=[0, 2, 3, 1])), bias)
        c = g.op("MatMul", g.op("Softmax", scores, axis=-1), v)
        c = g.op("Reshape", g.op("Transpose", c, perm=[0, 2, 1, 3]), merged)
        out = layer.attention.output
        x = g.norm(g.op("Add", g.linear(c, out.dense.weight.T, out.dense.bias, f"l{i}.out"), x), out.LayerNorm)
        y = g.gelu(g.linear(x, layer.intermediate.dense.weight.T, layer.intermediate.dense.bias, f"l{i}.up"))
        y = g.linear(y, layer.output.dense.weight.T, layer.output.dense.bias, f"l{i}.down")
        x = g.norm(g.op("Add", y, x), layer.output.LayerNorm)
    return x


def heads(g: Graph, m: Model, h: str, first: str, feats: str) -> None:
    """The heads, with layers that share an input fused into one product."""
    at = g.op("Unsqueeze", first, g.const(np.array([2], np.int64), "axis2"))
    w = g.op("Concat", g.op("GatherND", h, at, batch_dims=1), feats, axis=-1)
    first_layers = [m.tag[0], m.entity[0], m.parse]
    y = g.gelu(g.linear(w, torch.cat([f.weight for f in first_layers]).T, torch.cat([f.bias for f in first_layers]),
                        "heads.hidden"))
    tag, entity, ad, ah, ld, lh = g.split(y, [TAG, TAG, ARC, ARC, LABEL, LABEL])
    tags = [m.upos, m.feats, m.lemma]
    y = g.linear(tag, torch.cat([t.weight for t in tags]).T, torch.cat([t.bias for t in tags]), "heads.tags")
    g.split(y, [t.out_features for t in tags], ["upos", "morph", "lemma"])
    g.linear(entity, m.ner.weight.T, m.ner.bias, "heads.ner", "ner")
    arc = g.linear(ad, m.arc[:ARC], m.arc[ARC], "heads.arc")
    g.op("MatMul", arc, g.op("Transpose", ah, perm=[0, 2, 1]), outputs=["arc"])
    rel = m.rel.permute(1, 0, 2).reshape(LABEL + 1, -1)  # [i, r*65+j] = rel[r,i,j]
    g.linear(ld, rel[:LABEL], rel[LABEL], "heads.rel", "relt")
    g.op("Pad", lh, g.const(np.array([0, 0, 0, 0, 0, 1], np.int64)), g.const(np.float32(1), "one"), outputs=["lh"])


def build(m: Model) -> onnx.ModelProto:
    """The float graph of a model: inputs x, mask, first, feats; outputs as README.md lists them."""
    g = Graph()
    m = m.eval()
    with torch.no_grad():
        heads(g, m, encoder(g, m.encoder, "x", "mask"), "first", "feats")
    f32 = TensorProto.FLOAT
    info = helper.make_tensor_value_info
    inputs = [info("x", f32, ["B", "S", HIDDEN]), info("mask", f32, ["B", "S"]),
              info("first", TensorProto.INT64, ["B", "W"]), info("feats", f32, ["B", "W", FEATURE * len(TABLES)])]
    sizes = dict(upos=m.upos.out_features, morph=m.feats.out_features, lemma=m.lemma.out_features,
                 ner=m.ner.out_features, arc="W", relt=m.rel.shape[0] * (LABEL + 1), lh=LABEL + 1)
    outputs = [info(k, f32, ["B", "W", n]) for k, n in sizes.items()]
    graph = helper.make_graph(g.nodes, "gesta", inputs, outputs, list(g.weights.values()))
    proto = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
    onnx.checker.check_model(proto, full_check=True)
    return proto
