import {describe, expect, test} from 'vitest';
import {type CommandId, commands} from '../../source/ui/commands/commands.ts';
import {commandFor, keymap} from '../../source/ui/keymap.ts';
import type {Scope} from '../../source/ui/keys/binding.ts';

/** What is in force together, innermost first: panes and lists, or one layer alone. */
const together: readonly (readonly Scope[])[] = [
	['list', 'panes'],
	['tasks', 'list', 'panes'],
	['logs', 'panes'],
	['pager'],
	['swarmPage', 'pager'],
	['unlockKey', 'pager'],
	['noQuorum', 'pager'],
	['noSwarm'],
	['cockpit'],
	['why'],
	['logs', 'cockpitLog'],
	['palette'],
	['rollouts'],
	['shelf'],
	['images', 'shelf'],
	['guide'],
	['guideAsk'],
	['problems'],
	['topology'],
	['events'],
	['contexts'],
	['form'],
	['mend'],
	['tags'],
	['review'],
	['typedReview'],
	['busy'],
	['notice'],
	['refused'],
	['quit'],
	['shell'],
	['shellBusy'],
	['shellFailed'],
];

/** In the logs, the times are those of the lines; of an unlock key's page, the key is what one copies. */
const shadowed = ['logs t', 'unlockKey c'];

const bindings = keymap.flatMap(({scope, keys, command}) => keys.map(key => ({scope, key, command})));

test('every scope is looked at here', () => {
	expect(new Set(together.flat())).toEqual(new Set(keymap.map(({scope}) => scope)));
});

test.each(together.map(scopes => [scopes.join(', '), scopes] as const))(
	'no key means two things in %s',
	(_, scopes) => {
		const seen = new Map<string, CommandId>();
		for (const {scope, key, command} of scopes.flatMap(scope => bindings.filter(binding => binding.scope === scope))) {
			expect(
				shadowed.includes(`${scopes[0]} ${key}`) ? undefined : seen.get(key),
				`${key} in ${scope}`,
			).toBeUndefined();
			seen.set(key, command);
		}
	},
);

describe('keys that change the swarm', () => {
	/** Section 5 of the design, key by key. */
	const verbs = {
		D: 'drainNode',
		P: 'pauseNode',
		A: 'activateNode',
		B: 'deployAgain',
		M: 'changeRole',
		'#': 'changeLabels',
		s: 'scaleService',
		u: 'updateImage',
		U: 'resumeUpdate',
		r: 'restartService',
		R: 'rollBackService',
		e: 'editSpec',
		a: 'add',
		F: 'rotate',
		'ctrl+d': 'remove',
		// The swarm as a whole: on its page, and where there is none.
		I: 'initSwarm',
		J: 'joinSwarm',
		K: 'unlockSwarm',
		E: 'leaveSwarm',
		T: 'rotateJoinToken',
		W: 'rotateUnlockKey',
		Z: 'changeAutolock',
		C: 'rotateRoot',
		',': 'changeSwarmSettings',
	};
	const changing = bindings.filter(({command}) => commands[command].changes);

	test('mean what is written, and nothing else anywhere', () => {
		expect(Object.fromEntries(changing.map(({key, command}) => [key, command]))).toEqual(verbs);
		// Where an update is refused, the restart that was probably meant is offered under its own key.
		for (const {key, command, scope} of bindings.filter(binding => binding.command !== 'doInstead')) {
			expect(verbs[key as keyof typeof verbs] ?? command, `${key} in ${scope}`).toBe(command);
		}
	});

	test('are none that the terminal, tmux or screen own', () => {
		for (const key of ['ctrl+a', 'ctrl+b', 'ctrl+s', 'ctrl+q', 'ctrl+z']) {
			expect(changing.map(binding => binding.key)).not.toContain(key);
		}
	});

	test('are not in force where something is open', () => {
		// The cockpit is about one service, a list over the screen about what is in it, the page of the swarm about that: they offer what can be done there.
		for (const scopes of together.filter(
			([scope]) =>
				!['list', 'tasks', 'logs', 'cockpit', 'shelf', 'images', 'swarmPage', 'noSwarm', 'guide'].includes(scope ?? ''),
		)) {
			for (const key of Object.keys(verbs)) {
				const command = commandFor(key, scopes);
				expect(command === undefined || commands[command].changes !== true, `${key} in ${scopes[0]}`).toBe(true);
			}
		}
	});
});

test('y does it, and means nothing else', () => {
	expect(bindings.filter(({key}) => key === 'y').map(({command}) => command)).toEqual([
		'guideYes',
		'confirm',
		'quitNow',
	]);
});
