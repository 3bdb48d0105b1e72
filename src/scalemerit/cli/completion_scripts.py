"""Scripts that complete the program's command line, written from its commands and options.

They hold all that can be completed, so that a shell starts no process at each press of the tab key.
What typer offers instead, asking the program every time, takes as long as the program's start.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Literal, NamedTuple

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

PROGRAM = "scalemerit"

Value = Literal["none", "choice", "file", "text"]


class Option(NamedTuple):
    """An option: its names, what it takes, and the words to choose from if there are any."""

    names: tuple[str, ...]
    help: str
    value: Value
    choices: tuple[str, ...]
    repeated: bool


class Command(NamedTuple):
    """A command and its options; the program itself is the one without a name.

    Its arguments are the words to choose from or, where there are none, files. Those of the program
    are its commands, those of a group the commands in it, whose names are of two words.
    """

    name: str
    help: str
    options: tuple[Option, ...]
    choices: tuple[str, ...]
    is_group: bool = False

    @property
    def is_inner(self) -> bool:
        """Whether it is a command of a group."""
        return " " in self.name


def commands_of(context: typer.Context) -> tuple[Command, ...]:
    """The program itself and its commands, in the order of its help."""
    root = context.find_root().command
    if not isinstance(root, TyperGroup):
        message = "the program has no commands"
        raise TypeError(message)
    return (_group("", root, context), *_inner("", root, context))


def bash_script(commands: Iterable[Command]) -> str:
    """The script for bash; where it offers nothing, bash itself completes files."""
    held = tuple(commands)
    values = [
        _bash_value(command, option)
        for command in held
        for option in command.options
        if option.value != "none"
    ]
    return _BASH % {
        "program": PROGRAM,
        "values": "".join(values),
        "names": "".join(_bash_words(one, _option_names(one)) for one in held),
        "arguments": "".join(_bash_words(one, one.choices) for one in held if one.choices),
        "groups": " | ".join(_quoted(one.name) for one in held if one.is_group),
    }


def zsh_script(commands: Iterable[Command]) -> str:
    """The script for zsh, for `eval` as well as for a folder of `fpath`."""
    program, *others = commands
    outer = [one for one in others if not one.is_inner]
    named = "".join(f"    {_quoted(f'{one.name}:{one.help}')}\n" for one in outer)
    rest = "".join(f"        {one.name})\n          {_zsh_rest(one, others)} ;;\n" for one in outer)
    return _ZSH % {
        "program": PROGRAM,
        "commands": named,
        "root": "".join(f"    {spec} \\\n" for spec in map(_zsh_option, program.options)),
        "rest": rest,
    }


def fish_script(commands: Iterable[Command]) -> str:
    """The script for fish."""
    program, *others = commands
    lines = [f"complete -c {PROGRAM} -f"]
    first = "-n __fish_use_subcommand"
    lines += [f"complete -c {PROGRAM} {first} {_fish_option(one)}" for one in program.options]
    for command in (one for one in others if not one.is_inner):
        described = f"-a {command.name} -d {_fish_quoted(command.help)}"
        lines.append(f"complete -c {PROGRAM} {first} {described}")
    for command in others:
        seen = f"complete -c {PROGRAM} -n '{_fish_seen(command)}'"
        words = _fish_quoted(" ".join(command.choices))
        lines.append(f"{seen} -a {words}" if command.choices else f"{seen} -F")
        lines += [f"{seen} {_fish_option(option)}" for option in command.options]
    return "".join(f"{line}\n" for line in lines)


SCRIPTS: dict[str, Callable[[Iterable[Command]], str]] = {
    "bash": bash_script,
    "zsh": zsh_script,
    "fish": fish_script,
}


# ---- the commands, as typer holds them ----


def _inner(before: str, group: TyperGroup, context: typer.Context) -> Iterator[Command]:
    """The commands of a group, each followed by its own where it is a group itself."""
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield _group(before + name, command, context)
            yield from _inner(f"{before}{name} ", command, context)
        elif isinstance(command, TyperCommand):
            yield _command(before + name, command, context)


def _group(name: str, group: TyperGroup, context: typer.Context) -> Command:
    found = _command(name, group, context)
    return found._replace(choices=tuple(group.commands), is_group=bool(name))


def _command(name: str, command: TyperCommand | TyperGroup, context: typer.Context) -> Command:
    options = [_option(one) for one in command.params if isinstance(one, TyperOption)]
    asks_help = command.get_help_option(context)
    if asks_help is not None:
        told = _first_line(asks_help.help)
        options.append(Option(tuple(asks_help.opts), told, "none", (), repeated=False))
    arguments = [one for one in command.params if isinstance(one, TyperArgument)]
    choices = [word for argument in arguments for word in _choices(argument)]
    return Command(name, _first_line(command.help), tuple(options), tuple(choices))


def _option(option: TyperOption) -> Option:
    choices = _choices(option)
    return Option(
        names=(*option.opts, *option.secondary_opts),
        help=_first_line(option.help),
        value="none" if option.is_flag or option.count else _value(option, choices),
        choices=choices,
        repeated=option.multiple,
    )


def _value(option: TyperOption, choices: tuple[str, ...]) -> Value:
    if choices:
        return "choice"
    return "file" if option.type.name in {"file", "path"} else "text"


def _choices(parameter: TyperOption | TyperArgument) -> tuple[str, ...]:
    """The words of a parameter of a closed set, which is a type of its own in typer."""
    return tuple(str(choice) for choice in getattr(parameter.type, "choices", ()))


def _first_line(words: str | None) -> str:
    return (words or "").partition("\n")[0]


# ---- bash ----


def _bash_value(command: Command, option: Option) -> str:
    """What follows an option."""
    after = " | ".join(_quoted(f"{command.name} {name}") for name in option.names)
    match option.value:
        case "choice":
            what = f"words={_quoted(' '.join(option.choices))}"
        case "file":
            what = "return"
        case _:
            what = "compopt +o default 2>/dev/null; return"
    return f"        {after}) {what} ;;\n"


def _bash_words(command: Command, words: Iterable[str]) -> str:
    return f"                {_quoted(command.name)}) words={_quoted(' '.join(words))} ;;\n"


def _option_names(command: Command) -> Iterator[str]:
    for option in command.options:
        yield from option.names


def _quoted(text: str) -> str:
    """A word that bash and zsh take as it is."""
    return "'" + text.replace("'", "'\\''") + "'"


_BASH = """\
# bash completion of %(program)s
_%(program)s() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
    local command='' words='' index
    # --name=value comes as three words
    if [[ $current == '=' ]]; then
        current=''
    elif [[ $previous == '=' ]]; then
        previous=${COMP_WORDS[COMP_CWORD-2]}
    fi
    for ((index = 1; index < COMP_CWORD; index++)); do
        if [[ ${COMP_WORDS[index]} != -* ]]; then
            command="${command:+$command }${COMP_WORDS[index]}"
            case $command in
                %(groups)s) ;;
                *) break ;;
            esac
        fi
    done
    case "$command $previous" in
