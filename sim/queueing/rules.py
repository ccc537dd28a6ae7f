"""What must hold between the tables of a queue scenario.

Rules read the nested tables instead of the typed scenario, and pass over whatever is mistaken by itself, so that one
reading lists every mistake.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, cast

from sim.queueing.law_facts import numbers_in
from sim.queueing.scenario import STATION_DEFAULT
from sim.scenario.mistakes import nearest
from sim.scenario.view import Broken

Table = Mapping[str, Any]
_SUM_MAX: Final = 1 + 1e-9


def broken_rules(values: Table) -> list[Broken]:
    """Find every rule between tables that a scenario breaks.

    Parameters
    ----------
    values
        The scenario as nested tables, as read from TOML.

    Returns
    -------
    list[Broken]
        In the order of the rules; empty if all hold.

    """
    return [broken for rule in _RULES for broken in rule(values)]


def _tables(values: Table, key: str) -> list[tuple[str, Table]]:
    """The tables of a list with the key of each."""
    found = values.get(key)
    if not isinstance(found, list | tuple):
        return []
    entries = enumerate(cast("list[object]", found), start=1)
    return [(f"{key} #{place}", cast("Table", entry)) for place, entry in entries if isinstance(entry, Mapping)]


def _names(values: Table, key: str) -> list[str]:
    return [str(entry["name"]) for _, entry in _tables(values, key) if "name" in entry]


def _stations(values: Table) -> list[str]:
    return _names(values, "station") or [STATION_DEFAULT]


def _list(table: Table, key: str) -> list[Any]:
    found = table.get(key)
    return list(cast("list[Any]", found)) if isinstance(found, list | tuple) else []


def _table(table: Table, key: str) -> Table:
    found = table.get(key)
    return cast("Table", found) if isinstance(found, Mapping) else {}


def _known(key: str, value: object, known: list[str], what: str) -> Iterator[Broken]:
    if value not in known:
        must = f"be the name of a {what} ({', '.join(known)}){nearest(str(value), known)}"
        yield Broken(key=key, value=value, must=must)


def _names_are_unique(values: Table) -> Iterator[Broken]:
    for kind in ("class", "pool", "station"):
        for name, count in Counter(_names(values, kind)).items():
            if count > 1:
                yield Broken(key=f"{kind}.name", value=name, must=f"name one {kind} only (found {count} times)")


def _names_are_known(values: Table) -> Iterator[Broken]:
    classes, pools, stations = _names(values, "class"), _names(values, "pool"), _stations(values)
    for key, each in _tables(values, "class"):
        if "station" in each:
            yield from _known(f"{key}.station", each["station"], stations, "station")
        for name in _list(each, "pools"):
            yield from _known(f"{key}.pools", name, pools, "pool")
        for name in _table(each, "service_at"):
            yield from _known(f"{key}.service_at", name, pools, "pool")
    for key, pool in _tables(values, "pool"):
        if "station" in pool:
            yield from _known(f"{key}.station", pool["station"], stations, "station")
        for name, count in Counter(map(str, _list(pool, "serves"))).items():
            yield from _known(f"{key}.serves", name, classes, "class")
            if count > 1:
                yield Broken(key=f"{key}.serves", value=name, must=f"be listed once (found {count} times)")
    for key, outage in _tables(values, "outage"):
        yield from _known(f"{key}.pool", outage.get("pool"), pools, "pool")


def _routes(values: Table) -> Iterator[tuple[str, Table]]:
    """Every row of the routing tables with its key."""
    for key, place in _tables(values, "station"):
        yield f"{key}.routes", _table(place, "routes")
    for key, each in _tables(values, "class"):
        rows = _table(each, "routes")
        yield from ((f"{key}.routes.{name}", _table(rows, name)) for name in rows)


def _routes_lead_somewhere(values: Table) -> Iterator[Broken]:
    stations = _stations(values)
    for key, row in _routes(values):
        for target in row:
            yield from _known(key, target, stations, "station")
        total = sum(share for share in row.values() if isinstance(share, int | float))
        if total > _SUM_MAX:
            yield Broken(key=key, value=None, must=f"sum to at most 1 (sums to {total:.7g})")
    for key, each in _tables(values, "class"):
        for name in _table(each, "routes"):
            yield from _known(f"{key}.routes", name, stations, "station")


def _everybody_is_served(values: Table) -> Iterator[Broken]:
    stations, classes = _stations(values), _names(values, "class")
    pools = [pool for _, pool in _tables(values, "pool")]
    for key, each in _tables(values, "class"):
        name = str(each.get("name"))
        for station in sorted(_reached(values, each, stations)):
            able = [
                pool
                for pool in pools
                if pool.get("station", stations[0]) == station and name in (_list(pool, "serves") or classes)
            ]
            if not able:
                yield Broken(key=f"{key}.name", value=name, must=f"be served by some pool at station {station}")
            for pool in able:
                own = (_table(each, "service_at").get(str(pool.get("name"))), pool.get("service"), each.get("service"))
                if not any(own):
                    must = f"be given, or pool {pool.get('name')} have a service law: it serves the class"
                    yield Broken(key=f"{key}.service", value=None, must=must)


def _reached(values: Table, each: Table, stations: list[str]) -> set[str]:
    """The stations a class can come to."""
    general = {str(place.get("name")): _table(place, "routes") for _, place in _tables(values, "station")}
    own = _table(each, "routes")
    reached: set[str] = set()
    ahead = [str(each.get("station", stations[0]))]
    while ahead:
        station = ahead.pop()
        if station in stations and station not in reached:
            reached.add(station)
            row = _table(own, station) if station in own else general.get(station, {})
            ahead += [target for target, share in row.items() if isinstance(share, int | float) and share > 0]
    return reached


def _the_cycle_holds_its_parts(values: Table) -> Iterator[Broken]:
    cycle = _table(values, "run").get("cycle")
    if not isinstance(cycle, int | float):
        return
    for key, each in _tables(values, "class"):
        edges = _list(_table(each, "arrivals"), "edges")
        if edges and isinstance(edges[-1], int | float) and edges[-1] > cycle:
            yield Broken(key=f"{key}.arrivals.edges", value=edges[-1], must=f"end within run.cycle = {cycle}")
    for key, pool in _tables(values, "pool"):
        for shift in _list(pool, "shifts"):
            end = _table({"shift": shift}, "shift").get("ends")
            if isinstance(end, int | float) and end > cycle:
                yield Broken(key=f"{key}.shifts", value=end, must=f"end within run.cycle = {cycle}")


def _somebody_works(values: Table) -> Iterator[Broken]:
    for key, pool in _tables(values, "pool"):
        shifts = [_table({"shift": shift}, "shift").get("servers") for shift in _list(pool, "shifts")]
        if shifts and all(servers == 0 for servers in shifts):
            yield Broken(key=f"{key}.shifts", value=None, must="have a server in some shift")


def _files_hold_numbers(values: Table) -> Iterator[Broken]:
    for key, file in _files(values, ""):
        if not Path(file).is_file():
            yield Broken(key=key, value=str(file), must="be the path of an existing file")
            continue
        try:
            if not numbers_in(Path(file)):
                yield Broken(key=key, value=str(file), must="hold at least one number")
        except (ValueError, OSError) as error:
            yield Broken(key=key, value=str(file), must=str(error))


def _files(value: object, key: str) -> Iterator[tuple[str, str | Path]]:
    if isinstance(value, Mapping):
        for name, entry in cast("Table", value).items():
            inner = f"{key}.{name}".removeprefix(".")
            if name == "file" and isinstance(entry, str | Path):
                yield inner, entry
            else:
                yield from _files(entry, inner)
    elif isinstance(value, list | tuple):
        for place, entry in enumerate(cast("list[object]", value), start=1):
            yield from _files(entry, f"{key} #{place}")


_RULES: Final[tuple[Callable[[Table], Iterator[Broken]], ...]] = (
    _names_are_unique,
    _names_are_known,
    _routes_lead_somewhere,
    _everybody_is_served,
    _the_cycle_holds_its_parts,
    _somebody_works,
    _files_hold_numbers,
)
