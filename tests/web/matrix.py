# ruff: noqa: E501 - a table is as wide as it is
"""Who may call what, written out: one line for each route and kind of request, one column for each kind of person.

A line is a request and its statuses. `name=value` is sent with it (as JSON to the API), `form` what the owner's form on
that page (or on the page of `form=/page`) would send, so that no refusal is one of the content. `{mine}` is a session of
whoever asks, on the device that asks; `{theirs}` is one of ben, a colleague in acme.

| column | who |
| --- | --- |
| anonymous | nobody is signed in |
| none, view-own, own | users of acme who may view nothing; view their own sessions; view and end their own |
| view, look | users of acme who may view all sessions; view all and end their own |
| domain | a user of acme with every right, as it is by default |
| admin, read-only, owner | domain admins of acme |
| other | the owner of another account |
"""

COLUMNS = (
    "anonymous", "none", "view-own", "own", "view", "look", "domain", "admin", "read-only", "owner", "other",
)  # fmt: skip

TABLE = """
                                                                              ano non v-o own vie loo dom adm r-o own oth

License Usage
GET /                                                                       | 303 303 303 303 303 303 303 303 303 303 303
GET /usage                                                                  | 303 403 200 200 200 200 200 200 200 200 200
GET /usage?view_as=ben                                                      | 303 403 403 403 403 403 403 200 200 200 404
GET /usage/events                                                           | 303 200 200 200 200 200 200 200 200 200 200
POST /usage/terminations session={mine}                                     | 303 404 403 303 403 303 303 303 303 303 303
POST /usage/terminations session={theirs}                                   | 303 404 404 404 403 403 303 303 403 303 404
POST /usage/terminations/withdrawals session={mine}                         | 303 404 403 303 403 303 303 303 303 303 303
POST /usage/terminations/withdrawals session={theirs}                       | 303 404 404 404 403 403 303 303 403 303 404

Pausing and resuming
POST /sessions/{mine}/pause                                                 | 303 303 303 303 303 303 303 303 303 303 303
POST /sessions/{theirs}/pause                                               | 303 404 404 404 404 404 404 404 404 404 404
GET /sessions/{mine}/resume                                                 | 303 303 303 303 303 303 303 303 303 303 303
GET /sessions/{theirs}/resume                                               | 303 404 404 404 404 404 404 404 404 404 404
POST /sessions/{mine}/resume                                                | 303 303 303 303 303 303 303 303 303 303 303
POST /sessions/{theirs}/resume                                              | 303 404 404 404 404 404 404 404 404 404 404

One's own session
POST /sessions remote=Printer                                               | 303 303 303 303 303 303 303 303 303 303 303
GET /sessions/{mine}                                                        | 303 200 200 200 200 200 200 200 200 200 200
GET /sessions/{theirs}                                                      | 303 404 404 404 404 404 404 404 404 404 404
GET /sessions/{mine}/events                                                 | 303 200 200 200 200 200 200 200 200 200 200
POST /sessions/{mine}/lease                                                 | 303 404 404 404 404 404 404 404 404 404 404
POST /sessions/{theirs}/lease                                               | 303 404 404 404 404 404 404 404 404 404 404
POST /sessions/{mine}/code                                                  | 303 303 303 303 303 303 303 303 303 303 303
POST /sessions/{theirs}/code                                                | 303 404 404 404 404 404 404 404 404 404 404
POST /sessions/{mine}/ending                                                | 303 404 403 303 403 303 303 303 303 303 303
POST /sessions/{theirs}/ending                                              | 303 404 404 404 404 404 404 404 404 404 404

The remote side of a session
GET /join                                                                   | 200 200 200 200 200 200 200 200 200 200 200
GET /join/482913057612                                                      | 200 200 200 200 200 200 200 200 200 200 200
POST /join code=482913057612 name=Eve                                       | 422 422 422 422 422 429 429 429 429 429 429
GET /remote                                                                 | 303 303 303 303 303 303 303 303 303 303 303
GET /remote/events                                                          | 401 401 401 401 401 401 401 401 401 401 401
POST /remote/leave                                                          | 303 303 303 303 303 303 303 303 303 303 303

Pay per use
GET /ppu                                                                    | 303 403 403 403 403 403 200 200 200 200 200
GET /ppu/export.csv                                                         | 303 403 403 403 403 403 200 200 200 200 200
POST /usage/tips/ppu_low/close                                              | 303 303 303 303 303 303 303 303 303 303 303
Reports
GET /reports                                                                | 303 303 303 303 303 303 303 303 303 303 303
GET /reports/usage                                                          | 303 403 403 403 403 403 200 200 200 200 200
GET /reports/usage.csv                                                      | 303 403 403 403 403 403 200 200 200 200 200
GET /reports/licenses                                                       | 303 403 403 403 403 403 200 200 200 200 200
GET /reports/licenses.csv                                                   | 303 403 403 403 403 403 200 200 200 200 200
GET /reports/sessions                                                       | 303 403 403 403 403 403 200 200 200 200 200
GET /reports/sessions.csv                                                   | 303 403 403 403 403 403 200 200 200 200 200
GET /reports/sessions/{mine}                                                | 303 403 403 403 403 403 200 200 200 200 200
GET /reports/sessions/{theirs}                                              | 303 403 403 403 403 403 200 200 200 200 404
GET /reports/refusals                                                       | 303 403 403 403 403 403 200 200 200 200 200
GET /reports/refusals.csv                                                   | 303 403 403 403 403 403 200 200 200 200 200

Everybody
GET /help                                                                   | 200 200 200 200 200 200 200 200 200 200 200
GET /help/overview                                                          | 200 200 200 200 200 200 200 200 200 200 200
GET /help/all                                                               | 200 200 200 200 200 200 200 200 200 200 200
GET /help/nothing                                                           | 404 404 404 404 404 404 404 404 404 404 404
GET /sign-in                                                                | 200 303 303 303 303 303 303 303 303 303 303
POST /sign-in                                                               | 422 422 422 422 422 422 422 422 422 422 422
GET /sign-in/code                                                           | 303 303 303 303 303 303 303 303 303 303 303
POST /sign-in/code code=1                                                   | 303 303 303 303 303 303 303 303 303 303 303
POST /sign-out                                                              | 303 303 303 303 303 303 303 303 303 303 303
GET /set-up/token                                                           | 404 404 404 404 404 404 404 404 404 404 404
POST /set-up/token name=Evil domain=evil licenses=9 owner_display_name=Eve owner_name=eve owner_email=eve@evil.example password=horse-of-eve | 404 404 404 404 404 404 404 404 404 404 404

One's own sign-in
GET /account/security                                                       | 303 200 200 200 200 200 200 200 200 200 200
GET /account/two-step                                                       | 303 200 200 200 200 200 200 200 200 200 200
GET /password                                                               | 303 200 200 200 200 200 200 200 200 200 200
POST /password                                                              | 303 422 422 422 422 422 422 422 422 422 422
GET /password/token                                                         | 404 404 404 404 404 404 404 404 404 404 404
POST /password/token                                                        | 404 404 404 404 404 404 404 404 404 404 404
POST /account/language language=sl                                          | 303 303 303 303 303 303 303 303 303 303 303
POST /account/security/sign-outs others=yes                                 | 303 303 303 303 303 303 303 303 303 303 303
POST /account/two-step                                                      | 303 303 303 303 303 303 303 303 303 303 303
POST /account/two-step/confirmation                                         | 303 422 422 422 422 422 422 422 422 422 422
POST /account/two-step/recovery-codes                                       | 303 303 303 303 303 303 303 303 303 303 303
POST /account/two-step/removal                                              | 303 303 303 303 303 303 303 303 303 303 303

Administration: settings
GET /administration                                                         | 303 403 403 403 403 403 403 303 303 303 303
GET /administration/settings                                                | 303 403 403 403 403 403 403 200 200 200 200
GET /administration/settings/license-usage                                  | 303 403 403 403 403 403 403 200 200 200 200
GET /administration/settings/security                                       | 303 403 403 403 403 403 403 200 200 200 200
GET /administration/settings/overview                                       | 303 403 403 403 403 403 403 200 200 200 200
POST /administration/settings form                                          | 303 403 403 403 403 403 403 303 403 303 409
POST /administration/settings/license-usage form                            | 303 403 403 403 403 403 403 303 403 303 303
POST /administration/settings/security form                                 | 303 403 403 403 403 403 403 303 403 303 303
POST /administration/settings/security/rights form=/administration/settings/security | 303 403 403 403 403 403 403 303 403 303 303
POST /administration/settings/notice_seconds/default                        | 303 403 403 403 403 403 403 303 403 303 303

Administration: audit
GET /administration/audit                                                   | 303 403 403 403 403 403 403 200 200 200 200
GET /administration/audit/export.csv                                        | 303 403 403 403 403 403 403 200 200 200 200

Administration: users
GET /administration/users                                                   | 303 403 403 403 403 403 403 200 200 200 200
GET /administration/users/ben                                               | 303 403 403 403 403 403 403 303 303 303 303
GET /administration/users/ben/profile                                       | 303 403 403 403 403 403 403 200 200 200 404
GET /administration/users/ben/security                                      | 303 403 403 403 403 403 403 200 200 200 404
POST /administration/users/ben/profile form                                 | 303 403 403 403 403 403 403 303 403 303 404
GET /administration/users/ben/ppu                                           | 303 403 403 403 403 403 403 200 200 200 404
POST /administration/users/ben/ppu form                                     | 303 403 403 403 403 403 403 303 403 303 404
POST /administration/users/ben/security form                                | 303 403 403 403 403 403 403 303 403 303 404
GET /administration/users/new                                               | 303 403 403 403 403 403 403 200 403 200 200
POST /administration/users/new                                              | 303 403 403 403 403 403 403 422 403 422 422
GET /administration/users/actions?action=sign_out&user=ben                  | 303 403 403 403 403 403 403 200 403 200 404
POST /administration/users/actions action=sign_out user=ben                 | 303 403 403 403 403 403 403 303 403 303 404
GET /administration/users/export.csv                                        | 303 403 403 403 403 403 403 200 200 200 200
GET /administration/users/import                                            | 303 403 403 403 403 403 403 200 403 200 200
POST /administration/users/import                                           | 303 403 403 403 403 403 403 422 403 422 422
POST /administration/users/import/confirmation                              | 303 403 403 403 403 403 403 422 403 422 422
POST /administration/users/ben/password-link                                | 303 403 403 403 403 403 403 303 403 303 404
POST /administration/users/ben/sign-in-delay/lifting                        | 303 403 403 403 403 403 403 303 403 303 404
POST /administration/users/ben/sign-outs browser=unknown                    | 303 403 403 403 403 403 403 404 403 404 404
POST /administration/users/ben/two-step/reset                               | 303 403 403 403 403 403 403 303 403 303 404

For operators
GET /healthz                                                                | 200 200 200 200 200 200 200 200 200 200 200
GET /readyz                                                                 | 200 200 200 200 200 200 200 200 200 200 200
GET /metrics                                                                | 404 404 404 404 404 404 404 404 404 404 404

The client API
GET /api/v1/openapi.json                                                    | 200 200 200 200 200 200 200 200 200 200 200
POST /api/v1/devices username=nobody password=wrong                         | 422 422 422 422 422 422 422 422 422 422 422
GET /api/v1/devices/current                                                 | 401 200 200 200 200 200 200 200 200 200 200
DELETE /api/v1/devices/current                                              | 401 204 204 204 204 204 204 204 204 204 204
GET /api/v1/events                                                          | 401 200 200 200 200 200 200 200 200 200 200
PUT /api/v1/lease                                                           | 401 200 200 200 200 200 200 200 200 200 200
GET /api/v1/licenses                                                        | 401 200 200 200 200 200 200 200 200 200 200
GET /api/v1/reports/sessions                                                | 401 403 403 403 403 403 200 200 200 200 200
GET /api/v1/reports/refusals                                                | 401 403 403 403 403 403 200 200 200 200 200
GET /api/v1/reports/usage                                                   | 401 403 403 403 403 403 200 200 200 200 200
POST /api/v1/sessions kind=unattended remote=SRV-1                          | 401 201 201 201 201 201 201 201 201 201 201
GET /api/v1/sessions                                                        | 401 403 200 200 200 200 200 200 200 200 200
GET /api/v1/sessions/{mine}                                                 | 401 200 200 200 200 200 200 200 200 200 200
GET /api/v1/sessions/{theirs}                                               | 401 404 404 404 200 200 200 200 200 200 404
DELETE /api/v1/sessions/{mine}                                              | 401 204 204 204 204 204 204 204 204 204 204
POST /api/v1/sessions/{mine}/code                                           | 401 409 409 409 409 409 409 409 409 409 409
POST /api/v1/sessions/{theirs}/code                                         | 401 404 404 404 404 404 404 404 404 404 404
POST /api/v1/join code=482913057612 name=Eve                                | 404 404 404 404 404 429 429 429 429 429 429
GET /api/v1/remote                                                          | 401 401 401 401 401 401 401 401 401 401 401
DELETE /api/v1/remote                                                       | 401 401 401 401 401 401 401 401 401 401 401
GET /api/v1/remote/events                                                   | 401 401 401 401 401 401 401 401 401 401 401
DELETE /api/v1/sessions/{theirs}                                            | 401 404 404 404 404 404 404 404 404 404 404
PUT /api/v1/sessions/{mine}/lease                                           | 401 200 200 200 200 200 200 200 200 200 200
PUT /api/v1/sessions/{theirs}/lease                                         | 401 404 404 404 404 404 404 404 404 404 404
POST /api/v1/sessions/{mine}/pause                                          | 401 200 200 200 200 200 200 200 200 200 200
POST /api/v1/sessions/{theirs}/pause                                        | 401 404 404 404 404 404 404 404 404 404 404
POST /api/v1/sessions/{mine}/resume                                         | 401 200 200 200 200 200 200 200 200 200 200
POST /api/v1/sessions/{theirs}/resume                                       | 401 404 404 404 404 404 404 404 404 404 404
POST /api/v1/sessions/{mine}/termination                                    | 401 404 403 202 403 202 202 202 202 202 202
POST /api/v1/sessions/{theirs}/termination                                  | 401 404 404 404 403 403 202 202 403 202 404
DELETE /api/v1/sessions/{mine}/termination                                  | 401 404 403 204 403 204 204 204 204 204 204
DELETE /api/v1/sessions/{theirs}/termination                                | 401 404 404 404 403 403 204 204 403 204 404
PUT /api/v1/sessions/{mine}/termination/confirmation                        | 401 409 409 409 409 409 409 409 409 409 409
PUT /api/v1/sessions/{theirs}/termination/confirmation                      | 401 404 404 404 404 404 404 404 404 404 404
"""
