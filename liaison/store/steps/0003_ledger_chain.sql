-- The ledgers' chain and the corrections of earlier years.

CREATE TABLE chain (
  book TEXT NOT NULL,
  place INTEGER NOT NULL,
  record INTEGER NOT NULL,
  year INTEGER NOT NULL,
  serial INTEGER NOT NULL,
  digest BLOB NOT NULL,
  PRIMARY KEY (book, place)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER chain_no_delete BEFORE DELETE ON chain BEGIN
  SELECT RAISE(ABORT, 'ledger: the chain only grows');
END;

CREATE TRIGGER chain_no_change BEFORE UPDATE ON chain BEGIN
  SELECT RAISE(ABORT, 'ledger: the chain only grows');
END;

CREATE TRIGGER chain_in_order BEFORE INSERT ON chain
WHEN NEW.place <> 1 + coalesce((SELECT max(place) FROM chain WHERE book = NEW.book), 0) BEGIN
  SELECT RAISE(ABORT, 'ledger: the chain only grows at its end');
END;

CREATE TABLE refill (book TEXT NOT NULL, record INTEGER NOT NULL) STRICT;

ALTER TABLE donations ADD COLUMN corrects INTEGER REFERENCES donations(id);

CREATE TRIGGER donations_refilled AFTER INSERT ON refill WHEN NEW.book = 'donations' BEGIN
  INSERT INTO chain(book, place, record, year, serial, digest)
  SELECT 'donations', 1 + coalesce((SELECT max(place) FROM chain WHERE book = 'donations'), 0), t.id, t.year, t.serial,
    ledger_link((SELECT digest FROM chain WHERE book = 'donations' ORDER BY place DESC LIMIT 1),
    CAST(json_array('donations', t.id, t.year, t.serial, t.date, t.donor, t.kind, t.amount, t.item, t.spec, t.quantity, t.unit, t.estimate, t.purpose, t.reverses, t.corrects, t.reason, t.deleted) AS BLOB))
  FROM donations t WHERE t.id = NEW.record;
END;

INSERT INTO refill(book, record)
SELECT 'donations', id FROM donations WHERE serial IS NOT NULL ORDER BY year, serial;

DROP TRIGGER donations_trail_insert;

DROP TRIGGER donations_trail_update;

DROP TRIGGER donations_trail_delete;

DROP TRIGGER donations_no_change;

DROP TRIGGER donations_entered_at_once;

DROP TRIGGER donations_entered;

DROP TRIGGER donations_no_negative;

CREATE TRIGGER donations_trail_insert AFTER INSERT ON donations BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'donations', NEW.id, NULL, json_object('id', NEW.id, 'date', NEW.date, 'donor', NEW.donor, 'donor_kind', NEW.donor_kind, 'member', NEW.member, 'publish', NEW.publish, 'kind', NEW.kind, 'amount', NEW.amount, 'item', NEW.item, 'spec', NEW.spec, 'quantity', NEW.quantity, 'unit', NEW.unit, 'estimate', NEW.estimate, 'purpose', NEW.purpose, 'beneficiary', NEW.beneficiary, 'handled_by', NEW.handled_by, 'accepted_by', NEW.accepted_by, 'voucher', NEW.voucher, 'official_receipt', NEW.official_receipt, 'notes', NEW.notes, 'year', NEW.year, 'serial', NEW.serial, 'reverses', NEW.reverses, 'reason', NEW.reason, 'deleted', NEW.deleted, 'corrects', NEW.corrects));
END;

