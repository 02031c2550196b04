# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
import requests

NOBODY = "01234567-89ab-cdef-0123-456789abcdef"
DIGEST = "sha256:" + "d" * 64


def processes(**commands):
    return {name: {"name": name, "command": command} for name, command in commands.items()}


def fir(api):
    """A space of the Fir generation with an app in it."""
    api.post("/spaces", {"name": "pines", "team": "acme", "generation": "fir"})
    return api.post("/teams/apps", {"name": "tree", "team": "acme", "space": "pines"})


def test_a_slug_is_uploaded_and_downloaded(api):
    api.app()
    body = {
        "process_types": {"web": "bin/web"},
        "buildpack_provided_description": "By hand",
        "checksum": f"SHA256:{'0' * 64}",
        "commit": "60883d9e8947",
        "commit_description": "by hand",
        "stack": "heroku-22",
    }
    slug = api.post("/apps/shop/slugs", body)
    assert slug["blob"]["method"] == "put"
    assert slug["stack"]["name"] == "heroku-22"
    assert slug["size"] is None
    assert [slug[name] for name in body if name != "stack"] == [body[name] for name in body if name != "stack"]
    requests.put(slug["blob"]["url"], data=b"12345", timeout=30).raise_for_status()
    seen = api.get(f"/apps/shop/slugs/{slug['id']}")
    assert (seen["size"], seen["blob"]["method"]) == (5, "get")
    assert requests.get(seen["blob"]["url"], timeout=30).content == b"12345"
    api.get(f"/apps/shop/slugs/{NOBODY}", status=404)
    assert api.post("/apps/shop/slugs", {}, status=422)["message"] == "Require params: process_types."


@pytest.mark.parametrize(
    "types", [{"web": 1}, {"web": None}, {"we b": "x"}, {"": "x"}, {"w" * 129: "x"}, ["web"], "web"]
)
def test_process_types_that_a_slug_cannot_have(api, types):
    api.app()
    error = api.post("/apps/shop/slugs", {"process_types": types}, status=422)
    assert error["message"] == "Process types must be an object of strings."


@pytest.mark.parametrize(
    ("types", "message"),
    [
        ({"web": "x"}, "Process types:web must be an object."),
        ({"web": {"cmd": "x"}}, "Unknown params: process_types:web:cmd."),
    ],
)
def test_process_types_that_an_image_cannot_have(api, types, message):
    api.app()
    assert api.post("/apps/shop/oci-images", {"process_types": types}, status=422)["message"] == message


def test_a_slug_of_one_app_is_released_on_another(api):
    api.app()
    api.app("staging")
    slug = api.post("/apps/staging/slugs", {"process_types": {"web": "bin/web"}, "commit": "a5c407e4ffff"})
    api.get(f"/apps/shop/slugs/{slug['id']}", status=404)
    release = api.post("/apps/shop/releases", {"slug": slug["id"]})
    assert (release["description"], release["slug"]) == ("Deploy a5c407e4", {"id": slug["id"]})
    assert api.get("/apps/shop/formation/web")["command"] == "bin/web"
    assert api.get(f"/apps/shop/slugs/{slug['id']}") == api.get(f"/apps/staging/slugs/{slug['id']}")
    for body in ({"slug": NOBODY}, {"oci_image": DIGEST}):
        api.post("/apps/shop/releases", body, status=404)
    assert api.post("/apps/shop/releases", {"slug": ""}, status=422)["message"] == "Require params: slug."


def test_a_slug_of_the_common_runtime_is_not_for_spaces(api):
    api.app()
    api.post("/teams/apps", {"name": "inside", "space": "acme-space"})
    slug = api.post("/apps/shop/slugs", {"process_types": {"web": "bin/web"}})
    error = api.post("/apps/inside/releases", {"slug": slug["id"]}, status=422)
    assert error["message"] == "Slug not compatible with space"
    api.deploy("inside")


def test_images(api):
    api.app()
    image = api.post("/apps/shop/oci-images", {"digest": DIGEST, "process_types": processes(web="/cnb/web")})
    assert api.get(f"/apps/shop/oci-images/{image['id']}") == [image]
    assert api.get(f"/apps/shop/oci-images/{DIGEST}") == [image]
    assert api.get(f"/apps/shop/oci-images/{NOBODY}") == []
    assert api.post("/apps/shop/oci-images")["digest"].startswith("sha256:")
    api.post("/apps/shop/oci-images", {"process_types": {"web": "bin/web"}}, status=422)
    api.app("other-shop")
    assert api.get(f"/apps/other-shop/oci-images/{image['id']}") == []


@pytest.mark.parametrize("by", ["id", "digest"])
def test_an_image_is_released_and_rolled_back_to(api, by):
    api.app()
    image = api.post("/apps/shop/oci-images", {"process_types": processes(web="/cnb/web", release="/cnb/migrate")})
    api.post("/apps/shop/releases", {"oci_image": image[by], "slug": "", "description": "by hand"})
    release = api.get("/apps/shop/releases", variant="sdk")[-1]
    assert (release["description"], release["slug"], release["status"]) == ("by hand", None, "succeeded")
    assert release["artifacts"] == [{"type": "oci-image", "id": image["id"]}]
    assert release["oci_image"] == {"id": image["id"]}
    assert "/cnb/migrate" in api.text(release["output_stream_url"])
    assert api.get("/apps/shop/formation/web")["command"] == "/cnb/web"
    api.patch("/apps/shop/config-vars", {"A": "1"})
    assert api.get("/apps/shop/releases")[-1]["artifacts"] == release["artifacts"]
    api.deploy()
    api.post("/apps/shop/releases", {"release": release["id"]})
    assert api.get("/apps/shop/releases")[-1]["artifacts"] == release["artifacts"]


def test_a_build_for_fir_makes_an_image(api):
    fir(api)
    build = api.build({"Procfile": "web: bin/web\n"}, app="tree", version="a5c407e4ffff")
    done = api.get(f"/apps/tree/builds/{build['id']}")
    assert (done["status"], done["slug"]) == ("succeeded", None)
    (artifact,) = api.get(f"/apps/tree/releases/{done['release']['id']}")["artifacts"]
    (image,) = api.get(f"/apps/tree/oci-images/{artifact['id']}")
    assert image["commit"] == "a5c407e4ffff"
    assert image["process_types"]["web"]["display_cmd"] == "bin/web"
    assert image["process_types"]["web"]["default"] is True


def test_a_finished_build_is_not_cancelled(api):
    api.app()
    build = api.build({"Procfile": "web: bin/web\n"})
    assert api.delete(f"/apps/shop/builds/{build['id']}")["status"] == "succeeded"
    api.delete(f"/apps/shop/builds/{NOBODY}", status=404)


def test_the_build_cache_is_destroyed(api, other):
    api.app()
    api.delete("/apps/shop/build-cache")
    api.delete("/apps/no-such-app/build-cache", status=404)
    other.delete("/apps/shop/build-cache", status=403)
