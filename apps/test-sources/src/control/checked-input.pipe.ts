import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { Problem } from '../problem.js';

/** Unknown fields are refused, not dropped: a misspelt option must not look as if it worked. */
export const checkedInput = new ValidationPipe({
  whitelist: true,
  forbidNonWhitelisted: true,
  transform: true,
  exceptionFactory: (errors: ValidationError[]) =>
    new Problem(
      'INPUT_INVALID',
      // Names of unknown fields come from outside, too.
      errors.map(({ property, constraints = {} }) => ({
        field: 'whitelistValidation' in constraints ? 'unknown' : property,
        rules: Object.keys(constraints),
      })),
    ),
});