CREATE TRIGGER donations_trail_update AFTER UPDATE ON donations BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'donations', NEW.id, json_object('id', OLD.id, 'date', OLD.date, 'donor', OLD.donor, 'donor_kind', OLD.donor_kind, 'member', OLD.member, 'publish', OLD.publish, 'kind', OLD.kind, 'amount', OLD.amount, 'item', OLD.item, 'spec', OLD.spec, 'quantity', OLD.quantity, 'unit', OLD.unit, 'estimate', OLD.estimate, 'purpose', OLD.purpose, 'beneficiary', OLD.beneficiary, 'handled_by', OLD.handled_by, 'accepted_by', OLD.accepted_by, 'voucher', OLD.voucher, 'official_receipt', OLD.official_receipt, 'notes', OLD.notes, 'year', OLD.year, 'serial', OLD.serial, 'reverses', OLD.reverses, 'reason', OLD.reason, 'deleted', OLD.deleted, 'corrects', OLD.corrects), json_object('id', NEW.id, 'date', NEW.date, 'donor', NEW.donor, 'donor_kind', NEW.donor_kind, 'member', NEW.member, 'publish', NEW.publish, 'kind', NEW.kind, 'amount', NEW.amount, 'item', NEW.item, 'spec', NEW.spec, 'quantity', NEW.quantity, 'unit', NEW.unit, 'estimate', NEW.estimate, 'purpose', NEW.purpose, 'beneficiary', NEW.beneficiary, 'handled_by', NEW.handled_by, 'accepted_by', NEW.accepted_by, 'voucher', NEW.voucher, 'official_receipt', NEW.official_receipt, 'notes', NEW.notes, 'year', NEW.year, 'serial', NEW.serial, 'reverses', NEW.reverses, 'reason', NEW.reason, 'deleted', NEW.deleted, 'corrects', NEW.corrects));
END;

CREATE TRIGGER donations_trail_delete AFTER DELETE ON donations BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'donations', OLD.id, json_object('id', OLD.id, 'date', OLD.date, 'donor', OLD.donor, 'donor_kind', OLD.donor_kind, 'member', OLD.member, 'publish', OLD.publish, 'kind', OLD.kind, 'amount', OLD.amount, 'item', OLD.item, 'spec', OLD.spec, 'quantity', OLD.quantity, 'unit', OLD.unit, 'estimate', OLD.estimate, 'purpose', OLD.purpose, 'beneficiary', OLD.beneficiary, 'handled_by', OLD.handled_by, 'accepted_by', OLD.accepted_by, 'voucher', OLD.voucher, 'official_receipt', OLD.official_receipt, 'notes', OLD.notes, 'year', OLD.year, 'serial', OLD.serial, 'reverses', OLD.reverses, 'reason', OLD.reason, 'deleted', OLD.deleted, 'corrects', OLD.corrects), NULL);
END;

CREATE INDEX donations_corrected ON donations(corrects) WHERE corrects IS NOT NULL;

CREATE TRIGGER donations_no_change BEFORE UPDATE ON donations WHEN OLD.serial IS NOT NULL AND (NEW.date IS NOT OLD.date OR NEW.donor IS NOT OLD.donor OR NEW.kind IS NOT OLD.kind OR NEW.amount IS NOT OLD.amount OR NEW.item IS NOT OLD.item OR NEW.spec IS NOT OLD.spec OR NEW.quantity IS NOT OLD.quantity OR NEW.unit IS NOT OLD.unit OR NEW.estimate IS NOT OLD.estimate OR NEW.purpose IS NOT OLD.purpose OR NEW.year IS NOT OLD.year OR NEW.serial IS NOT OLD.serial OR NEW.reverses IS NOT OLD.reverses OR NEW.reason IS NOT OLD.reason OR NEW.deleted IS NOT OLD.deleted OR NEW.corrects IS NOT OLD.corrects) BEGIN
  SELECT RAISE(ABORT, 'ledger: entered, cannot be changed');
END;

