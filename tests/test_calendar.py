"""Days and months, against definitions that were written without looking at ours."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rolecheck.calendar import add_days, add_months, is_reversed, overlap, within

DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))
LEAP_DAYS = st.sampled_from([date(year, 2, 29) for year in (1904, 1996, 2000, 2024, 2196)])
WEEK = [date(2024, 2, 26) + timedelta(days=number) for number in range(8)]
ENDS = st.sampled_from([None, *WEEK[1:-1]])
INTERVALS = st.tuples(ENDS, ENDS)


def months_later(day: date, months: int) -> date:
    """Month by month, and then back from the 31st until the month has the day."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    if year > 9999:
        return date.max
    for number in range(day.day, 0, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError


def days_in(first: date | None, last: date | None) -> set[date]:
    """The days of a week that lie in an interval, found by looking at each."""
    return {day for day in WEEK if not (first and day < first) and not (last and day > last)}


@given(DAYS | LEAP_DAYS, st.integers(0, 1200))
def test_months_are_added_one_by_one(day: date, months: int) -> None:
    assert add_months(day, months) == months_later(day, months)


@given(DAYS, st.integers(0, 999_999))
def test_adding_months_never_leaves_the_calendar(day: date, months: int) -> None:
    later = add_months(day, months)
    assert day <= later <= date.max
    assert later == date.max or later.day <= day.day


@given(LEAP_DAYS, st.integers(0, 100))
def test_a_leap_day_has_its_anniversary_on_the_28th_unless_the_year_is_one_too(day: date, years: int) -> None:
    year = day.year + years
    leaps = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    assert add_months(day, 12 * years) == date(year, 2, 29 if leaps else 28)


@given(DAYS, st.integers(0, 999_999))
def test_days_are_added_as_on_the_calendar(day: date, days: int) -> None:
    later = add_days(day, days)
    assert later == date.max if (date.max - day).days < days else (later - day).days == days


@given(INTERVALS)
def test_an_interval_holds_the_days_between_its_ends(interval: tuple[date | None, date | None]) -> None:
    assert {day for day in WEEK if within(day, *interval)} == days_in(*interval)
    assert is_reversed(*interval) is (not days_in(*interval))


@given(INTERVALS, INTERVALS)
def test_intervals_overlap_where_they_share_a_day(
    one: tuple[date | None, date | None], other: tuple[date | None, date | None]
) -> None:
    assert overlap(one, other) is bool(days_in(*one) & days_in(*other))
    assert overlap(one, other) is overlap(other, one)


def test_the_last_day_there_is_can_be_reached_and_not_passed() -> None:
    assert add_months(date(9999, 11, 30), 1) == date(9999, 12, 30)
    assert add_months(date(9999, 12, 30), 0) == date(9999, 12, 30)
    assert add_months(date(9999, 12, 30), 1) == date.max
    assert add_days(date(9999, 12, 30), 1) == date.max
    assert add_days(date(9999, 12, 30), 2) == date.max
