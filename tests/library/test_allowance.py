"""What an owner had made in a day counts, wherever it is by now."""

import pytest
import sqlalchemy as sa

from narrator.library import Order
from narrator.library.allowance import DAY, use_of
from narrator.library.database import connect
from narrator.library.tables import EPISODES, SPENT

TEXT = b"A sentence that goes on for a while. " * 100


@pytest.fixture
def engine(studio):
    opened = connect(studio.place.url)
    yield opened
    opened.dispose()


def ordered(library, engine, *, owner="ann", age=0.0, **options):
    record = library.submit(Order(source=TEXT, owner=owner, **options))
    moved = EPISODES.update().where(EPISODES.c.id == record.id)
    with engine.begin() as connection:
        connection.execute(moved.values(created=EPISODES.c.created - age))
    return record.id


def test_an_article_counts_by_its_length_until_there_is_audio(library, engine):
    ordered(library, engine)
    guess = library.use("ann").seconds
    assert guess == len(TEXT) / 15
    ordered(library, engine, owner="bob", kind="pdf")
    assert library.use("bob").seconds > guess
    assert library.use("eve").seconds == 0


def test_deleting_gives_nothing_back_and_a_day_later_all_is_had_again(library, engine):
    first = ordered(library, engine, age=DAY / 2)
    ordered(library, engine, hidden=True)
    before = library.use("ann")
    library.delete(first)
    assert library.use("ann") == before
    old = ordered(library, engine, age=DAY + 1)
    library.delete(old)
    assert library.use("ann") == before
    with engine.begin() as connection:
        connection.execute(SPENT.update().values(at=SPENT.c.at - DAY))
    assert library.use("ann").seconds == before.seconds / 2
    assert use_of(engine, "ann").until > before.until


def test_what_no_longer_counts_is_forgotten(library, engine):
    library.delete(ordered(library, engine))
    with engine.begin() as connection:
        connection.execute(SPENT.update().values(at=SPENT.c.at - DAY))
    library.delete(ordered(library, engine, owner=""))
    with engine.connect() as connection:
        assert connection.execute(sa.select(SPENT)).all() == []
