-- What privacy needs: whose data is sealed (封存), and the petitions, which are kept apart.

CREATE TABLE sealings (
  book TEXT NOT NULL,
  record INTEGER NOT NULL,
  member INTEGER NOT NULL REFERENCES members(id),
  moment TEXT NOT NULL,
  reason TEXT NOT NULL,
  lifted TEXT,
  PRIMARY KEY (book, record)
) STRICT;

CREATE TABLE petitions (
  id INTEGER PRIMARY KEY,
  petitioner TEXT NOT NULL,
  phone TEXT,
  address TEXT,
  matter TEXT NOT NULL,
  member INTEGER NOT NULL REFERENCES members(id),
  since TEXT NOT NULL,
  plan TEXT,
  status TEXT NOT NULL,
  next_contact TEXT,
  resolved_on TEXT,
  result TEXT,
  notes TEXT,
  search TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX petitions_member ON petitions(member);

CREATE INDEX petitions_in_order ON petitions(since DESC, id DESC) WHERE deleted = 0;

CREATE TRIGGER petitions_trail_insert AFTER INSERT ON petitions BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'petitions', NEW.id, NULL, json_object('id', NEW.id, 'petitioner', NEW.petitioner, 'phone', NEW.phone, 'address', NEW.address, 'matter', NEW.matter, 'member', NEW.member, 'since', NEW.since, 'plan', NEW.plan, 'status', NEW.status, 'next_contact', NEW.next_contact, 'resolved_on', NEW.resolved_on, 'result', NEW.result, 'notes', NEW.notes, 'deleted', NEW.deleted));
END;

CREATE TRIGGER petitions_trail_update AFTER UPDATE ON petitions BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'petitions', NEW.id, json_object('id', OLD.id, 'petitioner', OLD.petitioner, 'phone', OLD.phone, 'address', OLD.address, 'matter', OLD.matter, 'member', OLD.member, 'since', OLD.since, 'plan', OLD.plan, 'status', OLD.status, 'next_contact', OLD.next_contact, 'resolved_on', OLD.resolved_on, 'result', OLD.result, 'notes', OLD.notes, 'deleted', OLD.deleted), json_object('id', NEW.id, 'petitioner', NEW.petitioner, 'phone', NEW.phone, 'address', NEW.address, 'matter', NEW.matter, 'member', NEW.member, 'since', NEW.since, 'plan', NEW.plan, 'status', NEW.status, 'next_contact', NEW.next_contact, 'resolved_on', NEW.resolved_on, 'result', NEW.result, 'notes', NEW.notes, 'deleted', NEW.deleted));
END;

CREATE TRIGGER petitions_trail_delete AFTER DELETE ON petitions BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'petitions', OLD.id, json_object('id', OLD.id, 'petitioner', OLD.petitioner, 'phone', OLD.phone, 'address', OLD.address, 'matter', OLD.matter, 'member', OLD.member, 'since', OLD.since, 'plan', OLD.plan, 'status', OLD.status, 'next_contact', OLD.next_contact, 'resolved_on', OLD.resolved_on, 'result', OLD.result, 'notes', OLD.notes, 'deleted', OLD.deleted), NULL);
END;

CREATE TABLE petition_contacts (
  id INTEGER PRIMARY KEY,
  petition INTEGER NOT NULL REFERENCES petitions(id),
  date TEXT NOT NULL,
  how TEXT,
  member INTEGER REFERENCES members(id),
  what TEXT NOT NULL,
  next_contact TEXT,
  search TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX petition_contacts_petition ON petition_contacts(petition);

CREATE INDEX petition_contacts_member ON petition_contacts(member);

CREATE INDEX petition_contacts_in_order ON petition_contacts(date DESC, id DESC) WHERE deleted = 0;

CREATE TRIGGER petition_contacts_trail_insert AFTER INSERT ON petition_contacts BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'petition_contacts', NEW.id, NULL, json_object('id', NEW.id, 'petition', NEW.petition, 'date', NEW.date, 'how', NEW.how, 'member', NEW.member, 'what', NEW.what, 'next_contact', NEW.next_contact, 'deleted', NEW.deleted));
END;

CREATE TRIGGER petition_contacts_trail_update AFTER UPDATE ON petition_contacts BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'petition_contacts', NEW.id, json_object('id', OLD.id, 'petition', OLD.petition, 'date', OLD.date, 'how', OLD.how, 'member', OLD.member, 'what', OLD.what, 'next_contact', OLD.next_contact, 'deleted', OLD.deleted), json_object('id', NEW.id, 'petition', NEW.petition, 'date', NEW.date, 'how', NEW.how, 'member', NEW.member, 'what', NEW.what, 'next_contact', NEW.next_contact, 'deleted', NEW.deleted));
END;

CREATE TRIGGER petition_contacts_trail_delete AFTER DELETE ON petition_contacts BEGIN
  INSERT INTO trail(action, book, record, before, after)
  VALUES ((SELECT action FROM acting), 'petition_contacts', OLD.id, json_object('id', OLD.id, 'petition', OLD.petition, 'date', OLD.date, 'how', OLD.how, 'member', OLD.member, 'what', OLD.what, 'next_contact', OLD.next_contact, 'deleted', OLD.deleted), NULL);
END;

