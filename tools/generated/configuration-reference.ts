import type { Variable } from './app-environments.js';
import { MARK, type GeneratedFile } from './generated-files.js';

interface App {
  readonly app: string;
  readonly variables: readonly Variable[];
}

/** docs/configuration.md: one table per app. */
export function configurationReference(apps: readonly App[]): GeneratedFile {
  const sections = apps.map(
    ({ app, variables }) => `## ${app}

| Variable | Default | Allowed | Meaning |
| --- | --- | --- | --- |
${variables.map(row).join('\n')}
`,
  );
  const text = `<!-- ${MARK} -->

# Configuration

Every app reads its environment once, at the start, and stops with every fault named if something is missing, invalid or
unknown. The source is the schema in \`apps/<app>/src/<app>.config.ts\`. \`npm start\` sets what has no default.

${sections.join('\n')}`;
  return { file: 'docs/configuration.md', text };
}

function row({ name, isRequired, defaultText, allowed, description }: Variable): string {
  const byDefault = defaultText === undefined ? (isRequired ? '**required**' : 'not set') : `\`${defaultText}\``;
  return `| \`${name}\` | ${byDefault} | ${allowed} | ${(description ?? '').replaceAll('|', '\\|')} |`;
}

/** .env.example: what has a default is commented out. */
export function environmentExample(apps: readonly App[]): GeneratedFile {
  const sections = apps.map(({ app, variables }) => [`# ${app}`, '', ...variables.map(example)].join('\n'));
  const head = [
    `# ${MARK}`,
    '# Variables of every app. A line without # has no default and must be set; see docs/configuration.md.',
  ];
  return { file: '.env.example', text: `${[head.join('\n'), ...sections].join('\n\n')}\n` };
}

function example({ name, isRequired, defaultText, description }: Variable): string {
  const line = isRequired ? `${name}=` : `#${name}=${defaultText ?? ''}`;
  return `# ${description ?? ''}\n${line}`;
}

/** A variable that nobody described would be printed without meaning. */
export function undescribed(apps: readonly App[]): string[] {
  return apps.flatMap(({ app, variables }) =>
    variables
      .filter(({ description }) => !description)
      .map(({ name }) => `${name} of ${app} has no .meta({ description })`),
  );
}
