//! Where installations stand: a folder for each, and with PostgreSQL a database for each.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use sea_orm::{ConnectionTrait, Database, DatabaseConnection};

use crate::Options;
use crate::postgres::Cluster;
use crate::server::binary;

pub struct Ground {
    folder: tempfile::TempDir,
    pub cluster: Option<Arc<Cluster>>,
    /// The PostgreSQL server, without the name of a database.
    server: Option<String>,
}

/// The data folder and the database of one installation.
#[derive(Clone, Debug)]
pub struct Installation {
    pub data_dir: PathBuf,
    pub url: String,
    /// What its server says: beside the data folder, which may be full.
    pub log: PathBuf,
}

impl Ground {
    pub fn new(options: &Options) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let cluster = (options.postgres && options.database_url.is_none())
            .then(|| Arc::new(Cluster::start(&std::env::temp_dir())));
        let given = options.database_url.as_deref().map(|url| url.rsplit_once('/').expect("…/database").0.to_owned());
        let server = given.or_else(|| cluster.as_ref().map(|cluster| cluster.server()));
        Self { folder, cluster, server }
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The kind of database, for headings.
    pub fn name(&self) -> &'static str {
        if self.server.is_some() { "PostgreSQL" } else { "SQLite" }
    }

    /// An empty one.
    pub async fn fresh(&self, name: &str) -> Installation {
        let wanted = format!("CREATE DATABASE rush_{name} TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'");
        self.place(name, self.folder.path().join(name), &wanted).await
    }

    /// An equal one, of an installation that nobody has open, in a folder of its own.
    pub async fn copy(&self, of: &Installation, name: &str) -> Installation {
        self.copy_to(of, name, self.folder.path().join(name)).await
    }

    /// The same in this folder.
    pub async fn copy_to(&self, of: &Installation, name: &str, data_dir: PathBuf) -> Installation {
        let template = of.url.rsplit('/').next().unwrap_or_default();
        let made = self.place(name, data_dir, &format!("CREATE DATABASE rush_{name} TEMPLATE {template}")).await;
        copy_folder(&of.data_dir, &made.data_dir);
        made
    }

    async fn place(&self, name: &str, data_dir: PathBuf, statement: &str) -> Installation {
        std::fs::create_dir_all(&data_dir).expect("a folder");
        let url = match &self.server {
            Some(server) => {
                self.administer(&format!("DROP DATABASE IF EXISTS rush_{name} WITH (FORCE)")).await;
                self.administer(statement).await;
                format!("{server}/rush_{name}")
            }
            None => format!("sqlite://{}?mode=rwc", data_dir.join("zhikong.db").display()),
        };
        Installation { data_dir, url, log: self.folder.path().join(format!("{name}.log")) }
    }

    async fn administer(&self, statement: &str) {
        let Some(server) = &self.server else { return };
        let db = Database::connect(format!("{server}/postgres")).await.expect("PostgreSQL answers");
        db.execute_unprepared(statement).await.expect("the statement runs");
        db.close().await.expect("closes");
    }
}

impl Installation {
    pub async fn open(&self) -> DatabaseConnection {
        zhikong::db::open(&self.url).await.expect("the database opens")
    }

    /// The binary on it.
    pub fn command(&self) -> Command {
        let mut command = Command::new(binary());
        command.arg("--data-dir").arg(&self.data_dir).args(["--database-url", &self.url]);
        command
    }
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("copies");
        }
    }
}
