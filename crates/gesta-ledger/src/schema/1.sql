-- Schema version 1. Days are days since 1970-01-01. Tables hold what questions select and sort by; everything else
-- (spans, names, rules) is in the stored reading, under the entry's number there.

CREATE TABLE document (
  id INTEGER PRIMARY KEY,
  identity INTEGER NOT NULL UNIQUE,         -- a hash of text, key, uri and publisher: the same article twice is one
  origin INTEGER,                           -- of uri, else publisher and key, else file: its versions
  key TEXT, uri TEXT, publisher TEXT, title TEXT,
  published INTEGER, language TEXT,
  added INTEGER NOT NULL,                   -- seconds since 1970-01-01
  linked INTEGER NOT NULL DEFAULT 0,        -- 1 when the second step has seen it
  newer INTEGER REFERENCES document,        -- the version that replaces it
  copy_of INTEGER REFERENCES document,      -- the first article with (nearly) this text
  similarity REAL,                          -- Jaccard of word 4-grams with that
  story INTEGER REFERENCES story,
  statements INTEGER                        -- the first of its statements; the others follow it
) STRICT;
CREATE INDEX document_origin ON document (origin) WHERE origin IS NOT NULL;
CREATE INDEX document_pending ON document (published, identity) WHERE linked = 0;
CREATE INDEX document_published ON document (published);
CREATE INDEX document_newer ON document (newer) WHERE newer IS NOT NULL;
CREATE INDEX document_story ON document (story) WHERE story IS NOT NULL;

