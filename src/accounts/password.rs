//! 密码: argon2id on two threads of its own; one-time passwords.

use std::sync::Arc;

use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use rand::seq::IndexedRandom;
use rayon::{ThreadPool, ThreadPoolBuilder};
use tokio::sync::oneshot;

/// What one hash costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory, KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
}

impl Cost {
    /// What the product uses: 19 MiB, two passes, the first choice of OWASP's password storage sheet.
    pub const STANDARD: Self = Self { memory_kib: 19 * 1024, passes: 2 };
}

/// Hashes at once: more would only fight for the same cores and memory while pages wait.
const AT_ONCE: usize = 2;

/// How the threads that hash are named.
const HASHER: &str = "hasher-";

/// Hashing or comparing did not come to an end.
#[derive(Debug, thiserror::Error)]
pub enum HashFault {
    /// Of argon2 or its parameters.
    #[error("argon2: {0}")]
    Argon2(String),
    /// The worker ended early: the process is stopping.
    #[error("the hashing worker ended early")]
    Stopped,
}

/// Hashes and compares passwords; cheap to clone.
#[derive(Clone)]
pub struct Passwords {
    argon2: Argon2<'static>,
    // Their own threads: the allocator keeps the memory of a hash for the thread it was made on, and of the runtime's
    // hundreds of blocking threads each would in time hold its 19 MiB.
    hashers: Arc<ThreadPool>,
    // Compared with when there is no account, so that the answer takes as long as for one.
    decoy: Arc<str>,
}

impl Passwords {
    /// With this cost.
    ///
    /// # Errors
    /// [`HashFault`] when argon2 does not take it.
    pub fn new(cost: Cost) -> Result<Self, HashFault> {
        let params = Params::new(cost.memory_kib, cost.passes, 1, None).map_err(fault)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let decoy = hash_now(&argon2, &one_time())?;
        let hashers = ThreadPoolBuilder::new()
            .num_threads(AT_ONCE)
            .thread_name(|number| format!("{HASHER}{number}"))
            // Whoever waits learns of it by the answer that does not come.
            .panic_handler(|_| tracing::error!("a hash panicked"))
            .build()
            .map_err(fault)?;
        Ok(Self { argon2, hashers: Arc::new(hashers), decoy: decoy.into() })
    }

    /// The PHC text of a password, with a salt of its own.
    ///
    /// # Errors
    /// [`HashFault`].
    pub async fn hash(&self, password: &str) -> Result<String, HashFault> {
        let password = password.to_owned();
        self.work(move |argon2| hash_now(argon2, &password)).await?
    }

    /// Whether a password is the one of `hash`. Without a hash it is not, and takes as long to say so.
    ///
    /// # Errors
    /// [`HashFault`].
    pub async fn is(&self, password: &str, hash: Option<&str>) -> Result<bool, HashFault> {
        let known = hash.is_some();
        let hash = hash.unwrap_or(&self.decoy).to_owned();
        Ok(self.is_among(password, vec![hash]).await? && known)
    }

    /// Whether a password is one of these hashes'.
    ///
    /// # Errors
    /// [`HashFault`].
    pub async fn is_among(&self, password: &str, hashes: Vec<String>) -> Result<bool, HashFault> {
        let password = password.to_owned();
        let fits = move |argon2: &Argon2<'_>| {
            hashes.iter().any(|hash| argon2.verify_password(password.as_bytes(), hash.as_str()).is_ok())
        };
        self.work(fits).await
    }

    async fn work<T, F>(&self, job: F) -> Result<T, HashFault>
    where
        T: Send + 'static,
        F: FnOnce(&Argon2<'_>) -> T + Send + 'static,
    {
        let argon2 = self.argon2.clone();
        let (answer, answered) = oneshot::channel();
        self.hashers.spawn_fifo(move || {
            // Whoever went away while waiting costs no hash.
            if !answer.is_closed() {
                let _ = answer.send(job(&argon2));
            }
        });
        answered.await.map_err(|_| HashFault::Stopped)
    }
}

fn hash_now(argon2: &Argon2<'_>, password: &str) -> Result<String, HashFault> {
    Ok(argon2.hash_password(password.as_bytes()).map_err(fault)?.to_string())
}

fn fault(error: impl std::fmt::Display) -> HashFault {
    HashFault::Argon2(error.to_string())
}

/// A password to be used once and changed: 12 characters in groups of four, none that looks like another.
///
/// 54 signs, so about 69 bits; it always satisfies the policy.
#[must_use]
pub fn one_time() -> String {
    const SIGNS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789";
    let mut random = rand::rng();
    loop {
        let signs: Vec<u8> = (0..12).filter_map(|_| SIGNS.choose(&mut random).copied()).collect();
        let all = [u8::is_ascii_uppercase, u8::is_ascii_lowercase, u8::is_ascii_digit];
        if all.iter().all(|class| signs.iter().any(class)) {
            let groups: Vec<_> = signs.chunks(4).map(|group| String::from_utf8_lossy(group)).collect();
            return groups.join("-");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::accounts::check::weakness;

    #[tokio::test]
    async fn a_password_is_recognised_and_no_other() {
        let passwords = Passwords::new(Cost { memory_kib: 8, passes: 1 }).unwrap();
        let hash = passwords.hash("Correct-horse-1").await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=8,t=1,p=1$"));
        assert!(passwords.is("Correct-horse-1", Some(&hash)).await.unwrap());
        assert!(!passwords.is("correct-horse-1", Some(&hash)).await.unwrap());
        assert!(!passwords.is("Correct-horse-1", None).await.unwrap());
        assert_ne!(hash, passwords.hash("Correct-horse-1").await.unwrap());
    }

    #[tokio::test]
    async fn hashes_are_made_on_two_threads_whatever_else_runs() {
        let passwords = Passwords::new(Cost { memory_kib: 8, passes: 1 }).unwrap();
        let mut seen = std::collections::HashSet::new();
        for name in futures_util::future::join_all((0..40).map(|_| {
            let waits = Duration::from_millis(2);
            passwords.work(move |_| {
                std::thread::sleep(waits);
                std::thread::current().name().unwrap_or_default().to_owned()
            })
        }))
        .await
        {
            seen.insert(name.unwrap());
        }
        assert!(seen.len() <= AT_ONCE && seen.iter().all(|name| name.starts_with(HASHER)), "{seen:?}");
    }

    #[test]
    fn a_one_time_password_satisfies_the_policy() {
        let login = "zhang.san".parse().unwrap();
        for _ in 0..100 {
            let password = one_time();
            assert_eq!(weakness(&password, &login), None, "{password}");
        }
    }
}
