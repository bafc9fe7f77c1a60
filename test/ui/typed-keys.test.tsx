import {afterEach, expect, test, vi} from 'vitest';
import {type OpenDashboard, openDashboard} from '../helpers/dashboard.tsx';
import {bytesOf, named} from '../helpers/keys.ts';
import {id} from '../helpers/small-engine/build.ts';
import {rested} from './dialog-steps.ts';
import {plainWorld} from './worlds.ts';

const names = ['a', 'b', 'c', 'd', 'e', 'f'];
const size = {columns: 90, rows: 24};
const open = (options = {}) => openDashboard(plainWorld(...names), {...size, ...options});

const turn = () => new Promise(resolve => setImmediate(resolve));

/** Bytes one by one, so many milliseconds apart, on a clock of their own. */
const trickle = async (skep: OpenDashboard, bytes: string, gaps: () => number) => {
	for (const byte of bytes) {
		(skep.stdin as unknown as {write: (text: string) => void}).write(byte);
		await turn();
		await turn();
		vi.advanceTimersByTime(gaps());
		await turn();
		await turn();
	}
};

/** Time stands still but for what `trickle` lets pass; nothing is left waiting on it in the end. */
const inSlowMotion = async (run: () => Promise<void>) => {
	vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout', 'performance']});
	await run();
	for (let left = 0; left < 5; left++) {
		vi.advanceTimersByTime(2000);
		await turn();
	}
	vi.useRealTimers();
};

afterEach(() => {
	vi.useRealTimers();
});

const wait = {escapeWait: 50, swallowFor: 1000};

test.each(['services', 'nodes'] as const)('a sequence in pieces is never a letter: %s', async focus => {
	await using skep = await open(wait);
	await skep.press(focus === 'services' ? '1' : '2');
	await inSlowMotion(async () => {
		for (const [name, bytes] of Object.entries(named)) {
			// One byte is a key of its own; a lone ESC is Escape.
			if (bytes.length > 1) {
				for (const gap of [20, 49, 51, 90, 250, 500]) {
					await trickle(skep, bytes, () => gap);
					vi.advanceTimersByTime(2000);
					await turn();
					expect(skep.ui().layers, `${name}, ${gap} ms apart`).toEqual([]);
					expect(skep.ui().prompt, `${name}, ${gap} ms apart`).toBeUndefined();
					expect(skep.ui().isZoomed, `${name}, ${gap} ms apart`).toBe(false);
				}
			}
		}
	});
	await skep.settle();
	expect(skep.writes()).toEqual([]);
	expect(skep.hasQuit()).toBe(false);
});

test('an arrow whose bytes are 20 ms apart still moves', async () => {
	await using skep = await open(wait);
	await skep.press('1', 'g');
	await inSlowMotion(() => trickle(skep, named['down'] ?? '', () => 20));
	expect(skep.selectedId()).toBe(id('b'));
});

test('in a dialog, a sequence in pieces neither confirms nor types', async () => {
	await using skep = await open(wait);
	await skep.press('1', 'ctrl+d');
	await rested(skep);
	expect(skep.dialog()?.phase.kind).toBe('review');
	await inSlowMotion(async () => {
		for (const key of ['up', 'down', 'left', 'ctrl+left', 'pagedown', 'f5']) {
			await trickle(skep, named[key] ?? '', () => 40);
		}
	});
	await skep.settle();
	expect(skep.dialog()?.phase).toMatchObject({kind: 'review', typed: ''});
	expect(skep.writes()).toEqual([]);
});

const hangul = {s: 'ㄴ', u: 'ㅕ', r: 'ㄱ', d: 'ㅇ', j: 'ㅓ', k: 'ㅏ'};

test('Hangul input reads but never opens a dialog that changes, and says why', async () => {
	await using skep = await open();
	await skep.press('1', 'g');
	await skep.type(hangul.j);
	expect(skep.selectedId()).toBe(id('b'));
	for (const letter of [hangul.s, hangul.u, hangul.r, '나', 'ㄲ', 'ㄸ', 'ㅉ']) {
		skep.context.ui.setState({message: undefined});
		await skep.type(letter);
		await skep.settled();
		expect(skep.dialog(), letter).toBeUndefined();
	}
	// The last of them reads: it is the key of the cockpit.
	expect(skep.top()?.kind).toBe('cockpit');
	await skep.press('escape');
	await skep.soon(() => skep.top() === undefined);
	await skep.type(hangul.s);
	await skep.waitFor('Hangul input is on: keys that change the swarm are off');
	await skep.type(hangul.d);
	await skep.waitFor('Service ');
	await skep.press('escape');
	await skep.soon(() => skep.top() === undefined);
	await skep.press('s');
	await rested(skep);
	expect(skep.dialog()?.phase.kind).toBe('form');
	expect(skep.writes()).toEqual([]);
});

