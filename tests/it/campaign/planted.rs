//! What the invented province deliberately lets lie is late on its last day, and everybody who ought to see it does.

use zhikong::demo::{self, Wish};

use crate::support::bench::Bench;

#[tokio::test]
async fn late_duties_of_every_kind_of_bearer_are_planted_and_stand_on_the_board() {
    let bench = Bench::bare("2024-07-01T04:00:00Z").await;
    let desk = zhikong::returns::Desk {
        db: bench.test.db.clone(),
        files: bench.parts.state.files.clone(),
        data_dir: bench.test.folder.path().into(),
        clock: bench.clock.clone(),
        catalogue: bench.parts.catalogue.clone(),
        reader: bench.parts.reader.clone(),
        together: zhikong::returns::take::Together::default(),
    };
    // Hospitals open with the first quarter: of the last one alone they owe nothing that is due yet.
    let (from, to) = ("2024Q3".parse().unwrap(), "2024Q4".parse().unwrap());
    let made = demo::make(&desk, Wish { hospitals: 24, from, to, seed: 3 }, |_| ()).await.unwrap();
    let planted: Vec<_> = made.planted.iter().filter(|one| one.kind == "late_duty").collect();
    let kinds: Vec<&str> = planted.iter().map(|one| one.duty.as_ref().unwrap().bearer).collect();
    assert_eq!(kinds, ["province", "city", "county", "qc_centre", "hospital"]);
    for (login, code) in [("top", &planted[0].hospital), ("town", &planted[1].hospital)] {
        bench.staff(login, code).await;
    }
    let (top, town) = (bench.sign_in("top").await, bench.sign_in("town").await);
    for one in &planted {
        let duty = one.duty.as_ref().unwrap();
        let title = &desk.catalogue.campaign(&duty.campaign).unwrap().duty(&duty.duty).unwrap().title;
        let code = &one.hospital;
        let board = top.get(&format!("/campaigns/{}/board?kind={}&only=late", duty.campaign, duty.bearer)).await.body;
        // Hospitals are added up: the city's row holds this one.
        let row = match duty.bearer {
            "hospital" => format!("board?kind=hospital&amp;under={}", planted[1].hospital),
            _ => format!("/bearers/{code}"),
        };
        let found = board.split("<tr>").find(|line| line.contains(&row));
        let found = found.unwrap_or_else(|| panic!("no {row} in {board}"));
        let cell = found.split("<td").find(|cell| cell.contains(&format!("data-k=\"{title}\""))).unwrap();
        assert!(cell.contains("逾 "), "{title} of {code}: {cell}");
        let own = top.get(&format!("/campaigns/{}/bearers/{code}?state=late", duty.campaign)).await.body;
        let is_it = |row: &&str| {
            row.contains(&format!(">{title}</a>")) && row.contains(&duty.due.to_string()) && row.contains("逾期")
        };
        assert_eq!(own.split("<tr>").filter(is_it).count(), 1, "{title} {} of {code}: {own}", duty.period);
    }
    let duty = planted[0].duty.as_ref().unwrap();
    let seen = town.get(&format!("/campaigns/{}/bearers/{}?state=late", duty.campaign, planted[0].hospital)).await;
    let title = &desk.catalogue.campaign(&duty.campaign).unwrap().duty(&duty.duty).unwrap().title;
    let is_it = |row: &&str| row.contains(&format!(">{title}</a>")) && row.contains(&duty.due.to_string());
    assert!(seen.status == 200 && seen.body.split("<tr>").any(|row| is_it(&row)), "{}", seen.body);
}
