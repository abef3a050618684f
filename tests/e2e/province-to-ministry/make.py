"""The samples of both sides, and a folder for what the province makes."""
import shutil
from pathlib import Path

SAMPLES = Path(__file__).resolve().parents[3] / "samples"
for name in ("received", "ministry"):
    shutil.copytree(SAMPLES / name, f"in/{name}")
Path("in/广东省").mkdir()
