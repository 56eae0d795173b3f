"""Writers of the smallest documents that are real ones."""

from __future__ import annotations

import io
import zipfile

import numpy as np
import pytest

from narrator.domain import ArticleError

CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/>
</rootfiles></container>"""

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.fixture
def changed_copies():
    """Give copies of a file, each with a few bytes changed, added or missing."""

    def change(data, copies=200):
        for seed in range(copies):
            chance = np.random.default_rng(seed)
            at, added, missing = chance.integers([0, 0, 0], [len(data), 6, 6])
            yield data[:at] + chance.bytes(added) + data[at + missing :]

    return change


@pytest.fixture
def lines_or_hint():
    """Read a file that may be damaged: its lines, or the hint of the error."""

    def read(reader, data):
        try:
            return reader(data).lines
        except ArticleError as error:
            return error.hint

    return read


@pytest.fixture
def make_zip():
    """Pack texts into a zip archive."""

    def pack(files):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        return buffer.getvalue()

    return pack


@pytest.fixture
def make_epub(make_zip):
    """Write an EPUB 3 book from the bodies of its chapters."""

    def write(chapters, *, meta="", linear=None, extra=None):
        names = list(chapters)
        manifest = "".join(
            f'<item id="i{i}" href="text/{name}" media-type="application/xhtml+xml"/>'
            for i, name in enumerate(names)
        )
        spine = "".join(
            f'<itemref idref="i{i}" linear="{"no" if name == linear else "yes"}"/>'
            for i, name in enumerate(names)
        )
        package = f"""<?xml version="1.0"?>
<package version="3.0" xmlns="http://www.idpf.org/2007/opf">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{meta}</metadata>
<manifest>{manifest}
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/></manifest>
<spine><itemref idref="nav"/>{spine}</spine></package>"""
        links = "".join(f'<li><a href="text/{n}">Contents {n}</a></li>' for n in names)
        pages = {
            f"OPS/text/{name}": '<?xml version="1.0" encoding="utf-8"?>'
            '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
            f"<head><title>t</title></head><body>{body}</body></html>"
            for name, body in chapters.items()
        }
        return make_zip(
            {
                "mimetype": "application/epub+zip",
                "META-INF/container.xml": CONTAINER,
                "OPS/book.opf": package,
                "OPS/nav.xhtml": '<html xmlns="http://www.w3.org/1999/xhtml"><body><nav><ol>'
                f"{links}</ol></nav></body></html>",
                **pages,
                **(extra or {}),
            }
        )

    return write


@pytest.fixture
def make_docx(make_zip):
    """Write a DOCX document from the XML of its body and of other parts."""

    def write(body, **parts):
        files = {"word/document.xml": f"<w:document {WORD}><w:body>{body}</w:body></w:document>"}
        for name, xml in parts.items():
            files[f"word/{name}.xml"] = f"<w:{name} {WORD}>{xml}</w:{name}>"
        return make_zip(files)

    return write


@pytest.fixture
def make_pdf():
    """Write a PDF from pages of (x, y, size, text); a text that starts with * is bold."""

    def write(pages, info=""):
        objects = [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"",
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold >>",
            f"<< {info} >>".encode(),
        ]
        kids = []
        for page in pages:
            stream = "".join(
                f"BT /{'B' if text.startswith('*') else 'R'} {size} Tf {x} {y} Td "
                f"({text.lstrip('*')}) Tj ET\n"
                for x, y, size, text in page
            ).encode("latin-1")
            objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
            objects.append(
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
                b"/Resources << /Font << /R 3 0 R /B 4 0 R >> >> >>" % len(objects)
            )
            kids.append(f"{len(objects)} 0 R")
        objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
        data = b"%PDF-1.4\n"
        offsets = []
        for number, body in enumerate(objects, 1):
            offsets.append(len(data))
            data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        start = len(data)
        data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        data += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
        data += b"trailer << /Size %d /Root 1 0 R /Info 5 0 R >>\n" % (len(objects) + 1)
        return data + b"startxref\n%d\n%%%%EOF\n" % start

    return write
