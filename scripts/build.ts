import { bundle } from '../bff/scripts/bundle.ts';
import { buildPlugin } from '../plugin/scripts/build.ts';

// What the image is made of: `bff/dist` and `plugin/dist`.
console.log(`service: ${(await bundle()).length} files`);
console.log(`plugin: ${await buildPlugin()}`);
