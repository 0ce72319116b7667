/** How to start a browser; plain data, so that it can be handed to other processes. */
export interface BrowserLaunch {
  /** For messages: where it was found. */
  readonly origin: string;
  readonly executablePath: string;
  readonly args: readonly string[];
  /** Beside the environment of this process. */
  readonly env: Readonly<Record<string, string>>;
}

/** No GPU, and no attempt to reach the browser's makers. */
export const quietFlags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
] as const;

/** Chromium refuses its own sandbox to root, as which containers run. */
export const rootFlags: readonly string[] = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
