//! Promises about a bad line: between a real server and a real hall stands something that cuts, slows and corrupts.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

use crate::{
    fault_disk::Chance,
    fixture::{Hall, Office, noise},
};

/// What the line does to each connection.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    /// Bytes after which it is cut, at most; each connection is given a number up to that.
    pub cut_within: Option<usize>,
    /// Milliseconds each piece is late.
    pub late_ms: u64,
    /// One byte in so many is changed.
    pub corrupt_one_in: Option<usize>,
}

/// Stands between; what comes back from the server goes through `line`.
pub async fn between(server: &str, line: Line, seed: u64) -> String {
    let server: SocketAddr = server.trim_start_matches("http://").parse().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let chance = Arc::new(Mutex::new(Chance::new(seed)));
    tokio::spawn(async move {
        while let Ok((hall, _)) = listener.accept().await {
            let Ok(office) = TcpStream::connect(server).await else { continue };
            tokio::spawn(carry(hall, office, line, chance.clone()));
        }
    });
    url
}

async fn carry(hall: TcpStream, office: TcpStream, line: Line, chance: Arc<Mutex<Chance>>) {
    let draw = |limit: usize| chance.lock().unwrap().below(limit);
    let (mut from_hall, mut to_hall) = hall.into_split();
    let (mut from_office, mut to_office) = office.into_split();
    let asking = tokio::spawn(async move { tokio::io::copy(&mut from_hall, &mut to_office).await.ok() });
    let mut left = line.cut_within.map_or(usize::MAX, &draw);
    let mut until_corrupt = line.corrupt_one_in.map_or(usize::MAX, |one_in| draw(2 * one_in));
    let mut piece = vec![0; 4096];
    while let Ok(read @ 1..) = from_office.read(&mut piece).await {
        let read = read.min(left);
        if until_corrupt < read {
            piece[until_corrupt] ^= 1 << draw(8);
            until_corrupt = line.corrupt_one_in.map_or(usize::MAX, |one_in| draw(2 * one_in));
        } else {
            until_corrupt = until_corrupt.saturating_sub(read);
        }
        tokio::time::sleep(Duration::from_millis(line.late_ms)).await;
        if to_hall.write_all(&piece[..read]).await.is_err() {
            break;
        }
        left -= read;
        if left == 0 {
            break;
        }
    }
    asking.abort();
}

async fn catches_up(line: Line, most_cycles: usize) {
    for seed in 0..3 {
        let office = Office::new();
        office.publish(&[("a", &noise(1, 30_000))]);
        let served = office.serve().await;
        let hall = Hall::new(&office);
        hall.collect(&served.url).await.unwrap();
        office.publish(&[("a", &noise(1, 30_000)), ("b", &noise(2, 200_000)), ("c", &noise(3, 90_000))]);
        let url = between(&served.url, line, 7 + seed).await;
        let mut cycles = 0;
        while hall.plays() == 1 {
            cycles += 1;
            assert!(cycles <= most_cycles, "{line:?}, seed {seed}: not there after {cycles} cycles");
            hall.collect(&url).await.ok();
        }
        let (store, pictures) = (hall.store(), [noise(1, 30_000), noise(2, 200_000), noise(3, 90_000)]);
        for picture in pictures {
            assert_eq!(store.blobs().read(&bangtin::model::Digest::of(&picture), 1 << 20).unwrap(), picture);
        }
        println!("{line:?}, seed {seed}: {cycles} cycles");
    }
}

#[tokio::test]
async fn a_line_that_is_cut_again_and_again_brings_the_edition_whole() {
    catches_up(Line { cut_within: Some(60_000), late_ms: 0, corrupt_one_in: None }, 200).await;
}

#[tokio::test]
async fn a_line_that_corrupts_brings_the_edition_whole_or_nothing() {
    catches_up(Line { cut_within: None, late_ms: 0, corrupt_one_in: Some(150_000) }, 200).await;
}

#[tokio::test]
async fn a_line_that_is_slow_cut_and_corrupting_brings_the_edition_all_the_same() {
    catches_up(Line { cut_within: Some(120_000), late_ms: 3, corrupt_one_in: Some(300_000) }, 300).await;
}
