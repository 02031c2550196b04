# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Releases of an app: behaviour.md 3.15."""

from __future__ import annotations

import re
import typing as t
from dataclasses import dataclass, replace

from .._api.client import PAGE
from .._api.errors import HerokuError, InvalidInput
from .._engine.attributes import blank_of, computed
from .._engine.execute import Run
from .._engine.facts import Kind, View
from .._engine.options import OMITTED
from .._engine.output import new_lines
from .._engine.plan import Action, Change, Desired, Plan, Resend, Verdict, Wait
from .._engine.resource import Draft, Resource
from .._engine.values import UNKNOWN, Observed, Record, Spec, Values
from .._lib.references import is_uuid
from .attached import attachment_vars
from .common import APP_OPTIONS, FORMATION, NO_APP, RELEASES, TYPES_TO_COME, WAIT_OPTIONS
from .following import CODE, OUTPUT, judge_release, look_at_release, without_address
from .history import LOOK_BACK, created_since, select, shown_output
from .preflight import allowed

LONGEST_READ = 60.0  # seconds, of an output that is over
PREVIOUS = "previous"
VERSION = re.compile(r"v?([1-9][0-9]*)", re.IGNORECASE)
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
SLUG, IMAGE, PUSHED = "slug", "oci-image", "images_of"
DEPLOYED, ROLLED_BACK = re.compile("Deployed .+"), re.compile("Rollback to v([0-9]+)")  # how Heroku describes releases
OUTCOME = ("current", "eligible_for_rollback", "status")  # what a release phase decides
IMAGES = Kind("oci_image", "/apps/{}/oci-images", keys=("id", "digest"), partial=True, parent="app", no_parent=NO_APP)
CONFIG = Kind(
    "release_config",
    "/apps/{}/releases/{}/config-vars",
    document=True,
    secrets=lambda found: [value for value in (found or {}).values() if value],
)

Code = t.Optional[tuple[str, t.Any]]  # the id is UNKNOWN for what is still to be made


def code_of(release: Record | None) -> Code:
    """What a release runs: the kind and the id of its slug or image; of pushed images, which version brought them."""
    if release is None:
        return None
    if CODE in release:
        return t.cast(Code, tuple(release[CODE]))  # a shadow of an earlier task has it as a list
    artifacts = [(item["type"], item["id"]) for item in release["artifacts"] or []]
    return artifacts[0] if artifacts else ((SLUG, release["slug"]["id"]) if release["slug"] else None)


def with_images(releases: t.Sequence[Record]) -> list[Record]:
    """Releases, the newest first, with what those run that tell no code: images from the registry (recorded.md A 21).

    Their descriptions say which of them brought images, and which went back. Others run what was in force before.
    """
    codes: dict[str, Code] = {}
    before: Code = None
    told = []
    for release in reversed(releases):
        code = code_of(release)
        if code is None and (can_go_back_to(release) or release["status"] != "succeeded"):
            code = images_of(release, before, codes)
            told.append({**release, CODE: code})
        else:
            told.append(release)
        codes[str(release["version"])] = code
        if code and release["status"] not in ("failed", "expired"):
            before = code
    return told[::-1]


def images_of(release: Record, before: Code, codes: t.Mapping[str, Code]) -> Code:
    """Which images a release runs that tells no code, by those before it."""
    description = str(release["description"])
    back = ROLLED_BACK.fullmatch(description)
    if back:
        return codes.get(back[1]) or (PUSHED, f"v{back[1]}")
    if DEPLOYED.fullmatch(description) or (before is None and release["eligible_for_rollback"] is True):
        return (PUSHED, f"v{release['version']}")
    return before


def in_force(releases: t.Sequence[Record]) -> Record | None:
    """Of releases, the newest first: the one that the app runs, or will run when its release phase is over."""
    return next((release for release in releases if release["status"] not in ("failed", "expired")), None)


def can_go_back_to(release: Record) -> bool:
    """Whether a release can be rolled back to, or may be: of one that would be made it is not known."""
    return release["eligible_for_rollback"] is not False


