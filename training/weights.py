"""The weights' files: `model.safetensors` with int8 matrices, read by the Rust program.

A matrix NAME is three tensors: `NAME.weight` I8 [out, in], `NAME.scale` F32 [out], `NAME.bias` F32 [out];
value = scale × byte. Tables of rows are `NAME.weight` I8 [rows, width] with `NAME.scale` F32 [rows], or F16 without a scale.
"""
from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import load_file, save_file

LEVELS = 127


def array(values: torch.Tensor | np.ndarray) -> np.ndarray:
    if isinstance(values, torch.Tensor):
        values = values.detach().float().numpy()
    return np.ascontiguousarray(values, np.float32)


def quantized(values: torch.Tensor | np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows as signed bytes, −127…127, and their scales: for matrices [out, in] and for tables [rows, width]."""
    values = array(values)
    scale = np.abs(values).max(1) / LEVELS
    scale[scale == 0] = 1
    return np.rint(values / scale[:, None]).astype(np.int8), scale.astype(np.float32)


def matrix(name: str, weight: torch.Tensor, bias: torch.Tensor) -> dict[str, np.ndarray]:
    """The tensors of a product, `weight` being [out, in]."""
    q, scale = quantized(weight)
    return {f"{name}.weight": q, f"{name}.scale": scale, f"{name}.bias": array(bias)}


def table(name: str, rows: torch.Tensor) -> dict[str, np.ndarray]:
    """The tensors of a table of bytes."""
    q, scale = quantized(rows)
    return {f"{name}.weight": q, f"{name}.scale": scale}


def half(values: torch.Tensor) -> np.ndarray:
    return array(values).astype(np.float16)


def write(path: Path, tensors: dict[str, np.ndarray], metadata: dict[str, str]) -> None:
    save_file({k: tensors[k] for k in sorted(tensors)}, path, metadata)
    path.chmod(0o644)


def read(path: Path) -> dict[str, np.ndarray]:
    return load_file(path)
