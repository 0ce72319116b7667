/** Facts that the server writes into the page. */
export interface ServerFlags {
  readonly basePath: string;
  readonly consolePlugins: readonly string[];
  readonly releaseVersion: string;
  readonly user: string;
}

declare global {
  interface Window {
    SERVER_FLAGS: ServerFlags;
  }
}

export const serverFlags = window.SERVER_FLAGS;
