"""The Muon optimizer: momentum whose matrices are made orthogonal before each step.

For the matrices inside a small transformer it needs clearly fewer steps than
AdamW. See https://kellerjordan.github.io/posts/muon/ for the method. Embeddings,
the output head and the norms stay with AdamW.
"""

from __future__ import annotations

from collections import defaultdict

import torch
from torch import Tensor
from torch.nn import Parameter

_COEFFICIENTS = (3.4445, -4.7750, 2.0315)
_ITERATIONS = 5


def orthogonalize(matrices: Tensor) -> Tensor:
    """Bring the singular values of a stack of matrices near one by Newton-Schulz steps."""
    a, b, c = _COEFFICIENTS
    tall = matrices.shape[-2] > matrices.shape[-1]
    x = matrices.transpose(-1, -2) if tall else matrices
    x = x / (x.flatten(-2).norm(dim=-1)[:, None, None] + 1e-7)
    for _ in range(_ITERATIONS):
        gram = x @ x.transpose(-1, -2)
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x.transpose(-1, -2) if tall else x


class Muon(torch.optim.Optimizer):
    """``parts`` says how many matrices are fused, one above the other, in a parameter."""

    def __init__(
        self,
        parameters: list[Parameter],
        parts: list[int],
        lr: float,
        momentum: float = 0.95,
        weight_decay: float = 0.0,
    ) -> None:
        super().__init__(parameters, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})
        self.parts = dict(zip(parameters, parts))

    @torch.no_grad()
    def step(self, closure: None = None) -> None:
        for group in self.param_groups:
            by_shape: dict[tuple[int, int], list[tuple[Parameter, Tensor]]] = defaultdict(list)
            for parameter in group["params"]:
                state = self.state[parameter]
                if not state:
                    state["momentum"] = torch.zeros_like(parameter)
                average = state["momentum"]
                average.lerp_(parameter.grad, 1 - group["momentum"])
                direction = parameter.grad.lerp(average, group["momentum"])
                rows = parameter.shape[0] // self.parts[parameter]
                by_shape[rows, parameter.shape[1]].append((parameter, direction))
            for (rows, columns), entries in by_shape.items():
                stack = torch.cat([direction.view(-1, rows, columns) for _, direction in entries])
                updates = orthogonalize(stack).split([self.parts[parameter] for parameter, _ in entries])
                rate = group["lr"] * max(1.0, rows / columns) ** 0.5
                for (parameter, _), update in zip(entries, updates):
                    parameter.mul_(1 - group["lr"] * group["weight_decay"])
                    parameter.add_(update.reshape(parameter.shape), alpha=-rate)
