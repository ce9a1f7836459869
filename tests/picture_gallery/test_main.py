"""The command that draws pictures."""

import struct

import pytest

from picture_gallery.__main__ import FOLDER, PICTURES, main


def test_an_unknown_picture_is_a_sentence(capsys):
    """The names there are, are told."""
    assert main(["dashboards"]) == 1
    assert capsys.readouterr().out.startswith(
        "There is no picture dashboards; there are dashboard,"
    )


def test_without_a_browser_nothing_is_drawn(capsys, monkeypatch, tmp_path):
    """The pictures that are checked in stay as they are."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main([]) == 1
    assert "drawn with Chromium, which is not here" in capsys.readouterr().out


@pytest.mark.parametrize("name", [name for name in PICTURES if name.startswith("dashboard")])
def test_checked_in_pictures_have_the_size_of_their_page(name: str):
    """A dashboard that has grown wants its picture drawn anew: scripts/pictures."""
    png = (FOLDER / f"{name}.png").read_bytes()
    page = PICTURES[name]()
    assert struct.unpack(">II", png[16:24]) == (page.width, page.height)
    assert len(png) < 300 * 1024
