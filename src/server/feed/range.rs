//! The part of HTTP that lets an interrupted download go on (RFC 9110 §14).

/// What a `Range` header asks of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ByteRange {
    /// All of it: no range, or one of a kind that may be ignored.
    Whole,
    /// The bytes from `first` to `last`, both included.
    Part { first: u64, last: u64 },
    /// A range that lies beyond the end.
    Beyond,
}

/// Reads a `Range` header for a file of `length` bytes. Several ranges at once are answered with the whole file.
pub(super) fn asked(header: Option<&str>, length: u64) -> ByteRange {
    let spec = header.and_then(|header| header.strip_prefix("bytes=")).and_then(|spec| spec.trim().split_once('-'));
    let Some((first, last)) = spec else { return ByteRange::Whole };
    let number = |digits: &str| digits.trim().parse::<u64>();
    match (first.trim().is_empty(), number(first), last.trim().is_empty(), number(last)) {
        (false, Ok(first), _, _) if first >= length => ByteRange::Beyond,
        (false, Ok(first), true, _) => ByteRange::Part { first, last: length - 1 },
        (false, Ok(first), false, Ok(last)) if last >= first => ByteRange::Part { first, last: last.min(length - 1) },
        (true, _, false, Ok(0)) => ByteRange::Beyond,
        (true, _, false, Ok(_)) if length == 0 => ByteRange::Beyond,
        (true, _, false, Ok(count)) => ByteRange::Part { first: length.saturating_sub(count), last: length - 1 },
        _ => ByteRange::Whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ranges_of_a_ten_byte_file() {
        let part = |first, last| ByteRange::Part { first, last };
        for (header, answer) in [
            ("bytes=0-", part(0, 9)),
            ("bytes=4-", part(4, 9)),
            ("bytes=4-5", part(4, 5)),
            ("bytes=4-99", part(4, 9)),
            ("bytes=-3", part(7, 9)),
            ("bytes=-30", part(0, 9)),
            ("bytes=10-", ByteRange::Beyond),
            ("bytes=-0", ByteRange::Beyond),
            ("bytes=5-4", ByteRange::Whole),
            ("bytes=1-2,4-5", ByteRange::Whole),
            ("bytes=", ByteRange::Whole),
            ("bytes=-", ByteRange::Whole),
            ("pages=1-2", ByteRange::Whole),
        ] {
            assert_eq!(asked(Some(header), 10), answer, "{header}");
        }
        assert_eq!(asked(None, 10), ByteRange::Whole);
        assert_eq!(asked(Some("bytes=-3"), 0), ByteRange::Beyond);
    }
}
