"""A deployment with a server of tools in the place of the provider.

    python3 tooled.py FOLDER COMMAND…

is `deployment.py` with that; PROVIDER_URL is where the server is.
"""

import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import deployment


class Tooled(deployment.Deployment):
    def __init__(self, folder):
        super().__init__(folder, bundle=HERE / "bundle")

    def __enter__(self):
        self.provider = deployment.Process([sys.executable, str(HERE / "server.py")], self.folder / "server.log", {})
        try:
            self.provider_url = self.provider.url()
        except BaseException:
            self.__exit__()
            raise
        return super().__enter__()


if __name__ == "__main__":
    sys.exit(deployment.main(*sys.argv[1:], of=Tooled))
