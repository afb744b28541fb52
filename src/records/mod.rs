//! What the office remembers, in a database: SQLite, or PostgreSQL by address.
