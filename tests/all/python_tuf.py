"""Reads a feed by python-tuf, the reference implementation of the TUF specification, and prints the programme's digest.

usage: python_tuf.py URL ROOT_FILE FOLDER
"""
import hashlib, pathlib, sys

from tuf.ngclient import Updater

url, root, folder = sys.argv[1], pathlib.Path(sys.argv[2]).read_bytes(), pathlib.Path(sys.argv[3])
for part in ("metadata", "targets"):
    (folder / part).mkdir(parents=True, exist_ok=True)
updater = Updater(str(folder / "metadata"), f"{url}/metadata/", str(folder / "targets"), f"{url}/targets/", bootstrap=root)
updater.refresh()
programme = updater.download_target(updater.get_targetinfo("programme.json"))
print(hashlib.sha256(pathlib.Path(programme).read_bytes()).hexdigest())
