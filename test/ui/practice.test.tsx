import stringWidth from 'string-width';
import {expect, test} from 'vitest';
import {tips} from '../../source/simulator/worlds/tips.ts';
import type {OpenDashboard} from '../helpers/dashboard.tsx';
import {openDashboard} from '../helpers/dashboard.tsx';
import {calmWorld} from './worlds.ts';

const sizes = [
	[160, 48],
	[120, 36],
	[80, 24],
] as const;

/** A demo whose nodes can be broken: answers what was asked for. */
const demo = (answer: {readonly fails?: string} = {}) => {
	const asked: string[] = [];
	const done = async (what: string) => {
		asked.push(what);
		if (answer.fails !== undefined) {
			throw new Error(answer.fails);
		}
	};
	const practice = {
		breakNode: (kind: string, node: string) => done(`${kind} ${node}`),
		loseQuorum: () => done('lose quorum').then(() => ['mgr3', 'mgr2']),
		returnAll: () => done('return all').then(() => ['mgr2', 'mgr3']),
	};
	return {asked, demo: {practice, tips: tips.shop}};
};

const run = async (skep: OpenDashboard, command: string) => {
	await skep.press(':');
	await skep.type(command);
	await skep.press('enter');
};

test.each(sizes)('a demo says three things to try at %ix%i, whatever else is said or opened', async (columns, rows) => {
	await using skep = await openDashboard(calmWorld(), {columns, rows, ...demo()});
	const tip = /^ Simulated\. Try {2}R on shop_mailer.* {3}D on worker-1.* {3}: practice/;
	const expectTip = () => {
		expect(skep.lines()).toHaveLength(rows);
		expect(skep.lines().at(-2)).toMatch(tip);
		expect(skep.lines().at(-2)).not.toContain('…');
		expect(stringWidth(skep.lines().at(-2)?.trimEnd() ?? '')).toBeLessThan(columns);
	};
	expectTip();
	expect(skep.lines().at(-1)).toMatch(/^ \S+ \w+ /);
	await skep.press('2', 'j', 'c');
	await skep.waitFor('copied');
	expectTip();
	await skep.press('j', 'z', ':');
	await skep.waitFor('Enter run');
	expectTip();
});

test('a node is broken where the cursor is, and what comes next is said', async () => {
	const {asked, demo: options} = demo();
	await using skep = await openDashboard(calmWorld(), {columns: 80, rows: 24, demo: options});
	await skep.press('1');
	await run(skep, 'power this node');
	await skep.waitFor('choose a node first (key 2)');
	expect(asked).toEqual([]);

	await skep.press('2', 'end');
	const name = skep.context.view.selected('nodes')?.name;
	await run(skep, 'power this node');
	await skep.waitFor(`${name} is off, noticed in 12 s (40 s if it led); mend it with : practice`);
	await skep.press('g');
	await run(skep, 'cable');
	await skep.waitFor('mgr1, which skep talks to, is cut off; mend it with : practice');
	expect(asked).toEqual([`kill ${name}`, 'cut mgr1']);
});

test('a lost quorum tells whom it cost and how to get it back', async () => {
	const {asked, demo: options} = demo();
	await using skep = await openDashboard(calmWorld(), {columns: 80, rows: 24, demo: options});
	await run(skep, 'lose the quorum');
	await skep.waitFor('mgr3 and mgr2 are off: no quorum; mend it with : practice');
	await run(skep, 'every node');
	await skep.waitFor('mgr2 and mgr3 come back');
	expect(asked).toEqual(['lose quorum', 'return all']);
});

test('what can not be broken is told of, and nothing is offered elsewhere', async () => {
	const {demo: options} = demo({fails: 'mgr1 is on and connected'});
	await using skep = await openDashboard(calmWorld(), {demo: options});
	await skep.press('2');
	await run(skep, 'bring this node');
	await skep.waitFor('mgr1 is on and connected');

	await using real = await openDashboard(calmWorld());
	expect(real.context.matching('practice')).toEqual([]);
	expect(real.text()).not.toContain('Simulated');
});
