//! How pieces of a book travel up the pipe from a child: a compact encoding of our own, numbers
//! little-endian, texts with their length before them. Both ends are always the same binary.

use super::formula::Formula;
use super::intake::{Item, TEXT_BYTES};
use super::model::{Cell, Format, MergedRange, Raw, Visibility};
use super::refusal::{Kind, Measure, Refusal};

/// A chunk of messages is sent when it has grown to this many bytes.
pub(super) const CHUNK_BYTES: usize = 1 << 16;

/// Bytes a chunk can have at most: one message over, with the longest text and formula.
pub(super) const LARGEST_CHUNK: usize = CHUNK_BYTES + 2 * TEXT_BYTES + 1_024;

/// What a child says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Message {
    /// A piece of the book; more follows.
    Item(Item),
    /// The book is whole.
    Done(Format),
    /// The file is refused; pieces sent before are void.
    Refused(Refusal),
}

const FORMATS: [Format; 4] = [Format::Xlsx, Format::Xlsb, Format::Xls, Format::Ods];
const VISIBILITIES: [Visibility; 3] = [Visibility::Visible, Visibility::Hidden, Visibility::VeryHidden];

mod tag {
    pub(super) const SHEET: u8 = 0;
    pub(super) const CELL: u8 = 1;
    pub(super) const END_OF_SHEET: u8 = 2;
    pub(super) const DONE: u8 = 3;
    pub(super) const REFUSED: u8 = 4;
    pub(super) const HIDDEN_ROWS: u8 = 5;
    pub(super) const MERGED: u8 = 6;

    pub(super) const TEXT: u8 = 0;
    pub(super) const NUMBER: u8 = 1;
    pub(super) const BOOL: u8 = 2;
    pub(super) const DATE_TIME: u8 = 3;
    pub(super) const SERIAL_DATE_TIME: u8 = 4;
    pub(super) const ERROR: u8 = 5;
    pub(super) const FORMULA_WITHOUT_VALUE: u8 = 6;

    pub(super) const NOT_A_SPREADSHEET: u8 = 0;
    pub(super) const PASSWORD_PROTECTED: u8 = 1;
    pub(super) const MACROS: u8 = 2;
    pub(super) const DAMAGED: u8 = 3;
    pub(super) const TOO_BIG: u8 = 4;
    pub(super) const TIMED_OUT: u8 = 5;
    pub(super) const READER_DIED: u8 = 6;
    pub(super) const READER_UNAVAILABLE: u8 = 7;
}

/// Appends a message to a chunk.
pub(super) fn put(message: &Message, out: &mut Vec<u8>) {
    match message {
        Message::Item(Item::Sheet { name, visibility }) => {
            out.extend([tag::SHEET, place(&VISIBILITIES, *visibility)]);
            put_text(name, out);
        }
        Message::Item(Item::Cell(cell)) => put_cell(cell, out),
        Message::Item(Item::HiddenRows(rows)) => {
            out.push(tag::HIDDEN_ROWS);
            put_address((*rows.start(), *rows.end()), out);
        }
        Message::Item(Item::Merged(range)) => {
            out.push(tag::MERGED);
            put_address(range.first, out);
            put_address(range.last, out);
        }
        Message::Item(Item::EndOfSheet) => out.push(tag::END_OF_SHEET),
        Message::Done(format) => out.extend([tag::DONE, place(&FORMATS, *format)]),
        Message::Refused(refusal) => {
            out.push(tag::REFUSED);
            put_refusal(refusal, out);
        }
    }
}

fn put_cell(cell: &Cell, out: &mut Vec<u8>) {
    let flags = u8::from(cell.formula.is_some()) | u8::from(cell.percent) << 1;
    out.extend([tag::CELL, flags]);
    put_address((cell.row, cell.col), out);
    if let Some(formula) = &cell.formula {
        put_text(formula.text(), out);
    }
    match &cell.value {
        Raw::Text(text) => {
            out.push(tag::TEXT);
            put_text(text, out);
        }
        Raw::Number(number) => {
            out.push(tag::NUMBER);
            out.extend(number.to_le_bytes());
        }
        Raw::Bool(truth) => out.extend([tag::BOOL, u8::from(*truth)]),
        Raw::DateTime { iso, serial: None } => {
            out.push(tag::DATE_TIME);
            put_text(iso, out);
        }
        Raw::DateTime { iso, serial: Some(serial) } => {
            out.push(tag::SERIAL_DATE_TIME);
            put_text(iso, out);
            out.extend(serial.to_le_bytes());
        }
        Raw::Error(text) => {
            out.push(tag::ERROR);
            put_text(text, out);
        }
        Raw::FormulaWithoutValue => out.push(tag::FORMULA_WITHOUT_VALUE),
    }
}

