//! Every limit of the program, with the harm it prevents.

use std::{ops::RangeInclusive, time::Duration};

/// Longest identifier, characters. Longer ones make file names and request headers that some systems refuse.
pub const ID_CHARS: usize = 64;

/// Smallest side of a canvas, pixels. Below it no template has room for one line of text.
pub const CANVAS_MIN: u32 = 320;
/// Largest side of a canvas, pixels: 8K. Larger textures are refused by common GPUs.
pub const CANVAS_MAX: u32 = 7680;

/// Most bytes a hall keeps in memory where its disk cannot be written. More would take the memory that the picture needs.
pub const SPILL_BYTES: u64 = 64 << 20;

/// Largest file of the play records that a hall keeps, bytes: the newest is read whole at each start, by a machine that was
/// just switched on.
pub const PLAYS_FILE_BYTES: u64 = 1 << 20;
/// Most such files, the newest: twenty weeks around the clock, with a page every 12 s. Without an end they would fill the card in the place of pictures.
pub const PLAYS_FILES: usize = 256;
/// Most bytes of play records that are written at once, and so the most that a mains cut can tear.
pub const PLAYS_WRITE_BYTES: usize = 64 << 10;
/// Most play records that wait in memory where the disk takes none; the oldest give way. A card that has become read-only
/// would fill the memory that the picture needs.
pub const PLAYS_WAITING: usize = 4_096;
/// Bytes of the disk that play records leave free: pictures and warnings need them more.
pub const PLAYS_LEAVE_BYTES: u64 = 16 << 20;

/// Largest form of the office's page, bytes: a slide's texts at most, each byte of Vietnamese written as three. A larger
/// one would keep the server's memory busy for a stranger.
pub const FORM_BYTES: usize = 1 << 20;
/// Largest form that somebody may send who is not logged in, bytes: names and a password. Each is held in memory while it
/// comes, and strangers have a thousand connections an address.
pub const OPEN_FORM_BYTES: usize = 16 << 10;
/// Largest form with a file, bytes: what officers are told, and a little for what stands around it. It is held in memory
/// while a child opens it.
pub const BROUGHT_FORM_BYTES: usize = (20 << 20) + (64 << 10);
/// How many log-ins one address may try at once. Each costs a password's hashing.
pub const LOG_INS_AT_ONCE: u32 = 20;
/// How many more each minute.
pub const LOG_INS_A_MINUTE: u32 = 20;
/// How many requests for pages, pictures and forms one address may make at once: five officers behind one address who open
/// lists full of pictures. A stranger who makes more costs everybody's waiting.
pub const PAGES_AT_ONCE: u32 = 1_000;
/// How many more each minute.
pub const PAGES_A_MINUTE: u32 = 3_000;
/// Most pages that are told at once what has changed: each holds a connection open, and halls need theirs.
pub const LIVE_STREAMS: usize = 400;
/// Most submissions that wait at once as far as pages show them: whoever scripts more must not make every page slow.
pub const OPEN_SUBMISSIONS: u32 = 500;
/// Longest text of one field, characters. A pasted book would make layout run for minutes.
pub const FIELD_CHARS: usize = 2_000;
/// Most entries of one list field (steps, rows, actions).
pub const LIST_ENTRIES: usize = 200;
/// Most rows of one kind (displays, playlists, dayparts, campaigns, terms) in a file beside the slides: what a server
/// of the largest planned size has, and no pasted table.
pub const CAMPAIGN_FILE_ROWS: usize = 10_000;
/// Largest number in a figure: larger ones are not kept exactly by every reader of JSON.
pub const NUMBER_MAX: u64 = 9_007_199_254_740_991;
/// Most mistakes that are listed, the others being counted: nobody mends more before reading again, and a table of a
/// wrong shape has one in every row.
pub const MISTAKES: usize = 100;
/// Longest texts of one slide together, characters: more than [`PAGES`] pages hold, and every one of them is measured in
/// five sizes.
pub const SLIDE_CHARS: usize = 40_000;
/// Most text that is measured to lay one slide out, bytes: three times what the worst texts within the other limits were
/// found to need. What needs more has met a case nobody thought of, and would keep a hall from showing anything.
pub const LAYOUT_BYTES: u64 = 32 << 20;
/// Longest draft, bytes: four times what a slide may hold, for a draft need not be right. A page that saves itself every few
/// seconds would fill the disk.
pub const DRAFT_BYTES: usize = 640 << 10;
/// Most texts that are kept beside a draft because two windows saved it: the oldest gives way. Two windows that both save
/// themselves would keep one every few seconds.
pub const KEPT_TEXTS: usize = 8;
/// Longest note to whoever approves, and reason for sending back, characters.
pub const NOTE_CHARS: usize = 2_000;
/// Most items of one submission: nobody looks at more before saying yes.
pub const SUBMITTED_ITEMS: usize = 200;
/// Longest time for which an emergency may be put out, milliseconds: three days; it can be renewed. One that is forgotten
/// keeps everything else from being shown.
pub const ALERT_MS: i64 = 3 * 24 * 3_600_000;
/// Most prepared emergencies: whoever needs one looks through them in a hurry.
pub const ALERT_TEMPLATES: usize = 50;
/// Largest TOML or CSV file of a slide folder, bytes.
pub const SLIDE_FILE_BYTES: u64 = 1 << 20;
/// Most slides in one programme: a loop of more is never seen whole.
pub const SLIDES: usize = 1_000;
/// Most pages one slide may make; what lies beyond is reported, not shown.
pub const PAGES: usize = 40;

