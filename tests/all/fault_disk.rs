//! A disk that forgets, when the power goes, whatever was not synced: file contents and names alike, in any combination
//! that a real one might leave.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard},
};

use bangtin::store::disk::{Disk, FolderLock, OpenFile, parent};

/// The disk; clones are the same one.
#[derive(Debug, Clone)]
pub struct ForgetfulDisk(Arc<Mutex<World>>);

#[derive(Debug, Clone, Default)]
struct World {
    files: Vec<File>,
    dirs: BTreeMap<PathBuf, Dir>,
    done: usize,
    cut_at: Option<usize>,
    fail_at: Option<(usize, io::ErrorKind)>,
    dead: bool,
    lying: bool,
    room: Option<usize>,
    chance: Chance,
}

#[derive(Debug, Clone, Default)]
struct File {
    lasting: Vec<u8>,
    cached: Vec<u8>,
}

#[derive(Debug, Clone, Default)]
struct Dir {
    lasting: BTreeMap<String, usize>,
    cached: BTreeMap<String, usize>,
}

/// A small source of chance, the same for the same seed.
#[derive(Debug, Clone, Default)]
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit.max(1)
    }
}

impl ForgetfulDisk {
    pub fn new() -> Self {
        Self(Arc::new(Mutex::new(World { chance: Chance::new(1), ..World::default() })))
    }

    /// Another disk with the same contents that will lose power at its `nth` change from now, or never.
    pub fn copy(&self, seed: u64, cut_at: Option<usize>) -> Self {
        let world = self.world().clone();
        let world = World { chance: Chance::new(seed), cut_at, done: 0, ..world };
        Self(Arc::new(Mutex::new(world)))
    }

    /// Another disk with the same contents whose `nth` change from now fails, once.
    pub fn failing(&self, nth: usize, kind: io::ErrorKind) -> Self {
        let world = self.world().clone();
        Self(Arc::new(Mutex::new(World { fail_at: Some((nth, kind)), done: 0, ..world })))
    }

    /// Another disk with the same contents whose syncs do nothing.
    pub fn lying(&self) -> Self {
        Self(Arc::new(Mutex::new(World { lying: true, ..self.world().clone() })))
    }

    /// Another disk with the same contents that is full at this many bytes.
    pub fn with_room(&self, bytes: usize) -> Self {
        Self(Arc::new(Mutex::new(World { room: Some(bytes), ..self.world().clone() })))
    }

    /// Flips a bit in the middle of the file.
    pub fn rot(&self, file: &Path) {
        let mut world = self.world();
        let found = world.find(file).unwrap();
        let bytes = &mut world.files[found].cached;
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
    }

    /// Writes what lies below the folder `from` into a folder of this machine.
    pub fn copy_out(&self, from: &Path, to: &Path) {
        let world = self.world();
        for (dir, names) in &world.dirs {
            let Ok(below) = dir.strip_prefix(from) else { continue };
            std::fs::create_dir_all(to.join(below)).unwrap();
            for (name, file) in &names.cached {
                std::fs::write(to.join(below).join(name), &world.files[*file].cached).unwrap();
            }
        }
    }

    /// How many changes were asked for.
    pub fn changes(&self) -> usize {
        self.world().done
    }

    /// What is left on the disk once the power is back.
    pub fn after_the_cut(&self) -> Self {
        let mut world = self.world().clone();
        let World { files, dirs, chance, .. } = &mut world;
        for file in files.iter_mut() {
            if file.lasting != file.cached {
                // Where there was only written on, what was synced before stays as it is.
                let stays = if file.cached.starts_with(&file.lasting) { file.lasting.len() } else { 0 };
                let cut = stays + chance.below(file.cached.len() - stays + 1);
                file.cached = match chance.below(4) {
                    0 => file.lasting.clone(),
                    1 => file.cached[..cut].to_vec(),
                    // The length was written down, the bytes were not.
                    2 => [&file.cached[..cut], &vec![0; file.cached.len() - cut][..]].concat(),
                    _ => file.cached.clone(),
                };
            }
            file.lasting = file.cached.clone();
        }
        for dir in dirs.values_mut() {
            let names: BTreeSet<String> = dir.lasting.keys().chain(dir.cached.keys()).cloned().collect();
            for name in names {
                if dir.lasting.get(&name) != dir.cached.get(&name) && chance.below(2) == 0 {
                    match dir.cached.get(&name) {
                        Some(file) => dir.lasting.insert(name, *file),
                        None => dir.lasting.remove(&name),
                    };
                }
            }
            dir.cached = dir.lasting.clone();
        }
        let world = World { dead: false, cut_at: None, fail_at: None, done: 0, ..world };
        Self(Arc::new(Mutex::new(world)))
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.0.lock().unwrap()
    }

