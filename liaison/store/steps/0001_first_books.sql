-- The first books. Frozen: a released step is never edited; statements end with ";" and an empty line.

CREATE TABLE actions (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  moment TEXT NOT NULL,
  undoes INTEGER REFERENCES actions(id),
  trail INTEGER NOT NULL
) STRICT;

CREATE TABLE acting (action INTEGER NOT NULL REFERENCES actions(id)) STRICT;

CREATE TABLE trail (
  id INTEGER PRIMARY KEY,
  action INTEGER NOT NULL REFERENCES actions(id),
  book TEXT NOT NULL,
  record INTEGER NOT NULL,
  before TEXT,
  after TEXT
) STRICT;

CREATE INDEX trail_record ON trail(book, record);

CREATE INDEX actions_undoes ON actions(undoes);

CREATE TABLE options (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TRIGGER options_trail AFTER UPDATE ON options BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'options', 0,
          json_object(OLD.key, OLD.value), json_object(NEW.key, NEW.value));
END;

CREATE TABLE terms (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  start TEXT NOT NULL,
  until TEXT NOT NULL,
  notes TEXT,
  search TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX terms_in_order ON terms(start DESC, id) WHERE deleted = 0;

CREATE UNIQUE INDEX terms_one_name ON terms(name) WHERE deleted = 0;

CREATE TRIGGER terms_trail_insert AFTER INSERT ON terms BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'terms', NEW.id, NULL, json_object('id', NEW.id, 'name', NEW.name, 'start', NEW.start, 'until', NEW.until, 'notes', NEW.notes, 'deleted', NEW.deleted));
END;

CREATE TRIGGER terms_trail_update AFTER UPDATE ON terms BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'terms', NEW.id, json_object('id', OLD.id, 'name', OLD.name, 'start', OLD.start, 'until', OLD.until, 'notes', OLD.notes, 'deleted', OLD.deleted), json_object('id', NEW.id, 'name', NEW.name, 'start', NEW.start, 'until', NEW.until, 'notes', NEW.notes, 'deleted', NEW.deleted));
END;

CREATE TRIGGER terms_trail_delete AFTER DELETE ON terms BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'terms', OLD.id, json_object('id', OLD.id, 'name', OLD.name, 'start', OLD.start, 'until', OLD.until, 'notes', OLD.notes, 'deleted', OLD.deleted), NULL);
END;

CREATE TABLE members (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  sex TEXT,
  ethnicity TEXT,
  birth TEXT,
  home_town TEXT,
  schooling TEXT,
  party TEXT,
  sector TEXT,
  work_unit TEXT NOT NULL,
  post TEXT,
  phone TEXT,
  id_number TEXT,
  photo TEXT,
  address TEXT,
  council_posts TEXT,
  joined TEXT NOT NULL,
  left_on TEXT,
  notes TEXT,
  search TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE UNIQUE INDEX members_one_name_work_unit ON members(name, work_unit) WHERE deleted = 0;

CREATE TRIGGER members_trail_insert AFTER INSERT ON members BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'members', NEW.id, NULL, json_object('id', NEW.id, 'name', NEW.name, 'sex', NEW.sex, 'ethnicity', NEW.ethnicity, 'birth', NEW.birth, 'home_town', NEW.home_town, 'schooling', NEW.schooling, 'party', NEW.party, 'sector', NEW.sector, 'work_unit', NEW.work_unit, 'post', NEW.post, 'phone', NEW.phone, 'id_number', NEW.id_number, 'photo', NEW.photo, 'address', NEW.address, 'council_posts', NEW.council_posts, 'joined', NEW.joined, 'left_on', NEW.left_on, 'notes', NEW.notes, 'deleted', NEW.deleted));
END;

CREATE TRIGGER members_trail_update AFTER UPDATE ON members BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'members', NEW.id, json_object('id', OLD.id, 'name', OLD.name, 'sex', OLD.sex, 'ethnicity', OLD.ethnicity, 'birth', OLD.birth, 'home_town', OLD.home_town, 'schooling', OLD.schooling, 'party', OLD.party, 'sector', OLD.sector, 'work_unit', OLD.work_unit, 'post', OLD.post, 'phone', OLD.phone, 'id_number', OLD.id_number, 'photo', OLD.photo, 'address', OLD.address, 'council_posts', OLD.council_posts, 'joined', OLD.joined, 'left_on', OLD.left_on, 'notes', OLD.notes, 'deleted', OLD.deleted), json_object('id', NEW.id, 'name', NEW.name, 'sex', NEW.sex, 'ethnicity', NEW.ethnicity, 'birth', NEW.birth, 'home_town', NEW.home_town, 'schooling', NEW.schooling, 'party', NEW.party, 'sector', NEW.sector, 'work_unit', NEW.work_unit, 'post', NEW.post, 'phone', NEW.phone, 'id_number', NEW.id_number, 'photo', NEW.photo, 'address', NEW.address, 'council_posts', NEW.council_posts, 'joined', NEW.joined, 'left_on', NEW.left_on, 'notes', NEW.notes, 'deleted', NEW.deleted));
END;

CREATE TRIGGER members_trail_delete AFTER DELETE ON members BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'members', OLD.id, json_object('id', OLD.id, 'name', OLD.name, 'sex', OLD.sex, 'ethnicity', OLD.ethnicity, 'birth', OLD.birth, 'home_town', OLD.home_town, 'schooling', OLD.schooling, 'party', OLD.party, 'sector', OLD.sector, 'work_unit', OLD.work_unit, 'post', OLD.post, 'phone', OLD.phone, 'id_number', OLD.id_number, 'photo', OLD.photo, 'address', OLD.address, 'council_posts', OLD.council_posts, 'joined', OLD.joined, 'left_on', OLD.left_on, 'notes', OLD.notes, 'deleted', OLD.deleted), NULL);
END;

