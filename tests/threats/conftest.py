"""What the tests of threats share: the web of the tests of fetching."""

from tests.fetch.conftest import web as _web

web = _web
