"""Fills in forms of the console: what a form would send as it stands, and what of it can be chosen."""

from tests.web.html import Element


def form_to(page: Element, address: str) -> Element:
    """The form of a page that is sent to this address."""
    (found,) = [form for form in page.all("form") if form.attributes.get("action") == address]
    return found


def filled_in(form: Element) -> dict[str, str]:
    """What the form would send; what is locked is not sent."""
    sent = {}
    for control in form.all("input"):
        given = control.attributes
        unticked = given.get("type") in ("radio", "checkbox") and "checked" not in given
        if "name" in given and "disabled" not in given and not unticked:
            sent[given["name"]] = given.get("value", "")
    for choice in form.all("select"):
        chosen = [option for option in choice.all("option") if "selected" in option.attributes]
        sent[choice.attributes["name"]] = (chosen or choice.all("option"))[0].attributes["value"]
    for area in form.all("textarea"):
        text = "".join(part for part in area.content if isinstance(part, str))
        sent[area.attributes["name"]] = text.removeprefix("\r").removeprefix("\n")
    return sent


def can_be_chosen(form: Element, name: str) -> list[str]:
    """The values of a group of radio buttons that are not locked."""
    options = form.all("input", name=name)
    return [option.attributes["value"] for option in options if "disabled" not in option.attributes]
