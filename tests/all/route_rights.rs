//! Who is let in where, as the office's rules have it and not as its table of routes says.

/// The people: viewer, author, approver, administrator, and one who may only put out emergencies.
pub const PEOPLE: [(char, &[&str]); 5] = [
    ('V', &[]),
    ('A', &["--role", "author"]),
    ('P', &["--role", "approver"]),
    ('Q', &["--role", "administrator"]),
    ('E', &["--emergency"]),
];

/// Whoever is logged in or not.
pub const EVERYBODY: &str = "everybody";

/// Who is let in where, as the office's rules have it and not as the table says: whoever adds a route has to say it here too.
pub const WHO: &[(&str, &[&str])] = &[
    (
        "VAPQE",
        &[
            "GET /",
            "GET /duyet",
            "GET /duyet/{id}",
            "GET /phien-ban",
            "GET /khan-cap",
            "GET /khan-cap/hinh",
            "GET /khan-cap/{id}/het",
            "GET /khan-cap/{id}/hinh-het",
            "GET /hinh/luc/{programme}",
            "GET /hinh/ban/{item}/{digest}",
            "GET /su-kien",
            "GET /lich",
            "GET /lich/tuan",
            "GET /lich/vi-sao",
            "GET /lich/chien-dich",
            "GET /lich/chien-dich/{id}",
            "GET /lich/chien-dich/{id}/trang",
            "GET /man-hinh",
            "GET /man-hinh/{id}",
            "GET /man-hinh/{id}/usb",
            "GET /man-hinh/{id}/usb.zip",
            "GET /thiet-lap",
            "GET /thiet-lap/toi",
            "GET /thiet-lap/thanh-phan",
            "GET /them",
            "GET /trang",
            "GET /trang/moi/hinh/{part}/{page}",
            "GET /trang/moi/mau/{template}",
            "GET /trang/{id}",
            "GET /trang/{id}/hinh",
            "GET /tep/{digest}",
            // A picture of what is typed, which changes nothing.
            "POST /trang/{id}/xem",
            // One's own account.
            "POST /thiet-lap/toi/mat-khau",
            "POST /thiet-lap/toi/ma",
            "POST /thiet-lap/toi/ma/xac-nhan",
            "POST /thiet-lap/toi/ma/tat",
            "POST /thiet-lap/toi/may/{id}",
            "POST /thiet-lap/toi/may-khac",
            "POST /thiet-lap/toi/chia",
            "POST /thiet-lap/toi/chia/{id}",
        ],
    ),
    (
        "AP",
        &[
            "POST /duyet/{id}/rut-lai",
            "GET /lich/chien-dich/moi",
            "POST /lich/chien-dich/moi",
            "POST /lich/chien-dich/{id}",
            "POST /lich/chien-dich/{id}/gia-han",
            "POST /lich/chien-dich/{id}/trang",
            "POST /trang/nhieu",
            "GET /trang/moi",
            "GET /trang/moi/tep",
            "POST /trang/moi",
            "POST /trang/moi/dan",
            "POST /trang/moi/tep",
            "POST /trang/moi/dung",
            "POST /trang/{id}",
            "POST /trang/{id}/luu",
            "POST /trang/{id}/anh",
            "POST /trang/{id}/chon",
            "POST /trang/{id}/gia-han",
            "GET /trang/{id}/gui",
            "POST /trang/{id}/gui",
            "POST /trang/{id}/dung-lai",
        ],
    ),
    ("P", &["POST /duyet/{id}/duyet", "POST /duyet/{id}/tra-lai", "POST /phien-ban/{n}/phat-lai"]),
    ("E", &["GET /khan-cap/noi-gio", "GET /khan-cap/xem", "POST /khan-cap/phat"]),
    ("PQ", &["GET /khan-cap/dung", "POST /khan-cap/dung", "POST /khan-cap/phat-tiep"]),
    (
        "Q",
        &[
            "GET /man-hinh/them",
            "POST /man-hinh/them",
            "GET /man-hinh/{id}/sua",
            "POST /man-hinh/{id}/sua",
            "POST /man-hinh/{id}/ngung",
            "GET /man-hinh/{id}/bo-cai",
            "GET /man-hinh/{id}/bo-cai.zip",
            "GET /man-hinh/{id}/to-huong-dan",
            "POST /thiet-lap",
            "POST /thiet-lap/dia-chi",
            "GET /thiet-lap/nguoi-dung",
            "GET /thiet-lap/nguoi-dung/moi",
            "POST /thiet-lap/nguoi-dung/moi",
            "GET /thiet-lap/nguoi-dung/{id}",
            "POST /thiet-lap/nguoi-dung/{id}",
            "GET /thiet-lap/nhat-ky",
            "GET /thiet-lap/sao-luu",
            "POST /thiet-lap/sao-luu",
            "GET /bat-dau/mau/{template}",
            "POST /bat-dau/nguoi-thu-hai",
            "POST /bat-dau/chuong-trinh-mau",
        ],
    ),
    (
        EVERYBODY,
        &[
            "GET /dang-nhap",
            "POST /dang-nhap",
            "POST /dang-xuat",
            "GET /bat-dau",
            "GET /bat-dau/hinh",
            "POST /bat-dau/xa",
            "POST /bat-dau/quan-tri",
            "POST /ngon-ngu",
            "POST /nen",
            // What the interface for programs takes and answers: it says nothing of this office.
            "GET /api",
            "GET /api/openapi.json",
        ],
    ),
];

/// What a token must be for, and its person allowed to do, at each route of the interface for programs.
pub const PROGRAMS: &[(&str, &[&str])] = &[
    (
        "view",
        &[
            "GET /api/v1/submissions/{id}",
            "GET /api/v1/versions",
            "GET /api/v1/versions/{n}/arrivals",
            "GET /api/v1/displays",
            "GET /api/v1/now",
            "GET /api/v1/export.tar",
        ],
    ),
    (
        "write",
        &["HEAD /api/v1/assets/{sha}", "PUT /api/v1/assets/{sha}", "POST /api/v1/check", "POST /api/v1/submissions"],
    ),
    ("alert", &["POST /api/v1/alerts"]),
];

/// What each of the people may do, as far as programs could do it for them.
pub const MAY: [(char, &[&str]); 5] = [
    ('V', &["view"]),
    ('A', &["view", "write"]),
    ('P', &["view", "write"]),
    ('Q', &["view"]),
    ('E', &["view", "alert"]),
];

/// What tokens of each kind are for.
pub const SCOPES: [(&str, &[&str]); 3] =
    [("view", &["view"]), ("write", &["view", "write"]), ("alert", &["view", "write", "alert"])];

/// Where the office asks a second time, which of two rights one has, of those whom the table lets pass.
pub const EITHER: [&str; 3] =
    ["POST /khan-cap/{id}/het", "POST /khan-cap/{id}/chua-het", "POST /khan-cap/{id}/xac-nhan"];
