"""`narrator voices`."""

import dataclasses
import json

import pytest

from tests.voices.conftest import CONFIG, MODEL
