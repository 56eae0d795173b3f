from voice_mirror import folder, mirror, voice

__all__ = ["folder", "mirror", "voice"]
