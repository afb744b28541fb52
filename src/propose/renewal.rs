//! Slides with procedures that were made from an earlier list, as a newer list would have them.

use super::{
    changes::{ChangedProcedure, ProcedureChanges, compare},
    procedures::{ListedProcedure, OPEN, ROWS},
};

/// What a newer list makes of the slides that are there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Renewal {
    /// What differs, as readers would see it.
    pub changes: ProcedureChanges,
    /// The new rows of each slide, in the order of the slides; `None` where it stays as it is.
    pub slides: Vec<Option<Vec<ListedProcedure>>>,
}

/// What the newer list makes of slides with those rows; `None` where they have no procedure in common: it is a list of
/// something else. With `keep`, procedures that the newer list does not have stay on their slides: it may be a part of the
/// list alone.
pub fn renew(slides: &[Vec<ListedProcedure>], newer: &[ListedProcedure], keep: bool) -> Option<Renewal> {
    let shown: Vec<Vec<ListedProcedure>> = slides.iter().map(|rows| rows.iter().map(as_shown).collect()).collect();
    let before: Vec<ListedProcedure> = shown.iter().flatten().cloned().collect();
    let after: Vec<ListedProcedure> = newer.iter().map(as_shown).collect();
    let mut changes = compare(&before, &after);
    if changes.abolished.len() == before.len() {
        return None;
    }
    let mut renewed: Vec<Vec<ListedProcedure>> = shown.iter().map(|rows| renewed(rows, &changes, keep)).collect();
    for added in newer.iter().filter(|one| changes.added.contains(&as_shown(one))) {
        if let Some(at) = place(&renewed, newer, added) {
            renewed[at].push(as_shown(added));
        }
    }
    // A code that was not known is put down, and is no change that a reader sees.
    changes.changed.retain(|ChangedProcedure { before, after }| {
        ListedProcedure { code: String::new(), ..before.clone() }
            != ListedProcedure { code: String::new(), ..after.clone() }
    });
    if keep {
        changes.abolished.clear();
    }
    let slides = shown.into_iter().zip(renewed).map(|(before, after)| (before != after).then_some(after)).collect();
    Some(Renewal { changes, slides })
}

/// A procedure as a slide shows it: of no field, and with nothing where it is left open.
fn as_shown(procedure: &ListedProcedure) -> ListedProcedure {
    let said = |text: &String| if text.trim() == OPEN { String::new() } else { text.trim().to_owned() };
    ListedProcedure {
        code: said(&procedure.code),
        name: said(&procedure.name),
        field: String::new(),
        time: said(&procedure.time),
        fee: said(&procedure.fee),
        authority: said(&procedure.authority),
    }
}

fn renewed(rows: &[ListedProcedure], changes: &ProcedureChanges, keep: bool) -> Vec<ListedProcedure> {
    let stays = |row: &&ListedProcedure| keep || !changes.abolished.contains(row);
    let newest = |row: &ListedProcedure| {
        let changed = changes.changed.iter().find(|changed| changed.before == *row);
        changed.map_or(row, |changed| &changed.after).clone()
    };
    rows.iter().filter(stays).map(newest).collect()
}

/// The slide for a procedure that is new: the one with most procedures of its field, as the newer list has them, that has
/// room; else the last one with room, else the last.
fn place(slides: &[Vec<ListedProcedure>], newer: &[ListedProcedure], added: &ListedProcedure) -> Option<usize> {
    let same = |one: &ListedProcedure, row: &ListedProcedure| match one.code.is_empty() || row.code.is_empty() {
        true => one.name == row.name,
        false => one.code == row.code,
    };
    let alike = |rows: &[ListedProcedure]| {
        let of_field = |row: &&ListedProcedure| newer.iter().any(|one| one.field == added.field && same(one, row));
        rows.iter().filter(of_field).count()
    };
    let with_room = (0..slides.len()).filter(|at| slides[*at].len() < ROWS);
    with_room.max_by_key(|at| (alike(&slides[*at]), *at)).or(slides.len().checked_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(code: &str, name: &str, field: &str, time: &str) -> ListedProcedure {
        let of = str::to_owned;
        ListedProcedure { code: of(code), name: of(name), field: of(field), time: of(time), ..Default::default() }
    }

    fn slides() -> Vec<Vec<ListedProcedure>> {
        let hotich =
            vec![listed("1.001193", "Đăng ký khai sinh", "", "…"), listed("", "Đăng ký kết hôn", "", "5 ngày")];
        vec![hotich, vec![listed("2.000815", "Chứng thực bản sao", "", "Trong ngày")]]
    }

    #[test]
    fn a_newer_list_changes_the_slides_it_speaks_of_and_no_others() {
        let newer = [
            listed("1.001193", "Đăng ký khai sinh", "Hộ tịch", ""),
            listed("1.000894", "Đăng ký kết hôn", "Hộ tịch", "3 ngày"),
            listed("1.004873", "Cấp giấy xác nhận tình trạng hôn nhân", "Hộ tịch", ""),
            listed("2.000815", "Chứng thực bản sao", "Chứng thực", "Trong ngày"),
        ];
        let renewal = renew(&slides(), &newer, false).unwrap();
        let names = |rows: &[ListedProcedure]| rows.iter().map(|row| row.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&renewal.changes.added), ["Cấp giấy xác nhận tình trạng hôn nhân"]);
        assert_eq!(renewal.changes.changed.len(), 1);
        assert!(renewal.changes.abolished.is_empty() && renewal.slides[1].is_none());
        let rows = renewal.slides[0].as_ref().unwrap();
        assert_eq!((rows.len(), rows[0].time.as_str(), rows[1].time.as_str()), (3, "", "3 ngày"));
        assert_eq!(rows[1].code, "1.000894", "its code is known from now on");
    }

    #[test]
    fn what_is_gone_goes_unless_the_list_is_a_part_alone() {
        let newer = [listed("", "ĐĂNG KÝ KẾT HÔN", "", "5 ngày"), listed("1.001193", "Đăng ký khai sinh", "", "")];
        let renewal = renew(&slides(), &newer, false).unwrap();
        assert_eq!(renewal.changes.abolished.len(), 1);
        assert_eq!(renewal.slides[1], Some(Vec::new()), "nothing is left of that slide");
        let kept = renew(&slides(), &newer, true).unwrap();
        assert!(kept.changes.abolished.is_empty() && kept.slides[1].is_none());
        assert_eq!(renew(&slides(), &[listed("", "Cấp phép xây dựng", "", "")], false), None, "a list of other things");
    }
}
