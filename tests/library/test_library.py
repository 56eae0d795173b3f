"""What the library promises before any worker has looked at an order."""

import asyncio
import time

import pytest

from narrator.domain import InputError
from narrator.library import Change, Library, Order, Place, Priority, State, Webhook
from narrator.library.database import connect
from narrator.library.job import Block, Job, Joined, Prepared, Spoken
from narrator.library.ledger import Ledger
from narrator.text.lexicon import Entry


def prepared(title="A tale", text="Once upon a time."):
    blocks = (Block(0, 2, 20), Block(2, 1, 20))
    return Prepared(title, "en", None, None, text, utterances=3, characters=40, blocks=blocks)


def spoken(first, keys):
    return Spoken(first, 20, 1.5, tuple(keys), "Section", len(keys))


@pytest.fixture
def ledger(studio):
    engine = connect(studio.place.url)
    yield Ledger(engine)
    engine.dispose()


def made(library, ledger, text, **options):
    """An episode as a worker leaves it."""
    record = library.submit(Order(source=text.encode(), **options))
    job = ledger.begin(record.id, 1)
    ledger.prepared(job, prepared(options.get("title", "A tale"), text))
    ledger.publish(record.id, 1, Joined(3.0, 1))
    return library.get(record.id)


def test_an_order_is_there_for_whoever_opens_the_library_next(studio, library):
    hook = Webhook("https://example.org/", "whsec_" + "A" * 32)
    order = Order(source=b"A tale.", voice="tone", webhook=hook, labels={"from": "mail"})
    record = library.submit(order)
    other = Library(Place(studio.place.home, studio.place.cache))
    found = other.get(record.id)
    other.close()
    assert found == record
    assert found.state is State.QUEUED
    assert (found.order.webhook, found.order.labels) == (hook, {"from": "mail"})
    assert studio.place.blobs().get(f"episodes/{record.id}/source.1") == b"A tale."


def test_the_same_key_of_the_same_owner_is_the_same_order(studio, library):
    first = library.submit(Order(source=b"One.", owner="ann", key="k"))
    again = library.submit(Order(source=b"Two.", owner="ann", key="k"))
    other = library.submit(Order(source=b"One.", owner="bob", key="k"))
    assert again == first
    assert other.id != first.id
    assert len(list(studio.place.blobs().list("episodes"))) == 2


def test_an_order_without_an_article_is_refused(library):
    with pytest.raises(InputError, match="no article"):
        library.submit(Order())


def test_episodes_are_listed_newest_first_page_by_page(library):
    records = [library.submit(Order(source=b"Text.", owner="ann")) for _ in range(5)]
    ids = [record.id for record in reversed(records)]
    first = library.list(owner="ann", limit=3)
    rest = library.list(owner="ann", limit=3, after=first[-1].id)
    assert [record.id for record in (*first, *rest)] == ids
    assert library.list(owner="bob") == ()
    assert library.list(after="unknown") == ()


def test_hidden_episodes_are_not_listed(library):
    library.submit(Order(source=b"Said once.", hidden=True))
    assert library.list() == ()
    assert len(library.list(hidden=True)) == 1


def test_episodes_are_found_by_words_of_title_and_text(library, ledger):
    record = made(library, ledger, "The quick brown fox costs 100%.", title="Animals")
    made(library, ledger, "Something else.")
    assert [item.id for item in library.list(query="QUICK animals")] == [record.id]
    assert [item.id for item in library.list(query="100%")] == [record.id]
    assert library.list(query="quick dog") == ()
    assert library.counts()[State.READY] == 2


def test_progress_counts_each_block_once_in_whatever_order_they_come(library, ledger):
    record = library.submit(Order(source=b"A tale."))
    job = ledger.begin(record.id, 1)
    assert ledger.prepared(job, prepared())
    assert ledger.spoken(job, spoken(2, ["c"]))
    assert library.spoken(record.id) == ()
    assert ledger.spoken(job, spoken(0, ["a", "b"]))
    assert ledger.spoken(job, spoken(0, ["a", "b"]))
    progress = library.get(record.id).progress
    assert (progress.done, progress.total, progress.share, progress.seconds) == (3, 3, 1.0, 3.0)
    assert library.spoken(record.id) == ("a", "b", "c")
    assert library.spoken(record.id, 1) == ("b", "c")


