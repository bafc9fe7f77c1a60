import type {Engine} from '../../engine/engine.ts';
import {isEngineError} from '../../engine/errors.ts';
import type {Stack} from '../../swarm/stack.ts';
import type {StackOperation} from '../operation.ts';
import type {Resources} from '../resources.ts';
import {docker} from '../shell.ts';
import {nothingToEnter} from '../targets.ts';
import {listed} from '../words.ts';
import {runningIn} from './deploy-stack-plan.ts';
import {type Known, partsOf, removePart} from './remove-stack-parts.ts';
import {inUse, knownIn, removalEffects, servicesOf} from './remove-stack-words.ts';

const readAll = async (engine: Engine, signal: AbortSignal): Promise<Known> => {
	const [services, networks, secrets, configs] = await Promise.all([
		engine.services(undefined, signal),
		engine.networks(signal),
		engine.secrets(signal),
		engine.configs(signal),
	]);
	return {services: services.items, networks: networks.items, secrets: secrets.items, configs: configs.items};
};

/** Services first: what they use can't go before. What stays, and why, is told; all else is gone. */
const run = async ({engine, keepSpec}: Resources, stack: Stack, signal: AbortSignal): Promise<readonly string[]> => {
	const known = await readAll(engine, signal);
	const services = servicesOf({id: stack.name}, known);
	const kept = [];

	for (const {name, spec} of services) {
		kept.push(await keepSpec(name, spec));
	}

	for (const {id} of services) {
		await engine.removeService(id, signal).catch((error: unknown) => {
			if (!isEngineError(error, 'not-found')) {
				throw error;
			}
		});
	}

	const stayed = [];

	for (const part of partsOf(stack.name, known).filter(({users}) => users.length === 0)) {
		stayed.push(await removePart(engine, part, signal));
	}

	return [
		...stayed.filter(line => line !== undefined),
		...(kept.length === 0 ? [] : [`The specs are kept: ${listed(kept)}`]),
	];
};

export const removeStack: StackOperation<null> = {
	on: 'stack',
	id: 'removeStack',
	title: 'Remove stack',
	verb: 'remove',
	doing: 'Removing',
	done: 'removed',
	danger: 'destructive',
	blockedBy: () => undefined,
	parse: nothingToEnter,
	needs: targets => ({
		allServices: true,
		objects: ['networks', 'secrets', 'configs'],
		tasksOf: targets.flatMap(({saw}) => saw.services.map(({id}) => id)),
	}),
	plan: (targets, _input, snapshot) => ({
		effects: targets.flatMap(target => removalEffects(target, snapshot)),
		warnings: targets.flatMap(target => inUse(target, snapshot)),
		refusals: runningIn(snapshot) === undefined ? ['What the stack has is not known: nothing is removed.'] : [],
	}),
	cli: ({id}) => docker('stack', 'rm', ...(id.startsWith('-') ? ['--'] : []), id),
	relies: ({services}) => ({services: services.map(({name}) => name).sort()}),
	run: (resources, fresh, _input, signal) => run(resources, fresh, signal),
	isWritten: now => now === undefined,
	isSeen: ({id}, _input, snapshot) => {
		const known = runningIn(snapshot);
		return (
			known !== undefined &&
			servicesOf({id}, known).length === 0 &&
			partsOf(id, known).every(({users}) => users.length > 0)
		);
	},
	watches: ({id}, _input, snapshot) => servicesOf({id}, knownIn(snapshot)).map(service => service.id),
};
