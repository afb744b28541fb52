//! Everything an office would need to begin again, written into one file while it goes on working.
//!
//! The database is copied as it is at one instant, at which nobody publishes, so that it and the feed say the same; the
//! copy is looked at for damage before anything is written from it.

use std::{
    collections::BTreeSet,
    fs::{File, OpenOptions},
    io::{self, BufWriter, Write as _},
    path::{Path, PathBuf},
};

use super::{
    archive::{
        self, ArchiveScratch, BackupError, Digesting, END, FORMAT, MANIFEST, Manifest, TRUSTED_ROOT, TableEntry, Tally,
    },
    error::OfficeError,
    keeper::Keeper,
    objects::Objects,
    office::{Office, blocking},
};
use crate::{
    approval::Body,
    feed::{Repository, RepositoryError, TreeFile},
    model::{Digest, Hasher, Programme, WallTime},
    records::{
        DatabaseEngine, LockName, ReadTransaction, Records,
        rows::{TABLES, TableRows},
        version,
    },
    store::disk,
};

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackedUp {
    /// The newest version in it.
    pub version: u64,
    /// How many rows.
    pub rows: u64,
    /// How many files people brought.
    pub objects: u64,
    /// Those of them that were not there any more.
    pub missing: Vec<Digest>,
    /// The length of the file, bytes.
    pub bytes: u64,
}

/// What a backup is made from, as it was at one instant.
struct AtOneInstant {
    /// Ends before the folder in which its database may lie.
    tx: ReadTransaction,
    copy: Option<Records>,
    feed: Vec<(TreeFile, Vec<u8>)>,
    root: Option<Vec<u8>>,
    at: WallTime,
}

impl Office {
    /// Writes a backup into a new file. The office goes on working meanwhile; publishing waits for a moment.
    ///
    /// With keys in it, whoever gets the file can publish to every hall.
    ///
    /// # Errors
    /// No right to keep the office, [`BackupError`], or what hinders reading.
    pub async fn backup(&self, by: Keeper<'_>, to: &Path, with_keys: bool) -> Result<BackedUp, OfficeError> {
        if to.exists() {
            return Err(BackupError::Exists { path: to.to_owned() }.into());
        }
        let data = self.data().to_owned();
        let scratch = blocking(move || ArchiveScratch::make(&data, "backup")).await??;
        let AtOneInstant { mut tx, copy, feed, root, at } = self.at_one_instant(by, &scratch).await?;
        let newest = version::newest(&mut tx).await?.map_or(0, |version| version.n);
        let (mut tables, mut named) = (Vec::new(), BTreeSet::new());
        for table in TABLES {
            tables.push(write_table(&mut tx, table, &scratch.path(table.name), &mut named).await?);
        }
        drop(tx);
        if let Some(copy) = copy {
            copy.close().await;
        }
        let mut manifest = Manifest {
            format: FORMAT,
            program: format!("bangtin {}", env!("CARGO_PKG_VERSION")),
            made_ms: at,
            tables,
            version: newest,
            keys: with_keys,
            missing: Vec::new(),
        };
        let (office, to) = (self.clone(), to.to_owned());
        blocking(move || {
            let objects = office.objects();
            manifest.missing = missing(objects, &mut named)?;
            let part = part_of(&to);
            let written = write_file(&part, |out| {
                let mut archive = Archive { tar: tar::Builder::new(out), at, tally: Tally::default() };
                archive.add_bytes(MANIFEST, &serde_json::to_vec(&manifest).expect("names are text"))?;
                for table in &manifest.tables {
                    archive.add_file(&format!("tables/{}.jsonl", table.name), &scratch.path(&table.name))?;
                }
                for digest in &named {
                    let bytes = objects.size(*digest)?.unwrap_or(0);
                    let file = objects.open(*digest).map_err(BackupError::file(Path::new(&digest.to_string())))?;
                    archive.add(&format!("objects/{digest}"), bytes, file)?;
                }
                archive.add_feed(office.repository(), &feed, root.as_deref())?;
                for (name, path) in archive::key_files(office.repository().keys_dir())? {
                    if with_keys || name == TRUSTED_ROOT {
                        archive.add_file(&name, &path)?;
                    }
                }
                let end = serde_json::to_vec(&archive.tally.end()).expect("numbers and digests are text");
                archive.add_bytes(END, &end)?;
                archive.tar.into_inner().map_err(|source| BackupError::File { path: part.clone(), source }.into())
            });
            let done = written.and_then(|bytes| {
                put_in_place(&part, &to)?;
                let rows = manifest.tables.iter().map(|table| table.rows).sum();
                let (objects, missing) = (named.len() as u64, manifest.missing);
                Ok(BackedUp { version: manifest.version, rows, objects, missing, bytes })
            });
            if done.is_err() {
                std::fs::remove_file(&part).ok();
            }
            done
        })
        .await?
    }

