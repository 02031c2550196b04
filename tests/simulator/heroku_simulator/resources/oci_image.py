# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""OCI images: what a release of the Fir generation runs in place of a slug (behaviour.md 3.15, peers.md d).

The schema is all that is known of them: nothing recorded, and no text of an error.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..chance import hexadecimal
from ..errors import unknown_params, wrong_type
from ..operation import View, operation, writer
from ..params import identity, identity_of, list_of, mapping, structure, text
from ..store import Record, Table
from .app import App
from .stack import reference as stack_reference
from .stack import stacks, wanted_stack

if TYPE_CHECKING:
    from ..application import Call


@dataclass(kw_only=True)
class OciImage(Record):
    """What runs: the process types, and where the image is."""

    app_id: str
    stack_id: str
    # [I]: an image without a digest gets one, for the schema lets nobody go without.
    digest: str = field(default_factory=lambda: f"sha256:{hexadecimal(64)}")
    architecture: str | None = None
    base_image_name: str = ""
    base_top_layer: str = ""
    buildpacks: list[dict[str, str]] = field(default_factory=list)
    commit: str = ""
    commit_description: str = ""
    image_repo: str = ""
    process_types: dict[str, dict[str, Any]] = field(default_factory=dict)


# As with slugs: what is released may outlive the app that it was made in.
oci_images = Table("oci_images", OciImage, groups=("app_id",))


def process_type(name: str, command: str, *, default: bool | None = None) -> dict[str, Any]:
    """A process type as images have it; where the command is all that is known, the rest is made up [I]."""
    return {
        "name": name,
        "display_cmd": command,
        "command": command,
        "working_dir": "/workspace",
        "default": default,
    }


def find_image(app: App, identity: str) -> OciImage | None:
    """By id, or by digest within the app: the newest of them, for an image can be registered twice [I]."""
    image = oci_images.get(identity)
    if image is not None:
        return image
    return next((item for item in reversed(oci_images.where("app_id", app.id)) if item.digest == identity), None)


@writer(OciImage)
def write(image: OciImage, view: View) -> dict[str, Any]:
    """The resource ``oci-image``."""
    body = {
        "id": image.id,
        "base_image_name": image.base_image_name,
        "base_top_layer": image.base_top_layer,
        "commit": image.commit,
        "commit_description": image.commit_description,
        "image_repo": image.image_repo,
        "digest": image.digest,
        "stack": stack_reference(stacks[image.stack_id]),
        "process_types": image.process_types,
        "buildpacks": image.buildpacks,
        "created_at": image.created_at,
        "updated_at": image.updated_at,
        "architecture": image.architecture,
    }
    if not view.sdk:
        body["deleted_at"] = None
    return body


@operation("GET", "/apps/{app}/oci-images/{identity:text}")
def info(call: Call, app: App, identity: str) -> list[OciImage]:
    """OCI Image Info: a list, of those of the app that have this id or digest."""
    return [image for image in oci_images.where("app_id", app.id) if identity in (image.id, image.digest)]


@operation(
    "POST",
    "/apps/{app}/oci-images",
    params={
        "architecture": text(nullable=True),
        "base_image_name": text(),
        "base_top_layer": text(),
        "commit": text(),
        "commit_description": text(),
        "image_repo": text(),
        "digest": text(),
        "stack": identity(),
        "process_types": mapping(),
        "buildpacks": list_of(structure({"id": text(), "version": text(), "homepage": text()})),
    },
    access="deploy",
)
def create(call: Call, app: App) -> OciImage:
    """OCI Image Create: makes an image that lies in a registry known."""
    given = {name: value for name, value in call.body.items() if name not in ("stack", "process_types")}
    given["buildpacks"] = [{"id": "", "version": "", "homepage": "", **item} for item in given.get("buildpacks", [])]
    for name, item in call.body.get("process_types", {}).items():
        if not isinstance(item, dict):
            raise wrong_type(f"process_types:{name}", "an object")
        unknown = [f"process_types:{name}:{key}" for key in item if key not in process_type("", "")]
        if unknown:
            raise unknown_params(unknown)
    types = {
        name: {**process_type(name, item.get("command", "")), **item}
        for name, item in call.body.get("process_types", {}).items()
    }
    stack = identity_of(call.body.get("stack"))
    stack_id = wanted_stack(stack).id if stack else app.build_stack_id
    return oci_images.add(OciImage(app_id=app.id, stack_id=stack_id, process_types=types, **given))
