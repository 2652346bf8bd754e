"""GGUF files: what is written is read back, and the shipped files are well formed."""

from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

from tinymodels import gguf, vocabulary
from tinymodels.generation import reply_to_all
from tinymodels.network import Cache, Network, Shape, enlarged
from tinymodels.registry import MODELS

MODELS_FOLDER = Path(__file__).resolve().parents[3] / "models"
SIZE_LIMIT = 8_000_000


def small_network() -> Network:
    torch.manual_seed(3)
    shape = Shape(len(vocabulary.TOKENS), width=32, layers=2, heads=2, feed_forward=48, context=64)
    return Network(shape).eval()


class RoundTripTests(unittest.TestCase):
    def write_and_load(self, half: bool) -> tuple[Network, Network, gguf.GgufFile]:
        network = small_network()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "model.gguf"
            gguf.write_network(path, network, "model", "for a test", half)
            return network, gguf.load_network(path), gguf.read(path)

    def test_single_precision_is_exact(self) -> None:
        network, loaded, _ = self.write_and_load(half=False)
        self.assertEqual(network.shape.width, loaded.shape.width)
        for name, weight in network.state_dict().items():
            self.assertTrue(torch.equal(weight, loaded.state_dict()[name]), name)

    def test_half_precision_rounds_matrices_only(self) -> None:
        network, loaded, content = self.write_and_load(half=True)
        for name, weight in network.state_dict().items():
            wanted = weight.half().float() if weight.dim() > 1 else weight
            self.assertTrue(torch.equal(wanted, loaded.state_dict()[name]), name)
        self.assertEqual(np.dtype("<f4"), content.tensors["blk.0.attn_norm.weight"].dtype)
        self.assertEqual(np.dtype("<f2"), content.tensors["blk.0.attn_q.weight"].dtype)

    def test_header(self) -> None:
        _, _, content = self.write_and_load(half=True)
        self.assertEqual(3 + 2 * 9, len(content.tensors))
        self.assertEqual("llama", content.metadata["general.architecture"])
        self.assertEqual(len(vocabulary.TOKENS), len(content.metadata["tokenizer.ggml.tokens"]))
        self.assertEqual(0, content.data_start % gguf.ALIGNMENT)
        self.assertTrue(all(offset % gguf.ALIGNMENT == 0 for offset in content.offsets.values()))

    def test_other_files_are_refused(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "model.gguf"
            path.write_bytes(b"no model at all")
            with self.assertRaises(ValueError):
                gguf.read(path)


class NetworkTests(unittest.TestCase):
    def test_cache_changes_nothing(self) -> None:
        network = small_network()
        ids = torch.randint(0, len(vocabulary.TOKENS), (3, 20))
        with torch.no_grad():
            whole = network(ids)
            cache = Cache(network.shape.layers)
            pieces = torch.cat([network(ids[:, :7], cache), network(ids[:, 7:8], cache), network(ids[:, 8:], cache)], 1)
        self.assertLess((whole - pieces).abs().max().item(), 1e-5)

    def test_more_layers_say_the_same(self) -> None:
        network = small_network()
        larger = enlarged(network, 2, 2 * network.shape.context).eval()
        ids = torch.randint(0, len(vocabulary.TOKENS), (2, 20))
        self.assertEqual((4, 2 * network.shape.context), (larger.shape.layers, larger.shape.context))
        with torch.no_grad():
            self.assertLess((network(ids) - larger(ids)).abs().max().item(), 1e-5)

    def test_later_tokens_do_not_reach_back(self) -> None:
        network = small_network()
        ids = torch.randint(0, len(vocabulary.TOKENS), (1, 12))
        changed = ids.clone()
        changed[0, 8:] = vocabulary.UNKNOWN_ID
        with torch.no_grad():
            self.assertLess((network(ids)[:, :8] - network(changed)[:, :8]).abs().max().item(), 1e-5)


class ShippedModelTests(unittest.TestCase):
    def test_shipped_files(self) -> None:
        for path in sorted(MODELS_FOLDER.glob("*.gguf")):
            name = path.stem
            with self.subTest(model=name):
                content = gguf.read(path)
                meta = content.metadata
                self.assertLess(path.stat().st_size, SIZE_LIMIT)
                self.assertEqual(name, meta["general.name"])
                self.assertEqual(3 + 9 * meta["llama.block_count"], len(content.tensors))
                self.assertGreaterEqual(meta["llama.context_length"], 256)
                self.assertEqual(vocabulary.CHAT_TEMPLATE, meta["tokenizer.chat_template"])
                self.assertEqual(vocabulary.TURN_END, meta["tokenizer.ggml.tokens"][meta["tokenizer.ggml.eos_token_id"]])
                end = max(content.data_start + content.offsets[key] + tensor.nbytes for key, tensor in content.tensors.items())
                self.assertLessEqual(end, path.stat().st_size)
                self.assertTrue(all(np.isfinite(tensor).all() for tensor in content.tensors.values()))

    def test_shipped_models_answer_and_refuse(self) -> None:
        for name, task in MODELS.items():
            question, answer = ("reverse cat", "tac") if name == "tiny-words" else ("12+34", "46")
            network = gguf.load_network(MODELS_FOLDER / f"{name}.gguf")
            greedy, refusal = reply_to_all(network, [question, "hello"])
            self.assertTrue(greedy[0].endswith("####" + answer), greedy[0])
            self.assertEqual(task.refusal, refusal[0])


if __name__ == "__main__":
    unittest.main()