def test_what_is_told_of_an_old_revision_changes_nothing(library, ledger):
    record = made(library, ledger, "A tale.")
    old = Job(record.id, 1, record.order, None)
    assert library.revise(record.id, Change(title="New")).state is State.QUEUED
    assert not ledger.spoken(old, spoken(0, ["a"]))
    assert ledger.publish(record.id, 1, Joined(9.0, 9)) is None
    assert ledger.begin(record.id, 2).order.title == "New"
    assert library.get(record.id).duration == 3.0


def test_events_go_on_after_the_last_one_seen(library, ledger):
    record = library.submit(Order(source=b"A tale."))
    assert [event.kind for event in library.events(record.id)] == ["queued"]
    job = ledger.begin(record.id, 1)
    ledger.prepared(job, prepared())
    first = library.events(record.id)[-1]
    ledger.spoken(job, spoken(0, ["a", "b"]))
    ledger.publish(record.id, 1, Joined(3.0, 1))
    after = library.events(record.id, first.seq)
    assert [event.kind for event in after] == ["ready"]
    assert after[0].data == {"revision": 1, "duration": 3.0, "chapters": 1}


def test_whoever_waits_for_events_is_woken(library):
    record = library.submit(Order(source=b"A tale."))

    async def waiting():
        many = [asyncio.create_task(library.next_events(record.id, 1)) for _ in range(20)]
        nothing = await library.next_events(record.id, 1, timeout=0.05)
        await asyncio.to_thread(library.cancel, record.id)
        return nothing, await asyncio.gather(*many), await library.next_events("gone")

    nothing, heard, gone = asyncio.run(waiting())
    assert nothing == ()
    assert [[event.kind for event in events] for events in heard] == [["cancelled"]] * 20
    assert [event.kind for event in gone] == ["deleted"]


def test_a_change_keeps_what_it_does_not_name(library):
    order = Order(source=b"A tale.", voice="tone", quote_voice="joe", speed=1.5, kind="html")
    record = library.submit(order)
    changed = library.revise(record.id, Change(quote_voice="", entries=(Entry("a", "b"),)))
    assert (changed.order.voice, changed.order.speed, changed.order.kind) == ("tone", 1.5, "html")
    assert changed.order.quote_voice is None
    assert changed.order.entries == (Entry("a", "b"),)
    assert library.revise(record.id, Change(source=b"New.")).order.kind is None
    assert library.revise("unknown", Change()) is None


def test_a_word_is_found_only_where_it_stands_as_a_whole(library, ledger):
    word = made(library, ledger, "I saw a Nice cat.")
    made(library, ledger, "It is nice that a catalogue concatenates.")
    applied = library.apply_lexicon([Entry("Nice", "niece")])
    assert [record.id for record in applied] == [word.id]
    assert [record.id for record in library.apply_lexicon([Entry("cat", "kat")])] == [word.id]
    assert library.submit(Order(source=b"x")).order.entries == (
        Entry("Nice", "niece"),
        Entry("cat", "kat"),
    )


def test_a_report_that_comes_twice_counts_once(library, ledger):
    record = library.submit(Order(source=b"A tale."))
    job = ledger.begin(record.id, 1)
    ledger.prepared(job, prepared())
    for _ in range(2):
        ledger.spoken(job, spoken(0, ("a", "b")))
        ledger.publish(record.id, 1, Joined(3.0, 1, reels_made=1))
    totals = library.totals()
    assert totals["speech", "miss"] == 2
    assert totals["reels", "miss"] == 1
    assert totals["audio_seconds", ""] == 3.0


def test_cancelling_a_change_leaves_the_episode_as_it_was(library, ledger):
    record = made(library, ledger, "A tale.", voice="tone")
    library.revise(record.id, Change(voice="joe", priority=Priority.LATER))
    kept = library.cancel(record.id)
    assert (kept.state, kept.revision, kept.order.voice) == (State.READY, 1, "tone")


def test_deleting_removes_the_record_and_the_files(studio, library, ledger):
    record = made(library, ledger, "A tale.")
    assert library.delete(record.id)
    assert not library.delete(record.id)
    assert library.get(record.id) is None
    assert library.cancel(record.id) is None
    assert library.retry(record.id) is None
    assert not list(studio.place.blobs().list("episodes"))


def test_every_sqlite_tells_the_time_as_the_workflow_engine_asks_for_it(studio):
    engine = connect(studio.place.url)
    with engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT unixepoch('subsec') * 1000").scalar_one()
    engine.dispose()
    assert found == pytest.approx(time.time() * 1000, abs=60_000)
