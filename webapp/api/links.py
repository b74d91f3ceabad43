"""Links of the OpenAPI document: which operations go on with what an answer holds."""

Link = dict[str, object]


def _links(operations: str, parameter: str, holds: str) -> dict[str, Link]:
    return {
        name: {"operationId": name, "parameters": {parameter: f"$response.body#/{holds}"}}
        for name in operations.split()
    }


THIS_SESSION = _links(
    "look_at_session renew_session pause_session resume_session issue_code end_session_with_notice take_termination_back"
    " confirm_that_user_was_told close_session",
    "session_id",
    "id",
)
"""From a session to what can be done with it."""


def next_page(operation: str) -> dict[str, Link]:
    """From a page to the next one."""
    return _links(operation, "after", "next")
