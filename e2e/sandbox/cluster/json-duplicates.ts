/**
 * Paths of fields that stand twice in one object of a JSON text (`spec.size`), which JSON.parse does not tell. The text
 * must be valid JSON.
 */
export function duplicateFields(text: string): string[] {
  const found: string[] = [];
  const open: { readonly path: string; readonly names: Set<string> | undefined; index: number }[] = [];
  let pending = '';
  const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [part] = match;
    const top = open.at(-1);
    if (part === '{' || part === '[') {
      const path = top === undefined || top.names !== undefined ? pending : `${top.path}[${top.index}]`;
      open.push({ path, names: part === '{' ? new Set() : undefined, index: 0 });
    } else if (part === '}' || part === ']') open.pop();
    else if (part === ',' && top !== undefined) top.index += 1;
    else if (
      part.startsWith('"') &&
      top?.names !== undefined &&
      /^\s*:/.test(text.slice(token.lastIndex, token.lastIndex + 64))
    ) {
      const name = JSON.parse(part) as string;
      pending = top.path === '' ? name : `${top.path}.${name}`;
      if (top.names.has(name)) found.push(pending);
      top.names.add(name);
    }
  }
  return found;
}
