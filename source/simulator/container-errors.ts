import type {Behaviour} from './behaviour.ts';
import type {Task} from './objects.ts';

type ContainerFailure = {readonly exitCode: number; readonly error: string};

/** Why a container doesn't get as far as running, in the words of Docker's executor and of runc. */
export const failureOf = (task: Task, behaviour: Behaviour): ContainerFailure | undefined => {
	if (behaviour.hasNoCommand) {
		const command = task.raw.Spec.ContainerSpec?.Command?.[0] ?? task.raw.Spec.ContainerSpec?.Args?.[0] ?? '';
		const why = `exec: "${command}": stat ${command}: no such file or directory: unknown`;
		const error = `starting container failed: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ${why}`;
		return {exitCode: 127, error};
	}
	if (behaviour.isSick) {
		return {exitCode: 143, error: 'task: non-zero exit (143): dockerexec: unhealthy container'};
	}
	return undefined;
};
