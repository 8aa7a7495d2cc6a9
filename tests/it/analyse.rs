//! `zhikong analyse` as outside programs run it: what it prints, and what it refuses.

use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;

const CONTROL: &str = "id,kind,better,period,numerator,denominator,goal\n";

fn file(folder: &tempfile::TempDir, bytes: &[u8]) -> PathBuf {
    let path = folder.path().join("in.csv");
    std::fs::write(&path, bytes).unwrap();
    path
}

fn analyse(bytes: &[u8], arguments: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let input = file(&folder, bytes);
    let mut command = Command::new(env!("CARGO_BIN_EXE_zhikong"));
    command.arg("analyse").args(arguments).arg("--input").arg(input).current_dir(folder.path()).output().unwrap()
}

fn out(bytes: &[u8], arguments: &[&str]) -> String {
    let done = analyse(bytes, arguments);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

/// Refused: exit 2, nothing on stdout, and every one of `named` on stderr.
fn refused(bytes: &[u8], arguments: &[&str], named: &[&str]) {
    let done = analyse(bytes, arguments);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(2), "{said}");
    assert!(done.stdout.is_empty(), "something was written: {}", String::from_utf8_lossy(&done.stdout));
    for name in named {
        assert!(said.contains(name), "“{said}” does not name {name}");
    }
}

fn cells(text: &str, row: usize) -> Vec<&str> {
    text.lines().nth(row).unwrap().split(',').collect()
}

#[test]
fn control_prints_a_row_for_each_of_its_rows() {
    let mut input = CONTROL.to_owned();
    for month in 1..=14 {
        input += &format!("甲,proportion,higher,2024-{month:02},{},1000,\n", 800 + month % 4 * 5);
        input +=
            &format!("乙,density,lower,2024-{month:02},{},{},0.001\n", month % 3, if month == 5 { 0 } else { 2000 });
    }
    let text = out(input.as_bytes(), &["control", "--method", "pprime"]);
    assert_eq!(
        text.lines().next(),
        Some("id,period,value,centre,lower,upper,sigma_z,outside,shift,trend,two_of_three,type,assurance")
    );
    assert_eq!(text.lines().count(), 29);
    let first = cells(&text, 1);
    assert_eq!(&first[..3], ["甲", "2024-01", "0.805"]);
    assert!(first[6].parse::<f64>().unwrap() > 0.0);
    assert_eq!(&first[7..], ["0", "0", "0", "0", "common_cause", ""]);
    let gap = cells(&text, 10);
    assert_eq!(&gap[..3], ["乙", "2024-05", ""]);
    assert!(!gap[3].is_empty(), "the centre stays at a gap");
    assert_eq!([gap[4], gap[5], gap[7], gap[8], gap[9], gap[10], gap[11]], ["", "", "0", "0", "0", "0", ""]);
    assert_eq!(cells(&text, 26)[12], "", "only the last row of a series is assessed");
    assert_eq!(cells(&text, 28)[12], "inconsistent");

    let json: Value =
        serde_json::from_str(&out(input.as_bytes(), &["control", "--method", "pprime", "--format", "json"])).unwrap();
    assert_eq!(json.as_array().unwrap().len(), 28);
    assert_eq!(json[9]["value"], Value::Null);
    assert_eq!(json[9]["outside"], 0);
    assert_eq!(json[0]["value"], 0.805);
    assert_eq!(json[0]["assurance"], Value::Null);
    assert_eq!(json[0].as_object().unwrap().len(), 13);
}

