"""What the store of party data refuses.

::

    EngineError
    +-- PartiesError
        +-- PartyDataError           party data, a dispute or a party that the store cannot take
        +-- DisputeHeldError         a dispute has party data already
        +-- UnknownPartiesError      no party data of this dispute, or of this party of it
        +-- ErasedError              there were party data of this dispute; they have been erased
        +-- DamagedRecordError       what is stored is not what was put
        +-- MasterKeyError           a master key that cannot be used, or is not the store's
        +-- PartyStoreError          the store itself
            +-- WrongPartyStoreError   a file is no store of party data, or belongs to another
            +-- PartyStoreLockedError  another process has the store open
            +-- PartyStoreFullError    no room on the disk: nothing was changed, later it may work
            +-- PartyStoreBrokenError  reading or writing failed: what is on the disk is not known

No message holds party data or a key: messages are logged.
"""

from engine.errors import EngineError


class PartiesError(EngineError):
    """The store of party data refused something."""


class PartyDataError(PartiesError):
    """Party data, a number of a dispute or of a party that the store cannot take."""


class DisputeHeldError(PartiesError):
    """A dispute has party data already; they are corrected party by party, never overwritten whole."""


class UnknownPartiesError(PartiesError):
    """There are no party data of this dispute, or of this party of it, for this tenant."""


class ErasedError(PartiesError):
    """The party data of this dispute have been erased, for good."""


class DamagedRecordError(PartiesError):
    """What is stored is not what was put there: it was damaged, or moved from elsewhere."""


class MasterKeyError(PartiesError):
    """A master key that cannot be used, or is not the one this store was made with."""


class PartyStoreError(PartiesError):
    """The store itself cannot be used."""


class WrongPartyStoreError(PartyStoreError):
    """A file is no store of party data, or its two files are not of one store."""


class PartyStoreLockedError(PartyStoreError):
    """Another process has the store open."""


class PartyStoreFullError(PartyStoreError):
    """There is no room on the disk: nothing was acknowledged, and later it may work."""


class PartyStoreBrokenError(PartyStoreError):
    """Reading or writing failed, so what is on the disk is not known: the process must end and open it again."""
