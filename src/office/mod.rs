//! What people in the office do, one verb a file: write, send, approve, publish, put out an emergency, bring in, hand out.
