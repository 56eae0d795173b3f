"""`POST /v1/audio/transcriptions`: words said into a microphone, for mending by voice."""

from __future__ import annotations

from anyio import BrokenWorkerProcess, CapacityLimiter, to_process
from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict
from starlette.datastructures import UploadFile

from narrator.domain import NarratorError
from narrator.hearing import is_installed
from narrator.service import documents
from narrator.service.dictation import hear
from narrator.service.problems import ProblemError
from narrator.service.security.access import Writer

router = APIRouter(prefix="/v1/audio", tags=["OpenAI"])

_LIMITER = CapacityLimiter(1)
"""Recordings heard at once; the others wait."""

_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            }
        },
    }
}


class Heard(BaseModel):
    """What was heard."""

    model_config = ConfigDict(frozen=True)

    text: str
    """The words, as the recognizer spells them."""


@router.post(
    "/transcriptions",
    summary="Hear a few words",
    responses=documents.problems(*documents.USUAL, 413, 500, 503),
    openapi_extra=_BODY,
)
async def transcribe(request: Request, _: Writer) -> Heard:
    """Say which English words are heard in a short WAV file; nothing of it is kept.

    It is there where the extra `check` is installed.
    """
    if not is_installed():
        raise ProblemError(404, "there is no recognizer here", hint="pip install 'narrator[check]'")
    form = await request.form(max_files=1, max_fields=10)
    upload = form.get("file")
    if not isinstance(upload, UploadFile):
        raise ProblemError(422, "there is no recording", hint="send a WAV file as `file`")
    recording = await upload.read()
    try:
        text = await to_process.run_sync(hear, recording, cancellable=True, limiter=_LIMITER)
    except BrokenWorkerProcess as error:
        raise ProblemError(422, "the recording cannot be read", hint="send it as WAV") from error
    if isinstance(text, NarratorError):
        raise text
    return Heard(text=text)
