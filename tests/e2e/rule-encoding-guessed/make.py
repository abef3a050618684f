"""Characters whose bytes are common ones in GB18030 and in Big5; the header's words are ASCII."""
import os
from pathlib import Path

os.makedirs("in/收件/广州市")
data = "project,unit\n北江光华,基本北江\n".encode("gb18030")
data.decode("big5")
Path("in/收件/广州市/1.csv").write_bytes(data)
Path("in/收件/广州市/2.html").write_bytes(
    "<meta charset=x-unknown><table><tr><td>project<td>unit<tr><td>某某平台<td>某某公司</table>".encode("gb18030"))
