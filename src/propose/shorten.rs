//! A text said with fewer words, by rules alone: the abbreviations that offices use, and words that can go without loss.

/// What offices shorten, and to what. Longer ones come before those that they begin with.
const SHORT: [(&str, &str); 18] = [
    ("hội đồng nhân dân và ủy ban nhân dân", "HĐND, UBND"),
    ("mặt trận tổ quốc việt nam", "MTTQ"),
    ("ủy ban nhân dân", "UBND"),
    ("hội đồng nhân dân", "HĐND"),
    ("mặt trận tổ quốc", "MTTQ"),
    ("thủ tục hành chính", "TTHC"),
    ("cải cách hành chính", "CCHC"),
    ("dịch vụ công trực tuyến", "DVC trực tuyến"),
    ("dịch vụ công", "DVC"),
    ("căn cước công dân", "CCCD"),
    ("bảo hiểm y tế", "BHYT"),
    ("bảo hiểm xã hội", "BHXH"),
    ("trung học phổ thông", "THPT"),
    ("trung học cơ sở", "THCS"),
    ("hợp tác xã", "HTX"),
    ("an ninh trật tự", "ANTT"),
    ("phòng cháy chữa cháy", "PCCC"),
    ("thành phố hồ chí minh", "TP.HCM"),
];
/// What can go.
const NEEDLESS: [&str; 16] = [
    "vui lòng",
    "xin vui lòng",
    "rất mong",
    "kính đề nghị",
    "kính mong",
    "xin trân trọng",
    "trân trọng",
    "một cách",
    "nói trên",
    "nêu trên",
    "theo quy định của pháp luật hiện hành",
    "theo quy định hiện hành",
    "trong thời gian tới",
    "trong giai đoạn hiện nay",
    "hiện nay",
    "toàn thể",
];
/// What is never meant when it stands twice; of other words Vietnamese makes new ones by saying them twice.
const ONCE: [&str; 14] =
    ["các", "và", "của", "cho", "để", "được", "những", "tại", "là", "với", "trong", "thì", "mà", "hoặc"];
/// What may stand before and behind a word.
const MARKS: [char; 14] = ['.', ',', ';', ':', '!', '?', '(', ')', '“', '”', '"', '…', '|', '–'];

/// The text with fewer words; `None` where no rule has anything to say.
pub fn shorten(text: &str) -> Option<String> {
    let lines: Vec<String> = text.lines().map(line).collect();
    let shorter = lines.join("\n");
    let is_less = shorter.chars().count() < text.trim().chars().count() && shorter.chars().any(char::is_alphabetic);
    is_less.then_some(shorter)
}

fn line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let bare: Vec<String> = words.iter().map(|word| folded(word.trim_matches(MARKS))).collect();
    let mut said: Vec<String> = Vec::new();
    let mut at = 0;
    let begins_large = |word: &str| word.chars().find(|letter| letter.is_alphabetic()).is_some_and(char::is_uppercase);
    let mut begins = false;
    while at < words.len() {
        if let Some((count, short)) =
            SHORT.iter().find_map(|(long, short)| Some((run(long, &words, &bare, at)?, *short)))
        {
            let (first, last) = (words[at], words[at + count - 1]);
            said.push(format!("{}{short}{}", before(first), behind(last)));
            at += count;
            begins = false;
            continue;
        }
        // Longest first: "xin vui lòng" before "vui lòng" is the same by beginning earlier.
        let needless = NEEDLESS.iter().filter_map(|phrase| run(phrase, &words, &bare, at)).max();
        if let Some(count) = needless {
            begins |= begins_large(words[at]) && said.last().is_none_or(|last| last.ends_with(['.', '!', '?', ':']));
            let marks = behind(words[at + count - 1]);
            if let Some(last) = said.last_mut().filter(|last| !last.ends_with(MARKS)) {
                last.push_str(marks);
            }
            at += count;
            continue;
        }
        if at > 0 && ONCE.contains(&bare[at].as_str()) && bare[at] == bare[at - 1] && behind(words[at - 1]).is_empty() {
            at += 1;
            continue;
        }
        said.push(if begins { large(words[at]) } else { words[at].to_owned() });
        begins = false;
        at += 1;
    }
    said.join(" ")
}

/// How many words from there on are that phrase; marks stand around it alone.
fn run(phrase: &str, words: &[&str], bare: &[String], at: usize) -> Option<usize> {
    let count = phrase.split(' ').count();
    let here = bare.get(at..at + count)?;
    let is_said = phrase.split(' ').map(folded).eq(here.iter().cloned());
    let inside =
        |n: usize| (n == 0 || before(words[at + n]).is_empty()) && (n + 1 == count || behind(words[at + n]).is_empty());
    (is_said && (0..count).all(inside)).then_some(count)
}

/// Small letters, and one way to place the mark of "uỷ" and "hoá".
fn folded(word: &str) -> String {
    let small = crate::text::nfc(word).to_lowercase();
    [("uỷ", "ủy"), ("uý", "úy"), ("hoá", "hóa"), ("hoà", "hòa")]
        .iter()
        .fold(small, |word, (one, other)| word.replace(one, other))
}

fn before(word: &str) -> &str {
    &word[..word.len() - word.trim_start_matches(MARKS).len()]
}

fn behind(word: &str) -> &str {
    &word[word.trim_end_matches(MARKS).len()..]
}

fn large(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_said_with_fewer_words() {
        for (long, short) in [
            ("Uỷ ban nhân dân xã Mai Phụ", "UBND xã Mai Phụ"),
            ("ỦY BAN NHÂN DÂN xã (Ủy ban nhân dân)", "UBND xã (UBND)"),
            ("Vui lòng mang căn cước công dân, thẻ bảo hiểm y tế.", "Mang CCCD, thẻ BHYT."),
            ("Bà con nộp hồ sơ một cách nhanh chóng.", "Bà con nộp hồ sơ nhanh chóng."),
            ("Danh mục các các thủ tục hành chính", "Danh mục các TTHC"),
            ("Đến nhà văn hóa|để được hướng dẫn", "Đến nhà văn hóa|để được hướng dẫn"),
        ] {
            assert_eq!(shorten(long).as_deref().unwrap_or(long), short);
        }
    }

    #[test]
    fn words_that_are_meant_twice_stay_and_nothing_is_made_of_nothing() {
        for text in ["Ngày ngày sạch nhà, luôn luôn sạch ngõ", "", "Vui lòng", "Khai sinh trong ngày"] {
            assert_eq!(shorten(text), None, "{text}");
        }
        assert_eq!(shorten("ủy ban, nhân dân"), None, "a mark stands between");
    }
}
