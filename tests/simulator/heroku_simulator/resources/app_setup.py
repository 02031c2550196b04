# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""App setups: an app made of a source with an ``app.json`` (behaviour.md 3.20).

The app is there from the start. Then its manifest is read, its config vars are set, its add-ons bought, its source
built, its formation scaled, and its postdeploy script run; each of them may fail. What a manifest may say is Heroku's
app.json schema: ``stack``, ``env``, ``addons``, ``buildpacks``, ``formation``, ``scripts.postdeploy``, ``success_url``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from .. import chance, errors, tarball
from ..clock import clock, transition
from ..commands import command_fails
from ..errors import ApiError
from ..faults import faults
from ..files import blob_url, blobs, content_of, new_blob, store, stream_url
from ..hooks import emit, on
from ..operation import View, operation, resolver, writer
from ..params import VARIABLE, boolean, identity, list_of, structure, text, texts
from ..settings import settings
from ..store import Record, Table
from ..switches import switches
from .account import Account, accounts
from .add_on import buy, check_attachment_name, check_provider, default_attachment_name
from .add_on_service import add_on_services
from .app import App, apps, delete_app, hostname
from .build import FAILED, PENDING, SUCCEEDED, Build, builds, fetch_source, read_source, start
from .buildpack_installation import install, location
from .config_var import describe
from .formation import scale
from .plan import Plan, wanted_plan
from .release import Release, create_release, next_config, releases
from .stack import stacks
from .team_app import make

if TYPE_CHECKING:
    from ..application import Call


RETIRED_SIZES = ("free", "hobby")


@dataclass(kw_only=True)
class AppSetup(Record):
    """What becomes of it. ``manifest`` is what is still to be done, ``blob_id`` where its source is kept.

    That ``of_review_app`` needs no manifest, and its app stays whatever comes of it [I].
    """

    account_id: str
    app_id: str
    app_name: str
    source: dict[str, Any]
    blob_id: str | None = None
    overrides: dict[str, Any] = field(default_factory=dict)
    manifest: dict[str, Any] = field(default_factory=dict)
    status: str = PENDING
    failure_message: str | None = None
    manifest_errors: list[str] = field(default_factory=list)
    build_id: str | None = None
    postdeploy: dict[str, Any] | None = None
    resolved_success_url: str | None = None
    of_review_app: bool = False


app_setups = Table("app_setups", AppSetup, parents={"account_id": accounts}, secrets=("source", "overrides"))


@resolver("app_setup")
def resolve_app_setup(call: Call, identity: str) -> AppSetup:
    """By id; only who started it sees it [I]."""
    setup = app_setups.get(identity)
    if setup is None or setup.account_id != call.account.id:
        raise errors.not_found("app setup", resource="app_setup")
    return setup


@writer(AppSetup)
def write(setup: AppSetup, view: View) -> dict[str, Any]:
    """The resource ``app-setup``."""
    build = builds.get(setup.build_id)
    return {
        "id": setup.id,
        "created_at": setup.created_at,
        "updated_at": setup.updated_at,
        "status": setup.status,
        "failure_message": setup.failure_message,
        "app": {"id": setup.app_id, "name": setup.app_name},
        "build": {"id": build.id, "status": build.status, "output_stream_url": stream_url(build.stream_id)}
        if build
        else _nothing("id", "status", "output_stream_url"),
        "manifest_errors": setup.manifest_errors,
        "postdeploy": setup.postdeploy or _nothing("output", "exit_code"),
        "resolved_success_url": setup.resolved_success_url,
    }


def _nothing(*names: str) -> dict[str, None] | None:
    """A part of an app setup that is not there yet."""
    return dict.fromkeys(names) if switches["app_setup_parts"] == "objects" else None


@operation(
    "POST",
    "/app-setups",
    params={
        "source_blob": structure(
            {"url": text(required=True), "checksum": text(nullable=True), "version": text(nullable=True)}, required=True
        ),
        "app": structure(
            {
                "locked": boolean(),
                "name": text(),
                "organization": identity(),
                "personal": boolean(),
                "region": identity(),
                "space": identity(),
                "stack": identity(),
            }
        ),
        "overrides": structure({"buildpacks": list_of(structure({"url": text()})), "env": texts(VARIABLE)}),
    },
    status=202,
    prepare=fetch_source,
)
def create(call: Call) -> AppSetup:
    """App Setup Create: answers when the app is made; the rest follows."""
    wanted = dict(call.body.get("app", {}))
    wanted["team"] = wanted.pop("organization", None)
    overrides = call.body.get("overrides", {})
    app = make(call, wanted)
    return begin(call, app, overrides, stack_given=bool(wanted.get("stack")))


