# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the table of operations (``operations.py``) cannot read anywhere."""

from __future__ import annotations

# Patterns of operations that are called otherwise today, and what they are called.
RENAMED = (
    (r" /organizations\b", " /teams"),
    (r"/ssl-endpoints\b", "/sni-endpoints"),
    (r"^POST /apps/{}/dynos/actions/restart-all$", "DELETE /apps/{}/dynos"),
    # The lines of a build's output: today the build says where they are streamed.
    (r"^GET /apps/{}/builds/{}/result$", "GET /apps/{}/builds/{}"),
    # A credential is named as in credential:NAME.
    (r"/config/credential:{}$", "/config/{}"),
)

# Operations that modules do without, what they use in their place, and why.
INSTEAD: dict[str, tuple[str, str]] = {
    "GET /apps/{}/log-drains/{}": (
        "GET /apps/{}/log-drains",
        "a drain's address is a secret, and paths stand in logs",
    ),
    "GET /apps/{}/dynos/{}": ("GET /apps/{}/dynos", "the list serves any number of dynos"),
    **dict.fromkeys(
        ("GET /apps/{}/formation/{}", "PATCH /apps/{}/formation/{}"),
        ("PATCH /apps/{}/formation", "dyno tiers can only change together, in one request"),
    ),
    "GET /apps/{}/collaborators/{}": ("GET /apps/{}/collaborators", "the list serves any number of people"),
    "GET /account/keys/{}": ("GET /account/keys", "keys are compared by what they are, not by name"),
    "GET /teams/apps": ("GET /apps", "it lists the apps of teams too, and says more of each"),
    "GET /addon-services/{}/plans/{}": ("GET /plans/{}", "it is the same plan"),
    "GET /stacks/{}": ("GET /stacks", "the list is short"),
    "GET /dyno-sizes/{}": ("GET /dyno-sizes", "the list is short"),
    "GET /apps/{}/webhooks/{}": ("GET /apps/{}/webhooks", "webhooks are told by their URL, which is in the list only"),
    "GET /apps/{}/webhook-deliveries/{}": ("GET /apps/{}/webhook-deliveries", "the list has all of each"),
    "GET /apps/{}/webhook-events/{}": ("GET /apps/{}/webhook-events", "the list has all of each"),
    "POST /apps/{}/sources": ("POST /sources", "the one of an app is deprecated"),
    "GET /pipeline-couplings/{}": ("GET /apps/{}/pipeline-couplings", "an app has one coupling at the most"),
    "GET /users/~/pipeline-couplings": ("GET /pipeline-couplings", "they are the same"),
    "GET /addon-attachments/{}": ("GET /apps/{}/addon-attachments", "attachments have names within an app"),
    "POST /actions/addons/resolve": ("GET /apps/{}/addons", "an app's list says what each name means"),
    "POST /actions/addon-attachments/resolve": (
        "GET /apps/{}/addon-attachments",
        "an app's list says what each name means",
    ),
    "GET /account/app-transfers/{}": ("GET /account/app-transfers", "the list has all of each"),
    "GET /telemetry-drains/{}": ("GET /apps/{}/telemetry-drains", "drains are told by where they send, not by ID"),
    "GET /users/{}/apps": ("GET /apps", "a token sees what its own account can see"),
    "GET /users/{}/addons": ("GET /addons", "a token sees what its own account can see"),
    "GET /teams/{}/spaces": ("GET /spaces", "each space says which team it is of"),
    "GET /spaces/{}/peerings/{}": ("GET /spaces/{}/peerings", "the list serves any number of peerings"),
    "POST /spaces/{}/peerings": (
        "POST /spaces/{}/peerings/{}/actions/accept",
        "both accept a peering, and this one is in the public schema",
    ),
    "GET /test-runs/{}": ("GET /pipelines/{}/test-runs/{}", "people know a run by its number"),
    "GET /regions/{}/addon-region-capabilities": ("GET /addon-region-capabilities", "one list has all regions"),
    "POST /teams/{}/members": ("PUT /teams/{}/members", "a PUT whose answer was lost can be repeated"),
    **dict.fromkeys(
        (
            "POST /identity-providers/{}/certificates",
            "PATCH /identity-providers/{}/certificates/{}",
            "DELETE /identity-providers/{}/certificates/{}",
        ),
        ("PATCH /identity-providers/{}", "one write changes all certificates of a provider"),
    ),
    **dict.fromkeys(
        ("GET /account/invoices/{}", "GET /teams/{}/invoices/{}"),
        ("GET /account/invoices", "a 404 would not say whether the invoice is missing, or the team"),
    ),
    "GET /enterprise-accounts/{}/archives/{}/{}": (
        "GET /enterprise-accounts/{}/archives",
        "a 404 would not say whether the archive is missing, or the enterprise account",
    ),
    "GET /users/{}": ("GET /account", "a token sees no other account than its own"),
    "PATCH /users/{}": ("PATCH /account", "a token changes no other account than its own"),
    "DELETE /oauth/tokens/{}": (
        "DELETE /oauth/authorizations/{}",
        "nothing can be asked about a token, but about its authorization",
    ),
    "GET /identity-providers/{}/certificates/{}": (
        "GET /identity-providers/{}",
        "the provider holds all of its certificates",
    ),
}

