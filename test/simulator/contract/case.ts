import {expect} from 'vitest';
import type {Answer, ContractSwarm, Machinery} from './swarm.ts';

/** One rule of the Engine API, as a test that any swarm can take. */
export type ContractCase = {
	readonly name: string;
	readonly run: (swarm: ContractSwarm) => Promise<void>;
};

type Message = string | RegExp;

/** A value that all engines agree on, or one for each of them. */
export type ByEngine<T> = T | Readonly<Record<Machinery['engine'], T>>;

export const valueFor = <T extends Message | number>(value: ByEngine<T>, {engine}: ContractSwarm): T =>
	typeof value === 'object' && engine in value
		? (value as Readonly<Record<Machinery['engine'], T>>)[engine]
		: (value as T);

/** A case in which the engine says no, with that status and in those words. */
export const refuses = (
	name: string,
	status: ByEngine<number>,
	message: ByEngine<Message>,
	ask: (swarm: ContractSwarm) => Promise<Answer>,
): ContractCase => ({
	name,
	run: async swarm => expectRefusal(await ask(swarm), valueFor(status, swarm), valueFor(message, swarm)),
});

export const expectRefusal = ({status, json, body}: Answer, expected: number, message: Message) => {
	// Before API 1.24 an error was plain text.
	const said = (json as {readonly message?: string} | undefined)?.message ?? body.toString().trim();
	expect({status, message: said}).toEqual({
		status: expected,
		message: typeof message === 'string' ? message : expect.stringMatching(message),
	});
};
