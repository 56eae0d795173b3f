"""`/v1/voices`: who can read, and how each one sounds."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from importlib.metadata import version
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from narrator.domain import Voice, VoiceError
from narrator.engines.files import is_installed
from narrator.library import Order, Priority, State
from narrator.service import documents, removal
from narrator.service.delivery import deliver
from narrator.service.installer import Installer
from narrator.service.problems import not_found
from narrator.service.removal import may_be_removed
from narrator.service.security.access import Admin, Reader, ServiceOf
from narrator.service.state import Service
from narrator.service.views import InstallationView, VoiceList, VoiceView
from narrator.service.waiting import finished
from narrator.voices import find_voice, load_catalogue, suggest_voices

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
async def list_(service: ServiceOf, installer: InstallerOf, caller: Reader) -> VoiceList:
    """Give the voices of the catalogue, and whether the answering machine has their files."""
    del caller

    def views() -> list[VoiceView]:
        voices = load_catalogue(service.settings.voices)
        first = {voice.language.split("-")[0] for voice in voices}
        best = {_best(language, service) for language in first}
        return [_view(voice, best, service, installer) for voice in voices]

    return VoiceList(voices=await asyncio.to_thread(views))


@router.get("/{name}", summary="See a voice", responses=documents.problems(*documents.USUAL))
async def see(service: ServiceOf, installer: InstallerOf, caller: Reader, name: str) -> VoiceView:
    """Give one voice."""
    del caller
    voice = _known(name, service)
    best = {_best(voice.language.split("-")[0], service)}
    return await asyncio.to_thread(_view, voice, best, service, installer)


@router.delete(
    "/{name}",
    status_code=204,
    summary="Remove a voice",
    responses=documents.problems(*documents.USUAL, 409, 507),
)
async def remove(service: ServiceOf, installer: InstallerOf, caller: Admin, name: str) -> None:
    """Take a voice off the machine that answers, and the files no other one needs.

    With API keys this needs the scope admin. The usual voice stays, and so does one that came with
    narrator or in a package, or that reads an episode just now. What it has spoken stays.
    """
    del caller
    await asyncio.to_thread(removal.remove, _known(name, service), service, installer)


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


@router.delete(
    "/{name}/installation",
    summary="Cancel an installation",
    responses=documents.problems(*documents.USUAL),
)
async def cancel(
    service: ServiceOf, installer: InstallerOf, caller: Admin, name: str
) -> InstallationView:
    """End the installation of a voice, whatever it is doing, and tell what is left.

    With API keys this needs the scope admin. What was brought stays, and the next installation goes
    on from there. A voice that is installed already stays; DELETE of the voice removes it.
    """
    del caller
    return await asyncio.to_thread(installer.cancel, _known(name, service))


def _known(name: str, service: Service) -> Voice:
    try:
        return find_voice(name, service.settings.voices)
    except VoiceError as error:
        raise not_found("voice") from error


def _best(language: str, service: Service) -> str:
    """Name the voice to try first for a language; nothing where only tests speak it."""
    found = suggest_voices(language, service.settings.voices)
    return found[0].name if found else ""


def _view(voice: Voice, best: Collection[str], service: Service, installer: Installer) -> VoiceView:
    return VoiceView(
        name=voice.name,
        language=voice.language,
        gender=voice.gender,
        description=voice.description,
        descriptions=dict(voice.descriptions),
        engine=voice.engine,
        licence=voice.licence,
        attribution=voice.attribution,
        installed=is_installed(voice),
        commercial=voice.commercial,
        size=voice.size,
        real_time_factor=voice.real_time_factor,
        sample=f"/v1/voices/{voice.name}/sample.mp3",
        recommended=voice.name in best,
        removable=may_be_removed(voice, service.settings),
        installation=installer.state(voice),
    )
