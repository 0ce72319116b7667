export const objects = 100_000;
export const changes = 100_000;
