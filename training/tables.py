"""`tables.bin`: the embedding rows that are looked up outside the graph. Little-endian; README.md has the layout."""
from __future__ import annotations

import struct
from pathlib import Path

import numpy as np

from model import Model

MAGIC = b"GESTAT1\0"


def write(model: Model, path: Path) -> None:
    words = model.encoder.embeddings.word_embeddings.weight.detach().numpy().astype(np.float32)
    scales = (np.abs(words).max(1).clip(1e-12) / 127).astype("<f4")
    rows = np.rint(words / scales[:, None]).clip(-127, 127).astype(np.int8)
    with open(path, "wb") as f:
        f.write(MAGIC + struct.pack("<II", *rows.shape))
        for scale, row in zip(scales, rows):
            f.write(scale.tobytes() + row.tobytes())
        for table in (model.shape_in, *model.tables):
            half = table.weight.detach().numpy().astype("<f2")
            f.write(struct.pack("<II", *half.shape) + half.tobytes())


def read(path: Path) -> tuple[np.ndarray, np.ndarray, list[np.ndarray]]:
    """Word embeddings, shapes at the encoder's input, and the four feature tables, as float32."""
    data = path.read_bytes()
    assert data[:8] == MAGIC
    n, dim = struct.unpack_from("<II", data, 8)
    packed = np.frombuffer(data, [("scale", "<f4"), ("row", "i1", dim)], n, 16)
    words = packed["row"].astype(np.float32) * packed["scale"][:, None]
    at, tables = 16 + packed.nbytes, []
    while at < len(data):
        rows, width = struct.unpack_from("<II", data, at)
        tables.append(np.frombuffer(data, "<f2", rows * width, at + 8).reshape(rows, width).astype(np.float32))
        at += 8 + 2 * rows * width
    return words, tables[0], tables[1:]