test('Hangul never says yes', async () => {
	await using skep = await open();
	await skep.press('2', 'g', 'j', 'P');
	await rested(skep);
	expect(skep.dialog()?.phase).toMatchObject({kind: 'review', mustType: undefined});
	await skep.type('ㅛ');
	await skep.waitFor('Hangul input is on');
	expect(skep.dialog()?.phase.kind).toBe('review');
	expect(skep.writes()).toEqual([]);
	await skep.press('y');
	await skep.soon(() => skep.writes().length === 1);
});

test('jjj in one burst moves three rows', async () => {
	await using skep = await open();
	await skep.press('1', 'g');
	await skep.burst('j', 'j', 'j');
	expect(skep.selectedId()).toBe(id('d'));
});

test.each(['d', 'i', '?', ':'])('what follows %s in one burst is for the page that it opens', async key => {
	await using skep = await open();
	await skep.press('1', 'g');
	await skep.burst(key, key === ':' ? 'ctrl+c' : 'q', 'j');
	expect(skep.hasQuit()).toBe(false);
	expect(skep.top()).toBeUndefined();
	expect(skep.selectedId()).toBe(id('b'));
	await skep.settled();
	expect(skep.top()).toBeUndefined();
});

test('jjD in one burst opens the dialog of the node two below', async () => {
	await using skep = await open();
	await skep.press('2', 'g');
	await skep.burst('j', 'j', 'D');
	await rested(skep);
	await skep.waitFor('Drain node mgr3');
	expect(skep.dialog()?.targets.map(target => target.id)).toEqual([id('mgr3')]);
});

test('jjDy in one burst: what follows the D is dropped, the dialog stays and says so', async () => {
	await using skep = await open();
	await skep.press('2', 'g');
	await skep.burst('j', 'j', 'D', 'y');
	await skep.waitFor('Drain node mgr3');
	await skep.soon(() => skep.dialog()?.phase.kind === 'review');
	await skep.press('y');
	await skep.waitFor('Keys typed before this was on screen were dropped');
	await rested(skep);
	expect(skep.dialog()?.phase.kind).toBe('review');
	expect(skep.writes()).toEqual([]);
});

test('a name typed ahead of the question confirms nothing', async () => {
	await using skep = await open();
	await skep.press('1', 'g');
	await skep.burst('ctrl+d', ...'a', 'enter');
	await rested(skep);
	expect(skep.dialog()?.phase).toMatchObject({kind: 'review', typed: ''});
	await skep.burst('a', 'enter');
	await skep.soon(() => skep.writes().length === 1);
	expect(skep.writes()).toMatchObject([{method: 'DELETE', path: `/services/${id('a')}`}]);
});

test('within 300 ms of drawing a key is dropped, and what follows at once as well', async () => {
	await using skep = await open();
	await skep.press('1', 'g', 's');
	await skep.soon(() => Number.isFinite(skep.dialog()?.deafUntil ?? 0));
	await skep.waitFor('replicas');
	const drawnAt = (skep.dialog()?.deafUntil ?? 0) - 300;
	expect(skep.time.now() - drawnAt).toBeLessThan(300);
	await skep.burst('9', 'enter');
	await skep.waitFor('were dropped');
	expect(skep.dialog()?.phase).toMatchObject({kind: 'form', values: {replicas: '1'}});
	await skep.time.skip(500);
	await skep.press('5');
	expect(skep.dialog()?.phase).toMatchObject({values: {replicas: '5'}});
});

test('after a yes that is under way, a second one does nothing more', async () => {
	await using skep = await open();
	await skep.press('2', 'g', 'j', 'P');
	await rested(skep);
	await skep.burst('y', 'y', 'y');
	await skep.soon(() => skep.dialog() === undefined);
	expect(skep.writes()).toHaveLength(1);
});

test('a pasted text presses nothing', async () => {
	await using skep = await open();
	await skep.press('2', 'g');
	await skep.paste(`D${bytesOf('enter')}y:q`);
	await skep.settled();
	expect(skep.ui().layers).toEqual([]);
	expect(skep.writes()).toEqual([]);
});
