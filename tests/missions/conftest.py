import pytest

from tests.missions.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    return make_world()
