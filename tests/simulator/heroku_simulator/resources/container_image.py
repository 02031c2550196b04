# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Images in the container registry, and their release by the formation (recorded.md A 21).

They are pushed to ``container_registry.py``, or made known by ``POST /_simulator/images``. An image is named by its id,
the digest of its config, and may be released to any process type of its app [K public scripts]. The texts of refusals,
and the description of a release that takes a process type away, are ours [I].
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .. import errors
from ..hooks import on
from ..store import Record, Table
from .app import App, apps
from .release import code_of, create_release, newest_good
from .slug import Slug, slugs
from .stack import CONTAINER, stacks

if TYPE_CHECKING:
    from ..application import Call


@dataclass(kw_only=True)
class ContainerImage(Record):
    """An image that was pushed for a process type of an app, by its digest."""

    app_id: str
    type: str
    digest: str
    command: str = ""


container_images = Table("container_images", ContainerImage, parents={"app_id": apps})


def push(app: App, process_type: str, digest: str, command: str = "") -> ContainerImage:
    """Let the registry know an image."""
    return container_images.add(ContainerImage(app_id=app.id, type=process_type, digest=digest, command=command))


def _find(app: App, digest: str) -> ContainerImage:
    """The image with this id, of whichever repository of the app."""
    for image in reversed(container_images.where("app_id", app.id)):
        if image.digest == digest:
            return image
    raise errors.invalid_params(f"Couldn't find the image {digest}.")


def _unless_it_runs(images: dict[str, str], running: dict[str, str], call: Call) -> dict[str, str]:
    """Those images that their process types do not run yet; of the others a person is told [R cli#1167, cli#1965]."""
    same = [name for name, digest in images.items() if running.get(name) == digest]
    if same:
        call.warn(
            " ".join(
                f"The process type {name} was not updated, because it is already running the specified docker image."
                for name in same
            )
        )
    return {name: digest for name, digest in images.items() if name not in same}


@on("container.wanted")
def _release(app: App, images: dict[str, str | None], call: Call) -> None:
    """Release images by their process types: all of them in one release, beside those that run already.

    What has None for an image goes: ``container:rm`` [K].
    """
    if stacks[app.build_stack_id].name != CONTAINER:
        raise errors.invalid_params("Docker images can only be released to apps on the container stack.")
    code = code_of(newest_good(app))
    types = dict(code.process_types) if isinstance(code, Slug) else {}
    running = dict(code.images) if isinstance(code, Slug) else {}
    gone = [name for name, digest in images.items() if digest is None]
    wanted = {name: digest for name, digest in images.items() if digest is not None}
    found = {name: _find(app, digest) for name, digest in _unless_it_runs(wanted, running, call).items()}
    if not found and not gone:
        return
    types.update({name: image.command for name, image in found.items()})
    running.update({name: image.digest for name, image in found.items()})
    for name in gone:
        types.pop(name, None)
        running.pop(name, None)
    slug = slugs.add(Slug(app_id=app.id, stack_id=app.build_stack_id, process_types=types, images=running))
    digests = ", ".join(image.digest.partition(":")[2][:12] for image in found.values())
    description = f"Deployed {', '.join(found)} ({digests})" if found else f"Removed {', '.join(gone)}"
    create_release(app, call.account, description, slug=slug)
