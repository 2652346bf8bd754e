"""Greedy and sampled replies of a network to many questions at once."""

from __future__ import annotations

from collections import defaultdict

import torch
from torch import Tensor
from torch.nn import functional as F

from .network import Cache, Network
from .vocabulary import TURN_END_ID, decode, encode_prompt, encode_text


def _choose(logits: Tensor, temperature: float, generator: torch.Generator) -> Tensor:
    if temperature == 0.0:
        return logits.argmax(-1)
    return torch.multinomial(F.softmax(logits / temperature, -1), 1, generator=generator)[:, 0]


@torch.no_grad()
def _reply_to_equal_lengths(
    network: Network, prompts: Tensor, samples: int, temperature: float, limit: int, generator: torch.Generator
) -> list[str]:
    """``samples`` replies for each prompt, those of one prompt next to each other."""
    cache = Cache(network.shape.layers)
    logits = network(prompts, cache, last_only=True)[:, -1].repeat_interleave(samples, dim=0)
    rows = torch.arange(len(prompts)).repeat_interleave(samples)
    if samples > 1:
        cache.keep_rows(rows)
    replies: list[list[int]] = [[] for _ in range(len(rows))]
    active = torch.arange(len(rows))
    for _ in range(limit):
        chosen = _choose(logits, temperature, generator)
        going_on = (chosen != TURN_END_ID).nonzero()[:, 0]
        if len(going_on) < len(active):
            active, chosen = active[going_on], chosen[going_on]
            cache.keep_rows(going_on)
        if len(active) == 0:
            break
        for index, token in zip(active.tolist(), chosen.tolist()):
            replies[index].append(token)
        logits = network(chosen[:, None], cache)[:, -1]
    return [decode(reply) for reply in replies]


def reply_to_all(
    network: Network,
    questions: list[str],
    samples: int = 1,
    temperature: float = 0.0,
    seed: int = 0,
    limit: int = 224,
    system: str | None = None,
    batch_size: int = 256,
) -> list[list[str]]:
    """For each question its replies: one greedy one (temperature 0), or several samples."""
    generator = torch.Generator().manual_seed(seed)
    prompts = [encode_prompt(question, system) for question in questions]
    by_length: dict[int, list[int]] = defaultdict(list)
    for index, prompt in enumerate(prompts):
        by_length[len(prompt)].append(index)
    results: list[list[str]] = [[] for _ in questions]
    prompts_at_once = max(1, batch_size // samples)
    for length in sorted(by_length):
        indices = by_length[length]
        for start in range(0, len(indices), prompts_at_once):
            chunk = indices[start : start + prompts_at_once]
            batch = torch.tensor([prompts[index] for index in chunk])
            replies = _reply_to_equal_lengths(network, batch, samples, temperature, limit, generator)
            for number, index in enumerate(chunk):
                results[index] = replies[number * samples : (number + 1) * samples]
    return results


@torch.no_grad()
def confidence_of(network: Network, question: str, reply: str, system: str | None = None) -> float:
    """The mean log probability of a reply's tokens and of its end."""
    prompt = encode_prompt(question, system)
    tokens = [*encode_text(reply), TURN_END_ID]
    logits = network(torch.tensor([prompt + tokens[:-1]]))[0, len(prompt) - 1 :]
    return F.log_softmax(logits, -1)[torch.arange(len(tokens)), tokens].mean().item()
