import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { ConsoleUser } from './sessions.ts';

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The console's policy, enforced here where the console only reports. */
function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'self'",
    "base-uri 'self'",
    "connect-src 'self'",
    "font-src 'self' data:",
    "frame-ancestors 'none'",
    "img-src 'self' data:",
    "object-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'unsafe-eval'`,
    "style-src 'self' 'unsafe-inline'",
  ].join('; ');
}

function sendPage(outgoing: ServerResponse, status: number, nonce: string, html: string): void {
  outgoing.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': contentSecurityPolicy(nonce),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin-when-cross-origin',
  });
  outgoing.end(html);
}

/** What the shell has to know before its first request. */
export interface ShellFacts {
  readonly user: string;
  readonly plugins: readonly string[];
  readonly consoleVersion: string;
}

export function sendShell(outgoing: ServerResponse, facts: ShellFacts): void {
  const nonce = randomBytes(16).toString('base64');
  const flags = JSON.stringify({
    basePath: '/',
    consolePlugins: facts.plugins,
    releaseVersion: facts.consoleVersion,
    user: facts.user,
  }).replaceAll('<', '\\u003c');
  sendPage(
    outgoing,
    200,
    nonce,
    `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<base href="/"><title>Console</title>
<script nonce="${nonce}">window.SERVER_FLAGS = ${flags}; if (localStorage.getItem('console.theme') === 'dark') document.documentElement.classList.add('pf-v6-theme-dark');</script>
</head>
<body><div id="app"></div><script nonce="${nonce}" src="/static/main.js"></script></body>
</html>`,
  );
}

export function sendLogin(
  outgoing: ServerResponse,
  users: readonly ConsoleUser[],
  outcome: { readonly refused: boolean },
): void {
  const names = users
    .map((user) => `<option value="${escapeHtml(user.name)}">${escapeHtml(user.name)}</option>`)
    .join('');
  const refused = outcome.refused ? '<p role="alert">Wrong user or password.</p>' : '';
  sendPage(
    outgoing,
    outcome.refused ? 401 : 200,
    randomBytes(16).toString('base64'),
    `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Log in · Console</title>
<style>
body{font:16px/1.5 system-ui,sans-serif;background:#f2f2f2;color:#151515;display:grid;place-items:center;min-height:100vh;margin:0}
main{background:#fff;padding:2rem;border-radius:1rem;inline-size:20rem}
h1{font-size:1.5rem;margin:0 0 1rem}
label{display:block;margin-block:1rem .25rem}
select,input,button{font:inherit;inline-size:100%;padding:.5rem;box-sizing:border-box}
button{margin-block-start:1.5rem;background:#06c;color:#fff;border:0;border-radius:2rem}
[role=alert]{color:#b1380b}
</style></head>
<body><main><h1>Log in to your account</h1>${refused}
<form method="post" action="/login">
<label for="user">User</label><select id="user" name="user">${names}</select>
<label for="password">Password</label><input id="password" name="password" type="password" autocomplete="current-password" required>
<button type="submit">Log in</button>
</form></main></body>
</html>`,
  );
}
