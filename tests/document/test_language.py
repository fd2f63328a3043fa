"""English contracts pass; other languages and other texts are told, in doubt in the text's favour."""

from __future__ import annotations

import pytest
from pdf_files import PROSE

from remit.document.language import check_language, looks_like_contract

OTHER = {
    "German": "Der Auftragnehmer haftet nicht für den Verlust von Daten, soweit der Auftraggeber sie nicht gesichert hat. "
    "Die Leistungen werden während der üblichen Geschäftszeiten erbracht und nach Aufwand berechnet. Die Rechnungen sind "
    "innerhalb von dreißig Tagen zu zahlen. Der Vertrag verlängert sich um ein Jahr, wenn er nicht gekündigt wird.",
    "French": "Le prestataire assure la maintenance des équipements du client pendant les heures ouvrables. Les factures sont "
    "payables dans un délai de trente jours. Le contrat est conclu pour une durée de douze mois et sera renouvelé par tacite "
    "reconduction, sauf si une des parties le dénonce par lettre recommandée avec un préavis de trois mois.",
    "Spanish": "El proveedor prestará al cliente los servicios de mantenimiento de los equipos que se describen en el anexo. "
    "Las facturas se pagarán en el plazo de treinta días. El contrato tendrá una duración de doce meses y se prorrogará por "
    "periodos iguales si ninguna de las partes lo denuncia con tres meses de antelación.",
    "Dutch": "De leverancier verricht het onderhoud van de apparatuur van de klant tijdens kantooruren. De facturen worden "
    "binnen dertig dagen betaald. De overeenkomst wordt aangegaan voor een periode van twaalf maanden en wordt telkens met "
    "een jaar verlengd, tenzij een van de partijen deze met een termijn van drie maanden opzegt.",
}
DEVICES = (
    "Laptop Dell Latitude 5540 £45 per month\nServer HPE ProLiant DL380 £110 per month\nFirewall Fortinet 60F £20 per month\n"
    * 8
)
CONTRACT = (
    "The Provider shall keep the equipment in working order. The Client shall pay the fees within thirty days of the invoice. "
    * 6
)
RECIPE = (
    "Peel the apples and cut them into thin slices. Rub the butter into the flour and add the egg. Bake for an hour. "
    * 10
)


@pytest.mark.parametrize("language", OTHER)
def test_other_languages_are_refused_by_name(language: str) -> None:
    refusal = check_language(OTHER[language] * 2)
    assert refusal is not None
    assert language in refusal
    assert "English" in refusal


@pytest.mark.parametrize(
    "text", [PROSE, CONTRACT, DEVICES, RECIPE, "", "Fee: £40", OTHER["German"] + CONTRACT * 3]
)
def test_english_lists_and_short_texts_pass(text: str) -> None:
    assert check_language(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "合同双方同意以下条款。服务提供商应当维护设备。" * 20,
        "Исполнитель обязуется поддерживать оборудование заказчика. " * 20,
    ],
)
def test_other_alphabets_are_refused(text: str) -> None:
    assert "Latin" in (check_language(text) or "")


FRIENDLY = (
    "Hello Ann, here's what we'll do for you. Every month we look after your four computers, the server and the printer, "
    "and we'll keep the antivirus and the software up to date. You pay a flat price of 90 a month; the bill comes on the "
    "first, and we'd like to be paid inside two weeks. Ring or mail us when something is wrong: remote help is included, "
    "and a visit costs 60 an hour extra. We check the backup each Monday. Parts and licences are charged at cost. If you "
    "want to stop, give us a month's notice. Spilled tea isn't covered; we'll repair it at the hourly rate."
)


@pytest.mark.parametrize(
    ("text", "contract"),
    [(CONTRACT, True), (FRIENDLY, True), (RECIPE, False), (RECIPE * 30, False), ("", False)],
)
def test_contracts_are_told_from_other_texts(text: str, contract: bool) -> None:
    assert looks_like_contract(text) == contract
