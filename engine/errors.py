"""Root of the engine's error tree.

Every package of the engine derives its own errors from `EngineError` in a module `errors.py` of
its own, so that a caller can catch one package's errors or all of them::

    EngineError
    +-- events:     EventError       (engine/events/errors.py)
    +-- log:        LogError         (engine/log/errors.py)
    +-- calendar:   CalendarError    (engine/calendar/errors.py)
    +-- core:       CoreError        (engine/core/errors.py)
    +-- desk:       DeskError        (engine/desk/errors.py)
    +-- proof:      ProofError       (engine/proof/errors.py)
    +-- audit:      AuditError       (engine/audit/errors.py)
    +-- lifecycle:  LifecycleError   (engine/lifecycle/errors.py)
    +-- scheduling: SchedulingError  (engine/scheduling/errors.py)
    +-- linked:     LinkedError      (engine/linked/errors.py)
    +-- registry:   RegistryError    (engine/registry/errors.py)
    +-- access:     AccessError      (engine/access/errors.py)
    +-- parties:    PartiesError     (engine/parties/errors.py)
    +-- service:    ServiceError     (engine/service/errors.py)
    +-- http:       HttpError        (engine/http/errors.py)

A message names the field, the offending value and the bound it broke.
"""


class EngineError(Exception):
    """Base of every error the engine raises on purpose."""
