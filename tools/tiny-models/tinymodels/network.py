"""A small transformer laid out like a GGUF model of the ``llama`` architecture.

RMS normalisation, rotary positions over adjacent pairs of dimensions, gated SiLU
feed-forward. The weights can be written to GGUF as they are.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn
from torch.nn import functional as F


@dataclass(frozen=True)
class Shape:
    """The sizes of a network."""

    vocabulary: int
    width: int = 128
    layers: int = 4
    heads: int = 4
    feed_forward: int = 384
    context: int = 512
    rope_base: float = 10000.0
    norm_epsilon: float = 1e-5

    @property
    def head_width(self) -> int:
        return self.width // self.heads


class RmsNorm(nn.Module):
    def __init__(self, width: int, epsilon: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.epsilon = epsilon

    def forward(self, x: Tensor) -> Tensor:
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.epsilon) * self.weight


class Cache:
    """Keys and values of the tokens read so far, one pair of tensors for each layer."""

    #: Room is made for so many tokens at once: growing by one copied everything at every token.
    ROOM = 64

    def __init__(self, layers: int) -> None:
        self.entries: list[tuple[Tensor, Tensor] | None] = [None] * layers
        self.length = 0

    def extend(self, layer: int, keys: Tensor, values: Tensor) -> tuple[Tensor, Tensor]:
        end = self.length + keys.shape[2]
        entry = self.entries[layer]
        if entry is None or entry[0].shape[2] < end:
            rows, heads, _, width = keys.shape
            grown = tuple(keys.new_empty(rows, heads, end + self.ROOM, width) for _ in range(2))
            for new, old in zip(grown, entry or ()):
                new[:, :, : self.length] = old[:, :, : self.length]
            entry = self.entries[layer] = (grown[0], grown[1])
        for stored, added in zip(entry, (keys, values)):
            stored[:, :, self.length : end] = added
        return entry[0][:, :, :end], entry[1][:, :, :end]

    def keep_rows(self, rows: Tensor) -> None:
        """Keep only these rows of the batch (a row may be named more than once)."""
        self.entries = [entry and (entry[0][rows], entry[1][rows]) for entry in self.entries]


def _rotate(x: Tensor, rotation: Tensor) -> Tensor:
    """Turn adjacent pairs of the last dimension, taken as complex numbers, by their position's angles."""
    pairs = torch.view_as_complex(x.unflatten(-1, (-1, 2)))
    return torch.view_as_real(pairs * rotation).flatten(-2)


class Layer(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.attention_norm = RmsNorm(shape.width, shape.norm_epsilon)
        self.query_key_value = nn.Linear(shape.width, 3 * shape.width, bias=False)
        self.attention_output = nn.Linear(shape.width, shape.width, bias=False)
        self.feed_forward_norm = RmsNorm(shape.width, shape.norm_epsilon)
        self.gate_up = nn.Linear(shape.width, 2 * shape.feed_forward, bias=False)
        self.down = nn.Linear(shape.feed_forward, shape.width, bias=False)

    def forward(
        self, x: Tensor, rotation: Tensor, mask: Tensor, cache: Cache | None, index: int
    ) -> Tensor:
        batch, length, width = x.shape
        projected = self.query_key_value(self.attention_norm(x))
        projected = projected.view(batch, length, 3, self.shape.heads, self.shape.head_width)
        query, key = _rotate(projected[:, :, :2], rotation).transpose(1, 3).unbind(2)
        value = projected[:, :, 2].transpose(1, 2)
        if cache is not None:
            key, value = cache.extend(index, key, value)
        scores = query @ key.transpose(-1, -2) * (1.0 / math.sqrt(self.shape.head_width)) + mask
        mixed = (F.softmax(scores, -1) @ value).transpose(1, 2).reshape(batch, length, width)
        x = x + self.attention_output(mixed)
        gate, up = self.gate_up(self.feed_forward_norm(x)).chunk(2, -1)
        return x + self.down(F.silu(gate) * up)


class Network(nn.Module):
    """Token ids in, logits of the next token out."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(shape.vocabulary, shape.width)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.norm = RmsNorm(shape.width, shape.norm_epsilon)
        self.head = nn.Linear(shape.width, shape.vocabulary, bias=False)
        for name, parameter in self.named_parameters():
            if parameter.dim() > 1:
                into_residual = name.endswith(("attention_output.weight", "down.weight"))
                nn.init.normal_(parameter, 0.0, 0.02 / (math.sqrt(2 * shape.layers) if into_residual else 1.0))
        frequencies = shape.rope_base ** (-torch.arange(0, shape.head_width, 2).float() / shape.head_width)
        angles = torch.arange(shape.context).float()[:, None] * frequencies
        rotation = torch.polar(torch.ones_like(angles), angles)[:, None, None, :]  # position, 1, 1, pair
        self.register_buffer("rotation", rotation, persistent=False)
        future = torch.full((shape.context, shape.context), -1e9).triu(1)
        self.register_buffer("future", future, persistent=False)

    def forward(self, ids: Tensor, cache: Cache | None = None, last_only: bool = False) -> Tensor:
        start = cache.length if cache is not None else 0
        end = start + ids.shape[1]
        x = self.embedding(ids)
        rotation, mask = self.rotation[start:end], self.future[start:end, :end]
        for index, layer in enumerate(self.layers):
            x = layer(x, rotation, mask, cache, index)
        if cache is not None:
            cache.length = end
        if last_only:
            x = x[:, -1:]
        return self.head(self.norm(x))

    def parameter_count(self) -> int:
        return sum(parameter.numel() for parameter in self.parameters())


def enlarged(network: Network, extra_layers: int, context: int | None) -> Network:
    """The same function with more layers at the end, which change nothing yet, and perhaps a longer context."""
    before = network.shape.layers
    # Positions are angles, so no weight depends on the context.
    result = Network(replace(network.shape, layers=before + extra_layers, context=context or network.shape.context))
    result.load_state_dict(network.state_dict(), strict=False)
    with torch.no_grad():
        for layer in result.layers[before:]:
            layer.attention_output.weight.zero_()
            layer.down.weight.zero_()
    return result
