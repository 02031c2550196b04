# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import time

import pytest
import requests


def attempt(api, method, path, body=None):
    """The status of an answer, or the kind of failure of the connection."""
    headers = {"Accept": "application/vnd.heroku+json; version=3", "Authorization": f"Bearer {api.running.token}"}
    try:
        response = requests.request(method, api.url + path, json=body, headers=headers, timeout=10)
    except requests.exceptions.ChunkedEncodingError:
        return "truncated"
    except requests.exceptions.ConnectionError as error:
        return "reset" if "reset" in str(error).lower() else str(error)
    return response.status_code


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ({"fault": "rate_limit"}, 429),
        ({"fault": "unavailable"}, 503),
        ({"fault": "error", "status": 500}, 500),
        ({"fault": "html", "status": 502}, 502),
        ({"fault": "reset"}, "reset"),
        ({"fault": "truncate"}, "truncated"),
        ({"fault": "unauthorized"}, 401),
        ({"fault": "forbidden"}, 403),
        ({"fault": "not_found"}, 404),
        ({"fault": "two_factor"}, 403),
        ({"fault": "latency", "seconds": 0.01}, 200),
        ({"fault": "slow", "bytes_per_second": 100000}, 200),
    ],
)
def test_each_fault_hits_once_and_is_in_the_log(api, fault, expected):
    api.app()
    api.fault(**fault, method="GET", path="/apps/*", count=1)
    assert attempt(api, "GET", "/apps") == 200
    assert attempt(api, "GET", "/apps/shop") == expected
    assert attempt(api, "GET", "/apps/shop") == 200
    log = api.running.requests()[-3:]
    assert [[item["fault"] for item in entry["faults"]] for entry in log] == [[], [fault["fault"]], []]
    assert log[1]["status"] == (expected if isinstance(expected, int) else 0 if expected == "reset" else 200)


@pytest.mark.parametrize("kind", ["reset", "unavailable", "error", "html"])
@pytest.mark.parametrize(("when", "status"), [("before", 404), ("after", 200)])
def test_before_and_after_the_commit(api, kind, when, status):
    api.fault(fault=kind, when=when, method="POST", path="/apps", count=1)
    assert attempt(api, "POST", "/apps", {"name": "shop"}) in ("reset", 503)
    assert attempt(api, "GET", "/apps/shop") == status


def test_skip_and_probability(api):
    api.fault(fault="unavailable", path="/account", skip=2, count=1)
    assert [attempt(api, "GET", "/account") for _time in range(4)] == [200, 200, 503, 200]
    api.running.backdoor("DELETE", "faults")
    seen = []
    for _time in range(2):
        api.fault(fault="unavailable", path="/account", probability=0.5, seed=7)
        seen.append([attempt(api, "GET", "/account") for _time in range(20)])
        api.running.backdoor("DELETE", "faults")
    assert seen[0] == seen[1]
    assert {200, 503} == set(seen[0])


def test_a_fault_by_the_template_of_a_path(api):
    api.app()
    api.fault(fault="not_found", path="/apps/{app}/config-vars")
    assert attempt(api, "GET", "/apps/shop") == 200
    assert attempt(api, "GET", "/apps/shop/config-vars") == 404


@pytest.mark.parametrize(
    "fault",
    [{"fault": "nope"}, {"fault": "fail"}, {"fault": "fail", "transition": "x"}, {"fault": "html", "colour": 1}, {}],
)
def test_faults_that_make_no_sense(api, fault):
    assert requests.post(f"{api.url}/_simulator/faults", json=fault, timeout=10).status_code == 422


def test_a_clock_that_runs_faster(make_api):
    api = make_api(clock="3600")
    api.app()
    addon = api.post("/apps/shop/addons", {"plan": "heroku-postgresql:standard-0"})
    deadline = time.monotonic() + 10
    while api.get(f"/addons/{addon['id']}")["state"] != "provisioned":
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_latency(make_api):
    api = make_api(latency_ms=120)
    started = time.monotonic()
    api.get("/account")
    assert time.monotonic() - started >= 0.12


