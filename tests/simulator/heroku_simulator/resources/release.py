# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Releases: every change of code, config or add-ons makes one (behaviour.md 3.15 and 3.2).

A release whose slug or image has a ``release`` process type starts ``pending`` and runs that command; until it
succeeded, the app keeps running what it ran, and its config reads as before.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..clock import clock, transition
from ..commands import outcome_of
from ..errors import invalid_params, not_found, required_params
from ..faults import faults
from ..files import close, new_stream, stream_url, streams, write_line
from ..hooks import emit, on
from ..operation import View, operation, resolver, writer
from ..params import identity, identity_of, text
from ..settings import settings
from ..store import Record, Table
from ..switches import switches
from .account import Account, accounts, reference
from .add_on_service import add_on_services
from .app import App, apps, mention
from .formation import run, sync
from .oci_image import OciImage, find_image, oci_images
from .slug import Slug, slugs
from .stack import Stack

if TYPE_CHECKING:
    from ..application import Call

RELEASE_TYPE = "release"
COMMAND_WARNING = (
    "Release command executing: this config change will not be available until the command succeeds. "
    "Use `heroku releases:output` to view the log."
)


@dataclass(kw_only=True)
class Release(Record):
    """A release, with the config as it was to be in force with it.

    ``provider`` is the add-on service that made it, if none of the app's people did.
    """

    app_id: str
    version: int
    description: str
    user_id: str
    provider: str | None = None
    status: str = "succeeded"
    slug_id: str | None = None
    oci_image_id: str | None = None
    stream_id: str | None = None
    config: dict[str, str] = field(default_factory=dict)
    addon_plan_names: list[str] = field(default_factory=list)


releases = Table("releases", Release, parents={"app_id": apps}, secrets=("config",))


def newest(app: App) -> Release | None:
    """The release with the highest version."""
    found = releases.where("app_id", app.id)
    return found[-1] if found else None


def newest_good(app: App) -> Release | None:
    """The release with the highest version that is in force or may come into force."""
    found = (release for release in reversed(releases.where("app_id", app.id)) if release.status != "failed")
    return next(found, None)


def next_config(app: App) -> dict[str, str]:
    """The config that the next release starts from: that of a pending one, else the one in force."""
    last = newest(app)
    return dict(last.config) if last is not None and last.status == "pending" else dict(app.config)


def code_of(release: Release | None) -> Slug | OciImage | None:
    """What a release runs."""
    if release is None:
        return None
    return slugs.get(release.slug_id) or oci_images.get(release.oci_image_id)


def _commands(code: Slug | OciImage | None) -> dict[str, str]:
    """The process types and what each runs."""
    if isinstance(code, OciImage):
        return {name: str(item.get("command", "")) for name, item in code.process_types.items()}
    return code.process_types if code else {}


def create_release(
    app: App,
    user: Account,
    description: str,
    *,
    config: dict[str, str] | None = None,
    slug: Slug | OciImage | None = None,
    runs_command: bool = True,
    provider: str | None = None,
) -> Release:
    """Make the next release.

    ``config`` and ``slug`` (or image) are those of the release before where they are not given; ``runs_command`` is off
    for releases that an add-on makes on its own (behaviour.md 3.2); ``provider`` is the service that makes it then.
    """
    code = slug or code_of(newest(app))
    command = _commands(code).get(RELEASE_TYPE) if runs_command else None
    apps.update(app, touch=False, last_version=app.last_version + 1)
    release = releases.add(
        Release(
            app_id=app.id,
            version=app.last_version,
            description=description,
            user_id=user.id,
            provider=provider,
            slug_id=code.id if isinstance(code, Slug) else None,
            oci_image_id=code.id if isinstance(code, OciImage) else None,
            config=next_config(app) if config is None else config,
        )
    )
    emit("release.created", release, app=app)
    if command is None:
        _succeed(app, release)
        return release
    stream = new_stream()
    releases.update(release, status="pending", stream_id=stream.id)
    write_line(stream, f"Running release v{release.version} commands...")
    emit("release.command_started", release, app=app, command=command, process=_process(release))
    seconds = outcome_of(command, release.config).seconds
    clock.after(settings.timings.release_command if seconds is None else seconds, "release.command", release.id)
    return release


