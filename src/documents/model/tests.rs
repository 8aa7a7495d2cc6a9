use super::*;

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 10, 21).unwrap()
}

#[test]
fn headings_are_numbered_as_they_come_and_anew_in_each_annex() {
    let body = Body::default().heading("甲").paragraph("文").heading("乙");
    let document =
        Document::new(Size::Form, "题", body).annex("单", Body::default().heading("丙")).annex("又", Body::default());
    assert_eq!(document.body.blocks[0], Block::Heading("一、甲".to_owned()));
    assert_eq!(document.body.blocks[2], Block::Heading("二、乙".to_owned()));
    assert_eq!(document.annexes[0].body.blocks[0], Block::Heading("一、丙".to_owned()));
    assert_eq!((document.annexes[0].label.as_str(), document.annexes[1].label.as_str()), ("附件1", "附件2"));
}

#[test]
fn attachments_stand_on_one_line_of_a_form_and_on_their_own_in_a_letter() {
    let names = ["清单".to_owned(), "记录".to_owned()];
    let of = |size| Document::new(size, "题", Body::default()).attachments(&names).attachments;
    assert_eq!(of(Size::Form), ["附件：1. 清单　2. 记录"]);
    assert_eq!(of(Size::Letter), ["附件：1. 清单", "　　　2. 记录"]);
    let one = Document::new(Size::Form, "题", Body::default()).attachments(&names[..1]);
    assert_eq!(one.attachments, ["附件：清单"], "a single one has no number");
    assert!(Document::new(Size::Form, "题", Body::default()).attachments(&[]).attachments.is_empty());
}

#[test]
fn what_cannot_stand_on_paper_is_left_out() {
    assert_eq!(clean(" 甲\t乙\u{0}\u{202E}丙\u{FFFE}\u{2066}丁\u{200F} "), "甲 乙丙丁");
    assert_eq!(lines("甲\r\n\n  乙 "), ["甲", "乙"]);
    assert_eq!(lines("\n \n"), [""]);
    assert_eq!(clean("“𠮷”〔2024〕"), "“𠮷”〔2024〕", "rare characters stay");
}

#[test]
fn rows_fill_their_columns_and_long_ones_may_break() {
    let mut table = Table::new(vec![Column::narrow("序", 9), Column::wide("发现")]);
    table.row(["1"]);
    table.row(["2", &"字".repeat(WHOLE), "多余"]);
    table.row(["3", &"字".repeat(WHOLE + 1)]);
    table.across(&"字".repeat(WHOLE + 1));
    assert!(table.headed);
    let across = table.rows.pop().unwrap();
    assert_eq!((across.cells.len(), across.whole, across.across), (1, false, true));
    assert!(table.rows.iter().all(|row| row.cells.len() == 2));
    assert_eq!(table.rows.iter().map(|row| row.whole).collect::<Vec<_>>(), [true, true, false]);
    assert!(!Table::new(vec![Column::wide(""), Column::wide("")]).headed);
}

#[test]
fn widths_are_those_the_page_has_rules_for() {
    assert_eq!(Column::narrow("", 22).width, Some(24));
    assert_eq!(Column::narrow("", 200).width, Some(60));
    let css = include_str!("../../../assets/css/app.css");
    for width in WIDTHS {
        let rule = format!(".zk-official .w{width}{{width:{width}mm}}");
        assert!(css.contains(&rule), "app.css lacks {rule}");
    }
}

#[test]
fn the_foot_and_the_issuer_are_put_together_here() {
    let document = Document::new(Size::Form, "题", Body::default())
        .demo(true)
        .to("甲医院")
        .issued("乙委员会", day())
        .foot("一式两份", Some("7c1e-90ab"));
    assert_eq!(document.mark, Some("演示　无效力"));
    assert_eq!(document.addressee.as_deref(), Some("甲医院："));
    assert_eq!(document.issued, Some(Issued { body: "乙委员会（印章）".to_owned(), day: "2024年10月21日".to_owned() }));
    assert_eq!(document.code.as_deref(), Some("校验码 7c1e-90ab"));
    assert_eq!(document.demo(false).mark, None);
}
