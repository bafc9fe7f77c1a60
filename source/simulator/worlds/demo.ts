import {acceptedSpec} from '../accepted-spec.ts';
import {addService} from '../services.ts';
import {createSimulator, type Simulator, type SimulatorOptions} from '../simulator.ts';

export const demoSwarm = (options: Omit<SimulatorOptions, 'nodes'> = {}): Simulator => {
	const simulator = createSimulator({
		...options,
		nodes: [
			{hostname: 'manager-1', role: 'manager'},
			{hostname: 'manager-2', role: 'manager'},
			{hostname: 'manager-3', role: 'manager'},
			{hostname: 'worker-1'},
			{hostname: 'worker-2'},
		],
	});
	addService(
		simulator.swarm,
		acceptedSpec(simulator.swarm, {
			Name: 'web',
			TaskTemplate: {ContainerSpec: {Image: 'demo/web:1'}},
			Mode: {Replicated: {Replicas: 4}},
		}),
	);
	simulator.advance(10_000);
	return simulator;
};