def _process(release: Release) -> str:
    """The name of the dyno that runs a release command: ``release.`` and four digits."""
    return f"{RELEASE_TYPE}.{1000 + int(release.id[:8], 16) % 9000}"


@transition("release.command", can_fail=True)
def finish_command(release_id: str) -> None:
    """A release command has ended, well or not."""
    release = releases.get(release_id)
    if release is None or release.status != "pending":
        return
    app = apps[release.app_id]
    command = _commands(code_of(release)).get(RELEASE_TYPE, "")
    outcome = outcome_of(command, release.config)
    failed = outcome.exit_code != 0 or faults.transition_fails("release.command")
    stream = streams.get(release.stream_id)
    if stream is not None:
        for line in (f"+ {command}", *outcome.lines):
            write_line(stream, line)
        write_line(stream, "Release command failed" if failed else "Release command succeeded")
        close(stream)
    exit_code = (outcome.exit_code or 1) if failed else 0
    emit("release.command_ended", release, app=app, exit_code=exit_code, process=_process(release))
    if not failed:
        _succeed(app, release)
        return
    releases.update(release, status="failed")
    if switches["config_after_failed_release"] == "kept":
        apps.update(app, config=dict(release.config))
    emit("release.failed", release, app=app)


def _succeed(app: App, release: Release) -> None:
    """Put a release in force, unless a newer one is already."""
    releases.update(release, status="succeeded")
    current = releases.get(app.current_release_id)
    if current is None or current.version < release.version:
        code = code_of(release)
        changes: dict[str, Any] = {}
        if code is not None:
            changes["stack_id"] = code.stack_id
        if isinstance(code, Slug):
            changes["slug_size"] = code.size
            changes["buildpack_provided_description"] = code.buildpack_provided_description
        apps.update(
            app,
            current_release_id=release.id,
            current_version=release.version,
            config=dict(release.config),
            released_at=release.created_at,
            **changes,
        )
        if code is not None:
            sync(app, _commands(code), accounts[release.user_id], code.images if isinstance(code, Slug) else {})
        run(app, replace=True)
    emit("release.succeeded", release, app=app)


@on("app.created")
def _first_releases(app: App, actor: Account) -> None:
    """Two releases appear by themselves (behaviour.md 3.1)."""
    create_release(app, actor, "Initial release")
    clock.after(settings.timings.enable_logplex, "app.enable_logplex", app.id, actor.id)


@transition("app.enable_logplex")
def _enable_logplex(app_id: str, actor_id: str) -> None:
    app, actor = apps.get(app_id), accounts.get(actor_id)
    if app is not None and actor is not None:
        create_release(app, actor, "Enable Logplex")


@on("app.build_stack_changed")
def _upgrade_stack(app: App, actor: Account, stack: Stack, old: Stack) -> None:
    """Before the first deploy a new stack is in force at once, with a release (behaviour.md 3.1)."""
    last = newest(app)
    if code_of(last) is None:
        apps.update(app, stack_id=stack.id)
        create_release(app, actor, f"Upgrade stack to {stack.name}")


def author_of(release: Release) -> dict[str, str]:
    """Who made a release: somebody, or an add-on service under an address of its own (recorded.md A 3)."""
    service = add_on_services.by("name", release.provider) if release.provider else None
    if service is not None:
        return {"email": f"{service.name}@addons.heroku.com", "id": service.id}
    return reference(accounts[release.user_id])


def eligible_for_rollback(release: Release) -> bool:
    """Whether one can go back to a release: it succeeded, and it has code (behaviour.md 3.15)."""
    return release.status == "succeeded" and (release.slug_id is not None or release.oci_image_id is not None)


@resolver("release")
def resolve_release(call: Call, identity: str) -> Release:
    """By id or version number, within the app of the path."""
    release = find_release(call.found["app"], identity)
    if release is None:
        raise not_found("release")
    return release


