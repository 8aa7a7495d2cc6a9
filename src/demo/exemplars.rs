//! Good examples of the invented commissions and QC centres, submitted every quarter through the door they have; the top chooses a
//! few and says why.

use crate::access::Viewer;
use crate::calendar::{Period, china_date};
use crate::catalogue::model::Campaign;
use crate::demo::chance::Chance;
use crate::demo::visits::Visits;
use crate::documents::png;
use crate::exemplars::check::{Typed, calling, quarters, targets};
use crate::exemplars::keep::{decide, submit};
use crate::exemplars::model::Number;
use crate::kept::NotKept;
use crate::web::Uploaded;

/// One that could submit in this many does not.
const LEFT: usize = 5;
/// One submission in this many comes with a picture.
const PICTURED: usize = 3;
/// What the top decides of the first submissions of a quarter: whether it is chosen, for whom, and why.
const DECIDED: [(bool, &str, &str); 4] = [
    (true, "public", "演示：做法简单，数据说得清，别的医院照着能做"),
    (true, "internal", "演示：改进幅度大，原因分析到位"),
    (false, "", "演示：只有做法，没有前后对照的数据"),
    (true, "internal", "演示：多部门协作的流程值得推广"),
];
/// What was done, by turns.
const DEEDS: [&str; 5] =
    ["每周短会逐例找原因", "把流程写成一页纸", "多部门每月核对数据", "新员工带教清单", "床旁提醒卡"];

impl Visits<'_> {
    /// Submits what is submitted in a quarter, and decides about some of it.
    ///
    /// # Errors
    /// [`NotKept`].
    pub async fn exemplars(&self, period: Period) -> Result<(), NotKept> {
        let today = china_date(self.app.clock.now());
        let Some(campaign) = calling(self.catalogue, today, true).first().copied() else { return Ok(()) };
        let open = quarters(campaign, Period::quarter_containing(today)).contains(&period);
        let Some(top) = self.tree.roots().next().map(|root| root.id).filter(|_| open) else { return Ok(()) };
        let picture = picture().await;
        let mut made = Vec::new();
        let walked = self.tree.walk();
        let below = walked.iter().filter(|(depth, one)| *depth == 1 || (*depth > 1 && self.takes_part(&one.code)));
        for (at, (_, one)) in below.enumerate() {
            if Chance::of(self.seed, &["exemplar", &one.code, &period.to_string()]).index(LEFT) == 0 {
                continue;
            }
            let files: Vec<Uploaded> =
                picture.iter().filter(|_| at % PICTURED == 0).map(|bytes| shot(bytes.clone())).collect();
            let typed = self.example(campaign, (period, at));
            made.push(submit(self.app, (self.catalogue, &[campaign]), &self.staff_of(one.id), (&typed, &files)).await?);
        }
        let viewer = self.staff_of(top);
        for (number, (chosen, audience, reason)) in made.into_iter().zip(DECIDED) {
            self.decided(&viewer, number, (chosen, audience, reason)).await?;
        }
        Ok(())
    }

    /// Whether a commission below a city, or a centre, takes part at all.
    fn takes_part(&self, code: &str) -> bool {
        Chance::of(self.seed, &["exemplars", code]).index(4) == 0
    }

    fn example(&self, campaign: &Campaign, (period, at): (Period, usize)) -> Typed {
        let of_year: Vec<_> = targets(self.catalogue, period).collect();
        let turn = at + usize::from(period.number());
        let target = of_year.get(turn % of_year.len().max(1));
        let about = target.map_or("核心制度", |target| target.short_title.as_str());
        let deed = DEEDS.get(turn % DEEDS.len()).copied().unwrap_or_default();
        let kind = campaign.exemplars.get(turn % campaign.exemplars.len().max(1));
        let text = format!(
            "演示：围绕“{about}”，先查清本季没有做到的病例，逐例写明原因。\n做法：{deed}，每月在科室公布一次，由质控部门核对。\n\
             成效：演示数字，连续三个月好于上一季；没有做到的病例都写了原因。\n可以照搬的：一张表、一页纸流程、每周十分钟。"
        );
        let fields = [
            ("quarter", period.to_string()),
            ("kind", kind.map(|kind| kind.id.clone()).unwrap_or_default()),
            ("target", target.map(|target| target.id.to_string()).unwrap_or_default()),
            ("hospital", String::new()),
            ("title", format!("演示：{about}，{deed}")),
            ("text", text),
        ];
        fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    async fn decided(
        &self,
        top: &Viewer,
        number: Number,
        (chosen, audience, reason): (bool, &str, &str),
    ) -> Result<(), NotKept> {
        let decision = if chosen { "chosen" } else { "declined" };
        let fields = [("version", "1"), ("decision", decision), ("audience", audience), ("reason", reason)];
        let typed: Typed = fields.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        decide(self.app, top, number, &typed).await
    }
}

fn shot(bytes: bytes::Bytes) -> Uploaded {
    Uploaded { name: "演示.png".to_owned(), bytes }
}

/// A drawn picture that stands for a photograph; none where this computer draws none.
async fn picture() -> Option<bytes::Bytes> {
    let drawn = tokio::task::spawn_blocking(|| {
        png(|family| {
            let bars = [(90, 150), (190, 120), (290, 170), (390, 210), (490, 240)];
            let bar = |(x, h): (i32, i32)| {
                format!(r##"<rect x="{x}" y="{}" width="60" height="{h}" fill="#134B7F"/>"##, 300 - h)
            };
            let bars: String = bars.into_iter().map(bar).collect();
            format!(
                r##"<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360"><rect width="640" height="360" fill="#E8EEF4"/>{bars}<text x="320" y="340" font-family="{family}" font-size="22" fill="#17222D" text-anchor="middle">演示图片：无实际内容</text></svg>"##
            )
        })
    });
    drawn.await.ok()?.ok().map(bytes::Bytes::from)
}
