"""Tests of bot.engine.binary."""
