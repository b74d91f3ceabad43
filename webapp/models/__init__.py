"""The tables. Constraints make a wrong state impossible to store where a constraint can say it; rules are in `domain`."""

from webapp.models.account import Account, AccountRightSetting
from webapp.models.audit import AuditEntry
from webapp.models.base import Base
from webapp.models.client_session import IS_HOLDING, IS_ON_PPU, IS_OPEN, IS_PAUSED, ClientSession
from webapp.models.device import Device, DeviceToken
from webapp.models.installation import SetupLink
from webapp.models.license import License, LicenseHolding
from webapp.models.outage import Heartbeat, Outage, OutageSession
from webapp.models.ppu_entry import PpuEntry
from webapp.models.refusal import Refusal
from webapp.models.session_event import SessionEvent
from webapp.models.sign_in import FailedSignIn, PasswordLink, RecoveryCode
from webapp.models.support import RemoteSide, SessionCode, WrongCode
from webapp.models.termination import Termination
from webapp.models.tip import ClosedTip
from webapp.models.usage import LicenseCount, UsageQuarter
from webapp.models.user import BrowserSignIn, User, UserRightSetting

__all__ = [
    "IS_HOLDING",
    "IS_ON_PPU",
    "IS_OPEN",
    "IS_PAUSED",
    "Account",
    "AccountRightSetting",
    "AuditEntry",
    "Base",
    "BrowserSignIn",
    "ClientSession",
    "ClosedTip",
    "Device",
    "DeviceToken",
    "FailedSignIn",
    "Heartbeat",
    "License",
    "LicenseCount",
    "LicenseHolding",
    "Outage",
    "OutageSession",
    "PasswordLink",
    "PpuEntry",
    "RecoveryCode",
    "Refusal",
    "RemoteSide",
    "SessionCode",
    "SessionEvent",
    "SetupLink",
    "Termination",
    "UsageQuarter",
    "User",
    "UserRightSetting",
    "WrongCode",
]
