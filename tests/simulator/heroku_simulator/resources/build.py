# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Builds: from a source to a slug and a release, with a log that is written as it goes (behaviour.md 3.14).

``tarball.py`` says what a source must hold to build, and how to make one fail.
"""

from __future__ import annotations

import asyncio
import hashlib
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import orjson

from .. import errors, tarball
from ..chance import hexadecimal
from ..clock import clock, transition
from ..delivery import is_loopback
from ..faults import faults
from ..files import blob_of_url, close, content_of, new_blob, new_stream, stream_url, streams, write_line
from ..hooks import emit
from ..operation import View, operation, resolver, writer
from ..params import list_of, structure, text
from ..settings import settings
from ..store import TABLES, Record, Table
from ..switches import switches
from .account import Account, accounts, reference
from .app import App, apps, check_ready
from .dyno_size import first_size
from .formation import formations
from .oci_image import OciImage, oci_images, process_type
from .release import create_release
from .slug import Slug, slugs
from .stack import CONTAINER, stacks

if TYPE_CHECKING:
    from ..application import Call

PENDING, SUCCEEDED, FAILED = "pending", "succeeded", "failed"
LARGEST_SOURCE = 256 * 1024 * 1024


@dataclass(kw_only=True)
class Build(Record):
    """A build. ``script`` are the lines of its log that are still to be written; ``waits`` until others have ended."""

    app_id: str
    user_id: str
    url: str
    stack: str
    stream_id: str
    version: str | None = None
    version_description: str | None = None
    checksum: str | None = None
    buildpacks: list[dict[str, str]] | None = None
    status: str = PENDING
    slug_id: str | None = None
    release_id: str | None = None
    script: list[str] = field(default_factory=list)
    process_types: dict[str, str] = field(default_factory=dict)
    has_procfile: bool = True
    language: str | None = None
    size: int | None = None
    fails: bool = False
    waits: bool = False


builds = Table("builds", Build, groups=("user_id",), parents={"app_id": apps}, secrets=("url", "script"))


@resolver("build")
def resolve_build(call: Call, identity: str) -> Build:
    """By id, within the app of the path."""
    build = builds.get(identity)
    if build is None or build.app_id != call.found["app"].id:
        raise errors.not_found("build")
    return build


@writer(Build, optional=("app", "buildpacks", "generation", "output_stream_url", "release", "slug", "stack"))
def write(build: Build, view: View) -> dict[str, Any]:
    """The resource ``build``."""
    body: dict[str, Any] = {
        "app": {"id": build.app_id},
        "buildpacks": build.buildpacks,
        "created_at": build.created_at,
        "id": build.id,
        "output_stream_url": stream_url(build.stream_id),
        "source_blob": {
            "checksum": build.checksum,
            "url": build.url,
            "version": build.version,
            "version_description": build.version_description,
        },
        "release": {"id": build.release_id} if build.release_id else None,
        "slug": {"id": build.slug_id} if build.slug_id else None,
        "stack": build.stack,
        "status": build.status,
        "updated_at": build.updated_at,
        "user": reference(accounts[build.user_id]),
    }
    if view.sdk:
        body["labs"] = {}
    else:
        body["generation"] = apps[build.app_id].generation
    return body


# --- The source


def _download(url: str) -> bytes | None:
    try:
        with urllib.request.urlopen(url, timeout=30) as response:  # noqa: S310 - only http and https to loopback
            content: bytes = response.read(LARGEST_SOURCE)
            return content
    except (urllib.error.URLError, OSError):
        return None


async def fetch_source(call: Call) -> None:
    """Get a source that lies on another server of this machine; everything else is not within reach."""
    try:
        url = orjson.loads(call.raw_body)["source_blob"]["url"]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return
    if not isinstance(url, str):
        return
    if blob_of_url(url) is None and is_loopback(url):
        call.prepared = await asyncio.to_thread(_download, url)


def read_source(call: Call, source_blob: dict[str, Any]) -> tuple[bytes | None, str]:
    """The content of the source, or why it cannot be had."""
    url = source_blob["url"]
    blob = blob_of_url(url)
    content = content_of(blob) if blob else call.prepared
    if content is None:
        return None, "Unable to fetch the source: nothing was found at its url."
    checksum = source_blob.get("checksum")
    if checksum and checksum.lower() != f"sha256:{hashlib.sha256(content).hexdigest()}":
        return None, "Unable to verify the source: the checksum does not match."
    return content, ""


# --- Building


def _installed(app: App) -> list[dict[str, str]]:
    found = TABLES["buildpack_installations"].where("app_id", app.id)
    return [{"url": item.url, "name": item.name} for item in sorted(found, key=lambda item: item.ordinal)]


def _detected(build: Build) -> list[dict[str, str]]:
    """The buildpack that takes a build to be its own (recorded.md A 15)."""
    if build.language is None:
        return []
    name = f"heroku/{build.language.lower().replace('.', '')}"
    return [{"url": f"https://buildpack-registry.s3.amazonaws.com/buildpacks/{name}.tgz", "name": name}]


def _beginning(build: Build, app: App) -> list[str]:
    """The first lines of every log, which say what was found (recorded.md C)."""
    lines = [f"-----> Building on the {build.stack.capitalize()} stack"]
    names = [item["name"] for item in build.buildpacks or _installed(app)]
    if len(names) > 1:
        lines += ["-----> Using buildpacks:", *(f"       {place}. {name}" for place, name in enumerate(names, 1))]
    else:
        lines.append(
            f"-----> Using buildpack: {names[0]}" if names else "-----> Determining which buildpack to use for this app"
        )
    if build.language or build.process_types:
        lines.append(f"-----> {build.language or 'Procfile'} app detected")
    return lines


def _problem(build: Build, app: App) -> list[str]:
    """Why nothing can be built whatever the source says; the text is ours [I]."""
    stack = stacks.by("name", build.stack)
    if stack is not None and stack.end_of_life:
        return [f"The {build.stack.capitalize()} stack is no longer supported. Upgrade to a newer stack."]
    return []


def _script(build: Build, app: App) -> list[str]:
    """The log of a build that goes well, but for its last lines, which the release adds."""
    types = ", ".join(build.process_types) or "(none)"
    lines = [
        *_beginning(build, app),
        "-----> Discovering process types",
        f"       {'Procfile declares' if build.has_procfile else 'Default'} types -> {types}",
        "-----> Compressing...",
        f"       Done: {max(1, (build.size or 0) // 1024)}K",
    ]
    if not formations.count("app_id", app.id):
        scaled = [f"{name}@{int(name == 'web')}:{first_size(app).name}" for name in sorted(build.process_types)]
        lines.append(f"-----> Scaled to {' '.join(scaled)}")
    return lines


def _image_script(dockerfiles: dict[str, str], problem: list[str]) -> list[str]:
    """The log of a build for the container stack: its first line and that of a problem were recorded, the rest [I]."""
    if problem:
        return ["=== Fetching app code", f"=!= {problem[0]}", *problem[1:]]
    return [
        "=== Fetching app code",
        *(f"=== {what} {name} ({path})" for name, path in dockerfiles.items() for what in ("Building", "Pushing")),
    ]


@transition("build.line", can_fail=True)
def _next_line(build_id: str) -> None:
    """Write one line of the log, or end the build after the last one."""
    build = builds.get(build_id)
    if build is None or build.status != PENDING:
        return
    stream = streams[build.stream_id]
    if build.script:
        write_line(stream, build.script[0])
        builds.update(build, touch=False, script=build.script[1:])
        clock.after(settings.timings.build_line, "build.line", build.id)
        return
    if not build.fails and faults.transition_fails("build.line"):
        write_line(stream, " !     Push rejected, failed to compile.")
        builds.update(build, fails=True)
    _end(build)


def _stack_id(build: Build, app: App) -> str:
    stack = stacks.by("name", build.stack)
    return stack.id if stack else app.build_stack_id


def _slug(build: Build, app: App) -> Slug:
    """What a build makes for Cedar."""
    return slugs.add(
        Slug(
            app_id=app.id,
            stack_id=_stack_id(build, app),
            process_types=dict(build.process_types),
            blob_id=new_blob().id,
            buildpack_provided_description=build.language,
            checksum=f"SHA256:{hexadecimal(64)}",
            commit=build.version,
            commit_description=build.version_description,
            size=build.size,
        )
    )


def _image(build: Build, app: App) -> OciImage:
    """What a build makes for Fir: the build then has no slug (peers.md d)."""
    return oci_images.add(
        OciImage(
            app_id=app.id,
            stack_id=_stack_id(build, app),
            process_types={
                name: process_type(name, command, default=name == "web")
                for name, command in build.process_types.items()
            },
            image_repo=f"{app.id}/builds",
            commit=build.version or "",
            commit_description=build.version_description or "",
        )
    )


def _end(build: Build) -> None:
    """Fail, or make the slug or image and its release."""
    stream = streams[build.stream_id]
    app, user = apps[build.app_id], accounts[build.user_id]
    if build.fails:
        builds.update(build, status=FAILED)
        _next_waiting(user)
        close(stream)
        emit("build.failed", build, app=app)
        return
    code = _image(build, app) if app.generation == "fir" else _slug(build, app)
    builds.update(build, buildpacks=build.buildpacks or _installed(app) or _detected(build))
    builds.update(build, status=SUCCEEDED, slug_id=code.id if isinstance(code, Slug) else None)
    _next_waiting(user)
    release = create_release(app, user, f"Deploy {(build.version or build.id)[:8]}", slug=code)
    builds.update(build, release_id=release.id)
    write_line(stream, "-----> Launching...")
    write_line(stream, f"       Released v{release.version}")
    close(stream)
    emit("build.succeeded", build, app=app)


# --- Operations


@operation(
    "GET", "/apps/{app}/builds", ranges=("id", "started_at"), range_keys={"started_at": lambda item: item.created_at}
)
def list_(call: Call, app: App) -> list[Build]:
    """Build List."""
    return builds.where("app_id", app.id)


@operation("GET", "/apps/{app}/builds/{build}")
def info(call: Call, app: App, build: Build) -> Build:
    """Build Info."""
    return build


@operation("GET", "/apps/{app}/builds/{build}/result")
def result(call: Call, app: App, build: Build) -> dict[str, Any]:
    """Build result of the 2014 reference: the lines written so far, and how it ended."""
    lines = [{"stream": "STDOUT", "line": f"{line}\n"} for line in streams[build.stream_id].lines]
    exit_code = {SUCCEEDED: 0, FAILED: 1}.get(build.status)
    return {"build": {"id": build.id, "status": build.status}, "exit_code": exit_code, "lines": lines}


@operation(
    "POST",
    "/apps/{app}/builds",
    params={
        "source_blob": structure(
            {
                "url": text(required=True),
                "checksum": text(nullable=True),
                "version": text(nullable=True),
                "version_description": text(nullable=True),
            },
            required=True,
        ),
        "buildpacks": list_of(structure({"url": text(), "name": text()}), nullable=True),
    },
    access="deploy",
    prepare=fetch_source,
)
def create(call: Call, app: App) -> Build:
    """Build Create."""
    body = call.body
    check_ready(app)
    if app.generation == "fir" and body.get("buildpacks"):
        raise errors.cnb_buildpacks()
    _check_limit(call.account)
    return start(call, app, call.account, body["source_blob"], body.get("buildpacks"))


def start(
    call: Call, app: App, user: Account, source_blob: dict[str, Any], buildpacks: list[dict[str, str]] | None
) -> Build:
    """Begin a build; what comes of it is settled by the source, and told line by line."""
    build = Build(
        app_id=app.id,
        user_id=user.id,
        url=source_blob["url"],
        stack=stacks[app.build_stack_id].name,
        stream_id=new_stream().id,
        version=source_blob.get("version"),
        version_description=source_blob.get("version_description"),
        checksum=source_blob.get("checksum"),
        buildpacks=[{"url": item.get("url", ""), "name": item.get("name", item.get("url", ""))} for item in buildpacks]
        if buildpacks is not None
        else []
        if switches["pending_buildpacks"] == "empty"
        else None,
    )
    content, problem = read_source(call, source_blob)
    fir = app.generation == "fir"
    container = build.stack == CONTAINER
    source = (
        tarball.read(content, fir=fir, container=container)
        if content is not None
        else tarball.Source(problem=[problem])
    )
    build.process_types, build.language = source.process_types, source.language
    build.has_procfile = source.declared_by == "Procfile"
    build.size = len(content) if content is not None else None
    problem_lines = _problem(build, app) or source.problem
    build.fails = bool(problem_lines)
    if container:
        build.script = _image_script(source.dockerfiles, problem_lines)
    elif problem_lines:
        build.script = [*_beginning(build, app), *(f" !     {line}" for line in problem_lines)]
    else:
        build.script = _script(build, app)
    build.waits = _running(user) >= user.most_builds
    builds.add(build)
    emit("build.started", build, app=app)
    if not build.waits:
        clock.after(settings.timings.build_line, "build.line", build.id)
    return build


def _running(user: Account) -> int:
    """How many builds of an account are running."""
    return sum(build.status == PENDING and not build.waits for build in builds.where("user_id", user.id))


def _check_limit(user: Account) -> None:
    """Raises the 422 for a build above the limit, where Heroku refuses it rather than let it wait [I: text]."""
    if switches["builds_above_limit"] == "refused" and _running(user) >= user.most_builds:
        raise errors.invalid_params(f"You can run at most {user.most_builds} builds at the same time.")


def _next_waiting(user: Account) -> None:
    """Let the oldest build that waits begin, where there is room for it."""
    waiting = [build for build in builds.where("user_id", user.id) if build.status == PENDING and build.waits]
    if waiting and _running(user) < user.most_builds:
        builds.update(waiting[0], touch=False, waits=False)
        clock.after(settings.timings.build_line, "build.line", waiting[0].id)


@builds.before_remove
def _build_goes(build: Build) -> None:
    """A build that goes with its app leaves room for another."""
    user = accounts.get(build.user_id)
    if build.status == PENDING and user is not None:
        builds.update(build, touch=False, status=FAILED)
        _next_waiting(user)


@operation("DELETE", "/apps/{app}/builds/{build}", status=202, access="deploy")
def cancel(call: Call, app: App, build: Build) -> Build:
    """Build Cancel: a pending build fails; of one that has ended nothing changes [I]."""
    if build.status == PENDING:
        write_line(streams[build.stream_id], " !     Build canceled.")
        builds.update(build, fails=True, script=[])
        _end(build)
    return build


@operation("DELETE", "/apps/{app}/build-cache", access="deploy")
def delete_cache(call: Call, app: App) -> dict[str, Any]:
    """Build Delete cache."""
    emit("build_cache.deleted", app)
    return {}
