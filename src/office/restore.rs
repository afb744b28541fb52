//! An office made again from a backup, in an empty folder, with either engine.

use std::{
    fs::{self, File},
    io::{self, BufRead as _, BufReader, Read},
    path::{Path, PathBuf},
};

use super::{
    archive::{
        self, ArchiveEnd, ArchiveScratch, BackupError, Digesting, END, FORMAT, KEY_BYTES, MANIFEST, MANIFEST_BYTES,
        Manifest, TableEntry, Tally,
    },
    error::OfficeError,
    keeper::Keeper,
    objects::Objects,
    office::{Office, blocking},
    open::{OfficeOptions, OfficePlaces},
};
use crate::{
    feed::{Repository, RepositoryError, TreeFile, TreeStore},
    model::{Digest, WallTime},
    records::{
        ReadTransaction, Records, WriteTransaction, account,
        audit::{self, Verdict},
        rows, version,
    },
    store::disk::{self, Disk as _, RealDisk, Secrecy},
};

/// What was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// When the backup was made.
    pub made: WallTime,
    /// Its newest version.
    pub version: u64,
    /// How many rows.
    pub rows: u64,
    /// Whether its log is whole.
    pub log: Verdict,
    /// Whether the keys were in it. Without them nothing can be signed: they must be put beside it.
    pub has_keys: bool,
    /// Files that were missing when it was made.
    pub missing: Vec<Digest>,
}

impl Office {
    /// Makes an office again in an empty folder, and with an empty database where its address is given. Everybody logs in
    /// anew. The database comes last: a folder without one, left behind because something failed, is no office.
    ///
    /// # Errors
    /// [`BackupError`], or what hinders writing; then the folder is to be thrown away.
    pub async fn restore(options: OfficeOptions, from: &Path) -> Result<Restored, OfficeError> {
        let (data, clock, from) = (options.data.clone(), options.clock.clone(), from.to_owned());
        let unpacked = blocking(move || {
            let file = File::open(&from).map_err(BackupError::file(&from))?;
            must_be_empty(&options.data)?;
            let places = OfficePlaces::find(&options)?;
            must_hold_no_feed(&places.repository)?;
            let scratch = ArchiveScratch::make(&options.data, "restore")?;
            let manifest = unpack(file, &places, &scratch)?;
            check_feed(&places.repository)?;
            places.make_database_file()?;
            Ok::<_, OfficeError>((manifest, scratch, places.database))
        });
        let (manifest, scratch, database) = unpacked.await??;
        let records = Records::open(&database, &clock).await?;
        let mut tx = records.write().await?;
        if !is_empty(&mut tx).await? {
            return Err(BackupError::DatabaseInUse.into());
        }
        let mut rows = 0;
        for table in &manifest.tables {
            rows += insert_table(&mut tx, table, &scratch.path(&table.name)).await?;
        }
        let log = audit::verify(&mut tx).await?;
        let detail = serde_json::json!({ "made": manifest.made_ms.to_string() }).to_string();
        Keeper::Console.note(&mut tx, clock.now().wall, "restore", "", &detail).await?;
        tx.commit().await?;
        records.check().await?;
        records.close().await;
        blocking(move || drop(scratch)).await?;
        tracing::info!(data = %data.display(), "an office was restored");
        let Manifest { made_ms: made, version, keys: has_keys, missing, .. } = manifest;
        Ok(Restored { made, version, rows, log, has_keys, missing })
    }
}

fn must_be_empty(data: &Path) -> Result<(), BackupError> {
    match fs::read_dir(data) {
        Ok(mut entries) => match entries.next() {
            Some(_) => Err(BackupError::NotEmpty { path: data.to_owned() }),
            None => Ok(()),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(data).map_err(BackupError::file(data))
        }
        Err(error) => Err(BackupError::file(data)(error)),
    }
}

/// A feed is restored where none is: what halls have seen of another they would be told otherwise.
fn must_hold_no_feed(repository: &Repository) -> Result<(), OfficeError> {
    let tree = repository.tree();
    match tree.size(TreeFile::Timestamp).map_err(RepositoryError::from)? {
        Some(_) => Err(BackupError::FeedInUse { at: tree.location(&TreeFile::Timestamp.to_string()) }.into()),
        None => Ok(()),
    }
}

