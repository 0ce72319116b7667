/** Only TLS, except to this machine itself; without a trailing slash. undefined where it is no such address. */
export function platformUrl(written: string | undefined): string | undefined {
  const url = URL.parse(written?.trim() ?? '');
  if (url?.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return undefined;
  const isLoopback = /^(127(\.\d+){3}|localhost|\[::1\])$/.test(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback)) return undefined;
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}
