# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The state: one table per kind of record, indexed by id and by whatever else is looked up, all in memory.

A table is a module-level object of a file under ``resources/``, and registers itself here: ``clear``, ``dump`` and
``load`` work on all of them. It only says what its records are like: the records are a part of each simulator's own
context.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Generic, TypeVar

from .chance import new_id
from .clock import timestamp
from .context import Local
from .registry import Registry

MASK = "(secret)"

TABLES: Registry[str, Table[Any]] = Registry("table")


@dataclass(kw_only=True)
class Record:
    """What all records have. Other records are referred to by id, in fields called ``NOUN_id``."""

    id: str = field(default_factory=new_id)
    created_at: str = field(default_factory=timestamp)
    updated_at: str = field(default_factory=timestamp)


R = TypeVar("R", bound=Record)


class _Rows(Generic[R]):
    """The records of a table in one simulator, and its indexes."""

    __slots__ = ("groups", "records", "unique")

    def __init__(self, unique: tuple[str, ...], groups: tuple[str, ...]) -> None:
        self.records: dict[str, R] = {}
        self.unique: dict[str, dict[Any, R]] = {name: {} for name in unique}
        self.groups: dict[str, dict[Any, dict[str, R]]] = {name: {} for name in groups}


class Table(Generic[R]):
    """All records of one type, of the simulator that is active.

    ``unique`` names fields whose values identify one record, ``groups`` fields by which several are looked up, and
    ``parents`` fields that hold the id of a record of another table: when that one is removed, these go with it.
    ``secrets`` names fields that ``dump`` masks (of a dict, the values; the keys stay).
    """

    def __init__(
        self,
        name: str,
        record_type: type[R],
        *,
        unique: tuple[str, ...] = (),
        groups: tuple[str, ...] = (),
        parents: Mapping[str, Table[Any]] | None = None,
        secrets: tuple[str, ...] = (),
    ) -> None:
        self.name = name
        self.record_type = record_type
        self.secrets = secrets
        self._unique = unique
        self._groups = tuple(dict.fromkeys((*groups, *(parents or {}))))
        self._rows: Local[_Rows[R]] = Local(lambda: _Rows(self._unique, self._groups))
        self._children: tuple[tuple[Table[Any], str], ...] = ()
        self._before_remove: tuple[Callable[[R], None], ...] = ()
        known = {item.name for item in fields(record_type)}
        for index in (*self._unique, *self._groups, *secrets):
            if index not in known:
                raise ValueError(f"{record_type.__name__} has no field {index}")
        for parent_field, parent in (parents or {}).items():
            parent._children = (*parent._children, (self, parent_field))
        TABLES.add(name, self)

    def before_remove(self, function: Callable[[R], None]) -> Callable[[R], None]:
        """Let the decorated function be called with each record that is about to go."""
        self._before_remove = (*self._before_remove, function)
        return function

    def __len__(self) -> int:
        return len(self._rows.get().records)

    def __iter__(self) -> Iterator[R]:
        return iter(self._rows.get().records.values())

    def add(self, record: R) -> R:
        """Take a new record in. Raises ValueError when another one has one of its unique values."""
        for name in (*self._unique, *self._groups):
            self._index(name, record)
        self._rows.get().records[record.id] = record
        return record

    def get(self, record_id: str | None) -> R | None:
        """The record with that id."""
        return self._rows.get().records.get(record_id) if record_id is not None else None

    def __getitem__(self, record_id: str) -> R:
        return self._rows.get().records[record_id]

    def by(self, name: str, value: Any) -> R | None:
        """The one record whose unique field ``name`` has that value."""
        return self._rows.get().unique[name].get(value)

    def find(self, identity: str, name: str) -> R | None:
        """By id, else by the unique field ``name``: how most paths identify what they are about."""
        rows = self._rows.get()
        return rows.records.get(identity) or rows.unique[name].get(identity)

    def newest(self) -> R | None:
        """The record that was added last."""
        return next(reversed(self._rows.get().records.values()), None)

    def unused(self, name: str, make: Callable[[], Any]) -> Any:
        """What ``make`` makes, made again for as long as a record has it already in its unique field ``name``."""
        while self.by(name, value := make()) is not None:
            pass
        return value

    def where(self, name: str, value: Any) -> list[R]:
        """All records whose grouping field ``name`` has that value, oldest first."""
        return list(self._rows.get().groups[name].get(value, {}).values())

    def count(self, name: str, value: Any) -> int:
        """How many ``where`` would return."""
        return len(self._rows.get().groups[name].get(value, {}))

    def update(self, record: R, *, touch: bool = True, **changes: Any) -> bool:
        """Change fields, and ``updated_at`` with them unless ``touch`` is off. True when anything was changed."""
        changes = {name: value for name, value in changes.items() if getattr(record, name) != value}
        if not changes:
            return False
        indexed = [name for name in changes if name in self._unique or name in self._groups]
        for name in indexed:
            self._unindex(name, record)
        for name, value in changes.items():
            setattr(record, name, value)
        for name in indexed:
            self._index(name, record)
        if touch and "updated_at" not in changes:
            record.updated_at = timestamp()
        return True

    def remove(self, record: R) -> None:
        """Take a record out, and all records that it is a parent of."""
        records = self._rows.get().records
        if record.id not in records:
            return
        for hook in self._before_remove:
            hook(record)
        for child, parent_field in self._children:
            for orphan in child.where(parent_field, record.id):
                child.remove(orphan)
        del records[record.id]
        for name in (*self._unique, *self._groups):
            self._unindex(name, record)

    def clear(self) -> None:
        """Forget all records."""
        rows = self._rows.get()
        rows.records.clear()
        for unique in rows.unique.values():
            unique.clear()
        for group in rows.groups.values():
            group.clear()

    def _index(self, name: str, record: R) -> None:
        value = getattr(record, name)
        if value is None:
            return
        rows = self._rows.get()
        if name in rows.unique and rows.unique[name].setdefault(value, record) is not record:
            raise ValueError(f"two of the {self.name} have the same {name}")
        if name in rows.groups:
            rows.groups[name].setdefault(value, {})[record.id] = record

    def _unindex(self, name: str, record: R) -> None:
        value = getattr(record, name)
        if value is None:
            return
        rows = self._rows.get()
        if name in rows.unique and rows.unique[name].get(value) is record:
            del rows.unique[name][value]
        if name in rows.groups:
            group = rows.groups[name].get(value)
            if group is not None:
                group.pop(record.id, None)
                if not group:
                    del rows.groups[name][value]


def _masked(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _masked(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_masked(item) for item in value]
    return MASK if value is not None else None


def dump(*, secrets: bool) -> dict[str, list[dict[str, Any]]]:
    """All tables as JSON. Without ``secrets`` the values of secret fields are masked."""
    state = {}
    for table in TABLES.values():
        rows = [asdict(record) for record in table]
        if not secrets:
            for row in rows:
                for name in table.secrets:
                    row[name] = _masked(row[name])
        state[table.name] = rows
    return state


def load(state: Mapping[str, list[dict[str, Any]]]) -> None:
    """Replace everything by what ``dump`` gave (with secrets). Raises ValueError for unknown tables or fields."""
    unknown = set(state) - set(TABLES)
    if unknown:
        raise ValueError(f"no such table: {', '.join(sorted(unknown))}")
    try:
        records = {name: [TABLES[name].record_type(**row) for row in rows] for name, rows in state.items()}
    except TypeError as error:
        raise ValueError(str(error)) from error
    clear()
    for name, items in records.items():
        for record in items:
            TABLES[name].add(record)


def clear() -> None:
    """Empty all tables."""
    for table in TABLES.values():
        table.clear()