CREATE TABLE activities (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  start TEXT NOT NULL,
  finish TEXT,
  place TEXT,
  organiser TEXT,
  host INTEGER REFERENCES members(id),
  leaders TEXT,
  required INTEGER,
  called TEXT,
  agenda TEXT,
  minutes TEXT,
  study_notes INTEGER,
  study_materials INTEGER,
  study_plan INTEGER,
  study_tutor TEXT,
  study_reflections INTEGER,
  sheet_photos TEXT,
  files TEXT,
  search TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX activities_host ON activities(host);

CREATE INDEX activities_in_order ON activities(start DESC, id) WHERE deleted = 0;

CREATE INDEX activities_start ON activities(start);

CREATE UNIQUE INDEX activities_one_title_start ON activities(title, start) WHERE deleted = 0;

CREATE TRIGGER activities_trail_insert AFTER INSERT ON activities BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'activities', NEW.id, NULL, json_object('id', NEW.id, 'kind', NEW.kind, 'title', NEW.title, 'start', NEW.start, 'finish', NEW.finish, 'place', NEW.place, 'organiser', NEW.organiser, 'host', NEW.host, 'leaders', NEW.leaders, 'required', NEW.required, 'called', NEW.called, 'agenda', NEW.agenda, 'minutes', NEW.minutes, 'study_notes', NEW.study_notes, 'study_materials', NEW.study_materials, 'study_plan', NEW.study_plan, 'study_tutor', NEW.study_tutor, 'study_reflections', NEW.study_reflections, 'sheet_photos', NEW.sheet_photos, 'files', NEW.files, 'deleted', NEW.deleted));
END;

CREATE TRIGGER activities_trail_update AFTER UPDATE ON activities BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'activities', NEW.id, json_object('id', OLD.id, 'kind', OLD.kind, 'title', OLD.title, 'start', OLD.start, 'finish', OLD.finish, 'place', OLD.place, 'organiser', OLD.organiser, 'host', OLD.host, 'leaders', OLD.leaders, 'required', OLD.required, 'called', OLD.called, 'agenda', OLD.agenda, 'minutes', OLD.minutes, 'study_notes', OLD.study_notes, 'study_materials', OLD.study_materials, 'study_plan', OLD.study_plan, 'study_tutor', OLD.study_tutor, 'study_reflections', OLD.study_reflections, 'sheet_photos', OLD.sheet_photos, 'files', OLD.files, 'deleted', OLD.deleted), json_object('id', NEW.id, 'kind', NEW.kind, 'title', NEW.title, 'start', NEW.start, 'finish', NEW.finish, 'place', NEW.place, 'organiser', NEW.organiser, 'host', NEW.host, 'leaders', NEW.leaders, 'required', NEW.required, 'called', NEW.called, 'agenda', NEW.agenda, 'minutes', NEW.minutes, 'study_notes', NEW.study_notes, 'study_materials', NEW.study_materials, 'study_plan', NEW.study_plan, 'study_tutor', NEW.study_tutor, 'study_reflections', NEW.study_reflections, 'sheet_photos', NEW.sheet_photos, 'files', NEW.files, 'deleted', NEW.deleted));
END;

CREATE TRIGGER activities_trail_delete AFTER DELETE ON activities BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'activities', OLD.id, json_object('id', OLD.id, 'kind', OLD.kind, 'title', OLD.title, 'start', OLD.start, 'finish', OLD.finish, 'place', OLD.place, 'organiser', OLD.organiser, 'host', OLD.host, 'leaders', OLD.leaders, 'required', OLD.required, 'called', OLD.called, 'agenda', OLD.agenda, 'minutes', OLD.minutes, 'study_notes', OLD.study_notes, 'study_materials', OLD.study_materials, 'study_plan', OLD.study_plan, 'study_tutor', OLD.study_tutor, 'study_reflections', OLD.study_reflections, 'sheet_photos', OLD.sheet_photos, 'files', OLD.files, 'deleted', OLD.deleted), NULL);
END;

CREATE TABLE signins (
  id INTEGER PRIMARY KEY,
  activity INTEGER NOT NULL REFERENCES activities(id),
  member INTEGER REFERENCES members(id),
  guest TEXT,
  guest_unit TEXT,
  status TEXT NOT NULL,
  time TEXT,
  reason TEXT,
  note TEXT,
  signature TEXT,
  search TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX signins_in_order ON signins(activity DESC, id) WHERE deleted = 0;

CREATE UNIQUE INDEX signins_one_member_activity ON signins(member, activity) WHERE deleted = 0;

CREATE TRIGGER signins_trail_insert AFTER INSERT ON signins BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'signins', NEW.id, NULL, json_object('id', NEW.id, 'activity', NEW.activity, 'member', NEW.member, 'guest', NEW.guest, 'guest_unit', NEW.guest_unit, 'status', NEW.status, 'time', NEW.time, 'reason', NEW.reason, 'note', NEW.note, 'signature', NEW.signature, 'deleted', NEW.deleted));
END;

CREATE TRIGGER signins_trail_update AFTER UPDATE ON signins BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'signins', NEW.id, json_object('id', OLD.id, 'activity', OLD.activity, 'member', OLD.member, 'guest', OLD.guest, 'guest_unit', OLD.guest_unit, 'status', OLD.status, 'time', OLD.time, 'reason', OLD.reason, 'note', OLD.note, 'signature', OLD.signature, 'deleted', OLD.deleted), json_object('id', NEW.id, 'activity', NEW.activity, 'member', NEW.member, 'guest', NEW.guest, 'guest_unit', NEW.guest_unit, 'status', NEW.status, 'time', NEW.time, 'reason', NEW.reason, 'note', NEW.note, 'signature', NEW.signature, 'deleted', NEW.deleted));
END;

