import { ERROR_CATALOGUE } from '@app/errors';
import { MARK, type GeneratedFile } from './generated-files.js';

/** docs/errors.md: one heading per code, so that a code in an answer can be linked. */
export function errorReference(): GeneratedFile {
  const entries = Object.entries(ERROR_CATALOGUE).map(
    ([code, { message, citizen, httpStatus, retryable, since }]) => `## ${code}

${message}

- HTTP status ${httpStatus}, ${retryable ? 'may succeed when repeated' : 'does not succeed when repeated unchanged'}, since ${since}
- da: ${citizen.da}
- en: ${citizen.en}
`,
  );
  const text = `<!-- ${MARK} -->

# Errors

Every error that leaves an app bears one of these codes in \`extensions.code\`. Clients decide by the code and by
\`retryable\`, never by the text. A code is never renamed or reused. The source is
\`libs/errors/src/error-catalogue.ts\`.

${entries.join('\n')}`;
  return { file: 'docs/errors.md', text };
}
