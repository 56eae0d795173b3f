"""A library that an earlier version made is brought forward by whoever opens it."""

import contextlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from narrator.domain import InputError
from narrator.library import Library, Place
from narrator.library.database import connect, writing
from narrator.library.migration import bring_forward
from narrator.service.security.keys import KeyStore, Scope
from narrator.text.lexicon import Entry

from .conftest import tale

EARLIER = Path(__file__).with_name("data") / "library-before-versions.sql"


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, tmp_path):
    database = None
    if request.param == "postgresql":
        database = request.getfixturevalue("server").database()
    return Place(tmp_path / "out", tmp_path / "cache", database)


@pytest.fixture
def earlier(place):
    """A library as an earlier version made it, with a word that it remembers."""
    place.home.mkdir()
    place.folder.mkdir(exist_ok=True)
    script = EARLIER.read_text("utf-8").partition("\n")[2]
    with opened(place) as engine, writing(engine) as connection:
        for statement in filter(str.strip, script.split(";\n")):
            connection.execute(sa.text(statement))
        word = "INSERT INTO narrator_lexicon VALUES ('', 'Nguyen', 'en', 'win')"
        connection.execute(sa.text(word))
    return place


@contextlib.contextmanager
def opened(place):
    engine = connect(place.url)
    try:
        yield engine
    finally:
        engine.dispose()


def shape(place):
    """Everything that the library's own tables consist of."""
    with opened(place) as engine:
        inspector = sa.inspect(engine)
        return {
            table: {
                "columns": {
                    (column["name"], str(column["type"]), column["nullable"])
                    for column in inspector.get_columns(table)
                },
                "key": inspector.get_pk_constraint(table)["constrained_columns"],
                "indexes": {
                    (index["name"], *index["column_names"])
                    for index in inspector.get_indexes(table)
                    if not index.get("duplicates_constraint")
                },
                "unique": {
                    tuple(one["column_names"]) for one in inspector.get_unique_constraints(table)
                },
            }
            for table in inspector.get_table_names()
            if table.startswith("narrator_")
        }


def open_library(place):
    """Open a library and say what it remembers."""
    with contextlib.closing(Library(place)) as library:
        return library.lexicon()


def test_a_library_of_an_earlier_version_keeps_what_it_has_and_takes_what_is_new(earlier):
    with contextlib.closing(Library(earlier)) as library:
        assert library.lexicon() == (Entry("Nguyen", "win", "en", ""),)
        library.apply_lexicon([Entry("Goethe", "", "de", "ˈɡøːtə")])
        record = library.submit(tale("oak"))
        assert [entry.ipa for entry in record.order.entries] == ["ˈɡøːtə", ""]


def test_a_library_brought_forward_has_the_tables_of_a_new_one(earlier, tmp_path, request):
    database = request.getfixturevalue("server").database() if earlier.database else None
    new = Place(tmp_path / "new", tmp_path / "cache", database)
    for place in (earlier, new):
        Library(place).close()
    assert shape(earlier) == shape(new)


def test_those_who_open_a_library_at_once_bring_it_forward_once(earlier):
    # Each has connections of its own, which is all that tells a process from another here.
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(open_library, [earlier] * 6))
    assert found == [(Entry("Nguyen", "win", "en", ""),)] * 6
    with opened(earlier) as engine, engine.connect() as connection:
        assert len(connection.execute(sa.text("SELECT * FROM narrator_schema")).all()) == 1


def test_a_library_of_a_newer_version_is_refused_and_left_alone(earlier):
    with opened(earlier) as engine, writing(engine) as connection:
        connection.execute(sa.text("CREATE TABLE narrator_schema (version INTEGER NOT NULL)"))
        connection.execute(sa.text("INSERT INTO narrator_schema VALUES (999)"))
    before = shape(earlier)
    with pytest.raises(InputError, match=r"newer Narrator .*version 999"):
        Library(earlier)
    with pytest.raises(InputError, match="newer Narrator"):
        KeyStore(earlier.url)
    assert shape(earlier) == before


def test_a_step_that_fails_leaves_the_library_as_it_was(earlier, monkeypatch):
    def fails(_):
        raise RuntimeError("the power is cut")

    steps = "narrator.library.migration._STEPS"
    with opened(earlier) as engine, monkeypatch.context() as patch:
        patch.setattr(steps, (lambda c: c.execute(sa.text("DROP TABLE narrator_tries")), fails))
        before = shape(earlier)
        with pytest.raises(RuntimeError):
            bring_forward(engine)
    assert shape(earlier) == before
    Library(earlier).close()


def test_keys_can_be_made_before_the_library_is_opened(place):
    place.folder.mkdir(parents=True)
    with contextlib.closing(KeyStore(place.url)) as store:
        key = store.add("laptop", "ann", frozenset({Scope.READ}))
    Library(place).close()
    with contextlib.closing(KeyStore(place.url)) as store:
        assert store.find(key).owner == "ann"