def test_the_state_goes_out_and_in(frozen):
    frozen.app()
    frozen.patch("/apps/shop/config-vars", {"A": "1"})
    frozen.post("/apps/shop/addons", {"plan": "heroku-redis", "name": "db"})
    frozen.switch(noop_config_patch="release")
    backdoor = frozen.running.backdoor
    state = backdoor("GET", "state?secrets=1")
    frozen.delete("/apps/shop")
    frozen.switch(noop_config_patch="no_release")
    backdoor("PUT", "state", state)
    assert backdoor("GET", "state?secrets=1") == state
    assert frozen.get("/addons/db")["state"] == "provisioning"
    frozen.clock(advance=5)
    assert frozen.get("/addons/db")["state"] == "provisioned"
    answer = requests.put(f"{frozen.url}/_simulator/state", json={"tables": {"nope": []}}, timeout=10)
    assert answer.status_code == 422


def test_reset_brings_the_world_back(api):
    api.app()
    api.fault(fault="unavailable")
    api.switch(retry_after="present")
    api.running.backdoor("POST", "reset")
    assert api.get("/apps") == []
    assert api.running.backdoor("GET", "faults") == []
    assert api.running.backdoor("GET", "switches")["retry_after"]["answer"] == "absent"
    assert api.running.backdoor("GET", "clock")["mode"] == "instant"


def test_secrets_are_nowhere_but_where_they_are_asked_for(api):
    canary = "canary-4711"
    api.app()
    api.patch("/apps/shop/config-vars", {"KEY_NAME": canary})
    api.post("/apps/shop/addons", {"plan": "heroku-redis", "config": {"password": canary}})
    drain = f"https://user:{canary}@logs.example.com/"
    api.post("/apps/shop/log-drains", {"url": drain})
    api.delete("/apps/shop/log-drains/" + requests.utils.quote(drain, safe=""))
    api.post("/apps/shop/log-drains", {"url": drain})
    api.build({"Procfile": "web: x"})
    log, state = json.dumps(api.running.requests()), json.dumps(api.running.backdoor("GET", "state"))
    page = api.text(f"{api.url}/")
    for text in (log, state, page):
        assert canary not in text
        assert api.running.token not in text
    assert "KEY_NAME" in log
    assert "KEY_NAME" in page
    assert canary in json.dumps(api.running.backdoor("GET", "state?secrets=1"))


def test_what_the_log_holds(api):
    api.app()
    api.patch("/apps/shop/config-vars", {"A": "1"}, Request_Id="mine")
    entry = api.running.requests()[-1]
    assert (entry["method"], entry["path"], entry["status"]) == ("PATCH", "/apps/shop/config-vars", 200)
    assert (entry["operation"], entry["account"], entry["body"]) == (
        "/apps/{app}/config-vars",
        "owner@example.com",
        ["A"],
    )
    assert entry["headers"]["request-id"] == "mine"
    assert "authorization" not in entry["headers"]
    api.running.backdoor("DELETE", "requests")
    assert api.running.requests() == []


def test_it_is_known_who_asked_for_an_operation(make_api):
    api = make_api(clock="instant")

    def clients(path):
        listed = api.running.backdoor("GET", "operations")
        return next(item["clients"] for item in listed if item["path"] == path and item["method"] == "GET")

    assert clients("/apps") == []
    api.get("/apps", User_Agent="one/1.0 (more)")
    api.get("/apps", User_Agent="one/1.0 (other)")
    api.running.backdoor("DELETE", "requests")
    api.get("/apps", User_Agent="two")
    assert clients("/apps") == ["one/1.0", "two"]
    assert clients("/apps/{app}") == []


@pytest.mark.parametrize(("lost", "expected"), [(False, 503), (True, "reset")])
def test_a_late_commit_by_the_clock(frozen, lost, expected):
    frozen.fault(fault="late_commit", method="POST", path="/apps", seconds=20, lost=lost, count=1)
    assert attempt(frozen, "POST", "/apps", {"name": "late"}) == expected
    frozen.clock(advance=19)
    frozen.get("/apps/late", status=404)
    frozen.clock(advance=1)
    assert frozen.get("/apps/late")["name"] == "late"
    assert [item["fault"] for item in frozen.running.requests()[0]["faults"]] == ["late_commit"]
    assert all("late" not in str(event["arguments"]) for event in frozen.running.backdoor("GET", "clock")["events"])


