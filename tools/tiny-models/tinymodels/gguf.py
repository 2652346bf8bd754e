"""Writes a network as a GGUF (version 3) file, and reads such a file back."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Union

import numpy as np
import torch

from . import vocabulary
from .network import Network, Shape

MAGIC = b"GGUF"
VERSION = 3
ALIGNMENT = 32

# Value types of the metadata.
UINT32, INT32, FLOAT32, BOOL, STRING, ARRAY = 4, 5, 6, 7, 8, 9
_FIXED_SIZE = {UINT32: "<I", INT32: "<i", FLOAT32: "<f", BOOL: "<?"}

# Element types of the tensors.
F32, F16 = 0, 1
_ELEMENT = {F32: np.dtype("<f4"), F16: np.dtype("<f2")}

# Token types of the tokenizer.
_NORMAL, _UNKNOWN, _CONTROL = 1, 2, 3

PathLike = Union[str, Path]


@dataclass(frozen=True)
class TypedArray:
    """A metadata array and the type of its elements."""

    element_type: int
    values: list[Any]


@dataclass(frozen=True)
class GgufFile:
    """What a GGUF file holds."""

    metadata: dict[str, Any]
    tensors: dict[str, np.ndarray]
    data_start: int
    offsets: dict[str, int]


def _string(text: str) -> bytes:
    encoded = text.encode("utf-8")
    return struct.pack("<Q", len(encoded)) + encoded


def _value(value_type: int, value: Any) -> bytes:
    if value_type == STRING:
        return _string(value)
    if value_type == ARRAY:
        parts = [_value(value.element_type, element) for element in value.values]
        return struct.pack("<IQ", value.element_type, len(parts)) + b"".join(parts)
    return struct.pack(_FIXED_SIZE[value_type], value)


def _padding(length: int) -> bytes:
    return b"\0" * (-length % ALIGNMENT)


def _metadata(shape: Shape, name: str, description: str, half: bool) -> list[tuple[str, int, Any]]:
    tokens = [token.replace(" ", "\u2581") for token in vocabulary.TOKENS]
    types = [_CONTROL if token in vocabulary.CONTROL_TOKENS else _NORMAL for token in vocabulary.TOKENS]
    types[vocabulary.UNKNOWN_ID] = _UNKNOWN
    return [
        ("general.architecture", STRING, "llama"),
        ("general.name", STRING, name),
        ("general.description", STRING, description),
        ("general.license", STRING, "mit"),
        ("general.file_type", UINT32, 1 if half else 0),
        ("general.alignment", UINT32, ALIGNMENT),
        ("llama.vocab_size", UINT32, shape.vocabulary),
        ("llama.context_length", UINT32, shape.context),
        ("llama.embedding_length", UINT32, shape.width),
        ("llama.block_count", UINT32, shape.layers),
        ("llama.feed_forward_length", UINT32, shape.feed_forward),
        ("llama.attention.head_count", UINT32, shape.heads),
        ("llama.attention.head_count_kv", UINT32, shape.heads),
        ("llama.attention.layer_norm_rms_epsilon", FLOAT32, shape.norm_epsilon),
        ("llama.rope.dimension_count", UINT32, shape.head_width),
        ("llama.rope.freq_base", FLOAT32, shape.rope_base),
        ("tokenizer.ggml.model", STRING, "llama"),
        ("tokenizer.ggml.pre", STRING, "default"),
        ("tokenizer.ggml.tokens", ARRAY, TypedArray(STRING, tokens)),
        ("tokenizer.ggml.scores", ARRAY, TypedArray(FLOAT32, [0.0] * len(tokens))),
        ("tokenizer.ggml.token_type", ARRAY, TypedArray(INT32, types)),
        ("tokenizer.ggml.unknown_token_id", UINT32, vocabulary.UNKNOWN_ID),
        ("tokenizer.ggml.bos_token_id", UINT32, vocabulary.END_OF_TEXT_ID),
        ("tokenizer.ggml.eos_token_id", UINT32, vocabulary.TURN_END_ID),
        ("tokenizer.ggml.add_bos_token", BOOL, False),
        ("tokenizer.ggml.add_eos_token", BOOL, False),
        ("tokenizer.ggml.add_space_prefix", BOOL, False),
        ("tokenizer.chat_template", STRING, vocabulary.CHAT_TEMPLATE),
    ]


#: Our fused weights, and the GGUF tensors that they are split into.
_LAYER_TENSORS = {
    "attention_norm.weight": ("attn_norm.weight",),
    "query_key_value.weight": ("attn_q.weight", "attn_k.weight", "attn_v.weight"),
    "attention_output.weight": ("attn_output.weight",),
    "feed_forward_norm.weight": ("ffn_norm.weight",),
    "gate_up.weight": ("ffn_gate.weight", "ffn_up.weight"),
    "down.weight": ("ffn_down.weight",),
}


def _tensor_names(layers: int) -> list[tuple[str, tuple[str, ...]]]:
    names: list[tuple[str, tuple[str, ...]]] = [("embedding.weight", ("token_embd.weight",))]
    for index in range(layers):
        for ours, theirs in _LAYER_TENSORS.items():
            names.append((f"layers.{index}.{ours}", tuple(f"blk.{index}.{name}" for name in theirs)))
    names.append(("norm.weight", ("output_norm.weight",)))
    names.append(("head.weight", ("output.weight",)))
    return names


def write_network(path: PathLike, network: Network, name: str, description: str, half: bool = True) -> None:
    """Write a network; with ``half``, its matrices as 16-bit floats."""
    weights = {key: value.detach().float().numpy() for key, value in network.state_dict().items()}
    metadata = _metadata(network.shape, name, description, half)
    infos = b""
    data = b""
    count = 0
    for ours, theirs in _tensor_names(network.shape.layers):
        for tensor_name, tensor in zip(theirs, np.split(weights[ours], len(theirs))):
            element_type = F16 if half and tensor.ndim > 1 else F32
            infos += _string(tensor_name) + struct.pack("<I", tensor.ndim)
            infos += b"".join(struct.pack("<Q", size) for size in reversed(tensor.shape))
            infos += struct.pack("<IQ", element_type, len(data))
            raw = np.ascontiguousarray(tensor.astype(_ELEMENT[element_type])).tobytes()
            data += raw + _padding(len(raw))
            count += 1
    head = MAGIC + struct.pack("<IQQ", VERSION, count, len(metadata))
    for key, value_type, value in metadata:
        head += _string(key) + struct.pack("<I", value_type) + _value(value_type, value)
    head += infos
    Path(path).write_bytes(head + _padding(len(head)) + data)


def _read(stream: BinaryIO, layout: str) -> Any:
    values = struct.unpack(layout, stream.read(struct.calcsize(layout)))
    return values[0] if len(values) == 1 else values


def _read_string(stream: BinaryIO) -> str:
    return stream.read(_read(stream, "<Q")).decode("utf-8")


def _read_value(stream: BinaryIO, value_type: int) -> Any:
    if value_type == STRING:
        return _read_string(stream)
    if value_type == ARRAY:
        element_type, count = _read(stream, "<IQ")
        return [_read_value(stream, element_type) for _ in range(count)]
    if value_type not in _FIXED_SIZE:
        raise ValueError(f"metadata type {value_type} is not one that these models use")
    return _read(stream, _FIXED_SIZE[value_type])


def read(path: PathLike) -> GgufFile:
    """Read a GGUF file that holds the kinds of values and tensors that we write."""
    with open(path, "rb") as stream:
        if stream.read(4) != MAGIC:
            raise ValueError(f"{path} is not a GGUF file")
        version, tensor_count, metadata_count = _read(stream, "<IQQ")
        if version != VERSION:
            raise ValueError(f"{path} is GGUF version {version}, not {VERSION}")
        metadata: dict[str, Any] = {}
        for _ in range(metadata_count):
            key = _read_string(stream)
            metadata[key] = _read_value(stream, _read(stream, "<I"))
        infos: list[tuple[str, tuple[int, ...], int, int]] = []
        for _ in range(tensor_count):
            name = _read_string(stream)
            sizes = [_read(stream, "<Q") for _ in range(_read(stream, "<I"))]
            element_type, offset = _read(stream, "<IQ")
            infos.append((name, tuple(reversed(sizes)), element_type, offset))
        alignment = metadata.get("general.alignment", ALIGNMENT)
        data_start = stream.tell() + -stream.tell() % alignment
        tensors: dict[str, np.ndarray] = {}
        for name, sizes, element_type, offset in infos:
            stream.seek(data_start + offset)
            element = _ELEMENT[element_type]
            raw = stream.read(int(np.prod(sizes)) * element.itemsize)
            tensors[name] = np.frombuffer(raw, element).reshape(sizes)
    return GgufFile(metadata, tensors, data_start, {info[0]: info[3] for info in infos})


def load_network(path: PathLike) -> Network:
    """The network of a GGUF file that ``write_network`` made."""
    content = read(path)
    meta = content.metadata
    if meta["tokenizer.ggml.tokens"] != [token.replace(" ", "\u2581") for token in vocabulary.TOKENS]:
        raise ValueError(f"{path} has another vocabulary")
    shape = Shape(
        vocabulary=meta["llama.vocab_size"],
        width=meta["llama.embedding_length"],
        layers=meta["llama.block_count"],
        heads=meta["llama.attention.head_count"],
        feed_forward=meta["llama.feed_forward_length"],
        context=meta["llama.context_length"],
        rope_base=meta["llama.rope.freq_base"],
        norm_epsilon=meta["llama.attention.layer_norm_rms_epsilon"],
    )
    network = Network(shape)
    state = {
        ours: torch.from_numpy(np.concatenate([content.tensors[name] for name in theirs]).astype(np.float32))
        for ours, theirs in _tensor_names(shape.layers)
    }
    network.load_state_dict(state)
    network.eval()
    return network
