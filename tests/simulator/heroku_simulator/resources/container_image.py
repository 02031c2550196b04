# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Images in the container registry, and their release by the formation (recorded.md A 21).

Nothing is pushed here: a digest becomes known by ``POST /_simulator/images``. The texts of refusals are ours [I].
"""

from __future__ import annotations

from dataclasses import dataclass

from .. import errors
from ..hooks import on
from ..store import Record, Table
from .account import Account
from .app import App, apps
from .formation import formations
from .release import code_of, create_release, newest
from .slug import Slug, slugs
from .stack import CONTAINER, stacks


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


def _find(app: App, process_type: str, digest: str) -> ContainerImage:
    for image in reversed(container_images.where("app_id", app.id)):
        if (image.type, image.digest) == (process_type, digest):
            return image
    raise errors.invalid_params(f"Couldn't find the image {digest} of the process type {process_type}.")


@on("container.wanted")
def _release(app: App, images: dict[str, str], actor: Account) -> None:
    """Release images by their process types: all of them in one release, beside those that run already."""
    if stacks[app.build_stack_id].name != CONTAINER:
        raise errors.invalid_params("Docker images can only be released to apps on the container stack.")
    found = {name: _find(app, name, digest) for name, digest in images.items()}
    code = code_of(newest(app))
    process_types = dict(code.process_types) if isinstance(code, Slug) else {}
    process_types.update({name: image.command for name, image in found.items()})
    slug = slugs.add(Slug(app_id=app.id, stack_id=app.build_stack_id, process_types=process_types))
    digests = ", ".join(digest.partition(":")[2][:12] for digest in images.values())
    create_release(app, actor, f"Deployed {', '.join(images)} ({digests})", slug=slug)
    for item in formations.where("app_id", app.id):
        if item.type in found:
            formations.update(item, docker_image=found[item.type].digest)
