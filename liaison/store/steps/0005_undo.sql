-- The recycle bin and the list of actions, found by index.

CREATE INDEX trail_action ON trail(book, action, record);

CREATE INDEX terms_in_bin ON terms(id) WHERE deleted = 1;

CREATE INDEX members_in_bin ON members(id) WHERE deleted = 1;

CREATE INDEX activities_in_bin ON activities(id) WHERE deleted = 1;

CREATE INDEX signins_in_bin ON signins(id) WHERE deleted = 1;

CREATE INDEX donations_in_bin ON donations(id) WHERE deleted = 1;

CREATE INDEX handouts_in_bin ON handouts(id) WHERE deleted = 1;

CREATE INDEX honors_in_bin ON honors(id) WHERE deleted = 1;

CREATE INDEX groups_in_bin ON groups(id) WHERE deleted = 1;

CREATE INDEX memberships_in_bin ON memberships(id) WHERE deleted = 1;

CREATE INDEX assignments_in_bin ON assignments(id) WHERE deleted = 1;

CREATE INDEX progress_in_bin ON progress(id) WHERE deleted = 1;

CREATE INDEX suggestions_in_bin ON suggestions(id) WHERE deleted = 1;

CREATE INDEX reports_in_bin ON reports(id) WHERE deleted = 1;

CREATE INDEX report_versions_in_bin ON report_versions(id) WHERE deleted = 1;

CREATE INDEX petitions_in_bin ON petitions(id) WHERE deleted = 1;

CREATE INDEX petition_contacts_in_bin ON petition_contacts(id) WHERE deleted = 1;

