"""The console as a fuzzer finds it: its addresses from the application's own map, and what each of its forms would send."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.routing import Rule

from tests.fuzz.conftest import Target
from tests.services.acting import opened
from tests.support.cast import sign_in_at_console
from tests.support.clock import START
from tests.web.html import Element, read
from webapp.domain.sign_in import TwoStep
from webapp.models import Account, User
from webapp.services.issue_password_link import issue_password_link

Fields = list[tuple[str, str]]
STREAMS = "/events"
TOKEN_OF_FORMS = "the same in every browser, so that a form that one was shown is good for another"


@dataclass(frozen=True)
class Form:
    """Where a form is sent, and what it would send as it stands."""

    action: str
    fields: Fields


class Site:
    """The console of one application, visited by acme's owner."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._map = target.app.url_map.bind("localhost")

    def browser(self) -> FlaskClient:
        """A browser of the owner's, signed in just now, with nothing to do first: whatever was sent before."""
        db = self._target.db
        db.write(lambda tx: tx.execute(update(Account).values(two_step=TwoStep.OPTIONAL)))
        db.write(
            lambda tx: tx.execute(update(User).values(must_change_password=False, totp_confirmed_at=None))
        )
        browser = self._target.app.test_client()
        with browser.session_transaction() as kept:
            kept["_user_id"] = sign_in_at_console(db, r"acme\ana").token
            kept["_fresh"] = True
            kept["csrf_token"] = TOKEN_OF_FORMS
        return browser

    def rules(self, method: str) -> list[Rule]:
        """The console's addresses that take this method."""
        return sorted(
            (
                rule
                for rule in self._target.app.url_map.iter_rules()
                if method in (rule.methods or ())
                and not rule.rule.startswith(("/api/", "/static/"))
                and not rule.rule.endswith(STREAMS)
            ),
            key=lambda rule: rule.rule,
        )

    def place(self, rule: Rule, **instead: str) -> str:
        """An address of this rule that leads somewhere, but for the parts that are given."""
        found = {name: instead.get(name) or self._something(rule.rule, name) for name in rule.arguments}
        return self._map.build(rule.endpoint, found)

    @cached_property
    def forms(self) -> dict[str, Form]:
        """The forms of all pages, by the rule that they, or buttons of theirs, are sent to."""
        browser, found = self.browser(), dict[str, Form]()
        for rule in self.rules("GET"):
            answer = browser.get(self.place(rule), follow_redirects=True)
            if answer.mimetype == "text/html":
                for form in _forms(read(answer.text)):
                    if (target := self._rule_of(form.action)) is not None:
                        found.setdefault(target.rule, form)
        return found

    def _rule_of(self, address: str) -> Rule | None:
        """The rule that a form's address belongs to; None: it takes none, each button of the form has its own."""
        try:
            return self._map.match(address.partition("?")[0], "POST", return_rule=True)[0]
        except MethodNotAllowed:
            return None

    def _something(self, rule: str, name: str) -> str:
        db, ana = self._target.db, self._target.cast.ana
        if name == "session_id":
            return str(opened(db, ana.desk, START).id)
        if name == "token" and rule.startswith("/password"):
            return issue_password_link(db, ana.actor, "cleo", START)
        if name == "name" and rule.startswith("/administration/settings"):
            return "notice_seconds"
        return {"name": "ben", "kind": "ppu_low", "code": "482913057612"}.get(name, "nothing")


def _forms(page: Element) -> Iterator[Form]:
    for form in page.all("form", method="post"):
        outside = page.all("button", form=form.attributes["id"]) if "id" in form.attributes else []
        buttons = [button.attributes for button in [*form.all("button"), *outside]]
        actions = [
            form.attributes["action"],
            *(given["formaction"] for given in buttons if "formaction" in given),
        ]
        yield from (Form(action, _fields(form)) for action in actions)


def _fields(form: Element) -> Fields:
    controls = [*form.all("input"), *form.all("textarea"), *form.all("select"), *form.all("button")]
    return [(one.attributes["name"], _value(one)) for one in controls if "name" in one.attributes]


def _value(control: Element) -> str:
    if control.tag == "select":
        chosen = control.all("option", selected="") or control.all("option")
        return chosen[0].attributes.get("value", "") if chosen else ""
    return control.text if control.tag == "textarea" else control.attributes.get("value", "")
