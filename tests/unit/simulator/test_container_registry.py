# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The container registry takes what `docker push` sends, and what was pushed can be released.

Docker's HTTP API v2: https://distribution.github.io/distribution/spec/api/.
"""

from __future__ import annotations

import hashlib
import json

import pytest
import requests

MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
OCI = "application/vnd.oci.image.manifest.v1+json"


def digest_of(content):
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


class Registry:
    """A client of the registry, as far as `docker push` needs one."""

    def __init__(self, api, token=None, user="_"):
        self.url = api.url
        self.auth = (user, token or api._token)

    def send(self, method, path, status, **more):
        url = path if path.startswith("http") else f"{self.url}{path}"
        answer = requests.request(method, url, auth=self.auth, timeout=30, **more)
        assert answer.status_code == status, (method, path, answer.status_code, answer.text)
        assert answer.headers["Docker-Distribution-Api-Version"] == "registry/2.0"
        return answer

    def code(self, method, path, status, **more):
        """The code of an error in Docker's form."""
        [error] = self.send(method, path, status, **more).json()["errors"]
        assert error["message"]
        return error["code"]

    def blob(self, repository, content):
        """Upload a blob in two pieces, as Docker does with large ones."""
        begun = self.send("POST", f"/v2/{repository}/blobs/uploads/", 202)
        half = len(content) // 2
        sent = self.send("PATCH", begun.headers["Location"], 202, data=content[:half])
        assert sent.headers["Range"] == f"0-{half - 1}"
        digest = digest_of(content)
        done = self.send("PUT", sent.headers["Location"], 201, data=content[half:], params={"digest": digest})
        assert done.headers["Docker-Content-Digest"] == digest
        self.send("GET", sent.headers["Location"], 404)
        return digest

    def image(self, repository, tag="latest", layer=b"a layer", **config):
        """Push an image; returns its id and the digest of its manifest."""
        content = json.dumps({"config": config}).encode()
        image_id, layer_id = self.blob(repository, content), self.blob(repository, layer)
        manifest = json.dumps(
            {
                "schemaVersion": 2,
                "mediaType": MANIFEST,
                "config": {"mediaType": "x", "size": len(content), "digest": image_id},
                "layers": [{"mediaType": "x", "size": len(layer), "digest": layer_id}],
            }
        ).encode()
        pushed = self.manifest(repository, tag, manifest, 201)
        assert pushed.headers["Docker-Content-Digest"] == digest_of(manifest)
        return image_id, digest_of(manifest)

    def manifest(self, repository, tag, content, status, kind=MANIFEST):
        path = f"/v2/{repository}/manifests/{tag}"
        return self.send("PUT", path, status, data=content, headers={"Content-Type": kind})


@pytest.fixture
def registry(api):
    api.app(stack="container")
    return Registry(api)


def release(api, status=None, **images):
    updates = [{"type": name, "docker_image": image} for name, image in images.items()]
    return api.send("PATCH", "/apps/shop/formation", {"updates": updates}, status=status, variant="docker-releases")


def images_of(api):
    formation = api.get("/apps/shop/formation", variant="docker-releases")
    return {item["type"]: item["docker_image"] and item["docker_image"]["id"] for item in formation}


def test_what_was_pushed_is_found_by_its_tag_and_digest(registry):
    image_id, digest = registry.image("shop/web", "v1")
    for reference in ("v1", digest):
        found = registry.send("GET", f"/v2/shop/web/manifests/{reference}", 200, headers={"Accept": MANIFEST})
        assert found.headers["Content-Type"] == MANIFEST
        assert found.headers["Docker-Content-Digest"] == digest == digest_of(found.content)
        assert found.json()["config"]["digest"] == image_id
    head = registry.send("HEAD", "/v2/shop/web/manifests/v1", 200)
    assert head.headers["Docker-Content-Digest"] == digest
    assert registry.send("GET", "/v2/shop/web/tags/list", 200).json() == {"name": "shop/web", "tags": ["v1"]}
    assert registry.code("GET", "/v2/shop/web/manifests/latest", 404) == "MANIFEST_UNKNOWN"
    assert registry.code("GET", "/v2/shop/worker/manifests/v1", 404) == "MANIFEST_UNKNOWN"


def test_a_tag_moves_to_what_is_pushed_next(registry):
    first, _digest = registry.image("shop/web", Cmd=["one"])
    second, digest = registry.image("shop/web", Cmd=["two"])
    assert first != second
    found = registry.send("GET", "/v2/shop/web/manifests/latest", 200)
    assert (found.json()["config"]["digest"], found.headers["Docker-Content-Digest"]) == (second, digest)


