import {expect} from 'vitest';
import {bytesOf} from '../helpers/keys.ts';
import {until} from '../swarm-lab/until.ts';
import type {Expected} from './ask-skep.ts';
import {command} from './operate.ts';
import {openSkep, type Skep} from './skep.ts';

/** Rule with the name, three lines of evidence, two of the way out, and the footer. */
const detailLines = 7;

const placeIn = (skep: Skep) => {
	const [, at, of] = /Problems \d.*[─ ](\d+) of (\d+)/.exec(skep.text()) ?? [];
	return {at: Number(at ?? 0), of: Number(of ?? 0)};
};

const detailIn = (skep: Skep) =>
	skep
		.lines()
		.slice(-detailLines)
		.join(' ')
		.replaceAll(/[\s─]+/g, ' ');

/**
Walks down the page of problems, and reads what it says of each, with its way out. Where others come above it meanwhile,
the cursor goes down with its own.
*/
async function readPage(skep: Skep, count: number) {
	const read: string[] = [];
	command(skep, 'showProblems');
	await skep.waitFor(Object.assign(() => placeIn(skep).of >= count, {toString: () => `a page of ${count} problems`}));
	// The cursor stays with what was worst when the page opened, and the swarm may not have been read to its end then.
	skep.press(bytesOf('g'));
	await skep.waitFor(Object.assign(() => placeIn(skep).at === 1, {toString: () => 'the cursor on the first'}));

	for (let place = 1; ; place = placeIn(skep).at) {
		read.push(detailIn(skep));

		if (place >= placeIn(skep).of) {
			return read;
		}

		skep.press(bytesOf('j'));
		await skep.waitFor(
			Object.assign(() => placeIn(skep).at > place, {toString: () => `the cursor below ${place}`}),
			{
				seconds: 20,
			},
		);
	}
}

/** Expects the page of problems to lead out of each of them; reads it again while some come and go. */
export async function expectCures(host: string, expected: readonly Expected[]) {
	const skep = openSkep(host);
	await skep.waitFor(/Needs you/);
	await until(
		'each problem has its way out',
		async () => {
			const read = await readPage(skep, expected.length).finally(() => skep.press('q'));
			await skep.waitUntilGone(/Problems \d/);
			const lacking = expected.filter(problem => !read.some(isCured(problem)));
			expect(lacking, read.join('\n')).toEqual([]);
			return true;
		},
		{seconds: 240},
	);
}

const isCured =
	({name, evidence, cure}: Expected) =>
	(text: string) => {
		const [told = '', way = ''] = text.split(' Enter ');
		const words = told.slice(name.length + 2).trim();
		return told.startsWith(` ${name} `) && evidence.test(words) && cure.test(way);
	};