CREATE TRIGGER donations_entered_at_once BEFORE INSERT ON donations WHEN NEW.serial IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'ledger: number out of order') WHERE NEW.serial <> 1 + (SELECT coalesce(max(serial), 0) FROM donations WHERE year = NEW.year AND serial IS NOT NULL) OR NEW.year IS NOT CAST(substr(NEW.date, 1, 4) AS INTEGER);
  SELECT RAISE(ABORT, 'ledger: negative without a reversal')
    WHERE NEW.reverses IS NULL AND NEW.corrects IS NULL AND (NEW.amount < 0 OR NEW.quantity < 0 OR NEW.estimate < 0);
  SELECT RAISE(ABORT, 'ledger: a wrong reversal') WHERE NEW.reverses IS NOT NULL AND (NEW.reason IS NULL
    OR EXISTS (SELECT 1 FROM donations c WHERE c.corrects = NEW.reverses) OR NOT EXISTS (
    SELECT 1 FROM donations o WHERE o.id = NEW.reverses AND o.serial IS NOT NULL AND o.reverses IS NULL
    AND NOT (NEW.amount IS NOT -o.amount OR NEW.quantity IS NOT -o.quantity OR NEW.estimate IS NOT -o.estimate OR NEW.donor IS NOT o.donor OR NEW.kind IS NOT o.kind OR NEW.item IS NOT o.item OR NEW.spec IS NOT o.spec OR NEW.unit IS NOT o.unit OR NEW.purpose IS NOT o.purpose OR NEW.corrects IS NOT o.corrects OR NEW.year IS NOT o.year)));
  SELECT RAISE(ABORT, 'ledger: a wrong correction') WHERE NEW.corrects IS NOT NULL AND (NEW.reason IS NULL
    OR coalesce(NEW.amount, 0) = 0 AND coalesce(NEW.quantity, 0) = 0 AND coalesce(NEW.estimate, 0) = 0 OR NOT EXISTS (
    SELECT 1 FROM donations o WHERE o.id = NEW.corrects AND o.serial IS NOT NULL AND o.year < NEW.year
    AND o.reverses IS NULL AND o.corrects IS NULL
    AND NOT EXISTS (SELECT 1 FROM donations r WHERE r.reverses = o.id))
    OR (SELECT coalesce(sum(o.amount), 0) + coalesce(NEW.amount, 0) < 0 OR coalesce(sum(o.quantity), 0) + coalesce(NEW.quantity, 0) < 0 OR coalesce(sum(o.estimate), 0) + coalesce(NEW.estimate, 0) < 0 FROM donations o
    WHERE (o.id = NEW.corrects OR o.corrects = NEW.corrects) AND o.serial IS NOT NULL
    AND o.donor IS NEW.donor AND o.kind IS NEW.kind AND o.item IS NEW.item AND o.spec IS NEW.spec AND o.unit IS NEW.unit AND o.purpose IS NEW.purpose));
END;

CREATE TRIGGER donations_entered BEFORE UPDATE ON donations WHEN OLD.serial IS NULL AND NEW.serial IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'ledger: number out of order') WHERE NEW.serial <> 1 + (SELECT coalesce(max(serial), 0) FROM donations WHERE year = NEW.year AND serial IS NOT NULL) OR NEW.year IS NOT CAST(substr(NEW.date, 1, 4) AS INTEGER);
  SELECT RAISE(ABORT, 'ledger: negative without a reversal')
    WHERE NEW.reverses IS NULL AND NEW.corrects IS NULL AND (NEW.amount < 0 OR NEW.quantity < 0 OR NEW.estimate < 0);
  SELECT RAISE(ABORT, 'ledger: a wrong reversal') WHERE NEW.reverses IS NOT NULL AND (NEW.reason IS NULL
    OR EXISTS (SELECT 1 FROM donations c WHERE c.corrects = NEW.reverses) OR NOT EXISTS (
    SELECT 1 FROM donations o WHERE o.id = NEW.reverses AND o.serial IS NOT NULL AND o.reverses IS NULL
    AND NOT (NEW.amount IS NOT -o.amount OR NEW.quantity IS NOT -o.quantity OR NEW.estimate IS NOT -o.estimate OR NEW.donor IS NOT o.donor OR NEW.kind IS NOT o.kind OR NEW.item IS NOT o.item OR NEW.spec IS NOT o.spec OR NEW.unit IS NOT o.unit OR NEW.purpose IS NOT o.purpose OR NEW.corrects IS NOT o.corrects OR NEW.year IS NOT o.year)));
  SELECT RAISE(ABORT, 'ledger: a wrong correction') WHERE NEW.corrects IS NOT NULL AND (NEW.reason IS NULL
    OR coalesce(NEW.amount, 0) = 0 AND coalesce(NEW.quantity, 0) = 0 AND coalesce(NEW.estimate, 0) = 0 OR NOT EXISTS (
    SELECT 1 FROM donations o WHERE o.id = NEW.corrects AND o.serial IS NOT NULL AND o.year < NEW.year
    AND o.reverses IS NULL AND o.corrects IS NULL
    AND NOT EXISTS (SELECT 1 FROM donations r WHERE r.reverses = o.id))
    OR (SELECT coalesce(sum(o.amount), 0) + coalesce(NEW.amount, 0) < 0 OR coalesce(sum(o.quantity), 0) + coalesce(NEW.quantity, 0) < 0 OR coalesce(sum(o.estimate), 0) + coalesce(NEW.estimate, 0) < 0 FROM donations o
    WHERE (o.id = NEW.corrects OR o.corrects = NEW.corrects) AND o.serial IS NOT NULL
    AND o.donor IS NEW.donor AND o.kind IS NEW.kind AND o.item IS NEW.item AND o.spec IS NEW.spec AND o.unit IS NEW.unit AND o.purpose IS NEW.purpose));
