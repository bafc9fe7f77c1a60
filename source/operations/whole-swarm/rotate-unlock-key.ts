import type {SwarmOperation} from '../operation.ts';
import {docker} from '../shell.ts';
import {nothingToEnter} from '../targets.ts';
import {agree, listed} from '../words.ts';
import {isAutolocked, isNewer, settingsUnknown, silentManagers, swarmNow} from './swarm-write.ts';

export const rotateUnlockKey: SwarmOperation<null> = {
	on: 'swarm',
	id: 'rotateUnlockKey',
	title: 'Rotate the unlock key',
	verb: 'rotate the key',
	doing: 'Rotating',
	done: 'is rotated',
	subject: () => 'the unlock key',
	danger: 'disruptive',
	blockedBy: (target, snapshot) =>
		settingsUnknown(target, snapshot) ??
		(isAutolocked(target, snapshot) ? undefined : 'autolock is off: there is no key'),
	parse: nothingToEnter,
	needs: () => ({swarm: true, nodes: true}),
	plan: (_targets, _input, snapshot) => ({
		effects: [
			'Managers that are up are locked with a new key within moments. It comes on screen next.',
			'A manager that restarts before it has heard of the new key still needs the old one: keep both for a while.',
		],
		warnings: oldKeyNeeded(silentManagers(snapshot)),
		refusals: [],
	}),
	cli: () => docker('swarm', 'unlock-key', '--rotate', '--quiet'),
	relies: ({settings}) => ({autolock: settings?.isAutolocked ?? null}),
	run: async ({engine}, fresh, _input, signal) => {
		await engine.updateSwarm(fresh, {kind: 'rotate-unlock-key'}, signal);
		return [];
	},
	isWritten: (now, _input, over) => isNewer(now, over),
	isSeen: (target, _input, snapshot) => isNewer(swarmNow(target, snapshot), target.saw),
};

const oldKeyNeeded = (silent: readonly string[]) =>
	silent.length === 0
		? []
		: [
				`${listed(silent)} ${agree(silent.length, 'is', 'are')} down: only the old key unlocks ${agree(silent.length, 'it', 'them')} then. Copy it before (v).`,
			];
