"""Platforms and the TWS builds that offer a voice callback."""

import pytest

from sls.domain.platforms import Platform, offers_voice, tws_build


@pytest.mark.parametrize(
    ("version", "build"),
    [
        ("978", 978),
        ("978.2c", 978),
        ("966", 966),
        ("1030", 1030),
        ("10.30", 1030),
        ("10.30.1a", 1030),
        ("10.9", 1009),
        ("10.9.1", 1009),
        ("10", 1000),
        ("10.30 BETA", 1030),
    ],
)
def test_a_tws_version_is_one_comparable_number(version, build):
    assert tws_build(version) == build


@pytest.mark.parametrize("version", ["", "latest", "v10.30", "-5", ".30"])
def test_what_does_not_start_like_a_version_is_none(version):
    with pytest.raises(ValueError, match="TWS"):
        tws_build(version)


@pytest.mark.parametrize(
    ("version", "is_offered"),
    [
        (None, True),
        ("10.30", True),
        ("10.31", True),
        ("1030", True),
        ("11.1", True),
        ("10.29", False),
        ("10.9", False),
        ("978.2c", False),
    ],
)
def test_tws_offers_the_voice_callback_from_a_build_on(version, is_offered):
    assert offers_voice(Platform.TWS, version, "10.30") == is_offered


@pytest.mark.parametrize("platform", set(Platform) - {Platform.TWS})
def test_every_other_platform_offers_it_always(platform):
    assert offers_voice(platform, "1", "10.30")
