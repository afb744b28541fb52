//! What a hall keeps on disk: blobs, editions, trusted metadata; survives a power cut at any write.
