/** Sizes beyond which a schema is refused: far above any honest one, far below what hurts composition or planning. */
export const MAX_SDL_BYTES = 256 * 1024;
export const MAX_TYPES = 300;
export const MAX_FIELDS_PER_TYPE = 100;
export const MAX_ENUM_VALUES = 300;
