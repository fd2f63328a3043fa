"""Files that are no contract, made on the spot: each a thing that people or programs really send."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

from PIL import Image, ImageDraw

RECIPE = """\
Apple pie

Ingredients: six apples, two hundred grams of flour, a hundred grams of butter, an egg, sugar and cinnamon.

Peel the apples and cut them into thin slices. Rub the butter into the flour, add the egg and knead until the dough
is smooth. Let it rest in a cool place for half an hour. Roll it out and line a buttered tin with it. Lay the apples
on the dough, strew sugar and cinnamon over them and bake for forty minutes in a hot oven. Serve warm with cream.
Stir the cream slowly. If the crust browns too fast, cover it with paper. Left-over pie keeps for two days in a cool
larder, and tastes best when it is warmed again before it is served to the guests with a cup of strong coffee.
"""
GERMAN = """\
Vertrag über die Wartung und Betreuung der Informationstechnik

§ 1 Gegenstand. Der Auftragnehmer übernimmt für den Auftraggeber die Wartung und Betreuung der in Anlage 1 genannten
Rechner und Netze. Die Leistungen werden während der üblichen Geschäftszeiten von Montag bis Freitag erbracht.
§ 2 Vergütung. Der Auftraggeber zahlt eine monatliche Pauschale. Leistungen außerhalb der Geschäftszeiten werden nach
Aufwand und zu den Stundensätzen der Anlage 2 berechnet. Die Rechnungen sind innerhalb von dreißig Tagen zu zahlen.
§ 3 Haftung. Der Auftragnehmer haftet nicht für den Verlust von Daten, soweit der Auftraggeber sie nicht gesichert hat.
Die Haftung ist auf die Höhe der Vergütung von zwölf Monaten beschränkt. Sie gilt nicht bei Vorsatz und grober
Fahrlässigkeit. § 4 Laufzeit. Der Vertrag läuft zwölf Monate und verlängert sich um jeweils ein Jahr, wenn er nicht
mit einer Frist von drei Monaten zum Ende der Laufzeit gekündigt wird. Es gilt das Recht der Bundesrepublik Deutschland.
"""


def empty(folder: Path) -> Path:
    path = folder / "empty.pdf"
    path.touch()
    return path


def locked_pdf(folder: Path) -> Path:
    """A PDF that asks for a password: its encryption dictionary fits no empty one."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        f"<< /Filter /Standard /V 1 /R 2 /O <{'ab' * 32}> /U <{'cd' * 32}> /P -4 >>",
    ]
    text = "%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(text))
        text += f"{number} 0 obj\n{body}\nendobj\n"
    table = len(text)
    text += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(
        f"{p:010d} 00000 n \n" for p in places
    )
    text += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Encrypt 4 0 R /ID [<{'01' * 16}> <{'01' * 16}>] >>\n"
    text += f"startxref\n{table}\n%%EOF\n"
    path = folder / "locked.pdf"
    path.write_text(text, encoding="latin-1")
    return path


def truncated_docx(folder: Path) -> Path:
    whole = folder / "whole.docx"
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        noise = random.Random(7).randbytes(4000).hex()  # noqa: S311 - any text that does not compress away
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<document>{noise}</document>")
    path = folder / "truncated.docx"
    path.write_bytes(whole.read_bytes()[:1500])
    whole.unlink()
    return path


def huge(folder: Path) -> Path:
    """Two gigabytes that take no room on the disk."""
    path = folder / "huge.pdf"
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(2 * 1024**3)
    return path


def cat(folder: Path) -> Path:
    picture = Image.new("RGB", (640, 480), "lightblue")
    draw = ImageDraw.Draw(picture)
    draw.polygon([(220, 170), (240, 60), (310, 140)], fill="orange")
    draw.polygon([(330, 140), (400, 60), (420, 170)], fill="orange")
    draw.ellipse((210, 110, 430, 330), fill="orange")
    for x in (280, 360):
        draw.ellipse((x - 18, 190, x + 18, 230), fill="green")
        draw.ellipse((x - 6, 192, x + 6, 228), fill="black")
    for y in (255, 270, 285):
        draw.line((120, y - 10, 260, y), fill="black", width=2)
        draw.line((380, y, 520, y - 10), fill="black", width=2)
    path = folder / "cat.jpg"
    picture.save(path)
    return path


def zip_bomb(folder: Path) -> Path:
    path = folder / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(300):
                part.write(b"\0" * 1024**2)
    return path


def program_file(folder: Path) -> Path:
    path = folder / "contract.pdf"
    path.write_bytes(b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 40)
    return path


def text(folder: Path, name: str, body: str) -> Path:
    path = folder / name
    path.write_text(body, encoding="utf-8")
    return path
