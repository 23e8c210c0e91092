import { globalOptions } from "./options";
import type { Argument, CommandDefinition } from "./types";

const shells = ["bash", "zsh", "fish"] as const;

/** The command that prints completion scripts. @param commands what is completed; asked only when it runs */
export function completion(commands: () => readonly CommandDefinition[]): CommandDefinition {
  return {
    name: "completion",
    group: "set up",
    summary: "print a script that completes commands, options and environments",
    description:
      "Prints a completion script for a shell. The script lists the files in environments/ by itself, so that completing starts no program. Put the line of your shell into its startup file, with the full path of ./platform, and completion stays up to date.",
    arguments: [{ term: "<shell>", description: "the shell", choices: shells }],
    examples: [
      {
        command: "completion bash",
        explanation: 'in ~/.bashrc: eval "$(/path/to/platform completion bash)"; zsh: the same in ~/.zshrc',
      },
      {
        command: "completion fish",
        explanation: "in ~/.config/fish/config.fish: /path/to/platform completion fish | source",
      },
    ],
    exitCodes: { done: true },
    run: ({ words: [shell = ""] }) => {
      const entries = commands().map(entryOf);
      return Promise.resolve({ text: scripts[shell as (typeof shells)[number]](entries) });
    },
  };
}

interface Entry {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly string[];
  /** What is expected at each place after the command; the last one continues where there may be more. */
  readonly places: readonly string[];
  readonly variadic: boolean;
}

const environments = "@environments";

function entryOf({ name, summary, options = [], arguments: declared = [] }: CommandDefinition): Entry {
  return {
    name,
    summary,
    options: [...options, ...globalOptions].flatMap(({ flags }) => /--[\w-]+/.exec(flags) ?? []),
    places: declared.map(valuesOf),
    variadic: declared.at(-1)?.term.includes("...") === true,
  };
}

/** What an argument can be: its choices, environments, or anything (a file). */
const valuesOf = ({ term, choices }: Argument): string =>
  choices?.join(" ") ?? (/environment/.test(term) ? environments : "");

/** Cases of a shell, one for each command: its options, and the values at a place. */
function cases(entries: readonly Entry[]): string {
  return entries
    .map(({ name, options, places, variadic }) => {
      const values = places.flatMap((value, index) => {
        if (value === "") return [];
        const last = variadic && index === places.length - 1;
        const rest = last ? "*" : String(index + 1);
        return [`${rest}) values="${value}";;`];
      });
      const choose = values.length === 0 ? "" : ` case $place in ${values.join(" ")} esac;`;
      return `    ${name}) options="${options.join(" ")}";${choose};`;
    })
    .join("\n");
}

/** The part that bash and zsh share: from the words typed so far to what could follow. */
const body = (entries: readonly Entry[]): string => `  local options="" values="" command="" place=1 index word file
  for (( index = first + 1; index < current; index++ )); do
    word=\${typed[index]}
    if [[ $word == -* ]]; then continue; fi
    if [[ -z $command ]]; then command=$word; else place=$(( place + 1 )); fi
  done
  case $command in
    "") values="${entries.map(({ name }) => name).join(" ")}"; options="--help";;
${cases(entries)}
  esac
  if [[ $values == ${environments} ]]; then
    values=""
    for file in "$root"/environments/*.ts; do file=\${file##*/}; values+=" \${file%.ts}"; done
  fi`;

const scripts: Readonly<Record<(typeof shells)[number], (entries: readonly Entry[]) => string>> = {
  bash: (entries) => `_platform() {
  local first=0 current=$COMP_CWORD root=\${COMP_WORDS[0]}
  local -a typed=("\${COMP_WORDS[@]}")
  [[ $root == */* ]] && root=\${root%/*} || root=.
  root=\${root/#\\~/$HOME}
${body(entries)}
  local now=\${COMP_WORDS[COMP_CWORD]}
  [[ $now == -* ]] && values=$options
  COMPREPLY=($(compgen -W "$values" -- "$now"))
}
complete -o bashdefault -o default -F _platform platform`,
  zsh: (entries) => `_platform() {
  local first=1 current=$CURRENT root=\${words[1]}
  local -a typed=("\${words[@]}")
  [[ $root == */* ]] && root=\${root%/*} || root=.
  root=\${root/#\\~/$HOME}
${body(entries)}
  local now=\${words[CURRENT]}
  if [[ $now == -* ]]; then compadd -- \${(z)options}
  elif [[ -n $values ]]; then compadd -- \${(z)values}
  else _files
  fi
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
compdef _platform platform`,
  fish: (entries) =>
    [
      `function __platform_environments
  set -l program (commandline -opc)[1]
  for file in (dirname $program)/environments/*.ts
    string replace -r '.*/(.*)\\.ts$' '$1' $file
  end
end
function __platform_words
  string match -v -- '-*' (commandline -opc)[2..-1]
end
function __platform_at
  set -l typed (__platform_words)
  test (count $typed) -ge 1; and test "$typed[1]" = $argv[1]; and test (count $typed) -eq $argv[2]
end
complete -c platform -n 'test (count (__platform_words)) -eq 0' -f`,
      ...entries.flatMap(({ name, summary, options, places, variadic }) => {
        const quoted = summary.replaceAll("'", "\\'");
        return [
          `complete -c platform -n 'test (count (__platform_words)) -eq 0' -a ${name} -d '${quoted}'`,
          ...options.map(
            (option) => `complete -c platform -n '__fish_seen_subcommand_from ${name}' -l ${option.slice(2)}`,
          ),
          ...places.flatMap((value, index) => {
            if (value === "") return [];
            const values = value === environments ? "(__platform_environments)" : value;
            const more = variadic && index === places.length - 1;
            const condition = more ? `__fish_seen_subcommand_from ${name}` : `__platform_at ${name} ${index + 1}`;
            return [`complete -c platform -n '${condition}' -f -a '${values}'`];
          }),
        ];
      }),
    ].join("\n"),
};
