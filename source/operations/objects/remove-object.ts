import type {Engine} from '../../engine/engine.ts';
import {servicesOn} from '../../swarm/network.ts';
import type {Service} from '../../swarm/service.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import {nobody, type Users, usersIn} from '../../swarm/uses.ts';
import type {ObjectOperation} from '../operation.ts';
import {inUseRefusals, madeAgain} from '../removal-words.ts';
import {docker, objectArgument} from '../shell.ts';
import type {ConfigTarget, NetworkTarget, ObjectTarget, SecretTarget} from '../target.ts';
import {nothingToEnter} from '../targets.ts';

const servicesIn = ({services}: Snapshot) => [...(services?.items.values() ?? [])];

const usersOf = (target: ObjectTarget, snapshot: Snapshot): Users =>
	target.kind === 'network'
		? {now: servicesOn(target.saw, servicesIn(snapshot)), before: []}
		: (usersIn(servicesIn(snapshot)).get(target.id) ?? nobody);

const names = (services: readonly Service[]) =>
	services
		.map(({name}) => name)
		.sort()
		.join(', ');

/** The engine refuses it as well: this says so before. */
const blockedBy = (target: ObjectTarget, snapshot: Snapshot) => {
	const {now} = usersOf(target, snapshot);
	return now.length === 0 ? undefined : `in use by ${names(now)}`;
};

const planOf = (targets: readonly ObjectTarget[], snapshot: Snapshot) => ({
	effects: [...targets.map(effectOf), ...targets.flatMap(({saw}) => madeAgain(saw))],
	warnings: targets.flatMap(target => [...beforeWarning(target, snapshot), ...networkWarning(target)]),
	refusals: targets.flatMap(target => inUseRefusals(target.saw.name, blockedBy(target, snapshot))),
});

const effectOf = ({kind, saw: {name}}: ObjectTarget) => {
	switch (kind) {
		case 'network':
			return `The network ${name} is gone, its addresses are free again.`;
		case 'secret':
			return `The secret ${name} is gone for good: no manager gives out its value, so nothing can make it again.`;
		case 'config':
			return `The config ${name} is gone for good, with what is in it.`;
	}
};

const beforeWarning = (target: ObjectTarget, snapshot: Snapshot) => {
	const {before} = usersOf(target, snapshot);
	return before.length === 0 ? [] : [`Without it ${names(before)} can't be rolled back to the spec before.`];
};

const networkWarning = (target: ObjectTarget) => {
	if (target.kind !== 'network') {
		return [];
	}

	const {isIngress, isAttachable} = target.saw;
	return [
		...(isIngress
			? ['Ports published on every node need an ingress network: none can be published until there is one.']
			: []),
		...(isAttachable ? ['Plain containers may be on it, which the engine does not list: then it stays.'] : []),
	];
};

type Removal = {
	readonly kind: ObjectTarget['kind'];
	readonly remove: (engine: Engine, id: never, signal: AbortSignal) => Promise<void>;
};

const removing = <T extends ObjectTarget>({kind, remove}: Removal): ObjectOperation<T> => {
	const word = kind.slice(0, 1).toUpperCase() + kind.slice(1);
	return {
		on: kind,
		id: `remove${word}`,
		title: `Remove ${kind}`,
		verb: 'remove',
		doing: 'Removing',
		done: 'removed',
		danger: 'destructive',
		blockedBy,
		parse: nothingToEnter,
		needs: () => ({allServices: true, objects: `${kind}s`}),
		plan: (targets, _input, snapshot) => planOf(targets, snapshot),
		cli: ({saw}) => docker(kind, 'rm', objectArgument(saw)),
		relies: ({name}) => ({name}),
		run: async ({engine}, {id}, _input, signal) => {
			await remove(engine, id as never, signal);
			return [];
		},
		isWritten: now => now === undefined,
		isSeen: ({id}, _input, snapshot) => {
			const known: ReadonlyMap<string, unknown> | undefined = snapshot[`${kind}s`]?.items;
			return known !== undefined && !known.has(id);
		},
	};
};

export const removeNetwork = removing<NetworkTarget>({
	kind: 'network',
	remove: (engine, id, signal) => engine.removeNetwork(id, signal),
});

export const removeSecret = removing<SecretTarget>({
	kind: 'secret',
	remove: (engine, id, signal) => engine.removeSecret(id, signal),
});

export const removeConfig = removing<ConfigTarget>({
	kind: 'config',
	remove: (engine, id, signal) => engine.removeConfig(id, signal),
});
