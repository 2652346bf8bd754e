#!/usr/bin/env python3
"""Compare a GGUF model run by libllama with the same file run by torch.

Needs the folder with libllama 0.5.0 and its ggml libraries (as in the npm package
@node-llama-cpp/linux-x64 3.22.1). Checks the chat template, the tokens of a
prompt and the greedy replies to held-out questions.
"""

from __future__ import annotations

import argparse
import ctypes
from pathlib import Path

import numpy as np
import torch

from evaluate import MODELS_FOLDER, read_items
from tinymodels.generation import reply_to_all
from tinymodels.gguf import load_network
from tinymodels.registry import MODELS
from tinymodels.vocabulary import TURN_END_ID, decode, encode_prompt

EXPECTED_VERSION = "0.5.0"


class ModelParameters(ctypes.Structure):
    """llama_model_params of 0.5.0; its fields are left at their defaults."""

    _fields_ = [("bytes", ctypes.c_uint64 * 10)]


class ContextParameters(ctypes.Structure):
    """llama_context_params of 0.5.0: the first fields, then the rest unnamed."""

    _fields_ = [
        ("n_ctx", ctypes.c_uint32),
        ("counts", ctypes.c_uint32 * 6),
        ("n_threads", ctypes.c_int32),
        ("n_threads_batch", ctypes.c_int32),
        ("small", ctypes.c_uint32),
        ("rest", ctypes.c_uint64 * 15),
    ]


class Batch(ctypes.Structure):
    """llama_batch."""

    _fields_ = [("n_tokens", ctypes.c_int32), ("pointers", ctypes.c_void_p * 6)]


class ChatMessage(ctypes.Structure):
    """llama_chat_message."""

    _fields_ = [("role", ctypes.c_char_p), ("content", ctypes.c_char_p)]


_LogCallback = ctypes.CFUNCTYPE(None, ctypes.c_int, ctypes.c_char_p, ctypes.c_void_p)
_SIGNATURES: dict[str, tuple[object, list[object]]] = {
    "llama_version": (ctypes.c_char_p, []),
    "llama_log_set": (None, [_LogCallback, ctypes.c_void_p]),
    "llama_backend_init": (None, []),
    "llama_model_default_params": (ModelParameters, []),
    "llama_model_load_from_file": (ctypes.c_void_p, [ctypes.c_char_p, ModelParameters]),
    "llama_model_get_vocab": (ctypes.c_void_p, [ctypes.c_void_p]),
    "llama_model_chat_template": (ctypes.c_char_p, [ctypes.c_void_p, ctypes.c_char_p]),
    "llama_vocab_n_tokens": (ctypes.c_int32, [ctypes.c_void_p]),
    "llama_vocab_is_eog": (ctypes.c_bool, [ctypes.c_void_p, ctypes.c_int32]),
    "llama_tokenize": (
        ctypes.c_int32,
        [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int32, ctypes.c_void_p, ctypes.c_int32, ctypes.c_bool, ctypes.c_bool],
    ),
    "llama_chat_apply_template": (
        ctypes.c_int32,
        [ctypes.c_char_p, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_bool, ctypes.c_void_p, ctypes.c_int32],
    ),
    "llama_context_default_params": (ContextParameters, []),
    "llama_init_from_model": (ctypes.c_void_p, [ctypes.c_void_p, ContextParameters]),
    "llama_get_memory": (ctypes.c_void_p, [ctypes.c_void_p]),
    "llama_memory_clear": (None, [ctypes.c_void_p, ctypes.c_bool]),
    "llama_batch_get_one": (Batch, [ctypes.c_void_p, ctypes.c_int32]),
    "llama_decode": (ctypes.c_int32, [ctypes.c_void_p, Batch]),
    "llama_get_logits_ith": (ctypes.POINTER(ctypes.c_float), [ctypes.c_void_p, ctypes.c_int32]),
}  # fmt: skip


def load_library(folder: Path) -> ctypes.CDLL:
    """libllama, with the backends of its folder loaded."""
    ggml = ctypes.CDLL(str(next(folder.glob("libggml.*so*"))))
    ggml.ggml_backend_load_all_from_path(str(folder).encode())
    library = ctypes.CDLL(str(next(folder.glob("libllama.*so*"))))
    for name, (result, arguments) in _SIGNATURES.items():
        function = getattr(library, name)
        function.restype = result
        function.argtypes = arguments
    version = library.llama_version().decode()
    if not version.startswith(EXPECTED_VERSION):
        raise SystemExit(f"libllama is {version}; its structures are known here for {EXPECTED_VERSION} only")
    return library


