"""`/v1/voices`: who can read, and how each one sounds."""

from __future__ import annotations

import asyncio
from importlib.metadata import version
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from narrator.domain import Voice, VoiceError
from narrator.engines.files import is_installed
from narrator.library import Order, Priority, State
from narrator.service import documents
from narrator.service.delivery import deliver
from narrator.service.installer import Installer
from narrator.service.problems import not_found
from narrator.service.security.access import Admin, Reader, ServiceOf
from narrator.service.state import Service
from narrator.service.views import InstallationView, VoiceList, VoiceView
from narrator.service.waiting import finished
from narrator.voices import find_voice, load_catalogue

router = APIRouter(prefix="/v1/voices", tags=["voices"])

_SAMPLES = {
    "en": "Good morning. On the 4th of May the old clock struck twelve, and nobody was surprised.",
    "de": "Guten Morgen. Am 4. Mai schlug die alte Uhr zwölf, und niemand war überrascht.",
    "fr": "Bonjour. Le 4 mai, la vieille horloge a sonné midi, et personne ne fut surpris.",
    "es": "Buenos días. El 4 de mayo el viejo reloj dio las doce y nadie se sorprendió.",
    "ko": "안녕하세요. 오월 사일에 낡은 시계가 열두 번 울렸고, 아무도 놀라지 않았습니다.",
}
"""What a voice says of itself, by its language; English where there is none."""

_OWNER = "voices"
"""Whose the samples are: nobody's, they are hidden and kept."""


def get_installer(request: Request) -> Installer:
    """Give what installs voices for the app that a request came to."""
    installer: Installer = request.app.state.installer
    return installer


InstallerOf = Annotated[Installer, Depends(get_installer)]


@router.get("", summary="List the voices", responses=documents.problems(*documents.USUAL))
async def list_(service: ServiceOf, caller: Reader) -> VoiceList:
    """Give the voices of the catalogue, and whether the answering machine has their files."""
    del caller
    folder = service.settings.voices
    voices = await asyncio.to_thread(lambda: [_view(voice) for voice in load_catalogue(folder)])
    return VoiceList(voices=voices)


@router.get("/{name}", summary="See a voice", responses=documents.problems(*documents.USUAL))
async def see(service: ServiceOf, caller: Reader, name: str) -> VoiceView:
    """Give one voice."""
    del caller
    return await asyncio.to_thread(_view, _known(name, service))


@router.get(
    "/{name}/sample.mp3",
    summary="Hear a voice",
    response_class=Response,
    responses=documents.FILE_RESPONSES | documents.problems(500),
)
async def sample(request: Request, service: ServiceOf, caller: Reader, name: str) -> Response:
    """Give a few sentences by a voice; they are spoken when they are first asked for."""
    del caller
    voice = _known(name, service)
    language = voice.language.split("-")[0]
    order = Order(
        source=_SAMPLES.get(language, _SAMPLES["en"]).encode(),
        kind="text",
        title=f"The voice {voice.name}",
        voice=voice.name,
        keep_all=True,
        priority=Priority.NOW,
        owner=_OWNER,
        hidden=True,
        key=f"{voice.name} {version('narrator')}",
    )
    record = await asyncio.to_thread(service.library.submit, order)
    if record.state in {State.FAILED, State.CANCELLED}:
        await asyncio.to_thread(service.library.retry, record.id)
    record = await finished(request, service, record.id)
    return await deliver(
        request, service.library, record, "audio.mp3", saved_as=f"{voice.name}.mp3"
    )


@router.post(
    "/{name}/installation",
    status_code=202,
    summary="Install a voice",
    responses=documents.problems(*documents.USUAL),
)
async def install(
    service: ServiceOf, installer: InstallerOf, caller: Admin, name: str
) -> InstallationView:
    """Bring a voice's files to the machine that answers, and let it speak; GET tells how far it is.

    With API keys this needs the scope admin. What was brought before is not brought again.
    """
    del caller
    return await asyncio.to_thread(installer.begin, _known(name, service))


@router.get(
    "/{name}/installation",
    summary="See how far an installation is",
    responses=documents.problems(*documents.USUAL),
)
async def installation(
    service: ServiceOf, installer: InstallerOf, caller: Reader, name: str
) -> InstallationView:
    """Give the state of a voice's installation, as the process that answers knows it."""
    del caller
    return await asyncio.to_thread(installer.state, _known(name, service))


def _known(name: str, service: Service) -> Voice:
    try:
        return find_voice(name, service.settings.voices)
    except VoiceError as error:
        raise not_found("voice") from error


def _view(voice: Voice) -> VoiceView:
    return VoiceView(
        name=voice.name,
        language=voice.language,
        gender=voice.gender,
        description=voice.description,
        engine=voice.engine,
        licence=voice.licence,
        attribution=voice.attribution,
        installed=is_installed(voice),
        commercial=voice.commercial,
        size=voice.size,
        real_time_factor=voice.real_time_factor,
        sample=f"/v1/voices/{voice.name}/sample.mp3",
    )
