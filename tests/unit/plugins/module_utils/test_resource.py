# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.client import backoff, segments
from ansible_collections.community.heroku.plugins.module_utils._api.errors import (
    HerokuError,
    InvalidInput,
    OutcomeUnknown,
    Timeout,
)
from ansible_collections.community.heroku.plugins.module_utils.plan import Field, Step
from ansible_collections.community.heroku.plugins.module_utils.resource import (
    WRITE_ATTEMPTS,
    AppResource,
    Resource,
    Talk,
    converge,
    take,
)


class Listening(Talk):
    """Keeps what it hears."""

    def __init__(self):
        self.warned = []
        self.said = []

    def warn(self, text):
        self.warned.append(text)

    def say(self, text):
        self.said.append(text)


class Site(Resource):
    """A resource of the tests: an app that is changed in three ways."""

    noun = "site"
    plural = "sites"
    fields = (
        Field("name"),
        Field("maintenance", create=False, initial=False),
        Field("acm", update="set_acm", create=False, initial=False),
    )
    blank = {"acm": False, "id": None, "maintenance": False, "name": None, "updated_at": None}  # noqa: RUF012

    def read(self):
        return self.fetch("/apps/{}", self.params["name"])

    def create(self, fields):
        return self.client.post("/apps", fields)

    def update(self, current, fields):
        return self.client.patch(segments("/apps/{}", current["id"]), fields)

    def set_acm(self, current, fields):
        path = segments("/apps/{}/acm", current["id"])
        return self.client.post(path) if fields["acm"] else self.client.delete(path)

    def delete(self, current):
        return self.client.delete(segments("/apps/{}", current["id"]))


class Var(AppResource):
    """Another one: the config vars of an app."""

    noun = "var"

    def read(self):
        return self.fetch(self.in_app("/config-vars"))


@pytest.fixture
def site(connect, simulator):
    """Make a Site with these options."""

    def make(kind=Site, **params):
        talk = Listening()
        client = connect(simulator, warn=talk.warn, say=talk.say)
        return kind(client, {"name": "example", "state": "present", "wait_timeout": 60, **params}, talk)

    return make


@pytest.fixture
def there(site, simulator):
    """The app stands already; the log is empty."""
    found = converge(site(), check_mode=False).record
    simulator.backdoor("DELETE", "requests")
    return found


def fault(simulator, kind, **more):
    simulator.backdoor("POST", "faults", {"fault": kind, **more})


def methods(simulator):
    return [entry["method"] for entry in simulator.requests()]


def apps(simulator):
    return simulator.backdoor("GET", "state")["tables"]["apps"]


class TestConverge:
    def test_creation_and_again(self, site, simulator):
        outcome = converge(site(maintenance=True, acm=True), check_mode=False)
        assert outcome.done == ["create", "update", "set_acm"]
        assert outcome.record["maintenance"]
        assert outcome.record["acm"]
        assert methods(simulator) == ["GET", "POST", "PATCH", "POST"]
        again = converge(site(maintenance=True, acm=True), check_mode=False)
        assert again.done == []
        assert not again.plan.changes
        assert methods(simulator)[4:] == ["GET"]
        assert again.record["id"] == outcome.record["id"]

    def test_check_mode_reads_and_predicts(self, site, simulator):
        outcome = converge(site(maintenance=True), check_mode=True)
        assert methods(simulator) == ["GET"]
        assert outcome.plan.changes
        assert outcome.record == {**Site.blank, "name": "example", "maintenance": True}
        assert outcome.done == []

    def test_what_was_not_given_is_left_alone(self, site, there, simulator):
        converge(site(acm=True), check_mode=False)
        outcome = converge(site(maintenance=True, acm=None), check_mode=False)
        assert outcome.record["acm"]
        assert simulator.requests()[-1]["body"] == ["maintenance"]

    def test_false_was_given(self, site, there):
        converge(site(acm=True), check_mode=False)
        assert converge(site(acm=False), check_mode=False).done == ["set_acm"]

    def test_absence_and_again(self, site, there, simulator):
        outcome = converge(site(state="absent"), check_mode=False)
        assert outcome.done == ["delete"]
        assert outcome.record is None
        assert apps(simulator) == []
        again = converge(site(state="absent"), check_mode=False)
        assert not again.plan.changes
        assert again.record is None
        assert methods(simulator) == ["GET", "DELETE", "GET"]

    def test_absence_in_check_mode(self, site, there, simulator):
        outcome = converge(site(state="absent"), check_mode=True)
        assert outcome.plan.changes
        assert outcome.record is None
        assert methods(simulator) == ["GET"]

    def test_a_failure_midway_says_what_was_done(self, site, simulator):
        fault(simulator, "error", status=422, path="/apps/*/acm", message="No.")
        with pytest.raises(HerokuError) as caught:
            converge(site(maintenance=True, acm=True), check_mode=False)
        assert caught.value.details["changed"] is True
        assert caught.value.details["done"] == ["create", "update"]
        assert caught.value.details["error"]["message"] == "No."
        again = converge(site(maintenance=True, acm=True), check_mode=True)
        assert [step.action for step in again.plan.steps] == ["set_acm"]

    def test_a_failure_before_the_first_write_says_nothing_of_that(self, site, simulator):
        fault(simulator, "error", status=422, method="POST")
        with pytest.raises(HerokuError) as caught:
            converge(site(), check_mode=False)
        assert set(caught.value.details) == {"error"}

    def test_bad_options_send_nothing(self, site, simulator):
        class Picky(Site):
            def check(self):
                raise InvalidInput("No.")

        with pytest.raises(InvalidInput):
            converge(site(Picky), check_mode=False)
        assert simulator.requests() == []


