"""Whether EEVEE may start: what a Blender of its own answers, and the sentence where it cannot."""

import sys

import pytest

from assets import RenderError
from render.settings.asking import NoAnswer, asked
from render.settings.graphics import check_eevee


def crashed() -> dict[str, str]:
    raise NoAnswer("exit status -11")


def test_what_it_draws_with_is_said() -> None:
    assert check_eevee(lambda: {"backend": "OPENGL", "renderer": "NVIDIA H100"}) == "NVIDIA H100 (OPENGL)"


def test_a_machine_where_blender_crashes_is_one_sentence_that_says_what_is_missing() -> None:
    with pytest.raises(RenderError, match=r"--engine eevee: .*\(exit status -11\).* libEGL.so.1 .*--engine cycles"):
        check_eevee(crashed)


def test_a_machine_without_a_driver_is_one_sentence() -> None:
    with pytest.raises(RenderError, match=r"--engine eevee: Blender finds no graphics driver; it needs OpenGL"):
        check_eevee(lambda: {"backend": "NONE", "renderer": ""})


def test_an_answer_is_found_among_what_drivers_write() -> None:
    assert asked("print('hello'); print('prelabel-answer:{}'); print('bye')") == "{}"


def test_how_a_child_ended_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoAnswer, match="exit status 3"):
        asked("raise SystemExit(3)")
    with pytest.raises(NoAnswer, match="no answer"):
        asked("pass")
    monkeypatch.setattr(sys, "executable", "/nonexistent/python")
    with pytest.raises(NoAnswer, match="no answer"):
        asked("pass")
