//! Vietnamese text: NFC, legacy encodings, syllables, line-break penalties, reading time.