/// Largest version. The next publish adds one, and readers of JSON elsewhere count exactly to 2^53 only.
pub const VERSION: u64 = 1 << 52;
/// Most playlists in one programme.
pub const PLAYLISTS: usize = 200;
/// Most entries of one playlist, slides that come more than once included: a longer loop is never seen whole.
pub const PLAYLIST_ENTRIES: usize = 2_000;
/// Most entries of all playlists together. Each is looked up when a hall starts a programme.
pub const PLAYLIST_ENTRIES_IN_ALL: usize = 20_000;
/// Most dayparts in one programme. The beginnings and ends of two weeks are looked at each time a slide ends.
pub const DAYPARTS: usize = 100;
/// Most campaigns in one programme. Each is looked at each time a slide ends.
pub const CAMPAIGNS: usize = 200;
/// Most displays in one programme. Their names are compared with every campaign's when a hall starts it.
pub const DISPLAYS: usize = 10_000;
/// Most groups a display may belong to, or a campaign be for.
pub const TAGS: usize = 100;
/// Most pictures in one programme: a hall keeps the files of all of them.
pub const ASSETS: usize = 2_000;
/// Most sizes of one picture.
pub const RENDITIONS: usize = 32;
/// Longest ticker of one campaign, and of all that run at one time together, characters. The strip is kept as pixels,
/// some 14 kB a letter in full HD and four times that in 4K; and at two syllables a second this many letters take six
/// minutes to go by.
pub const TICKER_CHARS: usize = 3_000;
/// Longest reason for signing in spite of errors, characters. It is part of every hall's programme.
pub const REASON_CHARS: usize = 500;

/// Shortest time a slide may be shown, milliseconds (docs/legibility.md §3: floor of 8 s).
pub const SLIDE_MIN_MS: u64 = 8_000;
/// Longest time a slide may be shown, milliseconds. A typing error must not freeze a hall on one slide.
pub const SLIDE_MAX_MS: u64 = 15 * 60_000;
/// Longest transition, milliseconds. It is part of the slide's time and never more than half of a page's.
pub const TRANSITION_MAX_MS: u64 = 3_000;