CREATE TRIGGER signins_trail_delete AFTER DELETE ON signins BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'signins', OLD.id, json_object('id', OLD.id, 'activity', OLD.activity, 'member', OLD.member, 'guest', OLD.guest, 'guest_unit', OLD.guest_unit, 'status', OLD.status, 'time', OLD.time, 'reason', OLD.reason, 'note', OLD.note, 'signature', OLD.signature, 'deleted', OLD.deleted), NULL);
END;

CREATE INDEX signins_searched ON signins(search) WHERE search <> '';

CREATE TABLE donations (
  id INTEGER PRIMARY KEY,
  date TEXT NOT NULL,
  donor TEXT NOT NULL,
  donor_kind TEXT,
  member INTEGER REFERENCES members(id),
  publish TEXT,
  kind TEXT NOT NULL,
  amount INTEGER,
  item TEXT,
  spec TEXT,
  quantity INTEGER,
  unit TEXT,
  estimate INTEGER,
  purpose TEXT NOT NULL,
  beneficiary TEXT,
  handled_by TEXT,
  accepted_by TEXT,
  voucher TEXT,
  official_receipt TEXT,
  notes TEXT,
  year INTEGER,
  serial INTEGER,
  reverses INTEGER REFERENCES donations(id),
  reason TEXT,
  search TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX donations_member ON donations(member);

CREATE INDEX donations_in_order ON donations(year, serial, id) WHERE deleted = 0;

CREATE INDEX donations_date ON donations(date);

CREATE TRIGGER donations_trail_insert AFTER INSERT ON donations BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'donations', NEW.id, NULL, json_object('id', NEW.id, 'date', NEW.date, 'donor', NEW.donor, 'donor_kind', NEW.donor_kind, 'member', NEW.member, 'publish', NEW.publish, 'kind', NEW.kind, 'amount', NEW.amount, 'item', NEW.item, 'spec', NEW.spec, 'quantity', NEW.quantity, 'unit', NEW.unit, 'estimate', NEW.estimate, 'purpose', NEW.purpose, 'beneficiary', NEW.beneficiary, 'handled_by', NEW.handled_by, 'accepted_by', NEW.accepted_by, 'voucher', NEW.voucher, 'official_receipt', NEW.official_receipt, 'notes', NEW.notes, 'year', NEW.year, 'serial', NEW.serial, 'reverses', NEW.reverses, 'reason', NEW.reason, 'deleted', NEW.deleted));
END;

CREATE TRIGGER donations_trail_update AFTER UPDATE ON donations BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'donations', NEW.id, json_object('id', OLD.id, 'date', OLD.date, 'donor', OLD.donor, 'donor_kind', OLD.donor_kind, 'member', OLD.member, 'publish', OLD.publish, 'kind', OLD.kind, 'amount', OLD.amount, 'item', OLD.item, 'spec', OLD.spec, 'quantity', OLD.quantity, 'unit', OLD.unit, 'estimate', OLD.estimate, 'purpose', OLD.purpose, 'beneficiary', OLD.beneficiary, 'handled_by', OLD.handled_by, 'accepted_by', OLD.accepted_by, 'voucher', OLD.voucher, 'official_receipt', OLD.official_receipt, 'notes', OLD.notes, 'year', OLD.year, 'serial', OLD.serial, 'reverses', OLD.reverses, 'reason', OLD.reason, 'deleted', OLD.deleted), json_object('id', NEW.id, 'date', NEW.date, 'donor', NEW.donor, 'donor_kind', NEW.donor_kind, 'member', NEW.member, 'publish', NEW.publish, 'kind', NEW.kind, 'amount', NEW.amount, 'item', NEW.item, 'spec', NEW.spec, 'quantity', NEW.quantity, 'unit', NEW.unit, 'estimate', NEW.estimate, 'purpose', NEW.purpose, 'beneficiary', NEW.beneficiary, 'handled_by', NEW.handled_by, 'accepted_by', NEW.accepted_by, 'voucher', NEW.voucher, 'official_receipt', NEW.official_receipt, 'notes', NEW.notes, 'year', NEW.year, 'serial', NEW.serial, 'reverses', NEW.reverses, 'reason', NEW.reason, 'deleted', NEW.deleted));
END;

CREATE TRIGGER donations_trail_delete AFTER DELETE ON donations BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'donations', OLD.id, json_object('id', OLD.id, 'date', OLD.date, 'donor', OLD.donor, 'donor_kind', OLD.donor_kind, 'member', OLD.member, 'publish', OLD.publish, 'kind', OLD.kind, 'amount', OLD.amount, 'item', OLD.item, 'spec', OLD.spec, 'quantity', OLD.quantity, 'unit', OLD.unit, 'estimate', OLD.estimate, 'purpose', OLD.purpose, 'beneficiary', OLD.beneficiary, 'handled_by', OLD.handled_by, 'accepted_by', OLD.accepted_by, 'voucher', OLD.voucher, 'official_receipt', OLD.official_receipt, 'notes', OLD.notes, 'year', OLD.year, 'serial', OLD.serial, 'reverses', OLD.reverses, 'reason', OLD.reason, 'deleted', OLD.deleted), NULL);
END;

CREATE UNIQUE INDEX donations_number ON donations(year, serial) WHERE serial IS NOT NULL;

CREATE UNIQUE INDEX donations_reversed_once ON donations(reverses) WHERE reverses IS NOT NULL;

CREATE TRIGGER donations_no_delete BEFORE DELETE ON donations WHEN OLD.serial IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'ledger: entered, cannot be deleted');
END;