class TestExamine:
    class Examined(Site):
        """Counts the closer looks, and finds that maintenance is on already."""

        looks = 0

        def examine(self, current, plan):
            self.looks += 1
            return {**current, "maintenance": True}

    def test_it_costs_nothing_when_there_is_nothing_to_do(self, site, there):
        examined = site(self.Examined, maintenance=False)
        converge(examined, check_mode=False)
        assert examined.looks == 0

    @pytest.mark.parametrize("check_mode", [True, False])
    def test_fresher_facts_count(self, site, there, simulator, check_mode):
        examined = site(self.Examined, maintenance=True)
        outcome = converge(examined, check_mode=check_mode)
        assert examined.looks == 1
        assert not outcome.plan.changes
        assert outcome.record["maintenance"]
        assert methods(simulator) == ["GET"]

    @pytest.mark.parametrize("check_mode", [True, False])
    def test_it_refuses_in_check_mode_too(self, site, there, simulator, check_mode):
        class Refused(Site):
            def examine(self, current, plan):
                raise InvalidInput("Heroku would refuse that.")

        with pytest.raises(InvalidInput):
            converge(site(Refused, maintenance=True), check_mode=check_mode)
        assert methods(simulator) == ["GET"]


class TestSettle:
    class Slow(Site):
        def settle(self, record):
            raise Timeout("Still busy.")

    def test_it_waits_for_what_an_earlier_run_began(self, site, there):
        with pytest.raises(Timeout) as caught:
            converge(site(self.Slow), check_mode=False)
        assert "changed" not in caught.value.details

    def test_what_was_done_before_it_is_told(self, site, there):
        with pytest.raises(Timeout) as caught:
            converge(site(self.Slow, maintenance=True), check_mode=False)
        assert caught.value.details == {"changed": True, "done": ["update"]}

    def test_nothing_is_waited_for_in_check_mode(self, site, there):
        assert converge(site(self.Slow, maintenance=True), check_mode=True).plan.changes


LOST = [
    {"kind": "reset"},
    {"kind": "unavailable"},
    {"kind": "error", "status": 500},
    {"kind": "html", "status": 201},
    {"kind": "html", "status": 504},
]


