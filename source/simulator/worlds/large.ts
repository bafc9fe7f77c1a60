import type {Simulator, SimulatorOptions} from '../simulator.ts';
import {demoSwarm} from './demo.ts';
export const largeSwarm = (
	options: Omit<SimulatorOptions, 'nodes'> & {nodes: number; services: number; replicas: number},
): Simulator => demoSwarm(options);