CREATE TRIGGER donations_no_change BEFORE UPDATE ON donations WHEN OLD.serial IS NOT NULL AND (NEW.date IS NOT OLD.date OR NEW.donor IS NOT OLD.donor OR NEW.kind IS NOT OLD.kind OR NEW.amount IS NOT OLD.amount OR NEW.item IS NOT OLD.item OR NEW.spec IS NOT OLD.spec OR NEW.quantity IS NOT OLD.quantity OR NEW.unit IS NOT OLD.unit OR NEW.estimate IS NOT OLD.estimate OR NEW.purpose IS NOT OLD.purpose OR NEW.year IS NOT OLD.year OR NEW.serial IS NOT OLD.serial OR NEW.reverses IS NOT OLD.reverses OR NEW.reason IS NOT OLD.reason OR NEW.deleted IS NOT OLD.deleted) BEGIN
  SELECT RAISE(ABORT, 'ledger: entered, cannot be changed');
END;

CREATE TRIGGER donations_no_replace BEFORE INSERT ON donations
WHEN EXISTS (SELECT 1 FROM donations WHERE id = NEW.id AND serial IS NOT NULL) BEGIN
  SELECT RAISE(ABORT, 'ledger: entered, cannot be replaced');
END;

CREATE TRIGGER donations_entered_at_once BEFORE INSERT ON donations WHEN NEW.serial IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'ledger: number out of order') WHERE NEW.serial <> 1 + (SELECT coalesce(max(serial), 0) FROM donations WHERE year = NEW.year AND serial IS NOT NULL) OR NEW.year IS NOT CAST(substr(NEW.date, 1, 4) AS INTEGER);
  SELECT RAISE(ABORT, 'ledger: a wrong reversal') WHERE NEW.reverses IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM donations o WHERE o.id = NEW.reverses AND o.serial IS NOT NULL AND o.reverses IS NULL
    AND NOT (NEW.amount IS NOT -o.amount OR NEW.quantity IS NOT -o.quantity OR NEW.estimate IS NOT -o.estimate OR NEW.donor IS NOT o.donor OR NEW.kind IS NOT o.kind OR NEW.item IS NOT o.item OR NEW.spec IS NOT o.spec OR NEW.unit IS NOT o.unit OR NEW.purpose IS NOT o.purpose));
END;

CREATE TRIGGER donations_entered BEFORE UPDATE ON donations WHEN OLD.serial IS NULL AND NEW.serial IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'ledger: number out of order') WHERE NEW.serial <> 1 + (SELECT coalesce(max(serial), 0) FROM donations WHERE year = NEW.year AND serial IS NOT NULL) OR NEW.year IS NOT CAST(substr(NEW.date, 1, 4) AS INTEGER);
  SELECT RAISE(ABORT, 'ledger: a wrong reversal') WHERE NEW.reverses IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM donations o WHERE o.id = NEW.reverses AND o.serial IS NOT NULL AND o.reverses IS NULL
    AND NOT (NEW.amount IS NOT -o.amount OR NEW.quantity IS NOT -o.quantity OR NEW.estimate IS NOT -o.estimate OR NEW.donor IS NOT o.donor OR NEW.kind IS NOT o.kind OR NEW.item IS NOT o.item OR NEW.spec IS NOT o.spec OR NEW.unit IS NOT o.unit OR NEW.purpose IS NOT o.purpose));
END;

CREATE TRIGGER donations_no_negative BEFORE INSERT ON donations WHEN NEW.reverses IS NULL AND (NEW.amount < 0 OR NEW.quantity < 0 OR NEW.estimate < 0) BEGIN
  SELECT RAISE(ABORT, 'ledger: negative without a reversal');
END;

CREATE TABLE handouts (
  id INTEGER PRIMARY KEY,
  date TEXT NOT NULL,
  purpose TEXT NOT NULL,
  kind TEXT NOT NULL,
  amount INTEGER,
  item TEXT,
  spec TEXT,
  quantity INTEGER,
  unit TEXT,
  recipient TEXT NOT NULL,
  received_by TEXT,
  donation INTEGER REFERENCES donations(id),
  handled_by TEXT,
  voucher TEXT,
  notes TEXT,
  year INTEGER,
  serial INTEGER,
  reverses INTEGER REFERENCES handouts(id),
  reason TEXT,
  search TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX handouts_donation ON handouts(donation);

CREATE INDEX handouts_in_order ON handouts(year, serial, id) WHERE deleted = 0;

CREATE INDEX handouts_date ON handouts(date);

CREATE TRIGGER handouts_trail_insert AFTER INSERT ON handouts BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'handouts', NEW.id, NULL, json_object('id', NEW.id, 'date', NEW.date, 'purpose', NEW.purpose, 'kind', NEW.kind, 'amount', NEW.amount, 'item', NEW.item, 'spec', NEW.spec, 'quantity', NEW.quantity, 'unit', NEW.unit, 'recipient', NEW.recipient, 'received_by', NEW.received_by, 'donation', NEW.donation, 'handled_by', NEW.handled_by, 'voucher', NEW.voucher, 'notes', NEW.notes, 'year', NEW.year, 'serial', NEW.serial, 'reverses', NEW.reverses, 'reason', NEW.reason, 'deleted', NEW.deleted));
END;

CREATE TRIGGER handouts_trail_update AFTER UPDATE ON handouts BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'handouts', NEW.id, json_object('id', OLD.id, 'date', OLD.date, 'purpose', OLD.purpose, 'kind', OLD.kind, 'amount', OLD.amount, 'item', OLD.item, 'spec', OLD.spec, 'quantity', OLD.quantity, 'unit', OLD.unit, 'recipient', OLD.recipient, 'received_by', OLD.received_by, 'donation', OLD.donation, 'handled_by', OLD.handled_by, 'voucher', OLD.voucher, 'notes', OLD.notes, 'year', OLD.year, 'serial', OLD.serial, 'reverses', OLD.reverses, 'reason', OLD.reason, 'deleted', OLD.deleted), json_object('id', NEW.id, 'date', NEW.date, 'purpose', NEW.purpose, 'kind', NEW.kind, 'amount', NEW.amount, 'item', NEW.item, 'spec', NEW.spec, 'quantity', NEW.quantity, 'unit', NEW.unit, 'recipient', NEW.recipient, 'received_by', NEW.received_by, 'donation', NEW.donation, 'handled_by', NEW.handled_by, 'voucher', NEW.voucher, 'notes', NEW.notes, 'year', NEW.year, 'serial', NEW.serial, 'reverses', NEW.reverses, 'reason', NEW.reason, 'deleted', NEW.deleted));
END;

