"""Every form of the console with what nobody types: whatever is sent, the answer is a page that says what is wrong."""

from collections.abc import Callable
from urllib.parse import quote_from_bytes, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.fuzz.conftest import Target
from tests.fuzz.effort import effort
from tests.fuzz.nonsense import BOUNDARY, HUGE, raw_bytes, texts
from tests.fuzz.site import Fields, Site
from tests.web.html import read

URLENCODED = "application/x-www-form-urlencoded"
CONTENT_TYPES = [
    *[URLENCODED] * 15, *[f"multipart/form-data; boundary={BOUNDARY}"] * 5, "multipart/form-data", "application/json",
    "text/plain", "", f"{URLENCODED}; charset=utf-16", "nonsense",
]  # fmt: skip
MESSAGES = ("invalid-feedback", "alert", "empty-subtitle", "toast")
NOT_SHOWN_AS_THINGS_STAND = {
    "/account/two-step/confirmation": "code",
    "/account/two-step/recovery-codes": "password",
    "/account/two-step/removal": "password",
    "/administration/settings/<name>/default": "version",
    "/administration/users/<name>/sign-in-delay/lifting": "",
    "/administration/users/<name>/two-step/reset": "",
    "/administration/users/actions": "action user back",
    "/administration/users/import/confirmation": "text digest file",
    "/remote/leave": "",
    "/set-up/<token>": "name domain licenses owner_display_name owner_name owner_email password",
    "/sign-in": "username password next",
    "/sign-in/code": "code",
    "/usage/tips/<kind>/close": "",
}
"""The fields of forms that the owner's pages have only at other times."""


@pytest.fixture(scope="module")
def site(target: Target) -> Site:
    """The console."""
    return Site(target)


def test_every_address_that_takes_forms_is_known_by_a_form(site: Site) -> None:
    known = {*site.forms, *NOT_SHOWN_AS_THINGS_STAND}

    assert {rule.rule for rule in site.rules("POST")} - known == set()


@pytest.mark.slow
def test_whatever_a_form_is_sent_the_answer_says_what_is_wrong(site: Site) -> None:
    for rule in site.rules("POST"):
        effort(5)(given(st.data())(_sending(site, rule)))()


@pytest.mark.slow
def test_whatever_an_address_is_asked_the_answer_says_what_is_wrong(site: Site) -> None:
    for rule in site.rules("GET"):
        effort(5)(given(st.data())(_asking(site, rule)))()


def _sending(site: Site, rule: Rule) -> Callable[[st.DataObject], None]:
    fields = _fields_of(site, rule)

    def send(data: st.DataObject) -> None:
        address = site.place(rule, **_path_parts(data, rule.arguments))
        body, content_type = _body(data, fields)
        assert _wrong_with(site.browser().post(address, data=body, content_type=content_type)) == ""

    return send


def _fields_of(site: Site, rule: Rule) -> Fields:
    if rule.rule in site.forms:
        return site.forms[rule.rule].fields
    token = next(value for name, value in site.forms["/join"].fields if name == "csrf_token")
    return [("csrf_token", token), *((name, "1") for name in NOT_SHOWN_AS_THINGS_STAND[rule.rule].split())]


def _asking(site: Site, rule: Rule) -> Callable[[st.DataObject], None]:
    def ask(data: st.DataObject) -> None:
        address = site.place(rule, **_path_parts(data, rule.arguments))
        assert _wrong_with(site.browser().get(f"{address}?{_query(data)}")) == ""

    return ask


def _path_parts(data: st.DataObject, names: set[str]) -> dict[str, str]:
    parts = {}
    for name in sorted(names - {"session_id"}):
        if _once_in(4, data) and (text := data.draw(texts()).replace("/", "")):
            parts[name] = text
    return parts


def _body(data: st.DataObject, fields: Fields) -> tuple[bytes, str]:
    content_type = data.draw(st.sampled_from(CONTENT_TYPES))
    sent = [pair for field in fields for pair in _changed(data, field)]
    if _once_in(10, data):
        sent.append((fields[-1][0], HUGE))
    if content_type.startswith("multipart"):
        return _multipart(sent), content_type
    body = urlencode(sent).encode()
    if _once_in(5, data):
        body += f"&{fields[-1][0]}=".encode() + data.draw(raw_bytes())
    return body, content_type


def _changed(data: st.DataObject, field: tuple[str, str]) -> Fields:
    name, value = field
    if name == "csrf_token" and not _once_in(20, data):
        return [field]
    match data.draw(st.sampled_from(["as it is", "as it is", "other", "missing", "twice"])):
        case "other":
            return [(name, data.draw(texts()))]
        case "missing":
            return [("nobody-knows-me", value)]
        case "twice":
            return [field, (name, data.draw(texts()))]
    return [field]


def _once_in(times: int, data: st.DataObject) -> bool:
    return data.draw(st.sampled_from([False] * (times - 1) + [True]))


def _multipart(sent: Fields) -> bytes:
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in sent
    ]
    return ("".join(parts) + f"--{BOUNDARY}--\r\n").encode()


QUERY_NAMES = [
    "q", "page", "after", "sort", "period", "from", "to", "user", "device", "view_as", "refusal", "next", "action", "back",
    "state", "kind", "reason", "descending", "weekdays", "start", "end", "code", "who", "what", "days", "end_reason", "level",
]  # fmt: skip


def _query(data: st.DataObject) -> str:
    names = data.draw(st.lists(st.sampled_from(QUERY_NAMES), max_size=4))
    pairs = [(name, data.draw(texts())) for name in names]
    raw = "&q=" + quote_from_bytes(data.draw(raw_bytes())) if _once_in(4, data) else ""
    return urlencode(pairs) + raw


def _wrong_with(answer: TestResponse) -> str:
    """What is wrong with an answer: a fault of ours, or an error that says nothing to a person."""
    if answer.status_code < 400:
        return ""
    shown = read(answer.text) if answer.mimetype == "text/html" and answer.status_code < 500 else None
    messages = [message.text for place in MESSAGES for message in shown.all(class_=place)] if shown else []
    return "" if any(messages) else f"{answer.status_code} for {answer.request.path}: {answer.text[:1000]}"
