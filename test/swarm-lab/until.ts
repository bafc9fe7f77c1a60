import {setTimeout as pause} from 'node:timers/promises';

/** Seconds that anything may take on a machine that is busy with other labs: it costs nothing where all goes well. */
export const patience = 120;

type Limits = {
	/** How long to keep asking, in seconds. */
	readonly seconds?: number;
	/** The pause between two questions, in milliseconds. */
	readonly every?: number;
};

/**
Ask until the answer is truthy, and give that answer. An error counts as "not yet"; when time is up, the last
answer or error is part of the message.
*/
export async function until<Answer>(
	what: string,
	ask: () => Answer | Promise<Answer>,
	{seconds = patience, every = 100}: Limits = {},
): Promise<NonNullable<Answer>> {
	const deadline = performance.now() + seconds * 1000;
	let last: unknown;

	for (;;) {
		try {
			const answer = await ask();

			if (answer) {
				return answer;
			}

			last = answer;
		} catch (error) {
			last = error instanceof Error ? error.message : error;
		}

		if (performance.now() > deadline) {
			throw new Error(`Waited ${seconds} s in vain: ${what}. Last answer: ${inWords(last)}`);
		}

		await pause(every);
	}
}

const inWords = (answer: unknown) => (typeof answer === 'string' ? answer : (JSON.stringify(answer) ?? String(answer)));
