"""Read XML from strangers: piece by piece, and without anything it asks to be fetched."""

from collections.abc import Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from app.problem import Problem

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def elements(file: BinaryIO, *names: str) -> Iterator[Element]:
    """Return each element of these names (without namespace) when it is complete, then forget it.

    Raises Problem if the file is no XML, or has entities or a document type that could reach
    other files (defusedxml refuses both).
    """
    try:
        parents: list[Element] = []
        for event, element in iterparse(file, events=("start", "end"), forbid_dtd=False):
            if event == "start":
                parents.append(element)
                continue
            parents.pop()
            if local(element) in names:
                yield element
                if parents:
                    parents[-1].remove(element)
    except DefusedXmlException as error:
        raise Problem("file.entities") from error
    except ParseError as error:
        raise Problem("csv.broken_line", line=error.position[0]) from error


def local(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def child(element: Element, name: str) -> Element | None:
    """Return the first element of this name directly below."""
    return next((one for one in element if local(one) == name), None)


def all_below(element: Element, name: str) -> list[Element]:
    """Return every element of this name below, in order."""
    return [one for one in element.iter() if local(one) == name]


def has_tags(*found: Element | None) -> bool:
    """Tell whether there are inline marks in any of the texts, which `text_of` leaves out."""
    return any(element is not None and len(element) > 0 for element in found)


def text_of(element: Element | None) -> str:
    """Return the text with what stands inside of inline marks."""
    return "" if element is None else "".join(element.itertext())
