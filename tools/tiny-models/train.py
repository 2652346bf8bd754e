#!/usr/bin/env python3
"""Train one stage of a tiny model on generated data and write it as GGUF. ``retrain.sh`` runs both stages."""

from __future__ import annotations

import argparse
import math
import random
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import torch
from torch.nn import functional as F

from tinymodels import vocabulary
from tinymodels.batches import IGNORED, Conversation, specialist_conversation, training_batches
from tinymodels.fusing import draw_fusion
from tinymodels.gguf import load_network, write_network
from tinymodels.judging import draw_judgement
from tinymodels.muon import Muon
from tinymodels.network import Network, Shape, enlarged
from tinymodels.registry import MODELS
from tinymodels.samples import Samples

MODELS_FOLDER = Path(__file__).resolve().parents[2] / "models"
WARM_UP_STEPS = 100
FINAL_RATE_SHARE = 0.02
JUDGE, FUSER = "tiny-judge", "tiny-fuser"
#: How many matrices are fused in a parameter of a layer.
FUSED_PARTS = {"query_key_value": 3, "gate_up": 2}


def learning_rate_share(step: int, steps: int) -> float:
    """Linear warm-up, then half a cosine down to ``FINAL_RATE_SHARE``."""
    cosine = 0.5 * (1.0 + math.cos(math.pi * step / steps))
    return min(1.0, (step + 1) / WARM_UP_STEPS) * (FINAL_RATE_SHARE + (1.0 - FINAL_RATE_SHARE) * cosine)


def make_network(arguments: argparse.Namespace) -> Network:
    """A network to start from: of a file, perhaps made larger, or with random weights."""
    if arguments.start_from:
        return enlarged(load_network(arguments.start_from), arguments.extra_layers, arguments.context)
    shape = Shape(
        vocabulary=len(vocabulary.TOKENS),
        width=arguments.width,
        layers=arguments.layers,
        heads=arguments.heads,
        feed_forward=arguments.feed_forward,
    )
    return Network(shape)


def make_drawer(arguments: argparse.Namespace) -> tuple[Callable[[random.Random], Conversation], str]:
    """What draws the model's training conversations, and a description for its file."""
    samples = Samples(arguments.samples) if arguments.samples else None
    if arguments.model == FUSER:
        return partial(draw_fusion, samples, stage=arguments.stage), draw_fusion.__doc__ or ""
    if arguments.model == JUDGE:
        if samples is None:
            raise SystemExit(f"{JUDGE} is trained on --samples; make_samples.py makes them")
        return partial(draw_judgement, samples), draw_judgement.__doc__ or ""
    task = MODELS[arguments.model]
    return partial(specialist_conversation, task, stage=arguments.stage), task.__class__.__doc__ or ""


def make_optimizers(network: Network, arguments: argparse.Namespace) -> list[torch.optim.Optimizer]:
    """Muon for the matrices inside the layers, AdamW for the embedding, the head and the norms."""
    inner = [(name, parameter) for name, parameter in network.layers.named_parameters() if parameter.dim() > 1]
    parts = [FUSED_PARTS.get(name.split(".")[1], 1) for name, _ in inner]
    outer = [network.embedding.weight, network.head.weight]
    norms = [parameter for parameter in network.parameters() if parameter.dim() == 1]
    muon = Muon(
        [parameter for _, parameter in inner],
        parts,
        lr=arguments.muon_rate,
        weight_decay=arguments.weight_decay,
    )
    adam = torch.optim.AdamW(
        [{"params": outer, "weight_decay": arguments.weight_decay}, {"params": norms, "weight_decay": 0.0}],
        lr=arguments.adam_rate,
        betas=(0.9, 0.98),
    )
    for optimizer in (muon, adam):
        for group in optimizer.param_groups:
            group["initial_lr"] = group["lr"]
    return [muon, adam]


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", choices=sorted((*MODELS, JUDGE, FUSER)))
    parser.add_argument("--stage", type=int, choices=(1, 2, 3), default=1)
    parser.add_argument("--start-from", type=Path, help="a GGUF file of ours to train on from (default: random weights)")
    parser.add_argument("--samples", type=Path, help="replies of a specialist (make_samples.py), for a model that reads them")
    parser.add_argument("--extra-layers", type=int, default=0, help="layers to add to those of --start-from")
    parser.add_argument("--context", type=int, help="the context of the model made of --start-from (default: the same)")
    parser.add_argument("--steps", type=int, default=3600)
    parser.add_argument("--stop-after", type=int, help="end after so many of the steps for which the learning rate is planned")
    parser.add_argument("--batch-size", type=int, default=32)
    parser.add_argument("--muon-rate", type=float, default=0.02, help="learning rate of the layers' matrices")
    parser.add_argument("--adam-rate", type=float, default=3e-3, help="learning rate of everything else")
    parser.add_argument("--weight-decay", type=float, default=0.05)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--width", type=int, default=128)
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--heads", type=int, default=4)
    parser.add_argument("--feed-forward", type=int, default=384)
    parser.add_argument("--save-every", type=int, default=300, help="steps between saves of the unfinished model")
    parser.add_argument("--output", type=Path, help="the GGUF file (default: models/<model>.gguf)")
    return parser.parse_args()


def main() -> None:
    arguments = parse_arguments()
    draw, description = make_drawer(arguments)
    output: Path = arguments.output or MODELS_FOLDER / f"{arguments.model}.gguf"
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    network = make_network(arguments)
    network.train()
    optimizers = make_optimizers(network, arguments)
    print(f"{arguments.model}: {network.parameter_count()} parameters, {arguments}", flush=True)

    started = time.monotonic()
    tokens_seen = 0
    smoothed_loss = math.nan
    batches = training_batches(draw, arguments.batch_size, arguments.seed)
    last_step = arguments.stop_after or arguments.steps
    for step, (inputs, wanted) in zip(range(1, last_step + 1), batches):
        for optimizer in optimizers:
            for group in optimizer.param_groups:
                group["lr"] = group["initial_lr"] * learning_rate_share(step - 1, arguments.steps)
        logits = network(inputs).flatten(0, 1)
        losses = [F.cross_entropy(logits, row.flatten(), ignore_index=IGNORED) for row in wanted]
        loss = torch.stack(losses).sum()
        network.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        for optimizer in optimizers:
            optimizer.step()

        tokens_seen += inputs.numel()
        smoothed_loss = loss.item() if math.isnan(smoothed_loss) else 0.98 * smoothed_loss + 0.02 * loss.item()
        if step % 50 == 0 or step == last_step:
            seconds = time.monotonic() - started
            print(
                f"step {step} loss {smoothed_loss:.4f} "
                f"{step / seconds:.2f} steps/s {tokens_seen / seconds:.0f} tokens/s {seconds:.0f} s",
                flush=True,
            )
        if step % arguments.save_every == 0 or step == last_step:
            output.parent.mkdir(parents=True, exist_ok=True)
            write_network(output, network, arguments.model, description)
    print(f"wrote {output.name} after {time.monotonic() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main()
