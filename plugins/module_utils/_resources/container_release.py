# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Releases of images from the container registry: recorded.md A 21.

Heroku has no endpoint of their own for them. The formation says which image each process type runs, in a variant of the
API, and changing that makes one release for all process types that are changed.
"""

from __future__ import annotations

import re
import typing as t

from .._api.client import ACCEPT, HerokuClient
from .._api.credentials import check_url
from .._api.errors import HerokuError, InvalidInput
from .._api.registry import image_id
from .._engine.attributes import blank_of
from .._engine.execute import Run
from .._engine.facts import Kind, Need, View
from .._engine.options import OMITTED
from .._engine.plan import Action, Change, Desired, Plan, Verdict, Wait
from .._engine.resource import Draft, Resource
from .._engine.values import UNKNOWN, Record
from .._lib.references import is_uuid
from .common import FIR, FORMATION, NO_APP, RELEASES, TYPES_TO_COME, WAIT_OPTIONS, app_of
from .following import CODE, OUTPUT, is_followed, judge_release, look_at_release, without_address
from .formation import by_type
from .history import shown_output
from .release import DIGEST, Release
from .release import PUSHED as IMAGES

CONTAINER = "container"  # the stack of apps that run images
RELEASE_TYPE = "release"  # the process type whose image is the release phase
TAG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}")
SHORT = 12  # digits of an image's id in the description of its release
ANY_IMAGE = {"docker_image": {"id": UNKNOWN}}  # of process types that an earlier task in check mode would bring
IMAGES_OF = Kind(
    FORMATION.name,
    FORMATION.path,
    keys=FORMATION.keys,
    parent="app",
    no_parent=NO_APP,
    headers={"Accept": f"{ACCEPT}.docker-releases"},
    shape={**FORMATION.shape, "docker_image": {"id": None}},
)


def ask_registry(client: HerokuClient, need: Need) -> Record:
    """The image that the registry has under a tag, of the registry, app, process type and tag in the need's scope."""
    url, app, process_type, tag = need.scope
    return {"id": image_id(client, url, app, process_type, tag)}


PUSHED = Kind("pushed_image", "", document=True, optional=True, ask=ask_registry)


def short(image: str) -> str:
    """An image's id as descriptions of releases have it."""
    return image.partition(":")[2][:SHORT]


