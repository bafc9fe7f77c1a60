import type {Availability} from '../../swarm/node.ts';
import {nodeOf} from '../../swarm/snapshot.ts';
import type {NodeOperation} from '../operation.ts';
import {docker, nodeArgument} from '../shell.ts';
import {nothingToEnter} from '../targets.ts';

type Shared = 'on' | 'danger' | 'parse' | 'needs' | 'cli' | 'relies' | 'run' | 'isWritten' | 'isSeen';

/** What draining, pausing and activating have in common. */
export const changeAvailability = (availability: Availability): Pick<NodeOperation<null>, Shared> => ({
	on: 'node',
	danger: 'disruptive',
	parse: nothingToEnter,
	needs: targets => ({nodes: true, tasksOn: targets.map(({id}) => id)}),
	cli: ({saw}, _input, snapshot) =>
		docker('node', 'update', '--availability', availability, nodeArgument(saw, snapshot)),
	relies: node => ({availability: node.availability}),
	run: ({engine}, fresh, _input, signal) => engine.updateNode(fresh, {kind: 'availability', availability}, signal),
	isWritten: now => now?.availability === availability,
	isSeen: ({id}, _input, snapshot) => nodeOf(snapshot, id)?.availability === availability,
});
