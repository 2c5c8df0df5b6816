"""Teach the scorer: each mention shall find one of its earlier mentions, or none where it has none."""

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from torch import Tensor, nn

from training.coreference.data import NO_TYPE, Text
from training.coreference.net import Net, Shape

SEED: Final = 1
EPOCHS: Final = 18
RATE: Final = 2e-3
OF_TYPES: Final = 0.3  # weight of telling persons, bodies and places apart
OF_OTHER_NAMES: Final = 2.0  # weight of a name whose entity was named before, and never in the same words: there are few
OF_FALSE_NAMES: Final = 1.0  # log-odds that a wrong name is helped by while it is taught, so that it ends farther below the right one


def learn(texts: Sequence[Text], out: Path, *, seed: int = SEED, epochs: int = EPOCHS, shape: Shape | None = None) -> Net:
    """Teach, or go on where a run was broken off: the state of the last whole epoch stands in `out`."""
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    shape = shape or Shape()
    upper = torch.from_numpy(np.concatenate([text.upper for text in texts]))
    net = Net(texts[0].mention.shape[1], texts[0].pair.shape[1], upper.mean(0), upper.std(0) + 1e-3, shape)
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=1e-2)
    steps = epochs * len(texts)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: min(1.0, step / 100) * max(0.02, 1 - step / steps))
    state = out / f"state-{seed}.pt"
    first = 0
    if state.exists():
        kept: dict[str, Any] = torch.load(state, weights_only=False)
        net.load_state_dict(kept["net"])
        optimizer.load_state_dict(kept["optimizer"])
        schedule.load_state_dict(kept["schedule"])
        first = kept["epoch"]
    for epoch in range(first, epochs):
        torch.manual_seed(seed * 1000 + epoch)
        random.seed(seed * 1000 + epoch)
        order = list(texts)
        random.shuffle(order)
        net.train()
        total = 0.0
        for text in order:
            loss = loss_of(text, *net(text))
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += float(loss.detach())
        out.mkdir(parents=True, exist_ok=True)
        torch.save({"net": net.state_dict(), "optimizer": optimizer.state_dict(), "schedule": schedule.state_dict(), "epoch": epoch + 1}, state)
        with (out / "curve.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps({"seed": seed, "epoch": epoch + 1, "loss": round(total / len(texts), 4)}) + "\n")
    net.eval()
    return net


def loss_of(text: Text, scores: Tensor, none: Tensor, types: Tensor) -> Tensor:
    """Minus the log of the probability of all right choices together, a mean over mentions; and of the right types."""
    count, width = len(text.cluster), int(text.slot.max(initial=0)) + 1
    i, slot = torch.from_numpy(text.i), torch.from_numpy(text.slot)
    right = torch.from_numpy(text.cluster[text.i] == text.cluster[text.j])
    named = torch.from_numpy(text.traits.columns["form"] == 0)
    wrong_name = named[i] & named[torch.from_numpy(text.j)] & ~right
    scores = scores + OF_FALSE_NAMES * wrong_name.float()
    table = torch.full((count, width), -1e4).index_put((i, slot), scores)
    table = torch.cat([table, none[:, None]], 1)
    gold = torch.zeros(count, width + 1, dtype=torch.bool)
    gold[i, slot] = right
    gold[:, width] = ~gold[:, :width].any(1)
    choice = torch.logsumexp(table, 1) - torch.logsumexp(table.masked_fill(~gold, -1e9), 1)
    known = torch.from_numpy(text.type)
    telling = nn.functional.cross_entropy(types, known, ignore_index=NO_TYPE) if bool((known != NO_TYPE).any()) else types.sum() * 0
    name = torch.from_numpy(text.traits.columns["name"])
    j = torch.from_numpy(text.j)
    other = right & named[i] & named[j]
    same = other & (name[i] == name[j])
    weight = torch.ones(count)
    weight[i[other]] = OF_OTHER_NAMES
    weight[i[same]] = 1.0
    choice = (choice * weight).sum() / weight.sum()
    return choice + OF_TYPES * telling