async fn is_empty(tx: &mut ReadTransaction) -> Result<bool, OfficeError> {
    let nobody = account::count(tx).await? == 0;
    Ok(nobody && version::newest(tx).await?.is_none() && audit::newest(tx).await?.is_none())
}

/// Unpacks everything but the database, whose tables come into the scratch folder.
fn unpack(file: File, places: &OfficePlaces, scratch: &ArchiveScratch) -> Result<Manifest, OfficeError> {
    let mut tar = tar::Archive::new(BufReader::with_capacity(1 << 20, file));
    let (mut manifest, mut tally, mut is_whole): (Option<Manifest>, Tally, bool) = (None, Tally::default(), false);
    let no_tar = |_| BackupError::not_a_backup("it is no tar file, or cut off");
    for entry in tar.entries().map_err(no_tar)? {
        let mut entry = entry.map_err(no_tar)?;
        let name = entry.path().ok().and_then(|path| path.to_str().map(str::to_owned)).unwrap_or_default();
        if is_whole || !entry.header().entry_type().is_file() {
            return Err(unknown(&name).into());
        }
        if name == END {
            let end: ArchiveEnd = json(&mut entry, END)?;
            is_whole = end == tally.end();
            if !is_whole {
                return Err(BackupError::Damaged { name }.into());
            }
            continue;
        }
        let mut entry = Digesting::new(entry);
        match &manifest {
            None if name == MANIFEST => manifest = Some(read_manifest(&mut entry)?),
            None => return Err(BackupError::not_a_backup(format!("it does not begin with `{MANIFEST}`")).into()),
            Some(manifest) => take(&name, &mut entry, manifest, places, scratch)?,
        }
        tally.add(&name, entry.digest());
    }
    let manifest = manifest.filter(|_| is_whole).ok_or(BackupError::CutOff)?;
    for table in &manifest.tables {
        if !scratch.path(&table.name).is_file() {
            return Err(BackupError::Damaged { name: table.name.clone() }.into());
        }
    }
    Ok(manifest)
}

fn unknown(name: &str) -> BackupError {
    BackupError::not_a_backup(format!("`{}` does not belong into one", name.escape_debug()))
}

fn json<T: serde::de::DeserializeOwned>(entry: &mut impl Read, name: &str) -> Result<T, BackupError> {
    let mut bytes = Vec::new();
    let read = entry.take(MANIFEST_BYTES).read_to_end(&mut bytes);
    let value = read.ok().and_then(|_| serde_json::from_slice(&bytes).ok());
    value.ok_or_else(|| BackupError::Damaged { name: name.to_owned() })
}

fn read_manifest(entry: &mut impl Read) -> Result<Manifest, BackupError> {
    let value: serde_json::Value = json(entry, MANIFEST)?;
    let found = value["format"].as_u64().and_then(|format| u32::try_from(format).ok()).unwrap_or(0);
    if found > FORMAT {
        return Err(BackupError::Newer { found });
    }
    let manifest: Manifest =
        serde_json::from_value(value).map_err(|_| BackupError::Damaged { name: MANIFEST.to_owned() })?;
    for TableEntry { name, columns, .. } in &manifest.tables {
        let known = rows::table(name)
            .is_some_and(|table| columns.iter().all(|column| table.columns.iter().any(|(known, _)| known == column)));
        if !known {
            return Err(BackupError::not_a_backup(format!("the table `{name}` is not known")));
        }
    }
    Ok(manifest)
}

/// Puts one file where it belongs.
fn take(
    name: &str,
    entry: &mut impl Read,
    manifest: &Manifest,
    places: &OfficePlaces,
    scratch: &ArchiveScratch,
) -> Result<(), OfficeError> {
    if let Some(table) = name.strip_prefix("tables/").and_then(|name| name.strip_suffix(".jsonl")) {
        let table = manifest.tables.iter().find(|entry| entry.name == table).ok_or_else(|| unknown(name))?;
        let digest = keep(entry, &scratch.path(&table.name))?;
        return if digest == table.sha256 { Ok(()) } else { Err(damaged(name)) };
    }
    if let Some(digest) = name.strip_prefix("objects/") {
        let named: Digest = digest.parse().map_err(|_| unknown(name))?;
        return take_object(name, entry, named, &places.objects, scratch);
    }
    if let Some(file) = name.strip_prefix("feed/") {
        return take_feed(name, file, entry, places.repository.tree(), scratch);
    }
    if archive::is_key_name(name) {
        let path = places.repository.keys_dir().join(name.strip_prefix("keys/").unwrap_or(name));
        return Ok(take_key(&path, entry)?);
    }
    Err(unknown(name).into())
}

