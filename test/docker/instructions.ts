/** One instruction of a Dockerfile, with its continued lines joined. */
export interface Instruction {
  readonly name: string;
  readonly text: string;
}

export const parseDockerfile = (text: string): readonly Instruction[] =>
  text
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [name, ...rest] = line.trim().split(' ');
      return { name: name!.toUpperCase(), text: rest.join(' ') };
    });

/** The words of an instruction in JSON form, such as CMD. */
export const wordsOf = (text: string): readonly string[] => JSON.parse(text) as string[];

/** Whether a path, relative to the context, is kept out by a .dockerignore. The last line that matches decides. */
export const isIgnored = (
  patterns: readonly string[],
  path: string,
  matches: (path: string, pattern: string) => boolean,
): boolean =>
  patterns.reduce((ignored, pattern) => {
    const isException = pattern.startsWith('!');
    const bare = isException ? pattern.slice(1) : pattern;
    const parts = path.split('/');
    // A line about a folder is about all that is in it.
    const isMeant = parts.some((_, index) => matches(parts.slice(0, index + 1).join('/'), bare));
    return isMeant ? !isException : ignored;
  }, false);
