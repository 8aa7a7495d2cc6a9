//! The parts of a Word file that hold no text of the document: its kinds, its fonts, its styles.

use super::super::model::{Document, Size};
use super::super::notice::escaped;

pub(super) const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
pub(super) const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
     xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

pub(super) const CONTENT_TYPES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
<Default Extension=\"xml\" ContentType=\"application/xml\"/>\
<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>\
<Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>\
<Override PartName=\"/word/fontTable.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml\"/>\
<Override PartName=\"/word/footer1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml\"/>\
<Override PartName=\"/word/header1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml\"/>\
<Override PartName=\"/word/settings.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml\"/>\
<Override PartName=\"/word/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>\
</Types>";

pub(super) const RELATIONS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>\
<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>\
</Relationships>";

pub(super) const DOCUMENT_RELATIONS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/>\
<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/fontTable\" Target=\"fontTable.xml\"/>\
<Relationship Id=\"rId3\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/header\" Target=\"header1.xml\"/>\
<Relationship Id=\"rId4\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer\" Target=\"footer1.xml\"/>\
<Relationship Id=\"rId5\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings\" Target=\"settings.xml\"/>\
</Relationships>";

/// Says that it is a file of today's Word, so that tables stand where the margins are.
pub(super) fn settings() -> String {
    format!(
        "{HEAD}<w:settings {W}><w:characterSpacingControl w:val=\"compressPunctuation\"/><w:compat>\
         <w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/>\
         </w:compat></w:settings>"
    )
}

/// What the file says about itself: its title. No author and no time.
pub(super) fn core(document: &Document) -> String {
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title></cp:coreProperties>",
        escaped(&document.title)
    )
}

/// The fonts by name, each with what may stand in for it where it is missing; none is carried along.
const FONTS: [(&str, &str, &str); 3] = [
    ("仿宋", "FangSong,仿宋_GB2312,FangSong_GB2312,STFangsong,Noto Serif CJK SC", "roman"),
    ("方正小标宋简体", "FZXiaoBiaoSong-B05S,方正小标宋_GBK,华文中宋,宋体,SimSun,Noto Serif CJK SC", "roman"),
    ("黑体", "SimHei,STHeiti,Noto Sans CJK SC", "swiss"),
];

pub(super) fn fonts() -> String {
    let fonts: String = FONTS
        .iter()
        .map(|(name, others, family)| {
            format!(
                "<w:font w:name=\"{name}\"><w:altName w:val=\"{others}\"/><w:charset w:val=\"86\"/>\
                 <w:family w:val=\"{family}\"/><w:pitch w:val=\"variable\"/></w:font>"
            )
        })
        .collect();
    format!("{HEAD}<w:fonts {W}>{fonts}</w:fonts>")
}

/// The font of a run, for every script: digits are set in the same font as the Chinese round them.
pub(super) fn font(name: &str) -> String {
    format!(
        "<w:rFonts w:ascii=\"{name}\" w:hAnsi=\"{name}\" w:eastAsia=\"{name}\" w:cs=\"{name}\" w:hint=\"eastAsia\"/>"
    )
}

/// Letters in half points and leading in twentieths of a point.
fn body_size(size: Size) -> (u32, u32) {
    match size {
        Size::Letter => (32, 560),
        Size::Form => (28, 450),
    }
}

/// The styles. `autoSpaceDE` and `autoSpaceDN` off: no space comes between Chinese and digits.
pub(super) fn styles(size: Size) -> String {
    let (letters, leading) = body_size(size);
    let exact = |line: u32| format!("<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"{line}\" w:lineRule=\"exact\"/>");
    let sized = |half: u32| format!("<w:sz w:val=\"{half}\"/><w:szCs w:val=\"{half}\"/>");
    let indent = format!("<w:ind w:firstLineChars=\"200\" w:firstLine=\"{}\"/>", letters * 20);
    let style = |id: &str, name: &str, paragraph: &str, run: &str| {
        format!(
            "<w:style w:type=\"paragraph\" w:customStyle=\"{}\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>\
             <w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>",
            u8::from(name != "Title" && name != "heading 1")
        )
    };
    let mut out = format!(
        "{HEAD}<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr>{}{}<w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/>\
         </w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>\
         <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/>\
         <w:pPr><w:widowControl w:val=\"0\"/><w:overflowPunct w:val=\"1\"/><w:autoSpaceDE w:val=\"0\"/><w:autoSpaceDN w:val=\"0\"/>{}</w:pPr></w:style>",
        font("仿宋"),
        sized(letters),
        exact(leading)
    );
    let plain = exact(leading);
    let small = if size == Size::Form { 24 } else { letters };
    for (id, name, paragraph, run) in [
        (
            "DocTitle",
            "Title",
            "<w:keepNext/><w:spacing w:before=\"0\" w:after=\"80\" w:line=\"640\" w:lineRule=\"exact\"/>\
             <w:jc w:val=\"center\"/>"
                .to_owned(),
            format!("{}<w:b/>{}", font("方正小标宋简体"), sized(44)),
        ),
        (
            "DocNumber",
            "文号",
            format!(
                "<w:spacing w:before=\"0\" w:after=\"160\" w:line=\"{leading}\" w:lineRule=\"exact\"/><w:jc w:val=\"center\"/>"
            ),
            String::new(),
        ),
        ("DocTo", "主送", plain.clone(), String::new()),
        ("DocText", "正文段落", format!("{plain}{indent}<w:jc w:val=\"both\"/>"), String::new()),
        (
            "DocHeading",
            "heading 1",
            format!(
                "<w:keepNext/><w:spacing w:before=\"80\" w:after=\"0\" w:line=\"{leading}\" w:lineRule=\"exact\"/>{indent}\
                 <w:outlineLvl w:val=\"0\"/>"
            ),
            font("黑体"),
        ),
        ("DocCell", "表格文字", exact(300), sized(21)),
        (
            "DocCellHead",
            "表头",
            format!("{}<w:jc w:val=\"center\"/>", exact(320)),
            format!("{}{}", font("黑体"), sized(22)),
        ),
        (
            "DocIssue",
            "落款",
            format!(
                "<w:keepNext/><w:keepLines/>{}<w:ind w:right=\"{}\"/><w:jc w:val=\"right\"/>",
                exact(leading.min(480)),
                letters * 20
            ),
            String::new(),
        ),
        ("DocSign", "签名", exact(leading.min(400)), sized(small.min(28))),
        ("DocAnnex", "附件序号", plain, font("黑体")),
        ("DocFoot", "页脚", exact(260), sized(18)),
    ] {
        out.push_str(&style(id, name, &paragraph, &run));
    }
    out.push_str("</w:styles>");
    out
}
