# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The catalogue of errors: one constructor for each that Heroku is known (or, marked [I], assumed) to answer.

Texts marked [R] were recorded from the real service; see behaviour.md 2 for the source of each.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .switches import switches

RATE_LIMIT_URL = "https://devcenter.heroku.com/articles/platform-api-reference#rate-limits"


TWO_FACTOR_URL = "https://devcenter.heroku.com/articles/platform-api-reference#two-factor-authentication"


class ApiError(Exception):
    """An answer that is an error. ``key`` is the property that carries the text: ``error`` in v2 style bodies."""

    def __init__(
        self,
        status: int,
        error_id: str,
        message: str,
        *,
        key: str = "message",
        headers: dict[str, str] | None = None,
        **properties: Any,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.headers = headers or {}
        self.body: dict[str, Any] = {**properties, "id": error_id, key: message}


def sentence(words: Iterable[str]) -> str:
    """``a, b and c``."""
    *items, last = words
    return f"{', '.join(items)} and {last}" if items else last


# --- The request itself: behaviour.md 2.1


def missing_version() -> ApiError:
    """No Accept header with a version [R]."""
    return ApiError(
        400,
        "missing_version",
        "Please specify a version along with Heroku's API MIME type. For example, "
        "`Accept: application/vnd.heroku+json; version=3`.\n",
        key="error",
    )


def not_acceptable(version: str) -> ApiError:
    """A version that does not exist [I]."""
    return ApiError(406, "not_acceptable", f"Version {version} is not available.")


def no_endpoint() -> ApiError:
    """No such path or verb [R]."""
    return ApiError(
        404,
        "not_found",
        "The requested API endpoint was not found. Are you using the right HTTP verb (i.e. `GET` vs. `POST`), and did "
        "you specify your intended version with the `Accept` header?",
    )


def no_credentials() -> ApiError:
    """No Authorization header [R]; in 2014 the text was in ``error``."""
    return ApiError(
        401,
        "unauthorized",
        "There were no credentials in your `Authorization` header. Try `Authorization: Bearer <OAuth access token>` or "
        '`Authorization: Basic <base64-encoded email + ":" + password>`.',
        key=switches["old_error_key"],
    )


def bad_credentials() -> ApiError:
    """A token that is unknown or has expired [R]."""
    return ApiError(401, "unauthorized", "Invalid credentials provided.")


def password_with_two_factor() -> ApiError:
    """E-mail and password of an account with two-factor authentication [R]."""
    return ApiError(
        switches.status("basic_auth_status"),
        "vaas_enrolled",
        "Your account has MFA enabled; API requests using basic authentication with email and password are not "
        "supported. Please generate an authorization token for API access.",
    )


def missing_scope() -> ApiError:
    """A token without a scope that the operation accepts [I]."""
    return ApiError(403, "forbidden", "You do not have access to this resource with the scope of your token.")


def two_factor(app: dict[str, str] | None = None) -> ApiError:
    """A second factor is demanded, by the account or by an app [R, but for the url]."""
    properties: dict[str, Any] = {"app": app} if app else {}
    message = (
        "A second authentication factor or pre-authorization is required for this request. Your account has either "
        "two-factor or a YubiKey registered."
    )
    return ApiError(403, "two_factor", message, url=TWO_FACTOR_URL, **properties)


def invalid_two_factor_code() -> ApiError:
    """A wrong code for the second factor [R]; the status is [I]."""
    return ApiError(403, "invalid_two_factor_code", "Supplied two-factor auth code is invalid.")


def suspended(email: str) -> ApiError:
    """The account is suspended [R]; in 2013 the text was in ``error``."""
    message = f"The account {email} was suspended. If you believe this is an error please contact support"
    return ApiError(403, "suspended", message, key=switches["old_error_key"])


def delinquent() -> ApiError:
    """The account has not paid; the text is ours [I]."""
    return ApiError(402, "delinquent", "Your account is delinquent. Please update your payment information.")


def rate_limit(retry_after: int) -> ApiError:
    """The token pool is empty. ``retry_after``: seconds until the next token, for the switch of that name."""
    headers = {"Retry-After": str(retry_after)} if switches["retry_after"] == "present" else {}
    return ApiError(
        429,
        "rate_limit",
        "Your account reached the API rate limit\nPlease wait a few minutes before making new requests",
        headers=headers,
        url=RATE_LIMIT_URL,
    )


def bad_json() -> ApiError:
    """A body that is not JSON."""
    return ApiError(400, "bad_request", "Request body wasn't valid JSON.")


def not_an_object() -> ApiError:
    """A body that is JSON, but not an object; the status is [R]."""
    return ApiError(400, "bad_request", "Request body must be a JSON object.")


def invalid_params(message: str, **properties: Any) -> ApiError:
    """422 with a text of its own."""
    return ApiError(422, "invalid_params", message, **properties)


def required_params(names: Iterable[str]) -> ApiError:
    """Parameters are missing [R]."""
    return invalid_params(f"Require params: {', '.join(names)}.")


def unknown_params(names: Iterable[str]) -> ApiError:
    """Parameters that do not exist [R]; nested ones as ``outer:inner``."""
    return invalid_params(f"Unknown params: {', '.join(names)}.")


def wrong_type(name: str, expected: str) -> ApiError:
    """A parameter of another JSON type [I]."""
    return invalid_params(f"{name.replace('_', ' ').capitalize()} must be {expected}.")


def schema_violation(path: str, reason: str) -> ApiError:
    """How satellites refuse a parameter [R/K]."""
    return ApiError(400, "bad_request", f"Invalid request.\n\n#/{path}: {reason}")


def bad_range(default: str) -> ApiError:
    """A Range that cannot be served; the text is recorded for a missing field, the status [D]."""
    message = f"Requested range order is not allowed, please try `{default}` or another specified in `Accept-Ranges`."
    return ApiError(416, "requested_range_not_satisfiable", message)


def malformed_range() -> ApiError:
    """A Range that cannot be read [R]; its status is a switch."""
    message = "Invalid `Range` header. Please use format like `id ..; max=10, order=desc`. "
    return ApiError(switches.status("malformed_range_status"), "bad_request", message)


def bad_range_end() -> ApiError:
    """A Range that has an end and no start [R]."""
    message = "End range bounds without a start bound are currently not supported. Please specify a start bound. "
    return ApiError(416, "requested_range_not_satisfiable", message)


def bad_range_max(maximum: int) -> ApiError:
    """More than a page may have [I]."""
    return ApiError(416, "requested_range_not_satisfiable", f"Requested range `max` must be between 1 and {maximum}.")


def precondition_failed() -> ApiError:
    """If-Match does not hold [D]; text [I]."""
    return ApiError(412, "precondition_failed", "Precondition failed.")


def unavailable() -> ApiError:
    """The platform is overloaded [R]."""
    return ApiError(503, "unavailable", "Could not complete the action. Please try again later.")


def internal_server_error() -> ApiError:
    """Something broke."""
    return ApiError(500, "internal_server_error", "Internal server error.")


def conflict(message: str = "Conflict") -> ApiError:
    """A conflicting write."""
    return ApiError(409, "conflict", message)


def forbidden(message: str) -> ApiError:
    """Not allowed."""
    return ApiError(403, "forbidden", message)


def not_found(what: str, *, resource: str | None = None) -> ApiError:
    """``Couldn't find that app.`` and its kin [R]; ``resource`` where it is not the text's own word."""
    return ApiError(404, "not_found", f"Couldn't find that {what}.", resource=resource or what)


def satellite_not_found() -> ApiError:
    """What satellites say for everything that is not there [R]."""
    return ApiError(404, "not_found", "Not found.")


def no_process_type(name: str) -> ApiError:
    """Scaling what the app does not have [R]."""
    return ApiError(404, "not_found", f"Couldn't find that process type ({name}).", resource="process type")


def confirmation_required(app_name: str, message: str, status: int = 423) -> ApiError:
    """The request is to be repeated with ``"confirm": app name``."""
    return ApiError(status, "confirmation_required", message, headers={"X-Confirmation-Required": app_name})


def verification_required(message: str) -> ApiError:
    """The account has no payment method."""
    return ApiError(switches.status("verification_status"), switches["verification_id"], message)


# --- Apps: behaviour.md 2.2


def no_access_to_app(name: str) -> ApiError:
    """Somebody else's app [R]."""
    return forbidden(f"You do not have access to the app {name}.")


def no_access_to_team(name: str) -> ApiError:
    """Somebody else's team, in the style of version 2."""
    return ApiError(403, "forbidden", f"You do not have access to the team {name}.", key="error")


def no_permission(name: str, action: str, permission: str) -> ApiError:
    """A team member's permissions on the app do not allow it [R for add-ons]."""
    return forbidden(
        f"You do not have permission to {action} on {name}. You need to have the {permission} permission on this app."
    )


def verify_to_create_app() -> ApiError:
    """An unverified account creates an app [R]."""
    return verification_required(
        "To create an app, verify your account by adding payment information. Verify now at https://heroku.com/verify "
        "Learn more at https://devcenter.heroku.com/articles/account-verification"
    )


def verify_to_install_addon() -> ApiError:
    """An unverified account wants an add-on that costs [R]."""
    return verification_required(
        "Please verify your account to install this add-on plan (please enter a credit card) For more information, "
        "see https://devcenter.heroku.com/categories/billing Verify now at https://heroku.com/verify"
    )


def verify_to_add_domain() -> ApiError:
    """An unverified account adds a domain; the text is ours [I]."""
    return verification_required(
        "Please verify your account to add domains (please enter a credit card) For more information, "
        "see https://devcenter.heroku.com/categories/billing Verify now at https://heroku.com/verify"
    )


def name_taken() -> ApiError:
    """The name is in use, by anyone [R]."""
    return invalid_params("Name is already taken")


def app_name_invalid() -> ApiError:
    """Not a name for an app [R]."""
    return invalid_params(
        "Name must start with a letter, end with a letter or digit and can only contain lowercase letters, digits, and "
        "dashes."
    )


def app_name_too_long() -> ApiError:
    """More than 30 characters [R]."""
    return invalid_params("Name is too long (maximum is 30 characters)")


def app_limit(limit: int) -> ApiError:
    """The account has as many apps as it may [R]."""
    return invalid_params(
        f"You've reached your app limit of {limit} apps. Delete some apps or open a ticket at "
        "https://help.heroku.com/new/increase-limits to have this limit increased."
    )


def app_not_provisioned(name: str) -> ApiError:
    """A fresh app of a private space takes no writes yet [R]; the status is [I]."""
    return ApiError(422, "app_not_provisioned", f"App {name} is being provisioned. Please try again later.")


def attachment_values(names: Iterable[str]) -> ApiError:
    """Config vars that an add-on attachment owns [R]."""
    return invalid_params(f"Cannot overwrite attachment values {', '.join(sorted(names))}.")


# --- Add-ons: behaviour.md 2.2


def no_addon_service(name: str) -> ApiError:
    """Neither a service nor a plan [R]."""
    return invalid_params(f'Couldn\'t find either the add-on service or the add-on plan of "{name}".')


def refused_by_provider(plan: str, message: str) -> ApiError:
    """What a provider says to a request that it does not want to fulfil [R]."""
    return invalid_params(
        f"We tried to create {plan}, but received an error from the add-on provider. Try the request again, or log a "
        f"support ticket and include this message: {message}"
    )


def plan_retired(plan: str) -> ApiError:
    """A plan that was sold once [R]."""
    return invalid_params(
        f"The {plan} plan is no longer available. Choose a different plan. See all available plans in the Elements "
        "Marketplace at elements.heroku.com."
    )


def last_attachment(addon_name: str) -> ApiError:
    """The billing app must keep one [R, its start]."""
    return invalid_params(f"Cannot destroy last attachment to billing app for resource {addon_name}")


def last_billing_attachment(name: str, app_name: str, addon_name: str) -> ApiError:
    """The billing app must keep one, whatever is confirmed [R]."""
    return invalid_params(
        f"{name} on {app_name} is the last billing attachment to {addon_name}; either remove the add-on entirely or "
        "add a new attachment to it before replacing its config vars."
    )


def would_overwrite(name: str, app_name: str, variables: Iterable[str]) -> str:
    """Why an attachment must be confirmed that takes config vars of the user [R, its start]."""
    return f"Adding {name} to app {app_name} would overwrite existing vars {', '.join(sorted(variables))}"


def multiple_matches() -> ApiError:
    """A resolution that is not unique."""
    return ApiError(422, "multiple_matches", "Multiple matches")


# --- Formation: behaviour.md 2.2


def eco_not_subscribed() -> ApiError:
    """The owner has no Eco plan; the text is ours [I]."""
    return invalid_params(
        "You must subscribe to the Eco dynos plan to use Eco dynos. See https://dashboard.heroku.com/account/billing."
    )


def mixed_tiers(first: str, second: str) -> ApiError:
    """Two tiers in one app [R]."""
    return invalid_params(f"Cannot use the following dyno types in the same app: {first} and {second}")


def one_dyno_per_type(size: str) -> ApiError:
    """Eco and Basic run one dyno per type [R]."""
    return invalid_params(f"Cannot update to more than 1 {size} size dynos per process type.")


def cannot_run_above_limit(limit: int, size: int, name: str) -> ApiError:
    """More dynos than the app may have [R]."""
    return ApiError(
        422,
        "cannot_run_above_limit",
        f"Cannot run more than {limit} {name} size dynos.",
        limit=limit,
        size=size,
        url="https://devcenter.heroku.com/articles/dyno-size#default-scaling-limits",
    )


def no_such_size(name: str, available: Iterable[str]) -> ApiError:
    """Unknown dyno size [R]."""
    return invalid_params(f"No such size as {name}. Available dyno sizes are {sentence(available)}.")


def paid_dynos_for_tls() -> ApiError:
    """Certificates need better dynos than Eco [R, Basic for Hobby]."""
    return invalid_params("You need to be running on either Basic or Professional dynos to be able to use SNI SSL.")


def cnb_buildpacks() -> ApiError:
    """Buildpacks of an app of the fir generation [R]; the status is [I]."""
    return invalid_params(
        "This app uses Cloud Native Buildpacks. You must set buildpacks in your `project.toml` file. See "
        "https://devcenter.heroku.com/articles/managing-buildpacks#set-a-cloud-native-buildpack."
    )
