//! A checklist frozen into a visit: whatever the catalogue says later, the visit asks and judges by what stood when it began.

use sha2::{Digest, Sha256};

use crate::catalogue::model::{CheckPoint, CheckPointId, Checklist, System};

/// A checklist with the text it is kept as.
#[derive(Clone, Debug)]
pub struct Edition {
    /// What it says.
    pub checklist: Checklist,
    /// The same as JSON.
    pub body: String,
    /// SHA-256 of `body`, lower-case hexadecimal.
    pub sha256: String,
}

impl Edition {
    /// The checklist as it stands.
    ///
    /// # Errors
    /// Where it cannot be written as JSON, which no checklist of the catalogue is.
    pub fn of(checklist: &Checklist) -> Result<Self, serde_json::Error> {
        let body = serde_json::to_string(checklist)?;
        let sha256 = hex::encode(Sha256::digest(body.as_bytes()));
        Ok(Self { checklist: checklist.clone(), body, sha256 })
    }

    /// A kept one.
    ///
    /// # Errors
    /// Where the text is no checklist.
    pub fn read(body: String, sha256: String) -> Result<Self, serde_json::Error> {
        Ok(Self { checklist: serde_json::from_str(&body)?, body, sha256 })
    }

    /// The point with this id and the system it stands in.
    #[must_use]
    pub fn point(&self, id: &str) -> Option<(&System, &CheckPoint)> {
        let systems = self.checklist.systems.iter();
        systems
            .flat_map(|system| system.check_points.iter().map(move |point| (system, point)))
            .find(|(_, point)| point.id.as_str() == id)
    }

    /// Every point with its system, in order.
    pub fn points(&self) -> impl Iterator<Item = (&System, &CheckPoint)> {
        self.checklist.systems.iter().flat_map(|system| system.check_points.iter().map(move |point| (system, point)))
    }

    /// Its points, counted.
    #[must_use]
    pub fn size(&self) -> usize {
        self.points().count()
    }

    /// The place of a point among all.
    #[must_use]
    pub fn place(&self, id: &CheckPointId) -> Option<usize> {
        self.points().position(|(_, point)| point.id == *id)
    }
}
