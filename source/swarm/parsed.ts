/** What became of a text that a person typed: its meaning, or one sentence on what is wrong with it. */
export type Parsed<T> = {readonly value: T} | {readonly problem: string};

export const isValid = <T>(parsed: Parsed<T>): parsed is {readonly value: T} => 'value' in parsed;
