"""One profile for the browsers of all tests of a process: with one for each, as Odoo has them, each
fetches and compiles all scripts anew.

A browser finds nothing of an earlier one but its cache of files, whose addresses change with what
they hold.
"""

from pathlib import Path

from odoo.tests import common


class KeptProfile(common.ChromeBrowser):
    """As Odoo's, but for the folder of the browser's files."""

    profile = None

    def __init__(self, test_case, **options):
        super().__init__(test_case, **options)
        origin = {"origin": test_case.base_url(), "storageTypes": "all"}
        self._websocket_request("Storage.clearDataForOrigin", params=origin)

    def _chrome_start(self, user_data_dir, **options):
        self.own_folder, self.user_data_dir = user_data_dir, self.profile
        # where the last one listened
        Path(self.profile, "DevToolsActivePort").unlink(missing_ok=True)
        return super()._chrome_start(user_data_dir=self.profile, **options)

    def stop(self):
        self.user_data_dir = self.own_folder
        super().stop()


def keep_profile(folder):
    """Let all tests have such browsers, which leave their files in the folder."""
    KeptProfile.profile = folder
    common.ChromeBrowser = KeptProfile