def before_the_last_code(releases: t.Sequence[Record]) -> Record | None:
    """Where to go back to from the newest code, of releases, the newest first; None when the app has gone back already.

    The newest code is the one that was first released last, whether its release phase failed or not. So a second run
    finds the app on older code and leaves it there, and so does one after a release that did not come into force.
    Raises InvalidInput when there is nothing to go back to.
    """
    now = in_force(releases)
    codes = dict.fromkeys(map(code_of, reversed(releases)))  # in the order in which they were first released
    codes.pop(None, None)
    if not codes or not now:
        raise InvalidInput("There is nothing to roll back to: the app has no code yet.")
    last = list(codes)[-1]
    if code_of(now) != last:
        return None
    good = (release for release in releases if can_go_back_to(release) and code_of(release) != last)
    found = next(good, None)
    if found is None:
        raise InvalidInput("There is nothing to roll back to: no release with other code has succeeded.")
    return found


def version_of(text: str) -> str:
    """A version, with or without its ``v``, or an id, as the API takes it."""
    return text.lower().removeprefix("v")


def named(releases: t.Iterable[Record], key: str) -> Record | None:
    """The release of this version or id, if it is among these."""
    wanted = version_of(key)
    return next((item for item in releases if wanted in (item["id"], str(item["version"]))), None)


@dataclass
class Rollout(Draft):
    """A draft of a release; ``same`` are those that ran the wanted code before."""

    same: t.Sequence[Record] = ()


