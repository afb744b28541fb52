-- Whoever says that an emergency is over, before a second person says so too; and whoever that second person was.
ALTER TABLE alert ADD COLUMN end_asked TEXT;
ALTER TABLE alert ADD COLUMN end_asked_ms BIGINT;
ALTER TABLE alert ADD COLUMN ended TEXT;
ALTER TABLE alert ADD COLUMN ended_ms BIGINT;

-- Submissions are found by what they hold, when a version is about to be signed.
CREATE INDEX submission_item_digest ON submission_item (item, digest);