fn put_refusal(refusal: &Refusal, out: &mut Vec<u8>) {
    match refusal {
        Refusal::NotASpreadsheet(kind) => {
            out.extend([tag::NOT_A_SPREADSHEET, place(&Kind::ALL, *kind)]);
        }
        Refusal::PasswordProtected => out.push(tag::PASSWORD_PROTECTED),
        Refusal::Macros => out.push(tag::MACROS),
        Refusal::Damaged => out.push(tag::DAMAGED),
        Refusal::TooBig { what, found, cap } => {
            out.extend([tag::TOO_BIG, place(&Measure::ALL, *what)]);
            out.extend(found.to_le_bytes());
            out.extend(cap.to_le_bytes());
        }
        Refusal::TimedOut { seconds } => {
            out.push(tag::TIMED_OUT);
            out.extend(seconds.to_le_bytes());
        }
        Refusal::ReaderDied => out.push(tag::READER_DIED),
        Refusal::ReaderUnavailable => out.push(tag::READER_UNAVAILABLE),
    }
}

fn put_address((row, col): (u32, u32), out: &mut Vec<u8>) {
    out.extend(row.to_le_bytes());
    out.extend(col.to_le_bytes());
}

fn put_text(text: &str, out: &mut Vec<u8>) {
    // No text reaches 4 GiB: it is capped long before it gets here.
    let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
    out.extend(length.to_le_bytes());
    out.extend(text.as_bytes());
}

fn place<T: PartialEq>(all: &[T], one: T) -> u8 {
    let at = all.iter().position(|known| *known == one);
    at.and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX)
}

/// Takes the next message off a chunk; none where the bytes are no message.
pub(super) fn take(chunk: &mut &[u8]) -> Option<Message> {
    Some(match take_byte(chunk)? {
        tag::SHEET => Message::Item(Item::Sheet {
            visibility: *VISIBILITIES.get(usize::from(take_byte(chunk)?))?,
            name: take_text(chunk)?,
        }),
        tag::CELL => Message::Item(Item::Cell(take_cell(chunk)?)),
        tag::HIDDEN_ROWS => {
            let (first, last) = take_address(chunk)?;
            Message::Item(Item::HiddenRows(first..=last))
        }
        tag::MERGED => {
            Message::Item(Item::Merged(MergedRange { first: take_address(chunk)?, last: take_address(chunk)? }))
        }
        tag::END_OF_SHEET => Message::Item(Item::EndOfSheet),
        tag::DONE => Message::Done(*FORMATS.get(usize::from(take_byte(chunk)?))?),
        tag::REFUSED => Message::Refused(take_refusal(chunk)?),
        _ => return None,
    })
}

fn take_cell(chunk: &mut &[u8]) -> Option<Cell> {
    let flags = take_byte(chunk)?;
    let (row, col) = take_address(chunk)?;
    let formula = if flags & 1 == 0 { None } else { Some(Formula::new(&take_text(chunk)?)) };
    let value = match take_byte(chunk)? {
        tag::TEXT => Raw::Text(take_text(chunk)?),
        tag::NUMBER => Raw::Number(f64::from_le_bytes(take_bytes(chunk)?)),
        tag::BOOL => Raw::Bool(take_byte(chunk)? != 0),
        tag::DATE_TIME => Raw::DateTime { iso: take_text(chunk)?, serial: None },
        tag::SERIAL_DATE_TIME => {
            Raw::DateTime { iso: take_text(chunk)?, serial: Some(f64::from_le_bytes(take_bytes(chunk)?)) }
        }
        tag::ERROR => Raw::Error(take_text(chunk)?),
        tag::FORMULA_WITHOUT_VALUE => Raw::FormulaWithoutValue,
        _ => return None,
    };
    Some(Cell { row, col, value, formula, percent: flags & 2 != 0 })
}