#[test]
fn control_names_signals_and_applies_its_options() {
    let series = |values: &[i32], better: &str| {
        let mut input = CONTROL.to_owned();
        for (at, value) in values.iter().enumerate() {
            input += &format!("a,ratio,{better},{at},{value},1,\n");
        }
        input
    };
    let rising = series(&[50, 40, 50, 40, 50, 40, 1, 2, 3, 4, 5, 6, 7, 50, 40, 50], "lower");
    let text = out(rising.as_bytes(), &["control", "--method", "xmr", "--screen", "off"]);
    assert_eq!(
        &cells(&text, 10)[7..12],
        ["0", "1", "1", "1", "concern"],
        "a trend names the point before a shift does"
    );
    let text =
        out(series(&[50, 40, 50, 40, 50, 40, 1, 2, 3, 4, 5, 6, 7], "none").as_bytes(), &["control", "--method", "xmr"]);
    assert_eq!(cells(&text, 10)[11], "special_cause");

    let constant = series(&[5; 12], "higher");
    let screened = out(constant.as_bytes(), &["control", "--method", "xmr"]);
    assert_eq!(&cells(&screened, 3)[3..7], ["5", "", "", ""], "no moving range is left");
    let all = out(constant.as_bytes(), &["control", "--method", "xmr", "--screen", "off"]);
    assert_eq!(&cells(&all, 3)[3..7], ["5", "5", "5", ""]);
    let p = out(constant.as_bytes(), &["control", "--method", "p"]);
    assert_eq!(&cells(&p, 3)[2..7], ["5", "5", "", "", ""], "a centre above 1 has no binomial limits");

    let mut gapped = CONTROL.to_owned();
    for (at, (x, n)) in [(1, 2), (1, 1), (0, 0), (0, 1), (1, 4)].into_iter().enumerate() {
        gapped += &format!("a,proportion,higher,{at},{x},{n},0.9\n");
    }
    let upper = |gap| {
        let text = out(gapped.as_bytes(), &["control", "--method", "xmr", "--screen", "off", "--gap", gap]);
        cells(&text, 1)[5].parse::<f64>().unwrap()
    };
    let centre = (0.5 + 1.0 + 0.0 + 0.25) / 4.0;
    assert!((upper("skip") - (centre + 2.66 * (0.5 + 0.25) / 2.0)).abs() < 1e-12);
    assert!((upper("bridge") - (centre + 2.66 * (0.5 + 1.0 + 0.25) / 3.0)).abs() < 1e-12);
}

#[test]
fn funnel_prints_limits_flags_and_dispersion() {
    let mut input = "set,unit,numerator,denominator,target,kind\n".to_owned();
    for unit in 0..20 {
        input += &format!("一季度,{unit},{},100,,proportion\n", if unit == 7 { 20 } else { 90 + unit % 5 });
        input += &format!("感染,{unit},{},10000,0.001,density\n", if unit == 3 { 60 } else { 8 + unit % 5 });
    }
    let exact = out(input.as_bytes(), &["funnel", "--method", "exact"]);
    assert_eq!(
        exact.lines().next(),
        Some("set,unit,rate,centre,lower95,upper95,lower998,upper998,phi,tau2,out95,out998")
    );
    assert_eq!(&cells(&exact, 15)[..3], ["一季度", "7", "0.2"]);
    assert_eq!(&cells(&exact, 15)[8..], ["", "", "-1", "-1"]);
    assert_eq!(&cells(&exact, 8)[1..4], ["3", "0.006", "0.001"]);
    assert_eq!(&cells(&exact, 8)[10..], ["1", "1"]);
    let additive = out(input.as_bytes(), &["funnel", "--method", "additive"]);
    assert!(cells(&additive, 1)[8].parse::<f64>().unwrap() > 0.0);
    assert!(cells(&additive, 1)[9].parse::<f64>().unwrap() >= 0.0);

    let done =
        analyse(b"set,unit,numerator,denominator\na,1,2.5,5\na,2,3,5\na,3,0,0\n", &["funnel", "--method", "exact"]);
    let text = String::from_utf8(done.stdout).unwrap();
    assert_eq!(done.status.code(), Some(0));
    assert_eq!(text.lines().nth(1), Some("a,1,0.5,0.55,,,,,,,0,0"), "fractional counts have no exact limits");
    assert_eq!(text.lines().nth(3), Some("a,3,,0.55,,,,,,,0,0"));
    assert!(String::from_utf8_lossy(&done.stderr).contains("arcsine"));
}

#[test]
fn wilson_prints_intervals_and_tails() {
    let text = out(b"x,n\n9,10\n0,0\n", &["wilson"]);
    assert_eq!(text.lines().next(), Some("x,n,lower95,upper95,lower998,upper998"));
    assert!((cells(&text, 1)[2].parse::<f64>().unwrap() - 0.595_850).abs() < 1e-6);
    assert_eq!(text.lines().nth(2), Some("0,0,,,,"));
    let text = out(b"x,n,target\n4,5,1\n3,4,\n", &["wilson"]);
    assert_eq!(&cells(&text, 1)[6..], ["0", "1"]);
    assert_eq!(&cells(&text, 2)[6..], ["", ""]);
    let json: Value = serde_json::from_str(&out(b"x,n\n5,5\n", &["wilson", "--format", "json"])).unwrap();
    assert_eq!((&json[0]["upper95"], &json[0]["tail_low"]), (&Value::from(1.0), &Value::Null));
}

