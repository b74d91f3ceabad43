import pytest

from webapp.client.remote_name import guess_remote, guess_target


@pytest.mark.parametrize(
    ("command", "remote"),
    [
        ("ssh srv-db-02", "srv-db-02"),
        ("ssh ana@srv-db-02 uptime", "srv-db-02"),
        ("/usr/bin/ssh -p 2222 -vi key ana@srv-db-02", "srv-db-02"),
        ("ssh -p2222 -- srv-db-02", "srv-db-02"),
        ("ssh ssh://ana@srv-db-02:2222", "srv-db-02"),
        ("ssh ana@fe80::1", "fe80::1"),
        ("sftp ana@srv-db-02:/var", "srv-db-02"),
        ("mosh --predict=always ana@srv-db-02", "srv-db-02"),
        ("xfreerdp /u:ana /v:srv-cad-01:3390", "srv-cad-01"),
        ("xfreerdp3 /v:[fe80::1]:3390", "fe80::1"),
        ("mstsc.exe /v:srv-cad-01", "srv-cad-01"),
        ("rdesktop -u ana srv-cad-01", "srv-cad-01"),
        ("vncviewer -Shared 10.0.0.17:1", "10.0.0.17"),
        ("ssh -V", "ssh"),
        ("/opt/cad/bin/cad drawing.dwg", "cad"),
    ],
)
def test_the_remote_side_is_the_target_of_the_command_or_its_name(command: str, remote: str) -> None:
    assert guess_remote(command.split()) == remote


def test_a_program_of_which_nothing_is_known_has_no_target() -> None:
    assert guess_target(["cad", "drawing.dwg"]) is None