/// Widest and tallest picture that is decoded, pixels a side. Larger headers are image bombs.
pub const PICTURE_SIDE: u32 = 8_192;
/// Most memory one decoded picture may take, bytes.
pub const PICTURE_ALLOC_BYTES: u64 = 256 << 20;
/// Largest picture file that is read, bytes.
pub const PICTURE_FILE_BYTES: u64 = 64 << 20;
/// Largest SVG file that is read, bytes: its parsed tree takes many times its length.
pub const SVG_FILE_BYTES: u64 = 16 << 20;
/// Most elements of an SVG, those that are drawn again by reference counted again: ten references to ten references to
/// ten are a thousand drawings in a few lines.
pub const SVG_NODES: usize = 100_000;
/// Deepest nesting of an SVG's elements and references. Parsing and drawing go down it on the stack.
pub const SVG_DEPTH: usize = 100;
/// Deepest nesting of groups that are drawn apart and then laid over (opacity, masks, clips, filters): each takes
/// memory for up to a whole 4K picture, masks twice that.
pub const SVG_LAYERS: usize = 8;
/// Most steps of filters in an SVG, where the ones that are drawn again count again. Each goes over up to a whole 4K
/// picture; thirty small shadows have ninety.
pub const SVG_FILTER_STEPS: usize = 256;
/// Most steps of one filter: the picture that each makes is kept until the last is done.
pub const SVG_FILTER_CHAIN: usize = 12;
/// Widest reach of a filter that looks at every pixel around every pixel, in thousandths of the SVG's longer side: its
/// work grows with the square of it, and two are eight pixels of a 4K picture.
pub const SVG_FILTER_REACH: usize = 2;
/// Most numbers in the outlines of an SVG. Each may be an edge over the whole height of the picture.
pub const SVG_PATH_NUMBERS: usize = 500_000;
/// Most letters in the texts of an SVG; a poster with more is a book.
pub const SVG_TEXT_CHARS: usize = 20_000;
/// Most bytes of style sheets in an SVG: every rule is tried on every element.
pub const SVG_STYLE_BYTES: usize = 64 << 10;
/// Largest pattern tile, in times the SVG's own area: a tile is drawn whole before it is repeated.
pub const SVG_PATTERN_AREAS: f64 = 4.0;
/// Longest an SVG may take to parse, and to draw in one size, milliseconds. Real posters take a fiftieth of it.
pub const SVG_MS: u64 = 30_000;
/// Stack of the thread on which an SVG is parsed and drawn, bytes: [`SVG_DEPTH`] many times over.
pub const SVG_STACK_BYTES: usize = 32 << 20;
/// Most scans of a progressive JPEG; each goes over the whole picture, and a scan of nothing takes ten bytes.
pub const JPEG_SCANS: usize = 100;

/// Largest file that somebody brings to the office, bytes. It is read whole by the child that opens it.
pub const BROUGHT_FILE_BYTES: u64 = 20 << 20;
/// Most parts of a Word or Excel file; a list of millions takes memory before anything is unpacked.
pub const DOCUMENT_PARTS: usize = 2_000;
/// Most bytes that are unpacked of a Word or Excel file: a few kilobytes of ZIP may become terabytes.
pub const DOCUMENT_UNPACKED_BYTES: u64 = 64 << 20;
/// Deepest nesting of a Word file's elements; tables in tables in tables are drawn by nobody.
pub const DOCUMENT_DEPTH: usize = 200;
/// Most letters of a document, in all its cells and paragraphs.
pub const DOCUMENT_CHARS: usize = 2_000_000;
/// Most cells of all tables of a document: the national list of procedures has some 60,000.
pub const DOCUMENT_CELLS: usize = 500_000;
/// Most rows of one sheet.
pub const DOCUMENT_ROWS: usize = 50_000;
/// Columns of a sheet that are looked at; what stands beyond is left out.
pub const DOCUMENT_COLUMNS: usize = 100;
/// Most sheets of an Excel file.
pub const DOCUMENT_SHEETS: usize = 100;

/// Most pages of a PDF file that are made pictures of.
pub const PDF_PAGES: usize = 60;
/// Size of what is made of a picture or page that somebody brings, pixels of the longer and the shorter side: the largest
/// screen in use.
pub const BROUGHT_PICTURE: (u32, u32) = (3_840, 2_160);
/// Smallest picture that is taken, pixels of the longer and the shorter side; one that is smaller both ways is blurred on
/// every screen.
pub const BROUGHT_PICTURE_MIN: (u32, u32) = (1_280, 720);
/// Address space of the child that opens a file, bytes: the largest picture that is decoded, three times over.
pub const CONVERT_MEMORY_BYTES: u64 = 2 << 30;
/// Processor time of that child, seconds: a file that takes more is a trap.
pub const CONVERT_CPU_SECONDS: u64 = 60;
/// How long that child may take in all.
pub const CONVERT_TIME: Duration = Duration::from_secs(120);
/// Stack of the thread on which a file is opened, bytes: readers go down it as deep as a file is nested.
pub const CONVERT_STACK_BYTES: usize = 64 << 20;
/// Most bytes that come out of a file, in all its pictures together.
pub const CONVERTED_BYTES: usize = 160 << 20;
/// Most files that are opened at once.
pub const CONVERT_AT_ONCE: usize = 2;

