"""Tests of bot.engine.blocks."""