CREATE TRIGGER handouts_trail_delete AFTER DELETE ON handouts BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'handouts', OLD.id, json_object('id', OLD.id, 'date', OLD.date, 'purpose', OLD.purpose, 'kind', OLD.kind, 'amount', OLD.amount, 'item', OLD.item, 'spec', OLD.spec, 'quantity', OLD.quantity, 'unit', OLD.unit, 'recipient', OLD.recipient, 'received_by', OLD.received_by, 'donation', OLD.donation, 'handled_by', OLD.handled_by, 'voucher', OLD.voucher, 'notes', OLD.notes, 'year', OLD.year, 'serial', OLD.serial, 'reverses', OLD.reverses, 'reason', OLD.reason, 'deleted', OLD.deleted), NULL);
END;

CREATE UNIQUE INDEX handouts_number ON handouts(year, serial) WHERE serial IS NOT NULL;

CREATE UNIQUE INDEX handouts_reversed_once ON handouts(reverses) WHERE reverses IS NOT NULL;

CREATE TRIGGER handouts_no_delete BEFORE DELETE ON handouts WHEN OLD.serial IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'ledger: entered, cannot be deleted');
END;

CREATE TRIGGER handouts_no_change BEFORE UPDATE ON handouts WHEN OLD.serial IS NOT NULL AND (NEW.date IS NOT OLD.date OR NEW.purpose IS NOT OLD.purpose OR NEW.kind IS NOT OLD.kind OR NEW.amount IS NOT OLD.amount OR NEW.item IS NOT OLD.item OR NEW.spec IS NOT OLD.spec OR NEW.quantity IS NOT OLD.quantity OR NEW.unit IS NOT OLD.unit OR NEW.recipient IS NOT OLD.recipient OR NEW.donation IS NOT OLD.donation OR NEW.year IS NOT OLD.year OR NEW.serial IS NOT OLD.serial OR NEW.reverses IS NOT OLD.reverses OR NEW.reason IS NOT OLD.reason OR NEW.deleted IS NOT OLD.deleted) BEGIN
  SELECT RAISE(ABORT, 'ledger: entered, cannot be changed');
END;

CREATE TRIGGER handouts_no_replace BEFORE INSERT ON handouts
WHEN EXISTS (SELECT 1 FROM handouts WHERE id = NEW.id AND serial IS NOT NULL) BEGIN
  SELECT RAISE(ABORT, 'ledger: entered, cannot be replaced');
END;

CREATE TRIGGER handouts_entered_at_once BEFORE INSERT ON handouts WHEN NEW.serial IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'ledger: number out of order') WHERE NEW.serial <> 1 + (SELECT coalesce(max(serial), 0) FROM handouts WHERE year = NEW.year AND serial IS NOT NULL) OR NEW.year IS NOT CAST(substr(NEW.date, 1, 4) AS INTEGER);
  SELECT RAISE(ABORT, 'ledger: a wrong reversal') WHERE NEW.reverses IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM handouts o WHERE o.id = NEW.reverses AND o.serial IS NOT NULL AND o.reverses IS NULL
    AND NOT (NEW.amount IS NOT -o.amount OR NEW.quantity IS NOT -o.quantity OR NEW.purpose IS NOT o.purpose OR NEW.kind IS NOT o.kind OR NEW.item IS NOT o.item OR NEW.spec IS NOT o.spec OR NEW.unit IS NOT o.unit OR NEW.recipient IS NOT o.recipient OR NEW.donation IS NOT o.donation));
END;

CREATE TRIGGER handouts_entered BEFORE UPDATE ON handouts WHEN OLD.serial IS NULL AND NEW.serial IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'ledger: number out of order') WHERE NEW.serial <> 1 + (SELECT coalesce(max(serial), 0) FROM handouts WHERE year = NEW.year AND serial IS NOT NULL) OR NEW.year IS NOT CAST(substr(NEW.date, 1, 4) AS INTEGER);
  SELECT RAISE(ABORT, 'ledger: a wrong reversal') WHERE NEW.reverses IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM handouts o WHERE o.id = NEW.reverses AND o.serial IS NOT NULL AND o.reverses IS NULL
    AND NOT (NEW.amount IS NOT -o.amount OR NEW.quantity IS NOT -o.quantity OR NEW.purpose IS NOT o.purpose OR NEW.kind IS NOT o.kind OR NEW.item IS NOT o.item OR NEW.spec IS NOT o.spec OR NEW.unit IS NOT o.unit OR NEW.recipient IS NOT o.recipient OR NEW.donation IS NOT o.donation));
END;

CREATE TRIGGER handouts_no_negative BEFORE INSERT ON handouts WHEN NEW.reverses IS NULL AND (NEW.amount < 0 OR NEW.quantity < 0) BEGIN
  SELECT RAISE(ABORT, 'ledger: negative without a reversal');
END;

CREATE TABLE honors (
  id INTEGER PRIMARY KEY,
  holder TEXT NOT NULL,
  member INTEGER REFERENCES members(id),
  title TEXT NOT NULL,
  level TEXT NOT NULL,
  issuer TEXT NOT NULL,
  date TEXT NOT NULL,
  document_number TEXT,
  valid_until TEXT,
  kept_at TEXT,
  scan TEXT,
  notes TEXT,
  search TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX honors_member ON honors(member);

CREATE INDEX honors_in_order ON honors(date DESC, id) WHERE deleted = 0;

CREATE INDEX honors_date ON honors(date);

CREATE TRIGGER honors_trail_insert AFTER INSERT ON honors BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'honors', NEW.id, NULL, json_object('id', NEW.id, 'holder', NEW.holder, 'member', NEW.member, 'title', NEW.title, 'level', NEW.level, 'issuer', NEW.issuer, 'date', NEW.date, 'document_number', NEW.document_number, 'valid_until', NEW.valid_until, 'kept_at', NEW.kept_at, 'scan', NEW.scan, 'notes', NEW.notes, 'deleted', NEW.deleted));
END;

