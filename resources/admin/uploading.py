"""One file that staff bring: held in memory, up to a size, and never on a disk."""

from typing import Final

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

# A request that is so many times larger than a file may be is not even read.
FAR_TOO_LARGE: Final = 4


class HeldInMemory(FileUploadHandler):
    """Keeps a file up to a size; of a larger one nothing but that it was too large."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most
        self.chunks: list[bytes] = []
        self.is_too_large = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > self.most:
            self.is_too_large = True
            self.chunks.clear()
        elif not self.is_too_large:
            self.chunks.append(raw_data)

    def file_complete(self, file_size: int) -> SimpleUploadedFile:
        # Its name is typed by somebody and says nothing that is needed.
        return SimpleUploadedFile("file", b"".join(self.chunks))
