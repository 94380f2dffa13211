import { ERROR_CATALOGUE } from '@app/errors';
import { parse } from 'yaml';
import { z } from 'zod';
import { knownVariables } from './packaging/compose-file.js';
import { read } from './packaging/repository.js';

describe('publiccode.yml', () => {
  const text = (max: number, min = 1) => z.string().min(min).max(max);
  const language = z.string().regex(/^[a-z]{2}$/);
  const Description = z.strictObject({
    localisedName: text(100).optional(),
    shortDescription: text(150),
    longDescription: text(10_000, 150),
    features: z.array(text(200)).min(1),
  });
  /** The keys and the values that we use, of version 0.4 of the standard (yml.publiccode.tools). */
  const PublicCode = z.strictObject({
    publiccodeYmlVersion: z.literal('0.4'),
    name: text(100),
    applicationSuite: text(100),
    url: z.url(),
    softwareVersion: text(20),
    platforms: z.array(z.enum(['web', 'windows', 'mac', 'linux', 'ios', 'android'])).min(1),
    categories: z.array(z.enum(['digital-citizenship', 'data-collection', 'it-development'])).min(1),
    developmentStatus: z.enum(['concept', 'development', 'beta', 'stable', 'obsolete']),
    softwareType: z.enum(['standalone/web', 'standalone/backend', 'standalone/other', 'library']),
    intendedAudience: z.strictObject({
      countries: z.array(language),
      scope: z.array(z.enum(['local-authorities', 'welfare', 'society', 'finance-and-economic-development'])),
    }),
    description: z.strictObject({ en: Description, da: Description }),
    legal: z.strictObject({ license: z.literal('MPL-2.0') }),
    maintenance: z.strictObject({
      type: z.enum(['internal', 'community']),
      contacts: z.array(z.strictObject({ name: text(100), email: z.email() })).min(1),
    }),
    localisation: z.strictObject({ localisationReady: z.boolean(), availableLanguages: z.array(language).min(1) }),
    dependsOn: z.strictObject({ open: z.tuple([z.strictObject({ name: text(100), versionMin: text(20) })]) }),
  });

  const Manifest = z.object({ version: z.string(), license: z.string(), engines: z.object({ node: z.string() }) });

  it('is valid and agrees with package.json and the licence', () => {
    const publicCode = PublicCode.parse(parse(read('publiccode.yml')));
    const { version, license, engines } = Manifest.parse(JSON.parse(read('package.json')));

    expect(publicCode.softwareVersion).toBe(version);
    expect(publicCode.legal.license).toBe(license);
    expect(`>=${publicCode.dependsOn.open[0].versionMin}`).toBe(engines.node);
    expect(read('LICENSE').split('\n')[0]).toBe('Mozilla Public License Version 2.0');
  });
});

describe('docs/runbook.md', () => {
  /** States and names that are neither error codes nor variables. */
  const OTHERS = new Set(['HALF_OPEN']);

  it('names error codes and variables that exist', () => {
    const named = [...read('docs/runbook.md').matchAll(/`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)`/g)].map(
      ([, name = '']) => name,
    );
    const isKnown = (name: string) =>
      Object.hasOwn(ERROR_CATALOGUE, name) || knownVariables.has(name) || OTHERS.has(name);

    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((name) => !isKnown(name))).toEqual([]);
  });
});