/// Most letters of a pasted text that are looked at; a book is not what anybody wants on a screen.
pub const PASTED_CHARS: usize = 200_000;
/// Most slides that one text is made into.
pub const PROPOSED_SLIDES: usize = 20;

/// Largest head of what a child process and the server say to each other, bytes: a slide, the commune's table of terms and
/// all that is found wrong with it. A child that has lost its mind must not fill the server's memory.
pub const CHILD_HEAD_BYTES: usize = 8 << 20;
/// Largest body of it, bytes: the pictures of all pages of a slide, or a file that somebody brought.
pub const CHILD_BODY_BYTES: usize = 128 << 20;
/// How long a slide may take to be laid out and drawn before the child that does it is ended: officers wait for it, and a
/// text that makes layout run for ever must not keep everybody's pictures.
pub const DRAW_TIME: Duration = Duration::from_secs(10);
/// How long what ended a child is not drawn again.
pub const DRAW_REFUSED: Duration = Duration::from_secs(600);
/// How long a child may take to start and open a graphics device. Software devices compile their shaders first.
pub const DRAW_START: Duration = Duration::from_secs(60);
/// Most pictures that wait to be drawn; a script that asks for thousands must not fill the memory with questions.
pub const DRAW_WAITING: usize = 2_048;
/// Memory for pictures that were drawn before, bytes: some three hundred pages.
pub const DRAW_CACHE_BYTES: usize = 16 << 20;
/// Disk for pictures that were drawn before, bytes.
pub const DRAW_FOLDER_BYTES: u64 = 256 << 20;
/// Memory in which the child that draws keeps the files of pictures, bytes; those of the slide that is drawn always stay.
pub const DRAW_PICTURE_BYTES: usize = 96 << 20;

/// Most connections a server keeps at once: at 17 KiB each under 300 MiB.
pub const SERVED_CLIENTS: usize = 16_384;
/// Most connections from one address (of IPv6, one network of 64 bits): a single machine must not take every place, and
/// a mobile carrier puts hundreds of halls behind one.
pub const SERVED_CLIENTS_PER_PEER: usize = 1_024;
/// How long a client may take to send the head of a request, or keep a connection without one: slow-loris clients, which
/// send a letter now and then, would hold every place for ever.
pub const SERVED_READ_HEAD: Duration = Duration::from_secs(20);
/// How long a client may take none of what is sent to it: one that never reads would hold a connection and an open file
/// for ever. With the send buffer below, whoever takes a kibibyte a second is never cut off.
pub const SERVED_WRITE: Duration = Duration::from_secs(120);
/// Bytes of an answer that the system keeps for a client.
pub const SERVED_SEND_BUFFER_BYTES: usize = 128 << 10;
/// Bytes of memory a connection may read into; a hall's requests take a tenth of it.
pub const SERVED_BUFFER_BYTES: usize = 16 << 10;
/// Most displays a server remembers that its programme does not name: their names are whatever a request says.
pub const OTHER_DISPLAYS: usize = 256;
/// Most of those from one address.
pub const OTHER_DISPLAYS_PER_PEER: usize = 16;

/// Largest TUF root, timestamp or snapshot file, bytes. An endless answer must not fill memory.
pub const METADATA_BYTES: u64 = 512 << 10;
/// Largest TUF targets file, bytes.
pub const TARGETS_BYTES: u64 = 1 << 20;
/// Largest programme file, bytes.
pub const PROGRAMME_BYTES: u64 = 8 << 20;
/// Largest asset that is read into memory whole, bytes: every picture. A larger one would take a small hall's memory.
pub const OBJECT_BYTES: u64 = 64 << 20;
/// Largest asset of any kind, bytes. Those beyond [`OBJECT_BYTES`] are only ever streamed. A larger file does not fit on
/// the FAT32 of a common USB stick, and would fill a hall's card before anything notices.
pub const ASSET_BYTES: u64 = (4 << 30) - 1;