class LlamaModel:
    """A model and one context of it in libllama."""

    def __init__(self, library: ctypes.CDLL, path: Path, context_length: int) -> None:
        self._library = library
        self._quiet = _LogCallback(lambda level, text, data: None)
        library.llama_log_set(self._quiet, None)
        library.llama_backend_init()
        self._model = library.llama_model_load_from_file(str(path).encode(), library.llama_model_default_params())
        if not self._model:
            raise SystemExit(f"libllama cannot load {path}")
        self._vocabulary = library.llama_model_get_vocab(self._model)
        parameters = library.llama_context_default_params()
        parameters.n_ctx = context_length
        parameters.n_threads = parameters.n_threads_batch = 1
        self._context = library.llama_init_from_model(self._model, parameters)
        self._memory = library.llama_get_memory(self._context)
        self._size = library.llama_vocab_n_tokens(self._vocabulary)

    def prompt(self, messages: list[tuple[str, str]]) -> list[int]:
        """The tokens of a chat, rendered with the file's own template."""
        chat = (ChatMessage * len(messages))(*(ChatMessage(role.encode(), text.encode()) for role, text in messages))
        template = self._library.llama_model_chat_template(self._model, None)
        text = ctypes.create_string_buffer(8192)
        length = self._library.llama_chat_apply_template(template, chat, len(messages), True, text, len(text))
        tokens = (ctypes.c_int32 * 8192)()
        count = self._library.llama_tokenize(
            self._vocabulary, text.raw[:length], length, tokens, len(tokens), False, True
        )
        return list(tokens[:count])

    def forget(self) -> None:
        """Start over with nothing read."""
        self._library.llama_memory_clear(self._memory, True)

    def next_logits(self, tokens: list[int]) -> np.ndarray:
        """Read tokens on from where the context stands; the logits after the last one."""
        array = (ctypes.c_int32 * len(tokens))(*tokens)
        code = self._library.llama_decode(self._context, self._library.llama_batch_get_one(array, len(tokens)))
        if code != 0:
            raise RuntimeError(f"llama_decode returned {code}")
        return np.ctypeslib.as_array(self._library.llama_get_logits_ith(self._context, -1), (self._size,)).copy()

    def reply(self, prompt: list[int], limit: int = 224) -> str:
        """The greedy reply to a prompt."""
        self.forget()
        reply: list[int] = []
        read = prompt
        while len(reply) < limit:
            token = int(self.next_logits(read).argmax())
            if self._library.llama_vocab_is_eog(self._vocabulary, token):
                break
            reply.append(token)
            read = [token]
        return decode(reply)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", choices=sorted(MODELS))
    parser.add_argument("--library", type=Path, required=True, help="folder with libllama")
    parser.add_argument("--gguf", type=Path, help="the model (default: models/<model>.gguf)")
    parser.add_argument("--items", type=int, default=100, help="so many dev items")
    arguments = parser.parse_args()
    path = arguments.gguf or MODELS_FOLDER / f"{arguments.model}.gguf"
    torch.set_num_threads(1)
    network = load_network(path)
    llama = LlamaModel(load_library(arguments.library.resolve()), path, network.shape.context)

    odd = 'Tabs aside: ~`!@#$%^&*()_+-={}[]|\\:";\'<>?,./ and  two spaces\nand a new line'
    if llama.prompt([("system", odd), ("user", odd)]) != encode_prompt(odd, odd):
        raise SystemExit("libllama makes other tokens of a prompt")
    items = read_items(MODELS_FOLDER / "heldout" / f"{MODELS[arguments.model].name}.dev.tsv", arguments.items)
    questions = [question for question, _ in items]
    expected = [replies[0] for replies in reply_to_all(network, questions)]
    same = 0
    largest_difference = 0.0
    for question, reply in zip(questions, expected):
        prompt = llama.prompt([("user", question)])
        if prompt != encode_prompt(question):
            raise SystemExit(f"libllama makes other tokens of {question!r}")
        same += llama.reply(prompt) == reply
        llama.forget()
        with torch.no_grad():
            wanted = network(torch.tensor([prompt]))[0, -1].numpy()
        largest_difference = max(largest_difference, float(np.abs(llama.next_logits(prompt) - wanted).max()))
    print(f"{arguments.model}: same prompt tokens; {same} of {len(items)} greedy replies are the same text")
    print(f"largest difference of a first logit: {largest_difference:.4f}")


if __name__ == "__main__":
    main()