    /// Carries out one change, unless this is where the power goes; then it is carried out or not.
    fn change<T>(&self, change: impl FnOnce(&mut World) -> io::Result<T>) -> io::Result<T> {
        let mut world = self.world();
        if world.dead {
            return Err(io::Error::other("no power"));
        }
        world.done += 1;
        if world.fail_at.is_some_and(|(nth, _)| nth == world.done) {
            let (_, kind) = world.fail_at.take().unwrap();
            return Err(kind.into());
        }
        if world.cut_at == Some(world.done) {
            if world.chance.below(2) == 0 {
                change(&mut world).ok();
            }
            world.dead = true;
            return Err(io::Error::other("the power went"));
        }
        change(&mut world)
    }
}

impl World {
    /// Bytes of all files that have a name.
    fn used(&self) -> usize {
        let named = self.dirs.values().flat_map(|dir| dir.cached.values());
        named.map(|&file| self.files[file].cached.len()).sum()
    }

    fn find(&self, file: &Path) -> io::Result<usize> {
        let name = file.file_name().and_then(|name| name.to_str()).unwrap();
        let dir = self.dirs.get(&parent(file)).ok_or(io::ErrorKind::NotFound)?;
        Ok(*dir.cached.get(name).ok_or(io::ErrorKind::NotFound)?)
    }

    fn dir(&mut self, file: &Path) -> io::Result<&mut Dir> {
        self.dirs.get_mut(&parent(file)).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn open(&mut self, file: &Path) -> io::Result<usize> {
        if let Ok(found) = self.find(file) {
            return Ok(found);
        }
        self.files.push(File::default());
        let made = self.files.len() - 1;
        let name = name(file);
        self.dir(file)?.cached.insert(name, made);
        Ok(made)
    }
}

fn name(file: &Path) -> String {
    file.file_name().and_then(|name| name.to_str()).unwrap().to_owned()
}

struct Opened {
    disk: ForgetfulDisk,
    file: usize,
}

impl OpenFile for Opened {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.disk.change(|world| {
            if world.room.is_some_and(|room| world.used() + bytes.len() > room) {
                return Err(io::ErrorKind::StorageFull.into());
            }
            world.files[self.file].cached.extend_from_slice(bytes);
            Ok(())
        })
    }

    fn sync(&mut self) -> io::Result<()> {
        self.disk.change(|world| {
            if world.lying {
                return Ok(());
            }
            let file = &mut world.files[self.file];
            file.lasting = file.cached.clone();
            Ok(())
        })
    }
}

impl Disk for ForgetfulDisk {
    fn make_dir(&self, dir: &Path) -> io::Result<()> {
        if self.world().dirs.contains_key(dir) {
            return Ok(());
        }
        self.change(|world| {
            for above in dir.ancestors() {
                world.dirs.entry(above.to_owned()).or_default();
            }
            Ok(())
        })
    }

    fn read(&self, file: &Path, cap: u64) -> io::Result<Vec<u8>> {
        let world = self.world();
        let bytes = &world.files[world.find(file)?].cached;
        if bytes.len() as u64 > cap { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(bytes.clone()) }
    }

    fn open(&self, file: &Path) -> io::Result<Box<dyn io::Read + Send>> {
        Ok(Box::new(io::Cursor::new(self.read(file, u64::MAX)?)))
    }

    fn size(&self, file: &Path) -> io::Result<u64> {
        let world = self.world();
        Ok(world.files[world.find(file)?].cached.len() as u64)
    }

    fn create(&self, file: &Path) -> io::Result<Box<dyn OpenFile>> {
        let found = self.change(|world| {
            let found = world.open(file)?;
            world.files[found].cached.clear();
            Ok(found)
        })?;
        Ok(Box::new(Opened { disk: self.clone(), file: found }))
    }

    fn append(&self, file: &Path) -> io::Result<Box<dyn OpenFile>> {
        let found = self.change(|world| world.open(file))?;
        Ok(Box::new(Opened { disk: self.clone(), file: found }))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.change(|world| {
            let moved = world.find(from)?;
            world.dir(from)?.cached.remove(&name(from));
            world.dir(to)?.cached.insert(name(to), moved);
            Ok(())
        })
    }

    fn remove(&self, file: &Path) -> io::Result<()> {
        self.change(|world| {
            world.dir(file)?.cached.remove(&name(file));
            Ok(())
        })
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        self.change(|world| {
            if world.lying {
                return Ok(());
            }
            let dir = world.dirs.get_mut(dir).ok_or(io::ErrorKind::NotFound)?;
            dir.lasting = dir.cached.clone();
            Ok(())
        })
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<(String, u64)>> {
        let world = self.world();
        let Some(dir) = world.dirs.get(dir) else { return Ok(Vec::new()) };
        Ok(dir.cached.iter().map(|(name, file)| (name.clone(), world.files[*file].cached.len() as u64)).collect())
    }

    fn free(&self, _: &Path) -> io::Result<u64> {
        Ok(u64::MAX)
    }

    fn restrict(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }

    fn lock(&self, _file: &Path) -> io::Result<FolderLock> {
        Ok(FolderLock::default())
    }
}
