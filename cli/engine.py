"""`onestop engine ...`: audit of what the assignment core decided."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli import caseload_commands, linked_commands, store_commands
from cli.errors import CliError
from cli.output import print_json, say
from cli.progress import progress
from cli.rules import rules
from cli.run import Json, Language, ReportLanguage
from cli.serve import serve
from engine.events.enums import DisputeType, Gender, Origin
from engine.events.enums import Language as Spoken

if TYPE_CHECKING:
    from engine.audit.findings import AuditReport
    from engine.proof.key_book import KeyBook

EVENTS_FILE = "events.parquet"
KEYS_FILE = "draw_keys.json"
_HASH_BYTES = 32

app = typer.Typer(
    help="Serve, keep a store, audit a log, explain why a mediator was chosen, read the statutory rules.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

app.command()(serve)
app.command()(rules)
for _command in (
    store_commands.check,
    store_commands.snapshot,
    store_commands.export,
    store_commands.backup,
    store_commands.restore,
):
    app.command()(_command)
app.command(name="import")(caseload_commands.import_cases)
app.command(name="export-open")(caseload_commands.export_open)
app.add_typer(linked_commands.app, name="linked")

Folder = Annotated[Path, typer.Argument(help="Folder with events.parquet, roster.parquet and, if any, draw_keys.json.")]
RunOption = Annotated[Path, typer.Option("--run", help="Folder with events.parquet and roster.parquet.")]
Keys = Annotated[
    Path | None, typer.Option("--keys", help="Book of day keys, instead of the folder's.", show_default=False)
]
Head = Annotated[
    str | None,
    typer.Option("--head", help="Published hash of the log's last batch, 64 hex characters.", show_default=False),
]
Case = Annotated[int, typer.Argument(help="Number of the case.")]
Attempt = Annotated[int, typer.Option(min=0, help="Number of the offer; 0 for the last.")]
WhyNot = Annotated[
    int | None, typer.Option("--why-not", help="Mediator to ask about: why was he not drawn?", show_default=False)
]
RecordFile = Annotated[
    Path | None,
    typer.Option("--record", help="Write the decision's record, for verify_decision.py.", show_default=False),
]
Court = Annotated[int, typer.Option("--court", help="Number of the court.")]
Type = Annotated[DisputeType, typer.Option("--type", help="What the dispute is about.")]
SpokenLanguage = Annotated[Spoken, typer.Option("--language", help="What the parties speak.")]
PartyOrigin = Annotated[Origin, typer.Option("--origin", help="Where the party from farthest away is from (ONL 6).")]
AskedGender = Annotated[
    Gender | None,
    typer.Option("--gender", help="Gender asked for on a lawful ground (family matters, ONL 17).", show_default=False),
]
Weight = Annotated[int, typer.Option("--weight-milli", help="Weight, thousandths of a standard case.")]
Step = Annotated[int, typer.Option("--step", help="Ladder step to look at, from 0.")]


@app.command()
def verify(folder: Folder, *, keys: Keys = None, head: Head = None, as_json: Json = False) -> None:
    """Verify a log: chain, every change, every pool, every draw; exit 1 at the first thing that is wrong.

    What an export holds of other doors is verified after it, door by door. With the keys of the days the words of the
    draws are computed again, too; without them they are taken as written.

    \b
    Examples:
      onestop engine verify runs/one-court-1
      onestop engine verify export --keys published_keys.json --json
    """
    import msgspec

    from engine.events.track import Track

    _refuse_store("folder", folder)
    book = _key_book(folder / KEYS_FILE if keys is None else keys, must_exist=keys is not None)
    anchor = None if head is None else _hash(head)
    doors = {track.value: folder / track.value for track in Track if (folder / track.value / EVENTS_FILE).is_file()}
    report, others = _audited(folder, book, anchor, quiet=as_json), dict[str, "AuditReport"]()
    for door, inside in doors.items():
        if report.finding is None:
            if not as_json:
                say(f"{door}:")
            others[door] = _audited(inside, book, None, quiet=as_json)
    if as_json:
        told = {door: msgspec.to_builtins(one) for door, one in others.items()}
        print_json({**msgspec.to_builtins(report), **({"doors": told} if told else {})})
    for where, one in (("", report), *others.items()):
        if one.finding is not None:
            found, door = one.finding, where and f"{where}, "
            raise CliError(f"{door}events {found.first_seq} to {found.last_seq}: {found.what}")
    if not as_json:
        say("everything is as it must be")


def _refuse_store(field: str, folder: Path) -> None:
    from engine.service.store import is_store

    if is_store(folder) and not (folder / EVENTS_FILE).is_file():
        raise CliError(
            f"{field} = {folder}: is a store; name the folder into which `onestop engine export {folder} --out OUT` "
            "has written its events"
        )


def _audited(folder: Path, book: "KeyBook | None", anchor: bytes | None, *, quiet: bool) -> "AuditReport":
    """Verify one event file and tell what is in it, unless nobody shall be told."""
    from engine.audit.roster_file import ROSTER_FILE, read_roster_file
    from engine.audit.verify import verify as audit

    with progress("verifying", quiet=quiet) as show:
        report = audit(
            folder / EVENTS_FILE,
            read_roster_file(folder / ROSTER_FILE),
            used_key=None if book is None else lambda day: book.of(day).used,
            anchor=anchor,
            on_progress=show,
        ).report
    if not quiet:
        words = "words recomputed" if report.has_words else "no keys: words taken as written"
        bases = ", ".join(f"{count:,} {basis}" for basis, count in report.bases.items() if count)
        say(f"{report.events:,} events, {report.offers:,} offers: {bases or 'none'} ({words})")
        say(f"{report.batches:,} batches, head {report.head}")
        say(f"{report.open_cases:,} cases open after them")
    return report


def _key_book(path: Path, *, must_exist: bool) -> "KeyBook | None":
    from engine.proof.key_book import KeyBook

    return KeyBook.from_json(path.read_bytes()) if must_exist or path.is_file() else None


def _hash(text: str) -> bytes:
    try:
        value = bytes.fromhex(text)
    except ValueError:
        value = b""
    if len(value) != _HASH_BYTES:
        raise CliError(f"head = {text}: must be {2 * _HASH_BYTES} hex characters")
    return value


@app.command()
def explain(
    case_id: Case,
    run: RunOption,
    *,
    attempt: Attempt = 0,
    why_not: WhyNot = None,
    record: RecordFile = None,
    lang: Language = ReportLanguage.EN,
    as_json: Json = False,
) -> None:
    """Explain why a mediator was offered a case: every filter, the band, the word, the runner-up.

    \b
    Examples:
      onestop engine explain 386 --run runs/one-court-1
      onestop engine explain 386 --run runs/one-court-1 --why-not 3 --lang zh
    """
    from cli.explanation import as_data, in_words
    from engine.audit.explain import explain as explained
    from engine.audit.roster_file import ROSTER_FILE, read_roster_file
    from engine.proof.drawing import build_record

    _refuse_store("run", run)
    roster = read_roster_file(run / ROSTER_FILE)
    keys = _key_book(run / KEYS_FILE, must_exist=False)
    found = explained(run / EVENTS_FILE, roster, case_id, attempt=attempt, why_not=why_not, keys=keys)
    if record is not None:
        if found.draw is None:
            raise CliError(f"record = {record}: needs an offer that was drawn, and the key of its day")
        drawn = build_record(found.draw, word=found.offer.word, mediator=found.offer.mediator_id)
        record.write_text(drawn.to_json(), encoding="utf-8")
    if as_json:
        print_json(as_data(found, why_not))
    else:
        say(in_words(found, why_not, lang.value))


@app.command(name="dry-run")
def dry_run(
    run: RunOption,
    court: Court,
    dispute_type: Type,
    *,
    language: SpokenLanguage = Spoken.MANDARIN,
    origin: PartyOrigin = Origin.MAINLAND,
    gender: AskedGender = None,
    weight_milli: Weight = 1000,
    step: Step = 0,
    why_not: WhyNot = None,
    lang: Language = ReportLanguage.EN,
    as_json: Json = False,
) -> None:
    """Say who could take such a case at the end of a log: every filter, the pool, the tickets. Nothing is filed.

    \b
    Examples:
      onestop engine dry-run --run runs/one-court-1 --court 0 --type family
      onestop engine dry-run --run runs/one-court-1 --court 0 --type family --gender female --why-not 3
    """
    from cli.explanation import answer_as_data, answer_in_words
    from engine.audit.dry_run import Question
    from engine.audit.dry_run import dry_run as answered
    from engine.audit.roster_file import ROSTER_FILE, read_roster_file

    question = Question(
        court_id=court,
        dispute_type=dispute_type,
        language=language,
        origin=origin,
        mediator_gender=gender,
        weight_milli=weight_milli,
        step=step,
    )
    _refuse_store("run", run)
    found = answered(run / EVENTS_FILE, read_roster_file(run / ROSTER_FILE), question, why_not=why_not)
    if as_json:
        print_json(answer_as_data(found, question, why_not))
    else:
        say(answer_in_words(found, question, why_not, lang.value))