END;

CREATE TRIGGER donations_no_negative BEFORE INSERT ON donations WHEN NEW.serial IS NULL AND (NEW.amount < 0 OR NEW.quantity < 0 OR NEW.estimate < 0) BEGIN
  SELECT RAISE(ABORT, 'ledger: negative without a reversal');
END;

CREATE TRIGGER donations_plain_draft BEFORE INSERT ON donations WHEN NEW.serial IS NULL AND (NEW.reverses IS NOT NULL OR NEW.corrects IS NOT NULL) BEGIN
  SELECT RAISE(ABORT, 'ledger: a draft voids and corrects nothing');
END;

CREATE TRIGGER donations_draft_stays_plain BEFORE UPDATE ON donations WHEN NEW.serial IS NULL AND (NEW.reverses IS NOT NULL OR NEW.corrects IS NOT NULL) BEGIN
  SELECT RAISE(ABORT, 'ledger: a draft voids and corrects nothing');
END;

CREATE TRIGGER donations_chained_at_once AFTER INSERT ON donations WHEN NEW.serial IS NOT NULL BEGIN
  INSERT INTO chain(book, place, record, year, serial, digest)
  VALUES ('donations', 1 + coalesce((SELECT max(place) FROM chain WHERE book = 'donations'), 0), NEW.id, NEW.year,
    NEW.serial, ledger_link((SELECT digest FROM chain WHERE book = 'donations' ORDER BY place DESC LIMIT 1),
    CAST(json_array('donations', NEW.id, NEW.year, NEW.serial, NEW.date, NEW.donor, NEW.kind, NEW.amount, NEW.item, NEW.spec, NEW.quantity, NEW.unit, NEW.estimate, NEW.purpose, NEW.reverses, NEW.corrects, NEW.reason, NEW.deleted) AS BLOB)));
END;

CREATE TRIGGER donations_chained AFTER UPDATE ON donations WHEN OLD.serial IS NULL AND NEW.serial IS NOT NULL BEGIN
  INSERT INTO chain(book, place, record, year, serial, digest)
  VALUES ('donations', 1 + coalesce((SELECT max(place) FROM chain WHERE book = 'donations'), 0), NEW.id, NEW.year,
    NEW.serial, ledger_link((SELECT digest FROM chain WHERE book = 'donations' ORDER BY place DESC LIMIT 1),
    CAST(json_array('donations', NEW.id, NEW.year, NEW.serial, NEW.date, NEW.donor, NEW.kind, NEW.amount, NEW.item, NEW.spec, NEW.quantity, NEW.unit, NEW.estimate, NEW.purpose, NEW.reverses, NEW.corrects, NEW.reason, NEW.deleted) AS BLOB)));
END;

ALTER TABLE handouts ADD COLUMN corrects INTEGER REFERENCES handouts(id);

CREATE TRIGGER handouts_refilled AFTER INSERT ON refill WHEN NEW.book = 'handouts' BEGIN
  INSERT INTO chain(book, place, record, year, serial, digest)
  SELECT 'handouts', 1 + coalesce((SELECT max(place) FROM chain WHERE book = 'handouts'), 0), t.id, t.year, t.serial,
    ledger_link((SELECT digest FROM chain WHERE book = 'handouts' ORDER BY place DESC LIMIT 1),
    CAST(json_array('handouts', t.id, t.year, t.serial, t.date, t.purpose, t.kind, t.amount, t.item, t.spec, t.quantity, t.unit, t.recipient, t.donation, t.reverses, t.corrects, t.reason, t.deleted) AS BLOB))
  FROM handouts t WHERE t.id = NEW.record;
END;

INSERT INTO refill(book, record)
SELECT 'handouts', id FROM handouts WHERE serial IS NOT NULL ORDER BY year, serial;

DROP TRIGGER handouts_trail_insert;

