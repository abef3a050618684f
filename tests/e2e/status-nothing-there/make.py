import os

os.makedirs("in/空")
