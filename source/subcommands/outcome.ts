/** For scripts: done, failed, wrong usage, and found what one asks about (something is stuck, a problem is serious). */
export const exitCodes = {done: 0, failed: 1, wrongUsage: 2, found: 3} as const;

export type Outcome = {readonly code: 0 | 1 | 2 | 3; readonly text: string};

/** One sentence that ends a subcommand: what is wrong, and what would be right. */
export class Refusal extends Error {
	override name = 'Refusal';
	readonly code: 1 | 2;
	constructor(code: 1 | 2, sentence: string) {
		super(sentence);
		this.code = code;
	}
}

export const wrongUsage = (sentence: string): never => {
	throw new Refusal(exitCodes.wrongUsage, sentence);
};

export const failed = (sentence: string): never => {
	throw new Refusal(exitCodes.failed, sentence);
};

export const asJson = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;
