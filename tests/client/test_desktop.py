from pathlib import Path

from webapp.client.running import desktop

TEXT = 'Ana is ending this session: "; rm -rf ~ $(date)'


def test_without_a_desktop_nothing_is_shown() -> None:
    assert desktop.command(TEXT, "linux", {"PATH": "/usr/bin"}) is None


def test_a_desktop_without_the_command_shows_nothing(tmp_path: Path) -> None:
    assert desktop.command(TEXT, "linux", {"PATH": str(tmp_path), "DISPLAY": ":0"}) is None


def test_the_text_is_an_argument_and_never_code(tmp_path: Path) -> None:
    tool = tmp_path / "notify-send"
    tool.touch(mode=0o755)

    on_linux = desktop.command(TEXT, "linux", {"PATH": str(tmp_path), "WAYLAND_DISPLAY": "wayland-0"})
    on_mac = desktop.command(TEXT, "darwin", {})

    assert on_linux is not None
    assert (on_linux[0], on_linux[-2:]) == (str(tool), ["--", TEXT])
    assert on_mac is not None
    assert on_mac[-1] == TEXT