def begin(
    call: Call, app: App, overrides: dict[str, Any], *, stack_given: bool = False, of_review_app: bool = False
) -> AppSetup:
    """Begin to set an app up from the source of the call; ``overrides`` are env and buildpacks."""
    source = call.body["source_blob"]
    content, problem = read_source(call, source)
    setup = app_setups.add(
        AppSetup(
            account_id=call.account.id,
            app_id=app.id,
            app_name=app.name,
            source=source,
            overrides=overrides,
            blob_id=store(new_blob(), content).id if content is not None else None,
            of_review_app=of_review_app,
        )
    )
    clock.after(settings.timings.app_setup_manifest, "app_setup.manifest", setup.id, problem, stack_given)
    return setup


@operation("GET", "/app-setups/{app_setup}")
def info(call: Call, app_setup: AppSetup) -> AppSetup:
    """App Setup Info."""
    return app_setup


# --- What happens then


def _under_way(setup_id: str) -> AppSetup | None:
    """The setup, if it still goes on; without its app it does not."""
    setup = app_setups.get(setup_id)
    if setup is None or setup.status != PENDING:
        return None
    if apps.get(setup.app_id) is None:
        _fail(setup, "app was deleted")
        return None
    return setup


def _fail(setup: AppSetup, message: str, manifest_errors: list[str] | None = None) -> None:
    """End badly. Whether the app stays then is not known."""
    app_setups.update(setup, status=FAILED, failure_message=message, manifest_errors=manifest_errors or [])
    emit("app_setup.ended", setup)
    app = apps.get(setup.app_id)
    if app is not None and switches["app_of_failed_setup"] == "deleted" and not setup.of_review_app:
        delete_app(app)


def read_manifest(content: bytes, *, required: bool = True) -> dict[str, Any]:
    """The app.json of a source, or nothing where none is required. Raises ValueError."""
    found = tarball.member(content, "app.json")
    if found is None and not required:
        return {}
    if found is None:
        raise ValueError("app.json was not found in the source")
    try:
        manifest = json.loads(found)
    except ValueError:
        raise ValueError("app.json is not valid JSON") from None
    if not isinstance(manifest, dict):
        raise ValueError("app.json is not an object")
    return manifest


def environment(declared: dict[str, Any], given: dict[str, str]) -> tuple[dict[str, str], list[str]]:
    """The config vars to set, and what is wrong with them. One without a value is required unless it says otherwise."""
    values: dict[str, str] = {}
    problems = []
    for name, entry in declared.items():
        details = entry if isinstance(entry, dict) else {"value": entry}
        if name in given:
            continue
        if details.get("value") is not None:
            values[name] = str(details["value"])
        elif details.get("generator") == "secret":
            values[name] = chance.hexadecimal(64)
        elif details.get("required", True):
            problems.append(f'config var "{name}" is required')
    return {**values, **given}, problems


def _buy(app: App, account: Account, wanted: list[tuple[Plan, str | None, dict[str, Any]]]) -> None:
    """Buy the add-ons of app.json. Raises the refusal to overwrite what env has set (recorded.md A 1)."""
    for plan, alias, config in wanted:
        service = add_on_services[plan.service_id]
        attachment = alias or default_attachment_name(app, service)
        check_attachment_name(app, attachment, suffixes=service.config_vars, confirm=None)
        buy(app, account, plan, name=None, attachment=attachment, config=config)


def _wanted_addon(setup: AppSetup, app: App, entry: dict[str, Any]) -> tuple[Plan, str | None, dict[str, Any]]:
    """The plan, the attachment's name and the config of an add-on of app.json. Raises the error where there is none.

    A review app gets the default plan of each service (recorded.md A 9).
    """
    in_space = app.space_id is not None
    name = str(entry.get("plan", ""))
    plan = wanted_plan(name.partition(":")[0] if setup.of_review_app else name, in_space=in_space)
    config = entry.get("options") or {}
    check_provider(add_on_services[plan.service_id], plan, config)
    return plan, entry.get("as"), config


