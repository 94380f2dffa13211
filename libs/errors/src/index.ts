export { ERROR_CATALOGUE, type CitizenText, type ErrorCode, type ErrorEntry } from './error-catalogue.js';
export { ExposureError, errorCodeOf, isErrorCode, type ErrorFacts } from './exposure-error.js';
