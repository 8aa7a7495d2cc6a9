//! The invented province at the size of a real one: with hundreds of hospitals there are points that do not apply, samples of
//! every size, centres and commissions at the same hospital, and two quarters in which something is mended and published.

use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use zhikong::access::{Place, Role};
use zhikong::authorities;
use zhikong::demo::{self, Wish};

use crate::support::bench::Bench;

async fn count(bench: &Bench, table: &'static str, of: Expr) -> i64 {
    let count = Query::select().expr(Expr::cust("COUNT(*)")).from(table).and_where(of).to_owned();
    bench.db().query_one(&count).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

#[tokio::test]
async fn hundreds_of_hospitals_are_planned_visited_mended_and_published() {
    let bench = Bench::bare("2024-04-01T04:00:00Z").await;
    let desk = zhikong::returns::Desk {
        db: bench.test.db.clone(),
        files: bench.parts.state.files.clone(),
        data_dir: bench.test.folder.path().into(),
        clock: bench.clock.clone(),
        catalogue: bench.parts.catalogue.clone(),
        reader: bench.parts.reader.clone(),
        together: zhikong::returns::take::Together::default(),
    };
    let wish = Wish { hospitals: 320, from: "2024Q3".parse().unwrap(), to: "2024Q4".parse().unwrap(), seed: 5 };
    demo::make(&desk, wish, |_| ()).await.unwrap();
    let is = |column: &'static str, value: &'static str| Expr::col(column).eq(value);
    let closed = |kind| is("kind", kind).and(Expr::col("closed_on").is_not_null());
    let plans = count(&bench, "year_plan", Expr::col("edition").eq(1)).await;
    let visits = count(&bench, "visit", closed("commission")).await;
    let centres = count(&bench, "visit", closed("qc_centre")).await;
    let mended = count(&bench, "finding", is("standing", "closed")).await;
    let published = count(&bench, "visit_disclosure", Expr::col("edition").gte(1)).await;
    let without = count(&bench, "visit", closed("commission").and(Expr::col("level").is_null())).await;
    println!("{plans} plans, {visits} and {centres} visits, {mended} mended, {published} published");
    assert!(plans > 20 && visits > 7 && centres > 7, "{plans} plans, {visits} and {centres} visits");
    assert!(mended > 5 && published > 2, "{mended} mended, {published} published");
    let duties = |state: Expr| count(&bench, "duty_occurrence", Expr::col("owed").eq(true).and(state));
    let complete = duties(Expr::col("done_on").is_not_null()).await;
    let proved = duties(Expr::col("done_on").is_not_null().and(is("duty", "returns"))).await;
    let handed_in = duties(Expr::col("have").gt(0)).await;
    assert!(
        complete > 600 && proved > 500 && handed_in > 100,
        "{complete} complete, {proved} proved, {handed_in} handed in"
    );
    assert_eq!(without, 0, "every closed visit keeps the level it was made at");
    let top = authorities::store::top(bench.db()).await.unwrap().unwrap();
    bench.account("looks").role(Role::AuthorityStaff).at(Place::Authority(top)).store().await;
    let page = bench.sign_in("looks").await.get("/rectifications/summary").await.body;
    assert!(page.contains("heat-systems") && page.contains("占比最高的一格是"), "{page}");
}
