import type {Service} from '../../swarm/service.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import {hasEnded} from '../../swarm/task.ts';
import type {ServiceOperation} from '../operation.ts';
import {madeAgain, portsClose} from '../removal-words.ts';
import {docker, serviceArgument} from '../shell.ts';
import {nothingToEnter, serviceNow} from '../targets.ts';
import {agree, count} from '../words.ts';

export const removeService: ServiceOperation<null> = {
	on: 'service',
	id: 'removeService',
	title: 'Remove service',
	verb: 'remove',
	doing: 'Removing',
	done: 'removed',
	danger: 'destructive',
	blockedBy: () => undefined,
	parse: nothingToEnter,
	needs: targets => ({services: targets.map(({id}) => id), tasksOf: targets.map(({id}) => id)}),
	plan: (targets, _input, snapshot) => ({
		effects: [
			...targets.flatMap(target => effectsOf(serviceNow(target, snapshot), snapshot)),
			'Volumes, secrets, configs and networks stay.',
			'Docker keeps nothing to roll back to. skep writes the spec to a file first, and says where; without that it removes nothing.',
		],
		warnings: [],
		refusals: [],
	}),
	cli: ({saw}, _input, snapshot) => docker('service', 'rm', serviceArgument(saw, snapshot)),
	relies: ({name, image, mode}) => ({name, image, mode}),
	run: async ({engine, keepSpec}, fresh, _input, signal) => {
		const path = await keepSpec(fresh.name, fresh.spec);
		await engine.removeService(fresh.id, signal);
		return [`Its spec is kept in ${path}`];
	},
	isWritten: now => now === undefined,
	isSeen: ({id}, _input, snapshot) => snapshot.services !== undefined && !snapshot.services.items.has(id),
};

const effectsOf = (service: Service, snapshot: Snapshot) => [
	tasksStopped(service, snapshot),
	...portsClose([service]),
	...madeAgain(service),
];

const tasksStopped = ({id, name}: Service, snapshot: Snapshot) => {
	const tasks = snapshot.tasks.get(id)?.items.filter(task => !hasEnded(task));

	if (tasks === undefined) {
		return `All tasks of ${name} stop; how many isn't known.`;
	}

	return tasks.length === 0
		? `${name} has no task to stop.`
		: `${count(tasks.length, 'task')} of ${name} ${agree(tasks.length, 'stops', 'stop')}.`;
};
