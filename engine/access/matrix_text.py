"""The matrix of roles and actions as a table for people."""

from typing import Final

from engine.access.matrix import MATRIX, WITH_A_SECOND_PERSON
from engine.access.words import Relation, Role

_SAID: Final = {
    Relation.PARTY_OF: "own case",
    Relation.OFFERED: "offered",
    Relation.HANDLES: "handled",
    Relation.INVITED: "offered, handled",
    Relation.OWN_ORGANISATION: "own organisation",
    Relation.OWN_COURT: "own court",
    Relation.OWN_ENTRY: "own entry",
    Relation.OWN_RECORD: "own record",
    Relation.ANY: "all",
}


def matrix_table() -> str:
    r"""Return the matrix in Markdown: an action a row, a role a column, empty where it is denied.

    Examples
    --------
    >>> print("\n".join(matrix_table().splitlines()[:3]))
    | action | party | mediator | organisation | clerk | judge | administrator | planner | auditor |
    | --- | --- | --- | --- | --- | --- | --- | --- | --- |
    | `lodge_case` | own case |  |  | own court | own court |  |  |  |
    """
    roles = list(Role)
    lines = [
        f"| action | {' | '.join(role.value.removeprefix('court_') for role in roles)} |",
        "| --- |" + " --- |" * len(roles),
    ]
    for action, row in MATRIX.items():
        cells = (_SAID[row[role]] if role in row else "" for role in roles)
        mark = " †" if action in WITH_A_SECOND_PERSON else ""
        lines.append(f"| `{action}`{mark} | {' | '.join(cells)} |")
    return "\n".join(lines)
