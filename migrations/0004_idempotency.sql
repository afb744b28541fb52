-- Requests of programs that bear an `Idempotency-Key`, with the first answer, so that one that is sent again does nothing
-- twice. They are kept for a day.
CREATE TABLE idempotency (
    token TEXT NOT NULL,
    name TEXT NOT NULL,
    asked TEXT NOT NULL,
    subject TEXT NOT NULL,
    made_ms BIGINT NOT NULL,
    tried_ms BIGINT NOT NULL,
    status BIGINT,
    body TEXT,
    PRIMARY KEY (token, name)
);
CREATE INDEX idempotency_made ON idempotency (token, made_ms);
