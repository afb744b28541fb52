//! Changing one's own password.

use super::{
    account_refusal::AccountRefusal, actor::Actor, commune_name::commune_name, error::OfficeError, office::Office,
    password::Password,
};
use crate::records::{
    account,
    audit::{self, Act},
    session,
};

impl Office {
    /// Changes a person's own password, who knows the present one, and logs the person out everywhere but in the session
    /// named.
    ///
    /// # Errors
    /// [`AccountRefusal::WrongPassword`], or what is wrong with the new one.
    pub async fn change_password(
        &self,
        by: &Actor,
        session: Option<&str>,
        present: &Password,
        new: &Password,
    ) -> Result<(), OfficeError> {
        let now = self.clock().now().wall;
        let mut tx = self.records().read().await?;
        let row = account::by_id(&mut tx, by.id()).await?.ok_or(AccountRefusal::NoAccount)?;
        let commune = commune_name(&mut tx).await?;
        drop(tx);
        let before = row.secrets.pass;
        if !self.passwords().verify(present, Some(before.clone())).await? {
            return Err(AccountRefusal::WrongPassword.into());
        }
        new.check(&row.account.login, commune.as_deref())?;
        let hash = self.passwords().hash(new).await?;
        let mut tx = self.records().write().await?;
        // Somebody else may have changed it while this was being thought about.
        let row = account::by_id(&mut tx, by.id()).await?.ok_or(AccountRefusal::NoAccount)?;
        if row.secrets.pass != before || row.account.off.is_some() {
            return Err(AccountRefusal::WrongPassword.into());
        }
        account::set_pass(&mut tx, by.id(), &hash, now).await?;
        session::end_all(&mut tx, by.id(), session).await?;
        let act = Act {
            at: now,
            account: Some(by.id()),
            ip: &by.ip,
            act: "password-change",
            subject: &by.id().0,
            detail: &row.account.login,
        };
        audit::append(&mut tx, &act).await?;
        Ok(tx.commit().await?)
    }
}