class ContainerRelease(Resource):
    """Which images the process types of an app run.

    A record holds the ``formation``, and the ``release`` that the task made or found under way, if any.
    """

    noun = "formation"
    plural = "formation"
    called = "container release"
    kind = IMAGES_OF
    scope = ("app",)
    whole = True
    stale = (RELEASES.name,)
    empty: t.ClassVar[dict[str, str]] = {"registry_url": OMITTED}
    controls: t.ClassVar[dict[str, t.Any]] = {
        "updates": {
            "type": "list",
            "elements": "dict",
            "required": True,
            "options": {
                "type": {"type": "str", "required": True},
                "docker_image": {"type": "str", "default": "latest"},
            },
        },
        "registry_url": {"type": "str"},
        **WAIT_OPTIONS,
    }

    @classmethod
    def check(cls, want: Desired) -> None:
        types = [update["type"] for update in want["updates"]]
        for update in want["updates"]:
            name, image = update["type"], update["docker_image"]
            if types.count(name) > 1:
                raise InvalidInput(f"The process type {name} is listed more than once.")
            if not DIGEST.fullmatch(image) and not TAG.fullmatch(image):
                raise InvalidInput(
                    f"docker_image of {name} must be the ID of an image (sha256: and 64 digits), or a tag such as "
                    f"latest, without a repository: {image!r}."
                )
        if want.get("registry_url"):
            check_url(want["registry_url"], "registry_url")

    # What is there

    @classmethod
    def resolve(cls, want: Desired, view: View) -> Desired:
        """Tags become the ids of the images that the registry has under them now; of an app to come, UNKNOWN."""
        tags = [update for update in want["updates"] if not DIGEST.fullmatch(update["docker_image"])]
        if not tags:
            return want
        app = cls.name_of_app(want, view)
        url = check_url(want["registry_url"], "registry_url") if want.get("registry_url") else ""
        needs = {item["type"]: PUSHED.of(url, app, item["type"], item["docker_image"]) for item in tags} if app else {}
        found = dict(zip(needs, view.get_all(*needs.values())))
        for name, image in found.items():
            if image is None:
                tag = needs[name].scope[-1]
                raise InvalidInput(f"The registry has no image {app}/{name}:{tag}. 'docker push' puts one there.")
        ids = {item["type"]: found[item["type"]]["id"] if app else UNKNOWN for item in tags}
        updates = [{**item, "docker_image": ids.get(item["type"], item["docker_image"])} for item in want["updates"]]
        return Desired({**want.options, "updates": updates})

    @classmethod
    def name_of_app(cls, want: Desired, view: View) -> str | None:
        """What repositories of the app are called; None for an app that an earlier task in check mode would make."""
        if cls.observe(want, view)["formation"] and not is_uuid(want["app"]):
            return str(want["app"])
        app = app_of(view, want["app"])
        return str(app["name"]) if isinstance(app["id"], str) else None

    @classmethod
    def observe(cls, want: Desired, view: View) -> Record:
        known = [item for item in view.get(cls.kind.of(want["app"])) if item["type"] is not UNKNOWN]
        return {"formation": by_type({**ANY_IMAGE, **item} for item in known), "release": None}

    # What has to change

    @classmethod
    def draft(cls, want: Desired, current: Record) -> Draft:
        there = {item["type"]: item for item in current["formation"]}
        images = {item["type"]: item["docker_image"] for item in want["updates"]}
        changed = {
            name: image
            for name, image in images.items()
            if image is UNKNOWN or name not in there or there[name]["docker_image"]["id"] != image
        }
        draft = Draft(current, current)
        if changed:
            draft.updates["release"] = changed
            draft.record = cls.predicted(want, current, changed)
        return draft

    @classmethod
    def predicted(cls, want: Desired, current: Record, changed: t.Mapping[str, t.Any]) -> Record:
        """The record once those images run; before a release phase is over, nobody knows what the formation says."""
        formation = {item["type"]: item for item in current["formation"]}
        known = want["wait"] or RELEASE_TYPE not in {*formation, *changed}
        for name, image in changed.items():
            later = {"docker_image": {"id": image if known else UNKNOWN}, "command": UNKNOWN, "updated_at": UNKNOWN}
            formation[name] = {**formation.get(name, {**TYPES_TO_COME, "type": name}), **later}
        release = {**blank_of(Release.attributes), "status": "succeeded", "current": True}
        release = {**release, "eligible_for_rollback": True, OUTPUT: UNKNOWN}
        return {"formation": by_type(formation.values()), "release": release if want["wait"] else None}

    @classmethod
    def preflight(cls, want: Desired, view: View, draft: Draft) -> None:
        """Whether the app runs images at all, and whether a release under way brings these already."""
        app = app_of(view, want["app"])
        if app["generation"]["name"] == FIR:
            raise InvalidInput(
                f"{want['app']} is of the Fir generation, which runs OCI images and has no container registry. "
                "heroku_release releases one, with oci_image."
            )
        stacks = [app[name]["name"] for name in ("stack", "build_stack") if isinstance(app.get(name), dict)]
        if stacks and not any(stack in (CONTAINER, UNKNOWN) for stack in stacks):
            raise InvalidInput(
                f"{want['app']} runs no images: its stack is {stacks[-1]}. heroku_app changes it, with "
                f"build_stack={CONTAINER}."
            )
        newest = view.get(RELEASES.newest(1, want["app"], by="version"))
        release = newest[0] if newest and newest[0]["status"] == "pending" else None
        images = draft.updates["release"].values()
        if release and all(image is not UNKNOWN and short(image) in release["description"] for image in images):
            draft.updates.clear()
            awaited = {**release, "status": "succeeded", "current": True, "eligible_for_rollback": True}
            awaited.update({"updated_at": UNKNOWN, OUTPUT: UNKNOWN})
            draft.current = {**draft.current, "release": release if want["wait"] else None}
            draft.record = {**draft.record, "release": awaited} if want["wait"] else draft.current

    @classmethod
    def foresee(cls, want: Desired, view: View, draft: Draft) -> None:
        """A release that is waited for succeeds, or the task fails."""
        if want["wait"] and (draft.writes or draft.current["release"]):
            draft.waits.append(Wait("release phase", f"the release phase of {want['app']}", look=True))

    @classmethod
    def side(cls, want: Desired, draft: Draft, record: t.Any) -> Record:
        """What a release under way brings is no change of this task."""
        formation = (record if draft.writes else draft.current)["formation"]
        return {item["type"]: {"docker_image": item["docker_image"]["id"]} for item in formation}

    @classmethod
    def changes(cls, want: Desired, draft: Draft) -> list[Change]:
        """A release, which tells no code, and the process types that it brings."""
        scope = cls.scope_of(want)
        before = {item["type"]: item for item in draft.current["formation"]}
        release = {**RELEASES.shape, "current": True, "eligible_for_rollback": True, "id": UNKNOWN, "version": UNKNOWN}
        release.update({"app": {"id": UNKNOWN, "name": want["app"]}, **(draft.record["release"] or {})})
        return [
            Change(RELEASES.name, scope, None, {**release, CODE: (IMAGES, UNKNOWN)}),
            *(
                Change(FORMATION.name, scope, before.get(item["type"]), item)
                for item in draft.record["formation"]
                if item != before.get(item["type"])
            ),
        ]

    # The write, and what became of it

    @classmethod
    def body(cls, want: Desired, call: str, fields: t.Mapping[str, t.Any]) -> Record:
        return {"updates": [{"type": name, "docker_image": image} for name, image in fields.items()]}

    @classmethod
    def explain(cls, want: Desired, action: Action, error: HerokuError) -> str:
        if "image" not in error.message.lower():
            return ""
        return (
            "An image has to be in the registry of its app. Its ID is the digest of its config, and not that of its "
            "manifest; a tag in place of it lets the registry tell the ID."
        )

    @classmethod
    def outcome(cls, want: Desired, plan: Plan, answers: t.Mapping[str, t.Any]) -> Record:
        """Heroku may answer with the whole formation or with what changed (behaviour.md 3.3)."""
        (action,) = plan.actions
        there = {item["type"]: item for item in plan.current["formation"]}
        there.update({item["type"]: cls.kind.normal(item) for item in answers[action.id]})
        return {"formation": by_type(there.values()), "release": None}

    @classmethod
    def watch(cls, want: Desired, wait: Wait, record: Record, run: Run) -> Record:
        """The release that the write made is the newest; the formation follows it when its release phase is over."""
        release = record["release"] or run.facts.refresh(RELEASES.newest(1, want["app"], by="version"))[0]
        release = look_at_release(want, wait, release, run)
        formation = record["formation"]
        if release["status"] == "succeeded" and (record["release"] or is_followed(release)):
            formation = by_type(run.facts.refresh(cls.kind.of(want["app"])))
        return {"formation": formation, "release": release}

    @classmethod
    def judge(cls, want: Desired, wait: Wait, record: Record) -> Verdict:
        return judge_release(want, {OUTPUT: [], **record["release"]})

    @classmethod
    def result(cls, want: Desired, record: Record) -> Record:
        release = record["release"]
        return {
            "formation": record["formation"],
            "release": without_address(release) if release else None,
            "output": shown_output(release),
        }
