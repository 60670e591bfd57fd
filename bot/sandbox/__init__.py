"""Hostile files are opened here: one child per file, confined before it reads a byte.

client       Sandbox: a file in, the child's answer or ChildDied out
protocol     requests, answers and verdicts as bytes
zygote       the warm process that children are forked from; it holds no secret
confinement  limits, seccomp, Landlock: what a child may still do
probe        a child that tries what it must not be able to do
"""

from bot.sandbox.client import ChildDied, Sandbox
from bot.sandbox.probe import Isolation

__all__ = ["ChildDied", "Isolation", "Sandbox"]