CREATE TRIGGER honors_trail_update AFTER UPDATE ON honors BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'honors', NEW.id, json_object('id', OLD.id, 'holder', OLD.holder, 'member', OLD.member, 'title', OLD.title, 'level', OLD.level, 'issuer', OLD.issuer, 'date', OLD.date, 'document_number', OLD.document_number, 'valid_until', OLD.valid_until, 'kept_at', OLD.kept_at, 'scan', OLD.scan, 'notes', OLD.notes, 'deleted', OLD.deleted), json_object('id', NEW.id, 'holder', NEW.holder, 'member', NEW.member, 'title', NEW.title, 'level', NEW.level, 'issuer', NEW.issuer, 'date', NEW.date, 'document_number', NEW.document_number, 'valid_until', NEW.valid_until, 'kept_at', NEW.kept_at, 'scan', NEW.scan, 'notes', NEW.notes, 'deleted', NEW.deleted));
END;

CREATE TRIGGER honors_trail_delete AFTER DELETE ON honors BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'honors', OLD.id, json_object('id', OLD.id, 'holder', OLD.holder, 'member', OLD.member, 'title', OLD.title, 'level', OLD.level, 'issuer', OLD.issuer, 'date', OLD.date, 'document_number', OLD.document_number, 'valid_until', OLD.valid_until, 'kept_at', OLD.kept_at, 'scan', OLD.scan, 'notes', OLD.notes, 'deleted', OLD.deleted), NULL);
END;

CREATE TABLE groups (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  duty TEXT,
  leader INTEGER REFERENCES members(id),
  place INTEGER,
  notes TEXT,
  search TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX groups_leader ON groups(leader);

CREATE INDEX groups_in_order ON groups(place, id) WHERE deleted = 0;

CREATE UNIQUE INDEX groups_one_name ON groups(name) WHERE deleted = 0;

CREATE TRIGGER groups_trail_insert AFTER INSERT ON groups BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'groups', NEW.id, NULL, json_object('id', NEW.id, 'name', NEW.name, 'duty', NEW.duty, 'leader', NEW.leader, 'place', NEW.place, 'notes', NEW.notes, 'deleted', NEW.deleted));
END;

CREATE TRIGGER groups_trail_update AFTER UPDATE ON groups BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'groups', NEW.id, json_object('id', OLD.id, 'name', OLD.name, 'duty', OLD.duty, 'leader', OLD.leader, 'place', OLD.place, 'notes', OLD.notes, 'deleted', OLD.deleted), json_object('id', NEW.id, 'name', NEW.name, 'duty', NEW.duty, 'leader', NEW.leader, 'place', NEW.place, 'notes', NEW.notes, 'deleted', NEW.deleted));
END;

CREATE TRIGGER groups_trail_delete AFTER DELETE ON groups BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'groups', OLD.id, json_object('id', OLD.id, 'name', OLD.name, 'duty', OLD.duty, 'leader', OLD.leader, 'place', OLD.place, 'notes', OLD.notes, 'deleted', OLD.deleted), NULL);
END;

CREATE TABLE memberships (
  id INTEGER PRIMARY KEY,
  work_group INTEGER NOT NULL REFERENCES groups(id),
  member INTEGER NOT NULL REFERENCES members(id),
  since TEXT NOT NULL,
  until TEXT,
  search TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX memberships_member ON memberships(member);

CREATE INDEX memberships_in_order ON memberships(work_group, since, id) WHERE deleted = 0;

CREATE TRIGGER memberships_trail_insert AFTER INSERT ON memberships BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'memberships', NEW.id, NULL, json_object('id', NEW.id, 'work_group', NEW.work_group, 'member', NEW.member, 'since', NEW.since, 'until', NEW.until, 'deleted', NEW.deleted));
END;

CREATE TRIGGER memberships_trail_update AFTER UPDATE ON memberships BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'memberships', NEW.id, json_object('id', OLD.id, 'work_group', OLD.work_group, 'member', OLD.member, 'since', OLD.since, 'until', OLD.until, 'deleted', OLD.deleted), json_object('id', NEW.id, 'work_group', NEW.work_group, 'member', NEW.member, 'since', NEW.since, 'until', NEW.until, 'deleted', NEW.deleted));
END;

CREATE TRIGGER memberships_trail_delete AFTER DELETE ON memberships BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'memberships', OLD.id, json_object('id', OLD.id, 'work_group', OLD.work_group, 'member', OLD.member, 'since', OLD.since, 'until', OLD.until, 'deleted', OLD.deleted), NULL);
END;

CREATE TABLE assignments (
  id INTEGER PRIMARY KEY,
  work_group INTEGER NOT NULL REFERENCES groups(id),
  what TEXT NOT NULL,
  owner INTEGER NOT NULL REFERENCES members(id),
  helpers TEXT,
  assigned_on TEXT NOT NULL,
  due TEXT NOT NULL,
  priority TEXT,
  steps INTEGER,
  result TEXT,
  closed_on TEXT,
  notes TEXT,
  search TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX assignments_work_group ON assignments(work_group);

CREATE INDEX assignments_owner ON assignments(owner);

CREATE INDEX assignments_in_order ON assignments(due, id) WHERE deleted = 0;

CREATE INDEX assignments_due ON assignments(due);

CREATE INDEX assignments_closed_on ON assignments(closed_on);

CREATE TRIGGER assignments_trail_insert AFTER INSERT ON assignments BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'assignments', NEW.id, NULL, json_object('id', NEW.id, 'work_group', NEW.work_group, 'what', NEW.what, 'owner', NEW.owner, 'helpers', NEW.helpers, 'assigned_on', NEW.assigned_on, 'due', NEW.due, 'priority', NEW.priority, 'steps', NEW.steps, 'result', NEW.result, 'closed_on', NEW.closed_on, 'notes', NEW.notes, 'deleted', NEW.deleted));
END;

