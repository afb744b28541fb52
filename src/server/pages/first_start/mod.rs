//! The first start: commune, administrator, second person, sample campaign.

mod administrator;
mod commune;
mod named;
mod picture;
mod said;
mod sample;
mod sample_picture;
mod second_person;
mod show;
mod steps;
mod words;

pub use self::{
    administrator::administrator, commune::commune, picture::picture, sample::sample, sample_picture::sample_picture,
    second_person::second_person, show::show,
};
