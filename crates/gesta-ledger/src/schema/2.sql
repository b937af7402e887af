-- Schema version 2. Events by the wording of their reports: the same sentence in another article tells the same event.
CREATE TABLE wording (
  hash INTEGER,                             -- of the words of the sentence, the word the event was coded from and its type
  event INTEGER, PRIMARY KEY (hash, event)
) STRICT, WITHOUT ROWID;
