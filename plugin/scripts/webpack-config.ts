import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ConsoleRemotePlugin } from '@openshift-console/dynamic-plugin-sdk-webpack';
import type { Configuration } from 'webpack';
import { manifest } from '../src/manifest.ts';

export const pluginRoot = join(import.meta.dirname, '..');

/** The SDK looks for PatternFly's styles only below the plugin; hoisted ones are kept out of the bundle here. */
function withoutPatternFlyStyles(): Record<string, false> {
  const styles = dirname(createRequire(import.meta.url).resolve('@patternfly/react-styles/package.json'));
  return Object.fromEntries(globSync('**/*.css', { cwd: styles }).map((file) => [join(styles, file), false as const]));
}

function metadata(): ConstructorParameters<typeof ConsoleRemotePlugin>[0] {
  const { consolePlugin } = JSON.parse(readFileSync(join(pluginRoot, 'package.json'), 'utf8')) as {
    consolePlugin: { name: string; version: string };
  };
  return {
    pluginMetadata: { ...consolePlugin, exposedModules: { ...manifest.modules } },
    extensions: [...manifest.extensions],
    sharedDynamicModuleSettings: {
      modulePaths: [join(pluginRoot, 'node_modules'), join(pluginRoot, '../node_modules')],
    },
  };
}

/** The SDK's webpack plugin reads package.json in the current folder: call it there. */
export function webpackConfig(): Configuration {
  return {
    mode: 'production',
    entry: {},
    context: join(pluginRoot, 'src'),
    output: {
      path: join(pluginRoot, 'dist'),
      filename: '[name]-bundle-[contenthash].min.js',
      chunkFilename: '[name]-chunk-[contenthash].min.js',
      clean: true,
    },
    resolve: { extensions: ['.tsx', '.ts', '.js'], alias: withoutPatternFlyStyles() },
    module: {
      rules: [
        {
          test: /\.tsx?$/,
          exclude: /node_modules/,
          use: {
            loader: 'ts-loader',
            // The loader needs output; everything is checked by `tsc`.
            options: {
              transpileOnly: true,
              configFile: join(pluginRoot, 'tsconfig.json'),
              compilerOptions: {
                noEmit: false,
                allowImportingTsExtensions: false,
                rewriteRelativeImportExtensions: false,
              },
            },
          },
        },
        { test: /\.css$/, use: ['style-loader', 'css-loader'] },
        { test: /\.m?js$/, resolve: { fullySpecified: false } },
      ],
    },
    plugins: [new ConsoleRemotePlugin(metadata())],
    devtool: false,
    performance: { hints: false },
    optimization: {
      chunkIds: 'deterministic',
      minimize: true,
      splitChunks: {
        cacheGroups: {
          // What a console does not share is fetched in one request, not in one for each component.
          patternfly: {
            test: /[\\/]node_modules[\\/]@patternfly[\\/]/,
            name: 'patternfly',
            chunks: 'all',
            enforce: true,
          },
          shared: {
            test: /[\\/](?:plugin[\\/]src[\\/]shared|bff[\\/]src[\\/]api|zod)[\\/]/,
            name: 'shared',
            chunks: 'all',
            enforce: true,
          },
        },
      },
    },
  };
}
