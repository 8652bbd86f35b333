"""Counting what somebody does in a window of real time, and stopping who does too much of it."""

from zhengtong.kernel.counts._blocks import spend_from_block
from zhengtong.kernel.counts._rows import add, forget_old, spend

__all__ = ["add", "forget_old", "spend", "spend_from_block"]