class TestCreationsWithoutAnAnswer:
    @pytest.mark.parametrize("lost", LOST, ids=str)
    def test_it_was_made(self, site, simulator, pauses, lost):
        fault(simulator, **lost, when="after", method="POST")
        made = site()
        outcome = converge(made, check_mode=False)
        assert methods(simulator) == ["GET", "POST", "GET"]
        assert [app["id"] for app in apps(simulator)] == [outcome.record["id"]]
        assert made.talk.warned == [
            "Heroku did not answer the creation of this site, but it was made; the task went on with it."
        ]

    @pytest.mark.parametrize("lost", LOST, ids=str)
    def test_it_was_not_made(self, site, simulator, pauses, lost):
        fault(simulator, **lost, when="before", method="POST", count=1)
        made = site()
        outcome = converge(made, check_mode=False)
        assert methods(simulator) == ["GET", "POST", "GET", "POST"]
        assert [app["id"] for app in apps(simulator)] == [outcome.record["id"]]
        assert made.talk.warned == []

    def test_the_answer_is_cut_short(self, site, simulator, pauses):
        fault(simulator, "truncate", method="POST")
        converge(site(), check_mode=False)
        assert methods(simulator) == ["GET", "POST", "GET"]

    def test_it_is_found_only_later(self, site, simulator, pauses):
        """What was just made may not be found at once: then its name is taken, by nobody else."""
        fault(simulator, "reset", when="after", method="POST", count=1)
        fault(simulator, "not_found", path="/apps/example", method="GET", skip=1, count=1)
        made = site()
        outcome = converge(made, check_mode=False)
        assert methods(simulator) == ["GET", "POST", "GET", "POST", "GET"]
        assert [app["id"] for app in apps(simulator)] == [outcome.record["id"]]
        assert len(made.talk.warned) == 1

    def test_never_an_answer(self, site, simulator, pauses):
        fault(simulator, "reset", method="POST")
        with pytest.raises(OutcomeUnknown) as caught:
            converge(site(), check_mode=False)
        assert methods(simulator) == ["GET"] + ["POST", "GET"] * WRITE_ATTEMPTS
        assert pauses == [backoff(attempt) for attempt in range(1, WRITE_ATTEMPTS)]
        assert "changed" not in caught.value.details

    @pytest.mark.parametrize("status", [409, 422])
    def test_a_refusal_at_first_is_no_lost_answer(self, site, simulator, status):
        fault(simulator, "error", status=status, method="POST")
        with pytest.raises(HerokuError) as caught:
            converge(site(), check_mode=False)
        assert caught.value.status == status
        assert methods(simulator) == ["GET", "POST", "GET"]

    @pytest.mark.parametrize("status", [409, 422])
    def test_a_refusal_later_is_final_when_nothing_was_made(self, site, simulator, pauses, status):
        fault(simulator, "reset", method="POST", count=1)
        fault(simulator, "error", status=status, method="POST")
        with pytest.raises(HerokuError) as caught:
            converge(site(), check_mode=False)
        assert caught.value.status == status
        assert methods(simulator) == ["GET", "POST", "GET", "POST", "GET", "GET"]

    def test_looking_fails(self, site, simulator, pauses):
        fault(simulator, "reset", when="after", method="POST")
        fault(simulator, "forbidden", method="GET", skip=1)
        with pytest.raises(HerokuError) as caught:
            converge(site(), check_mode=False)
        assert caught.value.status == 403
        assert methods(simulator) == ["GET", "POST", "GET"]


class TestChangesWithoutAnAnswer:
    """Changes that are a POST; others are repeated by the client."""

    @pytest.mark.parametrize("lost", LOST, ids=str)
    def test_it_was_done(self, site, there, simulator, pauses, lost):
        fault(simulator, **lost, when="after", method="POST")
        changed = site(acm=True)
        outcome = converge(changed, check_mode=False)
        assert outcome.record["acm"]
        assert outcome.done == ["set_acm"]
        assert methods(simulator) == ["GET", "POST", "GET"]
        assert changed.talk.warned == [
            "Heroku did not answer the change of this site, but it was done; the task went on with it."
        ]

    @pytest.mark.parametrize("lost", LOST, ids=str)
    def test_it_was_not_done(self, site, there, simulator, pauses, lost):
        fault(simulator, **lost, when="before", method="POST", count=1)
        changed = site(acm=True)
        outcome = converge(changed, check_mode=False)
        assert outcome.record["acm"]
        assert methods(simulator) == ["GET", "POST", "GET", "POST"]
        assert changed.talk.warned == []

    def test_never_an_answer(self, site, there, simulator, pauses):
        fault(simulator, "reset", method="POST")
        with pytest.raises(OutcomeUnknown):
            converge(site(acm=True), check_mode=False)
        assert methods(simulator) == ["GET"] + ["POST", "GET"] * WRITE_ATTEMPTS

    def test_a_refusal_is_final(self, site, there, simulator, pauses):
        fault(simulator, "reset", method="POST", count=1)
        fault(simulator, "error", status=422, method="POST")
        with pytest.raises(HerokuError) as caught:
            converge(site(acm=True), check_mode=False)
        assert caught.value.status == 422
        assert methods(simulator) == ["GET", "POST", "GET", "POST"]


