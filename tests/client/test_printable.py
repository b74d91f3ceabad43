from webapp.client.printable import printable


def test_a_reason_cannot_steer_the_terminal() -> None:
    assert printable("bye\x1b[2J\r\nroot# \u202egnol") == "bye [2J root# gnol"


def test_letters_of_all_scripts_stay() -> None:
    assert printable("Ána Новак 安娜") == "Ána Новак 安娜"
