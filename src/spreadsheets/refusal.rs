//! Why a file is not taken, in words its sender can act on.

use super::limits::MIB;

/// A reason not to read a file. Said in Chinese by [`Refusal::message`] and [`Refusal::remedy`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The content is something else, whatever the name says.
    NotASpreadsheet(Kind),
    /// The workbook asks for a password to open.
    PasswordProtected,
    /// The workbook carries macros.
    Macros,
    /// The container is cut short or does not fit together.
    Damaged,
    /// Larger than a cap.
    TooBig {
        /// What was measured.
        what: Measure,
        /// How much there is, or how much had been seen when counting stopped.
        found: u64,
        /// How much is allowed, in the same unit.
        cap: u64,
    },
    /// Reading took longer than allowed.
    TimedOut {
        /// The time allowed, in seconds.
        seconds: u64,
    },
    /// The reading child ended itself: out of memory, or a fault the file provoked.
    ReaderDied,
    /// No reading child could be started. Our fault, not the sender's; the cause is in the log.
    ReaderUnavailable,
}

/// What a file that is no spreadsheet is instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// No bytes, or only spaces.
    Empty,
    /// JPG, PNG and other pictures: a photograph or a screenshot.
    Image,
    /// A PDF, usually a scan.
    Pdf,
    /// OFD, the national format for fixed documents.
    Ofd,
    /// A web page, as many hospital systems "export to Excel".
    Html,
    /// Excel's XML of 2003.
    Xml,
    /// Comma- or tab-separated text in UTF-8 or UTF-16.
    CsvUtf8,
    /// Comma- or tab-separated text in GBK or GB 18030.
    CsvGbk,
    /// Other text.
    Text,
    /// A Word or WPS document.
    Word,
    /// A presentation.
    Slides,
    /// A zip, rar, 7z or gzip archive.
    Archive,
    /// Scrambled by the document-protection software of the sender's organisation.
    Scrambled,
    /// None of these.
    Unknown,
}

/// What a cap measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Bytes of the file.
    Upload,
    /// Bytes of one inflated part.
    Part,
    /// Bytes of all inflated parts.
    Inflated,
    /// Entries of the container.
    Entries,
    /// Worksheets.
    Sheets,
    /// Cells that hold something.
    Cells,
    /// Bytes of memory the content takes.
    Memory,
}

impl Refusal {
    /// A stable word for programs and logs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotASpreadsheet(kind) => kind.code(),
            Self::PasswordProtected => "password_protected",
            Self::Macros => "macros",
            Self::Damaged => "damaged",
            Self::TooBig { what, .. } => what.code(),
            Self::TimedOut { .. } => "timed_out",
            Self::ReaderDied => "reader_died",
            Self::ReaderUnavailable => "reader_unavailable",
        }
    }

    /// What is wrong, in Chinese.
    pub fn message(&self) -> String {
        match self {
            Self::NotASpreadsheet(kind) => kind.message().to_owned(),
            Self::PasswordProtected => "这个文件设置了打开密码，系统无法读取。".to_owned(),
            Self::Macros => "这个文件带有宏，系统不接收带宏的文件。".to_owned(),
            Self::Damaged => "文件不完整或已损坏，无法读出里面的表格。".to_owned(),
            Self::TooBig { what, found, cap } => what.message(*found, *cap),
            Self::TimedOut { seconds } => {
                format!("读取这个文件超过了 {seconds} 秒，已停止。正常的填报表不到 1 秒即可读完。")
            }
            Self::ReaderDied => "读取这个文件时出错并已停止：文件可能已损坏，或内容异常庞大。".to_owned(),
            Self::ReaderUnavailable => "系统暂时无法读取表格文件，不是您的文件有问题。".to_owned(),
        }
    }

    /// What to do about it, in Chinese.
    pub fn remedy(&self) -> String {
        match self {
            Self::NotASpreadsheet(kind) => kind.remedy().to_owned(),
            Self::PasswordProtected => "请在 Excel 或 WPS 中打开文件，在“文件—信息—保护工作簿—用密码进行加密”（WPS：“文件—文档加密—密码加密”）中清空密码，保存后重新上传。".to_owned(),
            Self::Macros => "请在 Excel 或 WPS 中打开文件，另存为“Excel 工作簿（*.xlsx）”，提示不能保存宏时选“是”，再上传新文件。".to_owned(),
            Self::Damaged => "请用 Excel 或 WPS 打开原文件，确认内容完整，另存为“Excel 工作簿（*.xlsx）”后重新上传；若打不开，请重新下载填报表填写。".to_owned(),
            Self::TooBig { .. } | Self::TimedOut { .. } | Self::ReaderDied => "请下载本期填报表，只把数据填入（或以“值”粘贴到）填报表中保存后上传；不要在表中附加图片、其他工作表或整列整行的格式。".to_owned(),
            Self::ReaderUnavailable => "请过几分钟再上传一次；若仍不行，请联系系统管理员。".to_owned(),
        }
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.message(), self.remedy())
    }
}

impl std::error::Error for Refusal {}

impl Kind {
    /// Every kind, in the order of the wire.
    pub(super) const ALL: [Self; 14] = [
        Self::Empty,
        Self::Image,
        Self::Pdf,
        Self::Ofd,
        Self::Html,
        Self::Xml,
        Self::CsvUtf8,
        Self::CsvGbk,
        Self::Text,
        Self::Word,
        Self::Slides,
        Self::Archive,
        Self::Scrambled,
        Self::Unknown,
    ];

    fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty_file",
            Self::Image => "image",
            Self::Pdf => "pdf",
            Self::Ofd => "ofd",
            Self::Html => "html",
            Self::Xml => "xml",
            Self::CsvUtf8 => "csv_utf8",
            Self::CsvGbk => "csv_gbk",
            Self::Text => "text",
            Self::Word => "word",
            Self::Slides => "slides",
            Self::Archive => "archive",
            Self::Scrambled => "scrambled",
            Self::Unknown => "not_a_spreadsheet",
        }
    }

    fn message(self) -> &'static str {
        match self {
            Self::Empty => "这是一个空文件，里面没有任何内容。",
            Self::Image => "这是一张图片（照片或截图），不是电子表格，系统读不出里面的数字。",
            Self::Pdf => "这是 PDF 文件，不是电子表格，系统读不出里面的数字。",
            Self::Ofd => "这是 OFD 版式文件，不是电子表格，系统读不出里面的数字。",
            Self::Html => "这个文件的内容是网页（HTML），只是名字像电子表格，常见于从其他系统“导出 Excel”。",
            Self::Xml => "这是 XML 文件，不是系统能读取的电子表格。",
            Self::CsvUtf8 => "这是 CSV 文本，不是电子表格，无法确认每个数字对应哪一格。",
            Self::CsvGbk => "这是 GBK 编码的 CSV 文本，只是名字像电子表格，无法确认每个数字对应哪一格。",
            Self::Text => "这是纯文本，不是电子表格。",
            Self::Word => "这是 Word（或 WPS 文字）文档，不是电子表格。",
            Self::Slides => "这是演示文稿，不是电子表格。",
            Self::Archive => "这是压缩包，不是电子表格。",
            Self::Scrambled => "文件内容已被加密，很可能是单位电脑上的加密软件（文档安全系统）所为，系统读不出。",
            Self::Unknown => "无法识别这个文件，它不是电子表格。",
        }
    }

    fn remedy(self) -> &'static str {
        match self {
            Self::Image | Self::Pdf | Self::Ofd => {
                "请上传填写好的电子表格原件（.xlsx、.xls 或 .ods）；盖章页的扫描件不能代替填报表。"
            }
            Self::Html | Self::Xml => {
                "请用 Excel 或 WPS 打开该文件，把数据填入本期填报表，另存为“Excel 工作簿（*.xlsx）”后上传；只改扩展名没有用。"
            }
            Self::CsvUtf8 | Self::CsvGbk | Self::Text => {
                "请下载本期填报表，把数据填入表中，保存为“Excel 工作簿（*.xlsx）”后上传；只改扩展名没有用。"
            }
            Self::Archive => "请先解压，再逐个上传里面的填报表（.xlsx、.xls 或 .ods）。",
            Self::Scrambled => "请联系本单位信息科将文件解密（外发），或在未安装加密软件的电脑上重新下载、填写后上传。",
            Self::Empty | Self::Word | Self::Slides | Self::Unknown => {
                "请上传从本系统下载并填写好的填报表（.xlsx、.xls 或 .ods）。"
            }
        }
    }
}

impl Measure {
    /// Every measure, in the order of the wire.
    pub(super) const ALL: [Self; 7] =
        [Self::Upload, Self::Part, Self::Inflated, Self::Entries, Self::Sheets, Self::Cells, Self::Memory];

    fn code(self) -> &'static str {
        match self {
            Self::Upload => "upload_too_big",
            Self::Part => "part_too_big",
            Self::Inflated => "inflated_too_big",
            Self::Entries => "too_many_entries",
            Self::Sheets => "too_many_sheets",
            Self::Cells => "too_many_cells",
            Self::Memory => "content_too_big",
        }
    }

    /// What there is, in words that stand without the limit, and the limit with its unit, both in Chinese.
    #[must_use]
    pub fn size(self, found: u64, cap: u64) -> (String, String) {
        match self {
            Self::Upload => (format!("文件有 {}", mib(found)), mib(cap)),
            Self::Part => ("有一部分解压后太大，正常的表格不会这样".to_owned(), mib(cap)),
            Self::Inflated => ("解压后太大，正常的表格不会这样".to_owned(), mib(cap)),
            Self::Entries => (format!("里面有 {found} 个组成部分"), format!("{cap} 个")),
            Self::Sheets => (format!("里面有 {found} 张工作表"), format!("{cap} 张")),
            Self::Cells => ("有内容的单元格太多".to_owned(), format!("{cap} 个")),
            Self::Memory => ("内容展开后太大".to_owned(), mib(cap)),
        }
    }

    fn message(self, found: u64, cap: u64) -> String {
        match self {
            Self::Upload => format!("文件有 {}，超过了 {} 的上限。", mib(found), mib(cap)),
            Self::Part => format!("文件中有一部分解压后超过 {}，正常的表格不会这样。", mib(cap)),
            Self::Inflated => format!("文件解压后超过 {}，正常的表格不会这样。", mib(cap)),
            Self::Entries => format!("文件里有 {found} 个组成部分，超过了 {cap} 个的上限。"),
            Self::Sheets => format!("文件里有 {found} 张工作表，超过了 {cap} 张的上限。"),
            Self::Cells => format!("文件里有内容的单元格超过了 {cap} 个的上限。"),
            Self::Memory => format!("文件内容展开后超过 {}，无法读取。", mib(cap)),
        }
    }
}

/// A size in MB, rounded up so that what exceeds a cap never looks equal to it.
fn mib(bytes: u64) -> String {
    format!("{} MB", bytes.div_ceil(MIB))
}