    /// Holds everything still that a backup is made from, for as long as it takes to copy the database.
    async fn at_one_instant(&self, by: Keeper<'_>, scratch: &ArchiveScratch) -> Result<AtOneInstant, OfficeError> {
        let _held = self.records().hold(LockName::Publishing).await?;
        let _file = self.lock_file().await?;
        let at = self.clock().now().wall;
        let mut tx = self.records().write().await?;
        by.check(&mut tx).await?;
        by.note(&mut tx, at, "backup", "", "").await?;
        tx.commit().await?;
        let copy = match self.records().engine() {
            DatabaseEngine::Postgres => None,
            DatabaseEngine::Sqlite => {
                let path = scratch.path("bangtin.db");
                self.records().copy_to(&path).await?;
                let path = path.to_str().ok_or_else(|| BackupError::not_a_backup("the folder's name is not UTF-8"))?;
                let copy = Records::open(path, self.clock()).await?;
                copy.check().await?;
                Some(copy)
            }
        };
        let mut tx = copy.as_ref().unwrap_or(self.records()).read().await?;
        // The instant is that of the first question.
        version::newest(&mut tx).await?;
        let repository = self.repository().clone();
        let read = move || {
            let root = repository.tree().read_root().map_err(RepositoryError::from)?;
            // An office that never began has no feed.
            let feed = if root.is_some() { archive::metadata(&repository)? } else { Vec::new() };
            Ok::<_, OfficeError>((feed, root))
        };
        let (feed, root) = blocking(read).await??;
        Ok(AtOneInstant { tx, copy, feed, root, at })
    }
}

/// Writes a table's rows into a file, and notes which files they name.
async fn write_table(
    tx: &mut ReadTransaction,
    table: &TableRows,
    path: &Path,
    named: &mut BTreeSet<Digest>,
) -> Result<TableEntry, OfficeError> {
    let failed = |source| BackupError::File { path: path.to_owned(), source };
    let file = tokio::fs::File::create(path).await.map_err(failed)?;
    let mut out = tokio::io::BufWriter::with_capacity(256 << 10, file);
    let mut hasher = Hasher::default();
    let mut each = |line: &str| {
        note_named(table.name, line, named);
        hasher.update(line.as_bytes());
    };
    let rows = table.write_to(tx, &mut out, &mut each).await?;
    let columns = table.columns.iter().map(|(name, _)| (*name).to_owned()).collect();
    Ok(TableEntry { name: table.name.to_owned(), columns, rows, sha256: hasher.finish() })
}

/// Notes which files a row names: one that was brought, or the pictures of a revision.
fn note_named(table: &str, line: &str, named: &mut BTreeSet<Digest>) {
    let row: Vec<serde_json::Value> = match table {
        "asset" | "original" | "revision" => serde_json::from_str(line).unwrap_or_default(),
        _ => return,
    };
    let text = |place: usize| row.get(place).and_then(|value| value.as_str()).unwrap_or_default();
    if table != "revision" {
        named.extend(text(0).parse::<Digest>());
    }
    match Body::from_canonical(text(2)) {
        Ok(Body::Slide(body)) if table == "revision" => named.extend(body.pictures.into_values()),
        Ok(Body::Commune(body)) if table == "revision" => named.extend(body.pictures.into_values()),
        _ => {}
    }
}

/// Takes out the files that are not there, and names them.
fn missing(objects: &Objects, named: &mut BTreeSet<Digest>) -> Result<Vec<Digest>, OfficeError> {
    let mut missing = Vec::new();
    for digest in named.iter() {
        if objects.size(*digest)?.is_none() {
            missing.push(*digest);
        }
    }
    named.retain(|digest| !missing.contains(digest));
    Ok(missing)
}

