# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many simulators in one process: nothing that changes in one is seen by another.

What holds this for all that there is, and all that will be written: no module of the package has anything that can
change (``changeable``), and what the contexts of two simulators lead to has no changeable object in common (``reach``).
"""

from __future__ import annotations

import contextvars
import datetime as dt
import enum
import importlib
import pkgutil
import re
import sys
import types
import typing
from collections import deque
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import Any

import heroku_simulator
import pytest
from _pytest.fixtures import FixtureFunctionDefinition
from heroku_simulator import chance, commands, world, world_file
from heroku_simulator.clock import clock, timestamp
from heroku_simulator.context import Context, Local, _Handle
from heroku_simulator.faults import faults
from heroku_simulator.loading import load
from heroku_simulator.registry import Registry
from heroku_simulator.requestlog import request_log
from heroku_simulator.router import Router
from heroku_simulator.settings import settings
from heroku_simulator.store import TABLES, Table
from heroku_simulator.switches import SWITCHES, switches

PACKAGE = heroku_simulator.__name__
# Nothing of these can be changed.
LEAVES = (
    *(dt.datetime, dt.timedelta, str, bytes, int, float, complex, bool, type(None), range, enum.Enum, re.Pattern, Path),
    *(ContextVar, typing.TypeVar, types.ModuleType, types.GenericAlias, types.UnionType, property),
    *(types.BuiltinFunctionType, types.MethodDescriptorType, types.WrapperDescriptorType),
    *(types.MemberDescriptorType, types.GetSetDescriptorType),
)
# Mutable themselves, but no place to keep something in: what they are made of is looked at instead.
DECLARATIONS = (Registry, Router, Table, Local, _Handle)


def modules() -> list[types.ModuleType]:
    """Every module of the package."""
    names = [item.name for item in pkgutil.walk_packages(heroku_simulator.__path__, f"{PACKAGE}.")]
    return [heroku_simulator, *(importlib.import_module(name) for name in names)]


def attributes(value: Any) -> Iterator[tuple[str, Any]]:
    """What an object has, whether it keeps it in a dict or in slots."""
    if type(value).__dictoffset__:
        yield from ((f".{name}", item) for name, item in vars(value).items())
    for kind in type(value).__mro__:
        for name in kind.__dict__.get("__slots__", ()):
            if hasattr(type(value), name) and name != "__weakref__":
                yield f".{name}", object.__getattribute__(value, name)


def inside(value: Any, known: set[str]) -> Iterator[tuple[str, Any]] | None:
    """What something that cannot change itself is made of; None for what can change."""
    if isinstance(value, LEAVES) or typing.get_origin(value) or is_foreign(value, known):
        return iter(())
    if is_dataclass(value) and not isinstance(value, type):
        return attributes(value) if type(value).__dataclass_params__.frozen else None
    if isinstance(value, (Registry, Router)) and not value._frozen:
        return None
    return next((parts(value) for kinds, parts in PARTS.items() if isinstance(value, kinds)), None)


def is_foreign(value: Any, known: set[str]) -> bool:
    """Whether a class or a function is of a module outside of these, wherever it is imported."""
    return callable(value) and not getattr(value, "__module__", "").startswith(tuple(known))


def of_class(kind: type) -> Iterator[tuple[str, Any]]:
    """The attributes of a class, but for what Python keeps about it."""
    if not issubclass(kind, enum.Enum):
        for name, item in vars(kind).items():
            if not (name.startswith("__") and name.endswith("__")) and name not in ("_abc_impl", "_is_protocol"):
                yield f".{name}", item


def of_function(function: types.FunctionType) -> Iterator[tuple[str, Any]]:
    """What a function keeps from call to call: defaults, attributes, and variables of the functions around it."""
    yield from ((f".{name}", item) for name, item in vars(function).items() if name != "__wrapped__")
    yield from ((f"({index})", item) for index, item in enumerate(function.__defaults__ or ()))
    yield from ((f"({name})", item) for name, item in (function.__kwdefaults__ or {}).items())
    yield from ((f"<{name}>", cell.cell_contents) for name, cell in closure(function) if cell_is_full(cell))


# What is made of other things, and how these are found.
PARTS: dict[Any, Callable[[Any], Iterator[tuple[str, Any]]]] = {
    (tuple, frozenset): lambda value: ((f"[{index}]", item) for index, item in enumerate(value)),
    (types.MappingProxyType, Registry): lambda value: ((f"[{key!r}]", item) for key, item in value.items()),
    (staticmethod, classmethod): lambda value: iter([("()", value.__func__)]),
    type: of_class,
    types.FunctionType: of_function,
    Router: lambda value: iter(()),  # it leads to operations, which are in a registry
    (Table, Local, _Handle): attributes,
    FixtureFunctionDefinition: lambda value: iter([("()", value._fixture_function)]),
}


def closure(function: types.FunctionType) -> Iterator[tuple[str, Any]]:
    return zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)


def cell_is_full(cell: Any) -> bool:
    try:
        cell.cell_contents  # noqa: B018
    except ValueError:
        return False
    return True


def changeable(name: str, value: Any, known: set[str], seen: set[int]) -> list[str]:
    """Where something stands, below a module's global of this name, that can change while the process runs."""
    if id(value) in seen:
        return []
    seen.add(id(value))
    parts = inside(value, known)
    if parts is None:
        return [f"{name} is a {type(value).__name__}"]
    return [found for label, part in parts for found in changeable(f"{name}{label}", part, known, seen)]


