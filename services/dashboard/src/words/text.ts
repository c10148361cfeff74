export const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** As a sentence stands: an answer of the API begins small and has no full stop. */
export const sentence = (text: string): string => `${capital(text)}${/[.…!?]$/.test(text) ? '' : '.'}`;
