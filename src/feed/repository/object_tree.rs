//! A tree in an object store, such as a bucket of S3: any web server or CDN in front of it is then a feed.

use std::{
    io::{self, Read as _},
    sync::{Arc, mpsc},
    time::Duration,
};

use futures_util::{
    FutureExt as _, StreamExt as _,
    future::BoxFuture,
    stream::{self, BoxStream},
};
use object_store::{
    Attribute, Attributes, MultipartUpload, ObjectStore, ObjectStoreExt as _, PutMode, PutMultipartOptions, PutOptions,
    PutPayload, RetryConfig, UpdateVersion, aws::AmazonS3Builder, path::Path,
};
use reqwest::Url;
use tokio::runtime::Runtime;

use super::{
    super::tree::TreeFile,
    object_reader::ObjectReader,
    tree_store::{ROOT_FILE, TreeError, TreeStore},
};

/// Bytes that are sent at a time of a file that does not fit in one piece. S3 takes 10,000 pieces of at least 5 MiB.
const PIECE_BYTES: usize = 8 << 20;
/// For how long one request is tried again before the command gives up.
const RETRIES: Duration = Duration::from_secs(30);

/// How many files a store is asked about at once: enough to hide the way there, few enough for any store.
const ASKED_AT_ONCE: usize = 16;

const IMMUTABLE: &str = "public, max-age=31536000, immutable";
const REPLACED: &str = "no-cache";

/// A tree in an object store.
#[derive(Debug)]
pub struct ObjectTree {
    reader: ObjectReader,
    address: String,
    /// Carries out the requests. Its own, so that the tree can be used inside and outside of other runtimes.
    runtime: Option<Runtime>,
}

impl ObjectTree {
    /// The tree at an address such as `s3://bucket/prefix`. Endpoint, region and keys are taken from the usual `AWS_…`
    /// variables of the environment. Nothing is asked yet.
    ///
    /// # Errors
    /// The address is none of an object store, or the environment lacks what belongs to it.
    pub fn at(address: &str) -> Result<Self, TreeError> {
        let unusable = |source: io::Error| TreeError::Address { address: address.to_owned(), source };
        let url = Url::parse(address).map_err(|error| unusable(io::Error::new(io::ErrorKind::InvalidInput, error)))?;
        if url.scheme() != "s3" {
            return Err(unusable(io::Error::new(io::ErrorKind::Unsupported, "only `s3://…` is known")));
        }
        let prefix = Path::from_url_path(url.path()).map_err(|error| unusable(io::Error::other(error)))?;
        let retry = RetryConfig { retry_timeout: RETRIES, ..RetryConfig::default() };
        let store = AmazonS3Builder::from_env().with_url(address).with_retry(retry).build();
        Self::over(Arc::new(store.map_err(|error| unusable(error.into()))?), prefix, address)
    }

    fn over(store: Arc<dyn ObjectStore>, prefix: Path, address: &str) -> Result<Self, TreeError> {
        let address = address.trim_end_matches('/').to_owned();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        match runtime {
            Ok(runtime) => Ok(Self { reader: ObjectReader::new(store, prefix), address, runtime: Some(runtime) }),
            Err(source) => Err(TreeError::Address { address, source }),
        }
    }

    /// The store and where in it a file of that name lies.
    fn place(&self, name: &str) -> (Arc<dyn ObjectStore>, Path) {
        (self.reader.store().clone(), self.reader.path(name))
    }