-- Words that recur in many rows: kinds of statements and actors, classes of cues.
CREATE TABLE code (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

-- All that was read, without what the row of the document has.
CREATE TABLE reading (document INTEGER PRIMARY KEY REFERENCES document, packed BLOB NOT NULL) STRICT;
-- Which documents have a word: neither texts nor positions are kept twice.
CREATE VIRTUAL TABLE document_text USING fts5 (
  text, content = '', detail = none, columnsize = 0, tokenize = 'unicode61 remove_diacritics 2'
);

-- The least hashes of each text's shingles, by which copies are found.
CREATE TABLE sketch (hash INTEGER, document INTEGER, PRIMARY KEY (hash, document)) STRICT, WITHOUT ROWID;
CREATE TABLE story (
  id INTEGER PRIMARY KEY, first INTEGER, last INTEGER, articles INTEGER NOT NULL,
  lead INTEGER REFERENCES document          -- whose title it has
) STRICT;

CREATE TABLE actor (
  id INTEGER PRIMARY KEY,
  identity INTEGER,                         -- a hash of what tells it from others; null for those of one article
  scope INTEGER NOT NULL,                   -- 0 of one article, 1 a role in a country, 2 the same wherever it is named
  name TEXT NOT NULL, kind INTEGER NOT NULL REFERENCES code, country TEXT, sector TEXT, wikidata TEXT,
  articles INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX actor_identity ON actor (identity) WHERE identity IS NOT NULL;
CREATE INDEX actor_country ON actor (country) WHERE country IS NOT NULL;
CREATE INDEX actor_articles ON actor (articles) WHERE articles > 1;
-- Names besides the actor's own.
CREATE TABLE actor_alias (id INTEGER PRIMARY KEY, actor INTEGER NOT NULL, name TEXT NOT NULL) STRICT;
CREATE INDEX actor_alias_actor ON actor_alias (actor);
-- Twice the number of an actor for its own name, twice that of an alias and one for the alias.
CREATE VIRTUAL TABLE actor_name USING fts5 (
  name, content = '', detail = none, columnsize = 0, tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TABLE place (
  id INTEGER PRIMARY KEY,
  identity INTEGER NOT NULL UNIQUE,
  name TEXT NOT NULL, kind TEXT NOT NULL, country TEXT, admin1 TEXT, geonames INTEGER, lat REAL, lon REAL,
  articles INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX place_country ON place (country);
CREATE INDEX place_articles ON place (articles);

CREATE TABLE event (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- numbers of retracted events are not given again
  type TEXT NOT NULL, mode TEXT, quad INTEGER NOT NULL, cameo TEXT,
  start INTEGER, "end" INTEGER,             -- as the first report has them
  day INTEGER,                              -- to sort by: the start, else the end, else the article's day
  place INTEGER REFERENCES place, country TEXT,
  factuality TEXT NOT NULL,
  reports INTEGER NOT NULL,                 -- articles that report it, copies not counted
  confidence REAL NOT NULL
) STRICT;
CREATE INDEX event_type ON event (type, day);
CREATE INDEX event_day ON event (day);
CREATE INDEX event_country ON event (country, day);
CREATE TABLE event_party (
  event INTEGER, role INTEGER,              -- 0 source, 1 target
  actor INTEGER, PRIMARY KEY (event, role, actor)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_party_actor ON event_party (actor, role, event);
CREATE TABLE event_report (
  event INTEGER, document INTEGER, entry INTEGER,
  start INTEGER, "end" INTEGER, place INTEGER,
  dead_min INTEGER, dead_max INTEGER, injured_min INTEGER, injured_max INTEGER,
  confidence REAL NOT NULL,
  PRIMARY KEY (event, document, entry)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_report_document ON event_report (document);

CREATE TABLE statement (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  document INTEGER NOT NULL, entry INTEGER NOT NULL,
  kind INTEGER NOT NULL REFERENCES code, speaker INTEGER, addressee INTEGER,
  cue_class INTEGER NOT NULL REFERENCES code, anonymous INTEGER NOT NULL, unreal INTEGER NOT NULL, day INTEGER,
  confidence INTEGER NOT NULL               -- in hundredths
) STRICT;
CREATE INDEX statement_speaker ON statement (speaker, day) WHERE speaker IS NOT NULL;
CREATE INDEX statement_day ON statement (day);
CREATE VIRTUAL TABLE statement_text USING fts5 (
  content, content = '', detail = none, columnsize = 0, tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TABLE commitment (
  id INTEGER PRIMARY KEY,
  act TEXT NOT NULL, positive INTEGER NOT NULL, action TEXT NOT NULL, action_type TEXT, action_mode TEXT,
  due_start INTEGER, due_end INTEGER,
  made INTEGER,                             -- the day it was made, else the article's
  conditional INTEGER NOT NULL,
  status TEXT NOT NULL DEFAULT 'open',      -- what the history comes to; never due-unreported, which depends on the day asked
  disputed INTEGER NOT NULL DEFAULT 0,      -- 1 when reports differ
  replaced_by INTEGER REFERENCES commitment,
  reports INTEGER NOT NULL,
  confidence REAL NOT NULL
) STRICT;
CREATE INDEX commitment_due ON commitment (due_end) WHERE due_end IS NOT NULL;
CREATE INDEX commitment_made ON commitment (made);
CREATE INDEX commitment_type ON commitment (action_type, made) WHERE action_type IS NOT NULL;
CREATE INDEX commitment_status ON commitment (status, made);
CREATE TABLE commitment_party (
  commitment INTEGER, role INTEGER,         -- 0 debtor, 1 counterparty
  actor INTEGER, PRIMARY KEY (commitment, role, actor)
) STRICT, WITHOUT ROWID;
CREATE INDEX commitment_party_actor ON commitment_party (actor, role, commitment);
-- By whom commitments are owed, in the order in which they were made: a debtor, or the code of his country, negated.
CREATE TABLE owed (
  who INTEGER, made INTEGER,                -- the day, or a million days before 1970 when that is not known
  commitment INTEGER, PRIMARY KEY (who, made, commitment)
) STRICT, WITHOUT ROWID;
CREATE TABLE commitment_report (
  commitment INTEGER, document INTEGER, entry INTEGER, PRIMARY KEY (commitment, document, entry)
) STRICT, WITHOUT ROWID;
CREATE INDEX commitment_report_document ON commitment_report (document);

CREATE TABLE history (
  id INTEGER PRIMARY KEY,
  commitment INTEGER NOT NULL REFERENCES commitment,
  status TEXT NOT NULL,
  day INTEGER,                              -- when it happened or was reported
  source TEXT NOT NULL,                     -- report (an article says so), event (an event shows it), person
  document INTEGER, start INTEGER, "end" INTEGER, -- the words, in code points
  event INTEGER, replaced_by INTEGER,
  confidence REAL NOT NULL,
  counts INTEGER NOT NULL,                  -- 0 for evidence too weak to change the status
  note TEXT,
  entered INTEGER NOT NULL                  -- seconds since 1970-01-01
) STRICT;
CREATE INDEX history_commitment ON history (commitment);
CREATE TRIGGER history_keeps BEFORE UPDATE ON history BEGIN SELECT RAISE (ABORT, 'the history is append-only'); END;
CREATE TRIGGER history_stays BEFORE DELETE ON history BEGIN SELECT RAISE (ABORT, 'the history is append-only'); END;

-- For people and `gesta sql`, which has two functions besides: `text_of(id)`, the words of a document, statement or commitment,
-- and `standing(id, day)`, what a commitment had come to on a day. In the view that day is the newest article's.
CREATE VIEW documents AS
  SELECT 'd' || id AS id, key, uri, publisher, title, date(published * 86400, 'unixepoch') AS published, language,
    'st' || story AS story, 'd' || copy_of AS copy_of, similarity, 'd' || newer AS replaced_by,
    datetime(added, 'unixepoch') AS added
  FROM document;
CREATE VIEW stories AS
  SELECT 'st' || s.id AS id, d.title, date(s.first * 86400, 'unixepoch') AS first,
    date(s.last * 86400, 'unixepoch') AS last, s.articles
  FROM story s LEFT JOIN document d ON d.id = s.lead;
CREATE VIEW actors AS
  SELECT 'a' || a.id AS id, a.name, k.name AS kind, a.country, a.sector, a.wikidata, a.articles
  FROM actor a JOIN code k ON k.id = a.kind;
CREATE VIEW places AS
  SELECT 'p' || id AS id, name, kind, country, admin1, geonames, lat, lon, articles FROM place;
CREATE VIEW events AS
  SELECT 'e' || e.id AS id, e.type, e.mode, e.quad, e.cameo,
    (SELECT group_concat(a.name, '; ') FROM event_party p JOIN actor a ON a.id = p.actor WHERE p.event = e.id AND p.role = 0) AS source,
    (SELECT group_concat(a.name, '; ') FROM event_party p JOIN actor a ON a.id = p.actor WHERE p.event = e.id AND p.role = 1) AS target,
    date(e.start * 86400, 'unixepoch') AS start, date(e."end" * 86400, 'unixepoch') AS "end", date(e.day * 86400, 'unixepoch') AS day,
    p.name AS place, e.country, e.factuality, e.reports, e.confidence
  FROM event e LEFT JOIN place p ON p.id = e.place;
CREATE VIEW event_reports AS
  SELECT 'e' || event AS event, 'd' || document AS document, 'e' || entry AS entry,
    date(start * 86400, 'unixepoch') AS start, date("end" * 86400, 'unixepoch') AS "end",
    dead_min, dead_max, injured_min, injured_max, confidence
  FROM event_report;
CREATE VIEW statements AS
  SELECT 's' || s.id AS id, 'd' || s.document AS document, (SELECT name FROM code WHERE id = s.kind) AS kind,
    k.name AS speaker, a.name AS addressee, (SELECT name FROM code WHERE id = s.cue_class) AS cue_class,
    s.anonymous, s.unreal, date(s.day * 86400, 'unixepoch') AS day, s.confidence / 100.0 AS confidence
  FROM statement s LEFT JOIN actor k ON k.id = s.speaker LEFT JOIN actor a ON a.id = s.addressee;
CREATE VIEW commitments AS
  SELECT 'c' || c.id AS id, c.act, CASE c.positive WHEN 1 THEN 'do' ELSE 'not' END AS polarity,
    (SELECT group_concat(a.name, '; ') FROM commitment_party p JOIN actor a ON a.id = p.actor WHERE p.commitment = c.id AND p.role = 0) AS debtor,
    (SELECT group_concat(a.name, '; ') FROM commitment_party p JOIN actor a ON a.id = p.actor WHERE p.commitment = c.id AND p.role = 1) AS counterparty,
    c.action, c.action_type, date(c.due_start * 86400, 'unixepoch') AS due_start, date(c.due_end * 86400, 'unixepoch') AS due_end,
    date(c.made * 86400, 'unixepoch') AS made, c.conditional,
    CASE WHEN c.status = 'open' AND c.due_end < (SELECT max(published) FROM document) THEN 'due-unreported' ELSE c.status END AS status,
    c.disputed, 'c' || c.replaced_by AS replaced_by,
    c.reports, c.confidence
  FROM commitment c;
CREATE VIEW commitment_history AS
  SELECT 'c' || commitment AS commitment, status, date(day * 86400, 'unixepoch') AS day, source, 'd' || document AS document,
    start, "end", 'e' || event AS event, 'c' || replaced_by AS replaced_by, confidence, counts, note,
    datetime(entered, 'unixepoch') AS entered
  FROM history;
