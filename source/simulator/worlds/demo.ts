import {addNetwork} from '../network-plans.ts';
import type {NodePlan} from '../nodes.ts';
import type {Node} from '../objects.ts';
import {createSimulator, type Simulator, type SimulatorOptions} from '../simulator.ts';
import {deploy, ofStack, redeploy} from './deploy.ts';
import {addConfig, addSecret} from './secrets.ts';
import {calmServices, mailer, thumbnailer, trainer, web} from './shop.ts';

const nodes: readonly NodePlan[] = [
	{hostname: 'manager-1', role: 'manager', labels: {zone: 'a'}, memoryBytes: 16 * 1024 ** 3},
	{hostname: 'manager-2', role: 'manager', labels: {zone: 'b'}, memoryBytes: 16 * 1024 ** 3},
	{hostname: 'manager-3', role: 'manager', labels: {zone: 'c'}, memoryBytes: 16 * 1024 ** 3},
	{hostname: 'worker-1', labels: {zone: 'a', disk: 'ssd'}, cpus: 8, memoryBytes: 32 * 1024 ** 3},
	{hostname: 'worker-2', labels: {zone: 'b'}, cpus: 8, memoryBytes: 32 * 1024 ** 3},
];

const minute = 60_000;
const day = 24 * 60 * minute;

/** How long before the start each of these happened. */
const past = {
	deployed: 3 * day,
	leaking: 100 * minute,
	drained: 25 * minute,
	pending: 18 * minute,
	broken: 7 * minute,
	rolling: 26_000,
};

/**
A small shop on five nodes that has seen three days: an update under way, another paused by a release that keeps
crashing, a task that no node suits, a drained node, and a worker that leaks memory.
*/
export const demoSwarm = ({startAt = Date.now(), ...options}: Omit<SimulatorOptions, 'nodes'> = {}): Simulator => {
	const simulator = createSimulator({...options, startAt: startAt - past.deployed, nodes});
	const {swarm, advance} = simulator;
	const until = (before: number) => advance(startAt - before - swarm.timeline.now());
	const networks = {
		edge: addNetwork(swarm, {Name: 'edge'}).id,
		shop: addNetwork(swarm, {Name: 'shop_backend', Attachable: true, Labels: ofStack('shop')}).id,
		metrics: addNetwork(swarm, {Name: 'metrics_default', Labels: ofStack('metrics')}).id,
	};
	const password = addSecret(swarm, {Name: 'shop_db-password-v3', Labels: ofStack('shop')});
	addSecret(swarm, {Name: 'shop_db-password-v2', Labels: ofStack('shop')});
	const entry = addConfig(
		swarm,
		{Name: 'edge_traefik-v12', Labels: ofStack('edge')},
		'entryPoints:\n  web:\n    address: ":80"\n',
	);
	const services = [
		...calmServices(networks, {password, entry}),
		web(networks, '2.7.1'),
		mailer(networks, '2.1.4'),
	].map(plan => ({
		plan,
		service: deploy(simulator, plan),
	}));
	const named = (name: string) => {
		const found = services.find(({plan}) => plan.name === name);
		if (found === undefined) {
			throw new Error(`the shop has no ${name}`);
		}
		return found.service;
	};

	until(past.leaking);
	deploy(simulator, thumbnailer(networks));
	until(past.drained);
	drain(simulator, simulator.node('worker-2'));
	until(past.pending);
	deploy(simulator, trainer(networks));
	until(past.broken);
	redeploy(simulator, named('mailer'), mailer(networks, '2.2.0'));
	until(past.rolling);
	redeploy(simulator, named('web'), web(networks, '2.8.0'));
	until(0);
	return simulator;
};

const drain = ({swarm}: Simulator, node: Node) =>
	swarm.store.nodes.write(node, {Spec: {...node.raw.Spec, Availability: 'drain'}});