def test_a_late_commit_by_real_time_whatever_the_clock(frozen):
    frozen.fault(fault="late_commit", method="POST", path="/apps", seconds=1, real_time=True, count=1)
    sent = time.monotonic()
    assert attempt(frozen, "POST", "/apps", {"name": "late"}) == 503
    while attempt(frozen, "GET", "/apps/late") == 404:
        assert time.monotonic() - sent < 30
    assert time.monotonic() - sent >= 1


def test_a_late_commit_that_is_refused_and_one_that_has_to_fetch_its_source(frozen):
    frozen.app()
    frozen.fault(fault="late_commit", method="POST", seconds=1, count=2)
    assert attempt(frozen, "POST", "/apps", {"name": "shop"}) == 503
    source = {"url": frozen.url + "/no-such-thing"}
    assert attempt(frozen, "POST", "/apps/shop/builds", {"source_blob": source}) == 503
    assert frozen.get("/apps/shop/builds") == []
    frozen.clock(advance=1)
    assert len(frozen.get("/apps/shop/builds")) == 1


@pytest.mark.parametrize(("when", "made"), [("before", 404), ("after", 200)])
def test_no_answer_at_all(frozen, when, made):
    frozen.fault(fault="silence", when=when, method="POST", path="/apps", count=1)
    headers = {"Accept": "application/vnd.heroku+json; version=3", "Authorization": f"Bearer {frozen.running.token}"}
    with pytest.raises(requests.exceptions.ReadTimeout):
        requests.post(frozen.url + "/apps", json={"name": "silent"}, headers=headers, timeout=0.2)
    assert attempt(frozen, "GET", "/apps/silent") == made
    hit = []
    while not hit:  # one before the commit is in the log once the client has left
        hit = [item for item in frozen.running.requests() if item["faults"]]
    assert [item["status"] for item in hit] == [0]


def test_time_goes_on_to_the_next_event_for_whoever_waits_for_it(frozen):
    frozen.app()
    frozen.clock(mode="events")
    build = frozen.build({"Procfile": "web: bin/web"})
    assert frozen.get(f"/apps/shop/builds/{build['id']}")["status"] == "pending", "time goes on by itself"
    frozen.clock(advance=0.5)  # the stream is there
    begun = frozen.running.backdoor("GET", "clock")["now"]
    assert "Released v" in frozen.text(build["output_stream_url"])
    assert frozen.get(f"/apps/shop/builds/{build['id']}")["status"] == "succeeded"
    passed = frozen.running.backdoor("GET", "clock")["now"] - begun
    assert 0 < passed < 60
    assert frozen.running.backdoor("GET", "clock")["now"] == begun + passed, "time goes on by itself"


def test_an_answer_without_an_end(api):
    api.app()
    api.fault(fault="endless", method="GET", path="/apps/shop", bytes_per_second=1000, count=1)
    headers = {"Accept": "application/vnd.heroku+json; version=3", "Authorization": f"Bearer {api.running.token}"}
    with requests.get(api.url + "/apps/shop", headers=headers, timeout=5, stream=True) as response:
        assert "Content-Length" not in response.headers
        received = b""
        for chunk in response.iter_content(None):
            received += chunk
            if received.endswith(b" " * 300):
                break
    assert json.loads(received)["name"] == "shop"
    assert api.get("/apps/shop")["name"] == "shop"


def test_what_was_just_made_is_not_found_once(api, other):
    api.app("before")
    api.fault(fault="race", path="/apps/**")
    api.app()
    api.get("/apps/before")
    assert api.get("/apps/shop", status=404)["message"] == "Couldn't find that app."
    api.get("/apps/shop")
    assert [[item["fault"] for item in entry["faults"]] for entry in api.running.requests()[-2:]] == [["race"], []]
    api.app("next")
    api.patch("/apps/next/config-vars", {"A": "1"}, status=404)
    api.patch("/apps/next/config-vars", {"A": "1"})
    api.running.backdoor("DELETE", "faults")
    api.app("after")
    api.get("/apps/after")