# Why nothing serves an operation, or none of a resource's.
LEFT_OUT: dict[str, str] = {
    "PATCH /apps/{}/acm": "Heroku refreshes certificates by itself",
    **dict.fromkeys(
        ("add-on-config", "PUT /addons/{}/log-drains/{}", "GET /addons/{}/log-drains"),
        "for the partner who provides an add-on",
    ),
    "config-vars-settings": "a prototype; heroku_config tells whose a config var is by the attachments",
    "dyno-processes": "a prototype; heroku_run runs commands in a dyno of their own",
    "generation": "a prototype: two words, which apps and spaces show",
    "invoice-address": "what stands on invoices is for the people who pay them",
    "pipeline-webhook": "not in the schema: only the official command asks for it",
    "plan-meter": "a prototype; heroku_addon_service_info has the prices",
    "POST /apps/{}/oci-images": "container tools push images to Heroku's registry; heroku_release releases them",
    **dict.fromkeys(("POST /test-runs", "PATCH /test-runs/{}"), "for whatever runs the tests of each push"),
    "PUT /apps/{}/pre-authorizations": "the client sends it for whatever module is given a two_factor_code",
    "space-dyno": "not in the schema: only the official command asks for it",
    "space-host": "a prototype",
    "team-app-permission": "four words, which heroku_team_collaborator knows",
    "PATCH /enterprise-accounts/{}": "what an enterprise account is called is in the contract with Heroku",
    "identity-provider-actions": "what it migrates from and to is said nowhere",
    "team-license-collection": "a prototype that says the same as the licenses of a team, by month",
    **dict.fromkeys(
        ("DELETE /account", "DELETE /users/{}"), "it cannot be undone, and ends the token that a play runs with"
    ),
    "POST /account/credits": "a gift card can be used once",
    "GET /resource/{}/usage-history": "points to draw a curve with; heroku_usage_info has the sums",
    **dict.fromkeys(
        ("password-reset", "sms-number", "oauth-session", "user-preferences", "add-on-sso"),
        "for people who sign in with a browser",
    ),
    **dict.fromkeys(
        (
            "add-on-action",
            "add-on-webhook",
            "add-on-webhook-delivery",
            "add-on-webhook-event",
            "telemetry-ingress-info",
        ),
        "for the partner who provides an add-on",
    ),
    **dict.fromkeys(("payment", "payment-method"), "numbers of credit cards do not belong into a playbook"),
    "gateway-token": "for services within Heroku",
    "build-metadata": "addresses that are credentials, for systems that build in place of Heroku",
    "capability": "which capabilities there are is said nowhere",
    "account-quota": "not in the schema: only the official command asks for it",
}
