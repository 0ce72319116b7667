import express, { type RequestHandler } from 'express';

/** Names that change with their content, as the plugin's build makes them. */
const hashed = /[-.][0-9a-f]{16,}\.min\.js$/;
const yearSeconds = 31_536_000;

/**
 * The files of the built console plugin, which anybody may read: they are the same for everybody. The console fetches
 * them for the browser and passes our cache headers on.
 */
export function pluginAssets(folder: string): RequestHandler {
  return express.static(folder, {
    index: false,
    redirect: false,
    dotfiles: 'ignore',
    cacheControl: false,
    setHeaders: (response, path) => {
      response.setHeader(
        'cache-control',
        hashed.test(path) ? `public, max-age=${yearSeconds}, immutable` : 'public, no-cache',
      );
    },
  });
}
