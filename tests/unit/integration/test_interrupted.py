# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import subprocess
import sys

import pytest
import tree

sys.path.insert(0, str(tree.ROOT / "tests" / "integration"))

from interrupted import family, spread
from states import differences, facts, things


def state(app: str = "a1", *addons: str, **others: object) -> dict[str, list[dict[str, object]]]:
    made = {"created_at": "2026-11-26T11:49:13Z"}
    return {
        "apps": [{"id": app, "name": "shop", "rate_limit_tokens": 1, **made, **others}],
        "add_ons": [{"id": addon, "app_id": app, **made} for addon in addons],
        "blobs": [],
    }


def test_ids_and_times_do_not_matter() -> None:
    other = state("a2", "b2", created_at="2027-11-26T11:49:13Z", rate_limit_tokens=2)
    assert differences(facts(state("a1", "b1")), facts(other)) == []


def test_what_an_id_is_the_id_of_does() -> None:
    one, other = state("a1", "b1"), state("a1", "b1")
    other["add_ons"][0]["app_id"] = "elsewhere"
    assert differences(facts(one), facts(other)) == [("add_ons", "0", "app_id")]


def test_what_is_there_twice_or_not_at_all_is_found() -> None:
    one, two, none = (facts(state("a1", *addons)) for addons in (("b1",), ("b1", "b2"), ()))
    assert differences(one, two) == [("add_ons", "1", "app_id"), ("add_ons", "1", "id")]
    assert differences(one, none) == [("add_ons", "0", "app_id"), ("add_ons", "0", "id")]


@pytest.mark.parametrize(
    ("one", "other"), [({"A": "1"}, {"A": "2"}), ({"A": "1"}, {}), ([1], [1, 2]), ([], None), ("x", ["x"])]
)
def test_values_within_a_record_count(one: object, other: object) -> None:
    assert differences(facts(state(config=one)), facts(state(config=other)))


def test_what_is_made_up_is_left_aside() -> None:
    runs = [facts(state(password=password)) for password in ("one", "two", "three")]
    aside = set(differences(*runs[:2]))
    assert differences(runs[0], runs[2], aside) == []


def test_an_upload_that_nothing_uses_is_none_too_many() -> None:
    one, other = state(blob_id="c1"), state(blob_id="d2")
    one["blobs"] = [{"id": "c1"}]
    other["blobs"] = [{"id": "d1"}, {"id": "d2"}]
    assert differences(facts(one), facts(other)) == []


def same(number: int) -> dict[str, list[dict[str, object]]]:
    """A state that is the same with each number, but for what Heroku makes up."""
    app, *addons = (f"{number}{place}000000-0000-4000-8000-000000000000" for place in range(3))
    made = state(app, current_version=number, web_url=f"https://shop-{number}a3b0c4d5e6f.example.com")
    named = [{"id": addon, "name": f"redis-curious-1234{number}", "app_id": app} for addon in addons]
    return {**made, "add_ons": [*named, *state(app, addons[0])["add_ons"]][:: 1 if number % 2 else -1]}


def test_things_do_not_depend_on_who_came_first() -> None:
    assert things(same(1), ()) == things(same(2), ())


def test_of_things_one_that_is_there_twice_or_otherwise_is_found() -> None:
    one, two = (things(state("a1", *addons), ()) for addons in (("b1",), ("b1", "b2")))
    assert [(table, number) for (table, _text), number in (two - one).items()] == [("add_ons", 1)]
    assert things(state(config={"A": "1"}), ()) != things(state(config={"A": "2"}), ())
    assert things(state("a1", "b1"), ("add_ons",)) == things(state("a1"), ("add_ons",))


@pytest.mark.parametrize(
    ("items", "count", "chosen"),
    [([3, 5, 8, 9, 13], 3, [3, 8, 13]), ([3, 5], 10, [3, 5]), ([3, 5, 8], 1, [3]), ([3], 3, [3])],
)
def test_points_are_spread(items: list[int], count: int, chosen: list[int]) -> None:
    assert spread(items, count) == chosen


def test_the_family_of_a_process() -> None:
    script = (
        "import subprocess\n"
        "child = subprocess.Popen(['sleep', '60'], start_new_session=True)\n"
        "print(child.pid, flush=True)\n"
        "child.wait()"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as process:
        child = int(process.stdout.readline())
        assert family(process.pid) == [process.pid, child]
        subprocess.run(["kill", str(child)], check=True)