DROP TRIGGER handouts_trail_update;

DROP TRIGGER handouts_trail_delete;

DROP TRIGGER handouts_no_change;

DROP TRIGGER handouts_entered_at_once;

DROP TRIGGER handouts_entered;

DROP TRIGGER handouts_no_negative;

CREATE TRIGGER handouts_trail_insert AFTER INSERT ON handouts BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'handouts', NEW.id, NULL, json_object('id', NEW.id, 'date', NEW.date, 'purpose', NEW.purpose, 'kind', NEW.kind, 'amount', NEW.amount, 'item', NEW.item, 'spec', NEW.spec, 'quantity', NEW.quantity, 'unit', NEW.unit, 'recipient', NEW.recipient, 'received_by', NEW.received_by, 'donation', NEW.donation, 'handled_by', NEW.handled_by, 'voucher', NEW.voucher, 'notes', NEW.notes, 'year', NEW.year, 'serial', NEW.serial, 'reverses', NEW.reverses, 'reason', NEW.reason, 'deleted', NEW.deleted, 'corrects', NEW.corrects));
END;

CREATE TRIGGER handouts_trail_update AFTER UPDATE ON handouts BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'handouts', NEW.id, json_object('id', OLD.id, 'date', OLD.date, 'purpose', OLD.purpose, 'kind', OLD.kind, 'amount', OLD.amount, 'item', OLD.item, 'spec', OLD.spec, 'quantity', OLD.quantity, 'unit', OLD.unit, 'recipient', OLD.recipient, 'received_by', OLD.received_by, 'donation', OLD.donation, 'handled_by', OLD.handled_by, 'voucher', OLD.voucher, 'notes', OLD.notes, 'year', OLD.year, 'serial', OLD.serial, 'reverses', OLD.reverses, 'reason', OLD.reason, 'deleted', OLD.deleted, 'corrects', OLD.corrects), json_object('id', NEW.id, 'date', NEW.date, 'purpose', NEW.purpose, 'kind', NEW.kind, 'amount', NEW.amount, 'item', NEW.item, 'spec', NEW.spec, 'quantity', NEW.quantity, 'unit', NEW.unit, 'recipient', NEW.recipient, 'received_by', NEW.received_by, 'donation', NEW.donation, 'handled_by', NEW.handled_by, 'voucher', NEW.voucher, 'notes', NEW.notes, 'year', NEW.year, 'serial', NEW.serial, 'reverses', NEW.reverses, 'reason', NEW.reason, 'deleted', NEW.deleted, 'corrects', NEW.corrects));
END;

CREATE TRIGGER handouts_trail_delete AFTER DELETE ON handouts BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'handouts', OLD.id, json_object('id', OLD.id, 'date', OLD.date, 'purpose', OLD.purpose, 'kind', OLD.kind, 'amount', OLD.amount, 'item', OLD.item, 'spec', OLD.spec, 'quantity', OLD.quantity, 'unit', OLD.unit, 'recipient', OLD.recipient, 'received_by', OLD.received_by, 'donation', OLD.donation, 'handled_by', OLD.handled_by, 'voucher', OLD.voucher, 'notes', OLD.notes, 'year', OLD.year, 'serial', OLD.serial, 'reverses', OLD.reverses, 'reason', OLD.reason, 'deleted', OLD.deleted, 'corrects', OLD.corrects), NULL);
END;

CREATE INDEX handouts_corrected ON handouts(corrects) WHERE corrects IS NOT NULL;

CREATE TRIGGER handouts_no_change BEFORE UPDATE ON handouts WHEN OLD.serial IS NOT NULL AND (NEW.date IS NOT OLD.date OR NEW.purpose IS NOT OLD.purpose OR NEW.kind IS NOT OLD.kind OR NEW.amount IS NOT OLD.amount OR NEW.item IS NOT OLD.item OR NEW.spec IS NOT OLD.spec OR NEW.quantity IS NOT OLD.quantity OR NEW.unit IS NOT OLD.unit OR NEW.recipient IS NOT OLD.recipient OR NEW.donation IS NOT OLD.donation OR NEW.year IS NOT OLD.year OR NEW.serial IS NOT OLD.serial OR NEW.reverses IS NOT OLD.reverses OR NEW.reason IS NOT OLD.reason OR NEW.deleted IS NOT OLD.deleted OR NEW.corrects IS NOT OLD.corrects) BEGIN
  SELECT RAISE(ABORT, 'ledger: entered, cannot be changed');
