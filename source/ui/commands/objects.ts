import {operations} from '../../operations/operations.ts';
import {operationCommand} from './operations.ts';

/** What services use, made from wherever one is; on its own list, `a` does the same. */
export const objectCommands = {
	createSecret: operationCommand('Create a secret', 'create', operations.createSecret),
	createConfig: operationCommand('Create a config', 'create', operations.createConfig),
	createNetwork: operationCommand('Create an overlay network', 'create', operations.createNetwork),
	createVolume: operationCommand('Create a volume on this engine', 'create', operations.createVolume),
} as const;