    /// Carries out a request and blocks this thread until it is done.
    fn wait<T: Send + 'static>(&self, work: impl Future<Output = T> + Send + 'static) -> T {
        wait(self.runtime.as_ref().expect("the runtime is there until the tree is dropped"), work)
    }

    /// The whole object and its version; `None` where there is none.
    fn get(&self, name: &str, cap: u64) -> Result<Option<(Vec<u8>, UpdateVersion)>, TreeError> {
        let (store, path) = self.place(name);
        let answer = self.wait(async move {
            let found = store.get(&path).await?;
            if found.meta.size > cap {
                return Err(io::Error::new(
                    io::ErrorKind::FileTooLarge,
                    format!("larger than the {cap} bytes allowed"),
                ));
            }
            let version = UpdateVersion { e_tag: found.meta.e_tag.clone(), version: found.meta.version.clone() };
            Ok((found.bytes().await?.to_vec(), version))
        });
        present(answer).map_err(|source| self.unread(name, source))
    }

    fn put(&self, name: &str, bytes: Vec<u8>, caching: &str, mode: PutMode) -> object_store::Result<()> {
        let (store, path) = self.place(name);
        let options = PutOptions { mode, attributes: attributes(caching), ..PutOptions::default() };
        self.wait(async move { store.put_opts(&path, PutPayload::from(bytes), options).await.map(drop) })
    }

    /// Sends a file that is too long for one piece. Where the reader fails, the store forgets what it has of it.
    fn put_pieces(&self, name: &str, from: &mut dyn io::Read) -> io::Result<()> {
        let (store, path) = self.place(name);
        let options = PutMultipartOptions { attributes: attributes(IMMUTABLE), ..PutMultipartOptions::default() };
        let mut upload = self.wait(async move { store.put_multipart_opts(&path, options).await })?;
        let sent = self.send_pieces(&mut *upload, from);
        self.wait(async move {
            match sent {
                Ok(()) => upload.complete().await.map(drop).map_err(io::Error::from),
                Err(error) => {
                    upload.abort().await.ok();
                    Err(error)
                }
            }
        })
    }

    fn send_pieces(&self, upload: &mut dyn MultipartUpload, from: &mut dyn io::Read) -> io::Result<()> {
        loop {
            let piece = next_piece(from)?;
            if piece.is_empty() {
                return Ok(());
            }
            let sent = upload.put_part(PutPayload::from(piece));
            self.wait(sent)?;
        }
    }

    fn unread(&self, name: &str, source: io::Error) -> TreeError {
        TreeError::Read { at: self.location(name), source }
    }

    fn unwritten(&self, name: &str, source: impl Into<io::Error>) -> TreeError {
        TreeError::Write { at: self.location(name), source: source.into() }
    }
}

/// A runtime cannot be dropped inside another one, except in the background.
impl Drop for ObjectTree {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

fn wait<T: Send + 'static>(runtime: &Runtime, work: impl Future<Output = T> + Send + 'static) -> T {
    let (done, result) = mpsc::sync_channel(1);
    runtime.spawn(async move { done.send(work.await).ok() });
    result.recv().expect("a request ends with an answer or an error")
}

fn next_piece(from: &mut dyn io::Read) -> io::Result<Vec<u8>> {
    let mut piece = Vec::new();
    from.take(PIECE_BYTES as u64).read_to_end(&mut piece)?;
    Ok(piece)
}

fn attributes(caching: &str) -> Attributes {
    let (kind, caching) = ("application/octet-stream".to_owned(), caching.to_owned());
    Attributes::from_iter([(Attribute::CacheControl, caching), (Attribute::ContentType, kind)])
}

/// An object that is not there is no failure.
fn present<T>(outcome: io::Result<T>) -> io::Result<Option<T>> {
    match outcome {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        outcome => outcome.map(Some),
    }
}

impl TreeStore for ObjectTree {
    fn prepare(&self) -> Result<(), TreeError> {
        Ok(())
    }

    fn read(&self, file: TreeFile) -> Result<Option<Vec<u8>>, TreeError> {
        Ok(self.get(&file.to_string(), file.cap())?.map(|(bytes, _)| bytes))
    }

    fn open(&self, file: TreeFile) -> Result<Option<Box<dyn io::Read + Send>>, TreeError> {
        let name = file.to_string();
        let (store, path) = self.place(&name);
        let found = self.wait(async move { store.get(&path).await });
        let found = present(found.map_err(io::Error::from)).map_err(|source| self.unread(&name, source))?;
        let Some(found) = found else { return Ok(None) };
        let handle = self.runtime.as_ref().map(Runtime::handle).cloned();
        let handle = handle.expect("the runtime is there until the tree is dropped");
        let stream = found.into_stream().map(|piece| piece.map(|piece| piece.to_vec())).boxed();
        Ok(Some(Box::new(ObjectPieces { stream: Some(stream), piece: io::Cursor::default(), handle })))
    }

    fn size(&self, file: TreeFile) -> Result<Option<u64>, TreeError> {
        let name = file.to_string();
        let (store, path) = self.place(&name);
        let found = self.wait(async move { store.head(&path).await.map(|about| about.size) });
        present(found.map_err(io::Error::from)).map_err(|source| self.unread(&name, source))
    }

    fn sizes(&self, files: &[TreeFile]) -> Result<Vec<Option<u64>>, TreeError> {
        let ask = |file: &TreeFile| {
            let (store, path) = self.place(&file.to_string());
            async move { present(store.head(&path).await.map(|about| about.size).map_err(io::Error::from)) }.boxed()
        };
        let asked: Vec<BoxFuture<'static, io::Result<Option<u64>>>> = files.iter().map(ask).collect();
        let found: Vec<_> = self.wait(async move { stream::iter(asked).buffered(ASKED_AT_ONCE).collect().await });
        let named = files.iter().zip(found);
        named.map(|(file, found)| found.map_err(|source| self.unread(&file.to_string(), source))).collect()
    }

