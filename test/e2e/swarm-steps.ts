import {setTimeout as pause} from 'node:timers/promises';
import {expect} from 'vitest';
import {bytesOf} from '../helpers/keys.ts';
import type {Lab} from '../swarm-lab/lab.ts';
import type {LabNode} from '../swarm-lab/layout.ts';
import {hearing} from './hearing.ts';
import {command, review} from './operate.ts';
import type {Skep} from './skep.ts';

export type SwarmInfo = {
	readonly LocalNodeState: string;
	readonly NodeAddr: string;
	readonly ControlAvailable: boolean;
};

export type SwarmObject = {
	readonly JoinTokens: {readonly Worker: string; readonly Manager: string};
	readonly RootRotationInProgress: boolean;
	readonly TLSInfo: {readonly CertIssuerPublicKey: string};
	readonly DataPathPort: number;
	readonly DefaultAddrPool: readonly string[];
	readonly SubnetSize: number;
	readonly Spec: {
		readonly Orchestration: {readonly TaskHistoryRetentionLimit: number};
		readonly Raft: {readonly SnapshotInterval: number; readonly KeepOldSnapshots: number};
		readonly Dispatcher: {readonly HeartbeatPeriod: number};
		readonly CAConfig: {readonly NodeCertExpiry: number};
		readonly EncryptionConfig: {readonly AutoLockManagers: boolean};
	};
};

/** What engines say of their part in a swarm, and of the swarm. */
export const asked = (lab: Lab) => ({
	part: async (node: LabNode) => (await lab.api<{Swarm: SwarmInfo}>(node, 'GET', '/info')).Swarm,
	swarm: (node: LabNode) => lab.api<SwarmObject>(node, 'GET', '/swarm'),
	key: async (node: LabNode) => (await lab.api<{UnlockKey: string}>(node, 'GET', '/swarm/unlockkey')).UnlockKey,
});

/** Types into the fields of a form by their labels, in the order of the form; what isn't named stays. */
export async function fillForm(skep: Skep, values: Readonly<Record<string, string>>) {
	await skep.waitForDialog(/Enter go on/);
	await hearing(skep);
	const labels = Object.keys(values);

	for (const label of labels) {
		await toField(skep, label);
		skep.type(values[label] ?? '');
	}

	await pause(50);
	skep.press(bytesOf('enter'));
}

/** The active field is the one with the bar; which one that is, only colours tell: we count. */
async function toField(skep: Skep, label: string) {
	const order = fieldsOn(skep);
	const place = order.indexOf(label);
	expect(place, `a field ${label} among ${order.join(', ')}`).toBeGreaterThanOrEqual(0);

	for (let step = placeOf.get(skep) ?? 0; step < place; step++) {
		skep.press(bytesOf('tab'));
	}

	placeOf.set(skep, place);
	await pause(50);
}

const placeOf = new WeakMap<Skep, number>();

/** Before a form is filled in anew. */
export const fromTheTop = (skep: Skep) => placeOf.delete(skep);

const labels = [
	'advertise address',
	'data path address',
	'autolock',
	'certificates last',
	'data path port',
	'address pools',
	'range length',
	'join token',
	'manager',
	'unlock key',
	'task history',
	'heartbeat',
	'raft snapshot every',
	'older snapshots',
];

const fieldsOn = (skep: Skep) => {
	const text = skep.dialog();
	return labels
		.filter(label => text.includes(` ${label} `))
		.toSorted((a, b) => text.indexOf(` ${a} `) - text.indexOf(` ${b} `));
};

/** Goes to the plan, and answers it as it asks for. */
export async function confirmAsAsked(skep: Skep, dockerCommand: string) {
	const said = await review(skep, dockerCommand);
	await hearing(skep);
	const word = / Type (\S+) to confirm/.exec(said)?.[1];

	if (word === undefined) {
		command(skep, 'confirm');
		return said;
	}

	skep.type(word);
	await skep.waitForDialog(new RegExp(`to confirm: ${word}`));
	command(skep, 'confirmTyped');
	return said;
}

/** What was copied last, by OSC 52. */
export const copied = (skep: Skep) => {
	const all = [...skep.output().matchAll(/\u001b\]52;c;([^\u0007]+)\u0007/g)];
	return Buffer.from(all.at(-1)?.[1] ?? '', 'base64').toString();
};

/** All that the terminal was sent, but for what was put on the clipboard. */
export const shownBy = (skep: Skep) => skep.output().replaceAll(/\u001b\]52;c;[^\u0007]+\u0007/g, '');

export async function openSwarmPage(skep: Skep) {
	skep.press(':');
	await skep.waitForDialog(/Enter run/);
	skep.type('showswarm');
	await skep.waitForDialog(/showswarm_/);
	skep.press(bytesOf('enter'));
	await skep.waitFor('What can still fail');
}

export const paste = (text: string) => `\u001b[200~${text}\u001b[201~`;
