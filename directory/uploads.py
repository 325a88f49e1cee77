"""Files that somebody sends: no address takes one, but where a view says that it does."""

from typing import Any, Final

from django.core.exceptions import TooManyFilesSent
from django.core.files.uploadhandler import FileUploadHandler

REFUSED: Final = "This address takes no file."


class RefuseFiles(FileUploadHandler):
    """Refuses a request at the first file in it, before anything of that is read.

    It is the only handler of `FILE_UPLOAD_HANDLERS`. The answer is 400, as for too many fields.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        raise TooManyFilesSent(REFUSED)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        raise TooManyFilesSent(REFUSED)

    def file_complete(self, file_size: int) -> None:
        raise TooManyFilesSent(REFUSED)