    fn write(&self, file: TreeFile, bytes: u64, from: &mut dyn io::Read) -> Result<(), TreeError> {
        let name = file.to_string();
        if bytes > PIECE_BYTES as u64 {
            return self.put_pieces(&name, from).map_err(|source| self.unwritten(&name, source));
        }
        let mut whole = Vec::new();
        from.read_to_end(&mut whole).map_err(|source| self.unwritten(&name, source))?;
        if !is_numbered(file) {
            let put = self.put(&name, whole, IMMUTABLE, PutMode::Overwrite);
            return put.map_err(|source| self.unwritten(&name, source));
        }
        match self.put(&name, whole.clone(), IMMUTABLE, PutMode::Create) {
            // Our own, where an answer was lost on the way.
            Err(object_store::Error::AlreadyExists { .. }) if self.read(file)?.as_ref() == Some(&whole) => Ok(()),
            Err(object_store::Error::AlreadyExists { .. }) => Err(TreeError::Changed { at: self.location(&name) }),
            put => put.map_err(|source| self.unwritten(&name, source)),
        }
    }

    fn replace_timestamp(&self, before: Option<&[u8]>, after: &[u8]) -> Result<(), TreeError> {
        let name = TreeFile::Timestamp.to_string();
        let changed = || TreeError::Changed { at: self.location(&name) };
        let mode = match (before, self.get(&name, TreeFile::Timestamp.cap())?) {
            (None, None) => PutMode::Create,
            (Some(before), Some((there, version))) if there == before => PutMode::Update(version),
            _ => return Err(changed()),
        };
        match self.put(&name, after.to_vec(), REPLACED, mode) {
            Err(object_store::Error::AlreadyExists { .. } | object_store::Error::Precondition { .. }) => Err(changed()),
            // A store that knows no conditions: the lock on the keys is all there is.
            Err(object_store::Error::NotImplemented { .. }) => self
                .put(&name, after.to_vec(), REPLACED, PutMode::Overwrite)
                .map_err(|error| self.unwritten(&name, error)),
            outcome => outcome.map_err(|error| self.unwritten(&name, error)),
        }
    }

    fn read_root(&self) -> Result<Option<Vec<u8>>, TreeError> {
        Ok(self.get(ROOT_FILE, TreeFile::Root(1).cap())?.map(|(bytes, _)| bytes))
    }

    fn write_root(&self, root: &[u8]) -> Result<(), TreeError> {
        let written = self.put(ROOT_FILE, root.to_vec(), REPLACED, PutMode::Overwrite);
        written.map_err(|error| self.unwritten(ROOT_FILE, error))
    }

    fn location(&self, name: &str) -> String {
        format!("{}/{name}", self.address)
    }

    fn reader(&self) -> Option<ObjectReader> {
        Some(self.reader.clone())
    }
}

/// Whether a file is named by a number that two machines might give out at once; the other files that are never replaced are
/// named by their digests. The first root is made anew where a first start was cut off, before anybody trusts it.
fn is_numbered(file: TreeFile) -> bool {
    matches!(file, TreeFile::Targets(_) | TreeFile::Snapshot(_)) || matches!(file, TreeFile::Root(n) if n > 1)
}

/// An object that is read as it comes.
struct ObjectPieces {
    stream: Option<BoxStream<'static, object_store::Result<Vec<u8>>>>,
    piece: io::Cursor<Vec<u8>>,
    handle: tokio::runtime::Handle,
}

impl io::Read for ObjectPieces {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.piece.read(out)?;
            if read > 0 || out.is_empty() {
                return Ok(read);
            }
            let Some(mut stream) = self.stream.take() else { return Ok(0) };
            let (done, result) = mpsc::sync_channel(1);
            self.handle.spawn(async move {
                let piece = stream.next().await;
                done.send((stream, piece)).ok()
            });
            let (stream, piece) = result.recv().map_err(io::Error::other)?;
            let Some(piece) = piece else { return Ok(0) };
            self.piece = io::Cursor::new(piece?);
            self.stream = Some(stream);
        }
    }
}

#[cfg(test)]
mod tests {
    use object_store::memory::InMemory;

    use super::*;
    use crate::{feed::repository::verified::VerifiedReader, model::Digest};

