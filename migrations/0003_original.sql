-- Pictures as programs brought them. What is shown is made of the file that was kept in their place, decoded and encoded
-- anew; the original is handed back to whoever takes the content out.
CREATE TABLE original (
    sha TEXT PRIMARY KEY,
    kept TEXT NOT NULL REFERENCES asset (sha),
    mime TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    account TEXT REFERENCES account (id),
    at_ms BIGINT NOT NULL
);
CREATE INDEX original_kept ON original (kept);
