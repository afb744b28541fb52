-- What the office remembers. Valid on SQLite and on PostgreSQL: columns are TEXT and BIGINT only; digests are hexadecimal,
-- instants are milliseconds since 1970, lists are JSON. Ids are made by the program. Tables stand in the order in which a
-- backup is read back: each names only those above it.

CREATE TABLE account (
    id TEXT PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    post TEXT NOT NULL,
    roles TEXT NOT NULL,
    emergency BIGINT NOT NULL,
    tags TEXT NOT NULL,
    made_ms BIGINT NOT NULL,
    off_ms BIGINT,
    pass TEXT NOT NULL,
    pass_ms BIGINT NOT NULL,
    -- The secret that six-digit codes come from; it counts once it is confirmed.
    totp TEXT,
    totp_ms BIGINT,
    -- The step of the newest code that was used: none is used twice.
    totp_step BIGINT NOT NULL
);

CREATE TABLE session (
    token TEXT PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL REFERENCES account (id),
    made_ms BIGINT NOT NULL,
    seen_ms BIGINT NOT NULL,
    until_ms BIGINT NOT NULL,
    peer TEXT NOT NULL,
    agent TEXT NOT NULL
);
CREATE INDEX session_account ON session (account);

CREATE TABLE token (
    token TEXT PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL REFERENCES account (id),
    name TEXT NOT NULL,
    scope TEXT NOT NULL,
    made_ms BIGINT NOT NULL,
    until_ms BIGINT NOT NULL,
    seen_ms BIGINT
);
CREATE INDEX token_account ON token (account);

-- Log-ins that failed, by account name and by peer.
CREATE TABLE attempt (
    subject TEXT PRIMARY KEY,
    failures BIGINT NOT NULL,
    last_ms BIGINT NOT NULL
);

CREATE TABLE item (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    -- What a search looks through: folded, without diacritics.
    search TEXT NOT NULL,
    made_ms BIGINT NOT NULL,
    changed_ms BIGINT NOT NULL
);
CREATE INDEX item_kind ON item (kind, changed_ms);

CREATE TABLE revision (
    item TEXT NOT NULL REFERENCES item (id),
    digest TEXT NOT NULL,
    body TEXT NOT NULL,
    parent TEXT,
    author TEXT REFERENCES account (id),
    made_ms BIGINT NOT NULL,
    PRIMARY KEY (item, digest)
);

CREATE TABLE draft (
    item TEXT NOT NULL REFERENCES item (id),
    account TEXT NOT NULL REFERENCES account (id),
    base TEXT,
    body TEXT NOT NULL,
    -- How often it was saved: a second window that knows an older count does not write over the first.
    saves BIGINT NOT NULL,
    saved_ms BIGINT NOT NULL,
    PRIMARY KEY (item, account)
);
CREATE INDEX draft_account ON draft (account);

CREATE TABLE submission (
    id TEXT PRIMARY KEY,
    author TEXT NOT NULL REFERENCES account (id),
    note TEXT NOT NULL,
    sent_ms BIGINT NOT NULL,
    state TEXT NOT NULL,
    decided_by TEXT REFERENCES account (id),
    decided_ms BIGINT,
    reason TEXT,
    version BIGINT
);
CREATE INDEX submission_state ON submission (state, sent_ms);

CREATE TABLE submission_item (
    submission TEXT NOT NULL REFERENCES submission (id),
    item TEXT NOT NULL,
    digest TEXT NOT NULL,
    before TEXT,
    authors TEXT NOT NULL,
    PRIMARY KEY (submission, item),
    FOREIGN KEY (item, digest) REFERENCES revision (item, digest)
);
CREATE INDEX submission_item_item ON submission_item (item);

CREATE TABLE version (
    n BIGINT PRIMARY KEY,
    kind TEXT NOT NULL,
    repeats BIGINT,
    submission TEXT REFERENCES submission (id),
    account TEXT REFERENCES account (id),
    at_ms BIGINT NOT NULL,
    -- The SHA-256 of the signed programme; NULL until it is signed.
    programme TEXT,
    -- The newest hash of the audit log when it was signed.
    audit TEXT
);

CREATE TABLE version_item (
    n BIGINT NOT NULL REFERENCES version (n),
    item TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (n, item),
    FOREIGN KEY (item, digest) REFERENCES revision (item, digest)
);
CREATE INDEX version_item_item ON version_item (item, n);

CREATE TABLE alert (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES account (id),
    at_ms BIGINT NOT NULL,
    until_ms BIGINT NOT NULL,
    state TEXT NOT NULL,
    second TEXT REFERENCES account (id),
    second_ms BIGINT,
    items TEXT NOT NULL
);
CREATE INDEX alert_until ON alert (until_ms);

CREATE TABLE asset (
    sha TEXT PRIMARY KEY,
    mime TEXT NOT NULL,
    w BIGINT NOT NULL,
    h BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    name TEXT NOT NULL,
    account TEXT REFERENCES account (id),
    at_ms BIGINT NOT NULL
);

-- What each display was last heard to play. It is only claimed: nothing proves it.
CREATE TABLE seen (
    display TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    since_ms BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    peer TEXT NOT NULL,
    claims TEXT NOT NULL
);

CREATE TABLE arrival (
    version BIGINT NOT NULL,
    display TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (version, display)
);

CREATE TABLE job (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    due_ms BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    error TEXT
);
CREATE INDEX job_due ON job (due_ms);

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    body TEXT NOT NULL,
    at_ms BIGINT NOT NULL
);

CREATE TABLE audit (
    seq BIGINT PRIMARY KEY,
    at_ms BIGINT NOT NULL,
    account TEXT,
    ip TEXT NOT NULL,
    act TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    prev TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX audit_subject ON audit (subject, seq);
