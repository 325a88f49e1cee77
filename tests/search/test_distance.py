"""The nearest place counts, measured as one by one; what has no public point is at no distance."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.regions import Point, distance_miles
from resources.search.distance import Points

ROTHERHAM = Point(53.43, -1.36)
SHEFFIELD = Point(53.38, -1.47)
LEEDS = Point(53.8, -1.55)
POINTS = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))


def test_of_several_places_the_nearest_counts() -> None:
    points = Points({0: [LEEDS, ROTHERHAM], 2: [LEEDS]})
    miles = points.miles_from(SHEFFIELD, 3)
    assert miles[0] == round(distance_miles(SHEFFIELD, ROTHERHAM), 3)
    assert miles[2] == round(distance_miles(SHEFFIELD, LEEDS), 3)
    assert np.isinf(miles[1])


@given(POINTS, st.lists(POINTS, min_size=1, max_size=4))
def test_many_are_measured_as_one_by_one(start: Point, there: list[Point]) -> None:
    (miles,) = Points({0: there}).miles_from(start, 1)
    assert miles == pytest.approx(min(distance_miles(start, point) for point in there), abs=0.002)


def test_places_that_went_are_near_nothing_and_those_that_came_are() -> None:
    points = Points({0: [LEEDS], 1: [ROTHERHAM]})
    left = points.without([0]).with_points({2: [SHEFFIELD]})
    assert [bool(np.isfinite(miles)) for miles in left.miles_from(LEEDS, 3)] == [False, True, True]
    assert points.with_points({}) is points


def test_nobody_is_near_where_there_are_no_places() -> None:
    assert np.isinf(Points({}).miles_from(LEEDS, 2)).all()
