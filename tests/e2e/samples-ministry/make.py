"""The samples themselves, where the command looks for them."""
import shutil
from pathlib import Path

shutil.copytree(Path(__file__).resolve().parents[3] / "samples" / "ministry", "in")
