"""The HTTP service. It takes articles and gives audio; it never loads a voice itself."""

from narrator.service.app import create_app

__all__ = ["create_app"]
