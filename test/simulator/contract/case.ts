import {expect} from 'vitest';
import type {Answer, ContractSwarm} from './swarm.ts';

/** One rule of the Engine API, as a test that any swarm can take. */
export type ContractCase = {
	readonly name: string;
	readonly run: (swarm: ContractSwarm) => Promise<void>;
};

export type Refusal = {readonly status: number; readonly message: string | RegExp};

/** A case in which the engine says no, with that status and in those words. */
export const refuses = (
	name: string,
	status: number,
	message: Refusal['message'],
	ask: (swarm: ContractSwarm) => Promise<Answer>,
): ContractCase => ({
	name,
	run: async swarm => expectRefusal(await ask(swarm), status, message),
});

export const expectRefusal = ({status, json}: Answer, expected: number, message: Refusal['message']) => {
	const said = (json as {readonly message?: string} | undefined)?.message;
	expect({status, message: said}).toEqual({
		status: expected,
		message: typeof message === 'string' ? message : expect.stringMatching(message),
	});
};