@transition("app_setup.manifest", can_fail=True)
def _read(setup_id: str, problem: str, stack_given: bool) -> None:
    """Read the manifest, and do what it says up to the build."""
    setup = _under_way(setup_id)
    if setup is None:
        return
    app, account = apps[setup.app_id], accounts[setup.account_id]
    content = content_of(blobs[setup.blob_id]) if setup.blob_id else None
    if content is None:
        _fail(setup, problem)
        return
    try:
        manifest = read_manifest(content, required=not setup.of_review_app)
    except ValueError as error:
        _fail(setup, "invalid app.json", [str(error)])
        return
    env, problems = environment(manifest.get("env", {}), setup.overrides.get("env", {}))
    wanted_addons = []
    for entry in manifest.get("addons", []):
        try:
            wanted_addons.append(_wanted_addon(setup, app, entry if isinstance(entry, dict) else {"plan": entry}))
        except ApiError as error:
            problems.append(str(error))
    buildpacks = setup.overrides.get("buildpacks", manifest.get("buildpacks", []))
    try:
        urls = [location(item.get("url", "")) for item in buildpacks]
    except ApiError as error:
        problems.append(str(error))
    if problems or faults.transition_fails("app_setup.manifest"):
        _fail(setup, "invalid app.json", problems)
        return
    stack = stacks.by("name", manifest.get("stack", ""))
    if stack is not None and not stack_given:
        apps.update(app, stack_id=stack.id, build_stack_id=stack.id)
    if env:
        create_release(app, account, describe(list(env), []), config=next_config(app) | env)
    try:
        _buy(app, account, wanted_addons)
    except ApiError as error:
        _fail(setup, str(error))
        return
    if buildpacks:
        install(app, urls)
    build = _build(setup, app, account)
    app_setups.update(setup, manifest=manifest, build_id=build.id)


def _build(setup: AppSetup, app: App, account: Account) -> Build:
    """Start the build of the source that was fetched in the beginning."""
    kept = {**setup.source, "url": blob_url(blobs[setup.blob_id or ""])}
    call: Any = SimpleNamespace(prepared=None)
    return start(call, app, account, kept, None)


@on("build.failed")
def _build_failed(build: Build, app: App) -> None:
    for setup in app_setups:
        if setup.build_id == build.id and setup.status == PENDING:
            _fail(setup, "build failed")


@on("build.succeeded")
def _build_succeeded(build: Build, app: App) -> None:
    """With a release phase the rest waits for that."""
    release = releases.get(build.release_id)
    if release is not None and release.status == SUCCEEDED:
        _continue(build)


@on("release.succeeded")
def _release_succeeded(release: Release, app: App) -> None:
    for setup in app_setups:
        build = builds.get(setup.build_id)
        if build is not None and build.release_id == release.id:
            _continue(build)


@on("release.failed")
def _release_failed(release: Release, app: App) -> None:
    for setup in app_setups:
        build = builds.get(setup.build_id)
        if build is not None and build.release_id == release.id and setup.status == PENDING:
            _fail(setup, "release command failed")


def _continue(build: Build) -> None:
    """Scale, then run the postdeploy script, or end."""
    for found in app_setups:
        setup = _under_way(found.id) if found.build_id == build.id else None
        if setup is None:
            continue
        app = apps[setup.app_id]
        formation = setup.manifest.get("formation", {})
        try:
            _check_sizes(formation)
            scale(app, [{"type": name, **entry} for name, entry in formation.items()], accounts[setup.account_id])
        except ApiError as error:
            _fail(setup, f"Error scaling dynos: {error}")
            continue
        if _script(setup):
            clock.after(settings.timings.one_off, "app_setup.postdeploy", setup.id)
        else:
            _succeed(setup, app)


def _check_sizes(formation: dict[str, Any]) -> None:
    """Raises the error for a size that no account has any more (recorded.md A 16)."""
    if any(str(entry.get("size", "")).lower() in RETIRED_SIZES for entry in formation.values()):
        tiers = "Eco, Basic, Production, Private, and Shield"
        raise errors.invalid_params(f"Process tier is invalid. Available process tiers are {tiers}.")


def _script(setup: AppSetup) -> str:
    """The postdeploy script, a text or an object with a command."""
    script = setup.manifest.get("scripts", {}).get("postdeploy", "")
    return str(script.get("command", "")) if isinstance(script, dict) else str(script)


@transition("app_setup.postdeploy", can_fail=True)
def _run_postdeploy(setup_id: str) -> None:
    """The script has ended."""
    setup = _under_way(setup_id)
    if setup is None:
        return
    script = _script(setup)
    failed = command_fails(script) or faults.transition_fails("app_setup.postdeploy")
    app_setups.update(setup, postdeploy={"output": f"+ {script}\n", "exit_code": int(failed)})
    if failed:
        _fail(setup, "postdeploy script failed")
    else:
        _succeed(setup, apps[setup.app_id])


def _succeed(setup: AppSetup, app: App) -> None:
    url = setup.manifest.get("success_url")
    resolved = f"https://{hostname(app)}{url}" if url and url.startswith("/") else url
    app_setups.update(setup, status=SUCCEEDED, resolved_success_url=resolved)
    emit("app_setup.ended", setup)
