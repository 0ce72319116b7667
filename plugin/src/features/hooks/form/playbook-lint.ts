/** The first line that YAML refuses because a tab stands before its text; counted from 1. */
export function indentedByTab(text: string): number | undefined {
  const index = text.split('\n').findIndex((line) => /^ *\t+\s*\S/.test(line));
  return index < 0 ? undefined : index + 1;
}

/** A playbook is a list of plays; something else is played by nothing. */
export function isListOfPlays(text: string): boolean {
  const first = text.split('\n').find((line) => line.trim() !== '' && !/^\s*(#|---|%)/.test(line));
  return first === undefined || /^\s*-(\s|$)/.test(first);
}
