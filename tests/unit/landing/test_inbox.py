"""Which file belongs to which feed."""

from pathlib import Path

import pytest

from assets.landing.inbox import EmptyInboxError, InboxFile, StrayFile, feedback_department, read_inbox, recognise


@pytest.mark.parametrize(
    ("path", "feed"),
    [
        ("education/aid.csv", "education/aid"),
        ("education/aid_2026.XLSX", "education/aid"),
        ("education/aid荣成市.tsv", "education/aid"),
        ("education/Students-202606.TXT", "education/students"),
        ("civil_affairs/temporary_aid_6月.parquet", "civil_affairs/temporary_aid"),
        ("medical_insurance/settlements_202506_荣成市.csv", "medical_insurance/settlements"),
        ("feedback/education_0630.xlsx", "feedback/results"),
        ("feedback/disabled_persons_federation.csv", "feedback/results"),
    ],
)
def test_a_file_belongs_to_the_feed_that_its_name_begins_with(path: str, feed: str) -> None:
    found = recognise(Path(path).parent.name, Path(path))
    assert isinstance(found, InboxFile)
    assert found.feed == feed


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("education/aids.csv", "文件名开头不是已登记的数据名称"),
        ("education/settlements.csv", "文件名开头不是已登记的数据名称"),
        ("education/aid.docx", "文件格式不支持"),
        ("police/aid.csv", "不是已登记的部门"),
        ("feedback/somebody.xlsx", "反馈文件名要以部门开头"),
        ("feedback/education.parquet", "反馈文件只收 xlsx 或 csv"),
    ],
)
def test_a_file_of_no_feed_says_why(path: str, reason: str) -> None:
    found = recognise(Path(path).parent.name, Path(path))
    assert isinstance(found, StrayFile)
    assert reason in found.reason
    assert found.feed == path


def test_a_feedback_files_department_is_the_longest_that_fits() -> None:
    assert feedback_department("disabled_persons_federation_7.xlsx") == "disabled_persons_federation"
    assert feedback_department("healthy.xlsx") is None


def test_walking_an_inbox(tmp_path: Path) -> None:
    for name in ("education/aid_b.csv", "education/aid_a.csv", "education/.DS_Store", "education/~$aid.xlsx",
                 "police/deep/x.csv", "loose.csv", "civil_affairs/deaths.csv"):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "education" / "old").mkdir()
    inbox = read_inbox(tmp_path)
    assert [file.path.name for file in inbox.of_feed("education/aid")] == ["aid_a.csv", "aid_b.csv"]
    assert [file.path.name for file in inbox.of_feed("civil_affairs/deaths")] == ["deaths.csv"]
    assert [stray.feed for stray in inbox.strays] == ["education/old", "loose.csv", "police/x.csv"]


def test_an_empty_inbox_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "education").mkdir()
    (tmp_path / "education" / "readme.md").write_text("x", encoding="utf-8")
    with pytest.raises(EmptyInboxError, match="no file of any feed"):
        read_inbox(tmp_path)
    with pytest.raises(EmptyInboxError, match="does not exist"):
        read_inbox(tmp_path / "nowhere")


def test_an_inbox_inside_the_inbox_is_hinted_at(tmp_path: Path) -> None:
    (tmp_path / "inbox" / "education").mkdir(parents=True)
    (tmp_path / "inbox" / "education" / "aid.csv").write_text("x", encoding="utf-8")
    with pytest.raises(EmptyInboxError, match="did you mean"):
        read_inbox(tmp_path)
