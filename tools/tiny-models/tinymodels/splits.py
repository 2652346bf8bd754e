"""Which questions belong to training, to the dev items and to the test items.

A question has a key that does not depend on how it is phrased (the sorted
operands of a sum, the word of a word task). The key's SHA-256 decides its split
for good: 1 of 20 buckets is dev, 1 is test, and the other 18 are training. The
training generator throws away every example whose key is not in a training
bucket, so no held-out question, nor a reordering or rephrasing of one, can be
trained on.
"""

from __future__ import annotations

import hashlib
from typing import Literal

Split = Literal["train", "dev", "test"]

BUCKETS = 20
DEV_BUCKET = 0
TEST_BUCKET = 1


def split_of(key: str) -> Split:
    """The split that a question with this key belongs to."""
    digest = hashlib.sha256(key.encode("ascii")).digest()
    bucket = int.from_bytes(digest[:8], "big") % BUCKETS
    if bucket == DEV_BUCKET:
        return "dev"
    if bucket == TEST_BUCKET:
        return "test"
    return "train"
