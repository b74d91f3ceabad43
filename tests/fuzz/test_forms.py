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
    URLENCODED, URLENCODED, URLENCODED, f"multipart/form-data; boundary={BOUNDARY}", "multipart/form-data",
    "application/json", "text/plain", "", f"{URLENCODED}; charset=utf-16", "nonsense",
]  # fmt: skip
MESSAGES = ("invalid-feedback", "alert", "empty-subtitle", "toast")
WITHOUT_A_FORM = {
    "/sessions/<uuid:session_id>/lease",  # a script of the page says that it is open
    "/set-up/<token>",  # of an installation without accounts
}


@pytest.fixture(scope="module")
def site(target: Target) -> Site:
    """The console."""
    return Site(target)


def test_every_address_that_takes_forms_is_known_by_a_form(site: Site) -> None:
    known = set(site.forms)

    assert {rule.rule for rule in site.rules("POST")} - known - WITHOUT_A_FORM == set()


@pytest.mark.slow
def test_whatever_a_form_is_sent_the_answer_says_what_is_wrong(site: Site) -> None:
    for rule in site.rules("POST"):
        effort(5)(given(st.data())(_sending(site, rule)))()


@pytest.mark.slow
def test_whatever_an_address_is_asked_the_answer_says_what_is_wrong(site: Site) -> None:
    for rule in site.rules("GET"):
        effort(5)(given(st.data())(_asking(site, rule)))()


def _sending(site: Site, rule: Rule) -> Callable[[st.DataObject], None]:
    fields = site.forms[rule.rule].fields if rule.rule in site.forms else []

    def send(data: st.DataObject) -> None:
        address = site.place(rule, **_path_parts(data, rule.arguments))
        body, content_type = _body(data, fields)
        assert _wrong_with(site.browser().post(address, data=body, content_type=content_type)) == ""

    return send


def _asking(site: Site, rule: Rule) -> Callable[[st.DataObject], None]:
    def ask(data: st.DataObject) -> None:
        address = site.place(rule, **_path_parts(data, rule.arguments))
        assert _wrong_with(site.browser().get(f"{address}?{_query(data)}")) == ""

    return ask


def _path_parts(data: st.DataObject, names: set[str]) -> dict[str, str]:
    parts = {}
    for name in sorted(names - {"session_id"}):
        if data.draw(st.booleans()) and (text := data.draw(texts()).replace("/", "")):
            parts[name] = text
    return parts


def _body(data: st.DataObject, fields: Fields) -> tuple[bytes, str]:
    content_type = data.draw(st.sampled_from(CONTENT_TYPES))
    sent = list(fields)
    for at in range(len(sent)):
        match data.draw(st.sampled_from(["as is", "as is", "other", "missing", "twice"])):
            case "other":
                sent[at] = (sent[at][0], data.draw(texts()))
            case "missing":
                sent[at] = ("nobody-knows-me", sent[at][1])
            case "twice":
                sent.append((sent[at][0], data.draw(texts())))
    if fields and data.draw(st.integers(0, 9)) == 0:
        sent[0] = (fields[-1][0], HUGE)
    if content_type.startswith("multipart"):
        return _multipart(sent), content_type
    body = urlencode(sent).encode()
    if data.draw(st.integers(0, 4)) == 0:
        body += (
            b"&" + fields[0][0].encode() + b"=" + data.draw(raw_bytes()) if fields else data.draw(raw_bytes())
        )
    return body, content_type


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
    raw = "&q=" + quote_from_bytes(data.draw(raw_bytes())) if data.draw(st.booleans()) else ""
    return urlencode(pairs) + raw


def _wrong_with(answer: TestResponse) -> str:
    """What is wrong with an answer: a fault of ours, or an error that says nothing to a person."""
    if answer.status_code < 400:
        return ""
    shown = read(answer.text) if answer.mimetype == "text/html" and answer.status_code < 500 else None
    messages = [message.text for place in MESSAGES for message in shown.all(class_=place)] if shown else []
    return "" if any(messages) else f"{answer.status_code} for {answer.request.path}: {answer.text[:1000]}"
