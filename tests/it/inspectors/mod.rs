//! 督查员 and 质控中心: who keeps whom, who sees whom, workbooks, loans, the dated list.

mod centres;
mod loans;
mod people;

use rust_xlsxwriter::Workbook;

use crate::support::bench::Bench;
use crate::support::client::{Answer, Client};

/// A workbook with these rows, the headers first.
pub fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip(rows) {
        for (col, text) in (0..).zip(*cells) {
            sheet.write_string(row, col, *text).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

/// Staff of a county, signed in.
pub async fn county(bench: &Bench) -> Client {
    bench.staff("jinshui", "410105").await;
    bench.sign_in("jinshui").await
}

/// Adds a person with these fields, to be taken.
pub async fn add(client: &Client, fields: &[(&str, &str)]) -> String {
    let answer = client.post("/inspectors", fields).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.location().to_owned()
}

/// A page.
pub async fn read(client: &Client, path: &str) -> String {
    let answer = client.get(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    answer.body
}

/// The value of a hidden field.
pub fn hidden(page: &str, name: &str) -> String {
    let at = page.find(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("no {name}: {page}"));
    page[at..].split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

/// Sends a workbook to a place; gives the address and the text of its rehearsal.
pub async fn rehearsed(client: &Client, home: &str, bytes: &[u8]) -> (String, String) {
    let answer = client.upload(&format!("{home}/import"), &[("演示.xlsx", bytes)]).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let address = answer.location().to_owned();
    let page = read(client, &address).await;
    (address.split('?').next().unwrap().to_owned(), page)
}

/// Confirms a rehearsal.
pub async fn confirm(client: &Client, address: &str, page: &str) -> Answer {
    client.post(address, &[("name", "演示.xlsx"), ("seen", &hidden(page, "seen"))]).await
}