def globals_of(module: types.ModuleType) -> dict[str, Any]:
    """What a module defines or imports, but for what Python keeps about it."""
    return {name: item for name, item in vars(module).items() if not re.fullmatch(r"__\w+__|annotations", name)}


def complaints(found: list[types.ModuleType]) -> list[str]:
    known, seen = {module.__name__ for module in found}, set[int]()
    return [
        item
        for module in found
        for name, value in globals_of(module).items()
        for item in changeable(f"{module.__name__}.{name}", value, known, seen)
    ]


def test_no_module_has_anything_that_can_change():
    load()
    assert len(modules()) > 100
    assert complaints(modules()) == []


@pytest.mark.parametrize(
    ("source", "where"),
    [
        ("x = []", "x is a list"),
        ("x = {'a': 1}", "x is a dict"),
        ("x = ('a', {1})", "x[1] is a set"),
        ("import types; x = types.MappingProxyType({'a': [1]})", "x['a'] is a list"),
        ("import functools\n@functools.cache\ndef x(): pass", "x is a _lru_cache_wrapper"),
        ("def x(found=[]): pass", "x(0) is a list"),
        ("def x(*, found=[]): pass", "x(found) is a list"),
        ("def x(): pass\nx.found = {}", "x.found is a dict"),
        ("def around():\n    found = []\n    return lambda: found\nx = around()", "x<found> is a list"),
        ("class X:\n    found = []", "X.found is a list"),
        ("class X: pass\nx = X()", "x is a X"),
        ("import itertools; x = itertools.count()", "x is a count"),
        ("import random; x = random.Random()", "x is a Random"),
        (
            "import dataclasses\n@dataclasses.dataclass(frozen=True)\nclass X:\n    found: list\nx = X([])",
            "x.found is a list",
        ),
        ("from heroku_simulator.registry import Registry; x = Registry('thing')", "x is a Registry"),
        ("from heroku_simulator.context import Local\nfound = []\nx = Local(lambda: found)", "found is a list"),
    ],
)
def test_what_can_change_is_found(monkeypatch, source, where):
    module = types.ModuleType("planted")
    monkeypatch.setitem(sys.modules, "planted", module)
    exec(source, vars(module))  # noqa: S102 - of this test
    assert f"planted.{where}" in complaints([module])


# --- What belongs to one simulator


def started() -> Context:
    """A simulator's context with the default world in it."""
    load()
    context = Context()
    with context.active():
        world.start(world.Start(world_file.default(), clock="instant", seed=1))
        faults.add({"fault": "latency"})
        request_log.add({"operation": None})
    return context


def handles() -> dict[str, Local[Any]]:
    """Every part that a simulator has of its own, by where its handle stands."""
    found = {}
    for module in modules():
        for name, item in globals_of(module).items():
            local = (
                item._rows
                if isinstance(item, Table)
                else object.__getattribute__(item, "_local")
                if issubclass(type(item), _Handle)
                else item
            )
            if isinstance(local, Local):
                found[f"{module.__name__}.{name}"] = local
    return found


