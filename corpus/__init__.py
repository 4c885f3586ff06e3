"""The corpus room: policy notices (政策文件) read, structured, extracted, stored and indexed.

It knows nothing of questions. Imports go ``corpus <- assistant <- eval`` only.
"""
