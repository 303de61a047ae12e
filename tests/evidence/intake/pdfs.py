"""Small PDFs for tests, written byte by byte."""

from __future__ import annotations


def make_pdf(pages: list[list[tuple[float, str]]], *, extra: bytes = b"", info: str = "") -> bytes:
    """Return a PDF; a page is a list of lines, each with its height above the foot in points."""
    objects: list[bytes] = []
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects.append(b"<< /Type /Catalog /Pages 2 0 R >>")
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    for number, lines in enumerate(pages):
        drawn = "".join(f"BT /F1 11 Tf 72 {height} Td ({words}) Tj ET\n" for height, words in lines).encode("cp1252")
        resources = "/Resources << /Font << /F1 3 0 R >> >>"
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R {resources} >>"
        objects.append(page.encode())
        objects.append(b"<< /Length %d >>\nstream\n%sendstream" % (len(drawn), drawn))
    objects.append(info.encode("latin-1") or b"<< >>")
    written = b"%PDF-1.4\n"
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    written += b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"<< /Size %d /Root 1 0 R /Info %d 0 R %s >>" % (len(objects) + 1, len(objects), extra)
    return written + b"trailer\n" + trailer + b"\nstartxref\n%d\n%%%%EOF\n" % table


LOCKED = (
    b"/ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] "
    b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -44 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> >>"
)
"""What makes a PDF ask for a password that nobody has."""
