from archives import table, write, zip_encrypted, zipped

write("in/广州市.zip", zipped([("内.zip", zip_encrypted("汇总.csv", table("密"), "secret"))]))
write("passwords.txt", b"wrong\nsecret\n")
