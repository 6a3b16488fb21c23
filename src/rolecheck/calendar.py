"""Days: intervals with both ends in them, and month arithmetic. The one place that defines them."""

from calendar import monthrange
from datetime import date, timedelta


def within(day: date, first: date | None, last: date | None) -> bool:
    """Whether a day lies in an interval; both ends count, an absent end is open, a reversed interval holds no day."""
    return (first is None or first <= day) and (last is None or day <= last)


def is_reversed(first: date | None, last: date | None) -> bool:
    """Whether an interval ends before it begins."""
    return first is not None and last is not None and last < first


def overlap(first: tuple[date | None, date | None], second: tuple[date | None, date | None]) -> bool:
    """Whether two intervals share a day."""
    if is_reversed(*first) or is_reversed(*second):
        return False
    return not (_ends_before(first, second) or _ends_before(second, first))


def _ends_before(one: tuple[date | None, date | None], other: tuple[date | None, date | None]) -> bool:
    return one[1] is not None and other[0] is not None and one[1] < other[0]


def add_months(day: date, months: int) -> date:
    """The same day of the month so many calendar months later; a day that the month lacks becomes its last.

    Past the last year that a date can hold, the last date there is.
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_days(day: date, days: int) -> date:
    """So many days later, or the last date there is."""
    return day + timedelta(days=min(days, (date.max - day).days))
