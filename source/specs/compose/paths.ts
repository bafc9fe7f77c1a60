/** The last part of a path, on either kind of machine. */
export const basename = (path: string): string => path.split(/[/\\]/).findLast(part => part !== '') ?? path;
