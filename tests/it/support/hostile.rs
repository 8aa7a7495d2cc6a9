//! Files nobody would send by mistake, written byte by byte: containers of our own making around
//! content that no spreadsheet program would save.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A zip container with these parts.
pub fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// An xlsx with one sheet, whose `<sheetData>` holds `rows`, and further parts.
pub fn xlsx(rows: &str, further: &[(&str, &[u8])]) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let root = format!(
        r#"<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
    );
    let book = format!(
        r#"<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>"#
    );
    let relations = format!(
        r#"<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
    );
    let sheet = format!(r#"<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>"#);
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    parts.extend(further);
    zip(&parts)
}

/// An xlsx of a few kilobytes with its first and its very last cell filled.
pub fn far_corners_xlsx() -> Vec<u8> {
    xlsx(r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>"#, &[])
}

/// The same as ods, where the emptiness between is a number in an attribute.
pub fn far_corners_ods() -> Vec<u8> {
    let cell = |value: u8| format!(r#"<table:table-cell office:value-type="float" office:value="{value}"/>"#);
    let (first, last) = (cell(1), cell(2));
    ods(&format!(
        r#"<table:table-row>{first}</table:table-row>
        <table:table-row table:number-rows-repeated="1048574"><table:table-cell/></table:table-row>
        <table:table-row><table:table-cell table:number-columns-repeated="16383"/>{last}</table:table-row>"#
    ))
}

/// An ods with one sheet of these rows.
pub fn ods(rows: &str) -> Vec<u8> {
    const OASIS: &str = "urn:oasis:names:tc:opendocument:xmlns";
    let content = format!(
        r#"<office:document-content xmlns:office="{OASIS}:office:1.0" xmlns:table="{OASIS}:table:1.0"><office:body><office:spreadsheet><table:table table:name="Sheet1">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
        ("content.xml", content.as_bytes()),
    ])
}

/// An xlsx with `megabytes` of shared strings, each far shorter than the room it takes in memory.
pub fn short_strings_bomb(megabytes: usize) -> Vec<u8> {
    let text = "<si><t>0</t></si>";
    let strings = format!("<sst>{}</sst>", text.repeat(megabytes * (1 << 20) / text.len()));
    xlsx("", &[("xl/sharedStrings.xml", strings.as_bytes())])
}

/// An xlsx that names one long shared string from very many cells.
pub fn repeated_string_bomb() -> Vec<u8> {
    let strings = format!("<sst><si><t>{}</t></si></sst>", "长".repeat(10_000));
    let rows: String =
        (1..20_000).map(|row| format!(r#"<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>"#)).collect();
    xlsx(&rows, &[("xl/sharedStrings.xml", strings.as_bytes())])
}

/// An xlsb whose one sheet names the column of a row's first cell only, as the format allows and
/// Excel itself never does: 甲, 12, a hidden row with 98.5 %, a formula that came to #DIV/0!.
pub fn short_celled_xlsb() -> Vec<u8> {
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let record = |kind: u8, data: &[u8]| {
        let mut bytes = if kind < 0x80 { vec![kind] } else { vec![kind, 1] };
        bytes.push(u8::try_from(data.len()).unwrap());
        bytes.extend(data);
        bytes
    };
    let text = |text: &str| {
        let mut bytes = u32::try_from(text.encode_utf16().count()).unwrap().to_le_bytes().to_vec();
        bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    };
    let row = |row: u8, hidden: bool| {
        record(0x00, &[row, 0, 0, 0, 0, 0, 0, 0, 0x40, 1, 0, u8::from(hidden) << 4, 0, 0, 0, 0, 0])
    };
    let plain = [0; 4];
    let percent = [1, 0, 0, 0];
    let sheet = [
        record(0x91, &[]),
        row(2, false),
        record(0x06, &[&[1, 0, 0, 0][..], &plain, &text("甲")].concat()),
        record(0x0D, &[&plain[..], &(12_u32 << 2 | 2).to_le_bytes()].concat()),
        record(0x0B, &[&[5, 0, 0, 0][..], &plain, &[7]].concat()),
        row(3, true),
        record(0x05, &[&[1, 0, 0, 0][..], &percent, &0.985_f64.to_le_bytes()].concat()),
        record(0x92, &[]),
    ]
    .concat();
    let book = [&[0, 0, 0, 0, 1, 0, 0, 0][..], &text("rId1"), &text("数据填报")].concat();
    let relations = format!(
        r#"<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.bin"/></Relationships>"#
    );
    // Two cell formats: number format 0, and 10, which is 0.00%.
    let styles =
        [&[0xE9, 4, 4, 2, 0, 0, 0][..], &[0x2F, 4, 0, 0, 0, 0], &[0x2F, 4, 0, 0, 10, 0], &[0xEA, 4, 0]].concat();
    zip(&[
        ("xl/workbook.bin", &record(0x9C, &book)),
        ("xl/_rels/workbook.bin.rels", relations.as_bytes()),
        ("xl/worksheets/sheet1.bin", &sheet),
        ("xl/styles.bin", &styles),
    ])
}

/// An .xls with `sheets` sheets, each with its first and its very last cell filled.
pub fn sparse_xls(sheets: u32) -> Vec<u8> {
    let number = |row: u16, col: u16| {
        let mut data = [row.to_le_bytes(), col.to_le_bytes(), [0, 0]].concat();
        data.extend(1.0_f64.to_le_bytes());
        record(0x0203, &data)
    };
    let sheet =
        [record(0x0809, &[0, 6, 16, 0, 0, 0, 0, 0]), number(0, 0), number(u16::MAX, 255), record(0x000A, &[])].concat();
    let bound = |at: u32| {
        let mut data = at.to_le_bytes().to_vec();
        data.extend([0, 0, 2, 0, b'S', b'0']);
        record(0x0085, &data)
    };
    let globals = |first: u32| {
        let mut bytes = record(0x0809, &[0, 6, 5, 0, 0, 0, 0, 0]);
        for index in 0..sheets {
            bytes.extend(bound(first + index * u32::try_from(sheet.len()).unwrap()));
        }
        bytes.extend(record(0x000A, &[]));
        bytes
    };
    let first = u32::try_from(globals(0).len()).unwrap();
    let mut stream = globals(first);
    for _ in 0..sheets {
        stream.extend(&sheet);
    }
    ole(&[("Workbook", &stream)])
}

/// An .xls that says its content is encrypted.
pub fn password_xls() -> Vec<u8> {
    let stream =
        [record(0x0809, &[0, 6, 5, 0, 0, 0, 0, 0]), record(0x002F, &[1, 0, 1, 0, 1, 0]), record(0x000A, &[])].concat();
    ole(&[("Workbook", &stream)])
}

/// A record of an .xls: kind, length, data.
fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap();
    [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
}

/// An OLE container with these streams, at most three, each padded to 4,096 bytes at least.
pub fn ole(streams: &[(&str, &[u8])]) -> Vec<u8> {
    const SECTOR: usize = 512;
    const END: u32 = 0xFFFF_FFFE;
    const FREE: u32 = 0xFFFF_FFFF;
    const TABLE: u32 = 0xFFFF_FFFD;
    assert!(streams.len() < 4, "one directory sector has room for three");

    // Sector 0 is the directory; the streams follow, the allocation table ends the file.
    let mut next = vec![END];
    let mut directory = entry("Root Entry", 5, END, 0);
    let mut content = Vec::new();
    for (name, bytes) in streams {
        let mut bytes = bytes.to_vec();
        bytes.resize(bytes.len().max(4_096).next_multiple_of(SECTOR), 0);
        let start = u32::try_from(next.len()).unwrap();
        directory.extend(entry(name, 2, start, bytes.len()));
        let sectors = u32::try_from(bytes.len() / SECTOR).unwrap();
        next.extend(start + 1..start + sectors);
        next.push(END);
        content.extend(bytes);
    }
    directory.resize(SECTOR, 0);
    let used = next.len();
    let tables = (used + 1).div_ceil(SECTOR / 4 - 1);
    next.extend(std::iter::repeat_n(TABLE, tables));
    next.resize(tables * SECTOR / 4, FREE);

    let mut header = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    header.extend([0; 16]);
    header.extend([0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    header.extend(u32::try_from(tables).unwrap().to_le_bytes());
    header.extend(0_u32.to_le_bytes());
    header.extend([0; 4]);
    header.extend(4_096_u32.to_le_bytes());
    header.extend([END.to_le_bytes(), [0; 4], END.to_le_bytes(), [0; 4]].concat());
    let table_sectors = (0..tables).map(|index| u32::try_from(used + index).unwrap());
    let named = table_sectors.chain(std::iter::repeat(FREE)).take(109);
    header.extend(named.flat_map(u32::to_le_bytes));

    let table: Vec<u8> = next.iter().flat_map(|sector| sector.to_le_bytes()).collect();
    [header, directory, content, table].concat()
}

fn entry(name: &str, kind: u8, start: u32, size: usize) -> Vec<u8> {
    let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let name_bytes = u16::try_from(entry.len() + 2).unwrap();
    entry.resize(64, 0);
    entry.extend(name_bytes.to_le_bytes());
    entry.extend([kind, 1]);
    entry.extend([0xFF; 12]);
    entry.resize(116, 0);
    entry.extend(start.to_le_bytes());
    entry.extend(u64::try_from(size).unwrap().to_le_bytes());
    entry
}