def test_blobs_that_are_there_need_no_upload(registry):
    digest = registry.blob("shop/web", b"the same layer")
    head = registry.send("HEAD", f"/v2/shop/web/blobs/{digest}", 200)
    assert head.headers["Content-Length"] == str(len(b"the same layer"))
    assert registry.send("GET", f"/v2/shop/web/blobs/{digest}", 200).content == b"the same layer"
    registry.send("POST", f"/v2/shop/worker/blobs/uploads/?mount={digest}&from=shop/web", 201)
    other = digest_of(b"another one")
    registry.send("HEAD", f"/v2/shop/web/blobs/{other}", 404)
    registry.send("POST", f"/v2/shop/web/blobs/uploads/?digest={other}", 201, data=b"another one")
    registry.send("HEAD", f"/v2/shop/web/blobs/{other}", 200)


def test_what_does_not_fit_together_is_refused(registry):
    location = registry.send("POST", "/v2/shop/web/blobs/uploads/", 202).headers["Location"]
    other = {"digest": digest_of(b"other")}
    assert registry.code("PUT", location, 400, data=b"content", params=other) == "DIGEST_INVALID"
    registry.send("DELETE", location, 204)
    assert registry.code("PATCH", location, 404, data=b"content") == "BLOB_UPLOAD_UNKNOWN"
    unknown = json.dumps({"schemaVersion": 2, "config": other, "layers": []}).encode()
    headers = {"Content-Type": MANIFEST}
    path = "/v2/shop/web/manifests/v1"
    assert registry.code("PUT", path, 400, data=unknown, headers=headers) == "MANIFEST_BLOB_UNKNOWN"
    for content in (
        b"",
        b"[]",
        b'{"schemaVersion": 2}',
        b'{"schemaVersion": 1, "config": {"digest": "x"}, "layers": []}',
    ):
        assert registry.code("PUT", path, 400, data=content, headers=headers) == "MANIFEST_INVALID"
    assert registry.code("DELETE", path, 405) == "UNSUPPORTED"
    assert registry.code("GET", "/v2/_catalog", 404) == "NAME_UNKNOWN"


def test_manifests_of_other_kinds_are_refused(registry):
    """Heroku's documentation: only Docker's version 2, schema 2; no OCI."""
    config = {"mediaType": "x", "size": 2, "digest": registry.blob("shop/web", b"{}")}
    manifest = json.dumps({"schemaVersion": 2, "mediaType": OCI, "config": config, "layers": []}).encode()
    path = "/v2/shop/web/manifests/v1"
    assert registry.code("PUT", path, 400, data=manifest, headers={"Content-Type": OCI}) == "MANIFEST_INVALID"


@pytest.mark.parametrize("user", ["_", "", "owner@example.com"])
def test_any_user_name_goes_with_the_token(api, user):
    api.app(stack="container")
    assert Registry(api, user=user).send("GET", "/v2/", 200).json() == {}
    Registry(api, user=user).image("shop/web")


@pytest.mark.parametrize("token", ["wrong", "simulator-token-owner-expired"])
def test_others_are_refused(registry, api, token):
    nobody = Registry(api, token)
    refused = nobody.send("GET", "/v2/", 401)
    assert refused.headers["WWW-Authenticate"].startswith("Basic ")
    assert refused.json()["errors"][0] == {"code": "UNAUTHORIZED", "message": "authentication required", "detail": None}
    headers = {"Authorization": f"Bearer {api._token}"}
    assert requests.get(f"{api.url}/v2/", headers=headers, timeout=30).status_code == 401
    assert requests.get(f"{api.url}/v2/", timeout=30).status_code == 401


def test_repositories_belong_to_apps(registry, api):
    """A name that is misspelt is told as if the token were wrong: fastapi-tdd-docker#25."""
    registry.image("shop/web")
    assert registry.code("GET", "/v2/nowhere/web/manifests/latest", 401) == "UNAUTHORIZED"
    assert Registry(api, "simulator-token-other").code("GET", "/v2/shop/web/manifests/latest", 401) == "UNAUTHORIZED"
    reader = Registry(api, "simulator-token-owner-read")
    reader.send("GET", "/v2/shop/web/manifests/latest", 200)
    assert reader.code("POST", "/v2/shop/web/blobs/uploads/", 401) == "UNAUTHORIZED"


