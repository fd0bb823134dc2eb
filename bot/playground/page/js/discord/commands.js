/** What the bot offers a person in a channel, in their language. */

const SUB = 1;
const GROUP = 2;

/** Every slash command, with subcommands as commands of their own. */
export function slashCommands(offered) {
  const found = [];
  const walk = (entry, path, shown) => {
    const inner = (entry.options ?? []).filter((option) => option.type === SUB || option.type === GROUP);
    if (!inner.length) found.push({ path, shown, about: entry.shown_description ?? entry.description ?? "", options: entry.options ?? [] });
    for (const option of inner) walk(option, `${path} ${option.name}`, `${shown} ${option.shown_name ?? option.name}`);
  };
  for (const command of offered) if ((command.type ?? 1) === 1) walk(command, command.name, command.shown_name ?? command.name);
  return found;
}

/** Those that fit what is typed: beginning so first, then those with a word that begins so. */
export function fitting(commands, typed) {
  const wanted = typed.toLocaleLowerCase();
  const names = (command) => [command.shown.toLocaleLowerCase(), command.path];
  const begins = commands.filter((command) => names(command).some((name) => name.startsWith(wanted)));
  const inside = commands.filter((command) => !begins.includes(command) && wanted
    && names(command).some((name) => name.split(" ").some((word) => word.startsWith(wanted))));
  return [...begins, ...inside];
}
