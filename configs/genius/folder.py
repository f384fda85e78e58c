"""A folder of files of GENIUS (XML) or GeniusWeb (JSON): the form of each, which is the domain, which are over it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tradetalks.configs.genius import read_json as genius_web
from tradetalks.configs.genius import read_xml as genius_xml
from tradetalks.configs.genius.files import GeniusDomain, GeniusProfile, Kind, UnreadableError, few
from tradetalks.errors import ConfigError, Problem, did_you_mean

MAX_FILES = 200
"""How many XML and JSON files a folder may have."""


@dataclass(frozen=True)
class Form:
    """A form of files.

    Attributes:
        name: of the platform.
        points: what the points of a score-sheet are.
        read: returns what stands in a file.
        kind: what a file holds, and what it calls itself.
        domain: a domain of what stands in a file.
        profile: likewise a profile.
    """

    name: str
    points: str
    read: Callable[[Path], Any]
    kind: Callable[[Any], tuple[Kind, str]]
    domain: Callable[[Path, Any, list[Problem]], GeniusDomain]
    profile: Callable[[Path, Any, GeniusDomain, list[Problem]], GeniusProfile]


FORMS = {
    ".xml": Form(
        "GENIUS",
        "evaluations divided by their maximum",
        genius_xml.read,
        genius_xml.kind,
        genius_xml.read_domain,
        genius_xml.read_profile,
    ),
    ".json": Form(
        "GeniusWeb",
        "utilities as they stand",
        genius_web.read,
        genius_web.kind,
        genius_web.read_domain,
        genius_web.read_profile,
    ),
}
"""By the end of a file's name."""


@dataclass(frozen=True)
class Folder:
    """The files of a folder that may be of a domain.

    Attributes:
        place: the folder.
        contents: what stands in each file that can be read.
        unreadable: what is wrong with the others.
    """

    place: Path
    contents: dict[Path, Any]
    unreadable: dict[Path, Problem]

    @classmethod
    def read(cls, folder: str | Path) -> Folder:
        """Read every file of a form that is known.

        Raises:
            ConfigError: it is no folder, or has too many files.
        """
        place = Path(folder)
        try:
            files = sorted(file for file in place.iterdir() if file.suffix.lower() in FORMS and file.is_file())
        except OSError:
            raise ConfigError([Problem("is no folder", str(folder))]) from None
        if len(files) > MAX_FILES:
            message = f"has {len(files):,} XML and JSON files; at most {MAX_FILES} are read"
            raise ConfigError([Problem(message, str(folder))])
        contents, unreadable = {}, {}
        for file in files:
            try:
                contents[file] = form_of(file).read(file)
            except UnreadableError as error:
                unreadable[file] = error.problem
        return cls(place, contents, unreadable)

    def of_kind(self, kind: Kind) -> list[Path]:
        """Return the files that hold such a thing."""
        return [file for file, content in self.contents.items() if form_of(file).kind(content)[0] == kind]

    def domain_file(self, name: str) -> Path:
        """Return the domain's file: the one of this name, or the only one.

        Raises:
            ConfigError: there is none, or several and no name.
        """
        files = self.of_kind("domain")
        if name:
            chosen = [file for file in files if Path(name).name in {file.name, file.stem}]
            if len(chosen) != 1:
                hint = did_you_mean(name, [file.name for file in files])
                listed = few([file.name for file in files]) or "none"
                problem = Problem(f"there is no domain file {name!r}{hint}; there are: {listed}", str(self.place))
                raise ConfigError([problem, *self.unreadable.values()])
            return chosen[0]
        if len(files) > 1:
            message = (
                f"has {len(files)} domain files: {few([file.name for file in files])}; choose one by --domain FILE"
            )
            raise ConfigError([Problem(message, str(self.place)), *self.unreadable.values()])
        if not files:
            message = (
                "has no domain file: neither XML that begins with <negotiation_template> nor JSON with issuesValues"
            )
            raise ConfigError([Problem(message, str(self.place)), *self.unreadable.values()])
        return files[0]

    def profiles(self, domain: GeniusDomain) -> list[Path]:
        """Return the files of profiles that may be over a domain: those of its form."""
        return [file for file in self.of_kind("profile") if form_of(file) is form_of(domain.file)]

    def own_profiles(self, domain: GeniusDomain) -> list[Path]:
        """Return those of them that are.

        Where there are several domains, JSON's profiles tell by the copy that each carries whose they are.
        """
        profiles = self.profiles(domain)
        if len(self.of_kind("domain")) > 1 and form_of(domain.file) is FORMS[".json"]:
            return [file for file in profiles if not genius_web.differences(file, self.contents[file], domain)]
        return profiles

    def passed_over(self, domain: GeniusDomain, profiles: Sequence[Path]) -> list[str]:
        """Return notes of the files that neither are the domain nor over it.

        Raises:
            ConfigError: one can't be read that may be a profile, as it is of the domain's form.
        """
        form = form_of(domain.file)
        if problems := [problem for file, problem in self.unreadable.items() if form_of(file) is form]:
            raise ConfigError(problems)
        notes = [f"{file.name}: passed over, {problem.message}" for file, problem in self.unreadable.items()]
        for file, content in self.contents.items():
            if file != domain.file and file not in profiles:
                notes.append(f"{file.name}: passed over, {form_of(file).kind(content)[1]}")
        return notes


def form_of(file: Path) -> Form:
    """Return the form of a file."""
    return FORMS[file.suffix.lower()]
