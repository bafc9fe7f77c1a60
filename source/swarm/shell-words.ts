const plain = /^[\w/:=.,@%+-]+$/;

/** One word for a POSIX shell, whatever is in it. */
export const quoted = (word: string) => (plain.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);

/** A `docker` command line that survives a shell. */
export const docker = (...words: readonly string[]) => ['docker', ...words].map(quoted).join(' ');

/** What follows is for people: a shell reads none of it, whatever is in it. */
export const comment = (text: string) => `# ${text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, '?')}`;
