import gzip
import struct
import tarfile

from archives import rar4, table, tarred, write, zip_encrypted, zip_overlapping, zipped

ONE = [("汇总.csv", table("甲")), ("汇总2.csv", table("乙"))]

write("in/好/广州市.csv", table("好"))
write("in/好/深圳市.zip", zipped([("好.csv", table("也好"))]))

write("in/锁.zip", zip_encrypted("汇总.csv", table("密"), "secret"))

# The list at its end is missing: what stands whole before that is good.
whole = zipped(ONE)
write("in/断/珠海市.zip", whole[:whole.index(b"PK\1\2")])
write("in/断/头.zip", whole[:60])
# One member's bytes are other ones than were packed.
stored = bytearray(zipped(ONE, stored=True))
stored[stored.index("甲公司".encode())] ^= 1
write("in/坏/汕头市.zip", bytes(stored))
broken = bytearray(rar4(ONE))
broken[broken.index("乙公司".encode())] ^= 1
write("in/坏/佛山市.rar", bytes(broken))

# A tar has no sums of its own: where gzip's is wrong, nothing is known to be right.
packed = tarred(ONE, "w:gz")
write("in/包/断.tar.gz", packed[:-12])
write("in/包/坏.tar.gz", packed[:-8] + struct.pack("<I", struct.unpack("<I", packed[-8:-4])[0] ^ 1) + packed[-4:])
plain = tarred(ONE, form=tarfile.GNU_FORMAT)  # a header and its bytes, 512 each, a member
write("in/包/韶关市.tar", plain[:1024 + 512 + 100])
write("in/包/河源市.tar", plain[:1024])

# More than it may be.
write("in/多/叠.zip", zip_overlapping(2, 100))
write("in/多/零.zip", zipped([("a.csv", bytes((64 << 20) + 1))]))
write("in/多/零.csv.gz", gzip.compress(bytes((64 << 20) + 1), mtime=0))
write("in/多/一万.zip", zipped([("%d.csv" % at, b"") for at in range(10001)]))

nested = zipped([("梅州市.csv", table("深"))])
for depth in range(3):
    nested = zipped([("%d.zip" % depth, nested)])
write("in/深/四.zip", nested)
write("in/深/五.zip", zipped([("四.zip", nested)]))
