"""Settings of an installation: environment `SEATKEEPER_*` over `config.toml` in the instance folder over defaults."""

import os
import secrets
from pathlib import Path
from typing import Literal

from pydantic import Field, HttpUrl
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

ROOT = Path(__file__).parent.parent


def instance_folder() -> Path:
    """Where this installation keeps its data: `SEATKEEPER_INSTANCE`, or `instance/` beside the program."""
    return Path(os.environ.get("SEATKEEPER_INSTANCE") or ROOT / "instance").absolute()


class Settings(BaseSettings):
    """What an operator can set. Times are in seconds."""

    model_config = SettingsConfigDict(env_prefix="SEATKEEPER_", env_ignore_empty=True, extra="forbid")

    instance: Path = Field(
        default_factory=instance_folder, description="Folder for the database, the key and config.toml."
    )
    database_url: str = Field(
        default="", description="sqlite:///… or postgresql://…; empty: SQLite in the instance folder."
    )
    secret_key: str = Field(
        default="", description="Signs cookies; empty: made once and kept in the instance folder."
    )
    public_url: HttpUrl | None = Field(
        default=None, description="How people reach the console; empty: as the request came in."
    )
    trusted_hosts: str = Field(
        default="",
        description="Names besides public_url's that requests may come to, with commas between; both empty: any.",
    )
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    workers: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1, description="Server processes.")
    connections: int = Field(
        default=20_000, ge=1, description="Open connections a process accepts, event streams among them."
    )
    graceful_timeout: int = Field(
        default=10, ge=1, description="How long a stop waits for requests under way."
    )
    stalled_seconds: float = Field(
        default=60.0, gt=0, description="How long a client may send or take nothing amid a request."
    )
    sweep_seconds: float = Field(default=1.0, gt=0, description="How often overdue endings are written down.")
    sweep: bool = Field(default=True, description="Whether this node's processes run the sweep at all.")
    owners_may_set_licenses: bool | None = Field(
        default=None,
        description="Whether owners set their number of licenses; empty: while there is a single account.",
    )
    smtp_host: str = Field(default="", description="Sends mail; empty: none is sent, and links are shown.")
    smtp_port: int = Field(default=587, ge=1, le=65535, description="465 speaks TLS from the start.")
    smtp_user: str = Field(default="", description="Signs in there; empty: without.")
    smtp_password: str = ""
    smtp_from: str = Field(default="Seatkeeper <seatkeeper@localhost>", description="Who mail is from.")
    smtp_starttls: bool = Field(
        default=True, description="Mail goes encrypted or not at all; but for port 465."
    )
    log_format: Literal["text", "json"] = "text"
    log_requests: bool = Field(default=False, description="Whether each request is logged, by its route.")
    log_details: bool = Field(
        default=False, description="Whether the log tells addresses, names, and errors in full."
    )
    metrics_token: str = Field(
        default="",
        pattern=r"^$|^[\x21-\x7e]{16,}$",
        description="Opens /metrics; empty: there is no such page.",
    )
    pseudo_language: bool = Field(
        default=False,
        description="Whether browsers that ask for ar-XB are answered turned round, to test layouts.",
    )
    behind_proxy: bool = Field(
        default=False, description="Trust X-Forwarded-For, -Proto and -Host of one proxy in front."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment over config.toml over defaults."""
        toml = TomlConfigSettingsSource(settings_cls, toml_file=instance_folder() / "config.toml")
        return init_settings, env_settings, toml

    @property
    def address(self) -> str:
        """How people reach the console, as far as the settings tell."""
        return str(self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def host_names(self) -> list[str]:
        """The names that requests may come to; empty: any."""
        public = (self.public_url.host or "").rstrip(".") if self.public_url else ""
        return [name for name in (public, *(part.strip() for part in self.trusted_hosts.split(","))) if name]

    @property
    def is_https(self) -> bool:
        """Whether people reach the console by https, so that cookies may insist on it."""
        return self.public_url is not None and self.public_url.scheme == "https"

    @property
    def effective_database_url(self) -> str:
        """The database that is used."""
        return self.database_url or f"sqlite:///{self.instance / 'seatkeeper.db'}"

    def effective_secret_key(self) -> str:
        """The key that signs cookies; made on first use, readable by this system user alone."""
        return self.secret_key or _kept_key(self.instance / "secret_key")


def _kept_key(file: Path) -> str:
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(48))
    try:
        os.link(draft, file)  # whoever links first decides; the others read what is there
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return file.read_text().strip()
