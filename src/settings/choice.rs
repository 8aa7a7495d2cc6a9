//! 各机构的选择: what each reviewing authority decides for itself about the returns it reviews. One place for the words,
//! the values and the default of each; none of them is a rule of the state.

/// One thing an authority decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Choice {
    /// 签章件: whether a stamped sign-off must be there before a return is accepted.
    Stamp,
    /// 医院审核: whether the hospital's own reviewer must check a round first, and whether one person may do both.
    HospitalCheck,
    /// 代报: whether staff may hand in for a hospital what came on paper.
    OnBehalf,
}

/// A value of a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// As it is stored.
    pub value: i64,
    /// Its name in forms.
    pub key: &'static str,
    /// Its words in the form.
    pub label: &'static str,
    /// What then holds, after the authority's name.
    pub said: &'static str,
}

/// Every choice, in the order of the page.
pub const CHOICES: [Choice; 3] = [Choice::Stamp, Choice::HospitalCheck, Choice::OnBehalf];

impl Choice {
    /// Its name in columns and addresses.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Stamp => "stamp_required",
            Self::HospitalCheck => "hospital_check",
            Self::OnBehalf => "on_behalf",
        }
    }

    /// The choice with this name.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        CHOICES.into_iter().find(|choice| choice.key() == key)
    }

    /// What it is about.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Stamp => "签章件",
            Self::HospitalCheck => "医院审核",
            Self::OnBehalf => "代报",
        }
    }

    /// What is asked.
    #[must_use]
    pub fn question(self) -> &'static str {
        match self {
            Self::Stamp => "接收以前要不要签章件",
            Self::HospitalCheck => "接收以前要不要医院自己的审核人先审核",
            Self::OnBehalf => "本机构和上级的工作人员能不能代医院上传",
        }
    }

    /// What the words of the question mean.
    #[must_use]
    pub fn hint(self) -> &'static str {
        match self {
            Self::Stamp => "签章件是打印的签章页盖章后的扫描件或照片，附在报表那一轮上",
            Self::HospitalCheck => "医院审核人是医院里另一个账号；机构代报的轮次不用医院审核",
            Self::OnBehalf => "代报用于只能交纸质表的医院和市级汇总表；谁上传的，要由另一个人接收",
        }
    }

    /// What can be answered; the first holds until somebody says otherwise.
    #[must_use]
    pub fn answers(self) -> &'static [Answer] {
        match self {
            Self::Stamp => &[
                Answer { value: 0, key: "no", label: "不要求", said: "不要求医院的签章件" },
                Answer {
                    value: 1, key: "yes", label: "要有，没有就不能接收", said: "要有医院的签章件"
                },
            ],
            Self::HospitalCheck => &[
                Answer { value: 0, key: "no", label: "不要求", said: "不要求医院自己先审核" },
                Answer {
                    value: 1,
                    key: "yes",
                    label: "要另一个人审核",
                    said: "要医院审核人先审核，填报人不能审自己的",
                },
                Answer {
                    value: 2,
                    key: "one-person",
                    label: "要审核；只有一个人的医院，填报人可以审自己的",
                    said: "要医院先审核，填报人兼审核人的可以审自己的",
                },
            ],
            Self::OnBehalf => &[
                Answer { value: 1, key: "yes", label: "能", said: "可以代医院上传" },
                Answer { value: 0, key: "no", label: "不能，都由医院自己上传", said: "不代医院上传" },
            ],
        }
    }

    /// The answer that is stored as `value`; the first where nothing, or nothing known, is stored.
    #[must_use]
    pub fn answer(self, value: Option<i64>) -> Answer {
        let answers = self.answers();
        let found = answers.iter().find(|answer| Some(answer.value) == value);
        // No choice is without answers; the array of each stands above.
        found.or_else(|| answers.first()).copied().unwrap_or(Answer { value: 0, key: "", label: "", said: "" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_has_a_default_and_answers_with_their_own_names() {
        for choice in CHOICES {
            assert_eq!(Choice::of_key(choice.key()), Some(choice));
            assert!(choice.answers().len() > 1, "{choice:?}");
            assert_eq!(choice.answer(None), choice.answers()[0]);
            for answer in choice.answers() {
                assert_eq!(choice.answer(Some(answer.value)), *answer);
                assert_eq!(choice.answers().iter().filter(|other| other.key == answer.key).count(), 1, "{answer:?}");
            }
        }
    }
}