    fn tree() -> ObjectTree {
        ObjectTree::over(Arc::new(InMemory::new()), Path::from("a/b"), "s3://bucket/a/b/").unwrap()
    }

    #[test]
    fn a_file_of_several_pieces_comes_back_whole_and_a_wrong_one_does_not_appear() {
        let tree = tree();
        let bytes = vec![7; PIECE_BYTES * 2 + 3];
        let (digest, length) = (Digest::of(&bytes), bytes.len() as u64);
        let file = TreeFile::Object(digest);
        let mut wrong = VerifiedReader::new(&bytes[1..], digest, length);
        assert!(matches!(tree.write(file, length, &mut wrong), Err(TreeError::Write { .. })));
        assert_eq!(tree.size(file).unwrap(), None);
        tree.write(file, length, &mut VerifiedReader::new(&bytes[..], digest, length)).unwrap();
        assert_eq!(tree.size(file).unwrap(), Some(length));
        let mut back = Vec::new();
        tree.open(file).unwrap().unwrap().read_to_end(&mut back).unwrap();
        assert!(back == bytes);
        assert_eq!(tree.location(&file.to_string()), format!("s3://bucket/a/b/objects/{digest}"));
    }

    #[test]
    fn the_lengths_of_many_files_come_in_their_order() {
        let tree = tree();
        let bodies: Vec<Vec<u8>> = (0..50).map(|n| vec![7; n]).collect();
        let files: Vec<TreeFile> = bodies.iter().map(|bytes| TreeFile::Object(Digest::of(bytes))).collect();
        let is_there = |n: usize| !n.is_multiple_of(3);
        for (n, (file, bytes)) in files.iter().zip(&bodies).enumerate().filter(|(n, _)| is_there(*n)) {
            tree.write(*file, n as u64, &mut &bytes[..]).unwrap();
        }
        let expected: Vec<Option<u64>> = (0..50).map(|n| is_there(n).then_some(n as u64)).collect();
        assert_eq!(tree.sizes(&files).unwrap(), expected);
        assert_eq!(tree.sizes(&[]).unwrap(), []);
    }

    #[test]
    fn a_number_that_somebody_else_has_used_is_not_used_again() {
        let tree = tree();
        let write = |file, mut bytes: &[u8]| tree.write(file, bytes.len() as u64, &mut bytes);
        for file in [TreeFile::Targets(2), TreeFile::Snapshot(2), TreeFile::Root(2)] {
            write(file, b"one").unwrap();
            write(file, b"one").unwrap();
            assert!(matches!(write(file, b"another"), Err(TreeError::Changed { .. })), "{file}");
            assert_eq!(tree.read(file).unwrap().as_deref(), Some(&b"one"[..]));
        }
        write(TreeFile::Root(1), b"one").unwrap();
        write(TreeFile::Root(1), b"another").unwrap();
    }

    #[tokio::test]
    async fn a_server_reads_whole_files_and_parts_of_them() {
        let tree = tree();
        let bytes: Vec<u8> = (0..1_000).map(|n| n as u8).collect();
        let file = TreeFile::Object(Digest::of(&bytes));
        tree.write(file, 1_000, &mut &bytes[..]).unwrap();
        let reader = tree.reader().unwrap();
        assert_eq!(reader.size(file).await.unwrap(), 1_000);
        assert_eq!(reader.whole(file, 1_000).await.unwrap(), bytes);
        assert_eq!(reader.whole(file, 999).await.unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        assert_eq!(reader.part(file, 10..20).await.unwrap(), bytes[10..20]);
        assert!(reader.part(file, 990..1_001).await.is_err(), "there are not as many");
        let missing = reader.size(TreeFile::Root(7)).await.unwrap_err();
        assert_eq!(missing.kind(), io::ErrorKind::NotFound);
    }

    #[tokio::test]
    async fn a_timestamp_that_somebody_else_replaced_is_not_replaced() {
        // Inside another runtime as well as outside of any.
        let tree = tree();
        tree.replace_timestamp(None, b"one").unwrap();
        assert!(matches!(tree.replace_timestamp(None, b"two"), Err(TreeError::Changed { .. })));
        tree.replace_timestamp(Some(b"one"), b"two").unwrap();
        assert!(matches!(tree.replace_timestamp(Some(b"one"), b"three"), Err(TreeError::Changed { .. })));
        assert_eq!(tree.read(TreeFile::Timestamp).unwrap().as_deref(), Some(&b"two"[..]));
        assert_eq!(tree.read(TreeFile::Targets(1)).unwrap(), None);
    }
}
