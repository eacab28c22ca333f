"""Words that departments write and the rules' outcome hangs on: an unreadable one is taken for unknown."""

import pytest

from assets.vocabulary.feeds import code_words


@pytest.mark.parametrize(
    ("table", "word", "code"),
    [
        ("social_insurance_type", "城镇职工基本养老", "110"),
        ("social_insurance_type", "城镇职工基本养老保险", "110"),
        ("social_insurance_type", "城乡居民基本养老保险", "170"),
        ("school_term", "第一学期", "1"),
        ("school_term", "上半学期", "1"),
        ("school_term", "第二学期", "2"),
        ("school_term", "下半学期", "2"),
    ],
)
def test_word_is_known(table: str, word: str, code: str) -> None:
    assert code_words(table)[word] == code
