from lessons.models.catalog import (
    Band,
    Course,
    CourseLesson,
    Fact,
    Item,
    Lesson,
    LessonVersion,
    NewsLink,
    Unit,
)
from lessons.models.memory import Card
from lessons.models.study import Answer, Bookmark, Enrolment, Hint, Recall, StudySession

__all__ = [
    "Answer",
    "Band",
    "Bookmark",
    "Card",
    "Course",
    "CourseLesson",
    "Enrolment",
    "Fact",
    "Hint",
    "Item",
    "Lesson",
    "LessonVersion",
    "NewsLink",
    "Recall",
    "StudySession",
    "Unit",
]
