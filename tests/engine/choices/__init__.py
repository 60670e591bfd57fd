"""Tests of bot.engine.choices."""
