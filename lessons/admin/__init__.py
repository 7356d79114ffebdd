"""What staff does with the lessons: words and their versions, facts, news, reports, courses."""

from lessons.admin import courses, facts, news, reports, words

__all__ = ["courses", "facts", "news", "reports", "words"]
