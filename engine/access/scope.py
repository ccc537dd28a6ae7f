"""Which part of a list somebody may see: for lists, streams and exports, where there is no one object to ask about."""

import msgspec

from engine.access.matrix import MATRIX, ObjectFacts, holds
from engine.access.principal import Principal
from engine.access.words import Action, Relation


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """What of a tenant somebody may see under one action; an object must meet one relation."""

    principal: Principal
    relations: frozenset[Relation]
    """Never empty."""

    @property
    def is_whole(self) -> bool:
        """Whether it is everything of the tenant, so that nothing needs to be asked object by object."""
        return Relation.ANY in self.relations

    @property
    def court_id(self) -> int | None:
        """The court whose objects are all in it, None if there is none such."""
        return self.principal.court_id if Relation.OWN_COURT in self.relations else None

    def covers(self, facts: ObjectFacts) -> bool:
        """Return whether an object is in it."""
        if facts.tenant != self.principal.tenant:
            return False
        return self.is_whole or any(holds(relation, self.principal, facts) for relation in self.relations)


def scope(principal: Principal, action: Action) -> Scope | None:
    """Return which objects somebody may do something to; None if to none at all.

    `scope(p, a).covers(facts)` is true exactly where `may(p, a, facts)` is `ALLOWED`.

    Examples
    --------
    >>> from engine.access.example import principal_of
    >>> from engine.access.words import Role
    >>> found = scope(principal_of(Role.COURT_CLERK, court_id=12), Action.READ_CASE)
    >>> found.is_whole, found.court_id, found.covers(ObjectFacts(tenant="north", court_id=13))
    (False, 12, False)
    >>> scope(principal_of(Role.PLANNER), Action.READ_CASE) is None
    True
    """
    row = MATRIX[action]
    relations = frozenset(row[role] for role in principal.roles if role in row)
    return Scope(principal=principal, relations=relations) if relations else None
