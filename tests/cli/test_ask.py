import io
import json

import pytest

from bot.cli import main


def test_json_is_an_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--json", "piye carane mateni riwayat gemini", "resep rendang"]) == 0
    one, two = map(json.loads, capsys.readouterr().out.splitlines())
    assert list(one) == ["text", "topics", "service", "score", "choices", "answer"]
    assert (one["topics"], one["service"]) == (["matikan_riwayat"], "gemini")
    assert "Keep Activity" in one["answer"]
    assert two["topics"] == ["di_luar_topik"]


def test_a_dash_reads_lines(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("halo\n\nmakasih\n"))
    assert main(["ask", "-", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["topics"] for row in rows] == [["sapaan"], ["terima_kasih"]]


def test_a_person_reads_the_answer(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "apakah chatgpt memakai foto saya untuk melatih AI?"]) == 0
    told = capsys.readouterr().out
    assert "ChatGPT" in told
    assert "<b>" not in told


@pytest.mark.parametrize("argv", [["ask"], ["ask", "halo", "--force"], ["ask", "halo", "-o", "x"]])
def test_wrong_use(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(argv) == 2
    assert capsys.readouterr().err
