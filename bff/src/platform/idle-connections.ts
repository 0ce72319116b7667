/**
 * How long a server keeps a connection that nobody uses. Consoles, API servers and ingresses close theirs after 90 s
 * (Go's default) or sooner: whoever closes first must be the client, or a request that it sends at that moment is lost,
 * and one that changes something is not sent again.
 */
export const idleConnectionMs = 120_000;