/// Least of a file that must come in each [`MIN_RATE_SPAN_MS`], bytes: 512 a second, half of what the slowest mobile
/// connection in use brings (GPRS, about 1 KiB a second). Whoever trickles would keep a hall from all news for days.
pub const MIN_RATE_BYTES: u64 = 15 << 10;
/// The span in which [`MIN_RATE_BYTES`] must come, and the longest wait for the headers of a response, milliseconds.
pub const MIN_RATE_SPAN_MS: u64 = 30_000;
/// Most bytes by which gzip may be longer than what it holds: headers, and room for what is not compressible. Blocks
/// without content could go on for ever.
pub const GZIP_OVERHEAD_BYTES: u64 = 64 << 10;
/// Most redirects in a row. A circle would never end.
pub const REDIRECTS: usize = 4;
/// Most entries of one folder that are looked at on a removable medium: a folder without an end must not keep others waiting.
pub const MEDIUM_ENTRIES: usize = 1_000;
/// Most bytes that are read of a note that halts a hall: it has a line and a signature.
pub const HALT_NOTE_BYTES: u64 = 1 << 10;
/// Most folders of removable media in which a look searches for a hall kit too, each with those inside it.
pub const KIT_FOLDERS: usize = 200;
/// Longest `play.toml` of a hall kit on a stick, bytes: a few lines, read at every look.
pub const KIT_FILE_BYTES: u64 = 16 << 10;
/// Most folders in which a look searches for a feed's tree, on all removable media together.
pub const MEDIUM_FOLDERS: usize = 2_000;
/// How far after a feed's last signature its office's clock may stand, milliseconds, where nothing else tells the time: 31
/// days, a long holiday. A wrong clock takes every hall ahead by no more than this.
pub const CLOCK_JUMP_MS: i64 = 31 * 24 * 3_600_000;
/// How far an office's clock may be ahead of another source of time, milliseconds. Halls would show what is not yet due.
pub const CLOCK_TOLERANCE_MS: i64 = 10 * 60_000;
/// For how many days a signature may be good: ten years. One that is good for centuries ends after the last year that
/// metadata can name.
pub const VALID_DAYS: u32 = 3_650;
/// Most connections of one process to its database. Each costs a thread and its memory, or a place of a server's hundred;
/// readers beyond them wait.
pub const DATABASE_CONNECTIONS: u32 = 10;
/// How long a login name may be, characters. Longer ones are pasted by mistake.
pub const LOGIN_CHARS: RangeInclusive<usize> = 2..=32;
/// Longest name or post of a person, characters: more stands on no line of a page.
pub const PERSON_NAME_CHARS: usize = 100;
/// How long a password may be, characters. Shorter ones are guessed; longer ones are hashed for nothing.
pub const PASSWORD_CHARS: RangeInclusive<usize> = 12..=256;
/// How many passwords are hashed at once. Each takes 19 MiB, and a core for as long as a frame lasts.
pub const PASSWORDS_AT_ONCE: usize = 2;
/// How many more may wait for that. Whoever comes later is told to try again: a crowd of strangers would make everybody wait.
pub const PASSWORDS_WAITING: usize = 64;
/// Most accounts of one office; each is read when the list is shown.
pub const ACCOUNTS: usize = 1_000;
/// Most sessions of one account: more browsers than a person has.
pub const SESSIONS: usize = 20;
/// How long a session lasts without being used, milliseconds: a working day, so that a browser left open over night asks again.
pub const SESSION_IDLE_MS: i64 = 12 * 3_600_000;
/// How long a session lasts at most, milliseconds: a stolen one is worth something for a week.
pub const SESSION_MS: i64 = 7 * 24 * 3_600_000;
/// How often it is written down that a session or token is used, milliseconds: not with every picture of a page.
pub const SEEN_MS: i64 = 60_000;
/// Longest name of a browser that is kept, characters.
pub const AGENT_CHARS: usize = 200;
/// Most tokens of one account.
pub const TOKENS: usize = 20;
/// How many days a token may last: one that nobody remembers must end.
pub const TOKEN_DAYS: u32 = 366;
/// How often in a row somebody may mistype a password before waiting. Whoever guesses has these few a name, and then one more
/// each [`LOGIN_DELAY_MS`].
pub const LOGIN_TRIES: u64 = 5;
/// The same for one name from all addresses together: guessing from many places.
pub const LOGIN_TRIES_ANYWHERE: u64 = 20;
/// The same for one address and all names together: guessing many names.
pub const LOGIN_TRIES_OF_PEER: u64 = 30;
/// For how long an address from which somebody has logged in is known as theirs, milliseconds: guesses from elsewhere do not
/// make them wait there. Whoever guesses from many places would otherwise be quicker than they, each time anew.
pub const LOGIN_KNOWN_MS: i64 = 30 * 24 * 3_600_000;
/// The longest wait after a failed log-in, milliseconds. It only grows to this: a stranger must not lock anybody out.
pub const LOGIN_DELAY_MS: i64 = 15 * 60_000;
/// After how long failed log-ins are forgotten, milliseconds: strangers make up names without end.
pub const LOGIN_FORGET_MS: i64 = 24 * 3_600_000;
/// Largest content that a program sends to be checked or approved, bytes: a programme's. A larger one would keep the server's
/// memory busy.
pub const SENT_CONTENT_BYTES: usize = 8 << 20;
/// Longest `Idempotency-Key` of a program, bytes: it is kept in the records.
pub const IDEMPOTENCY_KEY_BYTES: usize = 255;
/// How long a request is remembered by its key, milliseconds: a program that was cut off comes again within a day.
pub const IDEMPOTENCY_MS: i64 = 86_400_000;
/// Most requests of one token that are remembered; the oldest goes first. A program that makes up keys without end would fill
/// the records.
pub const IDEMPOTENCY_KEYS: u64 = 256;
/// How long a request without an answer counts as being done, milliseconds. It may have been cut off: then it is begun again,
/// and under its own id nothing is done twice, however long the first takes.
pub const IDEMPOTENCY_UNDER_WAY_MS: i64 = 30_000;
/// How many questions one token may ask at once: a folder of the largest size with all its pictures. A program gone wild
/// would cost everybody's waiting.
pub const TOKEN_AT_ONCE: u32 = 1_000;
/// How many more each minute.
pub const TOKEN_A_MINUTE: u32 = 600;
/// Most pictures that programs bring at one time, all tokens together: each is a file on the disk and waits for a child.
pub const ASSETS_COMING: usize = 8;
/// How long a picture of a program may take to come in all: a few that send a byte now and then would hold every place for
/// hours. The largest comes in that at 24 kB a second.
pub const ASSET_TIME: Duration = Duration::from_secs(15 * 60);
/// How long a program that brings a picture may send nothing: one that never goes on would hold a place for ever.
pub const ASSET_PAUSE: Duration = Duration::from_secs(30);
/// How much content is handed out to programs at one time: each keeps a thread for as long as its reader takes.
pub const EXPORTS: usize = 4;
/// How many backups are made and sent over the page at one time: each takes as much of the disk as the office is large.
pub const BACKUPS_SENT: usize = 1;
/// How many exports for sticks are made and sent at one time: each takes as much of the disk as one display's pictures.
pub const STICKS_SENT: usize = 8;
/// How much content of programs is read and checked at one time: each may take a hundred megabytes while it is read.
pub const CONTENTS_READ: usize = 2;
/// Most versions that are listed at once.
pub const LISTED_VERSIONS: u32 = 100;
/// Largest answer of an office that a program reads whole, bytes. An endless one must not fill its memory.
pub const ANSWER_BYTES: u64 = 16 << 20;
/// Largest content that is taken out of an office, bytes: every picture at its largest would be more than any disk keeps.
pub const PULLED_BYTES: u64 = 8 << 30;
/// Longest name of a file in a content that is taken out, bytes: a longer one would be read into memory whole.
pub const TAR_NAME_BYTES: u64 = 4_096;
/// Pages that are remembered as sound from one publish to the next. A file of more lines would be read into memory whole.
pub const SOUND_PAGES: usize = 65_536;
