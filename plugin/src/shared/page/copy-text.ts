/** Browsers refuse without a press of the user, by policy, and have no clipboard for pages over plain HTTP. */
export async function copyText(text: string): Promise<'copied' | 'refused'> {
  try {
    await navigator.clipboard.writeText(text);
    return 'copied';
  } catch {
    return 'refused';
  }
}