#[test]
fn harmless_spellings_are_read() {
    let plain = out(b"x,n\n3,4\n5,6\n", &["wilson"]);
    for other in [
        &b"\xef\xbb\xbfx,n\n3,4\n5,6\n"[..],
        b"x,n\r\n3,4\r\n5,6\r\n",
        b"\"x\",\"n\"\n\"3\",\"4\"\n5,\"6\"",
        b"x,n\n 3 ,4\n5.0,6e0\n",
    ] {
        assert_eq!(out(other, &["wilson"]), plain);
    }
    let swapped = out(b"n,x\n4,3\n6,5\n", &["wilson"]);
    assert_eq!(swapped, plain, "columns go by name");
    let quoted =
        out(b"set,unit,numerator,denominator\n\"a,b\",\"say \"\"x\"\"\",1,2\n", &["funnel", "--method", "exact"]);
    assert!(quoted.contains("\"a,b\",\"say \"\"x\"\"\",0.5"));
    assert_eq!(out(b"x,n\n", &["wilson"]), "x,n,lower95,upper95,lower998,upper998\n");
}

#[test]
fn bad_input_is_named_by_line_and_column() {
    let wilson: &[&str] = &["wilson"];
    let control: &[&str] = &["control", "--method", "p"];
    let funnel: &[&str] = &["funnel", "--method", "exact"];
    let row = |line: &str| format!("{CONTROL}a,proportion,higher,1,3,4,\n{line}\n").into_bytes();
    refused(b"", wilson, &["x,n"]);
    refused(b"x\n1\n", wilson, &["第 1 行", "缺 n 列"]);
    refused(b"x,n,m\n1,2,3\n", wilson, &["第 1 行", "m 列"]);
    refused(b"x,n,x\n1,2,3\n", wilson, &["第 1 行", "x 列"]);
    refused(b"x,n\n1\n", wilson, &["第 2 行", "n 列"]);
    refused(b"x,n\n1,2\n1,2,3\n", wilson, &["第 3 行", "第 3 列"]);
    for text in ["abc", "1,000\"", "１", "inf", "NaN", "1e999", "0x10", "3/4"] {
        let line = format!("x,n\n1,2\n\"{}\",4\n", text.replace('"', ""));
        refused(line.as_bytes(), wilson, &["第 3 行", "x 列"]);
    }
    refused(b"x,n\n1,2\n-1,4\n", wilson, &["第 3 行", "x 列", "负"]);
    refused(b"x,n\n1,2\n5,4\n", wilson, &["第 3 行", "x 列", "大于"]);
    refused(b"x,n,target\n1,2,93\n", wilson, &["第 2 行", "target 列"]);
    refused(&row("a,proportion,higher,2,5,4,"), control, &["第 3 行", "numerator 列"]);
    refused(&row("a,proportion,higher,2,5,-4,"), control, &["第 3 行", "denominator 列"]);
    refused(&row("a,percent,higher,2,3,4,"), control, &["第 3 行", "kind 列"]);
    refused(&row("a,proportion,up,2,3,4,"), control, &["第 3 行", "better 列"]);
    refused(&row("a,density,higher,2,3,4,"), control, &["第 3 行", "kind 列"]);
    refused(&row("a,proportion,higher,2,3,4,x"), control, &["第 3 行", "goal 列"]);
    refused(b"set,unit,numerator,denominator,target\na,1,1,2,0.9\na,2,1,2,0.8\n", funnel, &["第 3 行", "target 列"]);
    let mut gb = b"set,unit,numerator,denominator\nq,a,1,2\nq,".to_vec();
    gb.extend(encoding_rs::GB18030.encode("省人民医院").0.iter());
    gb.extend(b",1,2\n");
    refused(&gb, funnel, &["第 3 行", "unit 列", "GB 18030"]);
    refused(b"x,n\n\"1\n,2\",4\nz,4\n", wilson, &["第 2 行", "x 列", "第 4 行"]);
    let missing = Command::new(env!("CARGO_BIN_EXE_zhikong"))
        .args(["analyse", "wilson", "--input", "/no/such/file.csv"])
        .output()
        .unwrap();
    assert_eq!(missing.status.code(), Some(2));
}

#[test]
fn a_million_rows_are_read_and_the_last_fault_still_stops_everything() {
    let mut input = String::from("x,n\n");
    for at in 0..1_000_000u32 {
        input += &format!("{},{}\n", at % 100, 100 + at % 7);
    }
    assert_eq!(out(input.as_bytes(), &["wilson"]).lines().count(), 1_000_001);
    input += "8,7\n";
    refused(input.as_bytes(), &["wilson"], &["第 1000002 行", "x 列"]);
}
