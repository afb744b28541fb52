//! Databases to test on: a file, and a database of its own on a real PostgreSQL server, which `scripts/test` starts and names
//! in `BANGTIN_POSTGRES`.

use std::{
    future::Future,
    pin::Pin,
    sync::atomic::{AtomicU32, Ordering},
};

use sqlx::{AnyConnection, AssertSqlSafe, Connection as _, Executor as _};
use tempfile::TempDir;

/// An empty database.
pub struct Database {
    /// What `Records::open` takes.
    pub address: String,
    folder: TempDir,
    /// The server it is on, and its name there.
    server: Option<(String, String)>,
}

static MADE: AtomicU32 = AtomicU32::new(0);

impl Database {
    /// A file that is not there yet, in a folder with a name as people give them.
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join("Xã Bình An? 100%");
        std::fs::create_dir(&home).unwrap();
        Self { address: home.join("bangtin.db").to_str().unwrap().to_owned(), folder, server: None }
    }

    /// A database of its own on the server, if there is one.
    pub async fn postgres() -> Option<Self> {
        let server = std::env::var("BANGTIN_POSTGRES").ok().filter(|server| !server.is_empty());
        let Some(server) = server else {
            assert!(std::env::var_os("CI").is_none(), "BANGTIN_POSTGRES names no server: `scripts/test` starts one");
            eprintln!("NOT TRIED ON POSTGRESQL: BANGTIN_POSTGRES names no server; `scripts/test` starts one");
            return None;
        };
        let name = format!("bangtin_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        let mut admin = connect(&server).await;
        admin.execute(sqlx::raw_sql(AssertSqlSafe(format!("DROP DATABASE IF EXISTS {name}")))).await.unwrap();
        let create = format!("CREATE DATABASE {name} TEMPLATE template0");
        admin.execute(sqlx::raw_sql(AssertSqlSafe(create))).await.unwrap();
        let (front, _) = server.rsplit_once('/').expect("postgres://user@host/database");
        let address = format!("{front}/{name}");
        Some(Self { address, folder: tempfile::tempdir().unwrap(), server: Some((server, name)) })
    }

    /// A folder for whatever else the test keeps.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// A connection of the test's own, beside the program's.
    pub async fn connect(&self) -> AnyConnection {
        match &self.server {
            Some(_) => connect(&self.address).await,
            None => {
                let escaped = self.address.replace('%', "%25").replace('?', "%3F").replace(' ', "%20");
                connect(&format!("sqlite://{escaped}?mode=rwc")).await
            }
        }
    }

    /// Runs SQL of the test's own, beside the program.
    pub async fn run(&self, sql: &str) {
        let mut connection = self.connect().await;
        connection.execute(sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))).await.unwrap();
        connection.close().await.unwrap();
    }
}

async fn connect(url: &str) -> AnyConnection {
    sqlx::any::install_default_drivers();
    AnyConnection::connect(url).await.unwrap()
}

/// Runs a test on a file and on PostgreSQL.
pub fn on_each(test: impl for<'a> Fn(&'a Database) -> Pin<Box<dyn Future<Output = ()> + 'a>>) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        eprintln!("on SQLite:");
        test(&Database::sqlite()).await;
        if let Some(database) = Database::postgres().await {
            eprintln!("on PostgreSQL:");
            test(&database).await;
            let (server, name) = database.server.as_ref().unwrap();
            let drop = format!("DROP DATABASE {name} WITH (FORCE)");
            connect(server).await.execute(sqlx::raw_sql(AssertSqlSafe(drop))).await.unwrap();
        }
    });
}