%(values)s        *)
            if [[ $current == -* ]]; then
                case $command in
%(names)s                esac
            else
                case $command in
%(arguments)s                esac
            fi ;;
    esac
    COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _%(program)s %(program)s
"""


# ---- zsh ----


def _arguments(command: Command) -> str:
    """The call of `_arguments` for what follows a command."""
    files = f"({' '.join(command.choices)})" if command.choices else '_files -g "*.(yaml|yml)"'
    specs = [*map(_zsh_option, command.options), _quoted(f"*: :{files}")]
    return " \\\n            ".join(["_arguments", *specs])


def _zsh_rest(command: Command, commands: Iterable[Command]) -> str:
    """What completes the words after a command; after a group, those of the command in it."""
    if not command.is_group:
        return _arguments(command)
    inner = [one for one in commands if one.name.startswith(f"{command.name} ")]
    cases = "".join(f"{one.name.split()[-1]}) {_arguments(one)} ;;\n          " for one in inner)
    return f"case $words[2] in\n          {cases}*) {_arguments(command)} ;;\n          esac"


def _zsh_option(option: Option) -> str:
    """An option as `_arguments` reads it, which offers it once unless it may be repeated."""
    marks = ("=" if name.startswith("--") else "+" for name in option.names)
    taken = option.value != "none"
    names = [name + mark if taken else name for name, mark in zip(option.names, marks, strict=True)]
    told = re.sub(r"([\\\[\]])", r"\\\1", option.help)
    after = {"none": "", "text": ": :", "file": ": :_files"}.get(option.value)
    action = f": :({' '.join(option.choices)})" if after is None else after
    before = "*" if option.repeated else f"({' '.join(option.names)})"
    return " ".join(_quoted(f"{before}{name}[{told}]{action}") for name in names)


_ZSH = """\
#compdef %(program)s
_%(program)s() {
  local state line
  local -a commands=(
%(commands)s  )
  _arguments -C \\
%(root)s    '1: :->command' \\
    '*:: :->rest'
  case $state in
    command) _describe command commands ;;
    rest)
      case $line[1] in
%(rest)s      esac ;;
  esac
}
if [[ $funcstack[1] == _%(program)s ]]; then
  _%(program)s "$@"
else
  compdef _%(program)s %(program)s
fi
"""


# ---- fish ----


def _fish_seen(command: Command) -> str:
    """The condition under which a command is being written."""
    group, _, inner = command.name.partition(" ")
    seen = f"__fish_seen_subcommand_from {group}"
    if inner:
        return f"{seen}; and __fish_seen_subcommand_from {inner}"
    if command.is_group:
        return f"not __fish_seen_subcommand_from {' '.join(command.choices)}; and {seen}"
    return seen


def _fish_option(option: Option) -> str:
    named = [
        f"-l {name.removeprefix('--')}" if name.startswith("--") else f"-s {name.removeprefix('-')}"
        for name in option.names
    ]
    takes = {"none": (), "text": ("-x",), "file": ("-r", "-F")}.get(option.value)
    if takes is None:
        takes = ("-x", f"-a {_fish_quoted(' '.join(option.choices))}")
    return " ".join([*named, *takes, f"-d {_fish_quoted(option.help)}"])


def _fish_quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
