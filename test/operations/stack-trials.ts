import type {Engine} from '../../source/engine/engine.ts';
import type {StackTools} from '../../source/operations/stack/stack-tools.ts';
import {rawFile, rawNetwork, rawService} from '../helpers/small-engine/build.ts';
import type {World} from '../helpers/small-engine/world.ts';
import type {Trial} from './swarm-trials.ts';

const Labels = {'com.docker.stack.namespace': 'shop'};

/** With a stack of one service, and one of each of the things that stacks have beside. */
const withStack = (world: World): World => ({
	...world,
	services: [...world.services, rawService('shop_api', {Spec: {Labels}})],
	networks: [...world.networks, rawNetwork('shop_default', {Labels})],
	secrets: [...world.secrets, rawFile('shop_key', undefined, Labels)],
	configs: [...world.configs, rawFile('shop_settings', 'a', Labels)],
});

export const stackTrials = {
	deployStack: {on: 'the swarm', values: {file: '/srv/shop/compose.yaml', prune: 'yes'}},
	redeployStack: {
		on: 'shop',
		values: {file: "/srv/it's shop/compose.yaml", resolveImage: 'changed'},
		inWorld: withStack,
	},
	removeStack: {on: 'shop', inWorld: withStack},
} as const satisfies Record<string, Trial>;

/** A command line whose files all have one service, api. */
export const stackToolsOn = (engine: Engine, change: (of: (world: World) => void) => void = () => {}): StackTools => ({
	cli: {
		facts: async () => ({version: '28.5.2', hasConfig: true, hasDetach: true}),
		config: async () => ({printed: 'services: {api: {image: "shop/api:1"}}', warnings: []}),
		async deploy({stack}) {
			const name = `${stack}_api`;
			const there = (await engine.services()).items.find(service => service.name === name);

			if (there !== undefined) {
				await engine.updateService(there, {kind: 'restart'});
				return {did: [`Updating service ${name} (id: ${there.id})`], warnings: []};
			}

			change(world => world.services.push(rawService(name, {Spec: {Labels: {'com.docker.stack.namespace': stack}}})));
			return {did: [`Creating service ${name}`], warnings: []};
		},
		isSet: () => true,
	},
	files: {
		pathOf: typed => typed,
		text: async () => ({text: 'services:\n  api:\n    image: shop/api:1\n'}),
		content: async path => ({problem: `there is no file ${path}`}),
		secretProblem: async () => undefined,
	},
	origins: {of: async () => undefined, keep: async () => {}},
});