CREATE TRIGGER assignments_trail_update AFTER UPDATE ON assignments BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'assignments', NEW.id, json_object('id', OLD.id, 'work_group', OLD.work_group, 'what', OLD.what, 'owner', OLD.owner, 'helpers', OLD.helpers, 'assigned_on', OLD.assigned_on, 'due', OLD.due, 'priority', OLD.priority, 'steps', OLD.steps, 'result', OLD.result, 'closed_on', OLD.closed_on, 'notes', OLD.notes, 'deleted', OLD.deleted), json_object('id', NEW.id, 'work_group', NEW.work_group, 'what', NEW.what, 'owner', NEW.owner, 'helpers', NEW.helpers, 'assigned_on', NEW.assigned_on, 'due', NEW.due, 'priority', NEW.priority, 'steps', NEW.steps, 'result', NEW.result, 'closed_on', NEW.closed_on, 'notes', NEW.notes, 'deleted', NEW.deleted));
END;

CREATE TRIGGER assignments_trail_delete AFTER DELETE ON assignments BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'assignments', OLD.id, json_object('id', OLD.id, 'work_group', OLD.work_group, 'what', OLD.what, 'owner', OLD.owner, 'helpers', OLD.helpers, 'assigned_on', OLD.assigned_on, 'due', OLD.due, 'priority', OLD.priority, 'steps', OLD.steps, 'result', OLD.result, 'closed_on', OLD.closed_on, 'notes', OLD.notes, 'deleted', OLD.deleted), NULL);
END;

CREATE TABLE progress (
  id INTEGER PRIMARY KEY,
  assignment INTEGER NOT NULL REFERENCES assignments(id),
  date TEXT NOT NULL,
  what TEXT NOT NULL,
  steps_done INTEGER,
  files TEXT,
  search TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX progress_assignment ON progress(assignment);

CREATE INDEX progress_in_order ON progress(date DESC, id DESC) WHERE deleted = 0;

CREATE TRIGGER progress_trail_insert AFTER INSERT ON progress BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'progress', NEW.id, NULL, json_object('id', NEW.id, 'assignment', NEW.assignment, 'date', NEW.date, 'what', NEW.what, 'steps_done', NEW.steps_done, 'files', NEW.files, 'deleted', NEW.deleted));
END;

CREATE TRIGGER progress_trail_update AFTER UPDATE ON progress BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'progress', NEW.id, json_object('id', OLD.id, 'assignment', OLD.assignment, 'date', OLD.date, 'what', OLD.what, 'steps_done', OLD.steps_done, 'files', OLD.files, 'deleted', OLD.deleted), json_object('id', NEW.id, 'assignment', NEW.assignment, 'date', NEW.date, 'what', NEW.what, 'steps_done', NEW.steps_done, 'files', NEW.files, 'deleted', NEW.deleted));
END;

CREATE TRIGGER progress_trail_delete AFTER DELETE ON progress BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'progress', OLD.id, json_object('id', OLD.id, 'assignment', OLD.assignment, 'date', OLD.date, 'what', OLD.what, 'steps_done', OLD.steps_done, 'files', OLD.files, 'deleted', OLD.deleted), NULL);
END;

CREATE TABLE suggestions (
  id INTEGER PRIMARY KEY,
  date TEXT NOT NULL,
  text TEXT NOT NULL,
  raised_by INTEGER REFERENCES members(id),
  to_whom TEXT,
  number TEXT,
  status TEXT NOT NULL,
  reply TEXT,
  reply_date TEXT,
  result TEXT,
  search TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX suggestions_raised_by ON suggestions(raised_by);

CREATE INDEX suggestions_in_order ON suggestions(date DESC, id) WHERE deleted = 0;

CREATE INDEX suggestions_date ON suggestions(date);

CREATE TRIGGER suggestions_trail_insert AFTER INSERT ON suggestions BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'suggestions', NEW.id, NULL, json_object('id', NEW.id, 'date', NEW.date, 'text', NEW.text, 'raised_by', NEW.raised_by, 'to_whom', NEW.to_whom, 'number', NEW.number, 'status', NEW.status, 'reply', NEW.reply, 'reply_date', NEW.reply_date, 'result', NEW.result, 'deleted', NEW.deleted));
END;

CREATE TRIGGER suggestions_trail_update AFTER UPDATE ON suggestions BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'suggestions', NEW.id, json_object('id', OLD.id, 'date', OLD.date, 'text', OLD.text, 'raised_by', OLD.raised_by, 'to_whom', OLD.to_whom, 'number', OLD.number, 'status', OLD.status, 'reply', OLD.reply, 'reply_date', OLD.reply_date, 'result', OLD.result, 'deleted', OLD.deleted), json_object('id', NEW.id, 'date', NEW.date, 'text', NEW.text, 'raised_by', NEW.raised_by, 'to_whom', NEW.to_whom, 'number', NEW.number, 'status', NEW.status, 'reply', NEW.reply, 'reply_date', NEW.reply_date, 'result', NEW.result, 'deleted', NEW.deleted));
END;

CREATE TRIGGER suggestions_trail_delete AFTER DELETE ON suggestions BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'suggestions', OLD.id, json_object('id', OLD.id, 'date', OLD.date, 'text', OLD.text, 'raised_by', OLD.raised_by, 'to_whom', OLD.to_whom, 'number', OLD.number, 'status', OLD.status, 'reply', OLD.reply, 'reply_date', OLD.reply_date, 'result', OLD.result, 'deleted', OLD.deleted), NULL);
END;