def reach(root: Any) -> dict[int, tuple[str, Any]]:
    """Every object that can change, by its id, to which a root leads, and the way."""
    found: dict[int, tuple[str, Any]] = {}
    waiting: list[tuple[str, Any]] = [("", root)]
    seen: set[int] = set()
    while waiting:
        way, value = waiting.pop()
        if id(value) in seen or isinstance(value, (*LEAVES, type, types.FunctionType, *DECLARATIONS)):
            continue
        seen.add(id(value))
        if isinstance(value, dict):
            waiting += [(f"{way}[{key}]", item) for key, items in value.items() for item in (key, items)]
        elif isinstance(value, (list, tuple, set, frozenset, deque)):
            waiting += [(f"{way}[]", item) for item in value]
        elif isinstance(value, types.MethodType):
            waiting.append((f"{way}()", value.__self__))
        else:
            waiting += [(f"{way}{name}", item) for name, item in attributes(value)]
        frozen = is_dataclass(value) and type(value).__dataclass_params__.frozen
        if not isinstance(value, (tuple, frozenset)) and not frozen:
            found[id(value)] = (way, value)
    return found


def test_two_simulators_have_no_changeable_object_in_common():
    one, two = started(), started()
    first, second = reach(one._parts), reach(two._parts)
    assert len(first) > 500
    assert [first[item][0] for item in first if item in second] == []


def test_every_part_is_made_for_each_simulator():
    one, two = Context(), Context()
    parts = handles()
    assert len(parts) > len(TABLES)
    for name, local in parts.items():
        with one.active():
            made = local.get()
            assert local.get() is made, name
        with two.active():
            assert local.get() is not made, name
            assert local.get() == local.get()


def record_for(table: Table[Any]) -> Any:
    """A record of a table, with a text for whatever it must have."""
    required = [item.name for item in fields(table.record_type) if item.default is item.default_factory is MISSING]
    return table.record_type(**dict.fromkeys(required, "x"))


@pytest.mark.parametrize("name", TABLES)
def test_no_record_is_seen_by_another_simulator(name):
    one, two = Context(), Context()
    table = TABLES[name]
    with one.active():
        record = table.add(record_for(table))
    with two.active():
        assert (len(table), list(table), table.get(record.id)) == (0, [], None)
        assert [index for index in table._unique if table.by(index, getattr(record, index)) is not None] == []
        assert [index for index in table._groups if table.where(index, getattr(record, index))] == []
        other = table.add(record_for(table))
        table.update(other, touch=False, updated_at="then")
    with one.active():
        assert list(table) == [record]
        assert record.updated_at != "then"
        table.clear()
    with two.active():
        assert list(table) == [other]


def test_clocks_faults_switches_settings_commands_and_chance_are_each_simulators_own():
    one, two = started(), started()
    with one.active():
        clock.set_mode("0")
        clock.advance(1000)
        clock.after(5, "stream.available", "x")
        faults.add({"fault": "stall", "transition": "stream.available"})
        for name, switch in SWITCHES.items():
            switches.set(name, switch.answers[1])
        settings.rate_limit = 1
        settings.timings.dyno_start = 77
        commands.set_table([{"pattern": "ls", "output": "x"}])
        drawn = [chance.new_id() for _time in range(3)]
    with two.active():
        assert clock.dump()["mode"] == "instant"
        assert "stream.available" not in {event["name"] for event in clock.dump()["events"]}
        assert len(list(faults)) == 1
        assert not clock.stalls("stream.available")
        assert {name: switch.answers[0] for name, switch in SWITCHES.items()} == switches.dump()
        assert (settings.rate_limit, settings.timings.dyno_start) == (4500, 3)
        assert commands.outcome_of("ls", {}).lines == []
        assert [chance.new_id() for _time in range(3)] == drawn  # both began with one seed
    with one.active():
        assert clock.stalls("stream.available")


def test_who_asks_where_no_simulator_is_active_is_told():
    with pytest.raises(LookupError, match="no simulator is active"):
        contextvars.Context().run(timestamp)