class Release(Resource):
    """What an app runs: a slug or an image released, or an earlier release again.

    Releases are told from others by what they run: one that is in force, or that is on its way, is not made again.
    A record holds the ``release`` in force, and those of the ``same`` code as the wanted one, the newest first.
    """

    noun = "release"
    plural = "releases"
    kind = RELEASES
    scope = ("app",)
    resend = Resend.LOOK
    empty: t.ClassVar[dict[str, str]] = {"description": OMITTED}
    attributes = (
        *computed("addon_plan_names", "app", "artifacts", "created_at", "description", "id", "slug"),
        *computed("updated_at", "user", "version", *OUTCOME),
    )
    controls: t.ClassVar[Spec] = {
        **{name: {"type": "str"} for name in ("slug", "oci_image", "rollback", "description")},
        **WAIT_OPTIONS,
    }
    constraints: t.ClassVar[Spec] = {
        "required_one_of": [("slug", "oci_image", "rollback")],
        "mutually_exclusive": [("slug", "oci_image", "rollback"), ("rollback", "description")],
    }
    info_options: t.ClassVar[Spec] = {
        **APP_OPTIONS,
        "release": {"type": "str"},
        "limit": {"type": "int", "default": 10},
        "status": {"type": "str", "choices": ["expired", "failed", "pending", "succeeded"]},
        "current": {"type": "bool"},
        "output": {"type": "bool", "default": False},
    }
    info_constraints: t.ClassVar[Spec] = {"mutually_exclusive": [("release", "status"), ("release", "current")]}

    @classmethod
    def check(cls, want: Desired) -> None:
        slug, image, rollback = (want.get(name) for name in ("slug", "oci_image", "rollback"))
        if slug is not None and not is_uuid(slug):
            raise InvalidInput(
                f"slug must be the ID of a slug, not {slug!r}. heroku_slug creates one and returns its ID."
            )
        if image is not None and not is_uuid(image) and not DIGEST.fullmatch(image):
            raise InvalidInput(
                f"oci_image must be the ID of an image, or its digest (sha256: and 64 digits): {image!r}."
            )
        if rollback is not None and rollback != PREVIOUS and not is_uuid(rollback) and not VERSION.fullmatch(rollback):
            raise InvalidInput(
                f"rollback must be a version such as v12, the ID of a release, or previous: {rollback!r}."
            )

    # What is there

    @classmethod
    def releases(cls, want: Desired, view: View) -> list[Record]:
        """The newest releases, the newest first, and the one that ``rollback`` names, however old it is."""
        rollback = want.get("rollback")
        found: list[Record] = view.get(cls.kind.newest(PAGE if rollback == PREVIOUS else LOOK_BACK, want["app"]))
        if rollback is None:
            return found
        known = with_images(found)
        if rollback == PREVIOUS or named(found, rollback):
            return known
        older = view.get(cls.kind.named(version_of(rollback), want["app"]))
        return [*known, *with_images([older] if older else [])]

    @classmethod
    def target(cls, want: Desired, releases: t.Sequence[Record]) -> Record | None:
        """The release to roll back to; None when the app has gone back already. Raises InvalidInput."""
        rollback = want["rollback"]
        if rollback == PREVIOUS:
            return before_the_last_code(releases)
        release = named(releases, rollback)
        if release is None:
            raise InvalidInput(f"{want['app']} has no release {rollback}.")
        code = code_of(release)
        if not code or (not can_go_back_to(release) and code != code_of(in_force(releases))):
            reason = f"it is {release['status']}" if code else "it has no code"
            raise InvalidInput(f"{want['app']} cannot be rolled back to v{release['version']}: {reason}.")
        return release

    @classmethod
    def wanted_code(cls, want: Desired, view: View) -> Code:
        """What is to be released. Raises InvalidInput when the app has no image with the digest that was given."""
        image = want.get("oci_image")
        if image is None:
            return (SLUG, want["slug"])
        if is_uuid(image):
            return (IMAGE, image)
        images = view.get(IMAGES.named(image, want["app"]))
        if not images:
            raise InvalidInput(f"{want['app']} has no image with the digest {image}.")
        return (IMAGE, images[-1]["id"])

    @classmethod
    def other_config_vars(cls, want: Desired, view: View, current: Record | None, target: Record | None) -> list[str]:
        """The names of the config vars that differ between the release in force and the named one of the same code.

        To bring those back is what a bad change of them is rolled back for. What attachments own does not count, since
        it changes by itself. No GET while another release of other code is wanted, else two, three where they differ.
        """
        if want.get("rollback") in (None, PREVIOUS) or not (current and target and can_go_back_to(target)):
            return []
        if target["id"] == current["id"] or code_of(target) != code_of(current):
            return []
        now, then = (allowed(view, CONFIG.of(want["app"], release["id"])) for release in (current, target))
        if now is None or then is None:
            return []
        names = {name for name in {*now, *then} if now.get(name) != then.get(name)}
        return sorted(names - attachment_vars(view, want["app"])) if names else []

    # What has to change

    @classmethod
    def plan(cls, want: Desired, view: View) -> Plan:
        """Special: what is wanted is itself found among the releases."""
        releases = cls.releases(want, view)
        current = in_force(releases)
        target = cls.target(want, releases) if want.get("rollback") else None
        code = code_of(target) if want.get("rollback") else cls.wanted_code(want, view)
        differing = cls.other_config_vars(want, view, current, target)
        same = [item for item in releases if code and code_of(item) == code]
        draft = Rollout({"release": current}, {"release": current})
        draft.same = same
        if current is None or (code is not None and (code != code_of(current) or differing)):
            names = ("slug", "oci_image", "description")
            fields = {name: want.get(name) for name in names if want.get(name) is not None}
            draft.creation = {"release": target["id"]} if target else fields
            draft.record = {"release": cls.foreseen(want, code, target), "config_vars": differing}
        draft.current["same"] = same
        cls.foresee(want, view, draft)
        return cls.freeze(want, view, draft)

    @classmethod
    def foreseen(cls, want: Desired, code: Code, target: Record | None) -> Record:
        """A new release, as it will be at once; whether it has a release phase cannot be known."""
        record = {
            **blank_of(cls.attributes),
            "artifacts": [{"type": code[0], "id": code[1]}] if code and code[0] != PUSHED else [],
            "slug": {"id": code[1]} if code and code[0] == SLUG else None,
            **({CODE: code} if code and code[0] == PUSHED else {}),
        }
        if target or want.get("description") is not None:
            record["description"] = f"Rollback to v{target['version']}" if target else want["description"]
        return record

    @classmethod
    def foresee(cls, want: Desired, view: View, draft: Draft) -> None:
        """A release that is waited for succeeds, or the task fails."""
        release = draft.record["release"]
        if not want["wait"] or not (draft.writes or release["status"] == "pending"):
            return
        later = {"current": True, "eligible_for_rollback": True, "status": "succeeded", "updated_at": UNKNOWN}
        draft.record = {**draft.record, "release": {**release, **later, OUTPUT: UNKNOWN}}
        draft.waits.append(Wait("release phase", f"the release phase of {want['app']}", look=True))

    @classmethod
    def side(cls, want: Desired, draft: Draft, record: Observed) -> Record:
        release = record["release"]
        if release is None:
            return {}
        code = code_of(release)
        return {
            "version": release["version"],
            "description": release["description"],
            **({code[0].replace("-", "_"): code[1]} if code else {}),
            **({"changed_config_vars": record["config_vars"]} if record.get("config_vars") else {}),
        }

    @classmethod
    def changes(cls, want: Desired, draft: Draft) -> list[Change]:
        scope = cls.scope_of(want)
        return [
            Change(cls.kind.name, scope, None, draft.record["release"]),
            Change(FORMATION.name, scope, None, TYPES_TO_COME),
        ]

    # The write, and what became of it

    @classmethod
    def body(cls, want: Desired, call: str, fields: Values) -> Record:
        return dict(fields)

    @classmethod
    def creation(cls, want: Desired, draft: Draft) -> Action:
        known = tuple(item["id"] for item in t.cast(Rollout, draft).same)
        return replace(super().creation(want, draft), known=known)

    @classmethod
    def explain(cls, want: Desired, action: Action, error: HerokuError) -> str:
        if error.not_found and error.resource == "slug":
            return "heroku_slug creates a slug; old ones that no app runs are deleted."
        return ""

    @classmethod
    def is_left(cls, want: Desired, action: Action, observed: Plan) -> bool:
        """A new release of the code is the one whose answer got lost, whatever became of its release phase."""
        return super().is_left(want, action, observed) and created_since(action, observed.current["same"]) is None

    @classmethod
    def adopted(cls, want: Desired, action: Action, observed: Plan) -> Record:
        return created_since(action, observed.current["same"]) or observed.current["release"]

    @classmethod
    def outcome(cls, want: Desired, plan: Plan, answers: Values) -> Record:
        return {"release": cls.kind.normal(answers[plan.actions[0].id])}

    @classmethod
    def watch(cls, want: Desired, wait: Wait, record: Record, run: Run) -> Record:
        """The answer to the POST may be older than what it did."""
        release, need = record["release"], cls.kind.named(record["release"]["id"], want["app"])
        release = look_at_release(want, wait, release, run)
        if release["status"] == "succeeded" and not release["current"]:
            release = {**run.facts.refresh(need), OUTPUT: release.get(OUTPUT)}
        return {"release": release}

    @classmethod
    def judge(cls, want: Desired, wait: Wait, record: Record) -> Verdict:
        return judge_release(want, {OUTPUT: [], **record["release"]})

    @classmethod
    def result(cls, want: Desired, record: Record) -> Record:
        release = record["release"]
        return {"release": without_address(release), "output": shown_output(release)}

    # The _info module

    @classmethod
    def find(cls, want: Desired, view: View) -> list[Record]:
        if want.get("release"):
            one = view.get(cls.kind.named(version_of(want["release"]), want["app"]))
            return [one] if one else []
        return select(want, view, cls.kind, ("status", "current"))

    @classmethod
    def listen(cls, want: Desired, found: list[Record], run: Run) -> list[Record]:
        """What release phases said, if asked for; None without one, while it runs, and when Heroku has it no longer."""
        if not want["output"]:
            return found
        return [{**release, OUTPUT: cls.read_output(release, run)} for release in found]

    @classmethod
    def read_output(cls, release: Record, run: Run) -> list[str] | None:
        """All that a release phase said that is over."""
        if not release["output_stream_url"] or release["status"] == "pending":
            return None
        lines, until = new_lines(), run.clock.monotonic() + LONGEST_READ
        try:
            for line in run.client.stream(release["output_stream_url"], patience=0, until=until):
                lines.append(run.reporter.censor(line.replace("\0", "")))
        except HerokuError:
            return None
        return list(lines)

    @classmethod
    def info(cls, want: Desired, found: list[Record]) -> Record:
        outputs = {"outputs": {str(item["version"]): item[OUTPUT] for item in found}} if want["output"] else {}
        return {"releases": [without_address(release) for release in found], **outputs}