@pytest.mark.parametrize(
    ("config", "command"),
    [
        ({"Cmd": ["bin/web", "-p"]}, "bin/web -p"),
        ({"Cmd": ["/bin/sh", "-c", "exec bin/web"]}, "exec bin/web"),
        ({"Entrypoint": ["bin/run"], "Cmd": ["web"]}, "bin/run web"),
        ({}, ""),
    ],
)
def test_what_was_pushed_can_be_released(registry, api, config, command):
    image_id, _digest = registry.image("shop/web", **config)
    release(api, web=image_id)
    assert images_of(api) == {"web": image_id}
    assert api.get("/apps/shop/formation/web")["command"] == command
    assert api.descriptions()[-1] == f"Deployed web ({image_id[7:19]})"


def test_the_release_of_images_tells_no_slug(registry, api):
    """heroku-releases-retry#11; terraform-provider-heroku#201."""
    image_id, _digest = registry.image("shop/web")
    release(api, web=image_id)
    newest = api.get("/apps/shop/releases")[-1]
    assert (newest["slug"], newest["artifacts"]) == (None, [])
    assert newest["eligible_for_rollback"]


def test_an_image_runs_whatever_process_type_of_its_app(registry, api):
    image_id, _digest = registry.image("shop/app", "v1")
    release(api, web=image_id, worker=image_id)
    assert images_of(api) == {"web": image_id, "worker": image_id}
    api.app("other", stack="container")
    body = {"updates": [{"type": "web", "docker_image": image_id}]}
    api.patch("/apps/other/formation", body, variant="docker-releases", status=422)


def test_what_runs_already_is_not_released_again(registry, api):
    """heroku/cli#1167 and #1965: a warning, and no release."""
    web, _digest = registry.image("shop/web", Cmd=["web"])
    worker, _digest = registry.image("shop/worker", Cmd=["work"])
    release(api, web=web)
    before = len(api.descriptions())
    answer = release(api, web=web)
    told = "The process type web was not updated, because it is already running the specified docker image."
    assert answer.headers["Warning-Message"] == told
    assert len(api.descriptions()) == before
    assert release(api, web=web, worker=worker).headers["Warning-Message"] == told
    assert api.descriptions()[before:] == [f"Deployed worker ({worker[7:19]})"]
    assert images_of(api) == {"web": web, "worker": worker}


def test_a_release_phase_comes_first(registry, api):
    """The image of the process type `release` is its release phase; the formation follows the release in force."""
    first, _digest = registry.image("shop/web", Cmd=["one"])
    second, _digest = registry.image("shop/web", Cmd=["two"])
    failing, _digest = registry.image("shop/release", Cmd=["exit 1"])
    release(api, web=first)
    release(api, web=second, release=failing)
    assert api.get("/apps/shop/releases")[-1]["status"] == "failed"
    assert images_of(api) == {"web": first}
    release(api, web=second)
    assert images_of(api) == {"web": second}


def test_images_come_back_with_a_rollback(registry, api):
    first, _digest = registry.image("shop/web", Cmd=["one"])
    second, _digest = registry.image("shop/web", Cmd=["two"])
    for image in (first, second):
        release(api, web=image)
    before = api.get("/apps/shop/releases")[-2]
    api.post("/apps/shop/releases", {"release": before["id"]})
    assert images_of(api) == {"web": first}


def test_a_process_type_without_an_image_goes(registry, api):
    """`heroku container:rm`."""
    web, _digest = registry.image("shop/web")
    worker, _digest = registry.image("shop/worker")
    release(api, web=web, worker=worker)
    api.patch("/apps/shop/formation/worker", {"docker_image": None}, variant="docker-releases")
    assert images_of(api) == {"web": web}


def test_an_image_of_the_back_door_is_found_by_the_tag_latest(registry, api):
    image = {"app": "shop", "type": "web", "digest": f"sha256:{'a' * 64}"}
    api.running.backdoor("POST", "images", image)
    found = registry.send("GET", "/v2/shop/web/manifests/latest", 200)
    assert found.json()["config"]["digest"] == image["digest"]


def test_requests_to_the_registry_are_logged_and_meet_faults(registry, api):
    registry.image("shop/web")
    assert api.running.requests()[-1]["path"] == "/v2/shop/web/manifests/latest"
    api.fault(fault="unavailable", path="/v2**", count=1)
    answer = requests.get(f"{api.url}/v2/", auth=registry.auth, timeout=30)
    assert answer.status_code == 503
    registry.send("GET", "/v2/", 200)