/// The name under which a file is written until it is whole.
fn part_of(to: &Path) -> PathBuf {
    let mut name = to.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    to.with_file_name(name)
}

type Out = BufWriter<File>;

/// Writes a file that only its owner may read, to the disk. Answers with its length.
fn write_file(path: &Path, write: impl FnOnce(Out) -> Result<Out, OfficeError>) -> Result<u64, OfficeError> {
    let failed = |source| BackupError::File { path: path.to_owned(), source };
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let out = BufWriter::with_capacity(1 << 20, options.open(path).map_err(failed)?);
    let mut out = write(out)?;
    out.flush().map_err(failed)?;
    let file = out.get_ref();
    file.sync_all().map_err(failed)?;
    Ok(file.metadata().map_err(failed)?.len())
}

/// Gives the file its name, and makes that last.
fn put_in_place(part: &Path, to: &Path) -> Result<(), BackupError> {
    std::fs::rename(part, to).map_err(BackupError::file(to))?;
    let folder = disk::parent(to);
    // Not every system lets a folder be opened.
    File::open(&folder).and_then(|folder| folder.sync_all()).ok();
    Ok(())
}

/// A backup that is being written.
struct Archive {
    tar: tar::Builder<Out>,
    at: WallTime,
    tally: Tally,
}

impl Archive {
    fn add(&mut self, name: &str, bytes: u64, from: impl io::Read) -> Result<(), BackupError> {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes);
        header.set_mode(0o600);
        header.set_mtime(u64::try_from(self.at.0 / 1_000).unwrap_or(0));
        let mut from = Digesting::new(from.take(bytes));
        let failed = |source| BackupError::File { path: PathBuf::from(name), source };
        self.tar.append_data(&mut header, name, &mut from).map_err(failed)?;
        if from.bytes != bytes {
            return Err(failed(io::ErrorKind::UnexpectedEof.into()));
        }
        self.tally.add(name, from.digest());
        Ok(())
    }

    fn add_bytes(&mut self, name: &str, bytes: &[u8]) -> Result<(), BackupError> {
        self.add(name, bytes.len() as u64, bytes)
    }

    fn add_file(&mut self, name: &str, path: &Path) -> Result<(), BackupError> {
        let file = disk::open_regular(path).map_err(BackupError::file(path))?;
        let bytes = file.metadata().map_err(BackupError::file(path))?.len();
        self.add(name, bytes, file)
    }

    /// The feed, in the order in which it is published: what comes last is what makes it whole.
    fn add_feed(
        &mut self,
        repository: &Repository,
        metadata: &[(TreeFile, Vec<u8>)],
        root: Option<&[u8]>,
    ) -> Result<(), OfficeError> {
        for digest in objects_of(metadata) {
            let file = TreeFile::Object(digest);
            let tree = repository.tree();
            let bytes = tree.size(file).map_err(RepositoryError::from)?;
            let open = tree.open(file).map_err(RepositoryError::from)?;
            let Some((bytes, open)) = bytes.zip(open) else {
                let path = PathBuf::from(tree.location(&file.to_string()));
                return Err(BackupError::File { path, source: io::ErrorKind::NotFound.into() }.into());
            };
            self.add(&format!("feed/{file}"), bytes, open)?;
        }
        for (file, bytes) in metadata {
            self.add_bytes(&format!("feed/{file}"), bytes)?;
        }
        if let Some(root) = root {
            self.add_bytes("feed/root.json", root)?;
        }
        Ok(())
    }
}

/// The pictures that the programme among these files names.
fn objects_of(metadata: &[(TreeFile, Vec<u8>)]) -> BTreeSet<Digest> {
    let programme = metadata.iter().find(|(file, _)| matches!(file, TreeFile::Programme(_)));
    let programme = programme.and_then(|(_, bytes)| serde_json::from_slice::<Programme>(bytes).ok());
    let assets = programme.map(|programme| programme.assets).unwrap_or_default();
    assets.into_values().flat_map(|asset| asset.renditions).map(|file| file.digest).collect()
}