/// Puts a file of the keys where they are kept. What lies there already was put there for this feed, and stays.
fn take_key(path: &Path, entry: &mut impl Read) -> Result<(), BackupError> {
    if path.exists() {
        return Ok(());
    }
    let key_disk = RealDisk(Secrecy::Private);
    let mut bytes = Vec::new();
    let kept = entry.take(KEY_BYTES).read_to_end(&mut bytes).and_then(|_| {
        key_disk.make_dir(&disk::parent(path))?;
        disk::replace(&key_disk, path, &bytes)
    });
    kept.map_err(BackupError::file(path))
}

fn damaged(name: &str) -> OfficeError {
    BackupError::Damaged { name: name.to_owned() }.into()
}

/// Writes a file of the backup into the scratch folder. Answers with its digest.
fn keep(entry: &mut impl Read, path: &Path) -> Result<Digest, BackupError> {
    let mut from = Digesting::new(entry);
    let mut to = File::create(path).map_err(BackupError::file(path))?;
    io::copy(&mut from, &mut to).map_err(BackupError::file(path))?;
    Ok(from.digest())
}

fn take_object(
    name: &str,
    entry: &mut impl Read,
    named: Digest,
    objects: &Objects,
    scratch: &ArchiveScratch,
) -> Result<(), OfficeError> {
    let path = scratch.path("object");
    if keep(entry, &path)? != named {
        return Err(damaged(name));
    }
    objects.put(&path)?;
    Ok(())
}

fn take_feed(
    name: &str,
    file: &str,
    entry: &mut impl Read,
    tree: &dyn TreeStore,
    scratch: &ArchiveScratch,
) -> Result<(), OfficeError> {
    let failed = |error| OfficeError::from(RepositoryError::from(error));
    let path = scratch.path("feed-file");
    let digest = keep(entry, &path)?;
    let bytes = fs::metadata(&path).map_err(BackupError::file(&path))?.len();
    if file == "root.json" {
        let root = fs::read(&path).map_err(BackupError::file(&path))?;
        return tree.write_root(&root).map_err(failed);
    }
    let file: TreeFile = file.parse().map_err(|_| unknown(name))?;
    if bytes > file.cap() {
        return Err(damaged(name));
    }
    match file {
        TreeFile::Object(named) | TreeFile::Programme(named) if named != digest => return Err(damaged(name)),
        _ => {}
    }
    tree.prepare().map_err(failed)?;
    if file == TreeFile::Timestamp {
        let timestamp = fs::read(&path).map_err(BackupError::file(&path))?;
        return tree.replace_timestamp(None, &timestamp).map_err(failed);
    }
    let mut from = File::open(&path).map_err(BackupError::file(&path))?;
    tree.write(file, bytes, &mut from).map_err(failed)
}

/// Whether the feed, if there is one, is what its keys signed.
fn check_feed(repository: &Repository) -> Result<(), OfficeError> {
    if repository.tree().read_root().map_err(RepositoryError::from)?.is_some() {
        repository.state()?;
    }
    Ok(())
}

/// Adds the rows of a table. Answers with how many.
async fn insert_table(tx: &mut WriteTransaction, entry: &TableEntry, path: &Path) -> Result<u64, OfficeError> {
    let table = rows::table(&entry.name).ok_or_else(|| unknown(&entry.name))?;
    let path = PathBuf::from(path);
    let failed = |source| BackupError::File { path: path.clone(), source };
    let mut rows = 0;
    for line in BufReader::new(File::open(&path).map_err(failed)?).lines() {
        table.insert(tx, &entry.columns, &line.map_err(failed)?).await?;
        rows += 1;
    }
    if rows != entry.rows {
        return Err(damaged(&entry.name));
    }
    Ok(rows)
}
