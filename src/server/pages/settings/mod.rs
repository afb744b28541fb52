//! Thiết lập: the commune, people, one's own account, the audit log.

mod acts;
mod audit;
mod backup;
mod commune;
mod mine;
mod people;
mod person;
mod tabs;
mod words;

pub use self::{
    audit::show as audit,
    backup::{ask as ask_for_backup, download as backup},
    commune::{address, change as change_commune, show as commune},
    mine::{
        add_token, begin_codes, confirm_codes, end_codes, end_other_sessions, end_session, end_token, password,
        show as mine,
    },
    people::show as people,
    person::{add as add_person, begin as new_person, change as change_person, show as person},
};
