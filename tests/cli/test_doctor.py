"""`sapujejak doctor` as an operator runs it: a line for each thing, and what to do."""

import os
import subprocess
import sys
from pathlib import Path

from tests.loopback.server import listening
from tests.loopback.telegram import TOKEN, Telegram
from tests.telegram.process import PROJECT


def doctor(home: Path, **told: str) -> subprocess.CompletedProcess[str]:
    environ = {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(PROJECT)}
    told = {f"SAPUJEJAK_{name}": value for name, value in told.items()}
    return subprocess.run(
        [sys.executable, "-m", "bot", "doctor"],
        cwd=home,
        env={**environ, **told},
        capture_output=True,
        text=True,
        check=False,
    )


def test_all_is_well(tmp_path: Path) -> None:
    with listening(Telegram()) as url:
        done = doctor(tmp_path, TOKEN=TOKEN, API_URL=url)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "✅ Token: milik @jejak_uji_bot." in done.stdout
    assert "✅ Jam: tepat." in done.stdout
    assert "✅ Kiriman: diambil sendiri oleh bot." in done.stdout
    assert "✅ Basis data: sqlite, 0 pekerjaan menunggu." in done.stdout
    assert done.stderr == ""


def test_what_groups_need_is_said(tmp_path: Path) -> None:
    telegram = Telegram(privacy=False, groups_allowed=False)
    with listening(telegram) as url:
        done = doctor(tmp_path, TOKEN=TOKEN, API_URL=url)
    assert "⚠️ Grup: tidak diizinkan" in done.stdout
    assert "⚠️ Mode sebaris: mati" in done.stdout
    assert "⚠️ Mode privasi mati" in done.stdout


def test_without_a_token_it_says_where_to_get_one(tmp_path: Path) -> None:
    done = doctor(tmp_path)
    assert done.returncode == 1
    assert "❌ Token: belum ada" in done.stdout


def test_a_wrong_token_and_no_store_are_both_said(tmp_path: Path) -> None:
    with listening(Telegram()) as url:
        store = "postgresql://bot:kata@127.0.0.1:1/jobs"
        done = doctor(tmp_path, TOKEN="1:wrong", API_URL=url, DATABASE_URL=store)
    assert done.returncode == 1
    assert "❌ Token: ditolak Telegram" in done.stdout
    assert "❌ Basis data: postgresql tidak bisa dihubungi" in done.stdout
    assert "kata" not in done.stdout + done.stderr


def test_a_telegram_that_is_away_is_said(tmp_path: Path) -> None:
    done = doctor(tmp_path, TOKEN=TOKEN, API_URL="http://127.0.0.1:1")
    assert done.returncode == 1
    assert "❌ Telegram: tidak bisa dihubungi" in done.stdout
    assert TOKEN not in done.stdout + done.stderr


def test_a_setting_that_cannot_be_used_is_wrong_use(tmp_path: Path) -> None:
    done = doctor(tmp_path, MODE="push")
    assert (done.returncode, done.stdout) == (2, "")