def find_release(app: App, identity: str) -> Release | None:
    """By id or version number."""
    release = releases.get(identity)
    if release is not None:
        return release if release.app_id == app.id else None
    return next((item for item in releases.where("app_id", app.id) if str(item.version) == identity), None)


@writer(Release)
def write(release: Release, view: View) -> dict[str, Any]:
    """The resource ``release``."""
    app = apps[release.app_id]
    slug = slugs.get(release.slug_id)
    if slug is not None and slug.images:
        slug = None  # pushed images are no slug (recorded.md A 21)
    artifacts = []
    if slug:
        artifacts.append({"type": "slug", "id": slug.id})
    if release.oci_image_id:
        artifacts.append({"type": "oci-image", "id": release.oci_image_id})
    body = {
        "addon_plan_names": release.addon_plan_names,
        "artifacts": artifacts,
        "app": mention(app),
        "created_at": release.created_at,
        "description": release.description,
        "id": release.id,
        "updated_at": release.updated_at,
        "slug": {"id": slug.id} if slug else None,
        "status": release.status,
        "user": author_of(release),
        "version": release.version,
        "current": release.id == app.current_release_id,
        "output_stream_url": stream_url(release.stream_id),
        "eligible_for_rollback": eligible_for_rollback(release),
    }
    if view.sdk:
        body["oci_image"] = {"id": release.oci_image_id} if release.oci_image_id else None
    return body


@operation("GET", "/apps/{app}/releases", ranges=("id", "version"), order_by="version")
def list_(call: Call, app: App) -> list[Release]:
    """Release List; oldest first without a Range (behaviour.md 1.4)."""
    return releases.where("app_id", app.id)


@operation("GET", "/apps/{app}/releases/{release}")
def info(call: Call, app: App, release: Release) -> Release:
    """Release Info."""
    return release


@operation(
    "POST",
    "/apps/{app}/releases",
    params={
        "slug": identity(nullable=True),
        "oci_image": identity(nullable=True),
        "release": identity(nullable=True),
        "description": text(nullable=True),
    },
    access="deploy",
)
def create(call: Call, app: App) -> Release:
    """Release Create (with ``slug`` or ``oci_image``) or Rollback (with ``release``).

    The schema calls ``slug`` required; clients send an empty one beside ``oci_image`` (peers.md d), or none.
    """
    body = call.body
    description = body.get("description")
    rollback_to = identity_of(body.get("release"))
    if rollback_to is not None:
        return _rollback(call, app, rollback_to, description)
    code: Slug | OciImage | None
    if wanted := identity_of(body.get("slug")):
        code, noun = slugs.get(wanted), "slug"
    elif wanted := identity_of(body.get("oci_image")):
        code, noun = find_image(app, wanted), "oci_image"
    else:
        raise required_params(["slug"])
    if code is None:
        raise not_found(noun)
    _check_compatible(code, app)
    return create_release(app, call.account, description or f"Deploy {(code.commit or code.id)[:8]}", slug=code)


def _check_compatible(code: Slug | OciImage, app: App) -> None:
    """Raises the error for code that was built outside of spaces; the text is recorded, its status is not [I]."""
    origin = apps.get(code.app_id)
    if app.space_id is not None and origin is not None and origin.space_id is None:
        raise invalid_params("Slug not compatible with space")


def _rollback(call: Call, app: App, identity: str, description: str | None) -> Release:
    """Code and config of an earlier release again (behaviour.md 3.15)."""
    target = find_release(app, identity)
    if target is None:
        raise not_found("release")
    if not eligible_for_rollback(target):
        raise invalid_params(f"Cannot roll back to v{target.version}.")
    if target.id == app.current_release_id and switches["rollback_to_current"] == "refused":
        raise invalid_params(f"v{target.version} is the current release.")
    return create_release(
        app,
        call.account,
        description or f"Rollback to v{target.version}",
        config=dict(target.config),
        slug=code_of(target),
    )