END;

CREATE TRIGGER handouts_entered_at_once BEFORE INSERT ON handouts WHEN NEW.serial IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'ledger: number out of order') WHERE NEW.serial <> 1 + (SELECT coalesce(max(serial), 0) FROM handouts WHERE year = NEW.year AND serial IS NOT NULL) OR NEW.year IS NOT CAST(substr(NEW.date, 1, 4) AS INTEGER);
  SELECT RAISE(ABORT, 'ledger: negative without a reversal')
    WHERE NEW.reverses IS NULL AND NEW.corrects IS NULL AND (NEW.amount < 0 OR NEW.quantity < 0);
  SELECT RAISE(ABORT, 'ledger: a wrong reversal') WHERE NEW.reverses IS NOT NULL AND (NEW.reason IS NULL
    OR EXISTS (SELECT 1 FROM handouts c WHERE c.corrects = NEW.reverses) OR NOT EXISTS (
    SELECT 1 FROM handouts o WHERE o.id = NEW.reverses AND o.serial IS NOT NULL AND o.reverses IS NULL
    AND NOT (NEW.amount IS NOT -o.amount OR NEW.quantity IS NOT -o.quantity OR NEW.purpose IS NOT o.purpose OR NEW.kind IS NOT o.kind OR NEW.item IS NOT o.item OR NEW.spec IS NOT o.spec OR NEW.unit IS NOT o.unit OR NEW.recipient IS NOT o.recipient OR NEW.donation IS NOT o.donation OR NEW.corrects IS NOT o.corrects OR NEW.year IS NOT o.year)));
  SELECT RAISE(ABORT, 'ledger: a wrong correction') WHERE NEW.corrects IS NOT NULL AND (NEW.reason IS NULL
    OR coalesce(NEW.amount, 0) = 0 AND coalesce(NEW.quantity, 0) = 0 OR NOT EXISTS (
    SELECT 1 FROM handouts o WHERE o.id = NEW.corrects AND o.serial IS NOT NULL AND o.year < NEW.year
    AND o.reverses IS NULL AND o.corrects IS NULL
    AND NOT EXISTS (SELECT 1 FROM handouts r WHERE r.reverses = o.id))
    OR (SELECT coalesce(sum(o.amount), 0) + coalesce(NEW.amount, 0) < 0 OR coalesce(sum(o.quantity), 0) + coalesce(NEW.quantity, 0) < 0 FROM handouts o
    WHERE (o.id = NEW.corrects OR o.corrects = NEW.corrects) AND o.serial IS NOT NULL
    AND o.purpose IS NEW.purpose AND o.kind IS NEW.kind AND o.item IS NEW.item AND o.spec IS NEW.spec AND o.unit IS NEW.unit AND o.recipient IS NEW.recipient AND o.donation IS NEW.donation));
END;

