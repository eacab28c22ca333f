"""Which file belongs to which feed."""

from pathlib import Path

import pytest

from assets.landing.inbox import EmptyInboxError, InboxFile, StrayFile, feedback_department, read_inbox, recognise


def _put(inbox: Path, name: str, data: bytes = b"x,y\n") -> Path:
    path = inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("name", "feed"),
    [
        ("education/aid.csv", "education/aid"),
        ("education/aid_2026.XLSX", "education/aid"),
        ("education/aid荣成市.tsv", "education/aid"),
        ("education/aid", "education/aid"),
        ("education/aid.202606", "education/aid"),
        ("education/Students-202606.TXT", "education/students"),
        ("civil_affairs/temporary_aid_6月.dat", "civil_affairs/temporary_aid"),
        ("medical_insurance/settlements_202506_荣成市.csv", "medical_insurance/settlements"),
        ("feedback/education_0630.txt", "feedback/results"),
        ("feedback/disabled_persons_federation.csv", "feedback/results"),
    ],
)
def test_a_file_belongs_to_the_feed_that_its_name_begins_with(tmp_path: Path, name: str, feed: str) -> None:
    found = recognise(Path(name).parent.name, _put(tmp_path, name))
    assert isinstance(found, InboxFile)
    assert (found.feed, found.name) == (feed, Path(name).name)


PDF, RAR, PARQUET = b"%PDF-1.7\n", b"Rar!\x1a\x07\x01\x00", b"PAR1" + b"\0" * 8


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("education/aids.csv", b"x", "文件名开头不是已登记的数据名称"),
        ("education/settlements.csv", b"x", "文件名开头不是已登记的数据名称"),
        ("education/aid.docx", b"\0\1\2\3" * 50, "文件格式不支持；请另存为"),
        ("education/aid.xlsx", PDF, "这是 PDF 文件，表格读不出来；请"),
        ("education/六月.rar", RAR, "这种压缩格式不支持；请解压后直接放入"),
        ("police/aid.csv", b"x", "不是已登记的部门"),
        ("feedback/somebody.xlsx", b"x", "反馈文件名要以部门开头"),
        ("feedback/education.xlsx", PARQUET, "反馈文件只收 xlsx 或 csv"),
    ],
)
def test_a_file_of_no_feed_says_why(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    found = recognise(Path(name).parent.name, _put(tmp_path, name, data))
    assert isinstance(found, StrayFile)
    assert reason in found.reason
    assert found.feed == name


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


def test_a_quick_look_counts_archives_and_opens_none(tmp_path: Path) -> None:
    archive = _put(tmp_path, "education/六月.zip", b"PK\x03\x04")
    inbox = read_inbox(tmp_path)
    assert (inbox.files, inbox.strays, inbox.archives) == ((), (), (archive,))
