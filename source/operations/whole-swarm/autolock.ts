import type {SwarmOperation} from '../operation.ts';
import {docker} from '../shell.ts';
import {nothingToEnter} from '../targets.ts';
import {agree, listed} from '../words.ts';
import {isAutolocked, settingsUnknown, silentManagers, swarmNow} from './swarm-write.ts';

type Shared =
	| 'on'
	| 'subject'
	| 'danger'
	| 'parse'
	| 'needs'
	| 'cli'
	| 'relies'
	| 'run'
	| 'isWritten'
	| 'isSeen'
	| 'isFor';

const switchTo = (isOn: boolean): Pick<SwarmOperation<null>, Shared> => ({
	on: 'swarm',
	subject: () => 'autolock',
	danger: 'disruptive',
	isFor: ({saw}) => (saw.settings?.isAutolocked === true) !== isOn,
	parse: nothingToEnter,
	needs: () => ({swarm: true, nodes: true}),
	cli: () => docker('swarm', 'update', `--autolock=${isOn}`),
	relies: ({settings}) => ({autolock: settings?.isAutolocked ?? null}),
	run: async ({engine}, fresh, _input, signal) => {
		await engine.updateSwarm(fresh, {kind: 'autolock', isAutolocked: isOn}, signal);
		return [];
	},
	isWritten: now => now?.settings?.isAutolocked === isOn,
	isSeen: (target, _input, snapshot) => swarmNow(target, snapshot).settings?.isAutolocked === isOn,
});

export const turnAutolockOn: SwarmOperation<null> = {
	...switchTo(true),
	id: 'turnAutolockOn',
	title: 'Turn autolock on',
	verb: 'autolock on',
	doing: 'Turning on',
	done: 'is on',
	blockedBy: (target, snapshot) =>
		settingsUnknown(target, snapshot) ?? (isAutolocked(target, snapshot) ? 'on already' : undefined),
	plan: (_targets, _input, snapshot) => ({
		effects: [
			'From then on every manager that restarts waits until somebody unlocks it: skep on it does (K), or `docker swarm unlock`.',
			'The keys that managers keep on their disks are of no use to who steals a disk.',
			'The unlock key comes on screen next, until its page is closed.',
			...down(
				snapshot,
				silent => `${silent} ${agree(silentManagers(snapshot).length, 'is', 'are')} down: locked only once up again.`,
			),
		],
		warnings: [
			"Without the unlock key a restarted manager can't come back; when all restart, as after a power cut, nothing of the swarm can. Keep it outside of these machines.",
		],
		refusals: [],
	}),
};

export const turnAutolockOff: SwarmOperation<null> = {
	...switchTo(false),
	id: 'turnAutolockOff',
	title: 'Turn autolock off',
	verb: 'autolock off',
	doing: 'Turning off',
	done: 'is off',
	blockedBy: (target, snapshot) =>
		settingsUnknown(target, snapshot) ?? (isAutolocked(target, snapshot) ? undefined : 'off already'),
	plan: (_targets, _input, snapshot) => ({
		effects: [
			'Managers that restart go on by themselves, without a key.',
			"Whoever gets hold of a manager's disk then has the swarm's secrets and its place in it.",
		],
		warnings: down(
			snapshot,
			silent =>
				`${silent} can't hear of it now, and ${agree(silentManagers(snapshot).length, 'needs', 'need')} the present key once more: copy it first (v).`,
		),
		refusals: [],
	}),
};

const down = (snapshot: Parameters<typeof silentManagers>[0], say: (names: string) => string) => {
	const silent = silentManagers(snapshot);
	return silent.length === 0 ? [] : [say(listed(silent))];
};