fn take_refusal(chunk: &mut &[u8]) -> Option<Refusal> {
    Some(match take_byte(chunk)? {
        tag::NOT_A_SPREADSHEET => Refusal::NotASpreadsheet(*Kind::ALL.get(usize::from(take_byte(chunk)?))?),
        tag::PASSWORD_PROTECTED => Refusal::PasswordProtected,
        tag::MACROS => Refusal::Macros,
        tag::DAMAGED => Refusal::Damaged,
        tag::TOO_BIG => Refusal::TooBig {
            what: *Measure::ALL.get(usize::from(take_byte(chunk)?))?,
            found: u64::from_le_bytes(take_bytes(chunk)?),
            cap: u64::from_le_bytes(take_bytes(chunk)?),
        },
        tag::TIMED_OUT => Refusal::TimedOut { seconds: u64::from_le_bytes(take_bytes(chunk)?) },
        tag::READER_DIED => Refusal::ReaderDied,
        tag::READER_UNAVAILABLE => Refusal::ReaderUnavailable,
        _ => return None,
    })
}

fn take_text(chunk: &mut &[u8]) -> Option<String> {
    let length = usize::try_from(u32::from_le_bytes(take_bytes(chunk)?)).ok()?;
    let (text, rest) = chunk.split_at_checked(length)?;
    *chunk = rest;
    std::str::from_utf8(text).ok().map(str::to_owned)
}

fn take_address(chunk: &mut &[u8]) -> Option<(u32, u32)> {
    let row = u32::from_le_bytes(take_bytes(chunk)?);
    Some((row, u32::from_le_bytes(take_bytes(chunk)?)))
}

fn take_byte(chunk: &mut &[u8]) -> Option<u8> {
    take_bytes(chunk).map(|[byte]: [u8; 1]| byte)
}

fn take_bytes<const N: usize>(chunk: &mut &[u8]) -> Option<[u8; N]> {
    let (bytes, rest) = chunk.split_first_chunk()?;
    *chunk = rest;
    Some(*bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages() -> Vec<Message> {
        let values = [
            Raw::Text("出院患者人次".into()),
            Raw::Number(0.1 + 0.2),
            Raw::Bool(true),
            Raw::DateTime { iso: "2024-03-31".into(), serial: None },
            Raw::DateTime { iso: "2024-03-31".into(), serial: Some(45_382.0) },
            Raw::Error("#DIV/0!".into()),
            Raw::FormulaWithoutValue,
        ];
        let formulas = [None, Some(Formula::default()), Some(Formula::new("SUM(F6:H6)"))].into_iter().cycle();
        let cell = |(value, formula)| Cell { row: 1_048_575, col: 16_383, value, formula, percent: false };
        let cells = values.into_iter().zip(formulas).map(|pair| Item::Cell(cell(pair)));
        let sheet = Item::Sheet { name: "数据填报".into(), visibility: Visibility::VeryHidden };
        let end =
            [Item::HiddenRows(3..=9), Item::Merged(MergedRange { first: (0, 1), last: (2, 3) }), Item::EndOfSheet];
        let mut refusals: Vec<Refusal> = Kind::ALL.into_iter().map(Refusal::NotASpreadsheet).collect();
        refusals.extend(Measure::ALL.map(|what| Refusal::TooBig { what, found: 9, cap: 8 }));
        refusals.extend([
            Refusal::PasswordProtected,
            Refusal::Macros,
            Refusal::Damaged,
            Refusal::TimedOut { seconds: 20 },
            Refusal::ReaderDied,
            Refusal::ReaderUnavailable,
        ]);
        std::iter::once(sheet)
            .chain(cells)
            .chain(end)
            .map(Message::Item)
            .chain(FORMATS.map(Message::Done))
            .chain(refusals.into_iter().map(Message::Refused))
            .collect()
    }

    #[test]
    fn what_is_sent_arrives() {
        let sent = messages();
        let mut chunk = Vec::new();
        sent.iter().for_each(|message| put(message, &mut chunk));
        let mut rest = &chunk[..];
        let arrived: Vec<_> = std::iter::from_fn(|| take(&mut rest)).collect();
        assert_eq!(arrived, sent);
        assert!(rest.is_empty());
    }

    #[test]
    fn a_message_cut_short_is_none() {
        for message in messages() {
            let mut chunk = Vec::new();
            put(&message, &mut chunk);
            for end in 0..chunk.len() {
                assert_eq!(take(&mut &chunk[..end]), None, "{message:?} cut at {end}");
            }
        }
    }
}
