//! A list of procedures that is brought a second time: what is new, what is otherwise, and what is gone.

use std::collections::BTreeMap;

use super::procedures::ListedProcedure;
use crate::text::folded;

/// What differs between two lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProcedureChanges {
    /// In the new list alone.
    pub added: Vec<ListedProcedure>,
    /// In both, and otherwise in the new one.
    pub changed: Vec<ChangedProcedure>,
    /// In the old list alone.
    pub abolished: Vec<ListedProcedure>,
}

/// A procedure that is otherwise than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedProcedure {
    /// As it was.
    pub before: ListedProcedure,
    /// As it is.
    pub after: ListedProcedure,
}

impl ProcedureChanges {
    /// Whether both lists say the same.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.abolished.is_empty()
    }
}

/// What differs from `before` to `after`, in the order of each list. A procedure is the same by its code; by its name where
/// one of the lists has no code for it. What the new list says nothing of (a time limit that an officer filled in) has not
/// changed.
pub fn compare(before: &[ListedProcedure], after: &[ListedProcedure]) -> ProcedureChanges {
    let mut by_code: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, procedure) in before.iter().enumerate().rev() {
        if !procedure.code.is_empty() {
            by_code.entry(&procedure.code).or_default().push(at);
        }
        by_name.entry(folded(&procedure.name)).or_default().push(at);
    }
    let mut found = vec![false; before.len()];
    let mut changes = ProcedureChanges::default();
    for procedure in after {
        let coded = by_code.get(procedure.code.as_str()).filter(|_| !procedure.code.is_empty());
        let named = || {
            let alike = by_name.get(&folded(&procedure.name))?;
            alike
                .iter()
                .rev()
                .copied()
                .find(|at| !found[*at] && (before[*at].code.is_empty() || procedure.code.is_empty()))
        };
        let same = coded.and_then(|alike| alike.iter().rev().copied().find(|at| !found[*at])).or_else(named);
        match same {
            Some(at) => {
                found[at] = true;
                let after = with_what_was_known(procedure, &before[at]);
                if after != before[at] {
                    changes.changed.push(ChangedProcedure { before: before[at].clone(), after });
                }
            }
            None => changes.added.push(procedure.clone()),
        }
    }
    changes.abolished = before.iter().zip(found).filter(|(_, found)| !found).map(|(gone, _)| gone.clone()).collect();
    changes
}

fn with_what_was_known(after: &ListedProcedure, before: &ListedProcedure) -> ListedProcedure {
    let or = |new: &String, old: &String| if new.is_empty() { old.clone() } else { new.clone() };
    ListedProcedure {
        code: or(&after.code, &before.code),
        name: or(&after.name, &before.name),
        field: or(&after.field, &before.field),
        time: or(&after.time, &before.time),
        fee: or(&after.fee, &before.fee),
        authority: or(&after.authority, &before.authority),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(code: &str, name: &str, time: &str) -> ListedProcedure {
        let of = str::to_owned;
        ListedProcedure { code: of(code), name: of(name), time: of(time), ..ListedProcedure::default() }
    }

    #[test]
    fn a_second_list_shows_what_is_new_otherwise_and_gone() {
        let before = [
            listed("1.001193", "Đăng ký khai sinh", "Trong ngày"),
            listed("1.000894", "Đăng ký kết hôn", "5 ngày"),
            listed("1.000656", "Đăng ký khai tử", "Trong ngày"),
        ];
        let after = [
            listed("1.001193", "Đăng ký khai sinh", ""),
            listed("1.000894", "Thủ tục đăng ký kết hôn", "3 ngày"),
            listed("2.000635", "Cấp bản sao trích lục hộ tịch", "Trong ngày"),
        ];
        let changes = compare(&before, &after);
        assert_eq!(changes.added, [after[2].clone()]);
        let changed = ChangedProcedure { before: before[1].clone(), after: after[1].clone() };
        assert_eq!(changes.changed, [changed], "the code is the same whatever the name");
        assert_eq!(changes.abolished, [before[2].clone()]);
        assert!(compare(&before, &before).is_empty());
    }

    #[test]
    fn lists_without_codes_are_compared_by_name() {
        let before = [listed("", "Đăng ký khai sinh", "Trong ngày")];
        let after = [listed("1.001193", "ĐĂNG KÝ KHAI SINH", "Trong ngày")];
        let changes = compare(&before, &after);
        assert!(changes.added.is_empty() && changes.abolished.is_empty());
        assert_eq!(changes.changed[0].after.code, "1.001193");
    }
}
