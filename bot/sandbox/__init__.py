"""Where hostile files are taken apart: one child a file, confined before it reads a byte.

sandbox    the door: a file in, an answer or the child's cause of death out
zygote     the warm process that children are forked from; it holds no secret
confine    limits, seccomp, Landlock: what a child may still do
tasks      what a child is asked to do
answers    answers as JSON: nothing that a child writes is ever executed
"""

from bot.sandbox.client import Died, Level, Sandbox

__all__ = ["Died", "Level", "Sandbox"]
