"""What each family of measures is, for those who read `/metrics`; names without `onestop_`."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple


class Family(NamedTuple):
    """Type and description of a family, as Prometheus has them."""

    kind: str
    """`counter` if it only grows while the service runs, else `gauge`."""
    text: str


FAMILIES: Final[Mapping[str, Family]] = MappingProxyType(
    {
        "build_info": Family("gauge", "1, with the release that serves."),
        "clock_behind_log_seconds": Family(
            "gauge", "How far the clock stands before the last entry, whose time goes on."
        ),
        "clock_led_astray": Family("gauge", "1 while the wall clock has jumped and is not followed."),
        "connections": Family("gauge", "Open connections of all surfaces."),
        "connections_closed_crowded": Family("counter", "Connections closed to make room for others."),
        "connections_closed_late": Family("counter", "Connections closed because they kept the service waiting."),
        "issuer_keys_usable": Family("gauge", "1 while the issuer's keys are known and young enough to be believed."),
        "issuer_keys_fetched_timestamp_seconds": Family("gauge", "When the issuer's keys last came; 0 for never."),
        "linked_answers": Family("counter", "Answers of a linked system since the start."),
        "linked_breaker_open": Family("gauge", "1 while a linked system is left alone or tried."),
        "linked_calls": Family("counter", "Calls of a linked system since the start."),
        "linked_calls_passed_over": Family("counter", "Calls not made: the queue was full, or their time was over."),
        "linked_calls_waiting": Family("gauge", "Calls that wait for a connection."),
        "linked_dead_letters": Family("gauge", "Requests to a linked system that were given up."),
        "linked_failures": Family("counter", "Attempts since the start that brought no answer."),
        "linked_replies_lost": Family("counter", "Replies that came while the service took no commands."),
        "linked_waiting": Family("gauge", "Requests to a linked system without an answer."),
        "log_damages_found": Family("counter", "Damages of the log's files found since the start."),
        "log_damages_standing": Family("gauge", "Damages of the log's files that are not repaired."),
        "log_scrub_last_pass_timestamp_seconds": Family("gauge", "When both files were last compared to the end."),
        "log_scrub_passes": Family("counter", "Passes over both files of the log since the start."),
        "log_scrub_seq": Family("gauge", "Position up to which both files have been compared in this pass."),
        "snapshot_failures": Family("gauge", "Snapshots in a row that could not be made."),
        "snapshot_seq": Family(
            "gauge", "Position of the log that the newest snapshot holds; a start follows the rest."
        ),
        "store_free_bytes": Family("gauge", "Bytes free on the disk of the store for the service's user."),
        "stream_readers": Family("gauge", "Readers of the stream of events."),
        "stream_readers_dropped": Family("counter", "Readers of the stream that were too slow."),
        "webhook_failures": Family("gauge", "Attempts in a row that a receiver has not taken."),
        "webhook_seq": Family("gauge", "Position up to which a receiver has been told."),
    }
)
