"""The file that remembers, for one person on one device, which device this is and where it is signed in."""

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from uuid import uuid4

from platformdirs import user_config_path

from webapp.client.errors import SeatkeeperError


class NotSignedIn(SeatkeeperError):
    """This device is signed in nowhere."""


def _new_id() -> str:
    return str(uuid4())


@dataclass(frozen=True, slots=True)
class SignInFile:
    """What the file holds. `device_id` is made once and stays the same over sign-ins; the token is a secret."""

    device_id: str = field(default_factory=_new_id)
    url: str = ""
    token: str = ""
    username: str = ""
    device_name: str = ""

    @property
    def signed_in(self) -> bool:
        """Whether there is a token to speak with."""
        return bool(self.url and self.token)

    def signed_out(self) -> "SignInFile":
        """The same device without its token."""
        return replace(self, token="")


def path(environ: Mapping[str, str] = os.environ) -> Path:
    """Where the file is: in the folder that SEAT_CONFIG names, or where this desktop keeps settings."""
    folder = environ.get("SEAT_CONFIG")
    return (Path(folder) if folder else user_config_path("seatkeeper", appauthor=False)) / "seat.json"


def read(file: Path) -> SignInFile:
    """What is remembered; a new device when nothing is."""
    try:
        known = json.loads(file.read_text("utf-8"))
        fields = {name: known[name] for name in SignInFile.__slots__ if isinstance(known.get(name), str)}
        return SignInFile(**fields)
    except FileNotFoundError:
        return SignInFile()
    except (OSError, ValueError, AttributeError) as error:
        raise SeatkeeperError(f"{file} cannot be read ({error}). Remove it and sign in again.") from error


def write(file: Path, content: SignInFile) -> None:
    """Remember, readable for this person only, and never half: a reader sees the old file or the new one."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".seat-")  # made with mode 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(asdict(content), stream, indent=1)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def read_signed_in(file: Path) -> SignInFile:
    """What is remembered. Raises NotSignedIn."""
    known = read(file)
    if not known.signed_in:
        raise NotSignedIn("This device is not signed in. Sign in first: seat sign-in URL")
    return known