CREATE TRIGGER handouts_entered BEFORE UPDATE ON handouts WHEN OLD.serial IS NULL AND NEW.serial IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'ledger: number out of order') WHERE NEW.serial <> 1 + (SELECT coalesce(max(serial), 0) FROM handouts WHERE year = NEW.year AND serial IS NOT NULL) OR NEW.year IS NOT CAST(substr(NEW.date, 1, 4) AS INTEGER);
  SELECT RAISE(ABORT, 'ledger: negative without a reversal')
    WHERE NEW.reverses IS NULL AND NEW.corrects IS NULL AND (NEW.amount < 0 OR NEW.quantity < 0);
  SELECT RAISE(ABORT, 'ledger: a wrong reversal') WHERE NEW.reverses IS NOT NULL AND (NEW.reason IS NULL
    OR EXISTS (SELECT 1 FROM handouts c WHERE c.corrects = NEW.reverses) OR NOT EXISTS (
    SELECT 1 FROM handouts o WHERE o.id = NEW.reverses AND o.serial IS NOT NULL AND o.reverses IS NULL
    AND NOT (NEW.amount IS NOT -o.amount OR NEW.quantity IS NOT -o.quantity OR NEW.purpose IS NOT o.purpose OR NEW.kind IS NOT o.kind OR NEW.item IS NOT o.item OR NEW.spec IS NOT o.spec OR NEW.unit IS NOT o.unit OR NEW.recipient IS NOT o.recipient OR NEW.donation IS NOT o.donation OR NEW.corrects IS NOT o.corrects OR NEW.year IS NOT o.year)));
  SELECT RAISE(ABORT, 'ledger: a wrong correction') WHERE NEW.corrects IS NOT NULL AND (NEW.reason IS NULL
    OR coalesce(NEW.amount, 0) = 0 AND coalesce(NEW.quantity, 0) = 0 OR NOT EXISTS (
    SELECT 1 FROM handouts o WHERE o.id = NEW.corrects AND o.serial IS NOT NULL AND o.year < NEW.year
    AND o.reverses IS NULL AND o.corrects IS NULL
    AND NOT EXISTS (SELECT 1 FROM handouts r WHERE r.reverses = o.id))
    OR (SELECT coalesce(sum(o.amount), 0) + coalesce(NEW.amount, 0) < 0 OR coalesce(sum(o.quantity), 0) + coalesce(NEW.quantity, 0) < 0 FROM handouts o
    WHERE (o.id = NEW.corrects OR o.corrects = NEW.corrects) AND o.serial IS NOT NULL
    AND o.purpose IS NEW.purpose AND o.kind IS NEW.kind AND o.item IS NEW.item AND o.spec IS NEW.spec AND o.unit IS NEW.unit AND o.recipient IS NEW.recipient AND o.donation IS NEW.donation));
END;

CREATE TRIGGER handouts_no_negative BEFORE INSERT ON handouts WHEN NEW.serial IS NULL AND (NEW.amount < 0 OR NEW.quantity < 0) BEGIN
  SELECT RAISE(ABORT, 'ledger: negative without a reversal');
END;

CREATE TRIGGER handouts_plain_draft BEFORE INSERT ON handouts WHEN NEW.serial IS NULL AND (NEW.reverses IS NOT NULL OR NEW.corrects IS NOT NULL) BEGIN
  SELECT RAISE(ABORT, 'ledger: a draft voids and corrects nothing');
END;

CREATE TRIGGER handouts_draft_stays_plain BEFORE UPDATE ON handouts WHEN NEW.serial IS NULL AND (NEW.reverses IS NOT NULL OR NEW.corrects IS NOT NULL) BEGIN
  SELECT RAISE(ABORT, 'ledger: a draft voids and corrects nothing');
END;

CREATE TRIGGER handouts_chained_at_once AFTER INSERT ON handouts WHEN NEW.serial IS NOT NULL BEGIN
  INSERT INTO chain(book, place, record, year, serial, digest)
  VALUES ('handouts', 1 + coalesce((SELECT max(place) FROM chain WHERE book = 'handouts'), 0), NEW.id, NEW.year,
    NEW.serial, ledger_link((SELECT digest FROM chain WHERE book = 'handouts' ORDER BY place DESC LIMIT 1),
    CAST(json_array('handouts', NEW.id, NEW.year, NEW.serial, NEW.date, NEW.purpose, NEW.kind, NEW.amount, NEW.item, NEW.spec, NEW.quantity, NEW.unit, NEW.recipient, NEW.donation, NEW.reverses, NEW.corrects, NEW.reason, NEW.deleted) AS BLOB)));
END;

CREATE TRIGGER handouts_chained AFTER UPDATE ON handouts WHEN OLD.serial IS NULL AND NEW.serial IS NOT NULL BEGIN
  INSERT INTO chain(book, place, record, year, serial, digest)
  VALUES ('handouts', 1 + coalesce((SELECT max(place) FROM chain WHERE book = 'handouts'), 0), NEW.id, NEW.year,
    NEW.serial, ledger_link((SELECT digest FROM chain WHERE book = 'handouts' ORDER BY place DESC LIMIT 1),
    CAST(json_array('handouts', NEW.id, NEW.year, NEW.serial, NEW.date, NEW.purpose, NEW.kind, NEW.amount, NEW.item, NEW.spec, NEW.quantity, NEW.unit, NEW.recipient, NEW.donation, NEW.reverses, NEW.corrects, NEW.reason, NEW.deleted) AS BLOB)));
END;

DROP TABLE refill;
