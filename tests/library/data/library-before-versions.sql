-- The tables as they were before their changes were counted: what was released is not edited.

CREATE TABLE narrator_episodes (
  id TEXT NOT NULL,
  owner TEXT NOT NULL,
  "key" TEXT,
  hidden INTEGER NOT NULL,
  state TEXT NOT NULL,
  "order" TEXT NOT NULL,
  published TEXT,
  wanted INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  facts TEXT NOT NULL,
  progress TEXT NOT NULL,
  problem TEXT,
  events INTEGER NOT NULL,
  created FLOAT NOT NULL,
  started FLOAT,
  updated FLOAT NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (owner, "key")
);

CREATE INDEX narrator_episodes_created ON narrator_episodes (created, id);

CREATE INDEX narrator_episodes_state ON narrator_episodes (state);

CREATE TABLE narrator_feeds (
  slug TEXT NOT NULL,
  channel TEXT NOT NULL,
  created FLOAT NOT NULL,
  pinged TEXT NOT NULL,
  PRIMARY KEY (slug)
);

CREATE TABLE narrator_keys (
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  owner TEXT NOT NULL,
  scopes TEXT NOT NULL,
  hash TEXT NOT NULL,
  minutes INTEGER,
  created FLOAT NOT NULL,
  PRIMARY KEY (id)
);

CREATE TABLE narrator_lexicon (
  owner TEXT NOT NULL,
  written TEXT NOT NULL,
  language TEXT NOT NULL,
  spoken TEXT NOT NULL,
  PRIMARY KEY (owner, written, language)
);

CREATE TABLE narrator_secrets (
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (name)
);

CREATE TABLE narrator_totals (
  name TEXT NOT NULL,
  label TEXT NOT NULL,
  value FLOAT NOT NULL,
  PRIMARY KEY (name, label)
);

CREATE TABLE narrator_tries (
  work TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (work)
);

CREATE TABLE narrator_workers (
  id TEXT NOT NULL,
  seen FLOAT NOT NULL,
  PRIMARY KEY (id)
);

CREATE TABLE narrator_blocks (
  episode TEXT NOT NULL,
  revision INTEGER NOT NULL,
  first INTEGER NOT NULL,
  characters INTEGER NOT NULL,
  seconds FLOAT NOT NULL,
  speech TEXT NOT NULL,
  PRIMARY KEY (episode, revision, first),
  FOREIGN KEY(episode) REFERENCES narrator_episodes (id) ON DELETE CASCADE
);

CREATE TABLE narrator_events (
  episode TEXT NOT NULL,
  seq INTEGER NOT NULL,
  kind TEXT NOT NULL,
  data TEXT NOT NULL,
  PRIMARY KEY (episode, seq),
  FOREIGN KEY(episode) REFERENCES narrator_episodes (id) ON DELETE CASCADE
);

CREATE TABLE narrator_items (
  feed TEXT NOT NULL,
  episode TEXT NOT NULL,
  published FLOAT NOT NULL,
  added FLOAT NOT NULL,
  heard INTEGER NOT NULL,
  dropped INTEGER NOT NULL,
  PRIMARY KEY (feed, episode),
  FOREIGN KEY(feed) REFERENCES narrator_feeds (slug) ON DELETE CASCADE,
  FOREIGN KEY(episode) REFERENCES narrator_episodes (id) ON DELETE CASCADE
);

CREATE INDEX narrator_items_published ON narrator_items (feed, published);

CREATE TABLE narrator_sources (
  id TEXT NOT NULL,
  feed TEXT NOT NULL,
  address TEXT NOT NULL,
  title TEXT NOT NULL,
  rules TEXT NOT NULL,
  watch TEXT NOT NULL,
  due FLOAT NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (feed, address),
  FOREIGN KEY(feed) REFERENCES narrator_feeds (slug) ON DELETE CASCADE
);

CREATE INDEX narrator_sources_due ON narrator_sources (due);

CREATE TABLE narrator_tokens (
  digest TEXT NOT NULL,
  feed TEXT NOT NULL,
  listener TEXT NOT NULL,
  created FLOAT NOT NULL,
  seen FLOAT NOT NULL,
  PRIMARY KEY (digest),
  UNIQUE (feed, listener),
  FOREIGN KEY(feed) REFERENCES narrator_feeds (slug) ON DELETE CASCADE
);

CREATE TABLE narrator_entries (
  source TEXT NOT NULL,
  "key" TEXT NOT NULL,
  guid TEXT NOT NULL,
  url TEXT NOT NULL,
  title TEXT NOT NULL,
  digest TEXT NOT NULL,
  told TEXT NOT NULL,
  entry TEXT NOT NULL,
  fate TEXT NOT NULL,
  reason TEXT NOT NULL,
  episode TEXT NOT NULL,
  tries INTEGER NOT NULL,
  due FLOAT NOT NULL,
  PRIMARY KEY (source, "key"),
  FOREIGN KEY(source) REFERENCES narrator_sources (id) ON DELETE CASCADE
);

CREATE INDEX narrator_entries_waiting ON narrator_entries (fate, due);
