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
        ("feedback/民政_核查清单_2026-06-30.csv", "feedback/results"),
        ("feedback/identity.csv", "feedback/identity"),
        ("feedback/Identity_education_0630.txt", "feedback/identity"),
        ("feedback/identity民政.csv", "feedback/identity"),
        ("feedback/身份核实清单_371082_荣成市_2026-06-30.csv", "feedback/identity"),
        ("feedback/民政_身份核实清单.csv", "feedback/identity"),
        ("feedback/education-identity.csv", "feedback/identity"),
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
        ("education/六月.docx", b"\0\1\2\3" * 50, "文件名开头不是已登记的数据名称"),
        ("education/六月.pdf", PDF, "这是 PDF 文件，表格读不出来；请"),
        ("education/aid_填表说明.pdf", PDF, "这是 PDF 文件，表格读不出来；请"),
        ("education/六月.rar", RAR, "这种压缩格式不支持；请解压后直接放入"),
        ("police/aid.csv", b"x", "文件所在的文件夹不是已登记的部门"),
        ("feedback/somebody.xlsx", b"x", "反馈文件名要以部门开头"),
        ("feedback/education.xlsx", PARQUET, "反馈文件只收 xlsx 或 csv"),
        ("feedback/identity.xlsx", PARQUET, "反馈文件只收 xlsx 或 csv"),
        ("feedback/identitycard.xlsx", b"x", "身份核实的结论以“身份核实”或 identity 开头"),
    ],
)
def test_a_file_of_no_feed_says_why(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    found = recognise(Path(name).parent.name, _put(tmp_path, name, data))
    assert isinstance(found, StrayFile)
    assert reason in found.reason
    assert found.feed == ("" if name.startswith("police") else Path(name).parent.name)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("education/aid_乙.pdf", PDF, "这是 PDF 文件，表格读不出来；请"),
        ("education/aid.xlsx", PDF, "这是 PDF 文件，表格读不出来；请"),
        ("education/aid.docx", b"\0\1\2\3" * 50, "文件格式不支持；请另存为"),
        ("education/aid.rtf", b"{\\rtf1", "这是文字文档，不是表格；请"),
        ("education/aid.jpg", b"\xff\xd8\xff\xe0" + bytes(40), "这是图片，不是表格；请"),
        ("education/aid.rar", RAR, "这种压缩格式不支持；请解压后直接放入"),
    ],
)
def test_what_cannot_be_read_is_refused_as_a_file_of_the_feed_in_its_name(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    found = recognise("education", _put(tmp_path, name, data))
    assert isinstance(found, InboxFile)
    assert (found.feed, found.name) == ("education/aid", Path(name).name)
    assert found.refusal.startswith(reason)


def test_a_senders_name_of_a_file_or_a_folder_stands_in_no_place_but_the_files(tmp_path: Path) -> None:
    named = ("education/名单_联系人13812345678.csv", "王强13812345678/六月/x.csv", "王强13812345678/七月/x.csv")
    for name in named:
        _put(tmp_path, name)
    _put(tmp_path, "education/aid.csv")
    strays = read_inbox(tmp_path).strays
    assert {(stray.feed, stray.name) for stray in strays} == {
        ("education", "名单_联系人13812345678.csv"),
        ("", "王强13812345678/六月/x.csv"),
        ("", "王强13812345678/七月/x.csv"),
    }
    assert not any("138" in stray.feed + stray.reason for stray in strays)


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
    assert [(stray.feed, stray.name) for stray in inbox.strays] == [
        ("", "loose.csv"),
        ("", "police/deep/x.csv"),
        ("education", "old"),
    ]


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
