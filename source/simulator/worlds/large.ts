import {runAtOnce} from '../container.ts';
import {addNetwork} from '../network-plans.ts';
import type {NodePlan} from '../nodes.ts';
import {createSimulator, type Simulator, type SimulatorOptions} from '../simulator.ts';
import {deploy} from './deploy.ts';

type LargeOptions = Omit<SimulatorOptions, 'nodes'> & {
	readonly nodes: number;
	readonly services: number;
	/** Of each service. */
	readonly replicas: number;
};

const nodePlan = (number: number): NodePlan => ({
	hostname: number < 5 ? `manager-${number + 1}` : `worker-${String(number - 4).padStart(3, '0')}`,
	role: number < 5 ? 'manager' : 'worker',
	labels: {zone: 'abc'[number % 3] ?? 'a'},
	cpus: 32,
	memoryBytes: 128 * 1024 ** 3,
});

const kinds = ['api', 'web', 'worker', 'cron', 'db'];

/** Stacks of five services each. */
const serviceName = (number: number) => `stack${String(Math.floor(number / 5)).padStart(3, '0')}_${kinds[number % 5]}`;

/** Until the scheduler has given every task a node, and until all is quiet. */
const scheduling = 120;
const settling = 8000;

/** So many nodes, services and tasks, all of them up: for measurements. */
export const largeSwarm = ({nodes, services, replicas, startAt = Date.now(), ...options}: LargeOptions): Simulator => {
	const plans = Array.from({length: nodes}, (_, number) => nodePlan(number));
	const simulator = createSimulator({...options, startAt: startAt - settling, nodes: plans});
	const network = addNetwork(simulator.swarm, {Name: 'backbone', subnet: '10.100.0.0/14'});
	for (let number = 0; number < services; number += 1) {
		const [stack = '', name = ''] = serviceName(number).split('_');
		deploy(simulator, {
			stack,
			name,
			image: `shop/${name}:1.${number % 10}.0`,
			replicas,
			networks: number % 4 === 0 ? [network.id] : [],
			memory: 64 * 1024 ** 2,
			cpus: 0.05,
		});
	}
	simulator.advance(scheduling);
	for (const task of simulator.swarm.store.tasks.all.values()) {
		if (task.raw.NodeID !== undefined) {
			runAtOnce(simulator.swarm, task);
		}
	}
	simulator.advance(settling - scheduling);
	return simulator;
};
