-- The trail's chain, redo, what was begun and not yet saved, and the office's own number.

ALTER TABLE actions ADD COLUMN redoes INTEGER REFERENCES actions(id);

CREATE INDEX actions_redoes ON actions(redoes);

CREATE TABLE trail_links (id INTEGER PRIMARY KEY REFERENCES trail(id), seal BLOB NOT NULL) STRICT;

CREATE TABLE refill (id INTEGER PRIMARY KEY) STRICT;

CREATE TRIGGER refilled AFTER INSERT ON refill BEGIN
  INSERT INTO trail_links(id, seal)
  SELECT t.id, trail_seal((SELECT seal FROM trail_links WHERE id = t.id - 1), t.id,
         (SELECT moment FROM actions WHERE id = t.action), t.book, t.record, t.before, t.after)
  FROM trail t WHERE t.id = NEW.id;
END;

INSERT INTO refill(id) SELECT id FROM trail ORDER BY id;

DROP TABLE refill;

CREATE TRIGGER trail_linked AFTER INSERT ON trail BEGIN
  INSERT INTO trail_links(id, seal)
  VALUES (NEW.id, trail_seal((SELECT seal FROM trail_links WHERE id = NEW.id - 1), NEW.id,
          (SELECT moment FROM actions WHERE id = NEW.action), NEW.book, NEW.record, NEW.before, NEW.after));
END;

CREATE TRIGGER trail_no_delete BEFORE DELETE ON trail BEGIN
  SELECT RAISE(ABORT, 'trail: never deleted');
END;

CREATE TRIGGER trail_no_change BEFORE UPDATE ON trail
WHEN NEW.id IS NOT OLD.id OR NEW.action IS NOT OLD.action OR NEW.book IS NOT OLD.book
  OR NEW.record IS NOT OLD.record OR NEW.before IS NOT NULL OR NEW.after IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'trail: only erased, never changed');
END;

CREATE TRIGGER trail_links_no_delete BEFORE DELETE ON trail_links BEGIN
  SELECT RAISE(ABORT, 'trail: never deleted');
END;

CREATE TRIGGER trail_links_no_change BEFORE UPDATE ON trail_links
WHEN NEW.id IS NOT OLD.id OR NEW.seal IS NOT trail_erased(OLD.seal) BEGIN
  SELECT RAISE(ABORT, 'trail: only erased, never changed');
END;

CREATE TABLE drafts (
  book TEXT NOT NULL,
  record INTEGER NOT NULL,
  moment TEXT NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (book, record)
) STRICT;

INSERT INTO options(key, value) VALUES ('office_id', lower(hex(randomblob(16))));