CREATE TABLE reports (
  id INTEGER PRIMARY KEY,
  period TEXT NOT NULL,
  title TEXT NOT NULL,
  addressee TEXT NOT NULL,
  opening TEXT,
  measures TEXT,
  results TEXT,
  difficulties TEXT,
  next_steps TEXT,
  suggestions TEXT,
  dated TEXT,
  stage TEXT NOT NULL,
  frozen TEXT,
  finished_on TEXT,
  handed_in_on TEXT,
  handed_to TEXT,
  instruction TEXT,
  instructed_by TEXT,
  instructed_on TEXT,
  papers TEXT,
  search TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX reports_in_order ON reports(period DESC, id) WHERE deleted = 0;

CREATE UNIQUE INDEX reports_one_period ON reports(period) WHERE deleted = 0;

CREATE TRIGGER reports_trail_insert AFTER INSERT ON reports BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'reports', NEW.id, NULL, json_object('id', NEW.id, 'period', NEW.period, 'title', NEW.title, 'addressee', NEW.addressee, 'opening', NEW.opening, 'measures', NEW.measures, 'results', NEW.results, 'difficulties', NEW.difficulties, 'next_steps', NEW.next_steps, 'suggestions', NEW.suggestions, 'dated', NEW.dated, 'stage', NEW.stage, 'frozen', NEW.frozen, 'finished_on', NEW.finished_on, 'handed_in_on', NEW.handed_in_on, 'handed_to', NEW.handed_to, 'instruction', NEW.instruction, 'instructed_by', NEW.instructed_by, 'instructed_on', NEW.instructed_on, 'papers', NEW.papers, 'deleted', NEW.deleted));
END;

CREATE TRIGGER reports_trail_update AFTER UPDATE ON reports BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'reports', NEW.id, json_object('id', OLD.id, 'period', OLD.period, 'title', OLD.title, 'addressee', OLD.addressee, 'opening', OLD.opening, 'measures', OLD.measures, 'results', OLD.results, 'difficulties', OLD.difficulties, 'next_steps', OLD.next_steps, 'suggestions', OLD.suggestions, 'dated', OLD.dated, 'stage', OLD.stage, 'frozen', OLD.frozen, 'finished_on', OLD.finished_on, 'handed_in_on', OLD.handed_in_on, 'handed_to', OLD.handed_to, 'instruction', OLD.instruction, 'instructed_by', OLD.instructed_by, 'instructed_on', OLD.instructed_on, 'papers', OLD.papers, 'deleted', OLD.deleted), json_object('id', NEW.id, 'period', NEW.period, 'title', NEW.title, 'addressee', NEW.addressee, 'opening', NEW.opening, 'measures', NEW.measures, 'results', NEW.results, 'difficulties', NEW.difficulties, 'next_steps', NEW.next_steps, 'suggestions', NEW.suggestions, 'dated', NEW.dated, 'stage', NEW.stage, 'frozen', NEW.frozen, 'finished_on', NEW.finished_on, 'handed_in_on', NEW.handed_in_on, 'handed_to', NEW.handed_to, 'instruction', NEW.instruction, 'instructed_by', NEW.instructed_by, 'instructed_on', NEW.instructed_on, 'papers', NEW.papers, 'deleted', NEW.deleted));
END;

CREATE TRIGGER reports_trail_delete AFTER DELETE ON reports BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'reports', OLD.id, json_object('id', OLD.id, 'period', OLD.period, 'title', OLD.title, 'addressee', OLD.addressee, 'opening', OLD.opening, 'measures', OLD.measures, 'results', OLD.results, 'difficulties', OLD.difficulties, 'next_steps', OLD.next_steps, 'suggestions', OLD.suggestions, 'dated', OLD.dated, 'stage', OLD.stage, 'frozen', OLD.frozen, 'finished_on', OLD.finished_on, 'handed_in_on', OLD.handed_in_on, 'handed_to', OLD.handed_to, 'instruction', OLD.instruction, 'instructed_by', OLD.instructed_by, 'instructed_on', OLD.instructed_on, 'papers', OLD.papers, 'deleted', OLD.deleted), NULL);
END;

CREATE TABLE report_versions (
  id INTEGER PRIMARY KEY,
  report INTEGER NOT NULL REFERENCES reports(id),
  number INTEGER NOT NULL,
  moment TEXT NOT NULL,
  reason TEXT NOT NULL,
  content TEXT NOT NULL,
  search TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX report_versions_in_order ON report_versions(report, number DESC, id) WHERE deleted = 0;

CREATE TRIGGER report_versions_trail_insert AFTER INSERT ON report_versions BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'report_versions', NEW.id, NULL, json_object('id', NEW.id, 'report', NEW.report, 'number', NEW.number, 'moment', NEW.moment, 'reason', NEW.reason, 'content', NEW.content, 'deleted', NEW.deleted));
END;

CREATE TRIGGER report_versions_trail_update AFTER UPDATE ON report_versions BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'report_versions', NEW.id, json_object('id', OLD.id, 'report', OLD.report, 'number', OLD.number, 'moment', OLD.moment, 'reason', OLD.reason, 'content', OLD.content, 'deleted', OLD.deleted), json_object('id', NEW.id, 'report', NEW.report, 'number', NEW.number, 'moment', NEW.moment, 'reason', NEW.reason, 'content', NEW.content, 'deleted', NEW.deleted));
END;

CREATE TRIGGER report_versions_trail_delete AFTER DELETE ON report_versions BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'report_versions', OLD.id, json_object('id', OLD.id, 'report', OLD.report, 'number', OLD.number, 'moment', OLD.moment, 'reason', OLD.reason, 'content', OLD.content, 'deleted', OLD.deleted), NULL);
END;
