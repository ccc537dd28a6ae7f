"""The roots of tiles that the database keeps, so that opening a log need not hash all of it."""

from collections.abc import Iterable

from engine.log.database import Database
from engine.log.merkle import TILE_BATCHES, MerkleTree, Tile, TileMaker
from engine.log.repair import DATABASE_NAME, Repair
from engine.log.survey import Survey


def repair_tiles(survey: Survey, database: Database) -> Repair | None:
    """Compare the roots kept with those of the batches just surveyed; from the first wrong one on, make them anew."""
    whole = survey.end.number // TILE_BATCHES
    kept = [Tile(*tile) for tile in database.tiles()]
    surveyed = {tile.number: tile for tile in survey.tiles}
    good = 0
    while good < min(whole, len(kept)) and kept[good] == surveyed.get(good, kept[good]._replace(number=good)):
        good += 1
    if good == whole == len(kept):
        return None
    database.begin()
    database.drop_tiles(good)
    tile = kept[good - 1] if good else None
    for number in range(good, whole):
        tile = _tile(number, _behind(database, tile))
        database.put_tile(*tile)
    database.commit()
    from_seq = kept[good].first_seq if good < len(kept) else survey.end.head.seq
    return Repair(
        part="tree", file=DATABASE_NAME, from_seq=from_seq, reason="roots of the Merkle tree are lost or wrong"
    )


def _behind(database: Database, tile: Tile | None) -> list[tuple[bytes, int]]:
    """Hash and first position of the batches behind a tile, as many as a tile has at most."""
    if tile is None:
        return database.hashes(1, TILE_BATCHES)
    return database.hashes(tile.first_seq, 2 * TILE_BATCHES)[TILE_BATCHES:]


def _tile(number: int, batches: Iterable[tuple[bytes, int]]) -> Tile:
    maker = TileMaker(number)
    made = [maker.add(*batch) for batch in batches]
    assert made[-1] is not None
    return made[-1]


def read_tree(database: Database) -> tuple[MerkleTree, list[int]]:
    """Return the tree over all batches, and where each of its tiles begins; who appends keeps both up to date."""
    tiles = [Tile(*tile) for tile in database.tiles()]
    starts = [tile.first_seq for tile in tiles]

    def read_tile(number: int) -> list[bytes]:
        return [hash_ for hash_, _ in database.hashes(starts[number], TILE_BATCHES)]

    behind = [hash_ for hash_, _ in _behind(database, tiles[-1] if tiles else None)]
    return MerkleTree([tile.root for tile in tiles], behind, read_tile), starts