class TestRemoving:
    def test_it_is_gone_meanwhile(self, site, there, simulator):
        fault(simulator, "not_found", method="DELETE")
        assert converge(site(state="absent"), check_mode=False).record is None

    def test_the_answer_is_lost(self, site, there, simulator, pauses):
        fault(simulator, "reset", when="after", method="DELETE", count=1)
        assert converge(site(state="absent"), check_mode=False).record is None
        assert methods(simulator) == ["GET", "DELETE", "DELETE"]
        assert apps(simulator) == []

    @pytest.mark.parametrize("reading", ["not_found", "forbidden"])
    def test_a_403_for_what_is_gone(self, site, there, simulator, reading):
        fault(simulator, "forbidden", method="DELETE")
        fault(simulator, reading, method="GET", skip=1)
        assert converge(site(state="absent"), check_mode=False).done == ["delete"]
        assert methods(simulator) == ["GET", "DELETE", "GET"]

    def test_a_403_for_what_is_there(self, site, there, simulator):
        fault(simulator, "forbidden", method="DELETE", message="You do not have permission to do that.")
        with pytest.raises(HerokuError, match="You do not have permission"):
            converge(site(state="absent"), check_mode=False)
        assert len(apps(simulator)) == 1

    def test_a_403_and_then_nobody_knows(self, site, there, simulator):
        """It must not count as gone because looking failed."""
        fault(simulator, "forbidden", method="DELETE", message="You do not have permission to do that.")
        fault(simulator, "unauthorized", method="GET", skip=1)
        with pytest.raises(HerokuError, match="You do not have permission"):
            converge(site(state="absent"), check_mode=False)

    @pytest.mark.parametrize("status", [409, 422, 423])
    def test_a_refusal(self, site, there, simulator, status):
        fault(simulator, "error", status=status, method="DELETE")
        with pytest.raises(HerokuError) as caught:
            converge(site(state="absent"), check_mode=False)
        assert caught.value.status == status

    def test_what_heroku_says_of_it_is_returned(self, site, there):
        assert take(site(), Step("delete"), there)["id"] == there["id"]


class TestFetching:
    def test_nothing(self, site, simulator):
        assert site().read() is None

    def test_other_errors_stay_errors(self, site, simulator):
        fault(simulator, "forbidden")
        with pytest.raises(HerokuError):
            site().read()

    def test_something_of_an_app_that_is_missing(self, site, simulator):
        with pytest.raises(HerokuError, match=r"community\.heroku\.heroku_app makes an app") as caught:
            site(Var, app="no-such-app").read()
        assert caught.value.not_found

    def test_absence_is_what_was_wanted(self, site, simulator):
        var = site(Var, app="no-such-app", state="absent")
        assert var.read() is None

    def test_something_missing_of_an_app_that_is_there(self, site, there):
        var = site(Var, app="example")
        assert var.fetch(var.in_app("/releases/{}", "99")) is None

    def test_of_app(self, site, simulator):
        var = site(Var, app="no-such-app")
        with pytest.raises(HerokuError, match=r"community\.heroku\.heroku_app makes an app"):
            var.of_app(lambda: var.client.list(var.in_app("/formation")))
        fault(simulator, "forbidden")
        with pytest.raises(HerokuError) as caught:
            var.of_app(lambda: var.client.list(var.in_app("/formation")))
        assert "makes an app" not in str(caught.value)

    def test_of_app_that_has_no_such_release(self, site, there):
        var = site(Var, app="example")
        with pytest.raises(HerokuError, match=r"that release\. community\.heroku\.heroku_release_info lists"):
            var.of_app(lambda: var.client.get(var.in_app("/releases/99/config-vars")))

    def test_paths(self, site):
        assert (
            site(Var, app="an app").in_app("/domains/{}", "*.example.com") == "/apps/an%20app/domains/%2A.example.com"
        )
