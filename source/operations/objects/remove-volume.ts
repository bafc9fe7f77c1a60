import type {Service} from '../../swarm/service.ts';
import {type Snapshot, tasksOf} from '../../swarm/snapshot.ts';
import {hasEnded} from '../../swarm/task.ts';
import {mountersOf} from '../../swarm/uses.ts';
import type {Volume} from '../../swarm/volume.ts';
import type {VolumeOperation} from '../operation.ts';
import {inUseRefusals} from '../removal-words.ts';
import {docker} from '../shell.ts';
import type {VolumeTarget} from '../target.ts';
import {nothingToEnter} from '../targets.ts';
import {agree, listed} from '../words.ts';

const mountersIn = (name: string, {services}: Snapshot) => mountersOf(name, services?.items.values() ?? []);

/** It has a container on this node: the engine would refuse. */
const isHere = ({id}: Service, snapshot: Snapshot) =>
	snapshot.self !== undefined &&
	(tasksOf(snapshot, id) ?? []).some(task => task.nodeId === snapshot.self && !hasEnded(task));

const namesOf = (services: readonly Service[]) => listed(services.map(({name}) => name).sort());

const blockedBy = ({id}: VolumeTarget, snapshot: Snapshot) => {
	const here = mountersIn(id, snapshot).filter(service => isHere(service, snapshot));
	return here.length === 0 ? undefined : `mounted here by tasks of ${namesOf(here)}`;
};

const dataEffect = ({name, options, isAnonymous}: Volume) => {
	const device = options['device'];

	if (device !== undefined) {
		return `The volume ${name} is gone from this engine; what is on ${device} stays there.`;
	}

	return `The volume ${name} is gone from this engine with all that is in it${isAnonymous ? '; it was made for one container that named none' : ''}.`;
};

const specWarnings = ({id}: VolumeTarget, snapshot: Snapshot): readonly string[] => {
	const elsewhere = mountersIn(id, snapshot).filter(service => !isHere(service, snapshot));
	return elsewhere.length === 0
		? []
		: [
				`${namesOf(elsewhere)} ${agree(elsewhere.length, 'mounts', 'mount')} it by ${agree(elsewhere.length, 'its', 'their')} spec: a task that comes to this node starts with an empty one.`,
			];
};

export const removeVolume: VolumeOperation<null> = {
	on: 'volume',
	id: 'removeVolume',
	title: 'Remove volume',
	verb: 'remove',
	doing: 'Removing',
	done: 'removed',
	danger: 'destructive',
	blockedBy,
	parse: nothingToEnter,
	needs: () => ({allServices: true, volumes: true}),
	plan: (targets, _input, snapshot) => ({
		effects: [
			...targets.map(({saw}) => dataEffect(saw)),
			'Volumes of the same name on other nodes are not touched.',
			'The engine refuses while a container on it, even a stopped one, mounts it.',
		],
		warnings: targets.flatMap(target => specWarnings(target, snapshot)),
		refusals: targets.flatMap(target => inUseRefusals(target.saw.name, blockedBy(target, snapshot))),
	}),
	cli: ({id}) => docker('volume', 'rm', ...(id.startsWith('-') ? ['--'] : []), id),
	relies: ({driver}) => ({driver}),
	async run({engine}, {name}, _input, signal) {
		await engine.removeVolume(name, signal);
		return [];
	},
	isWritten: now => now === undefined,
	// Volumes are in no snapshot: the engine's answer is all there is to wait for.
	isSeen: () => true,
};
